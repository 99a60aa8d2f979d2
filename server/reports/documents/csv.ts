/** Tables of a report as CSV: `;`, CRLF, a mark of UTF-8 at the start, cells that cannot run as formulas. */
import { setImmediate as pause } from 'node:timers/promises'
import { writeCsv } from '../../../shared/imports/csv.ts'
import { type FlatTable, valueText } from './flat-table.ts'
import type { FlatBook } from './xlsx.ts'

export function flatCsv({ columns, rows }: Pick<FlatTable, 'columns' | 'rows'>): string {
  return writeCsv([columns.map(({ title }) => title), ...rows.map(row => texts(columns, row))])
}

const atOnce = 500

/**
 * What the tables are, of which period and as of when, as a book has it in «Сведения»; then the tables, each under its title,
 * parted by empty lines: a CSV has no sheets. Between portions of long ones others get their turn.
 */
export async function bookCsv({ title, subtitle, asOf, lines = [], tables }: FlatBook): Promise<string> {
  let written = writeCsv([title, subtitle, asOf, ...lines].filter(Boolean).map((line = '') => [line]))
  for (const table of tables) {
    const { columns, rows } = table
    written += `\r\n${more([[table.title]])}${flatCsv({ columns, rows: [] }).slice(1)}`
    for (let from = 0; from < rows.length; from += atOnce) {
      written += more(rows.slice(from, from + atOnce).map(row => texts(columns, row)))
      await pause()
    }
  }
  return written
}

/** Only the file's beginning has the mark of UTF-8. */
const more = (rows: readonly (readonly string[])[]) => writeCsv(rows).slice(1)

const texts = (columns: FlatTable['columns'], row: FlatTable['rows'][number]) =>
  row.map((value, at) => valueText(value, columns[at]?.kind ?? 'text'))
