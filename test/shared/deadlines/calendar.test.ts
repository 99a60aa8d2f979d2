import { expect, test } from 'vitest'
import {
  dayKindOf,
  isProvisional,
  isWorkingDay,
  workingHoursSchema,
  workingIntervals,
} from '../../../shared/deadlines/calendar.ts'
import {
  addDays,
  instantAt,
  localDateOf,
  localMinutesOf,
  startOfWeek,
  weekdayOf,
} from '../../../shared/deadlines/zone.ts'
import { calendar, hours } from './support.ts'

test.each([
  [2022, 247],
  [2023, 247],
  [2024, 248],
  [2025, 247],
  [2026, 247],
])('%i has the official number of working days, %i', (year, official) => {
  let worked = 0
  for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = addDays(date, 1)) {
    if (isWorkingDay(calendar, date)) worked += 1
  }
  expect(worked).toBe(official)
})

const clocks = (date: string) =>
  workingIntervals(calendar, hours, date).map(({ from, to }) => [from / 60, to / 60])

test('working time has a lunch break, Friday ends at 16:00, a short day an hour earlier', () => {
  expect(clocks('2026-11-23')).toEqual([
    [8, 12],
    [13, 17],
  ])
  expect(clocks('2026-11-27')).toEqual([
    [8, 12],
    [13, 16],
  ])
  expect(clocks('2026-11-03')).toEqual([
    [8, 12],
    [13, 16],
  ])
  expect(clocks('2026-05-08')).toEqual([
    [8, 12],
    [13, 15],
  ])
  expect(clocks('2026-11-28')).toEqual([])
})

test('a shortened Saturday is a working Saturday with a short day', () => {
  for (const date of ['2021-02-20', '2022-03-05', '2024-11-02', '2025-11-01']) {
    expect(weekdayOf(date)).toBe(6)
    expect(clocks(date)).toEqual([
      [8, 12],
      [13, 16],
    ])
  }
  expect(clocks('2024-12-28')).toEqual([
    [8, 12],
    [13, 17],
  ])
})

test('days off are told apart: weekend, holiday, decree', () => {
  expect(dayKindOf(calendar, '2026-11-28')).toBe('weekend')
  expect(dayKindOf(calendar, '2026-01-09')).toBe('holiday')
  expect(dayKindOf(calendar, '2021-05-05')).toBe('decree')
})

test('2027 and years that the calendar does not know are provisional; there weekdays work', () => {
  expect(isProvisional(calendar, '2026-12-31')).toBe(false)
  expect(isProvisional(calendar, '2027-01-01')).toBe(true)
  expect(isProvisional(calendar, '2031-01-01')).toBe(true)
  expect(isWorkingDay(calendar, '2031-01-01')).toBe(true)
  expect(isWorkingDay(calendar, '2031-01-04')).toBe(false)
})

test('hours that overlap, run backwards or leave Monday empty are refused', () => {
  const accepts = (monday: { from: string; to: string }[]) =>
    workingHoursSchema.safeParse({ ...hours, days: { ...hours.days, 1: monday } }).success
  expect(accepts([{ from: '09:00', to: '18:00' }])).toBe(true)
  expect(accepts([{ from: '18:00', to: '09:00' }])).toBe(false)
  expect(
    accepts([
      { from: '08:00', to: '13:00' },
      { from: '12:00', to: '17:00' },
    ]),
  ).toBe(false)
  expect(accepts([])).toBe(false)
})

test('a day begins and ends by the district’s clocks, not by Greenwich', () => {
  expect(localDateOf('2026-11-23T19:59:59.999Z', 'Europe/Ulyanovsk')).toBe('2026-11-23')
  expect(localDateOf('2026-11-23T20:00:00.000Z', 'Europe/Ulyanovsk')).toBe('2026-11-24')
  expect(instantAt('2026-11-23', 17 * 60, 'Europe/Ulyanovsk')).toBe('2026-11-23T13:00:00.000Z')
})

test.each([
  ['spring, the hour that does not exist', '2026-03-29', 150, '2026-03-29T01:30:00.000Z'],
  ['spring, just after', '2026-03-29', 180, '2026-03-29T01:00:00.000Z'],
  ['autumn, the hour that comes twice', '2026-10-25', 150, '2026-10-25T00:30:00.000Z'],
  ['autumn, the end of that day', '2026-10-25', 1_020, '2026-10-25T16:00:00.000Z'],
])('clocks that change are followed: %s', (_, date, minutes, instant) => {
  expect(instantAt(date, minutes, 'Europe/Berlin')).toBe(instant)
})

test('a zone that changes clocks by half an hour is followed', () => {
  expect(localMinutesOf('2026-10-03T15:29:00.000Z', 'Australia/Lord_Howe')).toBe(119)
  expect(localMinutesOf('2026-10-03T15:30:00.000Z', 'Australia/Lord_Howe')).toBe(150)
})

test('a week begins on the chosen weekday', () => {
  expect(startOfWeek('2026-11-29', 1)).toBe('2026-11-23')
  expect(startOfWeek('2026-11-23', 1)).toBe('2026-11-23')
  expect(startOfWeek('2026-11-23', 4)).toBe('2026-11-19')
})
