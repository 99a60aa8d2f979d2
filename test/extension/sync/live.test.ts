import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Connection } from '../../../extension/store/connection.ts'
import { readEvents } from '../../../extension/sync/event-stream.ts'
import { type LiveState, listenLive, type PresentPerson } from '../../../extension/sync/live.ts'
import { createSyncer } from '../../../extension/sync/sync.ts'
import { createLive } from '../../../extension/sync/watch-live.ts'
import type { TestDevice } from '../../server/office-for-tests.ts'
import { createDesk, type TestDesk } from './desk-for-tests.ts'
import { openPeople, type People, record, ticketAt } from './people-for-tests.ts'

// Nobody connects this computer to another server while these tests run.
vi.mock('wxt/browser', () => ({
  browser: { storage: { onChanged: { addListener: () => {}, removeListener: () => {} } } },
}))

let people: People
let desk: TestDesk
let ticketId: string
let device: TestDevice
const server = 'http://pult.test'
const stops: AbortController[] = []
const realFetch = globalThis.fetch

beforeEach(async () => {
  people = await openPeople()
  desk = await people.deskOf('head')
  ticketId = await record(desk)
  await desk.act({ type: 'classify', ticketId, data: { changes: {}, sorted: true } })
  await desk.sync()
  device = await people.office.enrol('zhkhHead')
})
afterEach(async () => {
  for (const stop of stops.splice(0)) stop.abort()
  globalThis.fetch = realFetch
  await people.office.office.live.close()
  await people.close()
})

/** A page of the colleague; `weather` may stand in the way of a request. */
function openPage(weather: (path: string) => Response | undefined = () => undefined) {
  globalThis.fetch = async (url, init) => {
    const path = String(url).slice(server.length)
    return weather(path) ?? people.office.app.request(path, init)
  }
  const seen = { changes: 0, states: [] as LiveState[], present: new Map<string, PresentPerson[]>() }
  const stop = new AbortController()
  stops.push(stop)
  const connection: Connection = { server, organisationId: 'o', ...device }
  const ended = listenLive(
    connection,
    {
      onChanged: () => {
        seen.changes += 1
      },
      onPresence: presence => {
        if (presence === null) seen.present.clear()
        else seen.present.set(presence.ticketId, presence.people)
      },
      onState: state => seen.states.push(state),
    },
    stop.signal,
  )
  return { seen, stop, ended }
}

const post = (path: string, body: unknown, token: string) => people.office.post(path, body, token)

describe('An open page of the extension', () => {
  it('hears of a colleague’s change by the stream', async () => {
    const { seen } = openPage()
    await vi.waitFor(() => expect(seen.states).toEqual(['live']), 5_000)
    const before = seen.changes
    const head = await people.office.enrol('head')
    await head.push([
      {
        id: crypto.randomUUID(),
        ticketId,
        occurredAt: people.office.clock.now(),
        baseVersion: 0,
        dependsOn: null,
        type: 'add_note',
        data: { text: 'Выехала бригада' },
      },
    ])
    await vi.waitFor(() => expect(seen.changes).toBeGreaterThan(before), 5_000)
  })

  it('sees that a colleague prepares an answer, and that the colleague left', async () => {
    const { seen } = openPage()
    await vi.waitFor(() => expect(seen.states).toEqual(['live']), 5_000)
    const head = await people.office.enrol('head')
    await post('/api/presence', { ticketId, doing: 'replying' }, head.token)
    await vi.waitFor(
      () => expect(seen.present.get(ticketId)).toEqual([{ title: 'Руководитель МЦУ', doing: 'replying' }]),
      5_000,
    )
    await post('/api/presence', { ticketId, doing: null }, head.token)
    await vi.waitFor(() => expect(seen.present.get(ticketId)).toEqual([]), 5_000)
  })

  it('asks by itself where streams are blocked', async () => {
    const head = await people.office.enrol('head')
    await post('/api/presence', { ticketId, doing: 'viewing' }, head.token)
    const { seen } = openPage(path =>
      path.startsWith('/api/live/now') ? undefined : new Response('', { status: 503 }),
    )
    await vi.waitFor(() => expect(seen.states).toContain('polling'), 5_000)
    expect(seen.changes).toBe(1)
    expect(seen.present.get(ticketId)).toHaveLength(1)
  })

  it('says that nothing reaches it while the server is away', async () => {
    const { seen } = openPage(() => {
      throw new TypeError('network')
    })
    await vi.waitFor(() => expect(seen.states).toEqual(['off']), 5_000)
  })

  it('stops listening once its key was taken away', async () => {
    const { seen, ended } = openPage(() => new Response('', { status: 401 }))
    await ended
    expect(seen.states).toEqual(['off'])
  })
})

describe('A page that watches', () => {
  it('has a colleague’s change pulled to this computer when the server tells of it', async () => {
    globalThis.fetch = async (url, init) => people.office.app.request(String(url).slice(server.length), init)
    const mine = createDesk(people.office, device)
    const syncer = createSyncer(async () => void (await mine.sync()))
    const pulls: Promise<void>[] = []
    const live = createLive({
      findConnection: async () => ({ server, organisationId: 'o', ...device }),
      onChanged: () => pulls.push(syncer.wish()),
    })
    const states: LiveState[] = []
    const stop = live.watchLive(state => states.push(state))
    await vi.waitFor(async () => expect((await ticketAt(mine, ticketId)).notes).toEqual([]), 5_000)

    await desk.act({ type: 'add_note', ticketId, data: { text: 'Выехала бригада' } })
    await desk.sync()
    await vi.waitFor(async () => expect((await ticketAt(mine, ticketId)).notes).toHaveLength(1), 5_000)
    expect(states).toEqual(['off', 'live'])

    stop()
    await Promise.all(pulls)
    await mine.close()
  })
})

it('A stream that comes in pieces is read as its events', async () => {
  const text =
    'retry: 2000\n\nevent: changed\ndata: {"seq":7}\n\n: ok\n\nevent: bye\ndata: {"reason":"закрыто"}\n\n'
  const bytes = new TextEncoder().encode(text)
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 5) controller.enqueue(bytes.slice(at, at + 5))
      controller.close()
    },
  })
  const events = []
  for await (const event of readEvents(body)) if (event.event !== null) events.push(event)
  expect(events).toEqual([
    { event: 'changed', data: { seq: 7 } },
    { event: 'bye', data: { reason: 'закрыто' } },
  ])
})
