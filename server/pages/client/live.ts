/**
 * Hears of changes: by a stream, or by asking every 5 seconds where a stream fails twice or brings nothing (a proxy that
 * holds it back). Only while the tab is seen: a browser opens six connections to a server, and each stream keeps one.
 */
import { isPresenceDoing, type PresenceDoing } from '../../../shared/reference/presence.ts'
import { onPage } from './element.ts'
import { isRecord, parseRecord, type Rec, recordsIn, textsIn } from './record.ts'
import type { Status } from './status.ts'

export type People = { title: string; doing: PresenceDoing }[]

type Listener = {
  ticketId: string | undefined
  status: Status
  /** `undefined`: something that was seen may be gone, or too much has changed to be named. */
  onChanged(ticketIds: string[] | undefined): void
  onPresence(people: People): void
}

const pollMilliseconds = 5_000
const longestPause = 30_000
const streamTries = 2
/** After so many polls a stream is tried once more. */
const pollsBetweenStreams = 12
const firstWordMilliseconds = 10_000
/** The server says something every 15 seconds. */
const silenceMilliseconds = 40_000

/** How a try to listen came out; `ended`: signed out, asking again is of no use. */
const heard = 1
const deaf = 2
const crowded = 3
const ended = 4
type Outcome = typeof heard | typeof deaf | typeof crowded | typeof ended

export function follow({ ticketId, status, onChanged, onPresence }: Listener): void {
  let since: number | undefined
  let following: AbortController | undefined

  function attend(): void {
    following?.abort()
    following = undefined
    if (document.visibilityState === 'hidden') return
    following = new AbortController()
    void listen(following.signal)
  }

  async function listen(signal: AbortSignal): Promise<void> {
    let failedStreams = 0
    let polls = 0
    let misses = 0
    while (!signal.aborted) {
      const byStream = failedStreams < streamTries
      const outcome = byStream ? await readStream(signal) : await poll(signal)
      if (signal.aborted) return
      if (outcome === ended) return status.signedOut()
      misses = outcome === deaf ? misses + 1 : 0
      if (byStream) {
        failedStreams = outcome === heard ? 0 : outcome === crowded ? streamTries : failedStreams + 1
        polls = 0
      } else {
        polls += 1
        if (polls >= pollsBetweenStreams) failedStreams = streamTries - 1
      }
      if (misses >= streamTries) status.lost()
      const pause = misses === 0 && !byStream ? pollMilliseconds : 1_000 * 2 ** misses
      await sleep(Math.min(pause, longestPause), signal)
    }
  }

  async function readStream(signal: AbortSignal): Promise<Outcome> {
    const line = new AbortController()
    const cut = () => line.abort()
    let silence = setTimeout(cut, firstWordMilliseconds)
    let outcome: Outcome = deaf
    try {
      const response = await fetch(address('/live'), { signal: AbortSignal.any([signal, line.signal]) })
      if (response.status === 401) return ended
      if (response.status === 503) return crowded
      if (!response.ok || response.body === null) return deaf
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      let waiting = ''
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return outcome
        clearTimeout(silence)
        silence = setTimeout(cut, silenceMilliseconds)
        if (outcome === deaf) outcome = heard
        status.heard()
        const blocks = (waiting + value).split('\n\n')
        waiting = blocks.pop() ?? ''
        for (const block of blocks) {
          const end = takeBlock(block)
          if (end !== undefined) outcome = end
        }
      }
    } catch {
      // The network, a proxy or we ourselves cut the line.
      return outcome
    } finally {
      clearTimeout(silence)
      line.abort()
    }
  }

  /** Answers how the stream ends, where the server says good-bye. */
  function takeBlock(block: string): Outcome | undefined {
    const line = (name: string) => new RegExp(`^${name}: (.*)`, 'm').exec(block)?.[1]
    const data = parseRecord(line('data'))
    const event = line('event')
    if (event === 'here') takePlace(data)
    if (event === 'changed') takeChange(data)
    if (event === 'settings') onChanged(undefined)
    if (event === 'presence') takePresence([data])
    if (event !== 'bye') return undefined
    return data.reason === 'signed-out' ? ended : data.reason === 'too-many' ? crowded : undefined
  }

  function takePlace({ seq }: Rec): void {
    if (typeof seq === 'number') since = seq
  }

  function takeChange(change: Rec): void {
    takePlace(change)
    onChanged(change.ticketIds === undefined ? undefined : textsIn(change.ticketIds))
  }

  function takePresence(tickets: Rec[]): void {
    const own = tickets.find(each => each.ticketId === ticketId)
    if (own) onPresence(peopleOf(own.people))
  }

  async function poll(signal: AbortSignal): Promise<Outcome> {
    try {
      const response = await fetch(address('/live/now'), { signal })
      if (response.status === 401) return ended
      if (!response.ok) return deaf
      const answer = parseRecord(await response.text())
      takePlace(answer)
      if (isRecord(answer.changed)) takeChange(answer.changed)
      // Where nobody is named the ticket is not listed: then the others are gone.
      takePresence([...recordsIn(answer.presence), { ticketId }])
      status.heard()
      return heard
    } catch {
      return deaf
    }
  }

  /** The first time the page's age says from where on: what changed since it was drawn. A second more does no harm. */
  function address(path: string): string {
    return since === undefined
      ? `${path}?ago=${Math.ceil(performance.now() / 1000) + 1}`
      : `${path}?since=${since}`
  }

  onPage('visibilitychange', attend)
  attend()
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds)
    signal.onabort = () => resolve()
  })
}

function peopleOf(value: unknown): People {
  return recordsIn(value).flatMap(({ title, doing }) =>
    typeof title === 'string' && isPresenceDoing(doing) ? [{ title, doing }] : [],
  )
}
