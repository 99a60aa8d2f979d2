/**
 * The feed: one poller per process that looks at the database while somebody listens, and tells each listener what is
 * theirs to know. Nothing is held in memory that another process would need: each polls for its own listeners.
 *
 * One look (about every 500 ms):
 *  1. where the organisation stands and who is at which ticket;
 *  2. each listener's right is asked again, every few seconds and whenever the settings changed: who is signed out
 *     hears nothing more, whose scope changed hears by the new one;
 *  3. each hears of the changes since its own `seq`, of new settings, and of colleagues at its tickets.
 */
import type { Scope } from '../../shared/policy/permissions.ts'
import type { LiveEvent, LiveSubscription, Signed } from '../office.ts'
import { type Change, type Place, readChanges, readStanding, type Standing, toldOf } from './changes.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'
import { othersAt, type Present, type ReadPresence } from './presence.ts'

const lookMilliseconds = 500
/** A look that failed is not repeated at once: the database may be busy with a restore. */
const failedLookMilliseconds = 5_000
/** Every so many looks the right to listen is asked again: an ended session hears nothing after three seconds. */
const looksBetweenChecks = 6
const most = { listeners: 200, ofPerson: 6, lettersWaiting: 200 }

/** Who listens. `authorise` answers `undefined` once the session has ended or the device was revoked. */
export type Listener = { signed: Signed; authorise(): Promise<Signed | undefined>; since: number }

type Listening = Listener & {
  mailbox: Mailbox<LiveEvent>
  settingsVersion: number
  /** By ticket, the people last told of, as text. */
  toldPresence: Map<string, string>
  looks: number
}

export type Feed = {
  /** `undefined` where the house is full. */
  listen(listener: Listener): LiveSubscription | undefined
  /** Says good-bye to everybody and waits until the database is let go of. */
  close(): Promise<void>
}

type FeedOptions = Place & {
  now(): string
  readPresence: ReadPresence
  scopeOf(signed: Signed): Scope
  report(error: unknown): void
}

export function createFeed({ now, readPresence, scopeOf, report, ...place }: FeedOptions): Feed {
  /** In the order in which they came. */
  const listeners = new Set<Listening>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let isClosed = false

  function lookIn(milliseconds: number): void {
    clearTimeout(timer)
    if (isClosed || listeners.size === 0) return
    timer = setTimeout(() => {
      looking = look()
        .then(() => lookMilliseconds)
        .catch(error => {
          report(error)
          return failedLookMilliseconds
        })
        .then(pause => {
          looking = undefined
          lookIn(pause)
        })
    }, milliseconds)
    timer.unref()
  }

  async function look(): Promise<void> {
    // Taken first: who comes later may stand further on than what is read now.
    const those = [...listeners]
    const standing = await readStanding(place)
    if (standing === undefined) return
    const present = await readPresence(now())
    const changes = new Map<number, Promise<Change[] | 'many'>>()
    const changesSince = (seq: number) => {
      const known = changes.get(seq) ?? readChanges(place, seq, standing.seq)
      changes.set(seq, known)
      return known
    }
    for (const listening of those) {
      if (!listeners.has(listening)) continue
      if (await mayStay(listening, standing)) await tell(listening, standing, present, changesSince)
      else bid(listening, 'signed-out')
    }
  }

  async function mayStay(listening: Listening, standing: Standing): Promise<boolean> {
    listening.looks += 1
    const isDue =
      listening.looks % looksBetweenChecks === 0 ||
      listening.signed.settings.version !== standing.settingsVersion
    if (!isDue) return true
    const signed = await listening.authorise()
    if (signed === undefined) return false
    listening.signed = signed
    return true
  }

  async function tell(
    listening: Listening,
    standing: Standing,
    present: readonly Present[],
    changesSince: (seq: number) => Promise<Change[] | 'many'>,
  ): Promise<void> {
    const { person, settings } = listening.signed
    const scope = scopeOf(listening.signed)
    if (listening.settingsVersion !== settings.version) {
      listening.settingsVersion = settings.version
      drop(listening, { event: 'settings', data: { version: settings.version } })
    }
    if (listening.since !== standing.seq) {
      // Ahead of the office: it was restored from a copy, and nothing that was read before holds.
      const isAhead = listening.since > standing.seq
      const told = toldOf(isAhead ? 'many' : await changesSince(listening.since), scope)
      listening.since = standing.seq
      if (told) drop(listening, { event: 'changed', data: { seq: standing.seq, ...told } })
    }
    const others = othersAt(present, { personId: person.id, scope, settings })
    const gone = [...listening.toldPresence.keys()].filter(id => others.every(each => each.ticketId !== id))
    for (const each of [...others, ...gone.map(ticketId => ({ ticketId, people: [] }))]) {
      const words = JSON.stringify(each.people)
      if ((listening.toldPresence.get(each.ticketId) ?? '[]') === words) continue
      if (each.people.length === 0) listening.toldPresence.delete(each.ticketId)
      else listening.toldPresence.set(each.ticketId, words)
      drop(listening, { event: 'presence', data: each })
    }
  }

  /** Who does not read is let go, and begins again from where it stood. */
  function drop(listening: Listening, letter: LiveEvent): void {
    if (!listening.mailbox.drop(letter)) remove(listening)
  }

  function bid(listening: Listening, reason: 'signed-out' | 'too-many' | 'closing'): void {
    listening.mailbox.drop({ event: 'bye', data: { reason } })
    remove(listening)
  }

  function remove(listening: Listening): void {
    listening.mailbox.close()
    listeners.delete(listening)
    if (listeners.size === 0) clearTimeout(timer)
  }

  return {
    listen(listener) {
      const own = [...listeners].filter(each => each.signed.person.id === listener.signed.person.id)
      const [oldest] = own
      if (isClosed || (listeners.size >= most.listeners && own.length < most.ofPerson)) return undefined
      if (oldest && own.length >= most.ofPerson) bid(oldest, 'too-many')
      const { version } = listener.signed.settings
      const listening: Listening = {
        ...listener,
        mailbox: createMailbox(most.lettersWaiting),
        settingsVersion: version,
        toldPresence: new Map(),
        looks: 0,
      }
      listening.mailbox.drop({ event: 'here', data: { seq: listener.since, settingsVersion: version } })
      listeners.add(listening)
      if (looking === undefined) lookIn(0)
      return { events: listening.mailbox.letters, leave: () => remove(listening) }
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      for (const listening of listeners) bid(listening, 'closing')
      await looking
    },
  }
}
