/**
 * Which term applies to what: data, each with its source. The numbers are DOMAIN.md §4 of the customer's reference;
 * a district changes them in the settings, and a changed rule keeps its predecessor with an older `validFrom`.
 */
import { z } from 'zod'
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

/** In the order in which they run. */
export const stageIds = ['registration', 'redirect', 'route', 'first_reply', 'interim', 'final'] as const
export type StageId = (typeof stageIds)[number]

export const units = ['calendar_days', 'working_days', 'working_hours', 'hours'] as const
export const startEvents = ['capturedAt', 'publishedAt', 'registeredAt', 'interimAt'] as const
export type Unit = (typeof units)[number]
export type StartEvent = (typeof startEvents)[number]
export const confidences = ['certain', 'good', 'weak'] as const

/** The decree's ceiling (697-П, 4.3 г; PRACTICE P20): 30 days, in working time the nominal month of 20 days. */
const ceilings = { calendar_days: 30, hours: 720, working_days: 20, working_hours: 160 }

const termSchema = z
  .object({ amount: z.number().int().positive(), unit: z.enum(units) })
  .refine(({ amount, unit }) => amount <= ceilings[unit], 'No term may be longer than 30 days (697-П, 4.3 г)')
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
    source: z.string().min(1).max(300),
    /** The clause, or what the source leaves open; may be empty. */
    clause: z.string().max(300),
    confidence: z.enum(confidences),
    /** The first local date of the start event to which the rule applies. */
    validFrom: z.iso.date(),
  })
  .refine(({ amount, unit }) => amount <= ceilings[unit], 'No term may be longer than 30 days (697-П, 4.3 г)')
export type DeadlineRule = z.infer<typeof deadlineRuleSchema>

const decree = 'Постановление администрации от 24.12.2020 № 697-П'
const since2020 = '2020-01-01'

const message = {
  kinds: ['message'],
  channels: 'any',
  urgency: 'any',
  accelerated: 'any',
  startEvent: 'capturedAt',
  countFrom: 'next_day',
  rollRule: 'preceding',
  validFrom: since2020,
} satisfies Partial<DeadlineRule>

/** Terms of this district until it sets its own. Every channel of a message has a first reply and a final answer. */
export const defaultRules: DeadlineRule[] = [
  {
    ...message,
    id: 'appeal-final',
    kinds: ['appeal'],
    stage: 'final',
    amount: 30,
    unit: 'calendar_days',
    startEvent: 'registeredAt',
    source: '59-ФЗ',
    clause: 'ст. 12 ч. 1',
    confidence: 'certain',
    validFrom: '2006-11-02',
  },
  {
    ...message,
    id: 'pos-final',
    channels: ['pos'],
    stage: 'final',
    amount: 30,
    unit: 'calendar_days',
    target: { amount: 8, unit: 'calendar_days' },
    source: 'Порядок работы ПОС (ulpressa.ru, 25.12.2020)',
    clause: 'дни считаем календарными',
    confidence: 'good',
  },
  {
    ...message,
    id: 'pos-final-accelerated',
    channels: ['pos'],
    accelerated: true,
    stage: 'final',
    amount: 10,
    unit: 'calendar_days',
    source: 'Ускоренное решение ПОС (ivanovo-news.net, 25.04.2025)',
    clause: 'дни считаем календарными',
    confidence: 'good',
  },
  {
    ...message,
    id: 'message-final',
    stage: 'final',
    amount: 30,
    unit: 'calendar_days',
    target: { amount: 7, unit: 'working_days' },
    source: decree,
    clause: 'п. 4.3 г',
    confidence: 'certain',
  },
  {
    ...message,
    id: 'incident-first-reply',
    channels: ['incident'],
    urgency: 'ordinary',
    stage: 'first_reply',
    amount: 8,
    unit: 'working_hours',
    source: 'Рейтинг ЦУР73 (gztiskra.ru)',
    clause: 'часы считаем рабочими',
    confidence: 'good',
  },
  {
    ...message,
    id: 'message-first-reply',
    urgency: 'ordinary',
    stage: 'first_reply',
    amount: 8,
    unit: 'working_hours',
    source: 'Практика ЦУР',
    clause: 'по образцу «Инцидент Менеджмент»',
    confidence: 'weak',
  },
  {
    ...message,
    id: 'message-first-reply-urgent',
    urgency: 'urgent',
    stage: 'first_reply',
    amount: 4,
    unit: 'working_hours',
    source: 'Регламент Севастополя 2020 года (sev.gov.ru/info/news/100718)',
    clause: 'высокая важность; для района принято по образцу',
    confidence: 'weak',
  },
  {
    ...message,
    id: 'message-after-interim',
    stage: 'interim',
    amount: 7,
    unit: 'working_days',
    startEvent: 'interimAt',
    source: 'Регламент Севастополя 2020 года (sev.gov.ru/info/news/100718)',
    clause: 'после промежуточного ответа; для района принято по образцу',
    confidence: 'weak',
  },
]
