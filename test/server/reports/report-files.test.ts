/** Files as their addressees get them: opened, read and compared with the value on the page and with the tickets themselves. */
import { createHash } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cellWords } from '../../../server/reports/documents/cells.ts'
import { flatTable, isTimed, tablesOf } from '../../../server/reports/documents/flat-table.ts'
import { sheetNames } from '../../../server/reports/documents/xlsx.ts'
import { parseCsv } from '../../../shared/imports/csv.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import type { ReportDocument } from '../../../shared/reports/document.ts'
import { monthOf, type Period, weekOf, yearOf } from '../../../shared/reports/period.ts'
import { capture, sourceDraft, type TestOffice } from '../office-for-tests.ts'
import { open, openSampleOffice, send } from '../pages/sample-office.ts'
import { allWords, cellsOf, openDocx, openXlsx, rowsOf, valuesOf } from './documents/opened.ts'

const periods = { zone: 'Europe/Ulyanovsk', firstWeekday: 4 } as const
const kinds = {
  note: { period: weekOf('2026-11-25', periods), query: 'week=2026-11-19' },
  indicators: { period: monthOf('2026-10-01', periods), query: 'month=2026-10' },
  targets: { period: yearOf('2026-01-01', periods), query: 'year=2026' },
} as const
const kindNames = ['note', 'indicators', 'targets'] as const
type Kind = (typeof kindNames)[number]

/** An author whose every trace can be recognised. */
const marked = {
  name: 'Пелагея Незабудкина',
  url: 'https://vk.com/pelageya.nezabudkina',
  phone: '8 937 000-11-22',
  place: 'ул. Малиновая, д. 77, кв. 5',
}

let sample: TestOffice
type Made = { form: string; name: string; bytes: Uint8Array }
/** Every file that was produced, by what it is. */
const made = new Map<string, Made[]>()
const documents = new Map<Kind, ReportDocument>()

const download = async (path: string): Promise<Uint8Array> => {
  const response = await open(sample, 'head', path)
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

async function approve(kind: Kind): Promise<void> {
  const { period, query } = kinds[kind]
  for (const what of ['checked', 'approved']) {
    const done = await send(sample, 'head', `/reports/${kind}/${what}?${query}`, {})
    if (done.status !== 303) throw new Error(`${kind} ${what}: ${await done.text()}`)
  }
  const report = await sample.office.reports.find(kind, period)
  const fixed = await sample.office.reports.fixed(report)
  if (fixed === undefined) throw new Error(`${kind} is not kept`)
  documents.set(kind, fixed.document)
  const files = await sample.office.reports.files(report)
  made.set(
    kind,
    await Promise.all(
      files.map(async ({ form, name }) => ({
        form,
        name,
        bytes: await download(`/reports/files/${report.id}/1/${form}`),
      })),
    ),
  )
}

const request = {
  fromWhom: 'Центр управления регионом',
  number: '12',
  subject: 'Сведения о сообщениях',
  receivedOn: '2026-11-20',
  dueOn: '2026-11-30',
}

beforeAll(async () => {
  sample = await openSampleOffice({ every: 3 })
  const device = await sample.enrol('operator')
  const [outcome] = await device.push([
    capture({
      ticketId: uuid(),
      occurredAt: '2026-11-25T06:00:00.000Z',
      subtopic: 'zhkh.water_off',
      place: marked.place,
      source: sourceDraft({
        key: 'vk:wall-1_77',
        author: { name: marked.name, url: marked.url, id: '77' },
        text: `Нет воды, звоните ${marked.phone}`,
      }),
    }),
  ])
  if (outcome?.outcome !== 'accepted') throw new Error(JSON.stringify(outcome))
  for (const kind of kindNames) await approve(kind)
  const planning = ['docx', 'xlsx', 'csv'].map(async form => ({
    form,
    name: `planning.${form}`,
    bytes: await download(`/reports/planning.${form}?year=2026`),
  }))
  made.set('planning', await Promise.all(planning))
  await send(sample, 'head', '/reports/requests', request)
  const [waiting] = await sample.office.reportRequests.list()
  for (const kind of ['tickets', 'planning']) {
    const done = await send(sample, 'head', `/reports/requests/${waiting?.id}/material`, {
      kind,
      from: '2026-11-01',
      to: '2026-11-25',
      blocks: ['zhkh', 'roads'],
    })
    if (done.status !== 303) throw new Error(await done.text())
  }
  for (const { id, title, files } of await sample.office.reportRequests.materials())
    made.set(
      title,
      await Promise.all(
        files.map(async ({ form }) => ({
          form,
          name: form,
          bytes: await download(`/reports/requests/materials/${id}/${form}`),
        })),
      ),
    )
}, 240_000)
afterAll(() => sample.close())

function fileOf(what: string, form: string): Uint8Array {
  const found = made.get(what)?.find(file => file.form === form)
  if (found === undefined) throw new Error(`No ${form} of ${what}`)
  return found.bytes
}

function documentOf(kind: Kind): ReportDocument {
  const found = documents.get(kind)
  if (found === undefined) throw new Error(kind)
  return found
}

/** Hours and minutes are read as a moment of the sheet's first day. */
const numberOf = (value: unknown) =>
  value instanceof Date ? (value.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000 : Number(value)

function linesOf(bytes: Uint8Array): (readonly string[])[] {
  return (parseCsv(new TextDecoder().decode(bytes)) ?? []).map(({ cells }) => cells)
}

/** What stands, recorded in the period: counted from the rows of tickets, in no way of the reports. */
async function recorded({ from, to }: Pick<Period, 'from' | 'to'>) {
  const rows = await sample.office.reader
    .selectFrom('tickets')
    .select(['number', 'block', 'settlement', 'subtopic', 'captured_at', 'status', 'kind', 'repeat_of'])
    .where('captured_at', '>=', from)
    .where('captured_at', '<', to)
    .where('status', '!=', 'withdrawn')
    .execute()
  return rows.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0))
}

