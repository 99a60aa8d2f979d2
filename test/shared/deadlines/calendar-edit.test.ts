import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Calendar,
  calendarSchema,
  dayKindOf,
  isProvisional,
} from '../../../shared/deadlines/calendar.ts'
import {
  addYear,
  type CalendarEdit,
  confirmYear,
  type DaySetting,
  daySettingOf,
  daySettings,
  daysOfMonth,
  parseYearCsv,
  setDay,
  setDays,
  yearCsvOf,
} from '../../../shared/deadlines/calendar-edit.ts'
import { addDays } from '../../../shared/deadlines/zone.ts'
import { calendar, hours } from './support.ts'

function changed(edit: CalendarEdit): Calendar {
  if (edit.outcome === 'refused') throw new Error(edit.words)
  return edit.calendar
}

const wordsOf = (edit: CalendarEdit) => (edit.outcome === 'refused' ? edit.words : 'changed')
const dates = fc.integer({ min: 0, max: 8 * 365 }).map(n => addDays('2020-01-01', n))
const settings = fc.constantFrom(...daySettings)

test.each<[string, string, DaySetting, string]>([
  ['a Monday becomes a day off', '2026-11-23', 'off', 'holiday'],
  ['a Saturday becomes a working one', '2026-11-28', 'working', 'working'],
  ['a Saturday becomes a short working one', '2026-11-28', 'short', 'short'],
  ['a holiday on a weekday is worked after all', '2026-11-04', 'working', 'working'],
  ['a working Saturday is a weekend again', '2024-12-28', 'by_weekday', 'weekend'],
  ['a short day is a usual one again', '2026-11-03', 'by_weekday', 'working'],
  ['a day off by decree', '2026-11-05', 'decree', 'decree'],
])('%s', (_, date, setting, kind) => {
  const edited = changed(setDay(calendar, date, setting))
  expect(dayKindOf(edited, date)).toBe(kind)
  expect(dayKindOf(calendar, date)).not.toBe(kind)
})

test('an edit and then its inverse leave the calendar as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(dates, settings), { maxLength: 12 }), edits => {
      const undo: [string, DaySetting][] = []
      let edited = calendar
      for (const [date, setting] of edits) {
        undo.unshift([date, daySettingOf(edited, date)])
        edited = changed(setDay(edited, date, setting))
      }
      for (const [date, setting] of undo) edited = changed(setDay(edited, date, setting))
      expect(edited).toEqual(calendar)
    }),
  )
})

test('an edit changes its own date and no other', () => {
  fc.assert(
    fc.property(dates, settings, dates, (date, setting, other) => {
      const edited = changed(setDay(calendar, date, setting))
      if (other !== date) expect(dayKindOf(edited, other)).toBe(dayKindOf(calendar, other))
    }),
  )
})

test('a date that does not exist and a year that the calendar lacks are refused with advice', () => {
  expect(wordsOf(setDay(calendar, '2027-02-29', 'off'))).toBe(
    'Даты 2027-02-29 нет: напишите её так: 2027-05-01',
  )
  expect(wordsOf(setDay(calendar, '2031-05-05', 'off'))).toBe(
    '2031 года в календаре нет: сначала добавьте год',
  )
  expect(wordsOf(confirmYear(calendar, 2031))).toBe('2031 года в календаре нет: сначала добавьте год')
  expect(wordsOf(addYear(calendar, 2026))).toBe('2026 год уже есть: измените его дни')
  expect(wordsOf(addYear(calendar, 1999))).toBe('Укажите год от 2020 до 2099')
})

test('a confirmed year warns no more', () => {
  expect(isProvisional(calendar, '2027-03-01')).toBe(true)
  expect(isProvisional(changed(confirmYear(calendar, 2027)), '2027-03-01')).toBe(false)
})

test('2027 made from the Labour Code is day for day the provisional year that the product brings along', () => {
  const { 2027: shipped, ...years } = calendar.years
  if (!shipped) throw new Error('2027 expected')
  const made = changed(addYear({ ...calendar, years }, 2027)).years['2027']
  expect({ ...made, note: '' }).toEqual({ ...shipped, note: '' })
})

