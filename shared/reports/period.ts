/**
 * Periods of reports: half-open `[from, to)` in the organisation's zone, so that every ticket falls into exactly one.
 * The week of the regional centre runs from Thursday to Wednesday (DOMAIN.md §6): a setting, Thursday by default.
 */
import { addDays, daysBetween, instantAt, localDateOf, startOfWeek, type Weekday } from '../deadlines/zone.ts'

export type PeriodKind = 'week' | 'month' | 'any'

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

export type PeriodSettings = { zone: string; firstWeekday: Weekday }

export const defaultFirstWeekday: Weekday = 4

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

export function weekOf(date: string, { zone, firstWeekday }: PeriodSettings): Period {
  const first = startOfWeek(date, firstWeekday)
  return periodOf('week', first, addDays(first, 6), zone)
}

export function monthOf(date: string, { zone }: PeriodSettings): Period {
  const first = `${date.slice(0, 7)}-01`
  return periodOf('month', first, addDays(nextMonth(first), -1), zone)
}

/** The instant at which the local day of `instant` ends; it belongs to the next day. */
export function endOfDay(instant: string, zone: string): string {
  return instantAt(addDays(localDateOf(instant, zone), 1), 0, zone)
}

export function previousPeriod(period: Period, settings: PeriodSettings): Period {
  const before = addDays(period.firstDate, -1)
  if (period.kind === 'week') return weekOf(before, settings)
  if (period.kind === 'month') return monthOf(before, settings)
  return periodOf(
    'any',
    addDays(before, -daysBetween(period.firstDate, period.lastDate)),
    before,
    period.zone,
  )
}

export function nextPeriod(period: Period, settings: PeriodSettings): Period {
  const after = addDays(period.lastDate, 1)
  if (period.kind === 'week') return weekOf(after, settings)
  if (period.kind === 'month') return monthOf(after, settings)
  return periodOf('any', after, addDays(after, daysBetween(period.firstDate, period.lastDate)), period.zone)
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
  const kind = query.period || 'week'
  if (kind === 'week' || kind === 'month') {
    const date = query.date || today
    if (!isDate(date)) return { period: usual, problem: badDate(date) }
    return { period: kind === 'week' ? weekOf(date, settings) : monthOf(date, settings) }
  }
  if (kind !== 'any') {
    return { period: usual, problem: `Период «${kind}» не известен: выберите неделю, месяц или любые даты.` }
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

/** «Неделя 19–25 ноября 2026», «Ноябрь 2026», «1 октября — 25 ноября 2026». */
export function periodWords(period: Period): string {
  const { kind, firstDate, lastDate } = period
  if (kind === 'month')
    return `${capital(monthNames[monthIndex(firstDate)] ?? '')}${nbsp}${firstDate.slice(0, 4)}`
  const range = rangeWords(firstDate, lastDate)
  return kind === 'week' ? `Неделя ${range}` : capital(range)
}

/** For the head of a column: «за неделю», «за месяц», «за период». */
export function spanWords({ kind }: Period): string {
  return { week: 'за неделю', month: 'за месяц', any: 'за период' }[kind]
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
