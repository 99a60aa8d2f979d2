/** «Поступило за выходные»: what came while nobody was at work, for the first working morning (PRACTICE P17). */
import { isWorkingDay, workingIntervals } from '../deadlines/calendar.ts'
import type { DeadlineSettings } from '../deadlines/deadline.ts'
import { addDays, instantAt, localDateOf } from '../deadlines/zone.ts'

/** Longer than any row of days off in the calendar; past it something is wrong with the calendar, not with us. */
const longestBreak = 40
const endOfDay = 24 * 60

/** From the end of the last working day until the start of the next one; instants, ISO. */
export type DaysOff = { from: string; to: string }

/** The last days off that began by `now`: those that go on, or those before this working week. */
export function lastDaysOff(now: string, { zone, calendar, hours }: DeadlineSettings): DaysOff | undefined {
  const today = localDateOf(now, zone)
  const isOff = (date: string) => !isWorkingDay(calendar, date)
  const dayOff = findDay(today, -1, isOff)
  if (dayOff === undefined) return undefined
  const before = findDay(dayOff, -1, date => !isOff(date))
  const after = findDay(dayOff, 1, date => !isOff(date))
  if (before === undefined || after === undefined) return undefined
  const from = workingIntervals(calendar, hours, before).at(-1)?.to ?? endOfDay
  const to = workingIntervals(calendar, hours, after)[0]?.from ?? 0
  return { from: instantAt(before, from, zone), to: instantAt(after, to, zone) }
}

/** The days off that ended this morning; `undefined` on any other day than the first working one after them. */
export function daysOffBefore(now: string, deadlines: DeadlineSettings): DaysOff | undefined {
  const last = lastDaysOff(now, deadlines)
  const { zone } = deadlines
  return last !== undefined && localDateOf(last.to, zone) === localDateOf(now, zone) ? last : undefined
}

/** The nearest day from `date` on, itself included, that fits. */
function findDay(date: string, step: 1 | -1, fits: (date: string) => boolean): string | undefined {
  for (let days = 0; days <= longestBreak; days++) {
    const day = addDays(date, step * days)
    if (fits(day)) return day
  }
  return undefined
}
