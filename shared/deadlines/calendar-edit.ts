/**
 * Editing the production calendar: a day, a year, a whole decree pasted as text. Pure: every edit gives a new
 * calendar or says in Russian what to do instead. Holidays: ТК РФ ст. 112; short days before them: ст. 95.
 */
import {
  type Calendar,
  type DayKind,
  dayKindOf,
  type Interval,
  type WorkingHours,
  workingIntervals,
} from './calendar.ts'
import { addDays, type Weekday, weekdayOf } from './zone.ts'

/** What a person makes of a date; `by_weekday` takes away what was said about it. */
export const daySettings = ['working', 'short', 'off', 'decree', 'by_weekday'] as const
export type DaySetting = (typeof daySettings)[number]

export type CalendarEdit = { outcome: 'changed'; calendar: Calendar } | { outcome: 'refused'; words: string }

type Year = Calendar['years'][string]

/** Makes one date worked, short, off, off by decree, or what its weekday says. Transfers are only told, not kept. */
export function setDay(calendar: Calendar, date: string, kind: DaySetting): CalendarEdit {
  if (!isRealDate(date)) return refused(`Даты ${date} нет: напишите её так: 2027-05-01`)
  const name = date.slice(0, 4)
  const year = calendar.years[name]
  if (!year) return refused(noYearWords(name))
  const isWeekend = weekdayOf(date) > 5
  const put = (dates: readonly string[], isIn: boolean) => {
    const others = dates.filter(each => each !== date)
    return isIn ? [...others, date].toSorted() : others
  }
  return changed(calendar, name, {
    ...year,
    nonWorking: put(year.nonWorking, kind === 'off'),
    decreeOff: put(year.decreeOff, kind === 'decree'),
    shortened: put(year.shortened, kind === 'short'),
    workingWeekends: put(year.workingWeekends, isWeekend && (kind === 'working' || kind === 'short')),
  })
}

/** What was said about a date: `setDay` with it changes nothing. */
export function daySettingOf(calendar: Calendar, date: string): DaySetting {
  const year = calendar.years[date.slice(0, 4)]
  if (year?.nonWorking.includes(date)) return 'off'
  if (year?.decreeOff.includes(date)) return 'decree'
  if (year?.shortened.includes(date)) return 'short'
  return year?.workingWeekends.includes(date) ? 'working' : 'by_weekday'
}

/** The Government's decree is in: the year's terms warn no more. */
export function confirmYear(calendar: Calendar, year: number): CalendarEdit {
  const name = String(year)
  const standing = calendar.years[name]
  if (!standing) return refused(noYearWords(name))
  const { note: _, ...confirmed } = standing
  return changed(calendar, name, { ...confirmed, provisional: false })
}

/**
 * A year of weekdays and the holidays of the Labour Code; provisional until the Government's transfers are entered.
 * A holiday on a weekend moves its day off to the next working day, but not the New Year ones (ст. 112 ч. 2): where
 * those go, the Government decides.
 */
export function addYear(calendar: Calendar, year: number): CalendarEdit {
  const name = String(year)
  if (!Number.isInteger(year) || year < 2020 || year > 2099) {
    return refused('Укажите год от 2020 до 2099')
  }
  if (calendar.years[name]) return refused(`${name} год уже есть: измените его дни`)
  const holidays = holidayDays.map(day => `${name}-${day}`)
  const transfers = transfersOf(holidays)
  const nonWorking = [...holidays, ...Object.keys(transfers)].toSorted()
  const eves = [...holidays, `${year + 1}-01-01`].map(date => addDays(date, -1))
  return changed(calendar, name, {
    nonWorking,
    decreeOff: [],
    shortened: eves
      .filter(date => date.startsWith(name) && weekdayOf(date) <= 5 && !nonWorking.includes(date))
      .toSorted(),
    workingWeekends: [],
    transfers,
    provisional: true,
    note: 'Построен по дням недели и праздникам ТК РФ (ст. 112). Внесите переносы Правительства и утвердите год.',
  })
}

export type DayLine = { date: string; kind: DaySetting }

