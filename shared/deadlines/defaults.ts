/** What a new organisation starts with; the settings document holds what it made of it. Not shipped in the extension. */
import { type Calendar, calendarSchema, type WorkingHours, workingHoursSchema } from './calendar.ts'
import calendarRuData from './calendar-ru.json' with { type: 'json' }
import type { DeadlineRule } from './rules.ts'
import type { DeadlineSettings } from './settings.ts'

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

/** What is found on a page, and the questions, proposals and rumours among it; thanks and notes have no clocks. */
const message = {
  kinds: ['message', 'question', 'proposal', 'rumour'],
  channels: 'any',
  urgency: 'any',
  accelerated: 'any',
  startEvent: 'capturedAt',
  countFrom: 'next_day',
  rollRule: 'preceding',
  pausable: true,
  checkpoints: [],
  validFrom: since2020,
} satisfies Partial<DeadlineRule>

const appeal = {
  ...message,
  kinds: ['appeal'],
  unit: 'calendar_days',
  source: '59-ФЗ',
  pausable: false,
  validFrom: '2006-11-02',
} satisfies Partial<DeadlineRule>

/**
 * Terms of this district until it sets its own: DOMAIN.md §4. Every channel of a post is sorted, answered first and
 * answered finally. An appeal leaves the clock `redirect` when somebody is made responsible for it, or when it goes to
 * another body. The 15 days of another body that we ask (59-ФЗ, ст. 10 ч. 2) are not our clock.
 */
export const defaultRules: DeadlineRule[] = [
  {
    ...appeal,
    id: 'appeal-registration',
    stage: 'registration',
    amount: 3,
    clause: 'ст. 8 ч. 2',
    confidence: 'certain',
  },
  {
    ...appeal,
    id: 'appeal-redirect',
    stage: 'redirect',
    amount: 7,
    startEvent: 'registeredAt',
    clause: 'ст. 8 ч. 3; столько же для возврата и уведомления, ст. 11 ч. 2, 4 и 4.1',
    confidence: 'good',
  },
  {
    ...appeal,
    id: 'appeal-final',
    stage: 'final',
    amount: 30,
    startEvent: 'registeredAt',
    checkpoints: [3, 7, 20, 25],
    clause: 'ст. 12 ч. 1',
    confidence: 'certain',
  },
  {
    ...message,
    id: 'info-request-final',
    kinds: ['info_request'],
    stage: 'final',
    amount: 30,
    unit: 'calendar_days',
    pausable: false,
    source: '8-ФЗ',
    clause: 'ст. 18; считаем от поступления, не позже чем от регистрации',
    confidence: 'good',
    validFrom: '2010-01-01',
  },
  {
    ...message,
    id: 'media-request-final',
    kinds: ['media_request'],
    stage: 'final',
    amount: 7,
    unit: 'calendar_days',
    pausable: false,
    source: 'Закон о СМИ',
    clause: 'ст. 40',
    confidence: 'good',
    validFrom: '1992-02-14',
  },
  {
    ...message,
    id: 'message-route',
    kinds: [...message.kinds, 'appeal', 'info_request', 'media_request'],
    stage: 'route',
    amount: 1,
    unit: 'working_hours',
    source: 'Практика центров управления',
    clause: 'не разобрано за рабочий час — дежурному оператору',
    confidence: 'weak',
  },
  {
    ...message,
    id: 'rumour-fact-check',
    kinds: ['rumour'],
    stage: 'fact_check',
    amount: 4,
    unit: 'working_hours',
    source: 'Практика центров управления',
    clause: 'слух проверяют в тот же день',
    confidence: 'weak',
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
    checkpoints: [8],
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
    kinds: [...message.kinds, 'appeal', 'info_request', 'media_request'],
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
  pause: { stages: ['final', 'fact_check'] },
}

function fullDay(): { from: string; to: string }[] {
  return [
    { from: '08:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ]
}
