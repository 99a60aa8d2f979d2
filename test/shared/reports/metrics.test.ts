import { expect, test } from 'vitest'
import { metricIds, metrics, shareWords, wholePercent } from '../../../shared/reports/metrics.ts'

const words = (part: number, base: number) => shareWords(part, base).replaceAll('\u00a0', ' ')

test('on a base under twenty there is no percentage', () => {
  expect(words(18, 19)).toBe('18 из 19')
  expect(words(0, 1)).toBe('0 из 1')
})

test('from twenty on there is one', () => {
  expect(words(19, 20)).toBe('95 %')
  expect(words(20, 20)).toBe('100 %')
})

test('where nothing had a term, there is a dash', () => {
  expect(words(0, 0)).toBe('—')
})

test('one late ticket of a thousand is never rounded away', () => {
  expect(wholePercent(999, 1000)).toBe(99)
  expect(wholePercent(1, 1000)).toBe(1)
})

test('every metric says how it is counted and who asks for it', () => {
  for (const id of metricIds) {
    expect(metrics[id].formula.length, id).toBeGreaterThan(20)
    expect(metrics[id].clause, id).toMatch(/^п\.\u00a0\d/)
  }
})
