/** What the ids of a command mean: aliases, the ticket that holds a post, and ids that must mean nothing yet. */
import type { Command } from '../../shared/ticket/commands.ts'
import { resolveNamed } from '../../shared/ticket/named.ts'
import type { Tx } from '../store/writer.ts'
import { resolveAlias } from './view.ts'

type Place = { tx: Tx; organisationId: string }

/** The command with every ticket under its own id: a device may know some under the alias of its own capture. */
export function resolveAliases({ tx, organisationId }: Place, command: Command): Promise<Command> {
  return resolveNamed(command, ticketId => resolveAlias(tx, organisationId, ticketId))
}

type Holder = {
  id: string
  /** Whether everybody can read on a page what was recorded; a call or a letter is only between it and its ticket. */
  isPublic: boolean
}

/** The ticket that stands for this post now, of several the open one with the smallest number. A withdrawn one has given it back. */
export async function findHolder({ tx, organisationId }: Place, key: string): Promise<Holder | undefined> {
  const row = await tx
    // Materialized, so that SQLite begins with the one post and not with all tickets of the organisation.
    .with(
      cte => cte('post').materialized(),
      eb =>
        eb
          .selectFrom('sources')
          .select(['organisation_id', 'id', 'public'])
          .where('organisation_id', '=', organisationId)
          .where('key', '=', key)
          // A literal: the index of standing posts serves no parameter.
          .where(where => where('withdrawn', '=', where.lit(0))),
    )
    .selectFrom('post')
    .innerJoin('ticket_sources', join =>
      join
        .onRef('ticket_sources.organisation_id', '=', 'post.organisation_id')
        .onRef('ticket_sources.source_id', '=', 'post.id'),
    )
    .innerJoin('tickets', join =>
      join
        .onRef('tickets.organisation_id', '=', 'ticket_sources.organisation_id')
        .onRef('tickets.id', '=', 'ticket_sources.ticket_id'),
    )
    .select(['tickets.id', 'post.public'])
    .where('tickets.status', '!=', 'withdrawn')
    .orderBy(eb => eb.case().when('tickets.closed_at', 'is', null).then(0).else(1).end())
    .orderBy('tickets.number')
    .executeTakeFirst()
  return row && { id: row.id, isPublic: row.public === 1 }
}

/** Where the command gives a new thing an id that means something else already. `sent`: as the device wrote it. */
export async function findClash(
  place: Place,
  sent: Command,
  command: Command,
  holder: string | undefined,
): Promise<'ticketId' | 'data.sourceId' | 'data.newTicketId' | undefined> {
  if (command.type === 'split') {
    const { newTicketId } = command.data
    const named = await resolveAlias(place.tx, place.organisationId, newTicketId)
    return named !== newTicketId || (await isTicket(place, newTicketId)) ? 'data.newTicketId' : undefined
  }
  if (command.type !== 'capture') return undefined
  const { tx, organisationId } = place
  const named = await resolveAlias(tx, organisationId, sent.ticketId)
  if (named === holder) return undefined
  if (named !== sent.ticketId || (await isTicket(place, sent.ticketId))) return 'ticketId'
  if (holder !== undefined) return undefined
  const source = await tx
    .selectFrom('sources')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', command.data.sourceId)
    .executeTakeFirst()
  return source && 'data.sourceId'
}

async function isTicket({ tx, organisationId }: Place, ticketId: string): Promise<boolean> {
  const ticket = await tx
    .selectFrom('tickets')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', ticketId)
    .executeTakeFirst()
  return ticket !== undefined
}
