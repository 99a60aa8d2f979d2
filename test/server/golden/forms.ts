/**
 * A number as each form of a report shows it (page, DOCX, XLSX, CSV), written down from the second way's value alone; and the
 * tables of those forms, read back as rows of texts and values.
 */
import ExcelJS from 'exceljs'
import { parseHTML } from 'linkedom'
import { cellsOf, openDocx, rowsOf } from '../reports/documents/opened.ts'

export type Want =
  | { as: 'text'; text: string }
  | { as: 'count'; value: number }
  | { as: 'change'; value: number }
  | { as: 'share'; part: number; base: number }
  | { as: 'mean'; value: number; of: number }
  /** `isOne`: each is of one thing, and no column says of how many. */
  | { as: 'minutes'; value: number | null; of: number; isOne: boolean }
  /** With decimals; `null`: nothing to say. */
  | { as: 'figure'; value: number | null; decimals: number; part?: number; of?: number }
  /** Not a number of the district's: a plan, a forecast, words. */
  | { as: 'any' }

export const any: Want = { as: 'any' }
export const count = (value: number): Want => ({ as: 'count', value })

/** Without spaces, signs of urgency and minus signs of print. */
export function plainText(text: string): string {
  return text.replaceAll(/[\s\u00a0\u00ad▲◆●■✓!]/g, '').replaceAll('−', '-')
}

const percent = (part: number, base: number) => {
  const rounded = Math.round((100 * part) / base)
  return part < base && rounded === 100 ? 99 : part > 0 && rounded === 0 ? 1 : rounded
}
const tenths = (value: number) => (Math.round(value * 10) / 10).toFixed(1).replace('.', ',')
const signed = (value: number) => (value > 0 ? `+${value}` : `${value}`)

/** As a page and a DOCX say it; several where they differ in a word. */
export function wordsOf(want: Want): readonly string[] {
  switch (want.as) {
    case 'text':
      return [plainText(want.text)]
    case 'count':
      return [`${want.value}`]
    case 'change':
      return want.value === 0 ? ['=', '0'] : [signed(want.value)]
    case 'share': {
      const { part, base } = want
      if (base === 0) return ['—']
      return [base < 20 ? `${part}из${base}` : `${percent(part, base)}%${part}из${base}`]
    }
    case 'mean':
      return [want.of === 0 ? '—' : `${tenths(want.value)}(${want.of})`]
    case 'minutes': {
      if (want.value === null || want.of === 0) return ['—']
      const whole = Math.round(want.value)
      const [hours, rest] = [Math.floor(whole / 60), whole % 60]
      const told =
        whole < 60
          ? `${whole}мин`
          : whole >= 2_880
            ? `${tenths(whole / 1_440)}сут.`
            : `${hours}ч${rest === 0 ? '' : `${rest}мин`}`
      return [want.of > 1 ? `${told}по${want.of}` : told]
    }
    case 'figure':
      return [want.value === null ? '—' : want.value.toFixed(want.decimals).replace('.', ',')]
    default:
      return []
  }
}

export type Value = string | number | null

/** As a book and a CSV have it: a share in three cells, a mean in two. */
export function valuesOf(want: Want): readonly (Value | undefined)[] {
  switch (want.as) {
    case 'text':
      return [want.text]
    case 'count':
    case 'change':
      return [want.value]
    case 'share':
      return [want.part, want.base, want.base < 20 ? null : percent(want.part, want.base)]
    case 'mean':
      return want.of === 0 ? [null, 0] : [Math.round(want.value * 10) / 10, want.of]
    case 'minutes': {
      const value = want.value === null ? null : Math.round(want.value)
      return want.isOne ? [value] : [value, want.of]
    }
    case 'figure':
      return [want.value === null ? null : Number(want.value.toFixed(want.decimals))]
    default:
      return [undefined]
  }
}

