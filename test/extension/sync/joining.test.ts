import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTray } from '../../../extension/store/tray.ts'
import { undoLast } from '../../../extension/store/undo.ts'
import type { TestDesk } from './desk-for-tests.ts'
import { openPeople, type People, record, ticketAt } from './people-for-tests.ts'

let people: People
let head: TestDesk
beforeEach(async () => {
  people = await openPeople()
  head = await people.deskOf('head')
})
afterEach(async () => {
  expect(people.office.errors).toEqual([])
  await people.close()
})

describe('Joining two tickets offline', () => {
  it('shows at once on both, and on the server after the push', async () => {
    const [post, outage] = [await record(head), await record(head)]
    await head.act({ type: 'merge', ticketId: post, data: { into: outage } })
    expect((await ticketAt(head, post)).status).toBe('merged')
    expect((await ticketAt(head, outage)).joined.map(each => each.ticketId)).toEqual([post])
    await head.sync()
    expect(await head.desk.refused.count()).toBe(0)
    expect(await ticketAt(head, post)).toMatchObject({ status: 'merged', merged: { intoNumber: 2 } })
    expect((await ticketAt(head, outage)).joined).toMatchObject([{ ticketId: post, number: 1 }])
  })

  it('refused by the server comes apart again on both', async () => {
    const deputy = await people.deskOf('zhkhHead')
    const [post, outage] = [await record(head), await record(head)]
    for (const ticketId of [post, outage])
      await head.act({ type: 'classify', ticketId, data: { changes: {}, sorted: true } })
    await head.sync()
    await deputy.sync()
    await deputy.act({ type: 'reject', ticketId: outage, data: { reason: 'off_topic', text: null } })
    await head.act({ type: 'merge', ticketId: post, data: { into: outage } })
    await deputy.sync()
    await head.sync()
    const [row] = await readTray(head.desk)
    expect(row?.refusal.code).toBe('cannot-join')
    expect((await ticketAt(head, post)).status).toBe('new')
    expect(await ticketAt(head, outage)).toMatchObject({ status: 'no_answer_needed', joined: [] })
  })

  it('keeps the joined one’s answer in step with the ticket that it was joined to', async () => {
    const [post, outage] = [await record(head), await record(head)]
    await head.act({ type: 'merge', ticketId: post, data: { into: outage } })
    const data = { way: 'here' as const, url: 'https://vk.com/wall-1_1', text: null, accountId: null }
    await head.act({ type: 'reply_joined', ticketId: post, data })
    expect((await ticketAt(head, outage)).joined).toMatchObject([{ ticketId: post, replied: 'here' }])
    await head.sync()
    expect((await ticketAt(head, outage)).joined).toMatchObject([{ ticketId: post, replied: 'here' }])
    expect(await head.desk.refused.count()).toBe(0)
  })
})

describe('Splitting a post offline', () => {
  it('shows the new ticket at once, takes acts on it, and gives it its number later', async () => {
    const post = await record(head)
    const newTicketId = uuid()
    const data = {
      newTicketId,
      essence: 'Яма на дороге',
      block: 'roads' as const,
      subtopic: null,
      settlement: null,
      place: null,
      urgent: false,
    }
    await head.act({ type: 'split', ticketId: post, data })
    expect(await ticketAt(head, newTicketId)).toMatchObject({ number: null, splitFrom: post, block: 'roads' })
    await head.act({ type: 'add_note', ticketId: newTicketId, data: { text: 'Съездить' } })
    await head.sync()
    expect(await head.desk.refused.count()).toBe(0)
    expect(await ticketAt(head, newTicketId)).toMatchObject({ number: 2, splitFrom: post })
    expect((await ticketAt(head, newTicketId)).notes).toHaveLength(1)
    expect((await ticketAt(head, post)).splits).toEqual([newTicketId])
  })
})

describe('«Отменить»', () => {
  const undo = (ticketId: string) => undoLast(head.desk, ticketId, uuid(), people.office.clock.now())

  it('before anything was sent takes the act out of the queue, as if it had never been', async () => {
    const ticketId = await record(head)
    await head.sync()
    const before = await ticketAt(head, ticketId)
    await head.act({ type: 'assign', ticketId, data: { recipientId: 'teploset' } })
    expect((await undo(ticketId)).outcome).toBe('queued')
    expect(await head.desk.outbox.count()).toBe(0)
    expect(await ticketAt(head, ticketId)).toEqual(before)
  })

  it('takes a joining apart on both tickets while it was not sent', async () => {
    const [post, outage] = [await record(head), await record(head)]
    await head.sync()
    await head.act({ type: 'merge', ticketId: post, data: { into: outage } })
    await undo(post)
    expect((await ticketAt(head, post)).status).toBe('new')
    expect((await ticketAt(head, outage)).joined).toEqual([])
    expect(await head.desk.outbox.count()).toBe(0)
  })

  it('of an act that may have arrived goes up as an act of its own', async () => {
    const ticketId = await record(head)
    await head.sync()
    await head.act({ type: 'assign', ticketId, data: { recipientId: 'teploset' } })
    await head.sync('answer-lost')
    expect((await undo(ticketId)).outcome).toBe('queued')
    expect((await ticketAt(head, ticketId)).status).toBe('new')
    expect(await head.desk.outbox.count()).toBe(2)
    await head.sync()
    expect(await head.desk.refused.count()).toBe(0)
    expect((await ticketAt(head, ticketId)).status).toBe('new')
  })

  it('of what was never done is refused in words', async () => {
    const ticketId = await record(head)
    await head.sync()
    expect(await undo(ticketId)).toMatchObject({ outcome: 'refused' })
  })
})
