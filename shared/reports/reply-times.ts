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

/** Remembers the days it has seen, so that a year of answers asks the calendar once a day. */
export function createWorkingClock({ zone, calendar, hours }: DeadlineSettings): WorkingClock {
  const days = new Map<string, { intervals: [number, number][]; total: number }>()

  function dayOf(date: string) {
    const known = days.get(date)
    if (known !== undefined) return known
    const fresh = workedOn(date, calendar, hours, zone)
    days.set(date, fresh)
    return fresh
  }

  return {
    minutes(from, to) {
      if (from === null || to === null) return null
      const [begins, ends] = [Date.parse(from), Date.parse(to)]
      if (ends < begins) return null
      const last = localDateOf(to, zone)
      let worked = 0
      let date = localDateOf(from, zone)
      const first = date
      for (; date <= last; date = addDays(date, 1)) {
        const day = dayOf(date)
        worked +=
          date === first || date === last
            ? day.intervals.reduce(
                (sum, [opens, closes]) => sum + Math.max(0, Math.min(closes, ends) - Math.max(opens, begins)),
                0,
              )
            : day.total
      }
      return worked / minute
    },
  }
}

function workedOn(date: string, calendar: Calendar, hours: WorkingHours, zone: string) {
  const intervals = workingIntervals(calendar, hours, date).map(({ from, to }): [number, number] => [
    Date.parse(instantAt(date, from, zone)),
    Date.parse(instantAt(date, to, zone)),
  ])
  return { intervals, total: intervals.reduce((sum, [opens, closes]) => sum + closes - opens, 0) }
}
