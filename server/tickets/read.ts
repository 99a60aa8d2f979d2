/** A ticket and its history, for those who have it in scope. */
import type { Kysely } from 'kysely'
import { facetsOf, inScope, type Scope } from '../../shared/policy/permissions.ts'
import type { TicketHistory } from '../../shared/ticket/history.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import { factColumns, factOf } from './facts.ts'
import { findView, resolveAlias } from './view.ts'

type Place = { db: Kysely<Database>; organisationId: string; scope: Scope }

/** By number, by id, or by the id under which a device captured a post that had a ticket already. */
export async function findTicket(
  { db, organisationId, scope }: Place,
  which: { id: string } | { number: number },
): Promise<TicketView | undefined> {
  const id =
    'id' in which
      ? await resolveAlias(db, organisationId, which.id)
      : await idOf(db, organisationId, which.number)
  const view = id === undefined ? undefined : await findView(db, organisationId, id)
  return view && inScope(facetsOf(view.ticket), scope) ? view : undefined
}

async function idOf(
  db: Kysely<Database>,
  organisationId: string,
  number: number,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('tickets')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.id
}

/** Empty where the ticket is not in scope. Posts themselves are no lines of a history: their texts stay behind. */
export async function readHistory(place: Place, ticketId: string): Promise<TicketHistory> {
  const view = await findTicket(place, { id: ticketId })
  if (view === undefined) return { entries: [], contents: {} }
  const events = await place.db
    .selectFrom('events')
    .select(['seq', 'occurred_at', 'received_at', ...factColumns])
    .where('organisation_id', '=', place.organisationId)
    .where('ticket_id', '=', view.ticket.id)
    .orderBy('seq')
    .execute()
  return {
    entries: events.map(event => ({
      fact: factOf(event),
      seq: event.seq,
      occurredAt: event.occurred_at,
      receivedAt: event.received_at,
    })),
    contents: Object.fromEntries(
      Object.entries(view.contents).filter(([, { kind }]) => kind !== 'source' && kind !== 'file'),
    ),
  }
}
