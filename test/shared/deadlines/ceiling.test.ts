import { expect, test } from 'vitest'
import { computeDeadline } from '../../../shared/deadlines/deadline.ts'
import type { DeadlineRule } from '../../../shared/deadlines/rules.ts'
import { describeTrace } from '../../../shared/deadlines/words.ts'
import { at, onClock, ruleOf, settings } from './support.ts'

const { target: _target, ...bare } = ruleOf('message-final')
const ruleWith = (change: Partial<DeadlineRule>): DeadlineRule => ({ ...bare, ...change })

function endsOf(rule: DeadlineRule, start: string, pauses: { from: string; to: string }[] = []) {
  const { dueAt, legalDueAt } = computeDeadline(rule, at(start), settings, pauses)
  return [onClock(dueAt), onClock(legalDueAt)]
}

test('twenty working days over the New Year holidays end on the thirtieth calendar day (697-П, п. 4.3 г)', () => {
  const rule = ruleWith({ unit: 'working_days', amount: 20 })
  // 24 January 2027 is a Sunday: the control date is the Friday before.
  expect(endsOf(rule, '2026-12-25 10:00')).toEqual(['2027-01-22 16:00', '2027-01-24 23:59'])
  expect(endsOf(rule, '2026-11-09 10:00')).toEqual(['2026-12-07 17:00', '2026-12-07 23:59'])
})

test('a last day that is not worked does not lead beyond the thirtieth', () => {
  // 3 January 2027 is the thirtieth day.
  const rule = ruleWith({ amount: 30, rollRule: 'following' })
  expect(endsOf(rule, '2026-12-04 10:00')[1]).toBe('2027-01-03 23:59')
})

test('the time that the author took is not of the thirty days', () => {
  const rule = ruleWith({ unit: 'working_days', amount: 20 })
  const pause = { from: at('2027-01-11 10:00'), to: at('2027-01-14 10:00') }
  expect(endsOf(rule, '2026-12-25 10:00', [pause])[1]).toBe('2027-01-27 23:59')
})

test('a law that moves the last day to a working one is followed', () => {
  const rule = { ...ruleOf('appeal-final'), rollRule: 'following' as const }
  expect(endsOf(rule, '2026-12-04 10:00')[1]).toBe('2027-01-11 23:59')
})

test('the explanation says why it is shorter', () => {
  const rule = ruleWith({ unit: 'working_days', amount: 20 })
  const { trace, dueAt, legalDueAt } = computeDeadline(rule, at('2026-12-25 10:00'), settings)
  const stage = {
    stage: 'final' as const,
    ruleId: rule.id,
    startedAt: at('2026-12-25 10:00'),
    stoppedAt: null,
    pausedAt: null,
    provisional: true,
    dueAt,
    legalDueAt,
    trace,
  }
  const words = describeTrace(stage, settings).join('\n').replaceAll('\u00a0', ' ')
  expect(words).toContain('Не дольше 30 календарных дней (697-П, п. 4.3 г): последний день 24 января 2027')
})
