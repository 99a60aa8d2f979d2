/** The access log: who opened a citizen's data. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { protocolVersion } from '../../shared/sync/wire.ts'
import { capture, monday, openOffice, type TestDevice, type TestOffice } from './office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

const earlier = '2026-11-16T05:50:00.000Z'

type Look = { ticketId: string; what: string }

async function tellOfLooks(device: TestDevice, looks: readonly Look[]): Promise<number> {
  const opened = looks.map(look => ({ ...look, at: earlier }))
  const body = { protocol: protocolVersion, deviceTime: monday, commands: [], opened }
  return (await t.post('/api/push', body, device.token)).status
}

async function tell(device: TestDevice, ticketIds: readonly string[]): Promise<number> {
  const opened = ticketIds.map(ticketId => ({ ticketId, at: earlier }))
  const body = { protocol: protocolVersion, deviceTime: monday, commands: [], opened }
  return (await t.post('/api/push', body, device.token)).status
}

test('what a panel opened is written once, at its own time, and only for tickets in scope', async () => {
  const [operator, other] = [await t.enrol('operator'), await t.enrol('roadsHead')]
  const recorded = capture()
  await operator.push([recorded])
  expect(await tell(operator, [recorded.ticketId, 'nobody-knows-it'])).toBe(200)
  expect(await tell(operator, [recorded.ticketId])).toBe(200)
  expect(await tell(other, [recorded.ticketId])).toBe(200)
  expect(await t.office.tickets.openings(await t.signed('head'), recorded.ticketId)).toEqual([
    { personId: t.idOf('operator'), personTitle: 'Оператор мониторинга 1', at: earlier, way: 'panel' },
  ])
})

test('a part of a look that a panel opened from its own computer is written once, and only for tickets in scope', async () => {
  const [operator, other] = [await t.enrol('operator'), await t.enrol('roadsHead')]
  const recorded = capture()
  await operator.push([recorded])
  const { ticketId } = recorded
  const [picture, text] = [
    { ticketId, what: 'look-1:picture' },
    { ticketId, what: 'look-1:text' },
  ]
  expect(await tellOfLooks(operator, [picture, text, { ticketId, what: 'anything else' }])).toBe(200)
  expect(await tellOfLooks(operator, [picture, text])).toBe(200)
  expect(await tellOfLooks(other, [picture])).toBe(200)
  const openings = await t.office.tickets.openings(await t.signed('head'), ticketId)
  expect(openings?.map(({ personId, way, what }) => [personId, way, what]).toSorted()).toEqual([
    [t.idOf('operator'), 'evidence', 'look-1:picture'],
    [t.idOf('operator'), 'evidence', 'look-1:text'],
    [t.idOf('operator'), 'panel', undefined],
  ])
})

test('a page is written when it is shown, not when it reads itself again', async () => {
  const recorded = capture()
  await (await t.enrol('operator')).push([recorded])
  const signed = await t.signed('zhkhHead')
  const open = () => t.office.tickets.find(signed, { id: recorded.ticketId }, 'page')
  await open()
  t.clock.pass(60)
  await open()
  t.clock.pass(3600)
  await open()
  await t.office.tickets.find(signed, { id: recorded.ticketId })
  await t.office.tickets.find(await t.signed('roadsHead'), { id: recorded.ticketId }, 'page')
  const rows = await t.office.tickets.openings(await t.signed('head'), recorded.ticketId)
  expect(rows?.map(row => [row.personTitle, row.way])).toEqual([
    ['Заместитель по ЖКХ', 'page'],
    ['Заместитель по ЖКХ', 'page'],
  ])
})

test('the log is for the head of the centre alone', async () => {
  const recorded = capture()
  await (await t.enrol('operator')).push([recorded])
  for (const name of ['operator', 'zhkhHead', 'chief', 'admin'] as const)
    expect(await t.office.tickets.openings(await t.signed(name), recorded.ticketId)).toBeUndefined()
  expect(await t.office.tickets.openings(await t.signed('head'), recorded.ticketId)).toEqual([])
})

test('more than five hundred at once are not taken', async () => {
  const operator = await t.enrol('operator')
  expect(
    await tell(
      operator,
      Array.from({ length: 501 }, (_, n) => `t${n}`),
    ),
  ).toBe(400)
})
