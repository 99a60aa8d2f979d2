/** A person or a recipient in one list: who executes a ticket, whom a complaint is about. */
import type { Responsible } from '../ticket/events.ts'
import type { Ticket } from '../ticket/ticket.ts'

export type PartyKey = `person:${string}` | `recipient:${string}`

export function personKey(personId: string): PartyKey {
  return `person:${personId}`
}

export function recipientKey(recipientId: string): PartyKey {
  return `recipient:${recipientId}`
}

export function keyOf(who: Responsible): PartyKey {
  return who.type === 'person' ? personKey(who.personId) : recipientKey(who.recipientId)
}

/** Keys of the people and recipients that a complaint names. */
export function aboutOf({ complaint }: Pick<Ticket, 'complaint'>): PartyKey[] {
  if (complaint === null) return []
  return [...complaint.personIds.map(personKey), ...complaint.recipientIds.map(recipientKey)]
}