describe.each(kindNames)('the approved %s', kind => {
  test('opens in Word with its headings, numbered tables, running head and numbers of pages', () => {
    const value = documentOf(kind)
    const docx = openDocx(fileOf(kind, 'docx'))
    expect(docx.paragraphs('Title')).toEqual([value.title])
    expect(docx.paragraphs('ReportSubtitle')).toEqual([value.subtitle])
    expect(docx.paragraphs('Heading1')).toEqual(value.sections.map(({ title }) => title))
    const captions = docx.paragraphs('Caption').filter(words => words.startsWith('Таблица'))
    expect(captions).not.toEqual([])
    expect(captions.map(words => Number(/\d+/.exec(words)?.[0]))).toEqual(captions.map((_, at) => at + 1))
    expect(docx.running('header').join()).toContain(value.title)
    expect(docx.running('header').join()).toContain(value.marks.join(' · '))
    const foot = Object.keys(docx.parts).filter(name => /^word\/footer\d\.xml$/.test(name))
    expect(foot).not.toEqual([])
    for (const name of foot) for (const field of ['PAGE', 'NUMPAGES']) expect(docx.raw(name)).toContain(field)
    for (const table of docx.tables) {
      const [first, ...rest] = rowsOf(table)
      expect(first?.querySelector('w-tblHeader')).not.toBeNull()
      expect(rest.some(row => row.querySelector('w-tblHeader') !== null)).toBe(false)
    }
    for (const line of value.footer) expect(docx.body.body.textContent).toContain(line)
  })

  test('says in every cell of the document what the page says', () => {
    const docx = openDocx(fileOf(kind, 'docx'))
    const plain = (words: string) => words.replaceAll('\u00ad', '')
    const tables = documentOf(kind).sections.flatMap(({ blocks }) =>
      blocks.flatMap(block => (block.block === 'table' ? [block.table] : [])),
    )
    for (const { columns, rows } of tables) {
      const wanted = [
        columns.map(({ title }) => plain(title)),
        ...rows.map(({ cells }) =>
          cells.map(cell => {
            const { main, small = '' } = cellWords(cell)
            return plain(main + small)
          }),
        ),
      ]
      const found = docx.tables.map(table => rowsOf(table).map(cellsOf))
      expect(found).toContainEqual(wanted)
    }
  })

  test('opens in a spreadsheet with heads that stay, a filter, widths and formats, and the same numbers', async () => {
    const book = await openXlsx(fileOf(kind, 'xlsx'))
    const tables = tablesOf(documentOf(kind)).map(flatTable)
    const names = sheetNames(tables.map(({ title }) => title))
    expect(book.worksheets.map(({ name }) => name)).toEqual([...names, 'Сведения'])
    for (const [at, table] of tables.entries()) {
      const sheet = book.getWorksheet(names[at] ?? '')
      expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
      expect(String(sheet?.autoFilter)).toMatch(/^A1:[A-Z]+\d+$/)
      expect(valuesOf(sheet, 1)).toEqual(table.columns.map(({ title }) => title))
      table.columns.forEach((column, place) => {
        expect(sheet?.getColumn(place + 1).width).toBeGreaterThanOrEqual(8)
        if (column.kind === 'number') expect(sheet?.getRow(2).getCell(place + 1).numFmt).toBe('#,##0')
      })
      table.rows.forEach((row, line) => {
        row.forEach((value, place) => {
          const { kind: shape } = table.columns[place] ?? { kind: 'text' }
          const found = sheet?.getRow(line + 2).getCell(place + 1).value ?? null
          if (typeof value === 'string')
            expect(found).toEqual(isTimed(value, shape) ? new Date(`${value}T00:00:00Z`) : value || null)
          else if (value === null) expect(found).toBeNull()
          else expect(numberOf(found)).toBeCloseTo(shape === 'minutes' ? value / 1440 : value, 9)
        })
      })
    }
  })
})