/** Lines `2027-05-01;off` or `2027-05-01;выходной`; rows that cannot be read are named, the others are read. */
export function parseYearCsv(text: string): { days: DayLine[]; errors: { row: number; words: string }[] } {
  const days: DayLine[] = []
  const errors: { row: number; words: string }[] = []
  const rowOf = new Map<string, number>()
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const row = index + 1
    const [date = '', word = ''] = line.split(/[;,\t]/).map(cell => cell.trim().replace(/^"|"$/g, ''))
    const isHeading = row === 1 && /^(?:date|дата)$/i.test(date)
    if (line.trim() === '' || isHeading) continue
    const kind = settingWords.get(word.toLowerCase())
    const earlier = rowOf.get(date)
    if (!isRealDate(date)) errors.push({ row, words: `Даты «${date}» нет: напишите её так: 2027-05-01` })
    else if (!kind) errors.push({ row, words: `Вид дня «${word}» неизвестен: напишите ${knownWords}` })
    else if (earlier) errors.push({ row, words: `${date} уже есть в строке ${earlier}: оставьте одну` })
    else {
      rowOf.set(date, row)
      days.push({ date, kind })
    }
  }
  return { days, errors }
}

/** All days or, when one is refused, none. */
export function setDays(calendar: Calendar, days: readonly DayLine[]): CalendarEdit {
  let edited = calendar
  for (const { date, kind } of days) {
    const edit = setDay(edited, date, kind)
    if (edit.outcome === 'refused') return edit
    edited = edit.calendar
  }
  return { outcome: 'changed', calendar: edited }
}

/** The year's days that differ from their weekday, as `parseYearCsv` reads them. */
export function yearCsvOf(calendar: Calendar, year: number): string {
  const {
    nonWorking = [],
    decreeOff = [],
    shortened = [],
    workingWeekends = [],
  } = calendar.years[String(year)] ?? {}
  const dates = new Set([...nonWorking, ...decreeOff, ...shortened, ...workingWeekends])
  return [...dates]
    .toSorted()
    .map(date => `${date};${daySettingOf(calendar, date)}\n`)
    .join('')
}

export type CalendarDay = {
  date: string
  weekday: Weekday
  kind: DayKind
  setting: DaySetting
  intervals: Interval[]
}

/** The days of a month (January is 1) for a grid on a page, each with its working time. */
export function daysOfMonth(
  calendar: Calendar,
  hours: WorkingHours,
  year: number,
  month: number,
): CalendarDay[] {
  const prefix = `${year}-${String(month).padStart(2, '0')}-`
  const days: CalendarDay[] = []
  for (let date = `${prefix}01`; date.startsWith(prefix); date = addDays(date, 1)) {
    days.push({
      date,
      weekday: weekdayOf(date),
      kind: dayKindOf(calendar, date),
      setting: daySettingOf(calendar, date),
      intervals: workingIntervals(calendar, hours, date),
    })
  }
  return days
}

const newYearDays = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08']
const holidayDays = [...newYearDays, '02-23', '03-08', '05-01', '05-09', '06-12', '11-04']

/** New day off → the holiday on a weekend that it replaces. */
function transfersOf(holidays: readonly string[]): Record<string, string> {
  const transfers: Record<string, string> = {}
  for (const holiday of holidays) {
    if (weekdayOf(holiday) <= 5 || newYearDays.includes(holiday.slice(5))) continue
    let date = addDays(holiday, 1)
    while (weekdayOf(date) > 5 || holidays.includes(date) || transfers[date]) date = addDays(date, 1)
    transfers[date] = holiday
  }
  return transfers
}

const settingWords = new Map<string, DaySetting>([
  ...daySettings.map((kind): [string, DaySetting] => [kind, kind]),
  ['рабочий', 'working'],
  ['короткий', 'short'],
  ['сокращённый', 'short'],
  ['сокращенный', 'short'],
  ['выходной', 'off'],
  ['праздник', 'off'],
  ['по указу', 'decree'],
  ['по дню недели', 'by_weekday'],
])
const knownWords = '«рабочий», «короткий», «выходной», «по указу» или «по дню недели»'

function isRealDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false
  const ms = Date.parse(date)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}

function noYearWords(year: string): string {
  return `${year} года в календаре нет: сначала добавьте год`
}

function changed(calendar: Calendar, name: string, year: Year): CalendarEdit {
  return { outcome: 'changed', calendar: { ...calendar, years: { ...calendar.years, [name]: year } } }
}

function refused(words: string): CalendarEdit {
  return { outcome: 'refused', words }
}
