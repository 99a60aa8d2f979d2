import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { capture, openOffice, type PersonName, sourceDraft, type TestOffice } from '../office-for-tests.ts'
import { open, openSampleOffice } from './sample-office.ts'

const words = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/[\u00a0\u00ad]/g, match => (match === '\u00a0' ? ' ' : ''))
    .replaceAll('&amp;', '&')

describe('The head’s page of the sample district', () => {
  let sample: TestOffice
  beforeAll(async () => {
    sample = await openSampleOffice({ every: 2 })
  }, 120_000)
  afterAll(() => sample.close())

  const read = async (name: PersonName, path: string) => (await open(sample, name, path)).text()
  const linksIn = (html: string) =>
    [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

  test('says how much more or less came than before, and a percentage only from twenty', async () => {
    const month = await read('head', '/?period=month&date=2026-11-25')
    expect(words(month)).toMatch(/Поступило\s*\d+ [+−]\d+ \([+−]\d+ %\)|\d+ [+−]\d+ \([+−]\d+ %\)/)
    const day = words(await read('head', '/?period=any&from=2026-11-24&to=2026-11-24'))
    expect(day).not.toMatch(/[+−]\d+ \([+−]\d+ %\)/)
  })

  test('keeps what narrows it in the period’s links, in every list and in its files', async () => {
    const html = await read('head', '/?period=month&block=zhkh&channel=vk')
    expect(words(html)).toContain('Блок: ЖКХ · Канал: ВКонтакте')
    const links = linksIn(html)
    const lists = links.filter(href => href.startsWith('/tickets?metric='))
    expect(lists.length).toBeGreaterThan(20)
    for (const href of lists) expect(href).toContain('channel=vk')
    for (const start of [
      '/?period=year',
      '/?period=regional_week',
      '/?period=week',
      '/report.xlsx',
      '/heat',
      '/speed',
    ]) {
      const found = links.filter(href => href.startsWith(start))
      expect(found.length, start).toBeGreaterThan(0)
      for (const href of found) expect(href).toContain('channel=vk')
    }
    expect(html).toMatch(/<input type="hidden" name="channel" value="vk"\/?>/)
  })

  test('counts one channel as the list of this channel does', async () => {
    for (const query of ['channel=telegram', 'settlement=tsilna', 'kind=message', 'block=roads&channel=vk']) {
      const html = await read('head', `/?period=month&${query}`)
      const [, href = '', number = ''] =
        /<a href="(\/tickets\?metric=received[^"]+)">(\d+)<\/a>/.exec(html) ?? []
      expect(words(await read('head', href.replaceAll('&amp;', '&'))), query).toContain(`${number} карточ`)
    }
  })

  test('shows the trend of eight weeks, and of fifty-two for who asks', async () => {
    const rowsOf = (html: string) =>
      html.split('id="table-trend-table"')[1]?.match(/<th scope="row">/g)?.length
    expect(rowsOf(await read('head', '/'))).toBe(8)
    expect(rowsOf(await read('head', '/?weeks=52'))).toBe(52)
    expect(await read('head', '/')).toContain('src="data:image/svg+xml;base64,')
  })

  test('says to the head and to the chief who has handed in, and leads to the note; to a block head nothing', async () => {
    for (const name of ['head', 'chief'] as const) {
      const html = await read(name, '/')
      expect(words(html)).toContain(
        'Сводки за неделю 19–25 ноября сдали 0 из 2 руководителей → открыть записку',
      )
      expect(linksIn(html)).toContain('/reports/note?week=2026-11-19')
    }
    expect(await read('zhkhHead', '/')).not.toContain('открыть записку')
  })

  test('offers a row for what names no place, and its list holds just these', async () => {
    const html = await read('head', '/tickets?metric=open&without=settlement')
    expect(html).toContain('Населённый пункт не указан')
    expect(html).toMatch(/name="without" value="settlement" checked/)
  })

  test('gives the same numbers as a book and as CSV', async () => {
    const csv = await read('head', '/report.csv?period=month')
    const html = await read('head', '/?period=month')
    const total = csv
      .split('\r\n')
      .find(line => line.startsWith('Всего'))
      ?.split(';')
    const [, received] = /metric=received&amp;period=month[^"]*">(\d+)</.exec(html) ?? []
    expect(total?.[1]).toBe(received)
    const book = await open(sample, 'head', '/report.xlsx?period=month')
    const files = unzipSync(new Uint8Array(await book.arrayBuffer()))
    const sheets = strFromU8(files['xl/workbook.xml'] ?? new Uint8Array())
    for (const title of ['По блокам', 'По каналам', 'Обещания']) expect(sheets).toContain(title)
  }, 60_000)

  test('asks nobody without tickets to read it', async () => {
    for (const path of ['/', '/heat', '/speed', '/report.csv', '/heat.csv'])
      expect((await open(sample, 'admin', path)).status, path).toBe(403)
  })
})

describe('The head’s page', () => {
  test('tells of six neighbours who write of one thing, and opens their tickets', async () => {
    const office = await openOffice({ mountPages })
    const operator = await office.signed('operator')
    const record = async (at: string, author: string) => {
      office.clock.set(at)
      const source = sourceDraft({ author: { name: author, url: null, id: author } })
      const given = { occurredAt: at, source, subtopic: 'zhkh.water_off', settlement: 'bolshoe_nagatkino' }
      await office.office.tickets.submit(operator, capture(given))
    }
    await record('2026-10-20T06:00:00.000Z', 'first')
    for (const author of ['a', 'b', 'c', 'd', 'e', 'f']) await record('2026-11-20T06:00:00.000Z', author)
    const html = await (await open(office, 'head', '/')).text()
    expect(words(html)).toMatch(
      /Большое Нагаткино: 6 авторов, за 4 недели до этого никто не писал → 6 карточек/,
    )
    const [, href = ''] =
      /href="(\/tickets\?[^"]*settlement=bolshoe_nagatkino[^"]*subtopic=zhkh.water_off[^"]*)"/.exec(html) ??
      []
    const list = await (await open(office, 'head', href.replaceAll('&amp;', '&'))).text()
    expect(words(list)).toContain('6 карточек')
    await office.close()
  })

  test('says that it is too early to compare where recording has just begun', async () => {
    const office = await openOffice({ mountPages })
    await office.office.tickets.submit(await office.signed('operator'), capture())
    const html = words(await (await open(office, 'head', '/')).text())
    expect(html).toContain('Пока мало данных: сравнивать можно, когда записи ведутся дольше 4 недель')
    expect(html).toContain('Обещаний на контроле нет')
    await office.close()
  })
})