describe('the numbers themselves', () => {
  test('of the week: what was recorded in it stands in the first table of the note, in every form', async () => {
    const rows = await recorded(kinds.note.period)
    const book = await openXlsx(fileOf('note', 'xlsx'))
    const blocksSheet = book.getWorksheet('Рассмотрение по блокам')
    const total = valuesOf(blocksSheet, blocksSheet?.rowCount ?? 0)
    expect(total.slice(0, 2)).toEqual(['Всего', rows.length])
    const docx = openDocx(fileOf('note', 'docx'))
    const table = docx.tables.map(each => rowsOf(each).map(cellsOf)).find(each => each[0]?.[0] === 'Блок')
    expect(table?.at(-1)?.slice(0, 2)).toEqual(['Всего', `${rows.length}`])
  })

  test('of the month and the year: «Поступило» of the reports is what was recorded', async () => {
    for (const [kind, period, column] of [
      ['indicators', kinds.indicators.period, 'Факт: октябрь'],
      ['targets', kinds.targets.period, 'Факт с начала года'],
    ] as const) {
      const book = await openXlsx(fileOf(kind, 'xlsx'))
      const sheet = book.worksheets[0]
      const heads = valuesOf(sheet, 1)
      const received = [...Array(sheet?.rowCount ?? 0).keys()]
        .map(at => valuesOf(sheet, at + 1))
        .find(row => row[0] === 'I1')
      expect(received?.[heads.indexOf(column)]).toBe((await recorded(period)).length)
    }
  })

  test('the year’s report says as of which date it stands', () => {
    const words = allWords('docx', fileOf('targets', 'docx')).join()
    expect(words).toContain('25 ноября 2026'.replaceAll(' ', '\u00a0'))
    expect(words).toContain('Период ещё не окончен')
  })
})

describe('«Справка для планирования»', () => {
  test('adds up to what was recorded, by settlement, by subtopic and year by year, in DOCX, XLSX and CSV', async () => {
    const rows = await recorded({ from: '2025-12-31T20:00:00.000Z', to: '2026-12-31T20:00:00.000Z' })
    const book = await openXlsx(fileOf('planning', 'xlsx'))
    expect(book.worksheets).toHaveLength(4)
    for (const sheet of book.worksheets.slice(0, 3)) {
      const heads = valuesOf(sheet, 1)
      expect(heads).toEqual(
        expect.arrayContaining(['2024\u00a0год', '2025\u00a0год', '2026\u00a0год', 'За все годы']),
      )
      const year = heads.indexOf('2026\u00a0год')
      const lines = [...Array(sheet.rowCount - 1).keys()].map(at => valuesOf(sheet, at + 2))
      expect(lines.at(-1)?.[0]).toBe('Всего')
      expect(lines.at(-1)?.[year]).toBe(rows.length)
      expect(lines.slice(0, -1).reduce((sum, line) => sum + Number(line[year]), 0)).toBe(rows.length)
      expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    }
    const water = rows.filter(
      ({ settlement, subtopic }) => settlement === null && subtopic === 'zhkh.water_off',
    )
    const csv = linesOf(fileOf('planning', 'csv'))
    const detail = csv.find(
      ([place, topic]) => place === 'Населённый пункт не указан' && /холодной воды/i.test(topic ?? ''),
    )
    expect(detail?.[4]).toBe(`${water.length}`)
    const docx = openDocx(fileOf('planning', 'docx'))
    expect(docx.paragraphs('Title')).toEqual(['Справка для планирования'])
    expect(docx.paragraphs('Caption').map(words => words.slice(0, 9))).toEqual(
      [1, 2, 3].map(n => `Таблица\u00a0${n}`),
    )
    expect(cellsOf(rowsOf(docx.tables[2]).at(-1)).at(-2)).toBe(`${rows.length}`)
  })

  test('opens the list behind each number; one block narrows it', async () => {
    const html = await (await open(sample, 'head', '/reports/planning?year=2026&block=roads')).text()
    const inYear = await recorded({ from: '2025-12-31T20:00:00.000Z', to: '2026-12-31T20:00:00.000Z' })
    const roads = inYear.filter(({ block }) => block === 'roads').length
    const links = [...html.matchAll(/href="(\/tickets\?[^"]*date=2026-01-01[^"]*)"[^>]*>([\d\u00a0]+)</g)]
    expect(links.some(([, , n]) => n === `${roads}`)).toBe(true)
    for (const [, href = '', n = ''] of [...links.slice(0, 3), ...links.slice(-2)]) {
      const list = await (await open(sample, 'head', href.replaceAll('&amp;', '&'))).text()
      expect(list, href).toMatch(new RegExp(`>${n.replaceAll('\u00a0', '\u00a0')}\u00a0?\\s?карточ`))
    }
  }, 60_000)
})

