/** «Поступило за выходные»: what came while nobody was at work, for the first working morning (PRACTICE P17). */
import { isWorkingDay, workingIntervals } from '../../shared/deadlines/calendar.ts'
import { addDays, instantAt, localDateOf } from '../../shared/deadlines/zone.ts'
import type { Settings } from '../../shared/policy/settings.ts'

/** Longer than any row of days off in the calendar; past it something is wrong with the calendar, not with us. */
const longestBreak = 30

/** From the end of the last working day until the start of this one; `null` unless this is the first one after days off. */
export function breakBefore(now: string, settings: Settings): { from: string; to: string } | null {
  const { zone, calendar, hours } = settings.deadlines
  const today = localDateOf(now, zone)
  if (!isWorkingDay(calendar, today) || isWorkingDay(calendar, addDays(today, -1))) return null
  for (let back = 2; back <= longestBreak; back++) {
    const date = addDays(today, -back)
    const last = workingIntervals(calendar, hours, date).at(-1)
    const first = workingIntervals(calendar, hours, today)[0]
    if (last === undefined || first === undefined) continue
    return { from: instantAt(date, last.to, zone), to: instantAt(today, first.from, zone) }
  }
  return null
}
