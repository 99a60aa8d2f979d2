/** What a new organisation starts with; the settings document holds what it made of it. Not shipped in the extension. */
import { type Calendar, calendarSchema, type WorkingHours, workingHoursSchema } from './calendar.ts'
import calendarRuData from './calendar-ru.json' with { type: 'json' }
import type { DeadlineSettings } from './deadline.ts'
import type { DeadlineRule } from './rules.ts'

/** Calendar of Russia 2020–2027; 2027 is provisional. */
export const calendarRu: Calendar = calendarSchema.parse(calendarRuData)

/** DOMAIN.md §4: 08:00–17:00 with lunch 12:00–13:00, Friday to 16:00; from memory, to be confirmed by the customer. */
export const defaultHours: WorkingHours = workingHoursSchema.parse({
  days: {
    1: fullDay(),
    2: fullDay(),
    3: fullDay(),
    4: fullDay(),
    5: [
      { from: '08:00', to: '12:00' },
      { from: '13:00', to: '16:00' },
    ],
    6: [],
    7: [],
  },
})

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

/** The district's settings until it changes them: DOMAIN.md §4, §11. */
export const defaultDeadlineSettings: DeadlineSettings = {
  zone: 'Europe/Ulyanovsk',
  calendar: calendarRu,
  hours: defaultHours,
  rules: defaultRules,
  startEvent: 'capturedAt',
}

function fullDay(): { from: string; to: string }[] {
  return [
    { from: '08:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ]
}
