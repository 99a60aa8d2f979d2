/** What was kept of the posts, what became of them, and what was erased on demand. */
import type { EventOf } from '../events.ts'
import type { Act, Ticket } from '../ticket.ts'

export function evidenceAttached(
  ticket: Ticket,
  data: EventOf<'evidence_attached'>['data'],
  act: Act,
): Ticket {
  return { ...ticket, evidence: [...ticket.evidence, { ...act, ...data, erasedAt: null }] }
}

/** The last observation of each post. */
export function sourceObserved(ticket: Ticket, data: EventOf<'source_observed'>['data'], act: Act): Ticket {
  const others = ticket.observations.filter(each => each.sourceId !== data.sourceId)
  return { ...ticket, observations: [...others, { ...act, ...data }] }
}

/** The texts and the bytes are gone; their hashes stay. */
export function erased(ticket: Ticket, { evidenceIds }: EventOf<'erased'>['data'], act: Act): Ticket {
  return {
    ...ticket,
    evidence: ticket.evidence.map(each =>
      evidenceIds.includes(each.evidenceId) && each.erasedAt === null ? { ...each, erasedAt: act.at } : each,
    ),
  }
}
