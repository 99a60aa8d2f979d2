/**
 * The production calendar and the working hours: which dates are worked, and when. Data, editable, with a source.
 * DOMAIN.md §11; the trap: a Saturday in `shortened` is a working Saturday with a short day.
 */
import * as z from 'zod'
import { type Weekday, weekdayOf } from './zone.ts'

const dates = z.array(z.iso.date())

const calendarYearSchema = z.object({
  /** Holidays and days off on weekdays; plain weekends need not be listed. */
  nonWorking: dates,
  /** Paid days off by presidential decree (2020, 2021): whether they are worked is the organisation's policy. */
  decreeOff: dates,
  shortened: dates,
  workingWeekends: dates,
  /** Day off → the date it was moved from. Information only. */
  transfers: z.record(z.iso.date(), z.iso.date()).optional(),
  /** The Government's decree on transfers is not known yet: terms may still move. */
  provisional: z.boolean(),
  note: z.string().optional(),
})

export const calendarSchema = z.object({
  source: z.string(),
  semantics: z.string().optional(),
  decreeOffIsWorking: z.boolean().default(false),
  years: z.record(z.string().regex(/^\d{4}$/), calendarYearSchema).superRefine((years, context) => {
    for (const [name, year] of Object.entries(years)) {
      const dates = [...year.nonWorking, ...year.decreeOff, ...year.shortened, ...year.workingWeekends]
      for (const date of dates.filter(each => !each.startsWith(name))) {
        context.addIssue({
          code: 'custom',
          message: `Дата ${date} стоит в ${name} году: перенесите её в свой год`,
        })
      }
    }
  }),
})
export type Calendar = z.infer<typeof calendarSchema>

const clockPattern = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/

const intervalsSchema = z
  .array(z.object({ from: z.string().regex(clockPattern), to: z.string().regex(clockPattern) }))
  .refine(
    list => list.every(({ from, to }, i) => from < to && (list[i - 1]?.to ?? '00:00') <= from),
    'Промежутки идут по порядку и не пересекаются: исправьте начало и конец',
  )

/** Local working time by weekday (Monday 1), several intervals a day; a short day ends so many minutes earlier. */
export const workingHoursSchema = z
  .object({
    days: z.object({
      1: intervalsSchema,
      2: intervalsSchema,
      3: intervalsSchema,
      4: intervalsSchema,
      5: intervalsSchema,
      6: intervalsSchema,
      7: intervalsSchema,
    }),
    shortDayMinusMinutes: z.number().int().min(0).max(240).default(60),
  })
  .refine(({ days }) => days[1].length > 0, 'Укажите часы понедельника: по ним идут рабочие субботы')
export type WorkingHours = z.infer<typeof workingHoursSchema>

/** Minutes since local midnight, `from` included, `to` excluded. */
export type Interval = { from: number; to: number }

/** `weekend`: a plain Saturday or Sunday; `holiday`: listed as non-working; `decree`: day off by decree. */
export type DayKind = 'working' | 'short' | 'weekend' | 'holiday' | 'decree'

/** What a date is. Outside the calendar's years weekdays work and weekends do not. */
export function dayKindOf(calendar: Calendar, date: string): DayKind {
  return listed(calendar).get(date) ?? (weekdayOf(date) > 5 ? 'weekend' : 'working')
}

/** Whether the organisation works on that date: weekdays that are not days off, and working Saturdays. */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  const kind = dayKindOf(calendar, date)
  return kind === 'working' || kind === 'short'
}

/** Whether the date's year is not final in the calendar, or missing from it. */
export function isProvisional(calendar: Calendar, date: string): boolean {
  return calendar.years[date.slice(0, 4)]?.provisional ?? true
}

/**
 * Working time of a date, in minutes since local midnight; empty on a non-working day. A working Saturday or Sunday
 * has Monday's hours, unless the weekday has hours of its own; a short day loses its last minutes.
 */
export function workingIntervals(calendar: Calendar, hours: WorkingHours, date: string): Interval[] {
  const kind = dayKindOf(calendar, date)
  if (kind !== 'working' && kind !== 'short') return []
  const weekday = weekdayOf(date)
  const own = hours.days[weekday]
  const intervals = parsed(own.length === 0 && weekday > 5 ? hours.days[1] : own)
  return kind === 'short' ? shorten(intervals, hours.shortDayMinusMinutes) : intervals
}

/**
 * The minute at which the working day ends. A date without working time gets the usual end of that weekday, or
 * Monday's: a term that must stay on a Sunday still ends at an hour people know.
 */
export function endOfWorkingDay(calendar: Calendar, hours: WorkingHours, date: string): number {
  const worked = workingIntervals(calendar, hours, date).at(-1)
  const usual = worked ?? parsed(hours.days[weekdayOf(date)]).at(-1) ?? parsed(hours.days[1]).at(-1)
  return usual?.to ?? 1_440
}

function shorten(intervals: readonly Interval[], minutes: number): Interval[] {
  let left = minutes
  return intervals
    .toReversed()
    .map(({ from, to }) => {
      const cut = Math.min(left, to - from)
      left -= cut
      return { from, to: to - cut }
    })
    .filter(({ from, to }) => from < to)
    .toReversed()
}

const listedOf = new WeakMap<Calendar, Map<string, DayKind>>()

/** Dates that differ from their weekday. Later lines win: a day off stays off even if it is also listed as short. */
function listed(calendar: Calendar): Map<string, DayKind> {
  const known = listedOf.get(calendar)
  if (known) return known
  const days = new Map<string, DayKind>()
  for (const year of Object.values(calendar.years)) {
    for (const date of year.workingWeekends) days.set(date, 'working')
    for (const date of year.shortened) days.set(date, 'short')
    if (!calendar.decreeOffIsWorking) for (const date of year.decreeOff) days.set(date, 'decree')
    for (const date of year.nonWorking) days.set(date, 'holiday')
  }
  listedOf.set(calendar, days)
  return days
}

type DayHours = WorkingHours['days'][Weekday]

const parsedOf = new WeakMap<DayHours, Interval[]>()

function parsed(intervals: DayHours): Interval[] {
  const known = parsedOf.get(intervals)
  if (known) return known
  const minutes = intervals.map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
  parsedOf.set(intervals, minutes)
  return minutes
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}
