import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blockStatistics } from '../../../server/reports/block-statistics/query.ts'
import { fewest, type HeatCell, heatColours, heatWeight } from '../../../server/reports/heat/heat.ts'
import { readHeatMap } from '../../../server/reports/heat/query.ts'
import type { Scope } from '../../../shared/policy/permissions.ts'
import { monthOf, previousPeriod } from '../../../shared/reports/period.ts'
import type { TestOffice } from '../office-for-tests.ts'
import { open, openSampleOffice, sampleNow } from '../pages/sample-office.ts'

const settings = { zone: 'Europe/Ulyanovsk', firstWeekday: 4 } as const
const everything: Scope = { any: [{ all: true }], notAbout: [] }
const month = monthOf('2026-11-25', settings)

describe('The colour of a cell', () => {
  const cell = fc.record({
    received: fc.nat({ max: 90 }),
    before: fc.option(fc.nat({ max: 90 })),
    open: fc.nat({ max: 90 }),
    overdue: fc.nat({ max: 90 }),
  })

  test('is between none and the darkest, and darker where one more is late or one more came', () => {
    fc.assert(
      fc.property(cell, given => {
        const of = (each: HeatCell, colour: (typeof heatColours)[number]) => heatWeight(each, colour) ?? 0
        for (const colour of heatColours) {
          expect(of(given, colour)).toBeGreaterThanOrEqual(0)
          expect(of(given, colour)).toBeLessThanOrEqual(1)
        }
        expect(of({ ...given, overdue: given.overdue + 1 }, 'overdue')).toBeGreaterThanOrEqual(
          of(given, 'overdue'),
        )
        expect(of({ ...given, received: given.received + 1 }, 'growth')).toBeGreaterThanOrEqual(
          of(given, 'growth'),
        )
      }),
    )
  })

  test('does not shout for one late ticket of one, nor where there is nothing to compare with', () => {
    const one = { received: 1, before: null, open: 1, overdue: 1 }
    expect(heatWeight(one, 'overdue')).toBe(1 / fewest)
    expect(heatWeight({ ...one, open: 8, overdue: 8 }, 'overdue')).toBe(1)
    expect(heatWeight(one, 'growth')).toBeNull()
    expect(heatWeight({ ...one, before: 5 }, 'growth')).toBeNull()
    expect(heatWeight({ ...one, received: 20, before: 10 }, 'growth')).toBe(1)
  })
})

describe('The map of the sample district', () => {
  let sample: TestOffice
  beforeAll(async () => {
    sample = await openSampleOffice({ every: 3 })
  }, 120_000)
  afterAll(() => sample.close())

  test('adds up by rows, by columns and to the report’s own total', async () => {
    const { reader, organisationId } = sample.office
    const reading = { period: month, previous: previousPeriod(month, settings), asOf: sampleNow }
    const map = await readHeatMap({ ...sample.office, scope: everything }, reading)
    const { total } = await blockStatistics(reader, organisationId, everything, month, sampleNow)
    for (const metric of ['received', 'open', 'overdue'] as const) {
      const sum = (cells: readonly HeatCell[]) => cells.reduce((all, each) => all + each[metric], 0)
      expect(map.total[metric]).toBe(total.counts[metric])
      expect(sum(map.columns)).toBe(map.total[metric])
      expect(sum(map.rows.map(row => row.total))).toBe(map.total[metric])
      for (const row of map.rows) expect(sum(row.cells)).toBe(row.total[metric])
    }
    expect(map.rows.length).toBeGreaterThan(5)
    expect(map.rows.slice(0, -1).every(({ settlement }) => settlement !== null)).toBe(true)
  })

  test('opens from every number the list of so many tickets, with the place that is not named among them', async () => {
    const html = await (await open(sample, 'head', '/heat?period=month')).text()
    const links = [...html.matchAll(/<a href="(\/tickets\?[^"]+)">(\d+)<\/a>/g)]
    expect(links.length).toBeGreaterThan(20)
    for (const [, href = '', number = ''] of links) {
      const list = await (await open(sample, 'head', href.replaceAll('&amp;', '&'))).text()
      expect(list.replaceAll('\u00a0', ' '), href).toMatch(new RegExp(`<b class="ink">${number} карточ`))
    }
  }, 60_000)

  test('keeps channel and kind through its links, and says in words what the colour means', async () => {
    const html = await (await open(sample, 'head', '/heat?period=month&channel=vk&colour=growth')).text()
    expect(html).toContain('Канал: ВКонтакте')
    expect(html).toContain('вдвое и больше')
    expect(html).toMatch(/\/tickets\?metric=received[^"]*channel=vk[^"]*settlement=/)
    expect(html).toContain('/heat?period=month&amp;date=2026-10-01&amp;channel=vk&amp;colour=growth')
  })

  test('downloads the same numbers', async () => {
    const csv = await (await open(sample, 'head', '/heat.csv?period=month')).text()
    const map = await readHeatMap(
      { ...sample.office, scope: everything },
      { period: month, previous: null, asOf: sampleNow },
    )
    const total = csv.split('\r\n').find(line => line.startsWith('Всего'))
    expect(total?.split(';').map(Number).slice(1)).toEqual([
      ...map.columns.map(({ received }) => received),
      map.total.received,
    ])
  })
})
