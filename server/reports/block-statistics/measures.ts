/** Means, medians and the longest, each with how many tickets it was made of (PRACTICE P19; DOMAIN.md §13.6). */
import { expressionBuilder } from 'kysely'
import type { DeadlineSettings } from '../../../shared/deadlines/deadline.ts'
import type { BlockId } from '../../../shared/reference/blocks.ts'
import { createWorkingClock, minutesBetween } from '../../../shared/reports/reply-times.ts'
import { type Dimension, type Mean, meanOf } from '../../../shared/reports/statistics.ts'
import type { Database } from '../../store/schema.ts'
import { asBlock } from '../../tickets/facts.ts'
import type { MomentKind } from '../../tickets/moments.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { inTurns, othersTurn } from '../turns.ts'
import { columnsOf } from './by.ts'
import { candidates, ticketsAmong } from './candidates.ts'
import { conditionOf, type Reading, standing } from './conditions.ts'
import { decisionMinutes } from './decisions.ts'
import { chosen, type Narrowing } from './list.ts'
import { inOneView, type Place } from './live.ts'

/** Minutes; `working` only the office's working time. `post`: from the publication, where its time is known. */
export type Measures = {
  firstReply: Mean
  firstReplyWorking: Mean
  postReply: Mean
  postReplyWorking: Mean
  /** Days and nights from the record to the first final answer. */
  final: Mean
  /** From being put before the head to the decision. */
  decision: Mean
  /** 0 to 1. */
  completeness: Mean
  /** 1 to 5. */
  satisfaction: Mean
}

export type MeasuresRow = Measures & { key: string | null; block: BlockId | null }

type Values = { [Measure in keyof Measures]: number[] }
type Key = { key: string | null; block: BlockId | null }

const minutesOfDay = 1_440
/** So many values are sorted before anybody notices. */
const unnoticed = 1_000

/** Of what the person may see; rows without a value are left out. One reading of the period's tickets, however long. */
export async function measuresBy(
  place: Place,
  dimension: Dimension,
  reading: Reading,
  deadlines: DeadlineSettings,
  narrowing: Narrowing = {},
): Promise<{ rows: MeasuresRow[]; total: Measures }> {
  return inOneView(place.reader, async reader => {
    const groups = new Groups()
    const asked = { place: { ...place, reader }, dimension, reading, narrowing }
    await addReplyTimes(asked, groups, deadlines)
    await addDecisions(asked, groups)
    await addMarks(asked, groups, 'completeness', value => value / 4)
    await addMarks(asked, groups, 'scale', value => value)
    return groups.measures()
  })
}

type Asked = { place: Place; dimension: Dimension; reading: Reading; narrowing: Narrowing }

async function addReplyTimes(asked: Asked, groups: Groups, deadlines: DeadlineSettings): Promise<void> {
  const working = createWorkingClock(deadlines)
  const { dimension } = asked
  for await (const rows of inTurns(await readReplies(asked, 'first'))) {
    for (const row of rows) {
      const { captured_at, published_at, at } = row
      const values = groups.of(keyOf(dimension, row))
      put(values.firstReply, minutesBetween(captured_at, at))
      put(values.firstReplyWorking, working.minutes(captured_at, at))
      put(values.postReply, minutesBetween(published_at, at))
      put(values.postReplyWorking, working.minutes(published_at, at))
    }
  }
  for await (const rows of inTurns(await readReplies(asked, 'final'))) {
    for (const row of rows) {
      const minutes = minutesBetween(row.captured_at, row.at)
      put(groups.of(keyOf(dimension, row)).final, minutes === null ? null : minutes / minutesOfDay)
    }
  }
}

async function readReplies({ place, dimension, reading, narrowing }: Asked, which: 'first' | 'final') {
  const { reader, organisationId, scope } = place
  const metric = `${which}_replied` as const
  const whole = { ...reading, organisationId }
  const tickets = expressionBuilder<Database, 'tickets'>()
  return ticketsAmong(reader, organisationId, candidates([metric], whole))
    .where(
      tickets.and([
        standing(tickets),
        inScopeSql(scope)(tickets),
        conditionOf(metric)(tickets, whole),
        ...chosen(tickets, narrowing),
      ]),
    )
    .select([...columnsOf[dimension]])
    .select(['captured_at', 'published_at', `${which}_stopped_at as at`])
    .execute()
}

