/**
 * Waiting for the author as intervals on the calendar: `from` included, `to` excluded. Subtracting hours of waiting
 * from a deadline is wrong as soon as a night lies between (glpi-project/glpi#10594, frappe/helpdesk#2449); what a
 * pause takes from a term is counted in that term's own measure.
 */
import { isWorkingDay, workingIntervals } from './calendar.ts'
import type { DeadlineSettings } from './settings.ts'
import { addDays, daysBetween, instantAt, localDateOf } from './zone.ts'

/** UTC instants; `to` is `null` while the author is silent. */
export type Pause = { readonly from: string; readonly to: string | null }
export type ClosedPause = { readonly from: string; readonly to: string }

/** In order, without overlaps: pauses that overlap or touch are one; those that take no time are none. */
export function unitePauses(pauses: readonly Pause[]): Pause[] {
  const united: { from: string; to: string | null }[] = []
  for (const { from, to } of pauses.map(toUtc).toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (to !== null && to <= from) continue
    const last = united.at(-1)
    if (!last || (last.to !== null && last.to < from)) united.push({ from, to })
    else if (last.to !== null && (to === null || to > last.to)) last.to = to
  }
  return united
}

/** The united pauses as a clock sees them that starts then: what was before it does not count. */
export function pausesSince(start: string, pauses: readonly Pause[]): Pause[] {
  return unitePauses(pauses).flatMap(({ from, to }) =>
    to !== null && to <= start ? [] : [{ from: from < start ? start : from, to }],
  )
}

export function isClosed(pause: Pause): pause is ClosedPause {
  return pause.to !== null
}

/** Milliseconds by the clock on the wall. */
export function wallTimeIn({ from, to }: ClosedPause): number {
  return Date.parse(to) - Date.parse(from)
}

/** Milliseconds of the organisation's working time. */
export function workingTimeIn(pause: ClosedPause, { zone, calendar, hours }: DeadlineSettings): number {
  const [from, to] = [Date.parse(pause.from), Date.parse(pause.to)]
  let total = 0
  for (const date of datesOf(pause, zone)) {
    for (const interval of workingIntervals(calendar, hours, date)) {
      const begins = Math.max(from, Date.parse(instantAt(date, interval.from, zone)))
      const ends = Math.min(to, Date.parse(instantAt(date, interval.to, zone)))
      total += Math.max(0, ends - begins)
    }
  }
  return total
}

/** Local midnights: a pause from Tuesday to Thursday has two, whatever the hours; one that begins at midnight lost it before. */
export function midnightsIn({ from, to }: ClosedPause, zone: string): number {
  return daysBetween(localDateOf(from, zone), localDateOf(to, zone))
}

/**
 * Working dates that the pause takes: it began before the end of that date's working time and lasted to that end.
 * So a pause from Monday 14:00 to Tuesday 14:00 takes Monday, and one from Monday evening to Tuesday evening takes
 * Tuesday.
 */
export function workingDatesIn(pause: ClosedPause, settings: DeadlineSettings): string[] {
  const { zone, calendar, hours } = settings
  return datesOf(pause, zone).filter(date => {
    const end = isWorkingDay(calendar, date) ? workingIntervals(calendar, hours, date).at(-1) : undefined
    if (!end) return false
    const at = instantAt(date, end.to, zone)
    return pause.from < at && at <= pause.to
  })
}

function datesOf({ from, to }: ClosedPause, zone: string): string[] {
  const first = localDateOf(from, zone)
  return Array.from({ length: daysBetween(first, localDateOf(to, zone)) + 1 }, (_, n) => addDays(first, n))
}

/** One spelling of instants, so that they compare as texts. */
function toUtc({ from, to }: Pause): Pause {
  return { from: new Date(from).toISOString(), to: to === null ? null : new Date(to).toISOString() }
}
