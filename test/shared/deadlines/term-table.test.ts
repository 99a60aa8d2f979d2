/**
 * Dated examples, each counted by hand over calendar-ru.json before the engine was asked; the sentence is the count.
 * Monday to Thursday 08:00–12:00 and 13:00–17:00, Friday to 16:00, a short day an hour less.
 */
import { expect, test } from 'vitest'
import { computeDeadline, type Pause } from '../../../shared/deadlines/deadline.ts'
import type { DeadlineRule } from '../../../shared/deadlines/rules.ts'
import { at, onClock, ruleOf, settings } from './support.ts'

const tk = 'ТК РФ ст. 95, 112 и переносы года (xmlcalendar)'
const office = 'DOMAIN §4: часы администрации'
const practice = 'PRACTICE P4: разбор за рабочий час'
const check = 'PRACTICE P11: слух проверяют в часах'
const law8 = '59-ФЗ ст. 8'
const law12 = '59-ФЗ ст. 12'
const civil = 'ГК ст. 191, 193'
const decree = '697-П, п. 4.3 г'
const pauses = 'PRACTICES §B: пауза на календаре'

type Example = {
  count: string
  source: string
  rule: DeadlineRule
  start: string
  due: string
  /** The last legal day; an hour term has none of its own. */
  legal?: string
  waits?: [string, string][]
}

const changed = (id: string, change: Partial<DeadlineRule>): DeadlineRule => ({ ...ruleOf(id), ...change })
const route = ruleOf('message-route')
const reply = ruleOf('message-first-reply')
const urgent = ruleOf('message-first-reply-urgent')
const fact = ruleOf('rumour-fact-check')
const registration = ruleOf('appeal-registration')
const redirect = ruleOf('appeal-redirect')
const appeal = ruleOf('appeal-final')
const message = ruleOf('message-final')
const interim = ruleOf('message-after-interim')
const pos = ruleOf('pos-final')
const fast = ruleOf('pos-final-accelerated')
const media = ruleOf('media-request-final')
const info = ruleOf('info-request-final')
const day = changed('message-first-reply', { amount: 24, unit: 'hours' })

