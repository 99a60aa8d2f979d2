import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measures, metrics, shares } from '../../../shared/reports/metrics.ts'
import { countedMetrics, countsOf, meanOf, shareOf, totalOf } from '../../../shared/reports/statistics.ts'

test('a mean says of how many it is made, and of none there is no mean', () => {
  expect(meanOf([])).toEqual({ mean: null, median: null, max: null, of: 0 })
  expect(meanOf([10, 1, 1])).toEqual({ mean: 4, median: 1, max: 10, of: 3 })
  expect(meanOf([4, 1, 2, 3])).toEqual({ mean: 2.5, median: 2.5, max: 4, of: 4 })
})

test('the median lies between the least and the most, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1 }), values => {
      const { median, max } = meanOf(values)
      expect(median).toBeGreaterThanOrEqual(Math.min(...values))
      expect(median).toBeLessThanOrEqual(max ?? -1)
      expect(meanOf(values.toReversed())).toEqual(meanOf(values))
    }),
  )
})

test('rows add up to the total, and the oldest of all is the oldest of the rows', () => {
  const row = (n: number, oldestOpenAt: string | null) => ({ counts: countsOf(() => n), oldestOpenAt })
  const total = totalOf([
    row(1, '2026-11-20T00:00:00.000Z'),
    row(2, null),
    row(4, '2026-11-19T00:00:00.000Z'),
  ])
  expect(total).toEqual(row(7, '2026-11-19T00:00:00.000Z'))
  expect(totalOf([])).toEqual(row(0, null))
})

test('every counted metric has its place among the counts', () => {
  expect(Object.keys(countsOf(() => 0)).sort()).toEqual([...countedMetrics].sort())
})

test('parts and bases of shares, and what stands behind a mean, are metrics with lists', () => {
  for (const share of Object.values(shares)) {
    expect(
      shareOf({ counts: countsOf(metric => (metric === share.part ? 3 : 7)), oldestOpenAt: null }, share),
    ).toEqual({
      part: 3,
      base: 7,
    })
  }
  for (const measure of Object.values(measures)) {
    expect(metrics[measure.behind].span).toBe('period')
    expect(measure.clause).toMatch(/^п\.\u00a0\d/)
    expect(measure.formula.length).toBeGreaterThan(20)
  }
})
