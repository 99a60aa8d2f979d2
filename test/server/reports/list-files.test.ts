import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { bookCsv } from '../../../server/reports/documents/csv.ts'
import { flatTable } from '../../../server/reports/documents/flat-table.ts'
import { makeXlsx } from '../../../server/reports/documents/xlsx.ts'
import { parseCsv, writeCsv } from '../../../shared/imports/csv.ts'
import type { ReportTable } from '../../../shared/reports/document.ts'
import { builtIn } from '../../../shared/reports/indicators.ts'
import { percentOfChange } from '../../../shared/reports/sentences.ts'
import { capture, openOffice, type PersonName, type TestOffice } from '../office-for-tests.ts'
import { open, openSampleOffice, sampleNow, send } from '../pages/sample-office.ts'
import { openXlsx } from './documents/opened.ts'

const plain = (words: string) => words.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll('\u00ad', '')
const head = { title: 'Сводка', subtitle: 'Ноябрь', asOf: 'По состоянию на 25 ноября 2026' }

describe('a change in percent', () => {
  const table: ReportTable = {
    id: 'channels',
    title: 'По каналам',
    columns: [
      { id: 'channel', title: 'Канал', kind: 'text' },
      { id: 'percent', title: 'Изменение, %', kind: 'percent-change' },
    ],
    rows: [
      [40, 30],
      [20, 30],
      [20, 20],
      [20, 19],
    ].map(([now = 0, before = 0]) => ({
      cells: [
        { kind: 'text', text: `${now}` },
        { kind: 'percent-change', value: percentOfChange(now, before) },
      ],
    })),
  }

  test('is a number in CSV, without an apostrophe', async () => {
    const csv = await bookCsv({ ...head, tables: [flatTable(table)] })
    expect(csv).toContain('\r\n40;33%\r\n20;-33%\r\n20;0%\r\n20;\r\n')
  })

  test('is a number with its sign in a book', async () => {
    const sheet = (await openXlsx(await makeXlsx({ ...head, tables: [flatTable(table)] }))).worksheets[0]
    expect([2, 3, 4, 5].map(row => sheet?.getCell(row, 2).value)).toEqual([0.33, -0.33, 0, null])
    expect(sheet?.getCell(2, 2).numFmt).toBe('+0%;-0%;0%')
  })
})

test('a text that begins with a line’s end or spaces before a formula runs nowhere and is read back as it was', () => {
  const cells = ['\n=1+1', ' =1+1', '\u00a0@a', ' \t-1', '＝1+1', '-12%', '-5']
  const written = writeCsv([['a', ...cells]])
  expect(written).toBe(`\uFEFFa;"'\n=1+1";' =1+1;'\u00a0@a;"' \t-1";'＝1+1;-12%;-5\r\n`)
  expect(parseCsv(written)?.[0]?.cells).toEqual(['a', ...cells])
})

test('the registry has mean and median of each time, by the calendar and in working hours', () => {
  const measured = builtIn.flatMap(({ code, source }) =>
    source.from === 'mean' && source.channel === undefined ? [`${code} ${source.measure}`] : [],
  )
  expect(measured).toEqual(
    expect.arrayContaining([
      'I5 post_reply_working_mean',
      'I5 post_reply_working_median',
      'I6 final_mean',
      'I6 final_median',
    ]),
  )
  expect(new Set(builtIn.map(({ id }) => id)).size).toBe(builtIn.length)
  expect(new Set(builtIn.map(({ title }) => title)).size).toBe(builtIn.length)
})

