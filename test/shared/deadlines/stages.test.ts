import { describe, expect, test } from 'vitest'
import {
  afterInterim,
  checkpointsOf,
  type DeadlineFacts,
  deadlineSettingsSchema,
  interimStage,
  latestExtension,
  movedStages,
  promiseStage,
  type Stage,
  stageSchema,
  stagesFor,
} from '../../../shared/deadlines/deadline.ts'
import { deadlineRuleSchema, type Kind, kinds } from '../../../shared/deadlines/rules.ts'
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

/** Registered on 23 November 2026: the thirtieth day is Wednesday 23 December. */
const appeal: DeadlineFacts = {
  ...post,
  kind: 'appeal',
  channel: 'paper',
  registeredAt: at('2026-11-23 10:00'),
}

function finalOf(facts: DeadlineFacts, use = settings): Stage {
  const found = stagesFor(facts, use).find(({ stage }) => stage === 'final')
  if (!found) throw new Error('A final stage expected')
  return found
}

const ends = ({ dueAt, legalDueAt }: Stage) => [onClock(dueAt), onClock(legalDueAt)]
const ruleIds = (facts: DeadlineFacts, use = settings) => stagesFor(facts, use).map(stage => stage.ruleId)

describe('which clocks run', () => {
  test.each(channelIds)('a message from %s is sorted, answered first and finally, urgent or not', channel => {
    for (const urgent of [false, true]) {
      const stages = stagesFor({ ...post, channel, urgent }, settings).map(stage => stage.stage)
      expect(stages).toEqual(['route', 'first_reply', 'final'])
    }
  })

  const clocks: [Kind, string[]][] = [
    ['appeal', ['registration', 'route']],
    ['message', ['route', 'first_reply', 'final']],
    ['question', ['route', 'first_reply', 'final']],
    ['proposal', ['route', 'first_reply', 'final']],
    ['rumour', ['route', 'first_reply', 'fact_check', 'final']],
    ['info', []],
    ['gratitude', []],
    ['info_request', ['route', 'final']],
    ['media_request', ['route', 'final']],
    ['irrelevant', []],
  ]
  test.each(clocks)('what is just recorded as %s has the clocks %j', (kind, expected) => {
    expect(stagesFor({ ...post, kind }, settings).map(({ stage }) => stage)).toEqual(expected)
    expect(clocks.map(([each]) => each)).toEqual([...kinds])
  })

  test('an appeal has three days to be registered; from there seven to be passed on, thirty to be answered', () => {
    const [waiting] = stagesFor({ ...appeal, registeredAt: null }, settings)
    expect(waiting).toMatchObject({ stage: 'registration', startedAt: appeal.publishedAt, stoppedAt: null })
    const [registration, redirect, , final] = stagesFor(appeal, settings)
    expect(registration).toMatchObject({ ruleId: 'appeal-registration', stoppedAt: appeal.registeredAt })
    expect(redirect).toMatchObject({
      ruleId: 'appeal-redirect',
      startedAt: appeal.registeredAt,
      stoppedAt: null,
    })
    expect(final).toMatchObject({ ruleId: 'appeal-final', startedAt: appeal.registeredAt, stoppedAt: null })
  })

  test('an appeal is looked at on days 3, 7, 20 and 25, while they lie before its control date', () => {
    const days = ['2026-11-26', '2026-11-30', '2026-12-13', '2026-12-18']
    expect(checkpointsOf(finalOf(appeal), settings)).toEqual(days)
    const before = { ...appeal, registeredAt: at('2025-12-10 10:00') }
    expect(checkpointsOf(finalOf(before), settings)).toEqual(['2025-12-13', '2025-12-17'])
    expect(checkpointsOf(finalOf(appeal), { ...settings, rules: [] })).toEqual([])
  })

  test('the most specific rule wins: channel, then acceleration, then urgency', () => {
    expect(ruleIds(post)).toEqual(['message-route', 'message-first-reply', 'message-final'])
    expect(ruleIds({ ...post, urgent: true })).toContain('message-first-reply-urgent')
    expect(ruleIds({ ...post, channel: 'incident' })).toContain('incident-first-reply')
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

  test('a letter, a call and a statutory request count from their receipt, and only sorting from the record', () => {
    const startsOf = (facts: DeadlineFacts) =>
      stagesFor(facts, settings).map(({ stage, startedAt }) => [stage, startedAt])
    const { capturedAt, publishedAt } = post
    for (const channel of ['phone', 'paper', 'reception', 'email'] as const)
      expect(startsOf({ ...post, channel })).toEqual([
        ['route', capturedAt],
        ['first_reply', publishedAt],
        ['final', publishedAt],
      ])
    const request = { ...post, kind: 'media_request' as const }
    expect(startsOf(request)).toContainEqual(['final', publishedAt])
    expect(startsOf({ ...request, publishedAt: null })).toContainEqual(['final', capturedAt])
    expect(startsOf({ ...request, publishedAt: at('2026-11-24 09:00') })).toContainEqual([
      'final',
      capturedAt,
    ])
  })

  test('a letter of 9 November that is entered on the 16th was to be registered by the 12th', () => {
    const letter = { capturedAt: at('2026-11-16 10:00'), publishedAt: at('2026-11-09 10:00') }
    const [registration] = stagesFor({ ...appeal, ...letter, registeredAt: at('2026-11-16 10:00') }, settings)
    expect(registration && onClock(registration.dueAt)).toBe('2026-11-12 17:00')
  })

  test('after «Не наш блок» there is a working hour more to sort it', () => {
    const refusedAt = at('2026-11-25 10:00')
    const [route, reply] = stagesFor({ ...post, refusedAt }, settings)
    expect(route).toMatchObject({ stage: 'route', startedAt: refusedAt, dueAt: at('2026-11-25 11:00') })
    expect(reply?.startedAt).toBe(post.capturedAt)
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
    expect(provisional('2026-11-23 16:20')).toEqual([false, false, false])
    expect(provisional('2026-12-28 10:00')).toEqual([false, false, true])
    expect(provisional('2031-02-03 10:00')).toEqual([true, true, true])
  })
})

describe('what moves a clock', () => {
  const asked = at('2026-11-24 10:00')
  const answered = at('2026-11-26 10:00')
  const closed = [{ from: asked, to: answered }]

  test('while the author is asked, the final clock stands and the others go on', () => {
    const stages = stagesFor({ ...post, pauses: [{ from: asked, to: null }] }, settings)
    expect(stages.map(({ stage, pausedAt }) => [stage, pausedAt])).toEqual([
      ['route', null],
      ['first_reply', null],
      ['final', asked],
    ])
    expect(onClock(finalOf(post).dueAt)).toBe('2026-12-02 17:00')
  })

  test('when the author has answered, the final clock ends two working days and two midnights later', () => {
    const final = finalOf({ ...post, pauses: closed })
    expect(ends(final)).toEqual(['2026-12-04 16:00', '2026-12-25 23:59'])
    expect(final.pausedAt).toBeNull()
  })

  test('a second question keeps what the first one gave', () => {
    const again = at('2026-11-27 10:00')
    const final = finalOf({ ...post, pauses: [...closed, { from: again, to: null }] })
    expect(onClock(final.dueAt)).toBe('2026-12-04 16:00')
    expect(final.pausedAt).toBe(again)
  })

  test('a question about a ticket that is late already does not hide that it is late', () => {
    expect(finalOf({ ...post, pauses: [{ from: at('2026-12-02 17:00'), to: null }] }).pausedAt).toBeNull()
  })

  test('which stages wait is a setting: none, or the first reply too', () => {
    const none = { ...settings, pause: { stages: [] } }
    expect(ends(finalOf({ ...post, pauses: closed }, none))).toEqual(ends(finalOf(post)))
    const reply = { ...settings, pause: { stages: ['first_reply' as const] } }
    const stages = stagesFor({ ...post, pauses: [{ from: at('2026-11-24 08:00'), to: null }] }, reply)
    expect(stages.filter(({ pausedAt }) => pausedAt !== null).map(({ stage }) => stage)).toEqual([
      'first_reply',
    ])
  })

  test('the law knows no pause for an appeal, an information request and an editorial request', () => {
    for (const kind of ['appeal', 'info_request', 'media_request'] as const) {
      const facts = { ...appeal, kind }
      expect(stagesFor({ ...facts, pauses: closed }, settings)).toEqual(stagesFor(facts, settings))
    }
  })

  test('an extended appeal is due at the end of the new date, and its first legal date is kept', () => {
    const extension = { until: '2027-01-15', grantedAt: at('2026-12-20 10:00') }
    const final = finalOf({ ...appeal, extension })
    expect(ends(final)).toEqual(['2027-01-15 16:00', '2027-01-15 23:59'])
    expect(final.provisional).toBe(true)
    expect(final.trace.find(step => step.code === 'extended')).toMatchObject({
      until: '2027-01-15',
      legalDueAt: finalOf(appeal).legalDueAt,
    })
  })

  test('an extension goes at most 30 days beyond the first legal date, for information 15, also a second time', () => {
    expect(latestExtension(finalOf(appeal), 'appeal', settings)).toBe('2027-01-22')
    const extension = { until: '2027-01-15', grantedAt: at('2026-12-20 10:00') }
    expect(latestExtension(finalOf({ ...appeal, extension }), 'appeal', settings)).toBe('2027-01-22')
    const info = finalOf({ ...post, kind: 'info_request', capturedAt: at('2026-10-01 10:00') })
    expect(latestExtension(info, 'info_request', settings)).toBe('2026-11-15')
  })

  test('an extension moves the centre’s own date and never shortens the legal one', () => {
    const extension = { until: '2026-12-15', grantedAt: at('2026-12-01 10:00') }
    expect(ends(finalOf({ ...post, extension }))).toEqual(['2026-12-15 17:00', '2026-12-23 23:59'])
    const early = { until: '2026-11-25', grantedAt: at('2026-11-24 10:00') }
    expect(ends(finalOf({ ...post, extension: early }))).toEqual(ends(finalOf(post)))
  })

  test('an extended ticket may wait for the author within its new term', () => {
    const extension = { until: '2026-12-15', grantedAt: at('2026-12-01 10:00') }
    const from = at('2026-12-10 10:00')
    expect(finalOf({ ...post, extension, pauses: [{ from, to: null }] }).pausedAt).toBe(from)
  })

  test('clocks of a reopened ticket start anew; its earlier pauses, extension and interim reply are spent', () => {
    const reopenedAt = at('2026-12-07 08:00')
    const facts: DeadlineFacts = {
      ...post,
      reopenedAt,
      interimAt: at('2026-11-25 10:00'),
      pauses: closed,
      extension: { until: '2027-01-15', grantedAt: at('2026-12-01 10:00') },
    }
    const stages = stagesFor(facts, settings)
    expect(stages.map(({ stage, dueAt }) => [stage, onClock(dueAt)])).toEqual([
      ['route', '2026-12-07 09:00'],
      ['first_reply', '2026-12-07 17:00'],
      ['final', '2026-12-16 17:00'],
    ])
    expect(stages.every(({ startedAt }) => startedAt === reopenedAt)).toBe(true)
    expect(stages[0]?.trace[0]).toEqual({ code: 'started', event: 'reopenedAt', at: reopenedAt })
  })

  test('a reopened appeal stays registered, and its thirty days begin again', () => {
    const reopenedAt = at('2027-01-11 10:00')
    const stages = stagesFor({ ...appeal, reopenedAt }, settings)
    expect(stages.map(({ stage, startedAt }) => [stage, startedAt])).toEqual([
      ['registration', appeal.publishedAt],
      ['redirect', reopenedAt],
      ['route', reopenedAt],
      ['final', reopenedAt],
    ])
  })

  test('a date told in an interim reply moves the control date, never back and never beyond the legal one', () => {
    const told = (date: string) => ends(afterInterim(finalOf(post), date, settings))
    expect(ends(finalOf(post))).toEqual(['2026-12-02 17:00', '2026-12-23 23:59'])
    expect(told('2026-12-18')).toEqual(['2026-12-18 16:00', '2026-12-23 23:59'])
    expect(told('2026-11-27')).toEqual(['2026-12-02 17:00', '2026-12-23 23:59'])
    expect(told('2027-01-15')).toEqual(['2026-12-23 23:59', '2026-12-23 23:59'])
    const trace = afterInterim(finalOf(post), '2026-12-18', settings).trace
    expect(trace.map(step => step.code).slice(-2)).toEqual(['interim_promised', 'due'])
  })

  test('a promise has a clock of its own, to the end of the promised day', () => {
    const promise = promiseStage(at('2026-11-23 10:00'), '2026-11-27', settings)
    expect(promise).toMatchObject({ stage: 'promise', ruleId: 'promised', stoppedAt: null, pausedAt: null })
    expect(ends(promise)).toEqual(['2026-11-27 16:00', '2026-11-27 23:59'])
    const next = promiseStage(at('2026-11-23 10:00'), '2027-02-01', settings)
    expect(next.provisional).toBe(true)
  })

  test('a new day off moves the clocks that run over it, and only those are listed', () => {
    const off = ['2026-11-25', '2026-11-26']
    const year = settings.calendar.years['2026']
    if (!year) throw new Error('2026 expected')
    const years = { ...settings.calendar.years, 2026: { ...year, nonWorking: [...year.nonWorking, ...off] } }
    const edited = { ...settings, calendar: { ...settings.calendar, years } }
    const before = stagesFor(post, settings)
    const final = { stage: 'final', from: at('2026-12-02 17:00'), to: at('2026-12-04 16:00') }
    expect(movedStages(before, stagesFor(post, edited))).toEqual([final])
    expect(movedStages(before, stagesFor(post, settings))).toEqual([])
    const stopped = before.map(stage => ({ ...stage, stoppedAt: at('2026-11-24 09:00') }))
    expect(movedStages(stopped, stagesFor(post, edited))).toEqual([])
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

  test('settings and clocks stored by an older version are read: statutory rules never pause, others may', () => {
    const { pause: _, ...older } = settings
    const rules = ['appeal-final', 'message-final', 'message-after-interim'].map(id => {
      const { pausable, checkpoints, ...rule } = ruleOf(id)
      return { ...rule, kinds: rule.kinds.slice(0, 1) }
    })
    const read = deadlineSettingsSchema.parse({ ...older, rules })
    expect(read.pause.stages).toEqual(['final', 'fact_check'])
    expect(read.rules.map(({ pausable }) => pausable)).toEqual([false, true, true])
    expect(stagesFor(post, read).map(({ stage }) => stage)).toEqual(['final'])
    const { pausedAt, ...stored } = finalOf(post)
    expect(stageSchema.parse(stored)).toEqual(finalOf(post))
  })
})
