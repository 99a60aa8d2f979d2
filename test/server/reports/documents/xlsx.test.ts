import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bookCsv, flatCsv } from '../../../../server/reports/documents/csv.ts'
import { flatTable, tablesOf } from '../../../../server/reports/documents/flat-table.ts'
import { makeXlsx, sheetNames } from '../../../../server/reports/documents/xlsx.ts'
import { parseCsv } from '../../../../shared/imports/csv.ts'
import { openXlsx, valuesOf } from './opened.ts'
import { behind, blockTable, count, report, text } from './report-for-tests.ts'

const book = { title: report.title, subtitle: report.subtitle, asOf: report.asOf, lines: ['Утверждено'] }
const made = () => makeXlsx({ ...book, tables: tablesOf(report).map(flatTable) })

describe('tables as XLSX', () => {
  test('are a sheet each, those behind charts too, and «Сведения»', async () => {
    const workbook = await openXlsx(await made())
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'Работа по блокам',
      'Данные trend-table',
      'Данные bars-table',
      'Данные heat-table',
      'Данные weeks',
      'Сведения',
    ])
  })

  test('open with the head frozen, a filter over all columns, widths and formats', async () => {
    const sheet = (await openXlsx(await made())).getWorksheet('Работа по блокам')
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet?.autoFilter).toBe('A1:K3')
    expect(sheet?.getColumn(1).width).toBeGreaterThan(20)
    expect(sheet?.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', printTitlesRow: '1:1' })
    const formats = [2, 3, 6, 7, 9, 10].map(column => sheet?.getRow(2).getCell(column).numFmt)
    expect(formats).toEqual(['#,##0', '+#,##0;-#,##0;0', '0%', '0.0', 'dd.mm.yyyy', '[h]:mm'])
  })

  test('hold numbers as numbers, dates as dates, and both numbers of a share', async () => {
    const sheet = (await openXlsx(await made())).getWorksheet('Работа по блокам')
    expect(valuesOf(sheet, 1)).toEqual([
      'Блок',
      'поступило',
      'Изменение',
      'В срок',
      'В срок: из скольких',
      'В срок: доля',
      'Оценка',
      'Оценка: по скольким',
      'Срок',
      'Среднее время, ч:мин',
      'Среднее время: по скольким',
    ])
    const [, ...rest] = valuesOf(sheet, 2)
    expect(rest.slice(0, 8)).toEqual([21, 5, 19, 21, 0.9, 3.9, 7, new Date('2026-11-25T00:00:00Z')])
    expect(sheet?.getRow(2).getCell(11).value).toBe(12)
    // 199 of 200 is not a hundred per cent, and 18 of 19 is no percentage at all.
    expect(sheet?.getRow(4).getCell(6).value).toBe(0.99)
    expect(sheet?.getRow(3).getCell(6).value).toBeNull()
  })

  test('have no second column for durations of one thing each', () => {
    const { columns, rows } = flatTable({
      ...behind('x', 0),
      columns: [{ id: 'longest', title: 'Самое долгое', kind: 'duration' }],
      rows: [{ cells: [{ kind: 'duration', minutes: 90, of: 1 }] }, { cells: [] }, { cells: [text('нет')] }],
    })
    expect(columns).toEqual([{ title: 'Самое долгое, ч:мин', kind: 'minutes' }])
    expect(rows).toEqual([[90], [null], ['нет']])
  })

  test('stand with their totals in bold, outside of the filter', async () => {
    const sheet = (await openXlsx(await made())).getWorksheet('Работа по блокам')
    expect(sheet?.getRow(4).getCell(1).font?.bold).toBe(true)
    expect(sheet?.getRow(3).getCell(1).font?.bold).toBeUndefined()
  })

  test('never run what a cell says', async () => {
    const sheet = (await openXlsx(await made())).getWorksheet('Работа по блокам')
    const cell = sheet?.getRow(3).getCell(1)
    expect(cell?.value).toBe('=HYPERLINK("http://зло")')
    expect(cell?.formula).toBeUndefined()
    expect(cell?.type).toBe(ExcelJS.ValueType.String)
  })

  test('say in «Сведения» what they are, as of when, and by which formulas', async () => {
    const sheet = (await openXlsx(await made())).getWorksheet('Сведения')
    const words =
      sheet
        ?.getSheetValues()
        .flat()
        .filter(each => typeof each === 'string') ?? []
    expect(words).toEqual(
      expect.arrayContaining([
        report.title,
        report.asOf,
        report.subtitle,
        'Утверждено',
        'Карточки, записанные в периоде.',
        'Отменённые записи не считаются.',
      ]),
    )
  })

  test('are the same file, to the byte, for the same tables', async () => {
    expect(Buffer.compare(await made(), await made())).toBe(0)
  })

  test('have names that a book allows, none of them twice', () => {
    const long = 'Ответственные получатели: число карточек и время'
    const names = sheetNames([long, long, '[a]:*?/\\', '', 'сведения', "'кавычки'"])
    expect(names.every(name => name.length > 0 && name.length <= 31 && !/[[\]:*?/\\]/.test(name))).toBe(true)
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(names.length)
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 8 }), titles => {
        const made = sheetNames(titles).map(name => name.toLowerCase())
        return new Set(made).size === titles.length && made.every(name => name.length <= 31 && name !== '')
      }),
    )
  })
})

describe('a table as CSV', () => {
  test('is what the spreadsheet of an office reads: a mark of UTF-8, semicolons, CRLF, commas in numbers', () => {
    const written = flatCsv(flatTable(blockTable))
    expect(written.startsWith('\uFEFFБлок;поступило;Изменение;В срок;')).toBe(true)
    expect(written).toContain('\r\nЖКХ;21;5;19;21;90%;"3,9";7;25.11.2026;4:16;12\r\n')
    expect(written).toContain('Всего;10021;-3;199;200;99%;4;7;;0:40;2\r\n')
  })

  test('of a long list is the same file, written in portions', async () => {
    const table = flatTable(behind('x', 1_234))
    const written = await bookCsv({ ...book, tables: [table] })
    expect(written.startsWith(`\uFEFF${book.title}\r\n`)).toBe(true)
    expect(written.endsWith(`\r\n${flatCsv(table).slice(1)}`)).toBe(true)
  })

  test('has no cell that would run, and is read back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), words => {
        const table = {
          ...behind('x', 0),
          rows: words.map(each => ({ cells: [text(`${each}!`), count(1)] })),
        }
        const read = parseCsv(flatCsv(flatTable(table))) ?? []
        const cells = flatCsv(flatTable(table)).split('\r\n').slice(1).filter(Boolean)
        return (
          read.length === words.length + 1 &&
          cells.every(line => !/^"?[=+@\t\r]/.test(line) && !/^"?-(?!\d+;)/.test(line))
        )
      }),
    )
    const formula = { ...behind('x', 0), rows: [{ cells: [text('@SUM(A1)'), count(-3)] }] }
    expect(flatCsv(flatTable(formula))).toContain("'@SUM(A1);-3\r\n")
  })
})
