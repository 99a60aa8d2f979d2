/** A month's rating as a value, counted from the tickets as they are now. */
import type { Kysely } from 'kysely'
import type { Settings } from '../../../shared/policy/settings.ts'
import { monthOf, type Period } from '../../../shared/reports/period.ts'
import { type MonthRating, type Repeat, rate } from '../../../shared/reports/rating.ts'
import { hoursOf } from '../../../shared/reports/rating-hours.ts'
import { type Correction, itemsOf, type RatedTicket } from '../../../shared/reports/rating-item.ts'
import { correctionKey } from '../../../shared/reports/rating-life.ts'
import type { Database } from '../../store/schema.ts'
import { type RepeatPair, ratedTickets, readTickets, repeatPairs } from './query.ts'

type Asked = {
  reader: Kysely<Database>
  organisationId: string
  settings: Settings
  asOf: string
  corrections: ReadonlyMap<string, Correction>
}

/** `month`: `2026-10`. */
export function ratingPeriod(month: string, zone: string): Period {
  return monthOf(`${month}-01`, { zone, firstWeekday: 1 })
}

export async function countRating(
  month: string,
  { reader, organisationId, settings, asOf, corrections }: Asked,
): Promise<MonthRating> {
  const { deadlines, rating, recipients, people } = settings
  const period = ratingPeriod(month, deadlines.zone)
  // Of a month that goes on: as it is now, what happened this very moment included.
  const afterNow = new Date(Date.parse(asOf) + 1).toISOString()
  const span = { from: period.from, to: period.to < afterNow ? period.to : afterNow }
  const place = { reader, organisationId }
  const ofRecipient = new Map(people.map(({ id, recipientIds }) => [id, new Set(recipientIds)]))
  const tickets = await ratedTickets(place, span, asOf)
  const contributions = tickets.map(ticket =>
    itemsOf(ticket, {
      ...span,
      settings: rating,
      deadlines,
      belongs: (personId, recipientId) => ofRecipient.get(personId)?.has(recipientId) ?? false,
      correctionOf: (recipientId, ticketId) => corrections.get(correctionKey(recipientId, ticketId)) ?? null,
    }),
  )
  const items = contributions.flatMap(each => each.items)
  const declined = contributions.flatMap(each =>
    each.declined.map(({ ticketId, number, recipientId }) => ({ ticketId, number, recipientId })),
  )
  const pairs = await repeatPairs(place, span)
  const origins = await readTickets(place, [...new Set(pairs.map(({ ofTicketId }) => ofTicketId))], asOf)
  const repeats = charged(pairs, origins, asOf, deadlines.zone).filter(
    ({ recipientId, ticketId, ofTicketId }) =>
      corrections.get(correctionKey(recipientId, ticketId)) !== 'excluded' &&
      corrections.get(correctionKey(recipientId, ofTicketId)) !== 'excluded',
  )
  const known = new Set(recipients.map(({ id }) => id))
  // Who was taken off the list keeps what it did, under its id.
  const former = [...new Set(items.map(({ recipientId }) => recipientId))].filter(id => !known.has(id))
  const all = [...recipients, ...former.map(id => ({ id, title: id, kind: 'outside' as const }))]
  return { month, asOf, settings: rating, items, repeats, declined, ...rate(items, repeats, all, rating) }
}

/** A repeat costs only whose first answer said «решено» (PRACTICE P9). */
function charged(
  pairs: readonly RepeatPair[],
  origins: readonly RatedTicket[],
  asOf: string,
  zone: string,
): Repeat[] {
  return pairs.flatMap(({ ticketId, number, ofTicketId }) => {
    const origin = origins.find(({ ticket }) => ticket.id === ofTicketId)
    if (origin === undefined) return []
    const { answered } = hoursOf(origin.facts, origin.ticket.capturedAt, asOf, zone)
    if (answered === null || answered.outcome !== 'solved') return []
    return [
      { ticketId, number, recipientId: answered.recipientId, ofTicketId, ofNumber: origin.ticket.number },
    ]
  })
}
