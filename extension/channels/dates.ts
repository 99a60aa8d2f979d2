/*
 * Dates as sites write them. A machine's time first; else the words people see, resolved against the instant of
 * capture in a stated zone. What cannot be read stays unread: `null`, and the words are kept by the caller.
 */
import type { Moment } from './contract.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** A page's clock may be a little ahead of ours; more than that is a zone that was taken wrongly. */
const clockTolerance = 5 * minuteMs

type Day = { year: number; month: number; day: number }
type Clock = { hour: number; minute: number; second?: number }

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** What a wall clock in the zone shows at the instant, as if it were UTC. */
const wallTime = (instant: number, zone: string): number => {
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

const instantOf = (
  { year, month, day }: Day,
  { hour, minute, second = 0 }: Clock,
  zone: string,
): number | null => {
  const wall = Date.UTC(year, month - 1, day, hour, minute, second)
  const check = new Date(wall)
  const exists =
    check.getUTCMonth() === month - 1 && check.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (!exists) return null
  const first = wall - (wallTime(wall, zone) - wall)
  return wall - (wallTime(first, zone) - first)
}

const moment = (instant: number | null, precision: Moment['precision']): Moment | null => {
  if (instant === null || !Number.isFinite(instant) || Math.abs(instant) > 8.64e15) return null
  return { at: new Date(instant).toISOString(), precision }
}

/** Seconds since 1970, as sites put them into attributes and JSON. */
export const fromUnix = (seconds: unknown): Moment | null => {
  const value = typeof seconds === 'string' && /^\d{1,11}$/u.test(seconds) ? Number(seconds) : seconds
  return typeof value === 'number' && Number.isInteger(value) && value > 0
    ? moment(value * 1000, 'second')
    : null
}

const machineForm =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/u

/** ISO 8601 and its relatives. A time without a zone is the given zone's. */
export const fromMachineTime = (value: string, zone: string | null): Moment | null => {
  const form = machineForm.exec(value.trim())
  if (form === null) return null
  const [, year, month, day, hour, minute, second, offset] = form
  const date = { year: Number(year), month: Number(month), day: Number(day) }
  const precision = hour === undefined ? 'day' : second === undefined ? 'minute' : 'second'
  const clock = { hour: Number(hour ?? 0), minute: Number(minute ?? 0), second: Number(second ?? 0) }
  if (offset === undefined) return zone === null ? null : moment(instantOf(date, clock, zone), precision)
  const sign = offset.startsWith('-') ? -1 : 1
  const digits = offset.replace(/\D/gu, '')
  const shift =
    offset === 'Z' ? 0 : sign * (Number(digits.slice(0, 2)) * hourMs + Number(digits.slice(2)) * minuteMs)
  const utc = instantOf(date, clock, 'UTC')
  return utc === null ? null : moment(utc - shift, precision)
}

/** Whole names; a page may cut one short, never below three letters. */
const months = [
  'января январь january',
  'февраля февраль february',
  'марта март march',
  'апреля апрель april',
  'мая май may',
  'июня июнь june',
  'июля июль july',
  'августа август august',
  'сентября сентябрь september',
  'октября октябрь october',
  'ноября ноябрь november',
  'декабря декабрь december',
].map(names => names.split(' '))
/** 1–12, or 0. */
const monthOf = (word: string): number =>
  word.length < 3 ? 0 : months.findIndex(names => names.some(name => name.startsWith(word))) + 1

/** The words for each number, from one. */
const numbers = [
  'a an one один одну одна',
  'two два две',
  'three три',
  'four четыре',
  'five пять',
  'six шесть',
  'seven семь',
  'eight восемь',
  'nine девять',
  'ten десять',
].map(words => words.split(' '))
const numberOf = (word: string): number | null =>
  /^\d+$/u.test(word) ? Number(word) : numbers.findIndex(words => words.includes(word)) + 1 || null

const clockForm = '(\\d{1,2}):(\\d\\d)(?::(\\d\\d))?(?: ?(am|pm|a\\.m\\.|p\\.m\\.))?'
const agoForm =
  /^(?:(\d{1,3}|[a-zа-я]+) )?(сек[а-я]*|минут[а-я]*|мин|час[а-я]*|ч|sec(?:ond)?s?|min(?:ute)?s?|hours?) (?:назад|ago)$/u
const nearForm = new RegExp(`^(сегодня|вчера|позавчера|today|yesterday)(?: ${clockForm})?$`, 'u')
const dayFirst = new RegExp(
  `^(\\d{1,2}) ([a-zа-я]{3,9})\\.?(?: (\\d{4})(?: г(?:\\.|ода)?)?)?(?: ${clockForm})?$`,
  'u',
)
const monthFirst = new RegExp(`^([a-z]{3,9})\\.? (\\d{1,2})(?: (\\d{4}))?(?: ${clockForm})?$`, 'u')
const digitsForm = new RegExp(`^(\\d\\d)[-.](\\d\\d)[-.](\\d{4})(?: ${clockForm})?$`, 'u')

/** "15:52, 31.08.2026" */
const clockFirst = new RegExp(`^(${clockForm}) (?!(?:am|pm|a\\.m\\.|p\\.m\\.)$)(.+)$`, 'u')
const clockAlone = new RegExp(`^${clockForm}$`, 'u')

const clockOf = (form: readonly (string | undefined)[], from: number): Clock | null => {
  const [hour, minute, second, half] = form.slice(from, from + 4)
  if (hour === undefined || minute === undefined) return null
  const raw = Number(hour)
  if (half !== undefined && (raw < 1 || raw > 12)) return { hour: 99, minute: 0 }
  const shifted = half === undefined ? raw : (raw % 12) + (half.startsWith('p') ? 12 : 0)
  const clock = { hour: shifted, minute: Number(minute) }
  return second === undefined ? clock : { ...clock, second: Number(second) }
}

/** Below a date the sites write when it was changed, or when the original was sent. */
const firstLine = (text: string): string => text.trim().split(/\n\s*(?=[\p{L} ]+:)/u, 1)[0] ?? ''

const tidy = (text: string): string =>
  firstLine(text)
    .toLowerCase()
    .replace(/\(?(?:ред\.|отредактировано|изменено|edited)\)?|[·•]/gu, ' ')
    .replace(/,/gu, ' ')
    .replace(/\s+(?:в|at)\s+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(clockFirst, (whole, clock: string, ...rest: unknown[]) => {
      const words = rest[4]
      return typeof words === 'string' ? `${words} ${clock}` : whole
    })

/**
 * The words people see: «сегодня в 14:05», «вчера», «5 минут назад», «23 ноя 2025», "12 Aug at 12:00 pm".
 * Nothing is published after it was captured: such a result means a wrong zone, so it is not given.
 */
export const fromShownText = (text: string, now: string, zone: string): Moment | null => {
  const words = tidy(text)
  const nowAt = Date.parse(now)
  if (Number.isNaN(nowAt) || words === '') return null
  const wall = new Date(wallTime(nowAt, zone))
  const today: Day = { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() }

  const on = (day: Day, clock: Clock | null): Moment | null => {
    const at = instantOf(day, clock ?? { hour: 0, minute: 0 }, zone)
    if (at === null || at > nowAt + clockTolerance) return null
    return moment(
      Math.min(at, nowAt),
      clock === null ? 'day' : clock.second === undefined ? 'minute' : 'second',
    )
  }
  /** Without a year: this year, or the last one for a month and day that are still to come. */
  const onDay = (
    day: number,
    month: number,
    year: string | undefined,
    clock: Clock | null,
  ): Moment | null => {
    if (month === 0) return null
    if (year !== undefined) return on({ year: Number(year), month, day }, clock)
    const isAhead = month > today.month || (month === today.month && day > today.day)
    return on({ year: today.year - (isAhead ? 1 : 0), month, day }, clock)
  }

  if (/^(?:только что|just now)$/u.test(words)) return moment(nowAt, 'minute')

  const ago = agoForm.exec(words)
  if (ago !== null) {
    const [, amount, unit = ''] = ago
    const count = amount === undefined ? 1 : numberOf(amount)
    if (count === null) return null
    if (/^(?:час|ч$|hour)/u.test(unit)) return moment(nowAt - count * hourMs, 'hour')
    return moment(nowAt - count * (/^(?:мин|min)/u.test(unit) ? minuteMs : 1000), 'minute')
  }

  const near = nearForm.exec(words)
  if (near !== null) {
    const back = { сегодня: 0, today: 0, вчера: 1, yesterday: 1, позавчера: 2 }[near[1] ?? ''] ?? 0
    const day = new Date(Date.UTC(today.year, today.month - 1, today.day - back))
    return on(
      { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() },
      clockOf(near, 2),
    )
  }

  const russian = dayFirst.exec(words)
  if (russian !== null) {
    return onDay(Number(russian[1]), monthOf(russian[2] ?? ''), russian[3], clockOf(russian, 4))
  }
  const english = monthFirst.exec(words)
  if (english !== null) {
    return onDay(Number(english[2]), monthOf(english[1] ?? ''), english[3], clockOf(english, 4))
  }
  const digits = digitsForm.exec(words)
  if (digits !== null) return onDay(Number(digits[1]), Number(digits[2]), digits[3], clockOf(digits, 4))
  return null
}

/**
 * A day that stands above several items («26 сентября», "Today") and an item's own clock. Without a clock that day;
 * a bare clock on a site where it means today is given «сегодня».
 */
export const fromDayAndClock = (
  day: string,
  clock: string | null,
  now: string,
  zone: string,
): Moment | null => {
  const hour = tidy(clock ?? '')
  return fromShownText(clockAlone.test(hour) ? `${day} ${hour}` : day, now, zone)
}
