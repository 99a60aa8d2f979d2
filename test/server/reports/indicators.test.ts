import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtIn } from '../../../shared/reports/indicators.ts'
import type { PersonName, TestOffice } from '../office-for-tests.ts'
import { open, openSampleOffice, send } from '../pages/sample-office.ts'

const plain = (text: string) => text.replaceAll(/[\u00a0\u00ad]/g, ' ')

describe('in the sample district', () => {
  let sample: TestOffice
  beforeAll(async () => {
    sample = await openSampleOffice()
  }, 120_000)
  afterAll(async () => {
    expect(sample.errors).toEqual([])
    await sample.close()
  })
  const read = async (by: PersonName, path: string) => plain(await (await open(sample, by, path)).text())
  const asked = { year: 2026, month: 11, of: '' }

  async function yearOf(of = '') {
    const { office } = sample
    const { settings, actor, person } = await sample.signed('head')
    const scope = office.tickets.scopeOf({ settings, actor, person })
    return office.indicators.year(scope, settings, { ...asked, of })
  }

  async function lineOf(id: string, of = '') {
    const line = (await yearOf(of)).lines.find(({ indicator }) => indicator.id === id)
    if (line === undefined) throw new Error(`No line of ${id}`)
    return line
  }

  test('what was received in the year is what the list behind it holds', async () => {
    const { fact } = await lineOf('received')
    expect(fact.value).toBeGreaterThan(50)
    const list = await read('head', '/tickets?metric=received&period=year&date=2026-01-01')
    expect(list).toContain(`<b class="ink">${fact.value} карточ`)
  })

  test('months add up to the year, and so do blocks', async () => {
    const { office } = sample
    const signed = await sample.signed('head')
    const [received] = builtIn
    if (received === undefined) throw new Error('No indicators')
    const found = await office.indicators.months(
      office.tickets.scopeOf(signed),
      signed.settings,
      received,
      asked,
    )
    const sum = (values: readonly (number | null)[]) =>
      values.reduce<number>((all, each) => all + (each ?? 0), 0)
    expect(sum(found.months.map(({ fact }) => fact.value))).toBe(found.year.value)
    expect(sum([...found.blocks.values()].map(fact => fact.value))).toBe(found.year.value)
  })

  test('every number of the page opens a list that says the same number', async () => {
    for (const path of ['/indicators?year=2026&month=11', '/indicators/received?year=2026']) {
      const html = await read('head', path)
      const links = [...html.matchAll(/<a href="(\/tickets\?[^"]+)">(\d+)<\/a>/g)]
      expect(links.length, path).toBeGreaterThan(3)
      for (const [, href = '', number = ''] of links) {
        const list = await read('head', href.replaceAll('&amp;', '&'))
        expect(list, href).toMatch(new RegExp(`<b class="ink">${number} карточ`))
      }
    }
  }, 60_000)

  test('the forecast goes on at the pace of the year', async () => {
    const { fact, forecast } = await lineOf('received')
    // 25 November is the 329th day.
    expect(forecast).toBeCloseTo(((fact.value ?? 0) / 329) * 365)
  })

  test('a plan makes a state in words, for the district or for one block', async () => {
    const plan = { month: '', of: '', value: '60 000' }
    expect((await send(sample, 'head', '/indicators/received/plan?year=2026', plan)).status).toBe(303)
    expect((await lineOf('received')).plan).toBe(60_000)
    // What came in is shown and not judged.
    expect((await lineOf('received')).state).toBe('not-judged')
    const days = { month: '', of: 'block:roads', value: '0,1' }
    expect((await send(sample, 'head', '/indicators/final_days/plan?year=2026', days)).status).toBe(303)
    expect((await lineOf('final_days', 'block:roads')).state).toBe('behind')
    expect((await lineOf('final_days')).state).toBe('no-plan')
    expect(await read('chief', '/indicators?year=2026&of=block:roads')).toContain('отстаёт')
    expect(
      (await send(sample, 'head', '/indicators/received/plan?year=2026', { ...plan, value: '' })).status,
    ).toBe(303)
    expect((await lineOf('received')).plan).toBeNull()
  })

  test('entered values keep who and when; the newest of a month counts, one can be taken away', async () => {
    const path = '/indicators/trained/value?year=2026'
    const enter = async (by: PersonName, month: string, value: string, note = '') =>
      (await send(sample, by, path, { month, of: '', value, note })).status
    expect(await enter('informer', '1', '12')).toBe(303)
    expect(await enter('informer', '2', '8', 'Семинар ЦУР')).toBe(303)
    expect(await enter('head', '1', '10')).toBe(303)
    expect((await lineOf('trained')).fact.value).toBe(18)
    expect((await lineOf('trained')).forecast).toBe(108)
    expect(await enter('head', '2', '')).toBe(303)
    expect((await lineOf('trained')).fact.value).toBe(10)
    const html = await read('head', '/indicators/trained?year=2026')
    expect(html).toContain('Семинар ЦУР')
    expect(html).toContain('Пресс-секретарь')
    expect(html).toContain('убрано')
  })

  test('the year goes out as a book and as CSV with the numbers of the page', async () => {
    const csv = await (await open(sample, 'head', '/indicators.csv?year=2026&month=11')).text()
    const { fact } = await lineOf('received')
    const line = csv.split('\r\n').find(each => each.startsWith('I1;Поступило;'))
    expect(line?.split(';')[4]).toBe(String(fact.value))
    const book = await open(sample, 'head', '/indicators.xlsx?year=2026')
    expect(book.status).toBe(200)
    expect(new Uint8Array(await book.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]))
    expect((await open(sample, 'admin', '/indicators.csv')).status).toBe(403)
  })

  test('what was typed wrongly is told and stays in the form', async () => {
    const slip = await send(sample, 'head', '/indicators/trained/value?year=2026', {
      month: '3',
      of: '',
      value: 'десять',
      note: 'Список',
    })
    expect(slip.status).toBe(409)
    const html = plain(await slip.text())
    expect(html).toContain('Не понято число «десять»')
    expect(html).toContain('value="Список"')
  })

  test('a computed number takes no value; plans are not for everybody', async () => {
    const value = { month: '1', of: '', value: '5', note: '' }
    expect((await send(sample, 'head', '/indicators/received/value?year=2026', value)).status).toBe(409)
    expect((await send(sample, 'roadsHead', '/indicators/trained/value?year=2026', value)).status).toBe(409)
    expect((await send(sample, 'roadsHead', '/indicators/trained/plan?year=2026', value)).status).toBe(409)
    expect(await read('roadsHead', '/indicators/trained?year=2026')).not.toContain('Внести значение')
  })

  test('a head of a block sees own numbers; the administrator none', async () => {
    const signed = await sample.signed('roadsHead')
    const { office } = sample
    const own = await office.indicators.year(office.tickets.scopeOf(signed), signed.settings, asked)
    const received = own.lines[0]?.fact.value ?? 0
    expect(received).toBeLessThan((await lineOf('received')).fact.value ?? 0)
    expect((await open(sample, 'admin', '/indicators')).status).toBe(403)
    expect((await open(sample, 'head', '/indicators/nothing')).status).toBe(404)
  })

  test('the customer’s own indicator is added in the settings and stands in the registry', async () => {
    const { version } = (await sample.signed('head')).settings
    const fields = {
      title: 'Выезды мобильной приёмной',
      unit: 'ед.',
      measure: 'sum',
      direction: 'up',
      decimals: '0',
      clause: 'План района',
      version: String(version),
    }
    expect((await send(sample, 'admin', '/settings/indicators/new', fields)).status).toBe(303)
    expect(await read('head', '/indicators')).toContain('Выезды мобильной приёмной')
  })

  test('the rules of the rating are settings with limits', async () => {
    const { version } = (await sample.signed('head')).settings
    const page = await read('head', '/settings/rating')
    expect(page).toContain('Давать место от')
    const values = Object.fromEntries(
      [...page.matchAll(/<input[^>]*name="([a-zA-Z]+)"[^>]*value="(\d+)"/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    )
    const fields = { ...values, way: 'ranks', marks: 'words', version: String(version) }
    const slip = await send(sample, 'head', '/settings/rating', {
      ...fields,
      placeFrom: '1',
      leastTickets: '3',
    })
    expect(plain(await slip.text())).toContain('Место дают не раньше')
    expect((await send(sample, 'head', '/settings/rating', fields)).status).toBe(303)
    expect(await read('head', '/rating?month=2026-11')).toContain('Сумма мест')
  })
})
