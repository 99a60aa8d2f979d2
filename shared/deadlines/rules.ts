/**
 * Which term applies to what: data, each with its source. The numbers are DOMAIN.md §4 of the customer's reference;
 * a district changes them in the settings, and a changed rule keeps its predecessor with an older `validFrom`.
 */
import * as z from 'zod'
import { channelIds } from '../reference/channels.ts'

export const kinds = [
  'appeal',
  'message',
  'question',
  'proposal',
  'rumour',
  'info',
  'gratitude',
  'info_request',
  'media_request',
  'irrelevant',
] as const
export type Kind = (typeof kinds)[number]

/** Kinds whose terms are set by a law that knows no pauses: 59-ФЗ, 8-ФЗ, закон о СМИ. */
export const statutoryKinds: readonly Kind[] = ['appeal', 'info_request', 'media_request']

/** In the order in which they run. */
export const stageIds = [
  'registration',
  'redirect',
  'route',
  'first_reply',
  'fact_check',
  'interim',
  'promise',
  'order',
  'final',
] as const
export type StageId = (typeof stageIds)[number]

export const units = ['calendar_days', 'working_days', 'working_hours', 'hours'] as const
export const startEvents = [
  'capturedAt',
  'publishedAt',
  'registeredAt',
  'interimAt',
  'reopenedAt',
  'promisedAt',
] as const
/** What a clock can start at: the events of rules, and three that need no rule to name them (choice.ts, stages.ts). */
export const clockEvents = [...startEvents, 'receivedAt', 'refusedAt', 'orderedAt'] as const
export type Unit = (typeof units)[number]
export type StartEvent = (typeof startEvents)[number]
export type ClockEvent = (typeof clockEvents)[number]
export const confidences = ['certain', 'good', 'weak'] as const

const tooLong = 'Срок больше 30 дней (697-П, п. 4.3 г): сократите его, а карточку продлевайте с причиной'

/** The decree's ceiling (697-П, 4.3 г; PRACTICE P20): 30 days, in working time the nominal month of 20 days. */
const ceilings = { calendar_days: 30, hours: 720, working_days: 20, working_hours: 160 }

const termSchema = z
  .object({ amount: z.number().int().positive(), unit: z.enum(units) })
  .refine(({ amount, unit }) => amount <= ceilings[unit], tooLong)
export type Term = z.infer<typeof termSchema>

export const deadlineRuleSchema = z
  .object({
    id: z.string().min(1).max(120),
    kinds: z.array(z.enum(kinds)).min(1),
    channels: z.union([z.literal('any'), z.array(z.enum(channelIds)).min(1)]),
    urgency: z.enum(['any', 'ordinary', 'urgent']),
    /** POS «ускоренное решение». */
    accelerated: z.union([z.literal('any'), z.boolean()]),
    stage: z.enum(stageIds),
    ...termSchema.shape,
    startEvent: z.enum(startEvents),
    /** For day terms: whether day 1 is the day after the start event (ГК ст. 191) or its own day. */
    countFrom: z.enum(['next_day', 'same_day']),
    /** For day terms whose last day is not worked: `preceding` moves the control date, `following` the legal one too. */
    rollRule: z.enum(['preceding', 'following', 'none']),
    /** The organisation's own, shorter term: it becomes the control date and is never later than the rule's. */
    target: termSchema.optional(),
    /** Whether the clock may stand while the author is asked; a stored rule without the field follows the law. */
    pausable: z.boolean().optional(),
    /** Days from the start at which the answer is looked at before it is due. */
    checkpoints: z.array(z.number().int().min(1).max(30)).max(10).default([]),
    source: z.string().min(1).max(300),
    /** The clause, or what the source leaves open; may be empty. */
    clause: z.string().max(300),
    confidence: z.enum(confidences),
    /** The first local date of the start event to which the rule applies. */
    validFrom: z.iso.date(),
  })
  .refine(({ amount, unit }) => amount <= ceilings[unit], tooLong)
  .transform(({ pausable, ...rule }) => ({
    ...rule,
    pausable: pausable ?? !rule.kinds.some(kind => statutoryKinds.includes(kind)),
  }))
export type DeadlineRule = z.infer<typeof deadlineRuleSchema>

/** The ceiling of the decree for one ticket: where the term is no law's own, it never ends later than this. */
export const ceilingDays = 30
export function hasCeiling({ kinds }: Pick<DeadlineRule, 'kinds'>): boolean {
  return kinds.some(kind => !statutoryKinds.includes(kind))
}

/** The rule for the clock that an interim reply starts; every organisation has one for messages. */
export function isInterimRule(rule: DeadlineRule): boolean {
  return rule.stage === 'interim' && rule.startEvent === 'interimAt' && rule.kinds.includes('message')
}
