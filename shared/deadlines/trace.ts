/** How a deadline came about, step by step: data; words.ts says it in Russian. Dates are local, times are minutes. */
import * as z from 'zod'
import { clockEvents, confidences, stageIds, units } from './rules.ts'

const date = z.iso.date()
const minutes = z.number().int().min(0).max(1_440)
const term = { amount: z.number().int().positive(), unit: z.enum(units) }

export const traceStepSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('started'), event: z.enum(clockEvents), at: z.iso.datetime() }),
  z.object({
    code: z.literal('rule'),
    stage: z.enum(stageIds),
    ...term,
    source: z.string(),
    clause: z.string(),
    confidence: z.enum(confidences),
  }),
  /** The organisation's own, shorter term; the steps after it belong to it. */
  z.object({ code: z.literal('target'), ...term }),
  /** The citizen was told a date; it replaces the rule. */
  z.object({ code: z.literal('promised'), date }),
  /** The chief named the day (PRACTICE P19). */
  z.object({ code: z.literal('ordered'), date }),
  /** Working time counted on one day. */
  z.object({
    code: z.literal('worked'),
    date,
    intervals: z.array(z.object({ from: minutes, to: minutes })),
    day: z.enum(['usual', 'short', 'working_weekend', 'short_working_weekend']),
  }),
  /** Days that do not count: `days_off` holidays and days off, with the weekends among them. */
  z.object({
    code: z.literal('skipped'),
    from: date,
    to: date,
    reason: z.enum(['weekend', 'days_off', 'decree']),
  }),
  /** The first and the last of the counted days. */
  z.object({ code: z.literal('counted'), from: date, to: date, ...term }),
  /** The author was asked: the term's own measure that does not count, minutes of hour terms and days of day terms. */
  z.object({
    code: z.literal('paused'),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    lost: z.number().int().min(0),
    unit: z.enum(units),
  }),
  /** The clock stands; how long is not known yet. */
  z.object({ code: z.literal('standing'), from: z.iso.datetime() }),
  /** A longer term told to the citizen with its reason; `legalDueAt` is the last moment without it. */
  z.object({
    code: z.literal('extended'),
    until: date,
    grantedAt: z.iso.datetime(),
    legalDueAt: z.iso.datetime(),
  }),
  z.object({ code: z.literal('rolled'), rule: z.enum(['preceding', 'following']), from: date, to: date }),
  /** No working day between start and the last day: the control date stays on a non-working day. */
  z.object({ code: z.literal('kept'), date }),
  /** Working days or a later working day led beyond the 30 calendar days of the decree: `date` is the thirtieth. */
  z.object({ code: z.literal('ceiling'), date }),
  /** The citizen was told in an interim reply until when the answer comes: the control date follows. */
  z.object({ code: z.literal('interim_promised'), date }),
  z.object({ code: z.literal('due'), dueAt: z.iso.datetime(), legalDueAt: z.iso.datetime() }),
  z.object({ code: z.literal('provisional'), year: z.string() }),
])
export type TraceStep = z.infer<typeof traceStepSchema>
