/**
 * Who has which ticket open at this moment. A row is a word that its person says again every 20 seconds; one that was not
 * repeated for 45 counts no more and is swept by the next writer. In the database, for the colleague may be served by
 * another process. It is no history: nothing is known of who looked yesterday.
 */
import { type Facets, facetsOf, inScope, type Scope } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { isPresenceDoing, type PresenceDoing } from '../../shared/reference/presence.ts'
import type { LivePresence } from '../office.ts'
import type { Tx } from '../store/writer.ts'
import { parseState } from '../tickets/view.ts'
import type { Place } from './changes.ts'

const countsForSeconds = 45

export type Present = { ticketId: string; personId: string; doing: PresenceDoing; facets: Facets }

type Word = { organisationId: string; ticketId: string; personId: string; now: string }

/** `null`: the person has left the ticket. */
export async function writePresence(tx: Tx, word: Word, doing: PresenceDoing | null): Promise<void> {
  const { organisationId, ticketId, personId, now } = word
  await tx
    .deleteFrom('presence')
    .where('organisation_id', '=', organisationId)
    .where(eb =>
      eb.or([
        eb('at', '<=', expiredAt(now)),
        eb.and([eb('ticket_id', '=', ticketId), eb('person_id', '=', personId)]),
      ]),
    )
    .execute()
  if (doing === null) return
  await tx
    .insertInto('presence')
    .values({ organisation_id: organisationId, ticket_id: ticketId, person_id: personId, doing, at: now })
    .execute()
}

export type ReadPresence = (now: string) => Promise<Present[]>

/** Remembers the facets of the tickets that are open somewhere, by their last change: it is asked twice a second. */
export function createPresenceReader({ db, organisationId }: Place): ReadPresence {
  let known = new Map<string, Facets>()
  return async now => {
    const rows = await db
      .selectFrom('presence')
      .innerJoin('tickets', join =>
        join
          .onRef('tickets.organisation_id', '=', 'presence.organisation_id')
          .onRef('tickets.id', '=', 'presence.ticket_id'),
      )
      .select(['presence.ticket_id', 'presence.person_id', 'presence.doing', 'tickets.seq', 'tickets.state'])
      .where('presence.organisation_id', '=', organisationId)
      .where('presence.at', '>', expiredAt(now))
      .execute()
    const standing = new Map<string, Facets>()
    const present: Present[] = []
    for (const { ticket_id: ticketId, person_id: personId, doing, seq, state } of rows) {
      if (!isPresenceDoing(doing)) continue
      const key = `${ticketId} ${seq}`
      const facets = standing.get(key) ?? known.get(key) ?? facetsOf(parseState(state))
      standing.set(key, facets)
      present.push({ ticketId, personId, doing, facets })
    }
    known = standing
    return present
  }
}

/** The others at the tickets that this reader sees, by ticket; never the reader. */
export function othersAt(
  present: readonly Present[],
  reader: { personId: string; scope: Scope; settings: Settings },
): LivePresence[] {
  const byTicket = new Map<string, LivePresence['people']>()
  for (const { ticketId, personId, doing, facets } of present) {
    const person = reader.settings.people.find(each => each.id === personId)
    if (personId === reader.personId || !person?.active || !inScope(facets, reader.scope)) continue
    byTicket.set(ticketId, [...(byTicket.get(ticketId) ?? []), { title: person.title, doing }])
  }
  return [...byTicket].map(([ticketId, people]) => ({
    ticketId,
    people: people.toSorted((a, b) => a.title.localeCompare(b.title, 'ru')),
  }))
}

function expiredAt(now: string): string {
  return new Date(Date.parse(now) - countsForSeconds * 1000).toISOString()
}
