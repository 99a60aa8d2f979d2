import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import {
  capture,
  classify,
  command,
  openOffice,
  type PersonName,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'
import { cookieOf } from '../pages/sample-office.ts'
import { isEvent, type LiveListener, listenTo } from './listener.ts'

let office: TestOffice
let listeners: LiveListener[] = []

beforeEach(async () => {
  office = await openOffice({ mountPages })
})

afterEach(async () => {
  for (const listener of listeners) await listener.leave()
  listeners = []
  await office.close()
})

async function listen(path: string, headers: Record<string, string>): Promise<LiveListener> {
  const listener = await listenTo(office.app, path, headers)
  listeners.push(listener)
  return listener
}

async function listenAs(name: PersonName, query = '') {
  const { token, deviceId } = await office.enrol(name)
  const listener = await listen(`/api/live${query}`, { authorization: `Bearer ${token}` })
  await listener.next(isEvent('here'))
  return { ...listener, token, deviceId }
}

async function record(given: Parameters<typeof capture>[0] = {}): Promise<string> {
  const recorded = capture(given)
  const outcome = await office.office.tickets.submit(await office.signed('operator'), recorded)
  expect(outcome.outcome).toBe('accepted')
  return recorded.ticketId
}

async function move(ticketId: string, from: 'zhkh' | 'roads', to: 'zhkh' | 'roads') {
  const moved = classify(ticketId, { block: { from, to } })
  const outcome = await office.office.tickets.submit(await office.signed('head'), moved)
  expect(outcome.outcome).toBe('accepted')
}

const now = async (token: string, query = '') =>
  (
    await office.app.request(`/api/live/now${query}`, { headers: { authorization: `Bearer ${token}` } })
  ).json()

const sayPresence = (token: string, ticketId: string, doing: string | null) =>
  office.post('/api/presence', { ticketId, doing }, token)

describe('a live stream', () => {
  test('tells a ticket that a colleague recorded in the own block', async () => {
    const head = await listenAs('zhkhHead')
    const ticketId = await record({ block: 'zhkh' })
    const { data } = await head.next(isEvent('changed'))
    expect(data.ticketIds).toEqual([ticketId])
  })

  test('does not tell a block head of a ticket of another block', async () => {
    const head = await listenAs('zhkhHead')
    const all = await listenAs('head')
    const foreign = await record({ block: 'roads' })
    expect((await all.next(isEvent('changed'))).data.ticketIds).toEqual([foreign])
    const own = await record({ block: 'zhkh' })
    await head.next(isEvent('changed'))
    const told = head.heard.filter(isEvent('changed'))
    expect(told.map(({ data }) => data.ticketIds)).toEqual([[own]])
  })

  test('tells that something has left the block, without naming it', async () => {
    const ticketId = await record({ block: 'zhkh' })
    const head = await listenAs('zhkhHead')
    await move(ticketId, 'zhkh', 'roads')
    const { data } = await head.next(isEvent('changed'))
    expect(data.seq).toBeGreaterThan(0)
    expect(data).not.toHaveProperty('ticketIds')
  })

  test('knows what an undone step left behind: a ticket that came back to the block and leaves it again', async () => {
    const ticketId = await record({ block: 'zhkh' })
    const moved = classify(ticketId, { block: { from: 'zhkh', to: 'roads' } })
    const head = await office.signed('head')
    for (const step of [moved, command('undo', ticketId, { stepId: moved.id })])
      expect(verdict(await office.office.tickets.submit(head, step))).toBe('accepted')
    const { token } = await office.enrol('zhkhHead')
    const { seq } = await now(token)
    await move(ticketId, 'zhkh', 'roads')
    expect((await now(token, `?since=${seq}`)).changed).toEqual({ seq: expect.any(Number) })
  })

  test('begins where the reader stood', async () => {
    const { token } = await office.enrol('zhkhHead')
    const { seq } = await now(token)
    const ticketId = await record({ block: 'zhkh' })
    const head = await listenAs('zhkhHead', `?since=${seq}`)
    expect((await head.next(isEvent('changed'))).data.ticketIds).toEqual([ticketId])
  })

  test('begins with what changed since the page was drawn', async () => {
    await record({ block: 'zhkh' })
    office.clock.pass(60)
    const ticketId = await record({ block: 'zhkh' })
    const head = await listenAs('zhkhHead', '?ago=10')
    expect((await head.next(isEvent('changed'))).data.ticketIds).toEqual([ticketId])
  })

  test('tells new settings, and goes by the new duties from then on', async () => {
    const head = await listenAs('zhkhHead')
    await office.change('zhkhHead', { blocks: ['roads'] })
    const { data } = await head.next(isEvent('settings'))
    expect(data.version).toBe((await office.office.settings())?.version)
    const ticketId = await record({ block: 'roads' })
    expect((await head.next(isEvent('changed'))).data.ticketIds).toEqual([ticketId])
  })

  test('ends when the device is revoked', async () => {
    const head = await listenAs('zhkhHead')
    await office.office.people.revokeDevice(await office.signed('head'), head.deviceId)
    expect((await head.next(isEvent('bye'))).data.reason).toBe('signed-out')
    await head.end()
  })

  test('ends when the person has left the administration, and tells nothing more', async () => {
    const head = await listenAs('zhkhHead')
    await office.change('zhkhHead', { active: false })
    await record({ block: 'zhkh' })
    await head.end()
    expect(head.heard.map(({ event }) => event)).toEqual(['here', 'bye'])
  })

  test('ends with the session of a page', async () => {
    const cookie = await cookieOf(office, 'zhkhHead')
    const page = await listen('/live', { cookie })
    await page.next(isEvent('here'))
    await office.office.access.signOut(cookie.replace(/^[^=]+=/, ''))
    expect((await page.next(isEvent('bye'))).data.reason).toBe('signed-out')
    await page.end()
    const after = await office.app.request('/live/now', { headers: { cookie } })
    expect(after.status).toBe(401)
  })

  test('ends when the office closes, and the office closes', async () => {
    const head = await listenAs('zhkhHead')
    await office.restart()
    expect((await head.next(isEvent('bye'))).data.reason).toBe('closing')
    await head.end()
  })

  test('the seventh of one person ends the first', async () => {
    const { token } = await office.enrol('zhkhHead')
    const headers = { authorization: `Bearer ${token}` }
    const streams = []
    for (let opened = 0; opened < 7; opened += 1) streams.push(await listen('/api/live', headers))
    const [first, , , , , , last] = streams
    expect((await first?.next(isEvent('bye')))?.data.reason).toBe('too-many')
    await last?.next(isEvent('here'))
  })

  test('is opened by a token at one door and by a cookie at the other, never without', async () => {
    expect((await office.app.request('/api/live')).status).toBe(401)
    expect((await office.app.request('/live')).status).toBe(401)
    const cookie = await cookieOf(office, 'head')
    expect((await office.app.request('/api/live', { headers: { cookie } })).status).toBe(401)
  })

  test('is no page that is kept, and allows the pages their own script only', async () => {
    const { token } = await office.enrol('zhkhHead')
    const response = await office.app.request('/api/live', { headers: { authorization: `Bearer ${token}` } })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'; connect-src 'self'")
    await response.body?.cancel()
  })
})

describe('the house is full', () => {
  test('at two hundred streams the next reader is asked to come later', async () => {
    const { office: house } = office
    const leavers = []
    const guest = await office.signed('chief')
    for (let index = 0; index < 200; index += 1) {
      const signed = { ...guest, person: { ...guest.person, id: `guest-${index}` } }
      const place = await house.live.listen({ signed, authorise: async () => signed, from: {} })
      leavers.push(place)
    }
    expect(leavers.every(place => place !== undefined)).toBe(true)
    const { token } = await office.enrol('zhkhHead')
    const response = await office.app.request('/api/live', { headers: { authorization: `Bearer ${token}` } })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    leavers[0]?.leave()
    const again = await listen('/api/live', { authorization: `Bearer ${token}` })
    expect(again.status).toBe(200)
  })
})

describe('where streams are blocked', () => {
  test('one answer tells the same', async () => {
    const { token } = await office.enrol('zhkhHead')
    const before = await now(token)
    expect(before.changed).toBeNull()
    const own = await record({ block: 'zhkh' })
    await record({ block: 'roads' })
    const after = await now(token, `?since=${before.seq}`)
    expect(after.changed).toEqual({ seq: after.seq, ticketIds: [own] })
    expect(after.settings.version).toBe((await office.office.settings())?.version)
    expect((await now(token, `?since=${after.seq}`)).changed).toBeNull()
  })

  test('a reader ahead of a restored office is told to look again', async () => {
    const { token } = await office.enrol('zhkhHead')
    const answer = await now(token, '?since=100000')
    expect(answer.changed).toEqual({ seq: answer.seq })
  })

  test('an address that makes no sense is as if nothing was said', async () => {
    const { token } = await office.enrol('zhkhHead')
    expect((await now(token, '?since=yesterday')).changed).toBeNull()
  })
})

describe('two on one ticket', () => {
  test('see each other, by title and by what they do, and not themselves', async () => {
    const ticketId = await record({ block: 'zhkh' })
    const head = await listenAs('head')
    const zhkh = await listenAs('zhkhHead')
    expect((await sayPresence(zhkh.token, ticketId, 'replying')).status).toBe(200)
    const { data } = await head.next(isEvent('presence'))
    expect(data).toEqual({ ticketId, people: [{ title: 'Заместитель по ЖКХ', doing: 'replying' }] })
    expect((await now(zhkh.token)).presence).toEqual([])
    await sayPresence(head.token, ticketId, 'viewing')
    expect((await zhkh.next(isEvent('presence'))).data.people).toEqual([
      { title: 'Руководитель МЦУ', doing: 'viewing' },
    ])
    expect(zhkh.heard.filter(isEvent('presence'))).toHaveLength(1)
  })

  test('a word that is not repeated counts no more, and who leaves is not named', async () => {
    const ticketId = await record({ block: 'zhkh' })
    const head = await listenAs('head')
    const zhkh = await office.enrol('zhkhHead')
    await sayPresence(zhkh.token, ticketId, 'viewing')
    await head.next(isEvent('presence'))
    office.clock.pass(45)
    expect((await head.next(isEvent('presence'))).data).toEqual({ ticketId, people: [] })
    await sayPresence(zhkh.token, ticketId, 'sorting')
    await head.next(isEvent('presence'))
    await sayPresence(zhkh.token, ticketId, null)
    expect((await head.next(isEvent('presence'))).data.people).toEqual([])
  })

  test('who does not see the ticket sees nobody there, and cannot be there', async () => {
    const ticketId = await record({ block: 'zhkh' })
    const roads = await office.enrol('roadsHead')
    const zhkh = await office.enrol('zhkhHead')
    await sayPresence(zhkh.token, ticketId, 'replying')
    expect((await now(roads.token)).presence).toEqual([])
    expect((await sayPresence(roads.token, ticketId, 'viewing')).status).toBe(404)
    const head = await office.enrol('head')
    expect((await now(head.token)).presence).toEqual([
      { ticketId, people: [{ title: 'Заместитель по ЖКХ', doing: 'replying' }] },
    ])
    await move(ticketId, 'zhkh', 'roads')
    expect((await now(roads.token)).presence).toHaveLength(1)
  })

  test('expired words are swept by the next one', async () => {
    const first = await record({ block: 'zhkh' })
    const second = await record({ block: 'zhkh' })
    const { token } = await office.enrol('zhkhHead')
    await sayPresence(token, first, 'viewing')
    office.clock.pass(60)
    await sayPresence(token, second, 'viewing')
    const rows = await office.office.reader.selectFrom('presence').select('ticket_id').execute()
    expect(rows).toEqual([{ ticket_id: second }])
  })

  test('a page says it with its cookie, and no other site for it', async () => {
    const ticketId = await record({ block: 'zhkh' })
    const cookie = await cookieOf(office, 'zhkhHead')
    const say = (headers: Record<string, string>, body: string) =>
      office.app.request('/presence', { method: 'POST', headers: { cookie, ...headers }, body })
    const word = JSON.stringify({ ticketId, doing: 'viewing' })
    expect((await say({ 'content-type': 'application/json' }, word)).status).toBe(200)
    expect((await say({ 'content-type': 'text/plain', origin: 'https://evil.example' }, word)).status).toBe(
      403,
    )
    expect((await say({ 'content-type': 'application/json' }, '{"ticketId":1}')).status).toBe(400)
    expect((await say({ 'content-type': 'application/json', cookie: '' }, word)).status).toBe(401)
  })
})