describe('material for a request', () => {
  const title = 'Обезличенный перечень сообщений: 1–25\u00a0ноября\u00a02026, ЖКХ, Дороги'

  test('has a line for each message of the days and blocks, days of the organisation’s zone', async () => {
    const wanted = (
      await recorded({ from: '2026-10-31T20:00:00.000Z', to: '2026-11-25T20:00:00.000Z' })
    ).filter(({ block }) => block === 'zhkh' || block === 'roads')
    expect(wanted.length).toBeGreaterThan(5)
    const book = await openXlsx(fileOf(title, 'xlsx'))
    const sheet = book.getWorksheet('Сообщения')
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(String(sheet?.autoFilter)).toBe(`A1:N${wanted.length + 1}`)
    expect(sheet?.getRow(2).getCell(2).numFmt).toBe('dd.mm.yyyy')
    const numbers = wanted.map(({ number }) => number)
    expect(numbers.map((_, at) => valuesOf(sheet, at + 2)[0])).toEqual(numbers)
    const lines = linesOf(fileOf(title, 'csv'))
    const csv = lines.slice(lines.findIndex(([first]) => first === '№'))
    expect(csv.slice(1).map(row => Number(row[0]))).toEqual(numbers)
    const titles = new Set(
      wanted.map(({ block }) => (block === 'zhkh' ? blocks.zhkh.title : blocks.roads.title)),
    )
    expect(new Set(csv.slice(1).map(row => row[4]))).toEqual(titles)
  })

  test('is kept with the request byte by byte, with its checksum and time; what was answered takes no more', async () => {
    const html = await (await open(sample, 'head', '/reports/requests')).text()
    for (const { id, files } of await sample.office.reportRequests.materials())
      for (const { form, sha256, size } of files) {
        const bytes = await download(`/reports/requests/materials/${id}/${form}`)
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
        expect(bytes.byteLength).toBe(size)
        expect(html).toContain(`/reports/requests/materials/${id}/${form}`)
        expect(html).toContain(sha256.slice(0, 16))
        expect((await open(sample, 'chief', `/reports/requests/materials/${id}/${form}`)).status).toBe(403)
      }
    expect(html).toContain('на 25\u00a0ноября\u00a02026')
    const [waiting] = await sample.office.reportRequests.list()
    const again = (fields: Record<string, string>) =>
      send(sample, 'head', `/reports/requests/${waiting?.id}/material`, { kind: 'tickets', ...fields })
    expect((await again({ from: '2026-11-25', to: '2026-11-01' })).status).toBe(422)
    const answer = { answeredOn: '2026-11-25', answer: 'исх. 40' }
    await send(sample, 'head', `/reports/requests/${waiting?.id}/answer`, answer)
    const refused = await again({ from: '2026-11-01', to: '2026-11-25' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('На запрос уже ответили')
    expect(await sample.office.reportRequests.materials()).toHaveLength(2)
  }, 60_000)
})

test('no name, profile, telephone, exact place or message of the data stands in any part of any file', async () => {
  const rows = await sample.office.reader.selectFrom('contents').select(['kind', 'body']).execute()
  const needles = new Set([marked.name, marked.url, 'pelageya', '000-11-22', 'Малиновая'])
  for (const { kind, body } of rows) {
    const read: {
      text?: string
      source?: { text?: string; author?: { name?: string | null; url?: string | null } }
    } = JSON.parse(body ?? '{}')
    const { source } = read
    const long = [source?.author?.name, source?.author?.url, source?.text?.slice(0, 60)]
    if (kind === 'place') long.push(read.text)
    for (const each of long) if (each && each.length > 6) needles.add(each)
  }
  expect(needles.size).toBeGreaterThan(60)
  expect([...made.keys()]).toHaveLength(6)
  for (const [what, files] of made) {
    for (const { form, bytes } of files) {
      const said = allWords(form, bytes)
      expect(said.join(), `${what}, ${form}`).toMatch(/2026/)
      for (const needle of needles)
        for (const words of said) if (words.includes(needle)) throw new Error(`${what}, ${form}: «${needle}»`)
    }
  }
})
