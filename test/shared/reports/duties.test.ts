import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultDeadlineSettings } from '../../../shared/deadlines/defaults.ts'
import { localDateOf, weekdayOf } from '../../../shared/deadlines/zone.ts'
import { dutiesAt, dutyState, weeklyDueAt } from '../../../shared/reports/duties.ts'
import { usualReports } from '../../../shared/reports/duties-settings.ts'
import { weekOf } from '../../../shared/reports/period.ts'

const zone = 'Europe/Ulyanovsk'
const settings = {
  deadlines: { ...defaultDeadlineSettings, zone },
  weeks: { note: 4, regionalCentre: 4 },
  reports: usualReports,
} as const

const at = (now: string, kind: string, from: typeof settings.reports = usualReports) =>
  dutiesAt({ ...settings, reports: from }, now).filter(duty => duty.kind === kind)

describe('a duty', () => {
  test('of the month is the 2nd of the next, with a reminder from the 28th', () => {
    const [, november] = at('2026-11-27T12:00:00.000Z', 'indicators')
    expect(november?.period.firstDate).toBe('2026-11-01')
    if (november === undefined) throw new Error('November is owed')
    expect(localDateOf(november.dueAt, zone)).toBe('2026-12-02')
    expect(dutyState(november, false, '2026-11-27T12:00:00.000Z')).toBe('later')
    expect(dutyState(november, false, '2026-11-27T20:00:00.000Z')).toBe('reminded')
    expect(dutyState(november, false, '2026-12-02T19:00:00.000Z')).toBe('reminded')
    expect(dutyState(november, false, '2026-12-02T20:00:00.000Z')).toBe('overdue')
    expect(dutyState(november, true, '2026-12-05T12:00:00.000Z')).toBe('done')
  })

  test('of December is better ready before the holidays of New Year', () => {
    const [december] = at('2027-01-05T12:00:00.000Z', 'indicators')
    expect(december?.period.firstDate).toBe('2026-12-01')
    expect(december?.readyOn).toMatch(/^2026-12-/)
    const [november] = at('2026-12-01T12:00:00.000Z', 'indicators')
    expect(november?.readyOn).toBe('2026-12-01')
  })

  test('of the year is due on 20 December of it, with a reminder from the 1st', () => {
    const [, year] = at('2026-12-01T12:00:00.000Z', 'targets')
    expect(year?.period.firstDate).toBe('2026-01-01')
    if (year === undefined) throw new Error('The year is owed')
    expect(localDateOf(year.dueAt, zone)).toBe('2026-12-20')
    expect(dutyState(year, false, '2026-11-30T12:00:00.000Z')).toBe('later')
    expect(dutyState(year, false, '2026-11-30T21:00:00.000Z')).toBe('reminded')
    // 20 December 2026 is a Sunday.
    expect(year.readyOn).toBe('2026-12-18')
  })

  test('that was switched off, or whose last year is over, is not owed', () => {
    const { indicators, targets } = usualReports
    const off = {
      ...usualReports,
      indicators: { ...indicators, on: false },
      targets: { ...targets, lastYear: 2024 },
    }
    expect(at('2026-12-01T12:00:00.000Z', 'indicators', off)).toEqual([])
    expect(at('2026-12-01T12:00:00.000Z', 'targets', off)).toEqual([])
  })

  test('of a week is due on its weekday, never before the last day of the week', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.constantFrom(1, 2, 3, 4, 5, 6, 7),
        fc.constantFrom(1, 2, 3, 4, 5, 6, 7),
        fc.integer({ min: 0, max: 23 }),
        (date, firstWeekday, weekday, hour) => {
          const period = weekOf(date.toISOString().slice(0, 10), { zone, firstWeekday })
          const due = localDateOf(weeklyDueAt(period, { on: true, weekday, hour, remindHours: 24 }), zone)
          expect(weekdayOf(due)).toBe(weekday)
          expect(due >= period.lastDate).toBe(true)
          expect((Date.parse(due) - Date.parse(period.lastDate)) / 86_400_000).toBeLessThan(7)
        },
      ),
    )
  })
})
