import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeDeadline, type Pause } from '../../../shared/deadlines/deadline.ts'
import {
  isClosed,
  midnightsIn,
  pausesSince,
  unitePauses,
  wallTimeIn,
  workingDatesIn,
  workingTimeIn,
} from '../../../shared/deadlines/pauses.ts'
import type { DeadlineRule } from '../../../shared/deadlines/rules.ts'
import { addDays, localDateOf } from '../../../shared/deadlines/zone.ts'
import { at, ruleOf, settings, zone } from './support.ts'

const days = 86_400_000
const iso = (ms: number) => new Date(ms).toISOString()
const starts = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2027, 11, 31) })
const spans = fc.tuple(fc.integer({ min: -2 * days, max: 20 * days }), fc.integer({ min: 0, max: 9 * days }))
const manySpans = fc.array(spans, { maxLength: 6 })
const units = fc.constantFrom('calendar_days', 'working_days', 'working_hours', 'hours')
const rolls = fc.constantFrom('preceding', 'following', 'none')

const ruleWith = (change: Partial<DeadlineRule>): DeadlineRule => ({ ...ruleOf('appeal-final'), ...change })
const pausesAt = (start: number, list: readonly [number, number][]) =>
  list.map(([after, length]) => ({ from: iso(start + after), to: iso(start + after + length) }))

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)

/** The working time from one instant to another, as a pause of that length would take it. */
const worked = (from: string, to: string) => (from < to ? workingTimeIn({ from, to }, settings) : 0)

test('a pause adds to a term of working hours exactly its working time', () => {
  fc.assert(
    fc.property(starts, manySpans, fc.integer({ min: 1, max: 40 }), (ms, list, amount) => {
      const start = iso(ms)
      const rule = ruleWith({ unit: 'working_hours', amount })
      const pauses = pausesAt(ms, list)
      const { dueAt } = computeDeadline(rule, start, settings, pauses)
      const counted = pausesSince(start, pauses).filter(isClosed)
      const lost = sum(counted.filter(({ from }) => from < dueAt).map(each => workingTimeIn(each, settings)))
      expect(worked(start, dueAt) - lost).toBe(amount * 3_600_000)
    }),
    { numRuns: 300 },
  )
})

