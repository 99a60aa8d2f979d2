import { expect, test } from 'vitest'
import { defaultDeadlineSettings } from '../../../shared/deadlines/defaults.ts'
import { daysOffBefore, lastDaysOff } from '../../../shared/reports/days-off.ts'

const settings = { ...defaultDeadlineSettings, zone: 'Europe/Ulyanovsk' }

test.each([
  ['on Monday morning, the weekend before', '2026-11-23T05:00:00.000Z'],
  ['in the middle of the week, the weekend before it', '2026-11-25T12:00:00.000Z'],
  ['on Saturday, the weekend that goes on', '2026-11-21T05:00:00.000Z'],
])('%s', (_, now) => {
  const daysOff = lastDaysOff(now, settings)
  // Friday is shorter by an hour; Monday begins at eight.
  expect(daysOff?.from.slice(0, 10)).toBe('2026-11-20')
  expect(daysOff?.to).toBe('2026-11-23T04:00:00.000Z')
})

test('only the first working day opens on what came before it', () => {
  expect(daysOffBefore('2026-11-23T05:00:00.000Z', settings)?.to).toBe('2026-11-23T04:00:00.000Z')
  expect(daysOffBefore('2026-11-24T05:00:00.000Z', settings)).toBeUndefined()
  expect(daysOffBefore('2026-11-21T05:00:00.000Z', settings)).toBeUndefined()
})

test('the holidays of New Year are one stretch', () => {
  const holidays = lastDaysOff('2026-01-05T06:00:00.000Z', settings)
  expect(holidays?.from.slice(0, 10)).toBe('2025-12-30')
  expect(holidays?.to).toBe('2026-01-12T04:00:00.000Z')
})