const hourTerms: Example[] = [
  {
    count: '30 min on 30 December, 31 December to 11 January off, 30 min on Monday the 12th',
    source: tk,
    rule: route,
    start: '2025-12-30 16:30',
    due: '2026-01-12 08:30',
  },
  {
    count: '6 h on Monday 29 December and 2 h on Tuesday, which is not short in 2025',
    source: tk,
    rule: reply,
    start: '2025-12-29 10:00',
    due: '2025-12-30 10:00',
  },
  {
    count: '2 h on 30 December 2026, off to 10 January 2027, then 4 h and 2 h after lunch on the 11th',
    source: tk,
    rule: reply,
    start: '2026-12-30 15:00',
    due: '2027-01-11 15:00',
  },
  {
    count: '1 h on 30 December 2026 and 3 h on 11 January 2027',
    source: check,
    rule: fact,
    start: '2026-12-30 16:00',
    due: '2027-01-11 11:00',
  },
  {
    count: '1 h 30 min to 16:00 on short 30 April, 2 h 30 min on Monday 4 May',
    source: tk,
    rule: fact,
    start: '2026-04-30 14:30',
    due: '2026-05-04 10:30',
  },
  {
    count: '30 min to 15:00 on short Friday 8 May, 9–11 May off, 30 min on Tuesday',
    source: tk,
    rule: route,
    start: '2026-05-08 14:30',
    due: '2026-05-12 08:30',
  },
  {
    count: '3 h after lunch on short 30 April 2025, 1–4 May off, 4 h and 1 h on Monday 5 May',
    source: tk,
    rule: reply,
    start: '2025-04-30 12:00',
    due: '2025-05-05 14:00',
  },
  {
    count: '2 h on 7 May 2025, 8–11 May off with the moved day, 2 h on Monday 12 May',
    source: tk,
    rule: urgent,
    start: '2025-05-07 15:00',
    due: '2025-05-12 10:00',
  },
  {
    count: '30 min on Friday, 7 h 30 min on working Saturday 27 April, which is not short',
    source: tk,
    rule: reply,
    start: '2024-04-26 15:30',
    due: '2024-04-27 16:30',
  },
  {
    count: '1 h on working Saturday 27 April, 28 April to 1 May off, 7 h on Thursday 2 May',
    source: tk,
    rule: reply,
    start: '2024-04-27 16:00',
    due: '2024-05-02 16:00',
  },
  {
    count: '15 min to 16:00 on the short working Saturday of 2024, 3–4 November off, 45 min on Tuesday',
    source: tk,
    rule: route,
    start: '2024-11-02 15:45',
    due: '2024-11-05 08:45',
  },
  {
    count: '1 h and 3 h end exactly with the short working Saturday of 2025',
    source: tk,
    rule: urgent,
    start: '2025-11-01 11:00',
    due: '2025-11-01 16:00',
  },
  {
    count: '3 h 30 min on the short working Saturday of 2025, 2–4 November off, 30 min on Wednesday',
    source: tk,
    rule: urgent,
    start: '2025-11-01 11:30',
    due: '2025-11-05 08:30',
  },
  {
    count: 'a post of the night waits for 08:00 and has one hour from there',
    source: practice,
    rule: route,
    start: '2026-11-24 02:00',
    due: '2026-11-24 09:00',
  },
  {
    count: 'a minute before midnight the hour is that of the next morning, a Friday',
    source: practice,
    rule: route,
    start: '2026-11-26 23:59',
    due: '2026-11-27 09:00',
  },
  {
    count: 'a rumour of Sunday evening is checked by noon on Monday: 08:00–12:00',
    source: check,
    rule: fact,
    start: '2026-11-29 18:00',
    due: '2026-11-30 12:00',
  },
  {
    count: 'what comes at lunch begins at 13:00',
    source: office,
    rule: route,
    start: '2026-11-24 12:15',
    due: '2026-11-24 14:00',
  },
  {
    count: '20 min before lunch and 40 min after it',
    source: office,
    rule: route,
    start: '2026-11-24 11:40',
    due: '2026-11-24 13:40',
  },
  {
    count: '40 min to 16:00 on Friday and 20 min on Monday',
    source: office,
    rule: route,
    start: '2026-11-27 15:20',
    due: '2026-11-30 08:20',
  },
  {
    count: '3 h after lunch on Friday and 1 h on Monday',
    source: office,
    rule: fact,
    start: '2026-11-27 12:00',
    due: '2026-11-30 09:00',
  },
  {
    count: '30 min on 29 February 2024 and 30 min on 1 March',
    source: practice,
    rule: route,
    start: '2024-02-29 16:30',
    due: '2024-03-01 08:30',
  },
  {
    count: '4 h after lunch on 29 February 2024 and 4 h to noon on 1 March',
    source: office,
    rule: reply,
    start: '2024-02-29 12:00',
    due: '2024-03-01 12:00',
  },
  {
    count: '6 h on Tuesday 29 February 2028, a year the calendar does not know, and 2 h on 1 March',
    source: office,
    rule: reply,
    start: '2028-02-29 10:00',
    due: '2028-03-01 10:00',
  },
  {
    count: '3 h to 16:00 on short 22 February, 23–25 February off, 4 h and 1 h on Monday',
    source: tk,
    rule: reply,
    start: '2024-02-22 13:00',
    due: '2024-02-26 14:00',
  },
  {
    count: '7 h on short 3 November 2026, the 4th off, 1 h on Thursday',
    source: tk,
    rule: reply,
    start: '2026-11-03 08:00',
    due: '2026-11-05 09:00',
  },
  {
    count: '1 h on short 11 June, 12–14 June off, 3 h on Monday',
    source: tk,
    rule: fact,
    start: '2026-06-11 15:00',
    due: '2026-06-15 11:00',
  },
  {
    count: '1 h on Friday 6 March, Monday 9 March off by transfer, 3 h on Tuesday',
    source: tk,
    rule: urgent,
    start: '2026-03-06 15:00',
    due: '2026-03-10 11:00',
  },
  {
    count: 'nine working hours: 8 h on Monday and 1 h on Tuesday',
    source: 'Регламент Севастополя 2020 года (DOMAIN §4, строка 15)',
    rule: changed('message-first-reply', { amount: 9 }),
    start: '2026-11-23 08:00',
    due: '2026-11-24 09:00',
  },
  {
    count: '24 hours by the clock on the wall run through the weekend',
    source: 'РБК 2018 (DOMAIN §4, строка 18)',
    rule: day,
    start: '2026-11-28 13:00',
    due: '2026-11-29 13:00',
  },
]

