import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { parseCsv } from '../../../shared/imports/csv.ts'
import {
  assign,
  capture,
  classify,
  openOffice,
  type PersonName,
  publish,
  sourceDraft,
  type TestOffice,
} from '../office-for-tests.ts'
import { parsePage } from './form-page.ts'
import { open } from './sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

const submit = async (name: PersonName, command: unknown) => {
  const outcome = await office.office.tickets.submit(await office.signed(name), command)
  expect(outcome.outcome).toBe('accepted')
}

async function record(given: Parameters<typeof capture>[0] = {}) {
  const source = sourceDraft({
    text: 'Секретный текст про колодец',
    author: { name: 'Петрова Анна', url: 'https://vk.com/id777', id: '777' },
  })
  const command = capture({ source, occurredAt: office.clock.now(), ...given })
  await submit('operator', command)
  return command.ticketId
}

async function csv(name: PersonName, query = '') {
  const response = await open(office, name, `/tickets.csv${query}`)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const lines = (parseCsv(await response.text()) ?? []).map(({ cells }) => cells)
  const [head = [], ...rows] = lines.slice(lines.findIndex(([first]) => first === '№'))
  return { head, rows, numbers: rows.map(([number]) => Number(number)) }
}

async function shown(name: PersonName, query = '') {
  const page = parsePage(await (await open(office, name, `/tickets${query}`)).text())
  return {
    numbers: [...page.querySelectorAll('[data-row] .row-link')].map(each => Number(each.textContent)),
    files: [...page.querySelectorAll('.exports a')].map(each => each.getAttribute('href')),
  }
}

describe('a list as a file', () => {
  test('has the tickets of the page in its order, whatever narrows it', async () => {
    const ticketId = await record({ settlement: 'tsilna' })
    await record({ block: 'roads' })
    await submit('head', classify(ticketId, {}))
    await submit('head', assign(ticketId, 'teploset'))
    await record({ block: 'roads' })
    for (const query of [
      '?tab=all',
      '?tab=all&block=roads',
      '?metric=received&period=week',
      '?metric=overdue',
    ]) {
      expect((await csv('head', query)).numbers).toEqual((await shown('head', query)).numbers)
    }
    expect((await csv('head', '?tab=all')).numbers).toHaveLength(3)
  })

  test('is offered under the list, by the same query', async () => {
    await record({ block: 'roads' })
    const { files } = await shown('head', '?tab=all&block=roads')
    expect(files).toEqual(['/tickets.xlsx?block=roads&tab=all', '/tickets.csv?block=roads&tab=all'])
    expect((await csv('head', '?tab=all&block=roads')).numbers).toEqual([1])
    expect((await shown('head', '?tab=all&block=zhkh')).files).toEqual([])
  })

  test('says of a ticket what is known without its contents, by the clock of the organisation', async () => {
    const ticketId = await record({ settlement: 'tsilna' })
    await submit('head', classify(ticketId, {}))
    await submit('head', assign(ticketId, 'teploset'))
    office.clock.pass(3_600)
    await submit('head', publish(ticketId, {}, { occurredAt: office.clock.now() }))
    const { head, rows } = await csv('head', '?metric=received')
    const row = Object.fromEntries(head.map((title, at) => [title, rows[0]?.[at]]))
    expect(row).toMatchObject({
      '№': '1',
      Блок: 'Жилищно-коммунальное хозяйство',
      Откуда: 'ВКонтакте',
      Вид: 'Сообщение',
      Состояние: 'Отвечено',
      Записано: '16.11.2026 10:00',
      'Решение: дано': '16.11.2026 11:00',
      'Ответственный получатель': 'МУП «Теплосеть»',
      'Сейчас у': 'никого',
    })
  })

  test('holds no citizen’s name, profile, place or text', async () => {
    await record({ place: 'ул. Садовая, 14' })
    for (const path of ['/tickets.csv?tab=all', '/tickets.xlsx?tab=all']) {
      const response = await open(office, 'head', path)
      const bytes = Buffer.from(await response.arrayBuffer())
      const words = path.includes('csv') ? bytes.toString() : wordsOf(await sheets(bytes))
      expect(words).toContain('ВКонтакте')
      for (const secret of ['Петрова', 'id777', 'Садовая', 'колодец']) expect(words).not.toContain(secret)
    }
  })

  test('is a book with a frozen head, a filter, dates as dates, and what it is', async () => {
    await record()
    const response = await open(office, 'head', '/tickets.xlsx?metric=received&period=week')
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="kartochki-2026-11-16.xlsx"',
    )
    const workbook = await sheets(Buffer.from(await response.arrayBuffer()))
    const sheet = workbook.getWorksheet('Карточки')
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet?.autoFilter).toBe('A1:P2')
    expect(sheet?.getRow(2).getCell(1).value).toBe(1)
    expect(sheet?.getRow(2).getCell(9).value).toEqual(new Date('2026-11-16T10:00:00Z'))
    expect(sheet?.getRow(2).getCell(9).numFmt).toBe('dd.mm.yyyy hh:mm')
    const about = JSON.stringify(workbook.getWorksheet('Сведения')?.getSheetValues())
    expect(about).toContain('Поступило')
    expect(about).toContain('Неделя')
    expect(about).toContain('UTC+4')
  })

  test('holds what its reader may see and nothing else', async () => {
    await record()
    const ticketId = await record({ block: 'roads' })
    await submit('head', classify(ticketId, {}))
    expect((await csv('roadsHead', '?tab=all')).numbers).toEqual([2])
    expect((await csv('head', '?tab=all')).numbers).toEqual([1, 2])
    expect((await open(office, 'admin', '/tickets.csv')).status).toBe(403)
    expect((await office.app.request('/tickets.xlsx')).status).toBe(303)
  })
})

const wordsOf = (workbook: ExcelJS.Workbook) =>
  JSON.stringify(workbook.worksheets.map(sheet => sheet.getSheetValues()))

async function sheets(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(new Uint8Array(bytes).buffer)
  return workbook
}
