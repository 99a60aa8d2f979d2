/** What «Быстро решаем» counts. */
import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readQueue } from '../../../server/reports/queue.ts'
import {
  capture,
  command,
  openOffice,
  type PersonName,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

async function queueOf(name: PersonName, tab: 'all' | 'blocks') {
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
