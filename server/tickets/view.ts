/** Reads a ticket with its contents from the tables: the third door, where rows of an older version are parsed. */
import type { Kysely } from 'kysely'
import { type Contents, contentBodySchema } from '../../shared/ticket/contents.ts'
import { type Ticket, type TicketView, ticketSchema } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'

export async function findView(
  db: Kysely<Database>,
  organisationId: string,
  ticketId: string,
): Promise<TicketView | undefined> {
  const row = await db
    .selectFrom('tickets')
    .select(['id', 'state'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', ticketId)
    .executeTakeFirst()
  return row && (await withContents(db, organisationId, [row]))[0]
}

/** Several at once; those that are not there are not in the map. */
export async function findViews(
  db: Kysely<Database>,
  organisationId: string,
  ticketIds: readonly string[],
): Promise<Map<string, TicketView>> {
  if (ticketIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('tickets')
    .select(['id', 'state'])
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', [...new Set(ticketIds)])
    .execute()
  const views = await withContents(db, organisationId, rows)
  return new Map(views.map(view => [view.ticket.id, view]))
}

/** The views of rows, in their order. */
export async function withContents(
  db: Kysely<Database>,
  organisationId: string,
  rows: readonly { id: string; state: string }[],
): Promise<TicketView[]> {
  if (rows.length === 0) return []
  const contents = await db
    .selectFrom('contents')
    .select(['id', 'ticket_id', 'body'])
    .where('organisation_id', '=', organisationId)
    .where(
      'ticket_id',
      'in',
      rows.map(row => row.id),
    )
    .where('body', 'is not', null)
    .execute()
  // Sorted here: asked for the order, SQLite would walk every content of the organisation by its key.
  contents.sort((a, b) => (a.id < b.id ? -1 : 1))
  const byTicket = new Map<string, Contents>(rows.map(row => [row.id, {}]))
  for (const { id, ticket_id, body } of contents) {
    const bodies = byTicket.get(ticket_id)
    if (bodies && body !== null) bodies[id] = contentBodySchema.parse(JSON.parse(body))
  }
  return rows.map(row => ({ ticket: parseState(row.state), contents: byTicket.get(row.id) ?? {} }))
}

export function parseState(state: string): Ticket {
  return ticketSchema.parse(JSON.parse(state))
}

/** The ticket that holds what a client knows under this id (DESIGN, point 4). */
export async function resolveAlias(
  db: Kysely<Database>,
  organisationId: string,
  ticketId: string,
): Promise<string> {
  const alias = await db
    .selectFrom('ticket_aliases')
    .select('ticket_id')
    .where('organisation_id', '=', organisationId)
    .where('alias_id', '=', ticketId)
    .executeTakeFirst()
  return alias?.ticket_id ?? ticketId
}