/** Every cell of each table of a page, by its head's first cell. */
export function pageTables(html: string): string[][][] {
  const { document } = parseHTML(html)
  return [...document.querySelectorAll('table')].map(table =>
    [...table.querySelectorAll('tr')].map(row =>
      [...row.querySelectorAll('th, td')].map(cell => plainText(cell.textContent ?? '')),
    ),
  )
}

export function docxTables(bytes: Uint8Array): string[][][] {
  return openDocx(bytes).tables.map(table => rowsOf(table).map(row => cellsOf(row).map(plainText)))
}

/** Sheets of a book: numbers as they are, minutes and percentages as whole ones. */
export async function bookTables(bytes: Uint8Array): Promise<Value[][][]> {
  const book = new ExcelJS.Workbook()
  const copy = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(copy).set(bytes)
  await book.xlsx.load(copy)
  return book.worksheets.map(sheet => {
    const rows: Value[][] = []
    sheet.eachRow({ includeEmpty: true }, row => {
      const cells: Value[] = []
      row.eachCell({ includeEmpty: true }, cell => {
        const { value, numFmt } = cell
        // A length of time is read as a moment of the calendar that books count days from.
        if (value instanceof Date) cells.push(Math.round((value.getTime() - Date.UTC(1899, 11, 30)) / 60_000))
        else if (typeof value === 'number') {
          const scale = numFmt === '0%' ? 100 : numFmt === '[h]:mm' ? 1_440 : 1
          cells.push(scale === 1 ? value : Math.round(value * scale))
        } else cells.push(value === null ? null : cell.text)
      })
      rows.push(cells)
    })
    return rows
  })
}

/** What the file is, then tables under their titles, parted by empty lines. */
export function csvTables(text: string): Value[][][] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\r\n\r\n')
    .slice(1)
    .map(table =>
      table
        .split('\r\n')
        .filter(line => line !== '')
        .slice(1)
        .map(line => cellsOfLine(line).map(csvValue)),
    )
}

function cellsOfLine(line: string): string[] {
  return [...line.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'),
  )
}

function csvValue(cell: string): Value {
  if (cell === '') return null
  const minutes = /^(\d+):(\d\d)$/.exec(cell)
  if (minutes !== null) return Number(minutes[1]) * 60 + Number(minutes[2])
  return /^-?\d+(?:,\d+)?%?$/.test(cell) ? Number(cell.replace(',', '.').replace('%', '')) : cell
}

/** The table whose head has these words first, without spaces. */
export function tableOf<Cell extends Value>(tables: readonly Cell[][][], head: string): Cell[][] {
  const found = tables.find(([first, second]) =>
    [first, second].some(row => plainText(String(row?.[0] ?? '')) === plainText(head)),
  )
  if (found === undefined) throw new Error(`No table begins with «${head}»`)
  return found
}

/** Differences of one row, each with its name and both numbers. */
export function differences(
  where: string,
  rows: readonly (readonly Value[])[],
  wants: readonly (readonly [string, Want])[],
  form: 'words' | 'values',
): string[] {
  const [name] = wants
  const title = name?.[1].as === 'text' ? name[1].text : ''
  const row = rows.find(([first]) => plainText(String(first ?? '')) === plainText(title))
  if (row === undefined) return [`${where}, ${title}: no such row`]
  let at = 0
  return wants.flatMap(([metric, want]) => {
    if (form === 'words') {
      const is = row[at]
      at += 1
      return want.as === 'any' || wordsOf(want).includes(String(is))
        ? []
        : [`${where}, ${title}, ${metric}: ${is}, counted ${wordsOf(want)}`]
    }
    return valuesOf(want).flatMap(value => {
      const is = row[at] ?? null
      at += 1
      const isSame = typeof value === 'string' ? plainText(String(is)) === plainText(value) : is === value
      return value === undefined || isSame ? [] : [`${where}, ${title}, ${metric}: ${is}, counted ${value}`]
    })
  })
}
