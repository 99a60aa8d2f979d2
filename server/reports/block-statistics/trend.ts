/** Numbers of periods that follow each other: 8 and 52 weeks, 12 months. */

import { type Expression, expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { BlockId } from '../../../shared/reference/blocks.ts'
import { type Period, periodOf } from '../../../shared/reports/period.ts'
import type { Database } from '../../store/schema.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { findCountedDays } from '../counters/read.ts'
import { inTurns } from '../turns.ts'
import { candidates, ticketsAmong } from './candidates.ts'
import { type AdditiveMetric, partCondition, standing, type Tickets } from './conditions.ts'
import { complaints, isOrdinary, singleTickets, wholeBlocks } from './covered.ts'
import { chosen, isNarrowedBeyondBlock, type Narrowing } from './list.ts'
import { inOneView, type Place } from './live.ts'
import { parts } from './parts.ts'

/** What a trend can show: counted once, on a day. */
export const trendMetrics = [
  'received',
  'repeats',
  'answered',
  'solved',
  'first_due',
  'first_in_time',
  'final_due',
  'final_in_time',
] as const satisfies AdditiveMetric[]
export type TrendMetric = (typeof trendMetrics)[number]

export type TrendPoint = { period: Period; counts: Record<TrendMetric, number> }

/**
 * One point for each period, in their order; periods touch and do not overlap (`periodsUntil`). Not in time in a period:
 * `final_due − final_in_time`.
 */
export async function trend(
  place: Place,
  periods: readonly Period[],
  asOf: string,
  narrowing: Narrowing = {},
): Promise<TrendPoint[]> {
  const [first, last] = [periods[0], periods.at(-1)]
  if (first === undefined || last === undefined) return []
  const whole = periodOf('any', first.firstDate, last.lastDate, first.zone)
  const days = await inOneView(place.reader, reader => readDays({ ...place, reader }, whole, asOf, narrowing))
  return periods.map(period => ({
    period,
    counts: countsIn(days, period),
  }))
}

/** Local day → metric → how many. */
class Days {
  readonly #days = new Map<string, Map<AdditiveMetric, number>>()

  add(day: string, metric: AdditiveMetric, amount: number): void {
    const metrics = this.#days.get(day) ?? new Map<AdditiveMetric, number>()
    this.#days.set(day, metrics)
    metrics.set(metric, (metrics.get(metric) ?? 0) + amount)
  }

  sum(metric: TrendMetric, { firstDate, lastDate }: Period): number {
    let sum = 0
    for (const [day, metrics] of this.#days)
      if (day >= firstDate && day <= lastDate) sum += metrics.get(metric) ?? 0
    return sum
  }
}

function countsIn(days: Days, period: Period): Record<TrendMetric, number> {
  return {
    received: days.sum('received', period),
    repeats: days.sum('repeats', period),
    answered: days.sum('answered', period),
    solved: days.sum('solved', period),
    first_due: days.sum('first_due', period),
    first_in_time: days.sum('first_in_time', period),
    final_due: days.sum('final_due', period),
    final_in_time: days.sum('final_in_time', period),
  }
}

async function readDays(place: Place, whole: Period, asOf: string, narrowing: Narrowing): Promise<Days> {
  const days = new Days()
  const { block } = narrowing
  const covered = wholeBlocks(place.scope)
  const isStored =
    covered.length > 0 &&
    !isNarrowedBeyondBlock(narrowing) &&
    (await addStored(days, place, ofBlock(covered, block), whole, asOf))
  if (!isStored) {
    await addLive(days, place, whole, asOf, { where: tickets => chosen(tickets, narrowing) })
    return days
  }
  const narrowed = (tickets: Tickets) => chosen(tickets, { block })
  await addLive(days, place, whole, asOf, { where: narrowed, among: complaints(place.organisationId) })
  const among = singleTickets(place.organisationId, place.scope)
  if (among === undefined) return days
  await addLive(days, place, whole, asOf, {
    where: tickets => [...narrowed(tickets), isOrdinary(), tickets('block', 'not in', covered)],
    among,
  })
  return days
}

const ofBlock = (covered: readonly BlockId[], block: BlockId | undefined) =>
  covered.filter(each => block === undefined || each === block)

async function addStored(
  days: Days,
  place: Place,
  blocks: readonly BlockId[],
  period: Period,
  asOf: string,
): Promise<boolean> {
  const counted = await findCountedDays(place, blocks, { period, asOf }, trendMetrics)
  for (const { day, metric, amount } of counted ?? []) days.add(day, metric, amount)
  return counted !== undefined
}

type Asked = { where(tickets: Tickets): Expression<SqlBool>[]; among?: RawBuilder<unknown> }

/** Every instant of the years asked for, all metrics of a ticket at once: days are the zone's, which the database does not know. */
async function addLive(
  days: Days,
  { reader, organisationId, scope }: Place,
  period: Period,
  asOf: string,
  { where, among }: Asked,
): Promise<void> {
  const reading = { organisationId, period, asOf }
  const tickets = expressionBuilder<Database, 'tickets'>()
  const found = await ticketsAmong(reader, organisationId, among ?? candidates(trendMetrics, reading))
    .where(tickets.and([standing(tickets), inScopeSql(scope)(tickets), ...where(tickets)]))
    .select(
      columns.map(({ part, name }) =>
        tickets
          .case()
          .when(partCondition(tickets, part, reading))
          .then(sql<string>`${sql.ref(part.at)}`)
          .end()
          .as(name),
      ),
    )
    .execute()
  for await (const rows of inTurns(found)) {
    for (const row of rows) {
      for (const { metric, name } of columns) {
        const at = row[name]
        if (typeof at === 'string') days.add(localDateOf(at, period.zone), metric, 1)
      }
    }
  }
}

const columns = trendMetrics.flatMap(metric =>
  parts[metric].flatMap((part, index) =>
    part.at === undefined ? [] : [{ metric, part: { ...part, at: part.at }, name: `${metric}_${index}` }],
  ),
)
