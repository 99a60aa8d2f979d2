import { describe, expect, test } from 'vitest'
import type { WatchEntry } from '../../../shared/policy/settings.ts'
import { coverageOf, everyWords, nextLookDue, wasInTime, watchStates } from '../../../shared/watch/looks.ts'
import { at, onClock, settings } from '../deadlines/support.ts'

const entry = (given: Partial<WatchEntry> = {}): WatchEntry => ({
  id: 'wall',
  channel: 'vk',
  title: 'Подслушано Нагаткино',
  url: 'https://vk.com/public212000001',
  key: 'vk:-212000001',
  settlementId: null,
  responsiblePersonId: null,
  every: { unit: 'days', count: 1 },
  since: '2026-11-16',
  ...given,
})
const due = (given: Partial<WatchEntry>, last: string | null) =>
  onClock(nextLookDue(entry(given), last === null ? null : at(last), settings))

describe('when the next look is due', () => {
  test('each working day: until the end of the next one, whatever the hour of the look', () => {
    expect(due({}, '2026-11-17 08:05')).toBe('2026-11-18 17:00')
    expect(due({}, '2026-11-17 16:59')).toBe('2026-11-18 17:00')
  })

  test('a look on Friday or at the weekend is good until Monday evening', () => {
    expect(due({}, '2026-11-20 10:00')).toBe('2026-11-23 17:00')
    expect(due({}, '2026-11-21 10:00')).toBe('2026-11-23 17:00')
  })

  test('once in three working days', () => {
    expect(due({ every: { unit: 'days', count: 3 } }, '2026-11-19 10:00')).toBe('2026-11-24 17:00')
  })

  test('twice a working day: after half of its working time, which goes on in the morning', () => {
    const every = { unit: 'times_a_day', count: 2 } as const
    expect(due({ every }, '2026-11-17 08:00')).toBe('2026-11-17 12:00')
    expect(due({ every }, '2026-11-17 16:00')).toBe('2026-11-18 11:00')
  })

  test('a place that nobody looked at is due on the day on which it was listed', () => {
    expect(due({}, null)).toBe('2026-11-16 17:00')
    expect(due({ since: '2026-11-21' }, null)).toBe('2026-11-23 17:00')
  })

  test('a look of before the place was listed anew does not count', () => {
    expect(due({}, '2026-11-10 10:00')).toBe('2026-11-16 17:00')
  })
})

test('what is late stands first, the longest late at the top', () => {
  const look = (watchId: string, local: string) => ({
    watchId,
    at: at(local),
    how: 'button' as const,
    personId: 'irina',
  })
  const states = watchStates(
    [entry({ id: 'fresh' }), entry({ id: 'late' }), entry({ id: 'later', since: '2026-11-18' })],
    [look('fresh', '2026-11-20 09:00'), look('late', '2026-11-16 09:00'), look('late', '2026-11-17 09:00')],
    settings,
    at('2026-11-20 10:00'),
  )
  expect(states.map(({ entry: { id }, isLate }) => [id, isLate])).toEqual([
    ['late', true],
    ['later', true],
    ['fresh', false],
  ])
})

describe('a week of looks', () => {
  const week = { from: at('2026-11-16'), to: at('2026-11-21') }
  const days = (...dates: string[]) => dates.map(date => at(`2026-11-${date} 10:00`))

  test('looked at each day is in time', () => {
    expect(wasInTime(entry(), days('16', '17', '18', '19', '20'), week, settings)).toBe(true)
  })

  test('a missed day makes it late, also when it was looked at later', () => {
    expect(wasInTime(entry(), days('16', '18', '19', '20'), week, settings)).toBe(false)
    expect(wasInTime(entry(), [], week, settings)).toBe(false)
  })

  test('lateness of before the week is not of this week', () => {
    const since = '2026-11-09'
    expect(wasInTime(entry({ since }), days('16', '17', '18', '19', '20'), week, settings)).toBe(false)
    const monday = [at('2026-11-15 22:00'), ...days('16', '17', '18', '19', '20')]
    expect(wasInTime(entry({ since }), monday, week, settings)).toBe(true)
  })

  test('«Под наблюдением 2, просмотрено вовремя 1», and another list is told', () => {
    const list = [entry(), entry({ id: 'chat' }), entry({ id: 'next-week', since: '2026-11-23' })]
    const looks = new Map([['wall', days('16', '17', '18', '19', '20')]])
    expect(coverageOf(list, list, looks, week, settings)).toEqual({ watched: 2, inTime: 1, isChanged: false })
    expect(coverageOf(list, list.slice(0, 1), looks, week, settings).isChanged).toBe(true)
  })
})

test('how often, in words', () => {
  expect(everyWords({ unit: 'times_a_day', count: 2 })).toBe('2\u00a0раза в рабочий день')
  expect(everyWords({ unit: 'days', count: 1 })).toBe('каждый рабочий день')
  expect(everyWords({ unit: 'days', count: 5 })).toBe('раз в 5\u00a0рабочих дней')
})