describe('in the sample district', () => {
  let sample: TestOffice
  beforeAll(async () => {
    sample = await openSampleOffice({ every: 6 })
  }, 120_000)
  afterAll(async () => {
    expect(sample.errors).toEqual([])
    await sample.close()
  })
  const read = async (by: PersonName, path: string) => plain(await (await open(sample, by, path)).text())

  test.each([
    ['/heat.csv?period=month', ['Тепловая карта', 'Ноябрь 2026']],
    ['/report.csv?period=month', ['Ноябрь 2026']],
    ['/speed.csv?period=month', ['Ноябрь 2026']],
    ['/rating.csv?month=2026-10', ['октябрь 2026']],
    ['/indicators.csv?year=2026&month=11', ['Показатели, 2026 год']],
    ['/indicators/received/year.csv?year=2026', ['2026 год']],
    ['/tickets.csv?metric=received&period=month', ['Поступило', 'Ноябрь 2026']],
    ['/reports/planning.csv?year=2026', ['Справка для планирования', '2026']],
  ])('the file %s says what it is, of which period, as of when and in which zone', async (path, words) => {
    const [top = '', ...tables] = (await read('head', path)).split('\r\n\r\n')
    for (const each of words) expect(top.toLowerCase()).toContain(each.toLowerCase())
    expect(top).toContain('По состоянию на 25 ноября 2026')
    expect(top).toContain('UTC+4')
    expect(tables.length).toBeGreaterThan(0)
    for (const table of tables) {
      const [title = '', heads = ''] = table.split('\r\n')
      expect(parseCsv(title)?.[0]?.cells).toHaveLength(1)
      expect(heads).toMatch(/;/)
    }
  })

  test('the three tables of the heat map are told apart by their titles', async () => {
    const tables = (await read('head', '/heat.csv?period=month')).split('\r\n\r\n').slice(1)
    const titles = tables.map(table => table.split('\r\n')[0])
    expect(titles).toHaveLength(3)
    expect(new Set(titles).size).toBe(3)
    expect(titles[0]).toContain('Поступило')
  })

  test('the month’s report gives the overdue as of the cut-off and says so, also in the text for the portal', async () => {
    sample.clock.set('2026-12-01T06:00:00.000Z')
    try {
      const text = plain(
        (await read('head', '/reports/indicators?month=2026-11')).replace(/<[^>]+>/g, ' '),
      ).replaceAll(/\s+/g, ' ')
      const [, now = ''] =
        /<b class="ink">(\d+) карточ/.exec(await read('head', '/tickets?metric=overdue')) ?? []
      expect(Number(now)).toBeGreaterThan(0)
      expect(text).toMatch(new RegExp(`I4 [^:;]+: ${now} ед\\. на момент составления`))
      expect(text).toMatch(/I4 «[^»]+»: на момент составления; сколько было на конец периода, не хранится/)
      // The page of indicators, which says nothing of that, still keeps silent.
      expect(await read('head', '/indicators.csv?year=2026&month=11')).toContain(
        'месяц: известно только на сейчас',
      )
    } finally {
      sample.clock.set(sampleNow)
    }
  })

  test('the year’s report takes its month by the clock of the organisation', async () => {
    // 1 December, half past midnight in Ulyanovsk.
    sample.clock.set('2026-11-30T20:30:00.000Z')
    try {
      expect(await read('head', '/reports/targets?year=2026')).toContain('Факт: декабрь')
    } finally {
      sample.clock.set(sampleNow)
    }
  })

  test('weekly summaries, the archive and the requests go out as XLSX and CSV for who may read them', async () => {
    const request = {
      fromWhom: 'Центр управления регионом',
      number: '17',
      receivedOn: '2026-11-20',
      dueOn: '2026-11-30',
      subject: 'Сведения по дорогам',
    }
    expect((await send(sample, 'head', '/reports/requests', request)).status).toBe(303)
    for (const act of ['checked', 'approved'])
      expect((await send(sample, 'head', `/reports/indicators/${act}?month=2026-10`, {})).status).toBe(303)

    const summaries = await read('head', '/summaries.csv?week=2026-11-19')
    expect(summaries).toContain('Руководитель;Блоки;Состояние\r\n')
    expect(summaries).toContain('19–25 ноября 2026')
    const archive = await read('head', '/reports/archive.csv')
    expect(archive).toMatch(/\r\n[^;\r]+;1;[^;]*ктябрь 2026;1;[^;]+;25\.11\.2026;[0-9a-f]{64};/)
    expect(await read('head', '/reports/requests.csv')).toContain(
      '\r\nЦентр управления регионом;17;Сведения по дорогам;20.11.2026;30.11.2026;;\r\n',
    )
    for (const [page, file] of [
      ['/summaries?week=2026-11-19', '/summaries.xlsx?week=2026-11-19'],
      ['/reports', '/reports/archive.xlsx'],
      ['/reports/requests', '/reports/requests.xlsx'],
    ] as const) {
      expect(await read('head', page)).toContain(`href="${file}"`)
      const book = new Uint8Array(await (await open(sample, 'head', file)).arrayBuffer())
      expect([...book.slice(0, 2)]).toEqual([0x50, 0x4b])
      expect((await open(sample, 'operator', file)).status).toBe(403)
      expect((await open(sample, 'operator', file.replace('.xlsx', '.csv'))).status).toBe(403)
    }
  }, 60_000)
})

describe('a queue longer than is looked at one by one', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await openOffice({ mountPages })
    const first = capture({ block: 'roads' })
    const accepted = await office.office.tickets.submit(await office.signed('head'), first)
    expect(accepted.outcome).toBe('accepted')
    copyTicket(join(office.folder, 'pult.sqlite'), 3_100)
  }, 60_000)
  afterAll(() => office.close())

  test('is told whole on its page and in its file, and the file names how many rows it has', async () => {
    const page = plain(await (await open(office, 'head', '/tickets?tab=all')).text())
    expect(page).toContain('<b class="ink">3101 карточка</b>')
    expect(page).toContain('у первых 3000: ')
    const cut = 'В списке 3101 карточка, в файле первые 3000. '
    expect(page).toContain(cut)
    const csv = plain(await (await open(office, 'head', '/tickets.csv?tab=all')).text())
    expect(csv).toContain(cut)
    const lines = (parseCsv(csv) ?? []).map(({ cells }) => cells)
    expect(lines.length - 1 - lines.findIndex(([cell]) => cell === '№')).toBe(3_000)
  }, 60_000)

  test('says of how many the urgent ones were chosen', async () => {
    const csv = plain(await (await open(office, 'head', '/tickets.csv?tab=mine')).text())
    expect(csv).toContain('Отобрано из 3000 самых срочных; всего по этим условиям 3101 карточка.')
  }, 60_000)
})

/** So many more of the only ticket, in all that the queue reads. */
function copyTicket(path: string, times: number): void {
  const database = new Sqlite(path)
  database.pragma('foreign_keys = off')
  for (const table of ['tickets', 'ticket_figures']) {
    const columns = database
      .prepare<[string], { name: string }>('select name from pragma_table_info(?)')
      .all(table)
      .map(({ name }) => name)
    const values = columns.map(name => {
      if (name === 'id') return 'id || n'
      if (name === 'number' || name === 'seq') return `${name} + n`
      return name === 'state' ? "json_set(state, '$.id', id || n, '$.number', number + n)" : `"${name}"`
    })
    database.exec(`with recursive copies(n) as (select 1 union all select n + 1 from copies where n < ${times})
      insert into ${table} (${columns.map(name => `"${name}"`).join(', ')})
      select ${values.join(', ')} from ${table}, copies where length(id) = 36`)
  }
  database.close()
}
