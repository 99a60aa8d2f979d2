import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { isWorkingDay } from '../../../shared/deadlines/calendar.ts'
import { computeDeadline } from '../../../shared/deadlines/deadline.ts'
import type { DeadlineRule } from '../../../shared/deadlines/rules.ts'
import { instantAt, localDateOf, localMinutesOf } from '../../../shared/deadlines/zone.ts'
import { calendar, ruleOf, settings } from './support.ts'

const zoneNames = ['Europe/Ulyanovsk', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu']
const zones = fc.constantFrom(...zoneNames)
const starts = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2028, 11, 31) })
  .map(ms => new Date(ms).toISOString())
const terms = fc.oneof(
  fc.record({ unit: fc.constant('calendar_days' as const), amount: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ unit: fc.constant('working_days' as const), amount: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ unit: fc.constant('working_hours' as const), amount: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ unit: fc.constant('hours' as const), amount: fc.integer({ min: 1, max: 200 }) }),
)
const rules: fc.Arbitrary<DeadlineRule> = fc
  .record({
    term: terms,
    target: fc.option(terms, { nil: undefined }),
    rollRule: fc.constantFrom('preceding' as const, 'following' as const, 'none' as const),
    countFrom: fc.constantFrom('next_day' as const, 'same_day' as const),
  })
  .map(({ term, target, rollRule, countFrom }) => {
    const rule = { ...ruleOf('appeal-final'), ...term, rollRule, countFrom }
    return target ? { ...rule, target } : rule
  })

/** Of an appeal, whose term a law sets: the thirty days of clause 4.3 г must not cut short what is counted here. */
const hoursRule = (amount: number): DeadlineRule => ({
  ...ruleOf('message-first-reply'),
  kinds: ['appeal'],
  amount,
})
const timezone = process.env.TZ

afterEach(() => {
  if (timezone === undefined) delete process.env.TZ
  else process.env.TZ = timezone
})

test('who starts later is never due earlier', () => {
  fc.assert(
    fc.property(
      rules,
      starts,
      fc.integer({ min: 0, max: 20 * 86_400_000 }),
      zones,
      (rule, start, gap, zone) => {
        const later = new Date(Date.parse(start) + gap).toISOString()
        const a = computeDeadline(rule, start, { ...settings, zone })
        const b = computeDeadline(rule, later, { ...settings, zone })
        expect(a.dueAt <= b.dueAt && a.legalDueAt <= b.legalDueAt).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

test('the control date is never after the legal one and never before the start', () => {
  fc.assert(
    fc.property(rules, starts, zones, (rule, start, zone) => {
      const { dueAt, legalDueAt } = computeDeadline(rule, start, { ...settings, zone })
      expect(dueAt <= legalDueAt && start <= dueAt).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('under «preceding» the legal date is exactly the counted one and the control date is a working day before it', () => {
  fc.assert(
    fc.property(starts, fc.integer({ min: 1, max: 30 }), (start, amount) => {
      const rule = { ...ruleOf('appeal-final'), amount }
      const { dueAt, legalDueAt } = computeDeadline(rule, start, settings)
      const unmoved = computeDeadline({ ...rule, rollRule: 'none' }, start, settings)
      expect(legalDueAt).toBe(unmoved.legalDueAt)
      const due = localDateOf(dueAt, settings.zone)
      const kept = due === localDateOf(legalDueAt, settings.zone)
      expect(kept || isWorkingDay(calendar, due)).toBe(true)
    }),
  )
})

test('the working hours listed in the explanation add up to the term', () => {
  fc.assert(
    fc.property(starts, fc.integer({ min: 1, max: 160 }), (start, amount) => {
      const onTheMinute = `${start.slice(0, 16)}:00.000Z`
      const minutes = computeDeadline(hoursRule(amount), onTheMinute, settings)
        .trace.flatMap(step => (step.code === 'worked' ? step.intervals : []))
        .reduce((sum, { from, to }) => sum + to - from, 0)
      expect(minutes).toBe(amount * 60)
    }),
  )
})

test('counting minute by minute on a wall clock gives the same answer', () => {
  const works = (ms: number) => {
    const instant = new Date(ms).toISOString()
    const date = localDateOf(instant, settings.zone)
    const minute = localMinutesOf(instant, settings.zone)
    if (!isWorkingDay(calendar, date)) return false
    const short = calendar.years[date.slice(0, 4)]?.shortened.includes(date) ? 60 : 0
    const friday = new Date(date).getUTCDay() === 5 ? 60 : 0
    return (minute >= 480 && minute < 720) || (minute >= 780 && minute < 1_020 - short - friday)
  }
  fc.assert(
    fc.property(starts, fc.integer({ min: 1, max: 12 }), (start, amount) => {
      const onTheMinute = `${start.slice(0, 16)}:00.000Z`
      let left = amount * 60
      let ms = Date.parse(onTheMinute)
      for (; left > 0; ms += 60_000) if (works(ms)) left -= 1
      expect(computeDeadline(hoursRule(amount), onTheMinute, settings).dueAt).toBe(new Date(ms).toISOString())
    }),
    { numRuns: 60 },
  )
})

test('a hours and then b hours are a + b hours', () => {
  const amounts = fc.integer({ min: 1, max: 40 })
  fc.assert(
    fc.property(starts, amounts, amounts, zones, (start, a, b, zone) => {
      const add = (amount: number, from: string) =>
        computeDeadline(hoursRule(amount), from, { ...settings, zone }).dueAt
      expect(add(b, add(a, start))).toBe(add(a + b, start))
    }),
  )
})

test('the time zone of the machine does not matter', () => {
  fc.assert(
    fc.property(rules, starts, (rule, start) => {
      const results = ['UTC', 'America/New_York', 'Asia/Vladivostok'].map(name => {
        process.env.TZ = name
        return computeDeadline(rule, start, settings)
      })
      expect(results[1]).toEqual(results[0])
      expect(results[2]).toEqual(results[0])
    }),
  )
})

test('every instant comes back from its local date and minute, where clocks show it once', () => {
  fc.assert(
    fc.property(starts, zones, (start, zone) => {
      const back = instantAt(localDateOf(start, zone), localMinutesOf(start, zone), zone)
      const difference = Date.parse(`${start.slice(0, 16)}:00.000Z`) - Date.parse(back)
      expect([0, 3_600_000]).toContain(difference)
      if (zone === 'Europe/Ulyanovsk') expect(difference).toBe(0)
    }),
  )
})