const dayTerms: Example[] = [
  {
    count: 'received on Monday: the 24th, 25th and 26th',
    source: law8,
    rule: registration,
    start: '2026-11-23 10:00',
    due: '2026-11-26 17:00',
    legal: '2026-11-26',
  },
  {
    count: 'received on Wednesday: the third day is Saturday the 28th, so Friday to 16:00',
    source: law8,
    rule: registration,
    start: '2026-11-25 10:00',
    due: '2026-11-27 16:00',
    legal: '2026-11-28',
  },
  {
    count: 'received on Friday: Saturday, Sunday and Monday count',
    source: law8,
    rule: registration,
    start: '2026-11-27 10:00',
    due: '2026-11-30 17:00',
    legal: '2026-11-30',
  },
  {
    count:
      'received on 30 December: the third day is 2 January, and 30 December is the last working day before',
    source: law8,
    rule: registration,
    start: '2025-12-30 09:00',
    due: '2025-12-30 17:00',
    legal: '2026-01-02',
  },
  {
    count: 'received on 31 December, a day off: no working day lies before 3 January, which stays',
    source: law8,
    rule: registration,
    start: '2025-12-31 09:00',
    due: '2026-01-03 17:00',
    legal: '2026-01-03',
  },
  {
    count: 'registered on Monday: the seventh day is the next Monday',
    source: law8,
    rule: redirect,
    start: '2026-11-23 10:00',
    due: '2026-11-30 17:00',
    legal: '2026-11-30',
  },
  {
    count: 'registered on 30 April: calendar days count through the holidays to 7 May',
    source: law8,
    rule: redirect,
    start: '2026-04-30 10:00',
    due: '2026-05-07 17:00',
    legal: '2026-05-07',
  },
  {
    count: 'registered on 4 May: 11 May is off, so short Friday 8 May to 15:00',
    source: law8,
    rule: redirect,
    start: '2026-05-04 10:00',
    due: '2026-05-08 15:00',
    legal: '2026-05-11',
  },
  {
    count: 'registered on 25 December 2026: the seventh day is 1 January, 31 December is off, so the 30th',
    source: law8,
    rule: redirect,
    start: '2026-12-25 10:00',
    due: '2026-12-30 17:00',
    legal: '2027-01-01',
  },
  {
    count: 'registered on 1 February 2027: 27 days of February and 3 of March',
    source: law12,
    rule: appeal,
    start: '2027-02-01 10:00',
    due: '2027-03-03 17:00',
    legal: '2027-03-03',
  },
  {
    count: 'registered on 31 January 2024: 29 days of February and 1 March, a Friday',
    source: law12,
    rule: appeal,
    start: '2024-01-31 10:00',
    due: '2024-03-01 16:00',
    legal: '2024-03-01',
  },
  {
    count: 'registered on 30 January 2028: the 30th day is 29 February, a Tuesday',
    source: law12,
    rule: appeal,
    start: '2028-01-30 10:00',
    due: '2028-02-29 17:00',
    legal: '2028-02-29',
  },
  {
    count:
      'registered on 10 December 2025: 9 January is off by transfer, the last working day before is 30 December',
    source: law12,
    rule: appeal,
    start: '2025-12-10 10:00',
    due: '2025-12-30 17:00',
    legal: '2026-01-09',
  },
  {
    count: 'registered on 13 December 2025: the 30th day is the first working one, 12 January',
    source: law12,
    rule: appeal,
    start: '2025-12-13 10:00',
    due: '2026-01-12 17:00',
    legal: '2026-01-12',
  },
  {
    count: 'registered on 28 November 2024: 28 December is a working Saturday with a full day',
    source: law12,
    rule: appeal,
    start: '2024-11-28 10:00',
    due: '2024-12-28 17:00',
    legal: '2024-12-28',
  },
  {
    count: 'registered on 29 November 2024: due on Sunday, so on the working Saturday before it',
    source: law12,
    rule: appeal,
    start: '2024-11-29 10:00',
    due: '2024-12-28 17:00',
    legal: '2024-12-29',
  },
  {
    count: 'the day of registration is the first: 8 days of November and 22 of December',
    source: 'DOMAIN §4: countFrom',
    rule: changed('appeal-final', { countFrom: 'same_day' }),
    start: '2026-11-23 10:00',
    due: '2026-12-22 17:00',
    legal: '2026-12-22',
  },
  {
    count: 'the day after registration is the first: 7 days of November and 23 of December',
    source: civil,
    rule: appeal,
    start: '2026-11-23 10:00',
    due: '2026-12-23 17:00',
    legal: '2026-12-23',
  },
  {
    count: 'under «following» 3 and 4 November 2025 are off, so both ends are on Wednesday the 5th',
    source: civil,
    rule: changed('appeal-final', { rollRule: 'following' }),
    start: '2025-10-04 10:00',
    due: '2025-11-05 17:00',
    legal: '2025-11-05',
  },
  {
    count: 'under «none» the same appeal stays on Monday 3 November, a day off',
    source: 'DOMAIN §4: rollRule',
    rule: changed('appeal-final', { rollRule: 'none' }),
    start: '2025-10-04 10:00',
    due: '2025-11-03 17:00',
    legal: '2025-11-03',
  },
  {
    count: 'under «following» 1 January becomes 12 January, the first working day of 2026',
    source: civil,
    rule: changed('appeal-final', { rollRule: 'following' }),
    start: '2025-12-02 10:00',
    due: '2026-01-12 17:00',
    legal: '2026-01-12',
  },
  {
    count: 'under «none» a Saturday ends at Monday’s hour, 17:00',
    source: 'DOMAIN §4: rollRule',
    rule: changed('appeal-final', { rollRule: 'none' }),
    start: '2026-10-29 10:00',
    due: '2026-11-28 17:00',
    legal: '2026-11-28',
  },
  {
    count: 'an editorial office asks on Monday: seven days to the next Monday',
    source: 'Закон о СМИ ст. 40',
    rule: media,
    start: '2026-11-23 10:00',
    due: '2026-11-30 17:00',
    legal: '2026-11-30',
  },
  {
    count: 'an editorial office asks on 27 December 2025: 3 January is off, so 30 December',
    source: 'Закон о СМИ ст. 40',
    rule: media,
    start: '2025-12-27 10:00',
    due: '2025-12-30 17:00',
    legal: '2026-01-03',
  },
  {
    count: 'information asked for on 1 October: the 30th day is Saturday the 31st, so Friday to 16:00',
    source: '8-ФЗ ст. 18',
    rule: info,
    start: '2026-10-01 10:00',
    due: '2026-10-30 16:00',
    legal: '2026-10-31',
  },
  {
    count: 'POS on 28 April: the centre’s eighth day is 6 May, the thirtieth 28 May',
    source: 'DOMAIN §4, строки 11 и 13',
    rule: pos,
    start: '2026-04-28 10:00',
    due: '2026-05-06 17:00',
    legal: '2026-05-28',
  },
  {
    count: 'POS accelerated on 23 December: the tenth day is 2 January, so 30 December',
    source: 'DOMAIN §4, строка 12',
    rule: fast,
    start: '2025-12-23 10:00',
    due: '2025-12-30 17:00',
    legal: '2026-01-02',
  },
  {
    count: 'seven working days over 1 May: 28, 29, 30 April, 4, 5, 6 and 7 May',
    source: decree,
    rule: message,
    start: '2026-04-27 10:00',
    due: '2026-05-07 17:00',
    legal: '2026-05-27',
  },
  {
    count: 'seven working days with Saturday 1 November 2025: 1, 5, 6, 7, 10, 11 and 12 November',
    source: decree,
    rule: message,
    start: '2025-10-31 10:00',
    due: '2025-11-12 17:00',
    legal: '2025-11-30',
  },
  {
    count: 'seven working days with Saturday 2 November 2024: 31 October, 1, 2, 5, 6, 7 and 8 November',
    source: decree,
    rule: message,
    start: '2024-10-30 10:00',
    due: '2024-11-08 16:00',
    legal: '2024-11-29',
  },
  {
    count: 'seven working days over New Year 2027: 28, 29, 30 December, 11, 12, 13 and 14 January',
    source: 'DOMAIN §4, строка 17',
    rule: interim,
    start: '2026-12-25 10:00',
    due: '2027-01-14 17:00',
    legal: '2027-01-14',
  },
]

