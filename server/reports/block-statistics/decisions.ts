/** How long the head took to decide (I11): from being put before the head in the period to the decision, by the clock. */
import { expressionBuilder, type SqlBool, sql } from 'kysely'
import { standing as standingFacts } from '../../../shared/reports/rating-hours.ts'
import { minutesBetween } from '../../../shared/reports/reply-times.ts'
import type { EventType, Fact } from '../../../shared/ticket/events.ts'
import type { Database } from '../../store/schema.ts'
import { factColumns, factOf } from '../../tickets/facts.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { candidates, ticketsAmong } from './candidates.ts'
import { conditionOf, type Reading, standing } from './conditions.ts'
import type { Place } from './live.ts'

const readTypes: readonly EventType[] = ['put_before_head', 'head_decided', 'undone']

/** Minutes of the last such decision of each ticket behind «Вынесено»; what still waits has none. */
export async function decisionMinutes(
  { reader, organisationId, scope }: Place,
  reading: Reading,
): Promise<ReadonlyMap<string, number>> {
  const whole = { ...reading, organisationId }
  const tickets = expressionBuilder<Database, 'tickets'>()
  const asked = await ticketsAmong(reader, organisationId, candidates(['escalated'], whole))
    .where(
      tickets.and([standing(tickets), inScopeSql(scope)(tickets), conditionOf('escalated')(tickets, whole)]),
    )
    .select('id')
    .execute()
  if (asked.length === 0) return new Map()
  const ids = JSON.stringify(asked.map(({ id }) => id))
  const events = await reader
    .selectFrom('events')
    .select(['ticket_id', 'seq', ...factColumns])
    .where('organisation_id', '=', organisationId)
    // As one value: a statement has not that many places.
    .where(sql<SqlBool>`ticket_id in (select value from json_each(${ids}))`)
    .where('type', 'in', [...readTypes])
    .where('at', '<=', reading.asOf)
    .execute()
  const histories = new Map<string, Fact[]>()
  for (const event of events.toSorted((a, b) => a.seq - b.seq)) {
    const known = histories.get(event.ticket_id) ?? []
    histories.set(event.ticket_id, [...known, factOf(event)])
  }
  return new Map(
    [...histories].flatMap(([id, facts]) => {
      const minutes = lastDecision(facts, reading)
      return minutes === null ? [] : [[id, minutes] as const]
    }),
  )
}

/** Ids behind the mean. */
export async function decidedTicketIds(place: Place, reading: Reading): Promise<string[]> {
  return [...(await decisionMinutes(place, reading)).keys()]
}

function lastDecision(facts: readonly Fact[], { period }: Reading): number | null {
  let putAt: string | null = null
  let minutes: number | null = null
  for (const { type, at } of standingFacts(facts)) {
    if (type === 'put_before_head') putAt ??= at
    if (type !== 'head_decided' || putAt === null) continue
    if (putAt >= period.from && putAt < period.to) minutes = minutesBetween(putAt, at)
    putAt = null
  }
  return minutes
}
