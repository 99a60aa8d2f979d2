import { describe, expect, test } from 'vitest'
import { chartPng, chartSvg } from '../../../../server/reports/documents/chart.ts'
import { lookOf } from '../../../../server/reports/documents/chart-look.ts'
import { bars, heat, trend } from './report-for-tests.ts'

/** What a reader of the picture sees; broken lines are joined again. */
const wordsOf = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)]
    .map(([, words = '']) => words)
    .join(' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')

describe('a chart', () => {
  test.each([
    ['a trend', trend, [...trend.categories, ...trend.series.map(({ title }) => title)]],
    ['bars', bars, [...bars.categories, ...bars.series.map(({ title }) => title), '31', '25']],
    ['a heat map', heat, [...heat.columns, ...heat.rows, '17', '12\u00a0345']],
  ])('%s says every word of its axes and series', (_, chart, words) => {
    const seen = wordsOf(chartSvg(chart)).replaceAll(/\s+/g, ' ')
    for (const word of words) expect(seen).toContain(word.replaceAll(/\s+/g, ' '))
  })

  test('says words as words: a title with signs of markup stays inside its picture', () => {
    const svg = chartSvg({ ...bars, categories: ['<script>alert(1)</script>', '"&', 'в', 'г', 'д'] })
    expect(svg).not.toContain('<script')
    expect(wordsOf(svg)).toContain('<script>')
  })

  test('tells its series apart without colour: by dashes and markers, by hatching', () => {
    expect(chartSvg(trend)).toContain('stroke-dasharray')
    expect(chartSvg(bars)).toContain('<pattern')
    const dashes = [0, 1, 2, 3, 4].map(at => JSON.stringify(lookOf(at).dash))
    expect(new Set(dashes).size).toBe(5)
  })

  test('is the same picture, to the byte, for the same numbers', () => {
    for (const chart of [trend, bars, heat]) {
      const svg = chartSvg(chart)
      expect(chartSvg(chart)).toBe(svg)
      expect(Buffer.compare(chartPng(svg), chartPng(svg))).toBe(0)
    }
  })

  test('a heat map says the number that its colour is of', () => {
    const [row = []] = heat.cells
    const marked = { ...heat, cells: [row.map(cell => ({ ...cell, value: 0, marked: 6 })), []] }
    expect(wordsOf(chartSvg(marked)).split('0 ▲\u00a06')).toHaveLength(4)
    expect(wordsOf(chartSvg(heat))).not.toContain('▲')
  })

  test('breaks the words of an axis rather than leaves some of them out', () => {
    const weeks = ['29 октября — 4\u00a0ноября', '5–11\u00a0ноября', '12–18\u00a0ноября', '19–25\u00a0ноября']
    const categories = ['1–7 октября', '8–14 октября', '15–21 октября', '22–28 октября', ...weeks]
    const seen = wordsOf(chartSvg({ ...trend, categories })).replaceAll(/\s+/g, ' ')
    for (const category of categories) expect(seen).toContain(category.replaceAll('\u00a0', ' '))
  })

  test('asks for nothing outside of itself', () => {
    for (const chart of [trend, bars, heat]) {
      const addresses = chartSvg(chart).match(/https?:[^"'\s)]+/g) ?? []
      expect(addresses.filter(each => !each.startsWith('http://www.w3.org/'))).toEqual([])
    }
  })

  test('says that there is nothing where nothing is', () => {
    expect(wordsOf(chartSvg({ ...trend, categories: [] }))).toBe('За этот период данных нет')
    expect(wordsOf(chartSvg({ ...heat, rows: [], cells: [] }))).toBe('За этот период данных нет')
  })

  test('is drawn in letters of our own font on any machine', () => {
    const plain = (words: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="5" y="25" font-family="DejaVu Sans">${words}</text></svg>`
    expect(Buffer.compare(chartPng(plain('Щука')), chartPng(plain('')))).not.toBe(0)
    expect(Buffer.compare(chartPng(plain('Щука')), chartPng(plain('Жаба')))).not.toBe(0)
  })
})
