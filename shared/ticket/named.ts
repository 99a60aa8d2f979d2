/** Tickets that a command names. A device may know one under an alias: the id of its own record of a post that had a ticket. */
import type { Command } from './commands.ts'
import { relatedIds } from './decide.ts'
import type { TicketView } from './ticket.ts'

/** The command with every ticket under the id that `resolve` gives. A record begins its ticket, so it keeps its own. */
export async function resolveNamed(
  command: Command,
  resolve: (ticketId: string) => string | Promise<string>,
): Promise<Command> {
  if (command.type === 'capture') return command
  const ticketId = await resolve(command.ticketId)
  switch (command.type) {
    case 'merge':
      return { ...command, ticketId, data: { ...command.data, into: await resolve(command.data.into) } }
    case 'publish': {
      const forJoined = await Promise.all(command.data.forJoined.map(resolve))
      return { ...command, ticketId, data: { ...command.data, forJoined } }
    }
    case 'classify': {
      const { repeatOf } = command.data.changes
      if (repeatOf === undefined) return { ...command, ticketId }
      const resolved = {
        from: repeatOf.from === null ? null : await resolve(repeatOf.from),
        to: repeatOf.to === null ? null : await resolve(repeatOf.to),
      }
      const changes = { ...command.data.changes, repeatOf: resolved }
      return { ...command, ticketId, data: { ...command.data, changes } }
    }
    default:
      return { ...command, ticketId }
  }
}

/**
 * Tickets that the command changes: its own first, those that it must know of, and the one that it splits off.
 * `view`: its ticket as it stands, `null` where that is not at hand.
 */
export function touchedIds(view: TicketView | null, command: Command): string[] {
  const begun = command.type === 'split' ? [command.data.newTicketId] : []
  return [...new Set([command.ticketId, ...relatedIds(view, command), ...begun])]
}
