/**
 * UTC instants and local dates of one IANA zone. An instant is an ISO string ending in `Z`,
 * a date is 'YYYY-MM-DD', minutes of the day run from 0 (00:00) to 1440 (24:00).
 * DOMAIN.md §11: Europe/Ulyanovsk has no summer time, but nothing here relies on it.
 */

const minute = 60_000
const day = 1_440 * minute

/** Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

const weekdays = [7, 1, 2, 3, 4, 5, 6] as const

/** The local date 'YYYY-MM-DD' of an instant. */
export function localDateOf(instant: string, zone: string): string {
  return dateOfMs(localMs(Date.parse(instant), zone))
}

/** Whole minutes since local midnight, 0 to 1439; seconds are dropped. */
export function localMinutesOf(instant: string, zone: string): number {
  const local = localMs(Date.parse(instant), zone)
  return Math.floor((local - Math.floor(local / day) * day) / minute)
}

/**
 * The instant at which clocks of the zone show that minute of that date. Where clocks go back, the earlier of
 * the two; where they jump over it, the moment as many minutes after the jump (as Temporal's «compatible»).
 */
export function instantAt(date: string, minutesOfDay: number, zone: string): string {
  const wall = Date.parse(date) + minutesOfDay * minute
  const before = offsetAt(wall - day, zone)
  const after = offsetAt(wall + day, zone)
  const first = wall - before
  if (before === after || offsetAt(first, zone) === before) return new Date(first).toISOString()
  const second = wall - after
  return new Date(offsetAt(second, zone) === after ? second : first).toISOString()
}

/** The last millisecond of the local date, 23:59:59.999 on the clock: legal terms end there (DOMAIN.md §4). */
export function endOfDate(date: string, zone: string): string {
  return new Date(Date.parse(instantAt(addDays(date, 1), 0, zone)) - 1).toISOString()
}

/** The date `n` days later; a negative `n` goes back. */
export function addDays(date: string, n: number): string {
  return dateOfMs(Date.parse(date) + n * day)
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / day
}

export function weekdayOf(date: string): Weekday {
  return weekdays[new Date(date).getUTCDay()] ?? 7
}

/** The last date not after `date` that falls on `firstWeekday`. */
export function startOfWeek(date: string, firstWeekday: Weekday): string {
  return addDays(date, -((weekdayOf(date) - firstWeekday + 7) % 7))
}

/** Whether Intl knows the zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function dateOfMs(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function localMs(ms: number, zone: string): number {
  return ms + offsetAt(ms, zone)
}

type Offsets = {
  format: Intl.DateTimeFormat
  days: Map<number, number | 'changes'>
  quarters: Map<number, number>
}

const zones = new Map<string, Offsets>()

/** Ten years of days; more means a wild input, and the cache starts again. */
const cacheLimit = 4_000

/**
 * Local time minus UTC in ms. A UTC day that begins and ends with one offset has it throughout; inside a day that
 * changes it, clocks are changed on a quarter of an hour.
 */
function offsetAt(ms: number, zone: string): number {
  const offsets = offsetsOf(zone)
  const index = Math.floor(ms / day)
  let known = offsets.days.get(index)
  if (known === undefined) {
    const start = measure(index * day, offsets.format)
    known = start === measure((index + 1) * day, offsets.format) ? start : 'changes'
    if (offsets.days.size >= cacheLimit) offsets.days.clear()
    offsets.days.set(index, known)
  }
  if (known !== 'changes') return known
  const quarter = Math.floor(ms / (15 * minute))
  let offset = offsets.quarters.get(quarter)
  if (offset === undefined) {
    offset = measure(quarter * 15 * minute, offsets.format)
    if (offsets.quarters.size >= cacheLimit) offsets.quarters.clear()
    offsets.quarters.set(quarter, offset)
  }
  return offset
}

function offsetsOf(zone: string): Offsets {
  const known = zones.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const fresh: Offsets = { format, days: new Map(), quarters: new Map() }
  zones.set(zone, fresh)
  return fresh
}

function measure(ms: number, format: Intl.DateTimeFormat): number {
  const parts = format.formatToParts(ms)
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find(part => part.type === type)?.value)
  const wall = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  )
  return wall - ms
}
