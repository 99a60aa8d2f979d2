/**
 * Which tickets a metric counts. The number and the list behind it use the same condition,
 * so they cannot differ. Words and formulas: shared/reports/metrics.ts.
 */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { MetricId } from '../../../shared/reports/metrics.ts'
import { endOfDay, type Period } from '../../../shared/reports/period.ts'
import type { MomentKind } from '../../tickets/moments.ts'
import { type CounterId, type InstantColumn, type Part, parts, standing, type Tickets } from './parts.ts'
import { toSql } from './predicate.ts'

export { standing, type Tickets }

/** When a number is read: over which period, and as of which moment. */
export type Reading = { period: Period; asOf: string }

type Condition = (tickets: Tickets, reading: Reading & { organisationId: string }) => Expression<SqlBool>

/** Numbers that are added up from days: counted once, by an instant of the ticket itself. */
const additive = [
  'received',
  'repeats',
  'answered',
  'solved',
  'impossible',
  'first_due',
  'first_in_time',
  'first_replied',
  'final_due',
  'final_in_time',
  'final_replied',
  'open',
  'not_sorted',
  'in_execution',
  'outside',
  'to_publish',
  'before_head',
  'overdue',
  'promises',
  'promises_broken',
  'orders_overdue',
] as const satisfies CounterId[]
export type AdditiveMetric = (typeof additive)[number]

/** What happens more than once: a ticket counts once in each period in which it happened. */
type Happened = {
  what: MomentKind
  /** Only where it was so. */
  value?: { is: number } | { lastAtLeast: number }
  /** What stands so without having been told: a promise under control. */
  or?: Part
}

export type MomentMetric = Exclude<MetricId, AdditiveMetric | 'due_today' | 'longest'>

const underControl: Pick<Part, 'among' | 'where' | 'at'> = {
  at: 'promise_due_at',
  among: 'period',
  where: { column: 'status', is: 'under_control' },
}

export const happened: Record<MomentMetric, Happened> = {
  reopened: { what: 'reopened' },
  escalated: { what: 'put_before_head' },
  redirected: { what: 'transferred' },
  redirected_late: { what: 'transferred', value: { is: 1 } },
  rated: { what: 'completeness' },
  marked: { what: 'scale' },
  marked_high: { what: 'scale', value: { lastAtLeast: 4 } },
  author_solved: { what: 'solved' },
  author_not_solved: { what: 'not_solved' },
  promises_due: { what: 'promise_due', or: underControl },
  promises_kept: { what: 'promise_kept' },
  promises_moved: { what: 'promise_moved' },
  promises_failed: { what: 'promise_broken', or: { ...underControl, due: 'promise_due_at' } },
}

export const additiveMetrics: readonly AdditiveMetric[] = additive
export const momentMetrics = Object.keys(happened).filter(isMomentMetric)

export function isAdditive(metric: MetricId): metric is AdditiveMetric {
  return additive.some(each => each === metric)
}

export function isMomentMetric(metric: string): metric is MomentMetric {
  return Object.hasOwn(happened, metric)
}

/** What a metric counts, for a query that reads `tickets` under its own name. */
export function conditionOf(metric: MetricId): Condition {
  if (isAdditive(metric)) return (tickets, reading) => anyOf(tickets, parts[metric], reading)
  if (metric === 'due_today') return isDueToday
  // The list behind the age: everything open, the oldest first.
  if (metric === 'longest') return (tickets, reading) => anyOf(tickets, parts.open, reading)
  const told = happened[metric]
  return (tickets, reading) => {
    const itHappened = tickets('id', 'in', happenedTo(told, reading))
    return told.or === undefined
      ? itHappened
      : tickets.or([itHappened, partCondition(tickets, told.or, reading)])
  }
}

function isDueToday(tickets: Tickets, { period, asOf }: Reading): Expression<SqlBool> {
  return tickets.and([
    ...parts.upcoming.map(({ where }) => toSql(tickets, where)),
    tickets('next_due_at', '>', asOf),
    tickets('next_due_at', '<', endOfDay(asOf, period.zone)),
  ])
}

function anyOf(tickets: Tickets, of: readonly Part[], reading: Reading): Expression<SqlBool> {
  return tickets.or(of.map(part => partCondition(tickets, part, reading)))
}

export function partCondition(
  tickets: Tickets,
  { at, due, until, where }: Part,
  { period, asOf }: Reading,
): Expression<SqlBool> {
  // The cheapest first: of many numbers a ticket enters few.
  return tickets.and([
    ...(at === undefined ? [] : [within(tickets, at, period)]),
    ...(due === undefined ? [] : [tickets(due, '<=', asOf)]),
    ...(until === undefined ? [] : [tickets(until, '>', asOf)]),
    toSql(tickets, where),
  ])
}

export function within(tickets: Tickets, column: InstantColumn, { from, to }: Period): Expression<SqlBool> {
  return tickets.and([tickets(column, '>=', from), tickets(column, '<', to)])
}

/** Ids of tickets to which it happened in the period, without a look at the tickets. */
export function happenedTo(
  { what, value }: Happened,
  { organisationId, period }: Reading & { organisationId: string },
) {
  const { from, to } = period
  const inPeriod = sql`organisation_id = ${organisationId} and what = ${what} and at >= ${from} and at < ${to}`
  if (value === undefined) return sql<string>`(select ticket_id from ticket_moments where ${inPeriod})`
  if ('is' in value)
    return sql<string>`(select ticket_id from ticket_moments where ${inPeriod} and value = ${value.is})`
  return sql<string>`(select ticket_id from
    (select ticket_id, value, row_number() over (partition by ticket_id order by at desc, seq desc) as place
      from ticket_moments where ${inPeriod}) as ranked
    where place = 1 and value >= ${value.lastAtLeast})`
}
