import { afterEach, beforeEach, expect, it } from 'vitest'
import { getMeta, putMeta } from '../../../extension/store/desk.ts'
import { actorFor, getRules } from '../../../extension/store/project.ts'
import { countMine } from '../../../extension/worker/badge.ts'
import type { TestDesk } from './desk-for-tests.ts'
import { openPeople, type People, record } from './people-for-tests.ts'

let people: People
beforeEach(async () => {
  people = await openPeople()
})
afterEach(() => people.close())

/** The badge of this computer at an instant, without any contact with the server. */
async function badgeAt({ desk }: TestDesk, now: string) {
  const rules = await getRules(desk)
  return countMine({ desk, rules, actor: actorFor(rules, now), now })
}

it('A substitute’s badge begins and ends by the clock, also offline', async () => {
  const head = await people.deskOf('head')
  const substitute = await people.deskOf('roadsHead')
  const ticketId = await record(head)
  await head.act({ type: 'classify', ticketId, data: { changes: {}, sorted: true } })
  await head.sync()
  // What the server brings of a substitution: its settings, and the tickets of the block for the time.
  const settings = await getMeta(substitute.desk, 'settings')
  const ticket = await head.desk.tickets.get(ticketId)
  if (!settings || !ticket) throw new Error('Nothing was synced')
  const absence = {
    id: 'leave',
    absentId: people.office.idOf('zhkhHead'),
    substituteId: substitute.personId,
    from: '2026-11-18',
    to: '2026-11-20',
  }
  await putMeta(substitute.desk, 'settings', { ...settings, absences: [absence] })
  await substitute.desk.tickets.put(ticket)
  expect(await badgeAt(substitute, '2026-11-17T19:59:00.000Z')).toEqual({ overdue: 0, today: 0 })
  expect(await badgeAt(substitute, '2026-11-17T20:01:00.000Z')).toEqual({ overdue: 1, today: 0 })
  expect(await badgeAt(substitute, '2026-11-20T19:59:00.000Z')).toEqual({ overdue: 1, today: 0 })
  expect(await badgeAt(substitute, '2026-11-20T20:01:00.000Z')).toEqual({ overdue: 0, today: 0 })
})

it('What is put before the head is on the head’s badge until it is decided', async () => {
  const head = await people.deskOf('head')
  const ticketId = await record(head)
  await head.act({ type: 'classify', ticketId, data: { changes: {}, sorted: true } })
  const now = people.office.clock.now()
  const before = await badgeAt(head, now)
  await head.act({ type: 'put_before_head', ticketId, data: { question: 'Чья труба?', proposal: null } })
  expect((await badgeAt(head, now)).overdue).toBe(before.overdue + 1)
  await head.act({ type: 'decide_question', ticketId, data: { decision: 'Водоканал' } })
  expect((await badgeAt(head, now)).overdue).toBe(before.overdue)
})

it('An order of the chief is on the badge of whoever was ordered, until it is reported', async () => {
  const chief = await people.deskOf('chief')
  const head = await people.deskOf('zhkhHead')
  const ticketId = await record(head)
  await head.act({ type: 'classify', ticketId, data: { changes: {}, sorted: true } })
  await head.act({
    type: 'publish',
    ticketId,
    data: { kind: 'final', way: 'phone', url: null, text: 'Починили', accountId: null, promisedDate: null },
  })
  await head.sync()
  await chief.sync()
  const to = { type: 'person', personId: people.office.idOf('zhkhHead') } as const
  const dueOn = people.office.clock.now().slice(0, 10)
  await chief.act({ type: 'give_order', ticketId, data: { to, dueOn, text: 'Доложить' } })
  await chief.sync()
  await head.sync()
  expect(await badgeAt(head, `${dueOn}T19:00:00.000Z`)).toEqual({ overdue: 1, today: 0 })
  expect(await badgeAt(chief, `${dueOn}T19:00:00.000Z`)).toEqual({ overdue: 0, today: 0 })
  const order = (await head.desk.tickets.get(ticketId))?.view.ticket.orders[0]
  await head.act({ type: 'report_order', ticketId, data: { orderId: order?.orderId ?? '', text: 'Сделано' } })
  expect(await badgeAt(head, `${dueOn}T19:00:00.000Z`)).toEqual({ overdue: 0, today: 0 })
})
