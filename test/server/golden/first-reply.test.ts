/** What the golden district found: an answer is not given before somebody was answered. */
import { afterEach, expect, test } from 'vitest'
import { blockStatistics } from '../../../server/reports/block-statistics/query.ts'
import { weekOf } from '../../../shared/reports/period.ts'
import { capture, command, openOffice, publish, type TestOffice, verdict } from '../office-for-tests.ts'

let office: TestOffice
afterEach(() => office.close())

test('a late answer to what was called impossible at first stays late when the ticket comes back', async () => {
  office = await openOffice()
  const taken = capture()
  const { ticketId } = taken
  const steps = [
    ['2026-11-16T06:00:00.000Z', taken],
    [
      '2026-11-16T07:00:00.000Z',
      command('mark_impossible', ticketId, { reason: 'comments_closed', text: null, closes: false }),
    ],
    ['2026-11-20T07:00:00.000Z', publish(ticketId, { outcome: 'explained' })],
    ['2026-11-23T07:00:00.000Z', command('reopen', ticketId, { reason: 'not_solved', text: null })],
  ] as const
  for (const [at, sent] of steps) {
    office.clock.set(at)
    const outcome = await office.office.tickets.submit(await office.signed('head'), {
      ...sent,
      occurredAt: at,
    })
    expect(verdict(outcome)).toBe('accepted')
  }
  const { reader, organisationId } = office.office
  const numbers = async (date: string) => {
    const week = weekOf(date, { zone: 'Europe/Ulyanovsk', firstWeekday: 4 })
    const scope = { any: [{ all: true as const }], notAbout: [] }
    return (await blockStatistics(reader, organisationId, scope, week, office.clock.now())).total.counts
  }
  // It was called impossible in the week before the one in which the author was answered.
  expect(await numbers('2026-11-16')).toMatchObject({ first_replied: 0, first_in_time: 0, first_due: 0 })
  expect(await numbers('2026-11-20')).toMatchObject({ first_replied: 1, first_in_time: 0, first_due: 1 })
})
