/**
 * Periods of reports: half-open `[from, to)` in the organisation's zone, so that every ticket falls into exactly one.
 * The week of the note (planning meeting) and the week of the regional centre are two settings (PRACTICE P19). The
 * regional centre's runs from Thursday to Wednesday (DOMAIN.md §6); both begin on Thursday until the office says otherwise.
 */
import * as z from 'zod'
import { addDays, daysBetween, instantAt, localDateOf, startOfWeek, type Weekday } from '../deadlines/zone.ts'

/** `week`: of the note; `regional_week`: of the regional centre. */
export const periodKinds = ['week', 'regional_week', 'month', 'quarter', 'year', 'any'] as const
export type PeriodKind = (typeof periodKinds)[number]

export type Period = {
  kind: PeriodKind
  /** First and last local date, both inside; how people say it. */
  firstDate: string
  lastDate: string
  /** Instants: `from` inside, `to` outside. */
  from: string
  to: string
  zone: string
}

/** `firstWeekday`: of the note's week; `regionalWeekday`: of the regional centre's, Thursday where it is not said. */
export type PeriodSettings = {
  zone: string
  firstWeekday: Weekday
  regionalWeekday?: Weekday | undefined
  /** How the note's week began before it was set otherwise. */
  earlierWeeks?: readonly EarlierWeeks[] | undefined
}

export const defaultFirstWeekday: Weekday = 4

const weekdaySchema = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
])

/** Weeks of the note that began on `note`, until the local date on which the first week set otherwise begins. */
const earlierWeeksSchema = z.object({ note: weekdaySchema, until: z.iso.date() })
export type EarlierWeeks = z.infer<typeof earlierWeeksSchema>

/**
 * In the settings document: on which weekday each of the two weeks begins, Monday is 1. `earlier`, the oldest first: weeks
 * that ran when the note's was set otherwise stay as they were, with their summaries and notes.
 */
export const weeksSchema = z.object({
  note: weekdaySchema,
  regionalCentre: weekdaySchema,
  earlier: z.array(earlierWeeksSchema).optional(),
})
export type Weeks = z.infer<typeof weeksSchema>
export const defaultWeeks: Weeks = { note: defaultFirstWeekday, regionalCentre: defaultFirstWeekday }

/** What the settings document says of periods. */
export function periodSettingsOf(settings: { deadlines: { zone: string }; weeks: Weeks }): PeriodSettings {
  const { deadlines, weeks } = settings
  return {
    zone: deadlines.zone,
    firstWeekday: weeks.note,
    regionalWeekday: weeks.regionalCentre,
    earlierWeeks: weeks.earlier,
  }
}

/**
 * A changed week applies from its first start after the week that runs; the one between is shorter, so that weeks neither
 * overlap nor leave a day out. What was to apply later and does not yet is forgotten.
 */
export function changedWeeks(before: Weeks, wanted: Weeks, today: string, zone: string): Weeks {
  if (wanted.note === before.note) return { ...wanted, earlier: before.earlier }
  const known = before.earlier ?? []
  const running = weekOf(today, { zone, firstWeekday: before.note, earlierWeeks: known })
  const next = addDays(running.lastDate, 1)
  const past = known.filter(({ until }) => until <= next)
  const note = known.find(({ until }) => until > next)?.note ?? before.note
  if (wanted.note === note) return { ...wanted, earlier: past }
  return { ...wanted, earlier: [...past, { note, until: startOfWeek(addDays(next, 6), wanted.note) }] }
}

/** Longest free period: five years; a longer one is a slip of the keyboard. */
const longestDays = 5 * 366

export function periodOf(kind: PeriodKind, firstDate: string, lastDate: string, zone: string): Period {
  return {
    kind,
    firstDate,
    lastDate,
    from: instantAt(firstDate, 0, zone),
    to: instantAt(addDays(lastDate, 1), 0, zone),
    zone,
  }
}

