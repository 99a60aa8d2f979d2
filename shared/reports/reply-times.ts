/** How long an answer took: by the clock, and in working time only. */
import { type Calendar, type WorkingHours, workingIntervals } from '../deadlines/calendar.ts'
import type { DeadlineSettings } from '../deadlines/deadline.ts'
import { addDays, instantAt, localDateOf } from '../deadlines/zone.ts'

const minute = 60_000

/** Minutes by the clock; `null` where the later instant is the earlier one, or one is not known. */
export function minutesBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null
  const minutes = (Date.parse(to) - Date.parse(from)) / minute
  return minutes < 0 ? null : minutes
}

export type WorkingClock = {
  /** As `minutesBetween`, the working time of the office only. */
  minutes(from: string | null, to: string | null): number | null
}

/** Adds each day up once, however many answers are asked about: a year of them is two look-ups each. */
export function createWorkingClock({ zone, calendar, hours }: DeadlineSettings): WorkingClock {
  const days = new Map<string, Day>()
  let first: string | undefined
  let last: string | undefined

  /** Working time from the first known day's beginning to this one's; below zero for days before it came to be known. */
  function dayOf(date: string): Day {
    const known = days.get(date)
    if (known !== undefined) return known
    if (first === undefined || last === undefined) {
      first = date
      last = date
      return remember(date, 0)
    }
    while (last < date) {
      const { before, total }: Day = dayOf(last)
      last = addDays(last, 1)
      remember(last, before + total)
    }
    while (date < first) {
      const { before }: Day = dayOf(first)
      first = addDays(first, -1)
      remember(first, before - workedOn(first, calendar, hours, zone).total)
    }
    return dayOf(date)
  }

  function remember(date: string, before: number): Day {
    const day = { ...workedOn(date, calendar, hours, zone), before }
    days.set(date, day)
    return day
  }

  function workedUntil(instant: string): number {
    const at = Date.parse(instant)
    const { before, intervals } = dayOf(localDateOf(instant, zone))
    return intervals.reduce((sum, [opens, closes]) => sum + Math.max(0, Math.min(closes, at) - opens), before)
  }

  return {
    minutes(from, to) {
      if (from === null || to === null || Date.parse(to) < Date.parse(from)) return null
      return (workedUntil(to) - workedUntil(from)) / minute
    },
  }
}

/** Milliseconds: spans of work, how much they are together, how much was worked before the day. */
type Day = { intervals: [number, number][]; total: number; before: number }

function workedOn(date: string, calendar: Calendar, hours: WorkingHours, zone: string) {
  const intervals = workingIntervals(calendar, hours, date).map(({ from, to }): [number, number] => [
    Date.parse(instantAt(date, from, zone)),
    Date.parse(instantAt(date, to, zone)),
  ])
  return { intervals, total: intervals.reduce((sum, [opens, closes]) => sum + closes - opens, 0) }
}
