/** Tables of a report as a book: a sheet for each, and «Сведения» with what the numbers are. Runs in the thread. */
import ExcelJS from 'exceljs'
import { type FlatColumn, type FlatTable, type FlatValue, isTimed, valueText } from './flat-table.ts'
import { withFixedTimes } from './zip-times.ts'

export type FlatBook = {
  title: string
  /** «за неделю 19–25 ноября 2026» */
  subtitle?: string | undefined
  /** With the zone. */
  asOf: string
  /** What else is said of the whole book. */
  lines?: readonly string[] | undefined
  tables: readonly FlatTable[]
}

const formats: Record<FlatColumn['kind'], string> = {
  text: '@',
  number: '#,##0',
  change: '+#,##0;-#,##0;0',
  decimal: '0.0',
  figure: 'General',
  percent: '0%',
  'percent-change': '+0%;-0%;0%',
  date: 'dd.mm.yyyy',
  moment: 'dd.mm.yyyy hh:mm',
  minutes: '[h]:mm',
}

const aligned: { [Kind in FlatColumn['kind']]?: 'left' | 'center' } = {
  text: 'left',
  date: 'center',
  moment: 'center',
}

const font = { name: 'Arial', size: 10, family: 2 }
const bold = { ...font, bold: true }
/** Points of a line of these letters. */
const lineHeight = 13.5

const longestCell = 32_767
const head = 'FFE9EEF3'
const aboutTitle = 'Сведения'

export async function makeXlsx(book: FlatBook): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  workbook.created = new Date(0)
  workbook.modified = new Date(0)
  workbook.creator = 'Пульт МЦУ'
  workbook.lastModifiedBy = 'Пульт МЦУ'
  workbook.title = book.title
  const names = sheetNames(book.tables.map(({ title }) => title))
  book.tables.forEach((table, at) => {
    addTable(workbook.addWorksheet(names[at] ?? `Таблица ${at + 1}`, sheetOptions(table)), table, book)
  })
  addAbout(workbook.addWorksheet(aboutTitle), book, names)
  return withFixedTimes(new Uint8Array(await workbook.xlsx.writeBuffer()))
}

function sheetOptions({ columns }: FlatTable): Partial<ExcelJS.AddWorksheetOptions> {
  return {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: {
      paperSize: 9,
      orientation: columns.length > 7 ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:1',
      margins: { left: 0.8, right: 0.4, top: 0.8, bottom: 0.8, header: 0.3, footer: 0.3 },
    },
  }
}

function addTable(sheet: ExcelJS.Worksheet, table: FlatTable, book: FlatBook): void {
  const { columns, rows, totals } = table
  const widths = columns.map((column, at) => widthOf(column, at, rows))
  sheet.columns = columns.map((column, at) => ({
    width: widths[at] ?? 8,
    style: {
      font,
      numFmt: formats[column.kind],
      alignment: {
        vertical: 'top',
        horizontal: aligned[column.kind] ?? 'right',
        wrapText: column.kind === 'text',
        // Away from the number before it.
        ...(column.kind === 'text' && at > 0 ? { indent: 1 } : {}),
      },
    },
  }))
  const titles = columns.map(({ title }) => title)
  const first = sheet.addRow(titles)
  // Bold letters, and the button of the filter beside them.
  first.height = heightOf(
    titles,
    widths.map(width => width - 1),
  )
  first.eachCell(cell => {
    cell.numFmt = '@'
    cell.font = bold
    cell.alignment = { wrapText: true, vertical: 'middle', horizontal: 'center' }
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: head } }
    cell.border = { bottom: { style: 'thin' } }
  })
  rows.forEach((row, at) => {
    const added = sheet.addRow(row.map((value, column) => stored(value, columns[column]?.kind ?? 'text')))
    added.height = heightOf(row, widths)
    if (!totals.includes(at)) return
    added.eachCell({ includeEmpty: true }, cell => {
      cell.font = bold
      cell.border = { top: { style: 'thin' } }
    })
  })
  if (columns.length === 0) return
  // Totals at the end stay where they are when a reader sorts or narrows the rows.
  let last = rows.length
  while (last > 0 && totals.includes(last - 1)) last -= 1
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: last + 1, column: columns.length } }
  sheet.headerFooter.oddHeader = `&L${escaped([book.title, table.title].join(' · '))}`
  sheet.headerFooter.oddFooter = `&L${escaped(book.asOf)}&Rстраница &P из &N`
}

