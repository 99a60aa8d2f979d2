/** The tickets that a month's rating may count, each with its state and its history: rows in, shared/reports/rating decides. */
import { type Kysely, type SqlBool, sql } from 'kysely'
import { entersIndicator } from '../../../shared/reference/kinds.ts'
import type { RatedTicket } from '../../../shared/reports/rating-item.ts'
import type { EventType } from '../../../shared/ticket/events.ts'
import type { Database } from '../../store/schema.ts'
import { factColumns, factOf } from '../../tickets/facts.ts'
import { parseState } from '../../tickets/view.ts'

/** Half-open, of instants; `asOf`: what happened later is not read. */
export type RatingSpan = { from: string; to: string }

/** A ticket that was recorded as a repeat of another. */
export type RepeatPair = { ticketId: string; number: number; ofTicketId: string }

/** What tells whose time it was, how the answer was scored and what was taken back; all else stays unread. */
const readTypes: readonly EventType[] = [
  'captured',
  'assigned',
  'assignment_declined',
  'author_asked',
  'author_answered',
  'outside_awaited',
  'outside_answered',
  'reply_prepared',
  'reply_approved',
  'reply_returned',
  'published',
  'reply_kind_changed',
  'answer_impossible',
  'rejected',
  'transferred',
  'closed',
  'merged',
  'unmerged',
  'completeness_rated',
  'satisfaction_recorded',
  'undone',
  'withdrawn',
]

/** In the words of the partial indexes of migrations 0010 and 0011, which SQLite compares. */
const isOpen = sql<SqlBool>`is_open = 1`
const ofExecutors = sql<SqlBool>`type in ('reply_prepared', 'assignment_declined')`

/** So many tickets are read at once: a statement of a busy year would hold all of them in memory. */
const portion = 500

type Place = { reader: Kysely<Database>; organisationId: string }

/**
 * Tickets on which somebody answered, declined or was late in the span: an answer that was presented, what was answered,
 * sent away or closed since its beginning, and what is open. Of kinds that enter the rating.
 */
export async function ratedTickets(place: Place, span: RatingSpan, asOf: string): Promise<RatedTicket[]> {
  const { reader, organisationId } = place
  // Four questions, for each has an index of its own; together SQLite would read every ticket ever recorded.
  const figures = reader
    .selectFrom('ticket_figures')
    .select('id')
    .where('organisation_id', '=', organisationId)
  const found = [
    await reader
      .selectFrom('events')
      .select('ticket_id as id')
      .where('organisation_id', '=', organisationId)
      .where(ofExecutors)
      .where('at', '>=', span.from)
      .where('at', '<', span.to)
      .execute(),
    await figures.where('answered_at', 'is not', null).where('answered_at', '>=', span.from).execute(),
    await figures.where(isOpen).execute(),
    await reader
      .selectFrom('tickets')
      .select('id')
      .where('organisation_id', '=', organisationId)
      .where('answered_at', 'is', null)
      .where('closed_at', 'is not', null)
      .where('closed_at', '>=', span.from)
      .execute(),
  ]
  const rated = await readTickets(place, [...new Set(found.flat().map(({ id }) => id))], asOf)
  return rated.filter(
    ({ ticket: { kind, status, capturedAt } }) =>
      entersIndicator(kind, 'rating') &&
      status !== 'withdrawn' &&
      status !== 'merged' &&
      Date.parse(capturedAt) < Date.parse(span.to),
  )
}

/** Tickets of the span that a person recorded as repeats. */
export async function repeatPairs(
  { reader, organisationId }: Place,
  { from, to }: RatingSpan,
): Promise<RepeatPair[]> {
  const rows = await reader
    .selectFrom('ticket_figures')
    .select(['id', 'number', 'repeat_of'])
    .where('organisation_id', '=', organisationId)
    .where('captured_at', '>=', from)
    .where('captured_at', '<', to)
    .where('status', 'not in', ['withdrawn', 'merged'])
    .where('repeat_of', 'is not', null)
    .orderBy('number')
    .execute()
  return rows.flatMap(({ id, number, repeat_of }) =>
    repeat_of === null ? [] : [{ ticketId: id, number, ofTicketId: repeat_of }],
  )
}

/** In the order of their numbers; those that are not there are left out. */
export async function readTickets(
  { reader, organisationId }: Place,
  ids: readonly string[],
  asOf: string,
): Promise<RatedTicket[]> {
  const found: RatedTicket[] = []
  for (let start = 0; start < ids.length; start += portion) {
    // As one value: a statement has not that many places.
    const these = sql`(select value from json_each(${JSON.stringify(ids.slice(start, start + portion))}))`
    const states = await reader
      .selectFrom('tickets')
      .select(['id', 'number', 'state'])
      .where('organisation_id', '=', organisationId)
      .where(sql<SqlBool>`id in ${these}`)
      .execute()
    const events = await reader
      .selectFrom('events')
      .select(['ticket_id', 'seq', ...factColumns])
      .where('organisation_id', '=', organisationId)
      .where(sql<SqlBool>`ticket_id in ${these}`)
      .where('type', 'in', [...readTypes])
      .where('at', '<=', asOf)
      .execute()
    // Sorted here: asked for the order, SQLite would walk every event of the organisation by its key.
    events.sort((a, b) => a.seq - b.seq)
    const byTicket = new Map<string, typeof events>()
    for (const event of events) {
      const own = byTicket.get(event.ticket_id)
      if (own) own.push(event)
      else byTicket.set(event.ticket_id, [event])
    }
    for (const { id, number, state } of states) {
      const { kind, urgent, capturedAt, stages, status } = parseState(state)
      found.push({
        ticket: { id, number, kind, urgent, capturedAt, stages, status },
        facts: (byTicket.get(id) ?? []).map(factOf),
      })
    }
  }
  return found.toSorted((a, b) => a.ticket.number - b.ticket.number)
}
