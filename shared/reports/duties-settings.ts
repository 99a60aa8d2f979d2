/**
 * Which reports are owed, to whom and by when (DOMAIN.md §6). The decree names 2021–2024 in 3.2.1 е; whether it was prolonged
 * is the customer's to say, so each duty can be switched off or given a last year.
 */
import * as z from 'zod'

const weekday = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
])

/** On that weekday, the first one that is not before the last day of the week which is reported. */
const weekly = z.object({
  on: z.boolean(),
  weekday,
  /** Local hour. */
  hour: z.number().int().min(0).max(23),
  /** So many hours before it the reminder begins. */
  remindHours: z.number().int().min(0).max(96),
})
export type WeeklyDuty = z.infer<typeof weekly>

const addressee = z.string().trim().min(1).max(300)
/** «12-20» */
const dayOfYear = z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)$/)
const lastYear = z.number().int().min(2021).max(2100).nullable()

export const reportSettingsSchema = z.object({
  summaries: weekly,
  note: weekly.extend({ addressee }),
  indicators: z.object({
    on: z.boolean(),
    /** Of the next month, inclusive. */
    dueDay: z.number().int().min(1).max(28),
    /** Of the reported month. */
    remindDay: z.number().int().min(1).max(28),
    lastYear,
    addressee,
  }),
  targets: z.object({ on: z.boolean(), dueOn: dayOfYear, remindFrom: dayOfYear, lastYear, addressee }),
  /** Material on request: so many days before its date the reminder begins. */
  requests: z.object({ remindDays: z.number().int().min(0).max(30) }),
})
export type ReportSettings = z.infer<typeof reportSettingsSchema>

export const usualReports: ReportSettings = {
  summaries: { on: true, weekday: 4, hour: 12, remindHours: 24 },
  note: { on: true, weekday: 5, hour: 10, remindHours: 24, addressee: 'Главе администрации' },
  indicators: {
    on: true,
    dueDay: 2,
    remindDay: 28,
    lastYear: null,
    addressee: 'Куратору и руководителю ЦУР',
  },
  targets: {
    on: true,
    dueOn: '12-20',
    remindFrom: '12-01',
    lastYear: null,
    addressee: 'Куратору и руководителю ЦУР',
  },
  requests: { remindDays: 3 },
}
