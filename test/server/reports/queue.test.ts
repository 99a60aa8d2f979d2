/** What «Быстро решаем» counts. */
import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { readQueue } from '../../../server/reports/queue.ts'
import {
  capture,
  command,
  openOffice,
  type PersonName,
  publish,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'
import { open } from '../pages/sample-office.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice({ mountPages })
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

async function queueOf(name: PersonName, tab: 'all' | 'blocks' | 'mine') {
  const signed = await t.signed(name)
  const { reader, organisationId, tickets } = t.office
  return readQueue({ reader, organisationId, scope: tickets.scopeOf(signed) }, signed, { tab }, t.clock.now())
}

async function submit(sent: Parameters<TestOffice['office']['tickets']['submit']>[1]): Promise<void> {
  expect(verdict(await t.office.tickets.submit(await t.signed('head'), sent))).toBe('accepted')
}

it('a post about two matters is two tickets, one message and one author', async () => {
  const recorded = capture({ block: 'roads' })
  await submit(recorded)
  const beginning = { subtopic: null, settlement: null, place: null, urgent: false, kind: 'message' } as const
  await submit(
    command('split', recorded.ticketId, {
      newTicketId: uuid(),
      essence: 'Ещё и мусор',
      block: 'tko',
      ...beginning,
    }),
  )
  expect(await queueOf('head', 'all')).toMatchObject({ total: 2, messages: 1, authors: 1 })
})

it('a tab and a block count what is open in the scope, one list as the other', async () => {
  for (const block of ['roads', 'roads', 'zhkh', 'tko'] as const) await submit(capture({ block }))
  const head = await queueOf('head', 'all')
  expect(head.tabs).toMatchObject({ all: 4, blocks: 0 })
  expect([...head.blocks].toSorted()).toEqual([
    ['roads', 2],
    ['tko', 1],
    ['zhkh', 1],
  ])
  const roads = await queueOf('roadsHead', 'blocks')
  expect(roads).toMatchObject({ total: 2, tabs: { blocks: 2 } })
  expect([...roads.blocks]).toEqual([['roads', 2]])
})

it('an order of the chief on an answered ticket stands in «У меня» of whom it is to, until it is reported', async () => {
  const recorded = capture({ block: 'roads' })
  await submit(recorded)
  await submit(publish(recorded.ticketId, { kind: 'final' }))
  const toUnit = { type: 'recipient' as const, recipientId: 'roads-unit' }
  const order = command('give_order', recorded.ticketId, {
    to: toUnit,
    dueOn: '2026-11-18',
    text: 'Доложить',
  })
  expect(verdict(await t.office.tickets.submit(await t.signed('chief'), order))).toBe('accepted')
  expect(await queueOf('executor', 'mine')).toMatchObject({
    total: 1,
    tabs: { mine: 1 },
    groups: [{ group: 'ordered', total: 1 }],
  })
  expect((await queueOf('head', 'mine')).total).toBe(0)
  const page = async () => await (await open(t, 'executor', '/tickets?tab=mine')).text()
  expect(await page()).toContain('Поручение Главы до 18\u00a0ноября\u00a02026')
  t.clock.set('2026-11-20T06:00:00.000Z')
  expect(await page()).toContain('Поручение Главы до 18\u00a0ноября\u00a02026, просрочено')
  const [row] = (await queueOf('executor', 'mine')).groups.flatMap(group => group.rows)
  const orderId = row?.ticket.orders[0]?.orderId ?? ''
  const report = command(
    'report_order',
    recorded.ticketId,
    { orderId, text: 'Сделано' },
    { occurredAt: t.clock.now() },
  )
  expect(verdict(await t.office.tickets.submit(await t.signed('executor'), report))).toBe('accepted')
  expect((await queueOf('executor', 'mine')).total).toBe(0)
})

it('an answered ticket that lies before the head stands in the queue of the head', async () => {
  const recorded = capture({ block: 'roads' })
  await submit(recorded)
  await submit(command('put_before_head', recorded.ticketId, { question: 'Что делать?', proposal: 'Ничего' }))
  await submit(publish(recorded.ticketId, { kind: 'final' }))
  expect(await queueOf('head', 'mine')).toMatchObject({
    total: 1,
    groups: [{ group: 'before_head', total: 1 }],
  })
})

it('a ticket that waits for the answers of joined posts says beside its acts why it cannot be closed', async () => {
  const [main, other] = [capture({ block: 'roads' }), capture({ block: 'roads' })]
  await submit(main)
  await submit(other)
  const page = async () => await (await open(t, 'head', '/tickets/1')).text()
  expect(await page()).not.toContain('Завершить карточку пока нельзя')
  await submit(command('merge', other.ticketId, { into: main.ticketId }))
  expect(await page()).toContain(
    'Завершить карточку пока нельзя: ждут ответа присоединённые (№\u00a02). Ответьте каждому или отсоедините.',
  )
})
