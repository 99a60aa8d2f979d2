/** Who does it, and what is waited for meanwhile. */
import type { EventOf } from '../events.ts'
import { type Act, assignmentOf, baseOf, type Ticket } from '../ticket.ts'
import { ended, opened, resumed, stopStage } from './parts.ts'

export function assigned(ticket: Ticket, data: EventOf<'assigned'>['data'], act: Act): Ticket {
  return {
    // Somebody is responsible: it is sorted, and it is not for another body.
    ...stopStage(stopStage(baseOf(ticket), 'route', act.at), 'redirect', act.at),
    sorted: ticket.sorted ?? act,
    pauses: ended(ticket.pauses, act.at),
    status: 'assigned',
    assignment: { ...act, ...data, dateRequest: null },
  }
}

export function accepted(ticket: Ticket): Ticket {
  const assignment = assignmentOf(ticket)
  return assignment === null ? ticket : { ...baseOf(ticket), status: 'in_progress', assignment }
}

export function declined(ticket: Ticket, act: Act): Ticket {
  return { ...baseOf(ticket), pauses: ended(ticket.pauses, act.at), status: 'new' }
}

export function dateRequested(
  ticket: Ticket,
  { date, reasonContentId }: EventOf<'date_requested'>['data'],
  act: Act,
): Ticket {
  if (!('assignment' in ticket) || ticket.assignment === null) return ticket
  const dateRequest = { ...act, date, contentId: reasonContentId }
  return { ...ticket, assignment: { ...ticket.assignment, dateRequest } }
}

export function authorAsked(
  ticket: Ticket,
  { contentId }: EventOf<'author_asked'>['data'],
  act: Act,
): Ticket {
  return {
    ...baseOf(ticket),
    status: 'asking_author',
    assignment: assignmentOf(ticket),
    asked: { ...act, contentId, remindedAt: null },
    pauses: opened(ticket.pauses, 'author', act.at),
  }
}

export function authorReminded(ticket: Ticket, act: Act): Ticket {
  return ticket.status === 'asking_author'
    ? { ...ticket, asked: { ...ticket.asked, remindedAt: act.at } }
    : ticket
}

export function outsideAwaited(ticket: Ticket, data: EventOf<'outside_awaited'>['data'], act: Act): Ticket {
  return {
    ...baseOf(ticket),
    status: 'waiting_outside',
    assignment: assignmentOf(ticket),
    waiting: { ...act, ...data },
    pauses: opened(ticket.pauses, 'outside', act.at, data.until),
  }
}

/** The author or the outside organisation answered; `contentId`: their words, where there are any. */
export function waitEnded(ticket: Ticket, contentId: string | null, act: Act): Ticket {
  const notes = contentId === null ? ticket.notes : [...ticket.notes, { ...act, contentId }]
  return resumed({ ...ticket, pauses: ended(ticket.pauses, act.at), notes })
}