export function weekOf(date: string, { zone, firstWeekday, earlierWeeks = [] }: PeriodSettings): Period {
  const earlier = earlierWeeks.find(({ until }) => date < until)
  const first = startOfWeek(date, earlier?.note ?? firstWeekday)
  const last = addDays(first, 6)
  const isCut = earlier !== undefined && last >= earlier.until
  return periodOf('week', first, isCut ? addDays(earlier.until, -1) : last, zone)
}

export function regionalWeekOf(date: string, { zone, regionalWeekday }: PeriodSettings): Period {
  const first = startOfWeek(date, regionalWeekday ?? defaultFirstWeekday)
  return periodOf('regional_week', first, addDays(first, 6), zone)
}

export function monthOf(date: string, { zone }: PeriodSettings): Period {
  return monthsFrom('month', `${date.slice(0, 7)}-01`, 1, zone)
}

export function quarterOf(date: string, { zone }: PeriodSettings): Period {
  const month = Math.floor(monthIndex(date) / 3) * 3 + 1
  return monthsFrom('quarter', `${date.slice(0, 4)}-${String(month).padStart(2, '0')}-01`, 3, zone)
}

export function yearOf(date: string, { zone }: PeriodSettings): Period {
  return monthsFrom('year', `${date.slice(0, 4)}-01-01`, 12, zone)
}

function monthsFrom(kind: PeriodKind, firstDate: string, months: number, zone: string): Period {
  let after = firstDate
  for (let n = 0; n < months; n++) after = nextMonth(after)
  return periodOf(kind, firstDate, addDays(after, -1), zone)
}

/** The period of a kind in which a date lies. */
const periodAround: Record<Exclude<PeriodKind, 'any'>, (date: string, settings: PeriodSettings) => Period> = {
  week: weekOf,
  regional_week: regionalWeekOf,
  month: monthOf,
  quarter: quarterOf,
  year: yearOf,
}

/** The instant at which the local day of `instant` ends; it belongs to the next day. */
export function endOfDay(instant: string, zone: string): string {
  return instantAt(addDays(localDateOf(instant, zone), 1), 0, zone)
}

export function previousPeriod(period: Period, settings: PeriodSettings): Period {
  const before = addDays(period.firstDate, -1)
  if (period.kind !== 'any') return periodAround[period.kind](before, settings)
  const days = daysBetween(period.firstDate, period.lastDate)
  return periodOf('any', addDays(before, -days), before, period.zone)
}

export function nextPeriod(period: Period, settings: PeriodSettings): Period {
  const after = addDays(period.lastDate, 1)
  if (period.kind !== 'any') return periodAround[period.kind](after, settings)
  return periodOf('any', after, addDays(after, daysBetween(period.firstDate, period.lastDate)), period.zone)
}

/** `count` periods of one kind that follow each other, the last is the one in which `date` lies; the earliest first. */
export function periodsUntil(
  kind: Exclude<PeriodKind, 'any'>,
  date: string,
  count: number,
  settings: PeriodSettings,
): Period[] {
  const periods = [periodAround[kind](date, settings)]
  while (periods.length < count) {
    const [earliest] = periods
    if (earliest === undefined) break
    periods.unshift(previousPeriod(earliest, settings))
  }
  return periods
}

/** As the address of a page carries it. */
export type PeriodQuery = { period?: string; date?: string; from?: string; to?: string }

export function periodQuery(period: Period): PeriodQuery {
  if (period.kind === 'any') return { period: 'any', from: period.firstDate, to: period.lastDate }
  return { period: period.kind, date: period.firstDate }
}

export type ReadPeriod = { period: Period; problem?: string }

