/** The office's live side: streams for those who listen, one answer for those who ask, presence for both. */
import type { Scope } from '../../shared/policy/permissions.ts'
import type { LiveFrom, Office, Signed } from '../office.ts'
import { type Desk, secondsAfter } from '../people/desk.ts'
import { findTicket } from '../tickets/read.ts'
import { type Place, readChanges, readStanding, seqBefore, toldOf } from './changes.ts'
import { createFeed } from './feed.ts'
import { createPresenceReader, othersAt, writePresence } from './presence.ts'

type LiveOptions = { desk: Desk; scopeOf(signed: Signed): Scope; report(error: unknown): void }

export function createLive({ desk, scopeOf, report }: LiveOptions): Office['live'] {
  const { organisationId, reader, write, now } = desk
  const place: Place = { db: reader, organisationId }
  const readPresence = createPresenceReader(place)
  const feed = createFeed({ ...place, now, readPresence, scopeOf, report })

  async function seqOf(from: LiveFrom): Promise<number> {
    if ('since' in from) return from.since
    if ('secondsAgo' in from) return seqBefore(place, secondsAfter(now(), -from.secondsAgo))
    return (await readStanding(place))?.seq ?? 0
  }

  return {
    async listen({ signed, authorise, from }) {
      return feed.listen({ signed, authorise, since: await seqOf(from) })
    },

    async now(signed, from) {
      const { person, settings } = signed
      const scope = scopeOf(signed)
      const since = await seqOf(from)
      const standing = (await readStanding(place)) ?? { seq: 0, settingsVersion: settings.version }
      const isAhead = since > standing.seq
      const told = toldOf(isAhead ? 'many' : await readChanges(place, since, standing.seq), scope)
      return {
        seq: standing.seq,
        settings: { version: settings.version },
        changed: told === undefined ? null : { seq: standing.seq, ...told },
        presence: othersAt(await readPresence(now()), { personId: person.id, scope, settings }),
      }
    },

    async setPresence(signed, ticketId, doing) {
      const view = await findTicket({ ...place, scope: scopeOf(signed) }, { id: ticketId })
      if (view === undefined) return false
      const word = { organisationId, ticketId: view.ticket.id, personId: signed.person.id, now: now() }
      await write(tx => writePresence(tx, word, doing))
      return true
    },

    close: () => feed.close(),
  }
}
