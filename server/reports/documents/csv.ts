/** A table of a report as CSV: `;`, CRLF, a mark of UTF-8 at the start, cells that cannot run as formulas. */
import { setImmediate as pause } from 'node:timers/promises'
import { writeCsv } from '../../../shared/imports/csv.ts'
import type { ReportTable } from '../../../shared/reports/document.ts'
import { type FlatTable, flatTable, valueText } from './flat-table.ts'

export function tableCsv(table: ReportTable): string {
  return flatCsv(flatTable(table))
}

export function flatCsv({ columns, rows }: Pick<FlatTable, 'columns' | 'rows'>): string {
  return writeCsv([columns.map(({ title }) => title), ...rows.map(row => texts(columns, row))])
}

const atOnce = 500

/** The same of a long list; between portions others get their turn. */
export async function longCsv({ columns, rows }: FlatTable): Promise<string> {
  let written = flatCsv({ columns, rows: [] })
  for (let from = 0; from < rows.length; from += atOnce) {
    const portion = rows.slice(from, from + atOnce).map(row => texts(columns, row))
    // Only the file's beginning has the mark of UTF-8.
    written += writeCsv(portion).slice(1)
    await pause()
  }
  return written
}

const texts = (columns: FlatTable['columns'], row: FlatTable['rows'][number]) =>
  row.map((value, at) => valueText(value, columns[at]?.kind ?? 'text'))
