import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addWorkingTime } from '../../../shared/deadlines/counting.ts'
import { calendarRu, defaultHours, defaultRules } from '../../../shared/deadlines/defaults.ts'
import { deadlineSettingsSchema } from '../../../shared/deadlines/settings.ts'
import { createWorkingClock, minutesBetween } from '../../../shared/reports/reply-times.ts'

const settings = deadlineSettingsSchema.parse({
  zone: 'Europe/Ulyanovsk',
  calendar: calendarRu,
  hours: defaultHours,
  rules: defaultRules,
})
const clock = createWorkingClock(settings)
const minute = 60_000

test('over the weekend no working time passes: from Friday evening to Monday noon it is four hours', () => {
  // Friday 20 November 2026, 17:00, to Monday 12:00 in Ulyanovsk.
  expect(clock.minutes('2026-11-20T13:00:00.000Z', '2026-11-23T08:00:00.000Z')).toBe(240)
  expect(minutesBetween('2026-11-20T13:00:00.000Z', '2026-11-23T08:00:00.000Z')).toBe(67 * 60)
})

test('an answer before the message, or a time that nobody knows, is no time at all', () => {
  expect(clock.minutes('2026-11-20T13:00:00.000Z', '2026-11-20T12:00:00.000Z')).toBeNull()
  expect(clock.minutes(null, '2026-11-20T12:00:00.000Z')).toBeNull()
  expect(minutesBetween('2026-11-20T13:00:00.000Z', null)).toBeNull()
})

test('what the deadlines add as working time is the working time that is counted back', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2021-01-01'), max: new Date('2026-12-01'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 20 * 480 }),
      (start, minutes) => {
        const from = start.toISOString()
        const { at } = addWorkingTime(from, minutes * minute, settings)
        expect(clock.minutes(from, at)).toBeCloseTo(minutes, 6)
      },
    ),
  )
})

test('the working time of a way is that of its parts', () => {
  const instant = fc.date({ min: new Date('2025-12-20'), max: new Date('2026-02-20'), noInvalidDate: true })
  fc.assert(
    fc.property(instant, instant, instant, (...dates) => {
      const [a = '', b = '', c = ''] = dates.map(each => each.toISOString()).toSorted()
      const [first, second] = [clock.minutes(a, b) ?? Number.NaN, clock.minutes(b, c) ?? Number.NaN]
      expect(clock.minutes(a, c)).toBeCloseTo(first + second, 6)
    }),
  )
})
