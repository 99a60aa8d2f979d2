/** Live updates for the components of a page: one stream while anybody watches, and who else has which ticket open. */
import * as z from 'zod'
import type { PresenceDoing } from '../../shared/reference/presence.ts'
import { type Connection, watchConnection } from '../store/connection.ts'
import { type LiveState, listenLive, type PresentPerson } from './live.ts'
import { call } from './server.ts'

/** The server forgets a word after 45 seconds. */
const repeatSeconds = 20

type LiveOptions = { findConnection: () => Promise<Connection | undefined>; onChanged: () => void }

export type Live = {
  /** Listens while anybody watches; returns the function that stops it. */
  watchLive(on: (state: LiveState) => void): () => void
  presenceOf(ticketId: string, on: (people: readonly PresentPerson[]) => void): () => void
  /** Repeated by itself until another word; `null`: has left the ticket. */
  sayPresence(ticketId: string, doing: PresenceDoing | null): void
}

export function createLive({ findConnection, onChanged }: LiveOptions): Live {
  const states = new Set<(state: LiveState) => void>()
  const readers = new Set<{ ticketId: string; on: (people: readonly PresentPerson[]) => void }>()
  const present = new Map<string, readonly PresentPerson[]>()
  let state: LiveState = 'off'
  let stop: (() => void) | undefined
  let word: { ticketId: string; doing: PresenceDoing } | undefined
  let repeat: ReturnType<typeof setInterval> | undefined

  const tell = (next: LiveState) => {
    state = next
    if (next === 'off') forgetPresence()
    for (const on of states) on(next)
  }
  const tellReaders = (ticketId: string) => {
    for (const reader of readers) if (reader.ticketId === ticketId) reader.on(present.get(ticketId) ?? [])
  }
  const forgetPresence = () => {
    const ids = [...present.keys()]
    present.clear()
    for (const id of ids) tellReaders(id)
  }

  const listen = () => {
    let ended = new AbortController()
    const begin = async () => {
      ended.abort()
      const mine = new AbortController()
      ended = mine
      const connection = await findConnection()
      if (!connection || mine.signal.aborted) return
      await listenLive(
        connection,
        {
          onChanged,
          onPresence(presence) {
            if (presence === null) return forgetPresence()
            present.set(presence.ticketId, presence.people)
            tellReaders(presence.ticketId)
          },
          onState: tell,
        },
        mine.signal,
      )
    }
    void begin()
    // Another server, another person: another stream.
    const unwatch = watchConnection(() => void begin())
    return () => {
      unwatch()
      ended.abort()
    }
  }

  const say = async (ticketId: string, doing: PresenceDoing | null) => {
    const connection = await findConnection()
    // A word that did not arrive is said again in twenty seconds; a lost good-bye is forgotten by the server.
    if (connection) await call(connection, '/api/presence', z.object({}), { ticketId, doing })
  }

  return {
    watchLive(on) {
      states.add(on)
      on(state)
      stop ??= listen()
      return () => {
        states.delete(on)
        if (states.size > 0) return
        stop?.()
        stop = undefined
        tell('off')
      }
    },
    presenceOf(ticketId, on) {
      const reader = { ticketId, on }
      readers.add(reader)
      on(present.get(ticketId) ?? [])
      return () => readers.delete(reader)
    },
    sayPresence(ticketId, doing) {
      if (word !== undefined && word.ticketId !== ticketId) void say(word.ticketId, null)
      clearInterval(repeat)
      word = doing === null ? undefined : { ticketId, doing }
      void say(ticketId, doing)
      if (doing !== null) repeat = setInterval(() => void say(ticketId, doing), repeatSeconds * 1000)
    },
  }
}