const pausedTerms: Example[] = [
  {
    count:
      'Tuesday and Wednesday are lost: 26, 27, 30 November, 1, 2, 3, 4 December; two midnights of the legal term',
    source: pauses,
    rule: message,
    start: '2026-11-23 16:20',
    waits: [['2026-11-24 10:00', '2026-11-26 10:00']],
    due: '2026-12-04 16:00',
    legal: '2026-12-25',
  },
  {
    count: '1 h before the question, none at lunch, 3 h after the answer at 14:00',
    source: pauses,
    rule: fact,
    start: '2026-11-24 09:00',
    waits: [['2026-11-24 10:00', '2026-11-24 14:00']],
    due: '2026-11-24 17:00',
  },
  {
    count: '1 h on Friday, silence over the weekend to Monday 09:00, 3 h from there',
    source: pauses,
    rule: fact,
    start: '2026-11-27 14:00',
    waits: [['2026-11-27 15:00', '2026-11-30 09:00']],
    due: '2026-11-30 12:00',
  },
  {
    count: 'a question asked at 17:00 and answered by 08:00 costs no working time: 2 h and 2 h',
    source: pauses,
    rule: fact,
    start: '2026-11-24 15:00',
    waits: [['2026-11-24 17:00', '2026-11-25 08:00']],
    due: '2026-11-25 10:00',
  },
  {
    count: 'two questions that overlap cost what one from 10:00 to 14:00 costs',
    source: pauses,
    rule: fact,
    start: '2026-11-24 09:00',
    waits: [
      ['2026-11-24 11:00', '2026-11-24 14:00'],
      ['2026-11-24 10:00', '2026-11-24 11:30'],
    ],
    due: '2026-11-24 17:00',
  },
  {
    count: 'due at 14:00; a question at 15:00 comes too late to move it',
    source: pauses,
    rule: fact,
    start: '2026-11-24 09:00',
    waits: [['2026-11-24 15:00', '2026-11-24 17:00']],
    due: '2026-11-24 14:00',
  },
  {
    count:
      '29 and 30 December and 12 January are lost: 13, 14, 15, 16, 19, 20, 21 January; 15 midnights after 25 January',
    source: pauses,
    rule: message,
    start: '2025-12-26 10:00',
    waits: [['2025-12-29 12:00', '2026-01-13 09:00']],
    due: '2026-01-21 17:00',
    legal: '2026-02-09',
  },
  {
    count: '24 hours and 6 h 30 min of waiting by the clock on the wall',
    source: pauses,
    rule: day,
    start: '2026-11-23 10:00',
    waits: [['2026-11-23 12:00', '2026-11-23 18:30']],
    due: '2026-11-24 16:30',
  },
  {
    count: 'two midnights after 3 December make Saturday the 5th, so Friday to 16:00',
    source: pauses,
    rule: fast,
    start: '2026-11-23 10:00',
    waits: [['2026-11-25 09:00', '2026-11-27 18:00']],
    due: '2026-12-04 16:00',
    legal: '2026-12-05',
  },
  {
    count: '1 h on the short working Saturday, silence to Wednesday 09:00, 3 h from there',
    source: pauses,
    rule: fact,
    start: '2025-11-01 10:00',
    waits: [['2025-11-01 11:00', '2025-11-05 09:00']],
    due: '2025-11-05 12:00',
  },
  {
    count: 'the short Saturday is lost to its last minute, 16:00: 1, 5, 6, 7, 8, 11 and 12 November',
    source: pauses,
    rule: interim,
    start: '2024-10-31 10:00',
    waits: [['2024-11-01 18:00', '2024-11-02 16:00']],
    due: '2024-11-12 17:00',
    legal: '2024-11-12',
  },
  {
    count: 'a minute less leaves the short Saturday in the count: 1, 2, 5, 6, 7, 8 and 11 November',
    source: pauses,
    rule: interim,
    start: '2024-10-31 10:00',
    waits: [['2024-11-01 18:00', '2024-11-02 15:59']],
    due: '2024-11-11 17:00',
    legal: '2024-11-11',
  },
]

const examples = [...hourTerms, ...dayTerms, ...pausedTerms]

test.each(examples)('$rule.id: $count [$source]', ({ rule, start, due, legal, waits = [] }) => {
  const waited: Pause[] = waits.map(([from, to]) => ({ from: at(from), to: at(to) }))
  const deadline = computeDeadline(rule, at(start), settings, waited)
  expect(onClock(deadline.dueAt)).toBe(due)
  expect(onClock(deadline.legalDueAt)).toBe(legal ? `${legal} 23:59` : due)
})

test('the table has at least sixty dated examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(60)
})
