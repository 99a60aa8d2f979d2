import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeWords, factWords, numberWords } from '../../../shared/reports/indicator-tables.ts'
import {
  builtIn,
  enteredFact,
  type Fact,
  forecastOf,
  passedShare,
  planOf,
  registryOf,
  targetState,
} from '../../../shared/reports/indicators.ts'

const zone = 'Europe/Ulyanovsk'
const fact = (value: number | null, of: number | null = null): Fact => ({ value, part: null, of })
const counted = { measure: 'sum', source: { from: 'count', metric: 'received' } } as const
const entered = { measure: 'sum', source: { from: 'people' } } as const
const year = (months: [number, number][], whole: number | null = null) => ({
  months: new Map(months),
  year: whole,
})

describe('the registry', () => {
  test('has every indicator of the reference from I1 to I19, each with formula and clause', () => {
    const codes = new Set(builtIn.map(({ code }) => code))
    for (let n = 1; n <= 19; n++) expect(codes, `I${n}`).toContain(`I${n}`)
    for (const { id, formula, clause } of builtIn) {
      expect(formula.length, id).toBeGreaterThan(15)
      expect(clause, id).toMatch(/^п\.\u00a0\d/)
    }
  })

  test('no two indicators share an id', () => {
    expect(new Set(builtIn.map(({ id }) => id)).size).toBe(builtIn.length)
  })

  test('the customer’s own stand after the built-in ones', () => {
    const own = {
      id: 'feldsher',
      title: 'Выезды ФАП',
      unit: 'ед.',
      measure: 'sum',
      direction: 'up',
      decimals: 0,
      clause: 'Письмо ЦУР',
    } as const
    expect(registryOf({ own: [own], plans: [] }).at(-1)).toMatchObject({ ...own, source: { from: 'people' } })
  })

  test('a plan of the year is no plan of a month, and one of a block none of the district', () => {
    const plans = [{ indicatorId: 'received', year: 2026, month: null, of: 'block:roads', value: 40 }]
    const settings = { own: [], plans }
    expect(planOf(settings, 'received', 2026, null, 'block:roads')).toBe(40)
    expect(planOf(settings, 'received', 2026, null, '')).toBeNull()
    expect(planOf(settings, 'received', 2026, 1, 'block:roads')).toBeNull()
  })
})

describe('the forecast', () => {
  test('what adds up goes on at its pace', () => {
    expect(forecastOf(counted, fact(100), 0.25)).toBe(400)
  })

  test('of entered months, at the pace from January to the last that was entered', () => {
    expect(
      forecastOf(
        entered,
        fact(30),
        0.9,
        year([
          [1, 10],
          [2, 20],
        ]),
      ),
    ).toBe(180)
  })

  test('a value that was entered for the whole year is the year', () => {
    expect(forecastOf(entered, fact(70), 0.5, year([[1, 10]], 70))).toBe(70)
  })

  test('a mean and a share are expected to stay as they are', () => {
    expect(forecastOf({ ...counted, measure: 'mean' }, fact(3.5), 0.25)).toBe(3.5)
    expect(forecastOf({ ...counted, measure: 'share' }, fact(92), 0.25)).toBe(92)
  })

  test('a year that is over comes to what it was, whatever it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), value => {
        expect(forecastOf(counted, fact(value), 1)).toBe(value)
      }),
    )
  })

  test('a larger fact never makes a smaller forecast, and no forecast is under the fact', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: 1_000 }),
        fc.integer({ min: 1, max: 365 }),
        (value, more, day) => {
          const small = forecastOf(counted, fact(value), day / 365) ?? 0
          const large = forecastOf(counted, fact(value + more), day / 365) ?? 0
          expect(large).toBeGreaterThanOrEqual(small)
          expect(small).toBeGreaterThanOrEqual(value - 1e-9)
        },
      ),
    )
  })

  test('the year passes by local days', () => {
    expect(passedShare(2026, '2025-12-31T19:59:00.000Z', zone)).toBe(0)
    expect(passedShare(2026, '2025-12-31T20:00:00.000Z', zone)).toBeCloseTo(1 / 365)
    expect(passedShare(2026, '2026-12-31T19:59:00.000Z', zone)).toBe(1)
    expect(passedShare(2026, '2027-05-01T00:00:00.000Z', zone)).toBe(1)
  })
})

describe('entered values', () => {
  const months = year([
    [1, 10],
    [3, 20],
  ])
  test('add up, average or end, by the kind of the number', () => {
    expect(enteredFact({ measure: 'sum' }, months).value).toBe(30)
    expect(enteredFact({ measure: 'mean' }, months).value).toBe(15)
    expect(
      enteredFact(
        { measure: 'last' },
        year([
          [3, 20],
          [1, 10],
        ]),
      ).value,
    ).toBe(20)
    expect(enteredFact({ measure: 'sum' }, year([])).value).toBeNull()
  })
})

describe('the state of a target, in words', () => {
  const up = { direction: 'up', measure: 'sum' } as const
  const down = { direction: 'down', measure: 'mean' } as const
  test.each([
    ['no plan', up, null, fact(5), 5, false, 'no-plan'],
    ['nothing known', up, 10, fact(null), null, false, 'no-data'],
    ['reached already', up, 10, fact(12), 20, false, 'met'],
    ['will be reached', up, 10, fact(6), 12, false, 'on-track'],
    ['will not', up, 10, fact(3), 6, false, 'behind'],
    ['the year is over', up, 10, fact(9), 9, true, 'missed'],
    ['less is better', down, 8, fact(7), 7, false, 'on-track'],
    ['and is over', down, 8, fact(9), 9, true, 'missed'],
    ['few', { direction: 'up', measure: 'share' } as const, 90, fact(100, 19), 100, false, 'few'],
    ['enough', { direction: 'up', measure: 'share' } as const, 90, fact(95, 20), 95, false, 'on-track'],
    ['not judged', { direction: 'none', measure: 'sum' } as const, 10, fact(1), 1, false, 'not-judged'],
  ] as const)('%s', (_name, indicator, plan, value, forecast, isOver, state) => {
    expect(targetState(indicator, plan, value, forecast, isOver)).toBe(state)
  })
})

test('numbers are written as the office writes them', () => {
  expect(numberWords(3.75, 2)).toBe('3,75')
  expect(numberWords(null, 1)).toBe('—')
  expect([changeWords(6, 0), changeWords(-0.5, 1), changeWords(0, 0), changeWords(null, 0)]).toEqual([
    '+6',
    '−0,5',
    '0',
    '—',
  ])
  const share = { measure: 'share', decimals: 0 } as const
  expect(factWords(share, { value: 94.7, part: 18, of: 19 })).toBe('18\u00a0из\u00a019')
  expect(factWords(share, { value: 95, part: 19, of: 20 })).toBe('95\u00a0%')
})
