import { expect, test } from 'vitest'
import { computeDeadline } from '../../../shared/deadlines/deadline.ts'
import { at, onClock, ruleOf, settings } from './support.ts'

const first = 'message-first-reply'
const urgent = 'message-first-reply-urgent'

/** What happens, the rule, when it starts, until when to answer; all on the district's clocks. */
const hourTerms: [string, string, string, string][] = [
  ['recorded on Monday evening', first, '2026-11-23 16:20', '2026-11-24 16:20'],
  ['recorded when the day begins', first, '2026-11-23 08:00', '2026-11-23 17:00'],
  ['recorded before the day begins', first, '2026-11-23 06:00', '2026-11-23 17:00'],
  ['recorded at lunch', first, '2026-11-23 12:30', '2026-11-24 12:00'],
  ['recorded after the day ended', first, '2026-11-23 17:00', '2026-11-24 17:00'],
  ['recorded on Friday half an hour before 16:00', first, '2026-11-27 15:30', '2026-11-30 16:30'],
  ['recorded on Friday at 16:00', first, '2026-11-27 16:00', '2026-11-30 17:00'],
  ['recorded on a Saturday', first, '2026-11-28 12:00', '2026-11-30 17:00'],
  ['recorded before the New Year holidays', first, '2025-12-30 16:00', '2026-01-12 16:00'],
  ['recorded on 1 January', first, '2026-01-01 00:05', '2026-01-12 17:00'],
  ['recorded on the working Saturday 28 December', first, '2024-12-28 10:00', '2025-01-09 10:00'],
  ['recorded on the short working Saturday of 2024', first, '2024-11-02 08:00', '2024-11-05 09:00'],
  ['recorded on the short working Saturday of 2025', first, '2025-11-01 15:00', '2025-11-05 16:00'],
  ['recorded on Friday before a working Saturday', first, '2024-11-01 15:00', '2024-11-02 16:00'],
  ['recorded on the short day before 1 May', first, '2026-04-30 15:00', '2026-05-04 16:00'],
  ['recorded on a short Friday before Victory Day', first, '2026-05-08 14:00', '2026-05-12 16:00'],
  ['recorded on 29 February', first, '2024-02-29 10:00', '2024-03-01 10:00'],
  ['due on 29 February', first, '2024-02-28 16:00', '2024-02-29 16:00'],
  ['urgent on Friday afternoon', urgent, '2026-11-27 14:00', '2026-11-30 10:00'],
  ['urgent before lunch', urgent, '2026-11-23 11:00', '2026-11-23 16:00'],
  ['urgent on the short day before 23 February', urgent, '2024-02-22 14:00', '2024-02-26 10:00'],
  ['urgent before the May days off by decree of 2021', urgent, '2021-04-30 13:30', '2021-05-11 10:30'],
]

test.each(hourTerms)('a first reply to a message %s is counted in working hours', (_, id, start, due) => {
  const { dueAt, legalDueAt } = computeDeadline(ruleOf(id), at(start), settings)
  expect(onClock(dueAt)).toBe(due)
  expect(legalDueAt).toBe(dueAt)
})

