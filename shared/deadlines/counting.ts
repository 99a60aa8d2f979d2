/** Walking the calendar: working time, working days and the days off between, with the steps that explain the walk. */
import {
  dayKindOf,
  endOfWorkingDay,
  type Interval,
  isProvisional,
  isWorkingDay,
  workingIntervals,
} from './calendar.ts'
import type { ClosedPause } from './pauses.ts'
import type { DeadlineSettings } from './settings.ts'
import type { TraceStep } from './trace.ts'
import { addDays, endOfDate, instantAt, localDateOf, localMinutesOf, weekdayOf } from './zone.ts'

/** No term reaches so far; a calendar without working time must not hang the server. */
const farthestDays = 1_000

/** A step of the explanation and the local date at which it is told. */
export type Dated = { date: string; step: TraceStep }

/**
 * Counts working time to the millisecond, outside the pauses; the end of a day belongs to that day, not to the next
 * morning.
 */
export function addWorkingTime(
  start: string,
  duration: number,
  settings: DeadlineSettings,
  pauses: readonly ClosedPause[] = [],
): { at: string; steps: Dated[] } {
  const { zone, calendar, hours } = settings
  const first = localDateOf(start, zone)
  const worked: Dated[] = []
  let left = duration
  for (let n = 0; n <= farthestDays; n++) {
    const date = addDays(first, n)
    const intervals: Interval[] = []
    for (const { from, to } of workingIntervals(calendar, hours, date)) {
      const evening = Date.parse(instantAt(date, to, zone))
      const opens = Math.max(Date.parse(start), Date.parse(instantAt(date, from, zone)))
      for (const [begins, closes] of outside(pauses, opens, evening)) {
        const ends = Math.min(begins + left, closes)
        left -= ends - begins
        intervals.push({ from: minutesAt(begins, zone), to: ends === evening ? to : minutesAt(ends, zone) })
        if (left > 0) continue
        worked.push(...workedOn(date, intervals, settings))
        const skipped = dayOffSteps(first, date, settings).map(step => ({ date: step.from, step }))
        return { at: new Date(ends).toISOString(), steps: [...worked, ...skipped] }
      }
    }
    worked.push(...workedOn(date, intervals, settings))
  }
  throw new Error('The calendar has no working time for this term')
}

/** What remains of a span when united pauses are taken out of it. */
function outside(pauses: readonly ClosedPause[], from: number, to: number): [number, number][] {
  const pieces: [number, number][] = []
  let begins = from
  for (const pause of pauses) {
    const [pausedFrom, pausedTo] = [Date.parse(pause.from), Date.parse(pause.to)]
    if (pausedTo <= begins) continue
    if (pausedFrom >= to) break
    if (pausedFrom > begins) pieces.push([begins, pausedFrom])
    begins = pausedTo
  }
  if (begins < to) pieces.push([begins, to])
  return pieces
}

function minutesAt(ms: number, zone: string): number {
  return localMinutesOf(new Date(ms).toISOString(), zone)
}

/** Less than a minute is counted but not shown. */
function workedOn(date: string, intervals: Interval[], settings: DeadlineSettings): Dated[] {
  const shown = intervals.filter(({ from, to }) => from < to)
  if (shown.length === 0) return []
  return [{ date, step: { code: 'worked', date, intervals: shown, day: lookOf(date, settings) } }]
}

function lookOf(date: string, { calendar }: DeadlineSettings): Extract<TraceStep, { code: 'worked' }>['day'] {
  const short = dayKindOf(calendar, date) === 'short'
  if (weekdayOf(date) > 5) return short ? 'short_working_weekend' : 'working_weekend'
  return short ? 'short' : 'usual'
}

/** Both ends of a date; a term that ends on its own first evening has no working day left and ends with the date. */
export function endsOf(date: string, start: string, { zone, calendar, hours }: DeadlineSettings) {
  const legalDueAt = endOfDate(date, zone)
  const evening = instantAt(date, endOfWorkingDay(calendar, hours, date), zone)
  const usable = Date.parse(evening) > Date.parse(start) && Date.parse(evening) < Date.parse(legalDueAt)
  return { dueAt: usable ? evening : legalDueAt, legalDueAt }
}

/** The date of the `amount`th working day from `from` on, not counting the dates in `lost`. */
export function nthWorkingDay(
  from: string,
  amount: number,
  { calendar }: DeadlineSettings,
  lost: ReadonlySet<string> = new Set(),
): string {
  let left = amount
  for (let n = 0; n <= farthestDays; n++) {
    const date = addDays(from, n)
    if (isWorkingDay(calendar, date) && !lost.has(date)) left -= 1
    if (left === 0) return date
  }
  throw new Error('The calendar has no working days for this term')
}

export function workingDayBefore(date: string, { calendar }: DeadlineSettings): string {
  for (let n = 1; n <= farthestDays; n++) {
    const before = addDays(date, -n)
    if (isWorkingDay(calendar, before)) return before
  }
  throw new Error('The calendar has no working day before this date')
}

type Skipped = Extract<TraceStep, { code: 'skipped' }>

/** Runs of days off between two dates, both included. */
export function dayOffSteps(from: string, to: string, { calendar }: DeadlineSettings): Skipped[] {
  const runs: Skipped[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const kind = dayKindOf(calendar, date)
    if (kind === 'working' || kind === 'short') continue
    const reason = kind === 'holiday' ? 'days_off' : kind
    const last = runs.at(-1)
    if (last?.to !== addDays(date, -1)) {
      runs.push({ code: 'skipped', from: date, to: date, reason })
      continue
    }
    last.to = date
    if (reason === 'decree' || last.reason === 'weekend') last.reason = reason
  }
  return runs
}

/** A warning for each year, of the start or of a date that mattered, whose calendar is not final. */
export function provisionalSteps(
  start: string,
  leansOn: string[],
  { zone, calendar }: DeadlineSettings,
): TraceStep[] {
  const dates = [localDateOf(start, zone), ...leansOn].filter(date => isProvisional(calendar, date))
  const years = new Set(dates.map(date => date.slice(0, 4)))
  return [...years].toSorted().map(year => ({ code: 'provisional', year }))
}
