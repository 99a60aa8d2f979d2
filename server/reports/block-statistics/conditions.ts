/**
 * Which tickets a metric counts. The number and the list behind it use the same condition,
 * so they cannot differ. Words and formulas: shared/reports/metrics.ts.
 */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { MetricId } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import { endOfDay } from '../../../shared/reports/period.ts'
import type { Database } from '../../store/schema.ts'

export type Tickets = ExpressionBuilder<Database, 'tickets'>

/** When a number is read: over which period, and as of which moment. */
export type Reading = { period: Period; asOf: string }

type Condition = (tickets: Tickets, reading: Reading) => Expression<SqlBool>

type InstantColumn =
  | 'captured_at'
  | 'closed_at'
  | 'first_due_at'
  | 'first_stopped_at'
  | 'final_due_at'
  | 'final_stopped_at'

export const conditions: Record<MetricId, Condition> = {
  received: (tickets, { period }) => within(tickets, 'captured_at', period),
  open: tickets => isOpen(tickets),
  not_sorted: tickets => tickets.and([tickets('status', '=', 'new'), tickets('sorted', '=', 0)]),
  in_execution: tickets =>
    tickets.or([
      tickets('status', 'in', ['assigned', 'in_progress']),
      tickets.and([tickets('status', '=', 'new'), tickets('sorted', '=', 1)]),
    ]),
  to_publish: tickets => tickets('status', '=', 'to_publish'),
  answered: (tickets, { period }) =>
    tickets.and([tickets('status', '=', 'answered'), within(tickets, 'closed_at', period)]),
  first_due: (tickets, reading) => withTerm(tickets, 'first_due_at', 'first_stopped_at', reading),
  first_in_time: (tickets, reading) => inTime(tickets, 'first_due_at', 'first_stopped_at', reading),
  final_due: (tickets, reading) => withTerm(tickets, 'final_due_at', 'final_stopped_at', reading),
  final_in_time: (tickets, reading) => inTime(tickets, 'final_due_at', 'final_stopped_at', reading),
  overdue: (tickets, { asOf }) => tickets.and([isOpen(tickets), tickets('next_due_at', '<=', asOf)]),
  due_today: (tickets, { period, asOf }) =>
    tickets.and([
      isOpen(tickets),
      tickets('next_due_at', '>', asOf),
      tickets('next_due_at', '<', endOfDay(asOf, period.zone)),
    ]),
  /** The list behind the age: everything open, the oldest first. */
  longest: tickets => isOpen(tickets),
}

/** A withdrawn record never counts, in any number and any list. */
export function standing(tickets: Tickets): Expression<SqlBool> {
  return tickets('status', '!=', 'withdrawn')
}

function isOpen(tickets: Tickets): Expression<SqlBool> {
  return tickets('status', 'not in', ['answered', 'withdrawn'])
}

function within(tickets: Tickets, column: InstantColumn, { from, to }: Period): Expression<SqlBool> {
  return tickets.and([tickets(column, '>=', from), tickets(column, '<', to)])
}

/** The base of a share: silence counts too, else it would look perfect (DOMAIN.md §13.5). */
function withTerm(
  tickets: Tickets,
  due: 'first_due_at' | 'final_due_at',
  stopped: 'first_stopped_at' | 'final_stopped_at',
  { period, asOf }: Reading,
): Expression<SqlBool> {
  return tickets.or([
    tickets.and([tickets(due, 'is not', null), within(tickets, stopped, period)]),
    tickets.and([
      isOpen(tickets),
      tickets(stopped, 'is', null),
      within(tickets, due, period),
      tickets(due, '<=', asOf),
    ]),
  ])
}

/** At the very instant of the deadline a ticket is overdue already (DESIGN, point 7). */
function inTime(
  tickets: Tickets,
  due: 'first_due_at' | 'final_due_at',
  stopped: 'first_stopped_at' | 'final_stopped_at',
  { period }: Reading,
): Expression<SqlBool> {
  return tickets.and([within(tickets, stopped, period), tickets(stopped, '<', tickets.ref(due))])
}