/** What happens, the rule, the start, the control date and the last legal day. */
const dayTerms: [string, string, string, string, string][] = [
  ['an appeal registered on 1 March', 'appeal-final', '2026-03-01 12:00', '2026-03-31 17:00', '2026-03-31'],
  [
    'an appeal whose 30th day is 1 January',
    'appeal-final',
    '2025-12-02 09:00',
    '2025-12-30 17:00',
    '2026-01-01',
  ],
  [
    'an appeal whose 30th day is Victory Day',
    'appeal-final',
    '2026-04-09 09:00',
    '2026-05-08 15:00',
    '2026-05-09',
  ],
  [
    'an appeal due on a working Saturday',
    'appeal-final',
    '2024-10-03 09:00',
    '2024-11-02 16:00',
    '2024-11-02',
  ],
  ['an appeal due on Sunday after one', 'appeal-final', '2025-10-03 09:00', '2025-11-01 16:00', '2025-11-02'],
  ['an appeal due on a moved day off', 'appeal-final', '2025-10-04 09:00', '2025-11-01 16:00', '2025-11-03'],
  ['an appeal due on 29 February', 'appeal-final', '2024-01-30 09:00', '2024-02-29 17:00', '2024-02-29'],
  ['the same appeal in a common year', 'appeal-final', '2023-01-29 09:00', '2023-02-28 17:00', '2023-02-28'],
  ['an appeal due on a Friday', 'appeal-final', '2026-10-28 09:00', '2026-11-27 16:00', '2026-11-27'],
  ['an appeal due on 1 January 2027', 'appeal-final', '2026-12-02 09:00', '2026-12-30 17:00', '2027-01-01'],
  [
    'an interim reply on Monday',
    'message-after-interim',
    '2026-11-23 10:00',
    '2026-12-02 17:00',
    '2026-12-02',
  ],
  [
    'an interim reply before New Year',
    'message-after-interim',
    '2025-12-26 10:00',
    '2026-01-16 16:00',
    '2026-01-16',
  ],
  [
    'an interim reply before May',
    'message-after-interim',
    '2026-04-29 10:00',
    '2026-05-12 17:00',
    '2026-05-12',
  ],
  [
    'an interim reply before 02.11.2024',
    'message-after-interim',
    '2024-10-30 10:00',
    '2024-11-08 16:00',
    '2024-11-08',
  ],
  [
    'an interim reply before 01.11.2025',
    'message-after-interim',
    '2025-10-29 10:00',
    '2025-11-10 17:00',
    '2025-11-10',
  ],
  ['a post on Monday', 'message-final', '2026-11-23 16:20', '2026-12-02 17:00', '2026-12-23'],
  ['a POS message on Monday', 'pos-final', '2026-11-23 16:20', '2026-12-01 17:00', '2026-12-23'],
  ['a POS message due on Saturday', 'pos-final', '2026-11-20 10:00', '2026-11-27 16:00', '2026-12-20'],
  [
    'an accelerated one before May',
    'pos-final-accelerated',
    '2026-04-29 10:00',
    '2026-05-08 15:00',
    '2026-05-09',
  ],
  ['one before New Year', 'pos-final-accelerated', '2025-12-30 10:00', '2025-12-30 17:00', '2026-01-09'],
  ['one on 1 January', 'pos-final-accelerated', '2026-01-01 12:00', '2026-01-11 17:00', '2026-01-11'],
]

test.each(dayTerms)(
  '%s has a control date within working time and a legal last day',
  (_, id, start, due, legal) => {
    const { dueAt, legalDueAt } = computeDeadline(ruleOf(id), at(start), settings)
    expect(onClock(dueAt)).toBe(due)
    expect(onClock(legalDueAt)).toBe(`${legal} 23:59`)
  },
)

test('days off by decree are working days where the organisation decided so', () => {
  const calendar = { ...settings.calendar, decreeOffIsWorking: true }
  const { dueAt } = computeDeadline(ruleOf(urgent), at('2021-04-30 13:30'), { ...settings, calendar })
  expect(onClock(dueAt)).toBe('2021-05-04 10:30')
})

test('under «following» both dates move to the next working day, under «none» neither moves', () => {
  const appeal = ruleOf('appeal-final')
  const start = at('2026-04-09 09:00')
  const following = computeDeadline({ ...appeal, rollRule: 'following' }, start, settings)
  expect([onClock(following.dueAt), onClock(following.legalDueAt)]).toEqual([
    '2026-05-12 17:00',
    '2026-05-12 23:59',
  ])
  const none = computeDeadline({ ...appeal, rollRule: 'none' }, start, settings)
  expect([onClock(none.dueAt), onClock(none.legalDueAt)]).toEqual(['2026-05-09 17:00', '2026-05-09 23:59'])
})

test('a body that counts the day of registration as the first is due a day earlier', () => {
  const rule = { ...ruleOf('appeal-final'), countFrom: 'same_day' as const }
  expect(onClock(computeDeadline(rule, at('2026-03-01 12:00'), settings).dueAt)).toBe('2026-03-30 17:00')
})