test('a pause that begins within the term adds its length to hours and its midnights to calendar days', () => {
  fc.assert(
    fc.property(
      starts,
      fc.integer({ min: 0, max: days - 1 }),
      fc.integer({ min: 1, max: 9 * days }),
      (ms, after, length) => {
        const start = iso(ms)
        const pause = { from: iso(ms + after), to: iso(ms + after + length) }
        const due = (rule: DeadlineRule, pauses: Pause[]) => computeDeadline(rule, start, settings, pauses)
        const hours = ruleWith({ unit: 'hours', amount: 24 })
        expect(Date.parse(due(hours, [pause]).dueAt) - Date.parse(due(hours, []).dueAt)).toBe(
          wallTimeIn(pause),
        )
        const calendar = ruleWith({ unit: 'calendar_days', amount: 3 })
        const last = localDateOf(due(calendar, []).legalDueAt, zone)
        expect(localDateOf(due(calendar, [pause]).legalDueAt, zone)).toBe(
          addDays(last, midnightsIn(pause, zone)),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('a pause after the start day adds to working days as many as it takes', () => {
  fc.assert(
    fc.property(starts, fc.integer({ min: 1, max: 9 * days }), (ms, length) => {
      const start = iso(ms)
      const rule = ruleWith({ unit: 'working_days', amount: 5 })
      const first = `${addDays(localDateOf(start, zone), 1)}T00:00:00.000Z`
      const pause = { from: first, to: iso(Date.parse(first) + length) }
      const amount = 5 + workingDatesIn(pause, settings).length
      const longer = computeDeadline({ ...rule, amount }, start, settings)
      expect(computeDeadline(rule, start, settings, [pause]).dueAt).toBe(longer.dueAt)
    }),
    { numRuns: 300 },
  )
})

test('united pauses do not overlap or touch, and cover what the single ones covered', () => {
  fc.assert(
    fc.property(starts, manySpans, starts, (ms, list, probe) => {
      const pauses = pausesAt(ms, list)
      const united = unitePauses(pauses).filter(isClosed)
      for (const [i, { from, to }] of united.entries()) {
        expect(from < to).toBe(true)
        expect(i === 0 || (united[i - 1]?.to ?? '') < from).toBe(true)
      }
      const moment = iso(ms + (probe % (20 * days)))
      const covers = (each: { from: string; to: string }) => each.from <= moment && moment < each.to
      expect(united.some(covers)).toBe(pauses.some(covers))
    }),
  )
})

test('neither the order of the pauses nor cutting one in two changes a deadline', () => {
  fc.assert(
    fc.property(
      starts,
      manySpans,
      units,
      rolls,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (ms, list, unit, rollRule, part) => {
        const rule = ruleWith({ unit, rollRule, amount: 5 })
        const whole = pausesAt(ms, list)
        const cut = pausesAt(
          ms,
          list.flatMap(([after, length]): [number, number][] => {
            const first = Math.floor(length * part)
            return [
              [after + first, length - first],
              [after, first],
            ]
          }),
        ).toReversed()
        expect(computeDeadline(rule, iso(ms), settings, cut)).toEqual(
          computeDeadline(rule, iso(ms), settings, whole),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('with pauses, too, the control date is never after the legal one, and neither comes earlier than without', () => {
  fc.assert(
    fc.property(starts, manySpans, units, units, rolls, (ms, list, unit, ownUnit, rollRule) => {
      const rule = ruleWith({ unit, rollRule, amount: 9, target: { amount: 4, unit: ownUnit } })
      const without = computeDeadline(rule, iso(ms), settings)
      const { dueAt, legalDueAt } = computeDeadline(rule, iso(ms), settings, pausesAt(ms, list))
      expect(dueAt <= legalDueAt).toBe(true)
      expect(dueAt >= without.dueAt && legalDueAt >= without.legalDueAt).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('with pauses, too, who starts later is never due earlier', () => {
  fc.assert(
    fc.property(
      starts,
      manySpans,
      units,
      rolls,
      fc.integer({ min: 0, max: 20 * days }),
      (ms, list, unit, rollRule, gap) => {
        const rule = ruleWith({ unit, rollRule, amount: 6 })
        const pauses = pausesAt(ms, list)
        const a = computeDeadline(rule, iso(ms), settings, pauses)
        const b = computeDeadline(rule, iso(ms + gap), settings, pauses)
        expect(a.dueAt <= b.dueAt && a.legalDueAt <= b.legalDueAt).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

test('a question that is not answered yet, and one that took no time, move nothing', () => {
  const rule = ruleOf('message-final')
  const start = at('2026-11-23 10:00')
  const open = [{ from: at('2026-11-24 10:00'), to: null }]
  const empty = [{ from: at('2026-11-24 10:00'), to: at('2026-11-24 10:00') }]
  const without = computeDeadline(rule, start, settings)
  expect(computeDeadline(rule, start, settings, open)).toEqual(without)
  expect(computeDeadline(rule, start, settings, empty)).toEqual(without)
})

test('a pause that is still open takes in the closed ones that reach into it', () => {
  expect(
    unitePauses([
      { from: at('2026-11-25 10:00'), to: null },
      { from: at('2026-11-24 10:00'), to: at('2026-11-26 10:00') },
      { from: at('2026-11-27 10:00'), to: at('2026-11-28 10:00') },
    ]),
  ).toEqual([{ from: at('2026-11-24 10:00'), to: null }])
})

test.each([
  ['from Monday 14:00 to Tuesday 14:00 takes Monday', '2026-11-23 14:00', '2026-11-24 14:00', ['2026-11-23']],
  [
    'from Monday evening to Tuesday evening takes Tuesday',
    '2026-11-23 17:00',
    '2026-11-24 17:00',
    ['2026-11-24'],
  ],
  ['from Friday evening to Monday morning takes nothing', '2026-11-27 16:00', '2026-11-30 08:00', []],
  ['within a morning takes nothing', '2026-11-24 08:00', '2026-11-24 12:00', []],
  [
    'over the November holiday takes the 3rd and the 5th',
    '2026-11-03 09:00',
    '2026-11-05 17:00',
    ['2026-11-03', '2026-11-05'],
  ],
])('a pause %s from the working days', (_, from, to, dates) => {
  expect(workingDatesIn({ from: at(from), to: at(to) }, settings)).toEqual(dates)
})
