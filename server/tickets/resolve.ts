/** What the ids of a command mean: aliases, the ticket that holds a post, and ids that must mean nothing yet. */
import type { Command } from '../../shared/ticket/commands.ts'
import type { Tx } from '../store/writer.ts'
import { resolveAlias } from './view.ts'

type Place = { tx: Tx; organisationId: string }

/** The command with every ticket under its own id: a device may know some under the alias of its own capture. */
export async function resolveNamed(place: Place, command: Command): Promise<Command> {
  const resolve = (ticketId: string) => resolveAlias(place.tx, place.organisationId, ticketId)
  if (command.type === 'capture') return command
  const ticketId = await resolve(command.ticketId)
  switch (command.type) {
    case 'merge':
      return { ...command, ticketId, data: { into: await resolve(command.data.into) } }
    case 'publish': {
      const forJoined = await Promise.all(command.data.forJoined.map(resolve))
      return { ...command, ticketId, data: { ...command.data, forJoined } }
    }
    case 'classify': {
      const { repeatOf } = command.data.changes
      if (repeatOf === undefined) return { ...command, ticketId }
      const [from, to] = await Promise.all(
        [repeatOf.from, repeatOf.to].map(each => (each === null ? null : resolve(each))),
      )
      const resolved = { from: from ?? null, to: to ?? null }
      return {
        ...command,
        ticketId,
        data: { ...command.data, changes: { ...command.data.changes, repeatOf: resolved } },
      }
    }
    default:
      return { ...command, ticketId }
  }
}

type Holder = {
  id: string
  /** Whether everybody can read on a page what was recorded; a call or a letter is only between it and its ticket. */
  isPublic: boolean
}

/** The ticket that stands for this post now, of several the open one with the smallest number. A withdrawn one has given it back. */
export async function findHolder({ tx, organisationId }: Place, key: string): Promise<Holder | undefined> {
  const row = await tx
    .selectFrom('sources')
    .innerJoin('ticket_sources', join =>
      join
        .onRef('ticket_sources.organisation_id', '=', 'sources.organisation_id')
        .onRef('ticket_sources.source_id', '=', 'sources.id'),
    )
    .innerJoin('tickets', join =>
      join
        .onRef('tickets.organisation_id', '=', 'ticket_sources.organisation_id')
        .onRef('tickets.id', '=', 'ticket_sources.ticket_id'),
    )
    .select(['tickets.id', 'sources.public'])
    .where('sources.organisation_id', '=', organisationId)
    .where('sources.key', '=', key)
    .where('sources.withdrawn', '=', 0)
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
  if (command.type === 'split')
    return (await isTaken(place, command.data.newTicketId)) ? 'data.newTicketId' : undefined
  if (command.type !== 'capture') return undefined
  const { tx, organisationId } = place
  const named = await resolveAlias(tx, organisationId, sent.ticketId)
  if (named === holder) return undefined
  if (await isTaken(place, sent.ticketId)) return 'ticketId'
  if (holder !== undefined) return undefined
  const source = await tx
    .selectFrom('sources')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', command.data.sourceId)
    .executeTakeFirst()
  return source && 'data.sourceId'
}

async function isTaken({ tx, organisationId }: Place, ticketId: string): Promise<boolean> {
  if ((await resolveAlias(tx, organisationId, ticketId)) !== ticketId) return true
  const ticket = await tx
    .selectFrom('tickets')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', ticketId)
    .executeTakeFirst()
  return ticket !== undefined
}
