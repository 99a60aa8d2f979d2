/** One problem in several posts, several problems in one post. */
import type { StageId } from '../../deadlines/deadline.ts'
import type { EventOf } from '../events.ts'
import { nothingBefore, patchBetween, restored } from '../step.ts'
import { type Act, baseOf, type Ticket } from '../ticket.ts'
import { decidedOnly, ended, stopAll } from './parts.ts'

/** The first reply is owed to each author; the time of the solution counts once, where it was joined (P12). */
const keptWhenJoined: readonly StageId[] = ['route', 'first_reply', 'order']

/** `ticket`: with the one who joined it among its actors; `earlier`: as it comes back when it is parted. */
export function merged(ticket: Ticket, data: EventOf<'merged'>['data'], act: Act, earlier: Ticket): Ticket {
  const next: Ticket = {
    ...baseOf(ticket),
    stages: ticket.stages.filter(({ stage }) => keptWhenJoined.includes(stage)),
    pauses: ended(ticket.pauses, act.at),
    headQuestion: decidedOnly(ticket.headQuestion),
    status: 'merged',
    merged: { ...act, ...data, before: nothingBefore, reply: null },
  }
  return { ...next, merged: { ...next.merged, before: patchBetween(earlier, next) } }
}

export function unmerged(ticket: Ticket): Ticket {
  return ticket.status === 'merged' ? restored(ticket, ticket.merged.before) : ticket
}

export function joined(ticket: Ticket, data: EventOf<'joined'>['data']): Ticket {
  const others = ticket.joined.filter(each => each.ticketId !== data.ticketId)
  return { ...ticket, joined: [...others, { ...data, replied: null }] }
}

export function parted(ticket: Ticket, { ticketId }: EventOf<'parted'>['data']): Ticket {
  return { ...ticket, joined: ticket.joined.filter(each => each.ticketId !== ticketId) }
}

/** On the joined ticket: its author was answered. */
export function joinedReplied(ticket: Ticket, data: EventOf<'joined_replied'>['data'], act: Act): Ticket {
  return ticket.status === 'merged'
    ? { ...stopAll(ticket, act.at), merged: { ...ticket.merged, reply: { ...act, ...data } } }
    : ticket
}

/** The same on the ticket that it was joined to. */
export function joinedAnswered(
  ticket: Ticket,
  { ticketId, way }: EventOf<'joined_answered'>['data'],
): Ticket {
  const joined = ticket.joined.map(each => (each.ticketId === ticketId ? { ...each, replied: way } : each))
  return { ...ticket, joined }
}
