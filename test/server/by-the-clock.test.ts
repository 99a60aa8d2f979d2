/** Rights that begin and end by themselves (PRACTICE P17): substitutes and the duty roster, seen by a device. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PeopleRefusal } from '../../server/people/desk.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import {
  capture,
  classify,
  command,
  openOffice,
  publish,
  type TestOffice,
  verdict,
} from './office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

async function change(changes: (settings: Settings) => Partial<Settings>): Promise<void> {
  const saved = await t.office.settings.change(await t.signed('head'), null, settings => ({
    ...settings,
    ...changes(settings),
  }))
  expect(saved.outcome).toBe('changed')
}

/** Tuesday and Wednesday, in Ulyanovsk (UTC+4). */
const leave = () => ({
  absences: [
    {
      id: 'leave',
      absentId: t.idOf('zhkhHead'),
      substituteId: t.idOf('roadsHead'),
      from: '2026-11-17',
      to: '2026-11-18',
    },
  ],
})

test('a substitution begins and ends at local midnight: the device starts anew each time, and only then', async () => {
  await change(leave)
  const recorded = capture()
  await (await t.enrol('operator')).push([recorded])
  const device = await t.enrol('roadsHead')
  const before = await device.pull()
  expect(before.tickets).toEqual([])

  t.clock.set('2026-11-16T19:59:59.000Z')
  expect(await device.pull(before.cursor)).toMatchObject({ resync: false, tickets: [] })
  t.clock.set('2026-11-16T20:00:01.000Z')
  const during = await device.pull(before.cursor)
  expect(during).toMatchObject({ resync: true, first: true })
  expect(during.tickets.map(view => view.ticket.id)).toEqual([recorded.ticketId])
  expect((await device.pull(during.cursor)).resync).toBe(false)

  t.clock.set('2026-11-18T20:00:01.000Z')
  expect(await device.pull(during.cursor)).toMatchObject({ resync: true, tickets: [] })
})

test('the substitute acts «и. о.», and a command that waited past the end of the leave is refused', async () => {
  await change(leave)
  const recorded = capture()
  await (await t.enrol('operator')).push([recorded])
  const device = await t.enrol('roadsHead')
  const { ticketId } = recorded
  const order = () => command('assign', ticketId, { recipientId: 'teploset' }, { occurredAt: t.clock.now() })
  expect((await device.push([order()])).map(verdict)).toEqual(['out-of-scope'])
  t.clock.set('2026-11-17T06:00:00.000Z')
  expect((await device.push([order()])).map(verdict)).toEqual(['accepted'])
  const { entries } = await t.office.tickets.history(await t.signed('head'), ticketId)
  const assigned = entries.find(entry => entry.fact.type === 'assigned')
  expect(assigned?.fact).toMatchObject({ by: t.idOf('roadsHead'), behalf: t.idOf('zhkhHead') })
  const waited = command('assign', ticketId, { recipientId: 'nagatkino' }, { occurredAt: t.clock.now() })
  t.clock.set('2026-11-19T06:00:00.000Z')
  expect((await device.push([waited])).map(verdict)).toEqual(['out-of-scope'])
})

const shift = () => ({
  dutyShifts: [
    {
      id: 'night',
      personId: t.idOf('operator'),
      from: '2026-11-16T13:00:00.000Z',
      to: '2026-11-17T04:00:00.000Z',
      handedOverAt: null,
    },
  ],
})

test('the duty person sees and sorts everything for the shift, and «Сдать дежурство» ends it at once', async () => {
  await change(shift)
  const [head, device] = [await t.enrol('head'), await t.enrol('operator')]
  const recorded = capture({ block: 'roads' })
  await head.push([recorded, classify(recorded.ticketId, {})])
  const before = await device.pull()
  expect(before.tickets).toEqual([])
  t.clock.set('2026-11-16T15:00:00.000Z')
  const during = await device.pull(before.cursor)
  expect(during).toMatchObject({ resync: true })
  expect(during.tickets.map(view => view.ticket.id)).toEqual([recorded.ticketId])
  const given = { occurredAt: t.clock.now() }
  const outcomes = await device.push([
    command('assign', recorded.ticketId, { recipientId: 'roads-unit' }, given),
    publish(recorded.ticketId, { accountId: null }, given),
  ])
  expect(outcomes.map(verdict)).toEqual(['accepted', 'forbidden'])

  await t.office.people.handOverDuty(await t.signed('operator'))
  expect(await device.pull(during.cursor)).toMatchObject({ resync: true, tickets: [] })
  await expect(t.office.people.handOverDuty(await t.signed('operator'))).rejects.toThrow(PeopleRefusal)
})

test('a page is opened by the rights of the moment', async () => {
  await change(leave)
  const recorded = capture()
  await (await t.enrol('operator')).push([recorded])
  const find = async () => t.office.tickets.find(await t.signed('roadsHead'), { id: recorded.ticketId })
  expect(await find()).toBeUndefined()
  t.clock.set('2026-11-17T06:00:00.000Z')
  expect((await find())?.ticket.id).toBe(recorded.ticketId)
})

test('a substitute of the head manages people, but gives nobody the roles that the head alone gives', async () => {
  await change(() => ({
    absences: [
      {
        id: 'leave',
        absentId: t.idOf('head'),
        substituteId: t.idOf('zhkhHead'),
        from: '2026-11-16',
        to: '2026-11-17',
      },
    ],
  }))
  const deputy = await t.signed('zhkhHead')
  const draft = { title: 'Оператор 3', blocks: [], recipientIds: [] }
  expect(await t.office.people.add(deputy, { ...draft, roles: ['operator'] })).toMatchObject({
    title: 'Оператор 3',
  })
  await expect(t.office.people.add(deputy, { ...draft, roles: ['center_head'] })).rejects.toThrow('head-only')
  const own = { ...deputy.person, roles: [...deputy.person.roles, 'center_head' as const] }
  await expect(t.office.people.change(deputy, deputy.person.id, own)).rejects.toThrow('head-only')
})
