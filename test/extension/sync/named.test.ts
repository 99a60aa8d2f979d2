import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acknowledge } from '../../../extension/store/acknowledge.ts'
import { putMeta } from '../../../extension/store/desk.ts'
import { putFile } from '../../../extension/store/files.ts'
import { getRules, projectAgain } from '../../../extension/store/project.ts'
import { retryRefused } from '../../../extension/store/tray.ts'
import type { TestDesk } from './desk-for-tests.ts'
import { openPeople, type People, record, ticketAt } from './people-for-tests.ts'

let people: People
let head: TestDesk
beforeEach(async () => {
  people = await openPeople()
  head = await people.deskOf('head')
})
afterEach(() => people.close())

const now = () => people.office.clock.now()

/** As if the server had refused the last act that waits. */
async function refuseLast(ticketIds: string[]): Promise<string> {
  const row = await head.desk.outbox.orderBy('order').last()
  if (!row) throw new Error('Nothing waits')
  const { id, order, command } = row
  await head.desk.outbox.delete(order)
  const refusal = { code: 'conflict' as const, details: {} }
  await head.desk.refused.put({ id, order, command, refusal, refusedAt: now() })
  await projectAgain(head.desk, ticketIds, await getRules(head.desk))
  return id
}

describe('«Повторить»', () => {
  it('of a split shows the new ticket at once, and acts on it wait for it', async () => {
    const [post, newTicketId] = [await record(head), uuid()]
    await head.sync()
    const about = { block: 'roads' as const, subtopic: null, settlement: null, place: null, urgent: false }
    const data = { newTicketId, essence: 'Яма на дороге', ...about }
    await head.act({ type: 'split', ticketId: post, data })
    const refused = await refuseLast([post, newTicketId])
    expect(await head.desk.tickets.get(newTicketId)).toBeUndefined()
    await retryRefused(head.desk, refused, uuid(), now())
    expect(await ticketAt(head, newTicketId)).toMatchObject({ splitFrom: post })
    await head.act({ type: 'add_note', ticketId: newTicketId, data: { text: 'Съездить' } })
    await head.sync()
    expect(await head.desk.refused.count()).toBe(0)
    expect(await ticketAt(head, newTicketId)).toMatchObject({ number: 2 })
  })

  it('of an answer to a joined post shows on the ticket that it was joined to', async () => {
    const [post, outage] = [await record(head), await record(head)]
    await head.act({ type: 'merge', ticketId: post, data: { into: outage } })
    await head.sync()
    const data = { way: 'here' as const, url: 'https://vk.com/wall-1_1', text: null, accountId: null }
    await head.act({ type: 'reply_joined', ticketId: post, data })
    const refused = await refuseLast([post, outage])
    expect((await ticketAt(head, outage)).joined).toMatchObject([{ replied: null }])
    await retryRefused(head.desk, refused, uuid(), now())
    expect((await ticketAt(head, outage)).joined).toMatchObject([{ replied: 'here' }])
  })
})

describe('«Повторное к карточке», recorded here under an id of its own', () => {
  const repeats = (ticketId: string, to: string) =>
    head.act({
      type: 'classify',
      ticketId,
      data: { changes: { repeatOf: { from: null, to } }, sorted: true },
    })
  const named = async () => {
    const row = await head.desk.outbox.orderBy('order').last()
    return row?.command.type === 'classify' ? row.command.data.changes.repeatOf?.to : undefined
  }

  it('names the ticket that holds the post, once the server has told which', async () => {
    const holder = await record(head)
    await head.sync()
    const [own, later] = [await record(head), await record(head)]
    await repeats(later, own)
    const capture = await head.desk.outbox.orderBy('order').first()
    const commandId = capture?.id ?? ''
    const outcome = { outcome: 'accepted' as const, commandId, ticketId: holder, number: 1, duplicate: false }
    await acknowledge(head.desk, [outcome], now())
    expect(await named()).toBe(holder)
    expect((await ticketAt(head, later)).repeatOf).toBe(holder)
    const another = await record(head)
    await repeats(another, own)
    expect(await named()).toBe(holder)
  })
})

describe('The bytes of a photo', () => {
  const jpeg = () =>
    new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70])], 'яма.jpg', { type: 'image/jpeg' })

  async function photoOnServer(): Promise<string> {
    const put = await putFile(head.desk, jpeg())
    if (put.outcome === 'refused') throw new Error(put.words)
    const ticketId = await record(head)
    const [row] = await head.desk.outbox.toArray()
    if (row?.command.type !== 'capture') throw new Error(`Nothing was recorded for ${ticketId}`)
    const data = { ...row.command.data, files: [put.file] }
    await head.desk.outbox.put({ ...row, command: { ...row.command, data } })
    await head.sync()
    expect(await head.desk.files.count()).toBe(0)
    return put.file.sha256
  }

  it('are put again on a server that was restored from a copy', async () => {
    const sha256 = await photoOnServer()
    const heard: string[] = []
    const { app } = people.office
    const pass = app.request.bind(app)
    app.request = (path, init) => {
      heard.push(`${init?.method} ${String(path)}`)
      return pass(path, init)
    }
    await head.sync()
    expect(heard).not.toContain(`PUT /api/files/${sha256}`)
    await putMeta(head.desk, 'epoch', 'before the restore')
    expect(await head.sync()).toEqual({ link: 'online' })
    expect(heard).toContain(`PUT /api/files/${sha256}`)
    expect(await head.desk.files.count()).toBe(0)
  })

  it('are kept as long as an act here names them, and not longer', async () => {
    const sha256 = await photoOnServer()
    people.office.clock.pass(15 * 86_400)
    await head.sync()
    expect(await head.desk.sentFiles.toCollection().primaryKeys()).toEqual([sha256])
    await head.desk.sent.clear()
    await head.sync()
    expect(await head.desk.sentFiles.count()).toBe(0)
  })
})
