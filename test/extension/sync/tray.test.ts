import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportCommands } from '../../../extension/store/export.ts'
import {
  discardRefused,
  readTray,
  replaceRefused,
  resolveConflict,
  restoreRefused,
  retryRefused,
} from '../../../extension/store/tray.ts'
import { placeText } from '../../../shared/ticket/decision.ts'
import type { TestDesk } from './desk-for-tests.ts'
import { openPeople, type People, shareTicket, ticketAt } from './people-for-tests.ts'

let people: People
let head: TestDesk
let deputy: TestDesk
let ticketId: string
beforeEach(async () => {
  people = await openPeople()
  ;({ head, deputy, ticketId } = await shareTicket(people))
})
afterEach(async () => {
  expect(people.office.errors).toEqual([])
  await people.close()
})

const now = () => people.office.clock.now()

/** Both set place and urgency offline; the head's edit comes second and is refused. */
async function conflict(): Promise<string> {
  await head.act({
    type: 'classify',
    ticketId,
    data: {
      changes: { place: { from: null, to: 'Садовая, 5' }, kind: { from: 'message', to: 'question' } },
      sorted: true,
    },
  })
  await deputy.act({
    type: 'classify',
    ticketId,
    data: { changes: { place: { from: null, to: 'Садовая, 50' } }, sorted: true },
  })
  await deputy.sync()
  await head.sync()
  const [row] = await readTray(head.desk)
  if (!row) throw new Error('Nothing was refused')
  return row.commandId
}

async function placeAt(desk: TestDesk) {
  const found = await desk.desk.tickets.get(ticketId)
  return found && placeText(found.view)
}

describe('A refused act in the tray', () => {
  it('repeated goes up under a new id with the person’s own values over what stands now', async () => {
    const refused = await conflict()
    await retryRefused(head.desk, refused, uuid(), now())
    expect(await head.desk.refused.count()).toBe(0)
    await head.sync()
    expect(await readTray(head.desk)).toEqual([])
    expect(await placeAt(head)).toBe('Садовая, 5')
    expect((await ticketAt(head, ticketId)).kind).toBe('question')
  })

  it('resolved field by field keeps what was chosen and leaves the rest to the colleague', async () => {
    const refused = await conflict()
    const acted = await resolveConflict(head.desk, refused, { place: 'theirs', kind: 'mine' }, uuid(), now())
    expect(acted.outcome).toBe('queued')
    await head.sync()
    expect(await placeAt(head)).toBe('Садовая, 50')
    expect((await ticketAt(head, ticketId)).kind).toBe('question')
    expect(await head.desk.refused.count()).toBe(0)
  })

  it('resolved wholly in the colleague’s favour just leaves the tray', async () => {
    const refused = await conflict()
    await resolveConflict(head.desk, refused, { place: 'theirs', kind: 'theirs' }, uuid(), now())
    expect(await head.desk.refused.count()).toBe(0)
    expect(await head.desk.outbox.count()).toBe(0)
  })

  it('edited becomes a new act, and leaves the tray in the same moment', async () => {
    const refused = await conflict()
    const data = { changes: { place: { from: 'Садовая, 50', to: 'Садовая, 5а' } }, sorted: true }
    const acted = await replaceRefused(head.desk, refused, { type: 'classify', data }, uuid(), now())
    expect(acted.outcome).toBe('queued')
    expect(await head.desk.refused.count()).toBe(0)
    await head.sync()
    expect(await placeAt(head)).toBe('Садовая, 5а')
  })

  it('edited into what the rules refuse stays in the tray as it was', async () => {
    const refused = await conflict()
    const data = { recipientId: 'nobody-like-this' }
    const acted = await replaceRefused(head.desk, refused, { type: 'assign', data }, uuid(), now())
    expect(acted).toMatchObject({ outcome: 'refused', refusal: { code: 'unknown-recipient' } })
    expect((await readTray(head.desk)).map(row => row.commandId)).toEqual([refused])
    expect(await head.desk.outbox.count()).toBe(0)
  })

  it('put away can be brought back, and ten minutes later is gone for good', async () => {
    const refused = await conflict()
    const before = await readTray(head.desk)
    await discardRefused(head.desk, refused, now())
    expect(await readTray(head.desk)).toEqual([])
    await restoreRefused(head.desk, refused)
    expect(await readTray(head.desk)).toEqual(before)
    await discardRefused(head.desk, refused, now())
    people.office.clock.pass(601)
    const another = { ...before[0]?.command, id: uuid() }
    if (!('type' in another) || before[0] === undefined) throw new Error('Nothing was refused')
    const { refusal, refusedAt } = before[0]
    await head.desk.refused.put({ id: another.id, order: 0, command: another, refusal, refusedAt })
    await discardRefused(head.desk, another.id, now())
    await restoreRefused(head.desk, refused)
    expect(await readTray(head.desk)).toEqual([])
  })

  it('goes to a file together with what waits, with its reason and without any key of the server', async () => {
    await conflict()
    await head.act({ type: 'add_note', ticketId, data: { text: 'Позвонить завтра' } })
    const { text, count, fileName } = await exportCommands(head.desk, null, now())
    expect(count).toBe(2)
    expect(fileName).toMatch(/^pult-ne-prinyato-2026-11-16T06-00\.json$/u)
    expect(JSON.parse(text)).toMatchObject({
      waiting: [{ number: 1, command: { type: 'add_note', data: { text: 'Позвонить завтра' } } }],
      refused: [
        { number: 1, why: expect.stringMatching(/изменил другой человек/u), command: { type: 'classify' } },
      ],
    })
    expect(text).not.toMatch(/token|deviceId/u)
    const [row] = await readTray(head.desk)
    expect((await exportCommands(head.desk, [row?.commandId ?? ''], now())).count).toBe(1)
  })
})

describe('A ticket with acts that the server does not know yet', () => {
  it('names each of them, until they are acknowledged', async () => {
    await head.act({ type: 'add_note', ticketId, data: { text: 'Первое' } })
    await head.act({ type: 'add_note', ticketId, data: { text: 'Второе' } })
    const waiting = (await head.desk.outbox.orderBy('order').toArray()).map(row => row.id)
    expect((await head.desk.tickets.get(ticketId))?.waitingIds).toEqual(waiting)
    expect(waiting).toHaveLength(2)
    await head.sync()
    expect((await head.desk.tickets.get(ticketId))?.waitingIds).toEqual([])
  })
})
