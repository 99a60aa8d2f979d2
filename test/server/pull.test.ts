import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { maxPageBytes, maxTicketsPerPage, type PullAnswer } from '../../shared/sync/wire.ts'
import {
  assign,
  capture,
  classify,
  openOffice,
  prepareReply,
  publish,
  sourceDraft,
  type TestDevice,
  type TestOffice,
  verdict,
  withdraw,
} from './office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

const day = 86400
/** Three of these fill a page. */
const large = () => capture({ block: 'zhkh', source: sourceDraft({ text: 'Ж'.repeat(150_000) }) })

async function pullAll(device: TestDevice, cursor: string | null = null): Promise<PullAnswer[]> {
  const answers: PullAnswer[] = []
  for (let next = cursor; ; ) {
    const answer = await device.pull(next)
    answers.push(answer)
    if (!answer.more) return answers
    next = answer.cursor
  }
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
/** An ordinary message with its post and its mark takes no more on the way, and no less than three quarters of it. */
const ordinaryBytes = 4.75 * 1024
/** More than one page, and never three. */
const ofTwoPages = 2 * Math.floor(maxPageBytes / ordinaryBytes)

const idsOf = (answers: PullAnswer[]) => answers.flatMap(answer => answer.tickets.map(view => view.ticket.id))

test('pages hold at most 500 tickets and a megabyte, the first can be used at once, and together they miss and repeat nothing', {
  timeout: 90_000,
}, async () => {
  const operator = await t.enrol('operator')
  const recorded = Array.from({ length: ofTwoPages }, () => capture())
  for (let at = 0; at < recorded.length; at += 130) await operator.push(recorded.slice(at, at + 130))
  const answers = await pullAll(await t.enrol('head'))
  for (const { tickets, marks } of answers) {
    expect(tickets.length).toBeLessThanOrEqual(maxTicketsPerPage)
    expect(bytesOf(tickets)).toBeLessThanOrEqual(maxPageBytes)
    for (const [at, view] of tickets.entries()) {
      expect(bytesOf(view) + bytesOf([marks[at]])).toBeLessThanOrEqual(ordinaryBytes)
      expect(bytesOf(view) + bytesOf([marks[at]])).toBeGreaterThan(0.75 * ordinaryBytes)
    }
  }
  expect(answers.map(({ first, more, resync }) => ({ first, more, resync }))).toEqual([
    { first: true, more: true, resync: true },
    { first: false, more: false, resync: true },
  ])
  expect(idsOf(answers)).toEqual(recorded.map(command => command.ticketId))
})

test('a stored ticket stays small through its whole life: what can be told again is not kept twice', async () => {
  const head = await t.enrol('head')
  const { ticketId } = capture()
  const life = [
    capture({ ticketId, place: 'Садовая, 5' }),
    classify(ticketId, { urgent: { from: false, to: true } }),
    assign(ticketId, 'roads-unit'),
    publish(ticketId, { kind: 'first', text: 'Приняли в работу' }),
    prepareReply(ticketId, 'Воду дали'),
    publish(ticketId, { text: 'Воду дали' }),
  ]
  for (const command of life) {
    expect((await head.push([command])).map(verdict)).toEqual(['accepted'])
    const { state } = await t.office.reader.selectFrom('tickets').select('state').executeTakeFirstOrThrow()
    expect(Buffer.byteLength(state)).toBeLessThanOrEqual(4.75 * 1024)
  }
})

test('tickets larger than a quarter of a page come too', async () => {
  const operator = await t.enrol('operator')
  const recorded = Array.from({ length: 7 }, large)
  for (const command of recorded) await operator.push([command])
  const answers = await pullAll(operator)
  expect(answers.map(answer => answer.tickets.length)).toEqual([3, 3, 1])
  for (const { tickets } of answers) expect(bytesOf(tickets)).toBeLessThan(maxPageBytes)
  expect(idsOf(answers)).toEqual(recorded.map(command => command.ticketId))
})

test('a change between two pages of a fresh start is not missed, a withdrawal neither', async () => {
  const operator = await t.enrol('operator')
  const [a, b] = [large(), large()]
  for (const command of [a, b, large(), large()]) await operator.push([command])
  const device = await t.enrol('operator')
  const page = await device.pull()
  expect(page.more).toBe(true)
  await operator.push([
    withdraw(a.ticketId),
    classify(b.ticketId, { urgent: { from: false, to: true } }, { sorted: false }),
  ])
  const rest = await pullAll(device, page.cursor)
  const last = rest.flatMap(answer => answer.tickets)
  expect(last.find(view => view.ticket.id === a.ticketId)?.ticket.status).toBe('withdrawn')
  expect(last.find(view => view.ticket.id === b.ticketId)?.ticket.urgent).toBe(true)
  expect(rest.flatMap(answer => answer.marks).find(mark => mark.ticketId === a.ticketId)?.status).toBe(
    'withdrawn',
  )
})

test('what leaves the scope between two pages of a fresh start is named as gone', async () => {
  const head = await t.enrol('head')
  const moved = large()
  for (const command of [moved, large(), large(), large()]) await head.push([command])
  const device = await t.enrol('zhkhHead')
  const page = await device.pull()
  expect(page.tickets.map(view => view.ticket.id)).toContain(moved.ticketId)
  await head.push([classify(moved.ticketId, { block: { from: 'zhkh', to: 'roads' } })])
  const rest = await pullAll(device, page.cursor)
  expect(rest.flatMap(answer => answer.gone)).toEqual([moved.ticketId])
})

test('a fresh start brings open tickets and those closed within 30 days, marks of those closed within 90', async () => {
  const head = await t.enrol('head')
  const old = capture()
  await head.push([old, publish(old.ticketId)])
  t.clock.pass(40 * day)
  const recent = capture({ occurredAt: t.clock.now() })
  await head.push([recent, publish(recent.ticketId, {}, { occurredAt: t.clock.now() })])
  t.clock.pass(10 * day)
  const open = capture({ occurredAt: t.clock.now() })
  await head.push([open])
  const answer = await (await t.enrol('operator')).pull()
  expect(answer.tickets.map(view => view.ticket.id)).toEqual([open.ticketId])
  const all = await (await t.enrol('head')).pull()
  expect(all.tickets.map(view => view.ticket.id)).toEqual([recent.ticketId, open.ticketId])
  expect(all.marks.map(mark => mark.ticketId)).toEqual([old.ticketId, recent.ticketId, open.ticketId])
  t.clock.pass(45 * day)
  expect((await (await t.enrol('head')).pull()).marks.map(mark => mark.ticketId)).toEqual([
    recent.ticketId,
    open.ticketId,
  ])
})

test('a withdrawn record reaches those who have it as withdrawn, and a fresh start does not bring it', async () => {
  const operator = await t.enrol('operator')
  const other = await t.enrol('operator2')
  const recorded = capture()
  await operator.push([recorded])
  const [mine, theirs] = [await operator.pull(), await other.pull()]
  await operator.push([withdraw(recorded.ticketId)])
  const after = await operator.pull(mine.cursor)
  expect(after.tickets.map(view => view.ticket.status)).toEqual(['withdrawn'])
  const elsewhere = await other.pull(theirs.cursor)
  expect(elsewhere).toMatchObject({ gone: [recorded.ticketId], tickets: [] })
  expect(elsewhere.marks.map(mark => mark.status)).toEqual(['withdrawn'])
  const fresh = await operator.pull()
  expect(fresh).toMatchObject({ tickets: [], marks: [], resync: true })
})

test('a post that was withdrawn and recorded anew ends marked with the new ticket', async () => {
  const operator = await t.enrol('operator')
  const { cursor } = await operator.pull()
  const [a, b] = [capture({ key: 'vk:-1:1' }), capture({ key: 'vk:-1:1' })]
  await operator.push([a, withdraw(a.ticketId), b])
  const { marks } = await operator.pull(cursor)
  expect(marks.map(mark => [mark.ticketId, mark.status])).toEqual([
    [a.ticketId, 'withdrawn'],
    [b.ticketId, 'new'],
  ])
})

test.each(['', 'garbled', 'e30', Buffer.from('{"v":1,"seq":-1}').toString('base64url')])(
  'a garbled cursor begins anew: «%s»',
  async cursor => {
    const operator = await t.enrol('operator')
    await operator.push([capture()])
    expect(await operator.pull(cursor)).toMatchObject({ resync: true, first: true, tickets: [{}] })
  },
)

test('a cursor of a restored database begins anew', async () => {
  const operator = await t.enrol('operator')
  await operator.push([capture()])
  const { cursor, epoch } = await operator.pull()
  const file = new Sqlite(`${t.folder}/pult.sqlite`)
  file.prepare('update organisations set epoch = ?').run('restored')
  file.close()
  const answer = await operator.pull(cursor)
  expect(answer).toMatchObject({ resync: true, epoch: 'restored' })
  expect(epoch).not.toBe('restored')
})

test('the settings come when their version differs, and only then', async () => {
  const operator = await t.enrol('operator')
  const { settings, cursor } = await operator.pull()
  const version = settings?.version ?? null
  expect(version).toBeGreaterThan(1)
  expect((await operator.pull(cursor, version)).settings).toBeNull()
  await t.office.people.saveRecipients(await t.signed('head'), [])
  const changed = (await operator.pull(cursor, version)).settings
  expect(changed).toMatchObject({ version: (version ?? 0) + 1, recipients: [] })
})

test('after a restore the settings come even when their version is the one that the device has', async () => {
  const operator = await t.enrol('operator')
  const { settings, cursor } = await operator.pull()
  const version = settings?.version ?? null
  const file = new Sqlite(`${t.folder}/pult.sqlite`)
  file.prepare('update organisations set epoch = ?').run('restored')
  file.close()
  expect((await operator.pull(cursor, version)).settings).toMatchObject({ version })
})

test('calls and letters put no marks on the desks of all; a post of a Telegram group does', async () => {
  const operator = await t.enrol('operator')
  const call = sourceDraft({ key: 'call:2026-11-16:1', channel: 'phone', kind: 'call', url: null })
  const telegram = sourceDraft({
    key: 'telegram:-1845000002:77',
    channel: 'telegram',
    url: 'https://t.me/c/1845000002/77',
  })
  await operator.push([capture({ source: call }), capture({ source: telegram })])
  const other = await t.enrol('roadsHead')
  expect((await other.pull()).marks.map(mark => mark.key)).toEqual(['telegram:-1845000002:77'])
  const own = await operator.pull()
  expect(own.tickets).toHaveLength(2)
  expect(own.marks).toHaveLength(1)
})
