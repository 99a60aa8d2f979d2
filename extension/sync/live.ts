/**
 * Live updates in a page of the extension (the worker dies whatever streams are open): `GET /api/live` read by fetch,
 * for EventSource cannot send the token. Where streams are blocked (a proxy that holds them back, too many of them)
 * `GET /api/live/now` is asked every few seconds, and the stream is tried again now and then.
 */
import * as z from 'zod'
import { presenceDoings } from '../../shared/reference/presence.ts'
import type { Connection } from '../store/connection.ts'
import { readEvents } from './event-stream.ts'
import { bearer, call } from './server.ts'

/** The server says something every 15 seconds; a line that is silent for longer is dead. */
const silenceSeconds = 40
/** A stream that says nothing at all by then is held back by somebody. */
const firstWordSeconds = 6
const pollSeconds = 5
/** How long to poll before the stream is tried again. */
const pollsBeforeStream = 12

export type LiveState = 'live' | 'polling' | 'off'

const personSchema = z.object({ title: z.string(), doing: z.enum(presenceDoings) })
export type PresentPerson = z.infer<typeof personSchema>

const presenceSchema = z.object({ ticketId: z.string(), people: z.array(personSchema) })
const changedSchema = z.object({ seq: z.number() })
const hereSchema = z.object({ seq: z.number() })
const byeSchema = z.object({ reason: z.string() })
const nowSchema = z.object({
  seq: z.number(),
  settings: z.object({ version: z.number() }),
  changed: z.unknown().nullable(),
  presence: z.array(presenceSchema),
})

export type LiveListener = {
  /** Something in this person's scope, or the settings, changed: pull. */
  onChanged(): void
  /** Everybody at one ticket. `null` before the whole list is told anew: forget what was known. */
  onPresence(presence: z.infer<typeof presenceSchema> | null): void
  onState(state: LiveState): void
}

/** Runs until the signal; resolves then, or when the server ended this person's session. */
export async function listenLive(
  connection: Connection,
  listener: LiveListener,
  signal: AbortSignal,
): Promise<void> {
  const place: Place = { connection, listener, signal, since: null, settingsVersion: null }
  while (!signal.aborted) {
    const end = await readStream(place)
    if (end === 'signed-out') {
      listener.onState('off')
      return
    }
    // A stream that worked and broke off is begun again at once: `since` tells what was missed.
    if (end === 'broken') {
      await pause(1, signal)
      continue
    }
    for (let polls = 0; polls < pollsBeforeStream && !signal.aborted; polls += 1) {
      const isSignedOut = await poll(place)
      if (isSignedOut) {
        listener.onState('off')
        return
      }
      await pause(pollSeconds, signal)
    }
  }
}

type Place = {
  connection: Connection
  listener: LiveListener
  signal: AbortSignal
  /** Up to where this page knows of changes; `null` before the first word. */
  since: number | null
  settingsVersion: number | null
}

type StreamEnd = 'broken' | 'blocked' | 'signed-out'

async function readStream(place: Place): Promise<StreamEnd> {
  const { connection, listener, signal } = place
  const ended = new AbortController()
  const stop = () => ended.abort()
  signal.addEventListener('abort', stop)
  let timer = setTimeout(stop, firstWordSeconds * 1000)
  let hasWorked = false
  try {
    const query = place.since === null ? '' : `?since=${place.since}`
    const response = await fetch(new URL(`/api/live${query}`, connection.server), {
      headers: bearer(connection),
      credentials: 'omit',
      cache: 'no-store',
      signal: ended.signal,
    })
    if (response.status === 401) return 'signed-out'
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
    if (!response.ok || !isStream || response.body === null) return 'blocked'
    for await (const { event, data } of readEvents(response.body)) {
      clearTimeout(timer)
      timer = setTimeout(stop, silenceSeconds * 1000)
      if (event === null) continue
      if (!hasWorked) listener.onState('live')
      hasWorked = true
      if (event === 'bye') {
        const { reason } = byeSchema.safeParse(data).data ?? { reason: '' }
        if (reason === 'signed-out') return 'signed-out'
        return reason === 'too-many' ? 'blocked' : 'broken'
      }
      hear(place, event, data)
    }
    return hasWorked ? 'broken' : 'blocked'
  } catch {
    return hasWorked ? 'broken' : 'blocked'
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    ended.abort()
  }
}

function hear(place: Place, event: string, data: unknown): void {
  const { listener } = place
  switch (event) {
    case 'here': {
      const here = hereSchema.safeParse(data).data
      // Between the last pull and this word something may have changed.
      listener.onPresence(null)
      if (place.since === null) listener.onChanged()
      place.since ??= here?.seq ?? null
      return
    }
    case 'changed':
      place.since = changedSchema.safeParse(data).data?.seq ?? place.since
      listener.onChanged()
      return
    case 'settings':
      listener.onChanged()
      return
    case 'presence': {
      const presence = presenceSchema.safeParse(data).data
      if (presence) listener.onPresence(presence)
      return
    }
    default:
      // A newer server may say more than this version understands.
      return
  }
}

/** One question in place of the stream; answers whether the session has ended. */
async function poll(place: Place): Promise<boolean> {
  const { connection, listener } = place
  const query = place.since === null ? '' : `?since=${place.since}`
  const reply = await call(connection, `/api/live/now${query}`, nowSchema)
  if (place.signal.aborted) return false
  if (reply.outcome !== 'ok') {
    listener.onState('off')
    return reply.outcome === 'problem' && reply.status === 401
  }
  const { seq, settings, changed, presence } = reply.body
  listener.onState('polling')
  const isNew = place.since === null || changed !== null || settings.version !== place.settingsVersion
  place.since = seq
  place.settingsVersion = settings.version
  if (isNew) listener.onChanged()
  listener.onPresence(null)
  for (const each of presence) listener.onPresence(each)
  return false
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, seconds * 1000)
    signal.addEventListener('abort', end)
  })
}