/** What the address asks for; on a slip the current week, and what is wrong in words. */
export function readPeriod(query: PeriodQuery, now: string, settings: PeriodSettings): ReadPeriod {
  const today = localDateOf(now, settings.zone)
  const usual = weekOf(today, settings)
  const asked = query.period || 'week'
  const kind = periodKinds.find(each => each === asked)
  if (kind === undefined) {
    const problem = `Период «${asked}» не известен: выберите неделю, месяц, квартал, год или любые даты.`
    return { period: usual, problem }
  }
  if (kind !== 'any') {
    const date = query.date || today
    if (!isDate(date)) return { period: usual, problem: badDate(date) }
    return { period: periodAround[kind](date, settings) }
  }
  const from = query.from || today
  const to = query.to || today
  const bad = [from, to].find(date => !isDate(date))
  if (bad !== undefined) return { period: usual, problem: badDate(bad) }
  if (to < from) {
    return {
      period: usual,
      problem: `Конец периода (${dateWords(to)}) раньше начала (${dateWords(from)}). Поменяйте даты местами.`,
    }
  }
  if (daysBetween(from, to) > longestDays) {
    return { period: usual, problem: 'Период длиннее пяти лет. Выберите более короткий.' }
  }
  return { period: periodOf('any', from, to, settings.zone) }
}

/** «Неделя 19–25 ноября 2026», «Ноябрь 2026», «IV квартал 2026 года», «2026 год», «1 октября — 25 ноября 2026». */
export function periodWords({ kind, firstDate, lastDate }: Period): string {
  const year = firstDate.slice(0, 4)
  const range = rangeWords(firstDate, lastDate)
  switch (kind) {
    case 'week':
      return `Неделя ${range}`
    case 'regional_week':
      return `Неделя ЦУР ${range}`
    case 'month':
      return monthWords(firstDate)
    case 'quarter':
      return `${quarterNumerals[Math.floor(monthIndex(firstDate) / 3)] ?? ''}${nbsp}квартал ${year}${nbsp}года`
    case 'year':
      return `${year}${nbsp}год`
    case 'any':
      return capital(range)
    default: {
      const never: never = kind
      return never
    }
  }
}

/** The same inside a sentence or after a colon: «неделя 19–25 ноября 2026», «IV квартал 2026 года». */
export function periodWordsInside(period: Period): string {
  const words = periodWords(period)
  return period.kind === 'quarter' ? words : `${words.charAt(0).toLowerCase()}${words.slice(1)}`
}

/** «Ноябрь 2026» of a month `YYYY-MM` or a date in it. */
export function monthWords(date: string): string {
  return `${capital(monthNames[monthIndex(date)] ?? '')}${nbsp}${date.slice(0, 4)}`
}

const quarterNumerals = ['I', 'II', 'III', 'IV']

/** For the head of a column: «за неделю», «за месяц», «за период». */
export function spanWords({ kind }: Period): string {
  return {
    week: 'за неделю',
    regional_week: 'за неделю',
    month: 'за месяц',
    quarter: 'за квартал',
    year: 'за год',
    any: 'за период',
  }[kind]
}

function rangeWords(first: string, last: string): string {
  if (first === last) return dateWords(first)
  if (first.slice(0, 7) === last.slice(0, 7)) return `${dayOf(first)}–${dateWords(last)}`
  if (first.slice(0, 4) === last.slice(0, 4)) return `${dayAndMonth(first)} — ${dateWords(last)}`
  return `${dateWords(first)} — ${dateWords(last)}`
}

const nbsp = '\u00a0'
const monthsOf = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(
  ' ',
)
const monthNames = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(
  ' ',
)

/** «25 ноября 2026» of a local date. */
export function dateWords(date: string): string {
  return `${dayAndMonth(date)}${nbsp}${date.slice(0, 4)}`
}

function dayAndMonth(date: string): string {
  return `${dayOf(date)}${nbsp}${monthsOf[monthIndex(date)] ?? ''}`
}

const dayOf = (date: string) => Number(date.slice(8, 10))
const monthIndex = (date: string) => Number(date.slice(5, 7)) - 1
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
const nextMonth = (firstOfMonth: string) => `${addDays(firstOfMonth, 31).slice(0, 7)}-01`

function isDate(text: string): boolean {
  if (!/^(?:19|20)\d\d-\d\d-\d\d$/.test(text)) return false
  const parsed = new Date(text)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}

function badDate(text: string): string {
  return `Дата «${text}» не читается. Укажите её как год-месяц-день, например 2026-11-25.`
}
