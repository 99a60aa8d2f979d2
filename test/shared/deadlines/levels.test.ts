import { describe, expect, test } from 'vitest'
import {
  answerOverdueAt,
  type DeadlineFacts,
  levelOf,
  levels,
  overdueAt,
  promiseOverdueAt,
  promiseStage,
  stagesFor,
  ticketLevel,
  urgentStage,
  worstLevel,
} from '../../../shared/deadlines/deadline.ts'
import { levelWords } from '../../../shared/deadlines/words.ts'
import { at, settings } from './support.ts'

const post: DeadlineFacts = {
  kind: 'message',
  channel: 'vk',
  urgent: false,
  accelerated: false,
  capturedAt: at('2026-11-23 16:20'),
  publishedAt: null,
  registeredAt: null,
}

describe('how urgent it is', () => {
  const [, reply, final] = stagesFor(post, settings)
  if (!reply || !final) throw new Error('Three stages expected')
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

  test('a clock that waits for the author is never overdue and not the urgent one', () => {
    const waiting = { ...final, pausedAt: at('2026-11-24 09:00') }
    const late = at('2026-12-20 09:00')
    expect(levelOf(waiting, late, settings)).toBe('paused')
    expect(overdueAt([stopped, waiting], late)).toBe(false)
    expect(urgentStage([waiting])).toBeUndefined()
    expect(urgentStage([waiting, reply])).toBe(reply)
    expect(worstLevel([stopped, waiting], late, settings)).toBe('paused')
    expect(levelOf({ ...waiting, stoppedAt: late }, late, settings)).toBe('stopped')
  })

  test('a broken promise is late in its own column and leaves the reply in time', () => {
    const promise = promiseStage(at('2026-11-24 09:00'), '2026-11-27', settings)
    const later = at('2026-11-30 09:00')
    expect(overdueAt([stopped, promise, final], later)).toBe(true)
    expect(answerOverdueAt([stopped, promise, final], later)).toBe(false)
    expect(promiseOverdueAt([stopped, promise, final], later)).toBe(true)
    expect(promiseOverdueAt([reply], later)).toBe(false)
    expect(answerOverdueAt([reply], later)).toBe(true)
  })

  test('what lies before the head undecided comes before everything, late or not', () => {
    const now = at('2026-11-24 09:00')
    const stages = [stopped, final]
    expect(ticketLevel({ stages, isBeforeHead: true }, now, settings)).toBe('before_head')
    expect(ticketLevel({ stages, isBeforeHead: false }, now, settings)).toBe('ok')
    expect(levels.at(-1)).toBe('before_head')
    expect(Object.keys(levelWords)).toEqual([...levels])
  })
})