/** A string is stored as a string, never as a formula, whatever it begins with. */
function stored(value: FlatValue, kind: FlatColumn['kind']): string | number | Date | null {
  if (typeof value === 'string') {
    if (!isTimed(value, kind)) return value.slice(0, longestCell)
    const [day = '', time = '00:00'] = value.split(' ')
    // A date of a sheet has no zone: the library shows what the clock of UTC would.
    return new Date(`${day}T${time}:00Z`)
  }
  return value !== null && kind === 'minutes' ? value / (24 * 60) : value
}

function widthOf({ title, kind }: FlatColumn, at: number, rows: FlatTable['rows']): number {
  const words = title.split(/[\s:]+/)
  const longestWord = Math.max(...words.map(({ length }) => length))
  let longest = Math.max(longestWord + 3, Math.ceil(title.length / 3), 8)
  for (const row of rows) longest = Math.max(longest, valueText(row[at] ?? null, kind).length + 2)
  return Math.min(longest, 60)
}

/** Spreadsheets find the height of wrapped lines by themselves only when a cell is typed into. */
function heightOf(row: readonly FlatValue[], widths: readonly number[]): number {
  const lines = row.map((value, at) =>
    typeof value === 'string' ? linesOf(value, Math.max(4, (widths[at] ?? 8) - 1)) : 1,
  )
  return Math.min(400, Math.max(1, ...lines) * lineHeight + 2)
}

/** As words are wrapped: a word that does not fit begins a line, a longer one than the line is broken. */
function linesOf(text: string, width: number): number {
  let lines = 0
  for (const paragraph of text.split('\n')) {
    let used = width + 1
    for (const { length } of paragraph.split(' ')) {
      if (used + 1 + length <= width) used += 1 + length
      else {
        lines += Math.max(1, Math.ceil(length / width))
        used = length % width || Math.min(length, width)
      }
    }
  }
  return Math.max(1, lines)
}

/** `&` begins a code in the heads of printed pages; a number after it would be the size of the letters. */
const escaped = (text: string) => ` ${text.slice(0, 110).replaceAll('&', '&&')}`

function addAbout(sheet: ExcelJS.Worksheet, book: FlatBook, names: readonly string[]): void {
  sheet.columns = [{ width: 36 }, { width: 90 }]
  const add = (name: string, words: string, isHead = false) => {
    const row = sheet.addRow([name, words.slice(0, longestCell)])
    row.height = heightOf([name, words], [32, 84])
    row.eachCell(cell => {
      cell.numFmt = '@'
      cell.alignment = { wrapText: true, vertical: 'top' }
      cell.font = isHead ? bold : font
    })
  }
  add('Отчёт', book.title, true)
  if (book.subtitle) add('Период', book.subtitle)
  add('Данные', book.asOf)
  for (const line of book.lines ?? []) add('', line)
  book.tables.forEach((table, at) => {
    add(`Лист «${names[at] ?? ''}»`, table.title, true)
    for (const { title, formula } of table.formulas) add(title, formula)
    if (table.note) add('Примечание', table.note)
  })
  sheet.pageSetup = { paperSize: 9, orientation: 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0 }
}

/** At most 31 signs, none that a sheet's name may not have, no name twice. */
export function sheetNames(titles: readonly string[]): string[] {
  const taken = new Set([aboutTitle.toLowerCase()])
  return titles.map((title, at) => {
    const plain = title
      .replaceAll(/[[\]:*?/\\]/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/^[' ]+|[' ]+$/g, '')
    const base = plain === '' ? `Таблица ${at + 1}` : plain
    for (let copy = 1; ; copy += 1) {
      const tail = copy === 1 ? '' : ` ${copy}`
      const name = `${base.slice(0, 31 - tail.length).replace(/[' ]+$/, '')}${tail}`
      if (taken.has(name.toLowerCase())) continue
      taken.add(name.toLowerCase())
      return name
    }
  })
}
