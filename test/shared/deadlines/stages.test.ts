import { describe, expect, test } from 'vitest'
import {
  type DeadlineFacts,
  deadlineSettingsSchema,
  interimStage,
  levelOf,
  overdueAt,
  stagesFor,
  urgentStage,
  worstLevel,
} from '../../../shared/deadlines/deadline.ts'
import { deadlineRuleSchema } from '../../../shared/deadlines/rules.ts'
import { channelIds } from '../../../shared/reference/channels.ts'
import { at, onClock, ruleOf, settings } from './support.ts'

const post: DeadlineFacts = {
  kind: 'message',
  channel: 'vk',
  urgent: false,
  accelerated: false,
  capturedAt: at('2026-11-23 16:20'),
  publishedAt: at('2026-11-20 09:00'),
  registeredAt: null,
}

const ruleIds = (facts: DeadlineFacts, use = settings) => stagesFor(facts, use).map(stage => stage.ruleId)

describe('which clocks run', () => {
  test.each(channelIds)('a message from %s has a first reply and a final answer, urgent or not', channel => {
    for (const urgent of [false, true]) {
      const stages = stagesFor({ ...post, channel, urgent }, settings).map(stage => stage.stage)
      expect(stages).toEqual(['first_reply', 'final'])
    }
  })

  test('an appeal is counted from its registration and has no clock before it', () => {
    const appeal: DeadlineFacts = { ...post, kind: 'appeal', channel: 'paper' }
    expect(stagesFor(appeal, settings)).toEqual([])
    const [final] = stagesFor({ ...appeal, registeredAt: at('2026-03-01 12:00') }, settings)
    expect(final).toMatchObject({ stage: 'final', ruleId: 'appeal-final', startedAt: at('2026-03-01 12:00') })
  })

  test('the most specific rule wins: channel, then acceleration, then urgency', () => {
    expect(ruleIds(post)).toEqual(['message-first-reply', 'message-final'])
    expect(ruleIds({ ...post, urgent: true })).toEqual(['message-first-reply-urgent', 'message-final'])
    expect(ruleIds({ ...post, channel: 'incident' })).toEqual(['incident-first-reply', 'message-final'])
    expect(ruleIds({ ...post, channel: 'pos', accelerated: true })).toContain('pos-final-accelerated')
  })

  test('a changed rule applies from its date on, and tickets from before keep the old one', () => {
    const changed = {
      ...ruleOf('message-first-reply'),
      id: 'from-december',
      amount: 6,
      validFrom: '2026-12-01',
    }
    const use = { ...settings, rules: [changed, ...settings.rules] }
    expect(ruleIds(post, use)).toContain('message-first-reply')
    expect(ruleIds({ ...post, capturedAt: at('2026-12-01 09:00') }, use)).toContain('from-december')
  })

  test('messages count from the record, unless the organisation counts from the post', () => {
    const fromPost = { ...settings, startEvent: 'publishedAt' as const }
    expect(stagesFor(post, settings)[0]?.startedAt).toBe(post.capturedAt)
    expect(stagesFor(post, fromPost)[0]?.startedAt).toBe(post.publishedAt)
    expect(stagesFor({ ...post, publishedAt: null }, fromPost)[0]?.startedAt).toBe(post.capturedAt)
    const wrong = { ...post, publishedAt: at('2027-11-23 09:00') }
    expect(stagesFor(wrong, fromPost)[0]?.startedAt).toBe(post.capturedAt)
  })

  test('an interim reply starts seven working days, or runs to the date promised to the citizen', () => {
    const now = at('2026-11-23 10:00')
    expect(onClock(interimStage(now, null, settings).dueAt)).toBe('2026-12-02 17:00')
    const promised = interimStage(now, '2026-11-27', settings)
    expect(promised).toMatchObject({ stage: 'interim', ruleId: 'promised', stoppedAt: null })
    expect(onClock(promised.dueAt)).toBe('2026-11-27 16:00')
    expect(stagesFor({ ...post, interimAt: now }, settings).map(stage => stage.stage)).toContain('interim')
  })

  test('a deadline that leans on a year without a final calendar says so, others do not', () => {
    const provisional = (local: string) =>
      stagesFor({ ...post, capturedAt: at(local) }, settings).map(stage => stage.provisional)
    expect(provisional('2026-11-23 16:20')).toEqual([false, false])
    expect(provisional('2026-12-28 10:00')).toEqual([false, true])
    expect(provisional('2031-02-03 10:00')).toEqual([true, true])
  })
})

describe('how urgent it is', () => {
  const [reply, final] = stagesFor(post, settings)
  if (!reply || !final) throw new Error('Two stages expected')
  const stopped = { ...reply, stoppedAt: at('2026-11-24 09:00') }

  test('a running clock goes from calm to warning, to due today, to overdue at its very minute', () => {
    expect(levelOf(final, at('2026-11-24 09:00'), settings)).toBe('ok')
    expect(levelOf(final, at('2026-11-30 10:49'), settings)).toBe('ok')
    expect(levelOf(final, at('2026-11-30 10:50'), settings)).toBe('warn')
    expect(levelOf(final, at('2026-12-02 00:00'), settings)).toBe('due_today')
    expect(levelOf(final, at('2026-12-02 16:59'), settings)).toBe('due_today')
    expect(levelOf(final, at('2026-12-02 17:00'), settings)).toBe('overdue')
  })

  test('a first reply stops only its own clock', () => {
    const later = at('2026-11-25 09:00')
    expect(levelOf(stopped, later, settings)).toBe('stopped')
    expect(urgentStage([stopped, final])).toBe(final)
    expect(overdueAt([stopped, final], later)).toBe(false)
    expect(overdueAt([reply, final], later)).toBe(true)
  })

  test('a ticket is as urgent as its most urgent clock', () => {
    expect(urgentStage([final, reply])).toBe(reply)
    expect(worstLevel([final, reply], at('2026-11-24 09:00'), settings)).toBe('due_today')
    expect(worstLevel([stopped], at('2026-11-24 09:00'), settings)).toBe('stopped')
    expect(worstLevel([], at('2026-11-24 09:00'), settings)).toBe('stopped')
    expect(urgentStage([stopped])).toBeUndefined()
  })
})

describe('what the settings accept', () => {
  test('the settings a district starts with are valid and survive being stored', () => {
    expect(deadlineSettingsSchema.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings)
  })

  test('no rule is longer than the 30 days of the decree', () => {
    const parse = (amount: number, unit: string) =>
      deadlineRuleSchema.safeParse({ ...ruleOf('appeal-final'), amount, unit }).success
    expect(parse(30, 'calendar_days')).toBe(true)
    expect(parse(31, 'calendar_days')).toBe(false)
    expect(parse(721, 'hours')).toBe(false)
  })

  test('two rules with one name, an unknown time zone and a missing interim rule are refused', () => {
    const accepts = (change: object) => deadlineSettingsSchema.safeParse({ ...settings, ...change }).success
    expect(accepts({ rules: [...settings.rules, ...settings.rules] })).toBe(false)
    expect(accepts({ zone: 'Europe/Tsilna' })).toBe(false)
    expect(accepts({ rules: [ruleOf('appeal-final')] })).toBe(false)
  })
})
