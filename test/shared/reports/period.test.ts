import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  monthOf,
  nextPeriod,
  type Period,
  type PeriodSettings,
  periodOf,
  periodQuery,
  periodSettingsOf,
  periodsUntil,
  periodWords,
  previousPeriod,
  quarterOf,
  readPeriod,
  regionalWeekOf,
  weekOf,
  yearOf,
} from '../../../shared/reports/period.ts'

const settings: PeriodSettings = { zone: 'Europe/Ulyanovsk', firstWeekday: 4 }
const now = '2026-11-25T12:40:00.000Z'
const words = (period: Period) => periodWords(period).replaceAll('\u00a0', ' ')

describe('a period', () => {
  test('a week runs from Thursday to Wednesday, in local time', () => {
    const week = weekOf('2026-11-25', settings)
    expect(week).toMatchObject({ firstDate: '2026-11-19', lastDate: '2026-11-25' })
    expect(week.from).toBe('2026-11-18T20:00:00.000Z')
    expect(week.to).toBe('2026-11-25T20:00:00.000Z')
  })

  test('a Thursday begins its own week', () => {
    expect(weekOf('2026-11-26', settings).firstDate).toBe('2026-11-26')
  })

  test('the first day of the week is a setting', () => {
    expect(weekOf('2026-11-25', { ...settings, firstWeekday: 1 }).firstDate).toBe('2026-11-23')
  })

  test('periods touch and never overlap', () => {
    for (const period of [weekOf('2026-12-31', settings), monthOf('2026-02-10', settings)]) {
      expect(nextPeriod(period, settings).from).toBe(period.to)
      expect(previousPeriod(period, settings).to).toBe(period.from)
    }
    const days = periodOf('any', '2026-11-01', '2026-11-10', settings.zone)
    expect(nextPeriod(days, settings)).toMatchObject({ firstDate: '2026-11-11', lastDate: '2026-11-20' })
    expect(previousPeriod(days, settings)).toMatchObject({ firstDate: '2026-10-22', lastDate: '2026-10-31' })
  })

  test.each([
    [weekOf('2026-11-25', settings), 'Неделя 19–25 ноября 2026'],
    [weekOf('2026-12-01', settings), 'Неделя 26 ноября — 2 декабря 2026'],
    [weekOf('2027-01-01', settings), 'Неделя 31 декабря 2026 — 6 января 2027'],
    [monthOf('2026-02-28', settings), 'Февраль 2026'],
    [periodOf('any', '2026-11-01', '2026-11-01', settings.zone), '1 ноября 2026'],
  ])('is named as people name it: %#', (period, expected) => {
    expect(words(period)).toBe(expected)
  })

  test('numbers do not part from their words', () => {
    expect(periodWords(weekOf('2026-11-25', settings))).toBe('Неделя 19–25\u00a0ноября\u00a02026')
  })
})

describe('the other periods', () => {
  test('the week of the regional centre is another setting than that of the note', () => {
    const both = periodSettingsOf({
      deadlines: { zone: 'Europe/Ulyanovsk' },
      weeks: { note: 1, regionalCentre: 4 },
    })
    expect(words(weekOf('2026-11-25', both))).toBe('Неделя 23–29 ноября 2026')
    expect(words(regionalWeekOf('2026-11-25', both))).toBe('Неделя ЦУР 19–25 ноября 2026')
    expect(words(previousPeriod(regionalWeekOf('2026-11-25', both), both))).toBe(
      'Неделя ЦУР 12–18 ноября 2026',
    )
  })

  test('a quarter and a year are named as people name them', () => {
    expect(words(quarterOf('2026-11-25', settings))).toBe('IV квартал 2026 года')
    expect(words(previousPeriod(quarterOf('2026-02-10', settings), settings))).toBe('IV квартал 2025 года')
    expect(words(nextPeriod(yearOf('2026-02-10', settings), settings))).toBe('2027 год')
    expect(quarterOf('2024-02-29', settings)).toMatchObject({
      firstDate: '2024-01-01',
      lastDate: '2024-03-31',
    })
  })

  const kinds = ['week', 'regional_week', 'month', 'quarter', 'year'] as const
  const zones = ['Europe/Ulyanovsk', 'Europe/Berlin', 'America/New_York', 'Asia/Kamchatka']

  test('every instant lies in exactly one period of a kind, in any zone, also when clocks are changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2024-06-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
        fc.constantFrom(1, 4, 7),
        (kind, zone, date, firstWeekday) => {
          const given = { zone, firstWeekday, regionalWeekday: 4 } as const
          const instant = date.toISOString()
          const around = periodsUntil(kind, '2027-01-15', kind === 'year' ? 5 : 160, given)
          const holding = around.filter(({ from, to }) => instant >= from && instant < to)
          expect(holding).toHaveLength(1)
          for (const [n, period] of around.entries()) if (n > 0) expect(period.from).toBe(around[n - 1]?.to)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('the one before the next one is the same again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        (kind, date) => {
          const [period] = periodsUntil(kind, date.toISOString().slice(0, 10), 1, settings)
          expect(period && previousPeriod(nextPeriod(period, settings), settings)).toEqual(period)
        },
      ),
    )
  })
})

describe('a period in an address', () => {
  test('without anything it is the current week', () => {
    expect(words(readPeriod({}, now, settings).period)).toBe('Неделя 19–25 ноября 2026')
  })

  test('late in the evening the week is the local one', () => {
    expect(readPeriod({}, '2026-11-25T20:30:00.000Z', settings).period.firstDate).toBe('2026-11-26')
  })

  test('what is written into an address is read back', () => {
    for (const period of [
      weekOf('2026-11-25', settings),
      regionalWeekOf('2026-11-25', { ...settings, regionalWeekday: 1 }),
      monthOf('2026-11-25', settings),
      quarterOf('2026-11-25', settings),
      yearOf('2026-11-25', settings),
      periodOf('any', '2026-11-03', '2026-11-20', settings.zone),
    ]) {
      expect(readPeriod(periodQuery(period), now, { ...settings, regionalWeekday: 1 })).toEqual({ period })
    }
  })

  test.each([
    [{ period: 'any', from: '2026-11-20', to: '2026-11-10' }, 'раньше начала'],
    [{ period: 'week', date: '2026-02-30' }, 'Дата «2026-02-30» не читается'],
    [{ period: 'month', date: '<b>' }, 'Дата «<b>» не читается'],
    [{ period: 'any', from: '1999-01-01', to: '2026-11-10' }, 'длиннее пяти лет'],
    [{ period: 'decade' }, 'Период «decade» не известен'],
    [{ period: 'quarter', date: '2026-13-01' }, 'Дата «2026-13-01» не читается'],
  ])('a slip is told in words and the current week is shown: %#', (query, problem) => {
    const read = readPeriod(query, now, settings)
    expect(read.problem).toContain(problem)
    expect(read.period).toEqual(weekOf('2026-11-25', settings))
  })
})
