import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { deskOf, forgetDesk, getMeta, putMeta } from '../../../extension/store/desk.ts'
import { receive } from '../../../extension/store/receive.ts'
import { retryRefused } from '../../../extension/store/tray.ts'
import { createSyncer } from '../../../extension/sync/sync.ts'
import {
  capture,
  classify,
  openOffice,
  type PersonName,
  sourceDraft,
  type TestOffice,
} from '../../server/office-for-tests.ts'
import { createDesk, type TestDesk } from './desk-for-tests.ts'

let office: TestOffice
const desks: TestDesk[] = []

beforeEach(async () => {
  office = await openOffice()
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const desk of desks.splice(0)) await desk.close()
  await office.close()
})

async function deskOfPerson(name: PersonName): Promise<TestDesk> {
  const desk = createDesk(office, await office.enrol(name))
  desks.push(desk)
  return desk
}

async function record(desk: TestDesk, post: number, text = 'Нет воды'): Promise<string> {
  const source = sourceDraft({ key: `vk:-212000001:${post}`, text })
  const acted = await desk.act({ type: 'capture', ticketId: uuid(), data: capture({ source }).data })
  if (acted.outcome === 'refused') throw new Error(acted.refusal.code)
  return acted.ticketId
}

/** Twenty long posts: more than one page of a pull. */
async function recordMany(desk: TestDesk): Promise<void> {
  await desk.sync()
  for (let post = 0; post < 20; post += 1) await record(desk, post, 'я'.repeat(90_000))
  await desk.sync()
}

describe('A computer that joins an office with much in work', () => {
  it('has every ticket, though they come in several pages, and the first ones at once', async () => {
    await recordMany(await deskOfPerson('operator'))
    const head = await deskOfPerson('head')
    const device = await office.enrol('head')
    const page = await device.pull()
    expect(page.more).toBe(true)
    await receive(head.desk, page)
    expect(await head.desk.tickets.count()).toBe(page.tickets.length)
    await head.sync()
    expect(await head.desk.tickets.count()).toBe(20)
    expect(await head.desk.marks.count()).toBe(20)
  })

  it('does not keep a ticket that was taken from the person while the pages came', async () => {
    await recordMany(await deskOfPerson('operator'))
    const device = await office.enrol('zhkhHead')
    const desk = createDesk(office, device)
    desks.push(desk)
    await putMeta(desk.desk, 'cursor', 'of an older generation')
    let page = await device.pull()
    await receive(desk.desk, page)
    const left = page.tickets[0]?.ticket
    if (!left) throw new Error('No ticket came')
    const head = await office.enrol('head')
    await head.push([classify(left.id, { block: { from: left.block, to: 'roads' } })])
    while (page.more) {
      page = await device.pull(page.cursor, 1)
      await receive(desk.desk, page)
    }
    expect(await desk.desk.tickets.get(left.id)).toBeUndefined()
    expect(await desk.desk.tickets.count()).toBe(19)
  })
})

describe('What must never go round or get lost', () => {
  it('a post recorded, taken back and recorded again keeps its mark at the colleague’s', async () => {
    const operator = await deskOfPerson('operator')
    const colleague = await deskOfPerson('zhkhHead')
    await operator.sync()
    await colleague.sync()
    const ticketId = await record(operator, 1)
    await operator.act({ type: 'withdraw', ticketId, data: {} })
    await record(operator, 1)
    await operator.sync()
    await colleague.sync()
    expect(await colleague.desk.marks.count()).toBe(1)
  })

  it('settings that an update of the extension cannot read are fetched anew, and what waits goes up once', async () => {
    const operator = await deskOfPerson('operator')
    await operator.sync()
    await record(operator, 1)
    await operator.desk.meta.put({ name: 'settings', value: { of: 'an older version' } })
    const request = vi.spyOn(office.app, 'request')
    expect(await operator.sync()).toEqual({ link: 'online' })
    expect(request.mock.calls.length).toBeLessThan(5)
    expect(await operator.desk.outbox.count()).toBe(0)
    expect(await getMeta(operator.desk, 'settings')).toBeDefined()
    expect(await operator.desk.tickets.count()).toBe(1)
  })

  it('after a restore the forgotten record goes up before the edit that waits on it', async () => {
    const operator = await deskOfPerson('operator')
    await operator.sync()
    const ticketId = await record(operator, 1)
    // Acknowledged by the server that was restored afterwards to a copy without it.
    const [row] = await operator.desk.outbox.toArray()
    const ticket = await operator.desk.tickets.get(ticketId)
    if (!row || !ticket) throw new Error('Nothing was recorded')
    await operator.desk.outbox.clear()
    await operator.desk.sent.put({
      id: row.id,
      order: row.order,
      touches: row.touches,
      command: row.command,
      sentAt: office.clock.now(),
    })
    await operator.desk.tickets.put({ ...ticket, snapshot: ticket.view, waiting: 0, waitingIds: [] })
    await putMeta(operator.desk, 'epoch', 'before the restore')
    const changes = { urgent: { from: false, to: true } }
    await operator.act({ type: 'classify', ticketId, data: { changes, sorted: true } })
    expect(await operator.sync()).toEqual({ link: 'online' })
    expect(await operator.desk.refused.toArray()).toEqual([])
    const [after] = await operator.desk.tickets.toArray()
    expect(after?.view.ticket).toMatchObject({ id: ticketId, number: 1, urgent: true })
  })

  it('«Повторить» on a conflict sets one’s own value over what stands now', async () => {
    const [first, second] = [await deskOfPerson('operator'), await deskOfPerson('head')]
    await first.sync()
    const ticketId = await record(first, 1)
    await first.sync()
    await second.sync()
    const move = (desk: TestDesk, to: 'energy' | 'roads') =>
      desk.act({
        type: 'classify',
        ticketId,
        data: { changes: { block: { from: 'zhkh', to } }, sorted: true },
      })
    await move(first, 'energy')
    await move(second, 'roads')
    await second.sync()
    await first.sync()
    const [refused] = await first.desk.refused.toArray()
    expect(refused?.refusal.code).toBe('conflict')
    await retryRefused(first.desk, refused?.id ?? '', uuid(), office.clock.now())
    await first.sync()
    expect(await first.desk.refused.count()).toBe(0)
    expect((await first.desk.tickets.get(ticketId))?.view.ticket.block).toBe('energy')
  })

  it('a wish during a run that was itself wished for causes one more run', async () => {
    const ends: (() => void)[] = []
    const syncer = createSyncer(
      () =>
        new Promise<void>(end => {
          ends.push(end)
        }),
    )
    void syncer.wish()
    void syncer.wish()
    ends[0]?.()
    await vi.waitFor(() => expect(ends).toHaveLength(2))
    void syncer.wish()
    ends[1]?.()
    await vi.waitFor(() => expect(ends).toHaveLength(3))
  })

  it('a computer that was disconnected can be connected again at once', async () => {
    const connection = { organisationId: 'office', personId: 'person' }
    await putMeta(deskOf(connection), 'epoch', 'first')
    await forgetDesk(deskOf(connection))
    await putMeta(deskOf(connection), 'epoch', 'second')
    expect(await getMeta(deskOf(connection), 'epoch')).toBe('second')
    await forgetDesk(deskOf(connection))
  })
})
