/**
 * Numbers as parts: which tickets, by which instant they fall into a period, from when on they count. The condition behind
 * a number and its list (conditions.ts), where such rows are found (candidates.ts) and the stored counters
 * (server/reports/counters/) are all made from here, so they cannot differ.
 */
import type { Expression, SqlBool } from 'kysely'
import { type IndicatorGroup, kindsIn } from '../../../shared/reference/kinds.ts'
import type { TicketStatus } from '../../../shared/ticket/ticket.ts'
import type { BlockCounts } from '../../store/schema.ts'
import { all, oneOf, type Predicate, type Tickets, toSql } from './predicate.ts'

export type { Tickets }

export type InstantColumn =
  | 'captured_at'
  | 'answered_at'
  | 'impossible_at'
  | 'first_due_at'
  | 'first_stopped_at'
  | 'final_due_at'
  | 'final_stopped_at'
  | 'next_due_at'
  | 'promise_due_at'
  | 'order_due_at'

/** Where the rows of a part are found: by its own instant, or among those few that are in a state. */
export type Among = 'period' | 'open' | 'under_control' | 'before_head' | 'ordered'

export type Part = {
  /** Puts the ticket into a period; without it the part is the state now. */
  at?: InstantColumn
  /** Counts once this instant has come: at the very instant of the deadline a ticket is overdue (DESIGN, point 7). */
  due?: InstantColumn
  /** Counts until this instant comes. */
  until?: InstantColumn
  among: Among
  where: Predicate
}

export type CounterId = keyof BlockCounts

/** Without its answer. */
const isOpen: Predicate = { column: 'is_open', is: 1 }

/** Kinds state which indicators they enter (DOMAIN.md §3, PRACTICE P11); the usual one is compared first. */
function ofKinds(group: IndicatorGroup): Predicate {
  return oneOf(
    'kind',
    kindsIn(group).toSorted((a, b) => Number(b === 'message') - Number(a === 'message')),
  )
}

/**
 * Enters shares of timeliness: not where no answer was needed or possible, or the author fell silent (P13). An answer that
 * was given once counts, whatever became of the ticket when it was taken up again.
 */
const isTimed: Predicate = {
  every: [
    ofKinds('on_time'),
    {
      some: [
        { column: 'impossible_at', isNull: true },
        { column: 'answered_at', before: 'impossible_at' },
      ],
    },
    {
      some: [
        { column: 'answered_at', isNull: false },
        { not: oneOf('status', ['no_answer_needed', 'closed'] satisfies TicketStatus[]) },
      ],
    },
  ],
}

/** The time of the solution counts once, on the ticket that others joined (PRACTICE P12). */
const isTimedOnce: Predicate = { every: [isTimed, { not: ofStatus('merged') }] }

/** Somebody works on it, besides what waits for an outside organisation or for publication. */
const inExecution: readonly TicketStatus[] = [
  'assigned',
  'in_progress',
  'asking_author',
  'drafting',
  'in_approval',
  'reopened',
]

function ofStatus(...statuses: TicketStatus[]): Predicate {
  return oneOf('status', statuses)
}

const isSorted = (is: 0 | 1): Predicate => ({ column: 'sorted', is })
const isKnown = (column: InstantColumn | 'before_head_at' | 'repeat_of'): Predicate => ({
  column,
  isNull: false,
})
const isUnknown = (column: InstantColumn): Predicate => ({ column, isNull: true })

/** The first answer of the kind that a clock had been set for, whenever it came. */
const firstReplied: Part = {
  at: 'first_stopped_at',
  among: 'period',
  where: { every: [isKnown('first_due_at'), isTimed] },
}
const finalReplied: Part = {
  at: 'final_stopped_at',
  among: 'period',
  where: { every: [isKnown('final_due_at'), isTimedOnce] },
}

/** Parts of one number are apart from each other: no ticket is in two of them. */
export const parts: Record<CounterId, readonly Part[]> = {
  received: [{ at: 'captured_at', among: 'period', where: ofKinds('received') }],
  repeats: [
    { at: 'captured_at', among: 'period', where: { every: [isKnown('repeat_of'), ofKinds('received')] } },
  ],
  answered: [{ at: 'answered_at', among: 'period', where: ofKinds('answered') }],
  solved: [
    {
      at: 'answered_at',
      among: 'period',
      where: { every: [{ column: 'outcome', is: 'solved' }, ofKinds('answered')] },
    },
  ],
  impossible: [{ at: 'impossible_at', among: 'period', where: all }],
  // The base of a share: silence counts too, else it would look perfect (DOMAIN.md §13.5).
  first_due: [
    firstReplied,
    {
      at: 'first_due_at',
      due: 'first_due_at',
      among: 'open',
      where: { every: [isOpen, isUnknown('first_stopped_at'), isTimed] },
    },
  ],
  first_in_time: [
    {
      at: 'first_stopped_at',
      among: 'period',
      where: { every: [{ column: 'first_stopped_at', before: 'first_due_at' }, isTimed] },
    },
  ],
  first_replied: [firstReplied],
  final_due: [
    finalReplied,
    {
      at: 'final_due_at',
      due: 'final_due_at',
      among: 'open',
      where: { every: [isOpen, isUnknown('final_stopped_at'), isTimedOnce] },
    },
  ],
  final_in_time: [
    {
      at: 'final_stopped_at',
      among: 'period',
      where: { every: [{ column: 'final_stopped_at', before: 'final_due_at' }, isTimedOnce] },
    },
  ],
  final_replied: [finalReplied],
  upcoming: [
    {
      at: 'next_due_at',
      until: 'next_due_at',
      among: 'open',
      where: { every: [isOpen, ofKinds('on_time')] },
    },
  ],
  open: [{ among: 'open', where: isOpen }],
  not_sorted: [{ among: 'open', where: { every: [isOpen, ofStatus('new'), isSorted(0)] } }],
  in_execution: [
    {
      among: 'open',
      where: {
        every: [isOpen, { some: [ofStatus(...inExecution), { every: [ofStatus('new'), isSorted(1)] }] }],
      },
    },
  ],
  outside: [{ among: 'open', where: { every: [isOpen, ofStatus('waiting_outside')] } }],
  // Also a post that joined another ticket and whose author still waits for a word.
  to_publish: [{ among: 'open', where: { every: [isOpen, ofStatus('to_publish', 'merged')] } }],
  before_head: [{ among: 'before_head', where: isKnown('before_head_at') }],
  overdue: [{ due: 'next_due_at', among: 'open', where: { every: [isOpen, ofKinds('on_time')] } }],
  promises: [{ among: 'under_control', where: ofStatus('under_control') }],
  promises_broken: [
    { due: 'promise_due_at', among: 'under_control', where: ofStatus('under_control') },
    // Reported as not done: back in work until it is answered anew.
    { among: 'open', where: { every: [isOpen, { column: 'broken_promises', above: 0 }] } },
  ],
  orders_overdue: [{ due: 'order_due_at', among: 'ordered', where: isKnown('order_due_at') }],
}

/** A withdrawn record never counts, in any number and any list. */
export const isStanding: Predicate = { not: ofStatus('withdrawn') }

export function standing(tickets: Tickets): Expression<SqlBool> {
  return toSql(tickets, isStanding)
}
