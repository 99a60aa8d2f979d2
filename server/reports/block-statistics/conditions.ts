/**
 * Which tickets a metric counts. The number and the list behind it use the same condition,
 * so they cannot differ. Words and formulas: shared/reports/metrics.ts.
 */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { type IndicatorGroup, kindsIn } from '../../../shared/reference/kinds.ts'
import type { MetricId } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import { endOfDay } from '../../../shared/reports/period.ts'
import { openStatuses, type TicketStatus } from '../../../shared/ticket/ticket.ts'
import type { Database } from '../../store/schema.ts'

export type Tickets = ExpressionBuilder<Database, 'tickets'>

/** When a number is read: over which period, and as of which moment. */
export type Reading = { period: Period; asOf: string }

type Condition = (tickets: Tickets, reading: Reading) => Expression<SqlBool>

type InstantColumn =
  | 'captured_at'
  | 'closed_at'
  | 'answered_at'
  | 'impossible_at'
  | 'first_due_at'
  | 'first_stopped_at'
  | 'final_due_at'
  | 'final_stopped_at'

export const conditions: Record<MetricId, Condition> = {
  received: (tickets, { period }) =>
    tickets.and([ofKinds(tickets, 'received'), within(tickets, 'captured_at', period)]),
  open: tickets => isOpen(tickets),
  not_sorted: tickets => tickets.and([tickets('status', '=', 'new'), tickets('sorted', '=', 0)]),
  in_execution: tickets =>
    tickets.or([
      tickets('status', 'in', [...inExecution]),
      tickets.and([tickets('status', '=', 'new'), tickets('sorted', '=', 1)]),
    ]),
  outside: tickets => tickets('status', '=', 'waiting_outside'),
  to_publish: tickets => tickets.or([tickets('status', '=', 'to_publish'), isJoinedUnanswered(tickets)]),
  before_head: tickets => tickets('before_head_at', 'is not', null),
  answered: (tickets, { period }) =>
    tickets.and([ofKinds(tickets, 'answered'), within(tickets, 'answered_at', period)]),
  impossible: (tickets, { period }) => within(tickets, 'impossible_at', period),
  first_due: (tickets, reading) =>
    tickets.and([isTimed(tickets), withTerm(tickets, 'first_due_at', 'first_stopped_at', reading)]),
  first_in_time: (tickets, reading) =>
    tickets.and([isTimed(tickets), inTime(tickets, 'first_due_at', 'first_stopped_at', reading)]),
  final_due: (tickets, reading) =>
    tickets.and([isTimedOnce(tickets), withTerm(tickets, 'final_due_at', 'final_stopped_at', reading)]),
  final_in_time: (tickets, reading) =>
    tickets.and([isTimedOnce(tickets), inTime(tickets, 'final_due_at', 'final_stopped_at', reading)]),
  overdue: (tickets, { asOf }) =>
    tickets.and([isOpen(tickets), ofKinds(tickets, 'on_time'), tickets('next_due_at', '<=', asOf)]),
  due_today: (tickets, { period, asOf }) =>
    tickets.and([
      isOpen(tickets),
      ofKinds(tickets, 'on_time'),
      tickets('next_due_at', '>', asOf),
      tickets('next_due_at', '<', endOfDay(asOf, period.zone)),
    ]),
  promises: tickets => tickets('status', '=', 'under_control'),
  promises_broken: (tickets, { asOf }) =>
    tickets.or([
      tickets.and([tickets('status', '=', 'under_control'), tickets('promise_due_at', '<=', asOf)]),
      // Reported as not done: back in work until it is answered anew.
      tickets.and([isOpen(tickets), sql<SqlBool>`json_extract(tickets.state, '$.brokenPromises') > 0`]),
    ]),
  orders_overdue: (tickets, { asOf }) => tickets('order_due_at', '<=', asOf),
  /** The list behind the age: everything open, the oldest first. */
  longest: tickets => isOpen(tickets),
}

/** Somebody works on it, besides what waits for an outside organisation or for publication. */
const inExecution: readonly TicketStatus[] = [
  'assigned',
  'in_progress',
  'asking_author',
  'drafting',
  'in_approval',
  'reopened',
]

/** Kinds state which indicators they enter (DOMAIN.md §3, PRACTICE P11). */
function ofKinds(tickets: Tickets, group: IndicatorGroup): Expression<SqlBool> {
  return tickets('kind', 'in', kindsIn(group))
}

/** A post that joined another ticket and whose author still waits for a word. */
function isJoinedUnanswered(tickets: Tickets): Expression<SqlBool> {
  return tickets.and([tickets('status', '=', 'merged'), tickets('closed_at', 'is', null)])
}

/**
 * Enters shares of timeliness: not where no answer was needed or possible, or the author fell silent (P13). An answer that
 * was given once counts, whatever became of the ticket when it was taken up again.
 */
function isTimed(tickets: Tickets): Expression<SqlBool> {
  return tickets.and([
    ofKinds(tickets, 'on_time'),
    tickets.or([
      tickets('impossible_at', 'is', null),
      tickets('answered_at', '<', tickets.ref('impossible_at')),
    ]),
    tickets.or([
      tickets('answered_at', 'is not', null),
      tickets('status', 'not in', ['no_answer_needed', 'closed']),
    ]),
  ])
}

/** The time of the solution counts once, on the ticket that others joined (PRACTICE P12). */
function isTimedOnce(tickets: Tickets): Expression<SqlBool> {
  return tickets.and([isTimed(tickets), tickets('status', '!=', 'merged')])
}

/** A withdrawn record never counts, in any number and any list. */
export function standing(tickets: Tickets): Expression<SqlBool> {
  return tickets('status', '!=', 'withdrawn')
}

/** Without its answer: what is kept under control has been answered already (PRACTICE P2). */
function isOpen(tickets: Tickets): Expression<SqlBool> {
  return tickets.or([tickets('status', 'in', [...openStatuses]), isJoinedUnanswered(tickets)])
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