async function addDecisions({ place, dimension, reading, narrowing }: Asked, groups: Groups): Promise<void> {
  const minutes = await decisionMinutes(place, reading)
  if (minutes.size === 0) return
  const { reader, organisationId } = place
  const tickets = expressionBuilder<Database, 'tickets'>()
  const rows = await ticketsAmong(
    reader,
    organisationId,
    candidates(['escalated'], { ...reading, organisationId }),
  )
    .where(tickets.and([standing(tickets), ...chosen(tickets, narrowing)]))
    .select(['id', ...columnsOf[dimension]])
    .execute()
  for (const row of rows) put(groups.of(keyOf(dimension, row)).decision, minutes.get(row.id) ?? null)
}

/** The last of the period of each ticket. */
async function addMarks(
  { place, dimension, reading, narrowing }: Asked,
  groups: Groups,
  what: Extract<MomentKind, 'completeness' | 'scale'>,
  worth: (value: number) => number,
): Promise<void> {
  const { reader, organisationId, scope } = place
  const { from, to } = reading.period
  const moments = await reader
    .selectFrom('ticket_moments')
    .where('organisation_id', '=', organisationId)
    .where('what', '=', what)
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('at')
    .orderBy('seq')
    .select(['ticket_id', 'value'])
    .execute()
  const last = new Map(moments.map(({ ticket_id, value }) => [ticket_id, value]))
  if (last.size === 0) return
  const metric = what === 'scale' ? 'marked' : 'rated'
  const whole = { ...reading, organisationId }
  const tickets = expressionBuilder<Database, 'tickets'>()
  const rows = await ticketsAmong(reader, organisationId, candidates([metric], whole))
    .where(tickets.and([standing(tickets), inScopeSql(scope)(tickets), ...chosen(tickets, narrowing)]))
    .select(['id', ...columnsOf[dimension]])
    .execute()
  for await (const some of inTurns(rows)) {
    for (const row of some) {
      const value = last.get(row.id)
      const values = groups.of(keyOf(dimension, row))
      if (value !== undefined) put(what === 'scale' ? values.satisfaction : values.completeness, worth(value))
    }
  }
}

function put(values: number[], value: number | null): void {
  if (value !== null) values.push(value)
}

type KeyRow = { [Column in (typeof columnsOf)[Dimension][number]]?: string | null }

function keyOf(dimension: Dimension, row: KeyRow): Key {
  const [first, second] = columnsOf[dimension]
  return {
    key: (first && row[first]) ?? null,
    block: second === undefined ? null : asBlock(row[second] ?? ''),
  }
}

class Groups {
  readonly #groups = new Map<string, { key: Key; values: Values }>()

  of(key: Key): Values {
    const name = JSON.stringify([key.key, key.block])
    const known = this.#groups.get(name)
    if (known !== undefined) return known.values
    const values = noValues()
    this.#groups.set(name, { key, values })
    return values
  }

  async measures(): Promise<{ rows: MeasuresRow[]; total: Measures }> {
    const groups = [...this.#groups.values()]
    const rows: MeasuresRow[] = []
    for (const { key, values } of groups) rows.push({ ...key, ...(await means(measure => values[measure])) })
    return { rows, total: await means(measure => groups.flatMap(({ values }) => values[measure])) }
  }
}

function noValues(): Values {
  return {
    firstReply: [],
    firstReplyWorking: [],
    postReply: [],
    postReplyWorking: [],
    final: [],
    decision: [],
    completeness: [],
    satisfaction: [],
  }
}

async function means(valuesOf: (measure: keyof Measures) => readonly number[]): Promise<Measures> {
  // Each for itself: to sort a year of values takes a while.
  const of = async (measure: keyof Measures) => {
    const values = valuesOf(measure)
    if (values.length > unnoticed) await othersTurn()
    return meanOf(values)
  }
  return {
    firstReply: await of('firstReply'),
    firstReplyWorking: await of('firstReplyWorking'),
    postReply: await of('postReply'),
    postReplyWorking: await of('postReplyWorking'),
    final: await of('final'),
    decision: await of('decision'),
    completeness: await of('completeness'),
    satisfaction: await of('satisfaction'),
  }
}
