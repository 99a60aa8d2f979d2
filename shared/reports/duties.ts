/**
 * What is owed and by when (DOMAIN.md §6): the reports of the periods that run or have just ended. «До 02 числа» is read as
 * the 2nd itself, with the last working day before the 1st as the day to be ready on.
 */
import { isWorkingDay } from '../deadlines/calendar.ts'
import type { DeadlineSettings } from '../deadlines/settings.ts'
import { addDays, endOfDate, instantAt, localDateOf, startOfWeek } from '../deadlines/zone.ts'
import type { ReportSettings, WeeklyDuty } from './duties-settings.ts'
import {
  monthOf,
  type Period,
  periodSettingsOf,
  previousPeriod,
  type Weeks,
  weekOf,
  yearOf,
} from './period.ts'

export const dutyKinds = ['summaries', 'note', 'indicators', 'targets'] as const
export type DutyKind = (typeof dutyKinds)[number]

export const dutyTitles: Readonly<Record<DutyKind, string>> = {
  summaries: 'Сводки руководителей блоков',
  note: 'Аналитическая записка',
  indicators: 'Отчёт об индикаторах месяца',
  targets: 'Отчёт о целевых показателях года',
}

/** Clauses of the decree 697-П. */
export const dutyClauses: Readonly<Record<DutyKind, string>> = {
  summaries: 'п.\u00a03.3.1\u00a0з',
  note: 'п.\u00a03, 4.4\u00a0а',
  indicators: 'п.\u00a03.2.1\u00a0е',
  targets: 'п.\u00a03.2.1\u00a0е, 4.3\u00a0д',
}

export type Duty = {
  kind: DutyKind
  period: Period
  /** Instants. */
  dueAt: string
  remindFrom: string
  /** The local date by which it is better ready: where the due date and the day before it are days off. */
  readyOn: string | null
}

export type DutyState = 'done' | 'overdue' | 'reminded' | 'later'

type Standing = { deadlines: DeadlineSettings; weeks: Weeks; reports: ReportSettings }

/** Of the last ended and the running period of each duty that is on; the earliest due first. */
export function dutiesAt(settings: Standing, now: string): Duty[] {
  const periods = periodSettingsOf(settings)
  const today = localDateOf(now, periods.zone)
  const lastTwo = (running: Period) => [previousPeriod(running, periods), running]
  const { summaries, note, indicators, targets } = settings.reports
  const weeks = lastTwo(weekOf(today, periods))
  const found = [
    ...(summaries.on ? weeks.map(week => weeklyDuty('summaries', week, summaries)) : []),
    ...(note.on ? weeks.map(week => weeklyDuty('note', week, note)) : []),
    ...(indicators.on
      ? lastTwo(monthOf(today, periods))
          .filter(month => isOwedIn(month, indicators.lastYear))
          .map(month => monthlyDuty(month, settings))
      : []),
    ...(targets.on
      ? lastTwo(yearOf(today, periods))
          .filter(year => isOwedIn(year, targets.lastYear))
          .map(year => yearlyDuty(year, settings))
      : []),
  ]
  return found.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))
}

export function dutyState({ dueAt, remindFrom }: Duty, isDone: boolean, now: string): DutyState {
  if (isDone) return 'done'
  if (Date.parse(now) >= Date.parse(dueAt)) return 'overdue'
  return Date.parse(now) >= Date.parse(remindFrom) ? 'reminded' : 'later'
}

/** The instant by which the report of a week is due. */
export function weeklyDueAt({ lastDate, zone }: Period, { weekday, hour }: WeeklyDuty): string {
  // The last such weekday not after six days later is the first one not before.
  return instantAt(startOfWeek(addDays(lastDate, 6), weekday), hour * 60, zone)
}

function weeklyDuty(kind: 'summaries' | 'note', period: Period, duty: WeeklyDuty): Duty {
  const dueAt = weeklyDueAt(period, duty)
  const remindFrom = new Date(Date.parse(dueAt) - duty.remindHours * 3_600_000).toISOString()
  return { kind, period, dueAt, remindFrom, readyOn: null }
}

function monthlyDuty(period: Period, { deadlines, reports }: Standing): Duty {
  const { dueDay, remindDay } = reports.indicators
  const first = addDays(period.lastDate, 1)
  const dueOn = addDays(first, dueDay - 1)
  return {
    kind: 'indicators',
    period,
    dueAt: endOfDate(dueOn, period.zone),
    remindFrom: instantAt(addDays(period.firstDate, remindDay - 1), 0, period.zone),
    readyOn: readyBefore(addDays(dueOn, -1), deadlines),
  }
}

/** Due before the year ends: it says as of which date it was made. */
function yearlyDuty(period: Period, { deadlines, reports }: Standing): Duty {
  const { dueOn, remindFrom } = reports.targets
  const year = period.firstDate.slice(0, 4)
  return {
    kind: 'targets',
    period,
    dueAt: endOfDate(`${year}-${dueOn}`, period.zone),
    remindFrom: instantAt(`${year}-${remindFrom}`, 0, period.zone),
    readyOn: readyBefore(`${year}-${dueOn}`, deadlines),
  }
}

/** The last working day not after the date. */
function readyBefore(date: string, { calendar }: DeadlineSettings): string {
  let day = date
  // New Year's holidays are the longest stretch of days off; a calendar that lists more is a slip.
  for (let n = 0; n < 31 && !isWorkingDay(calendar, day); n++) day = addDays(day, -1)
  return day
}

function isOwedIn({ firstDate }: Period, lastYear: number | null): boolean {
  return lastYear === null || Number(firstDate.slice(0, 4)) <= lastYear
}