test('2028: 23 February is a Wednesday, 12 June a Monday, 4 November a Saturday whose day off is Monday the 6th', () => {
  const made = changed(addYear(calendar, 2028))
  const kinds = (...list: string[]) => list.map(date => dayKindOf(made, date))
  expect(kinds('2028-02-22', '2028-02-23', '2028-02-24')).toEqual(['short', 'holiday', 'working'])
  expect(kinds('2028-06-11', '2028-06-12', '2028-06-13')).toEqual(['weekend', 'holiday', 'working'])
  expect(kinds('2028-11-03', '2028-11-04', '2028-11-06')).toEqual(['short', 'holiday', 'holiday'])
  expect(kinds('2028-01-08', '2028-01-10')).toEqual(['holiday', 'working'])
  expect(isProvisional(made, '2028-02-01')).toBe(true)
})

test('a decree on transfers is pasted as lines, and lines that cannot be read are named', () => {
  const text = [
    '\uFEFFдата;вид',
    '2027-11-05;выходной',
    '2027-11-13;рабочий',
    '',
    '2027-02-30;выходной',
    '5 ноября;выходной',
    '2027-11-12;праздничек',
    '2027-11-05;рабочий',
    '2027-12-30,short\r',
  ].join('\n')
  expect(parseYearCsv(text)).toEqual({
    days: [
      { date: '2027-11-05', kind: 'off' },
      { date: '2027-11-13', kind: 'working' },
      { date: '2027-12-30', kind: 'short' },
    ],
    errors: [
      { row: 5, words: 'Даты «2027-02-30» нет: напишите её так: 2027-05-01' },
      { row: 6, words: 'Даты «5 ноября» нет: напишите её так: 2027-05-01' },
      {
        row: 7,
        words:
          'Вид дня «праздничек» неизвестен: напишите «рабочий», «короткий», «выходной», «по указу» или «по дню недели»',
      },
      { row: 8, words: '2027-11-05 уже есть в строке 2: оставьте одну' },
    ],
  })
})

test.each([2020, 2021, 2024, 2026, 2027])(
  'the days of %i written out and read in again are the same year',
  year => {
    const { days, errors } = parseYearCsv(yearCsvOf(calendar, year))
    expect(errors).toEqual([])
    const dayless = { nonWorking: [], decreeOff: [], shortened: [], workingWeekends: [] }
    const standing = calendar.years[String(year)]
    if (!standing) throw new Error('The year is missing')
    const empty = { ...calendar, years: { ...calendar.years, [year]: { ...standing, ...dayless } } }
    expect(changed(setDays(empty, days))).toEqual(calendar)
  },
)

test('when one of many days is refused, none is changed', () => {
  const days = [
    { date: '2026-11-23', kind: 'off' as const },
    { date: '2031-01-01', kind: 'off' as const },
  ]
  expect(setDays(calendar, days).outcome).toBe('refused')
})

test('a calendar with a date in a foreign year is refused with advice', () => {
  const { 2026: year, ...years } = calendar.years
  if (!year) throw new Error('2026 expected')
  const wrong = { ...year, shortened: ['2025-11-03'] }
  const parsed = calendarSchema.safeParse({ ...calendar, years: { ...years, 2026: wrong } })
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual([
    'Дата 2025-11-03 стоит в 2026 году: перенесите её в свой год',
  ])
})

test('a month for the page: thirty days of November 2026 with their hours', () => {
  const days = daysOfMonth(calendar, hours, 2026, 11)
  expect(days).toHaveLength(30)
  expect(days[2]).toEqual({
    date: '2026-11-03',
    weekday: 2,
    kind: 'short',
    setting: 'short',
    intervals: [
      { from: 480, to: 720 },
      { from: 780, to: 960 },
    ],
  })
  expect(days[3]).toMatchObject({ kind: 'holiday', setting: 'off', intervals: [] })
  expect(days[27]).toMatchObject({ kind: 'weekend', setting: 'by_weekday', intervals: [] })
  expect(daysOfMonth(calendar, hours, 2024, 2)).toHaveLength(29)
})
