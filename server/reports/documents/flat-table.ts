/**
 * A table as a spreadsheet has it: one value a cell. A share becomes three columns (part, base, percentage), a mean two
 * (the value, of how many), so that a reader of the file can recount them; a duration too, unless each is of one thing.
 */
import type { Cell, ReportDocument, ReportTable, TableColumn } from '../../../shared/reports/document.ts'
import { percentBase, wholePercent } from '../../../shared/reports/metrics.ts'
import { cellWords, printable, roundedMean, shortDate, withoutSoftHyphens } from './cells.ts'

/** `change`: a difference, with its sign. `figure`: a number with decimals of its own. `percent`: 0…1, `percent-change` with its sign. `date`: a local date, `YYYY-MM-DD`. `moment`: a local time, `YYYY-MM-DD HH:MM`. `minutes`: whole ones. */
export type FlatKind =
  | 'text'
  | 'number'
  | 'change'
  | 'figure'
  | 'decimal'
  | 'percent'
  | 'percent-change'
  | 'date'
  | 'moment'
  | 'minutes'

export type FlatColumn = { title: string; kind: FlatKind }

/** `null`: an empty cell. A text where a column of numbers has a word, such as «—». */
export type FlatValue = string | number | null

export type FlatTable = {
  title: string
  columns: readonly FlatColumn[]
  rows: readonly (readonly FlatValue[])[]
  /** Indexes of rows that add others up. */
  totals: readonly number[]
  note?: string | undefined
  formulas: readonly { title: string; formula: string }[]
}

export function flatTable({ title, columns, rows, note }: ReportTable): FlatTable {
  const flat = columns.map((column, at) =>
    flatColumns(
      column,
      rows.some(({ cells }) => isOfSeveral(cells[at])),
    ),
  )
  return {
    title: clean(title),
    columns: flat.flat(),
    rows: rows.map(({ cells }) =>
      columns.flatMap((column, at) => {
        const values = flatValues(cells[at], column)
        // As many as the column has: an absent cell is empty, a word leaves the rest empty.
        return (flat[at] ?? []).map((_, place) => values[place] ?? null)
      }),
    ),
    totals: rows.flatMap(({ isTotal }, at) => (isTotal ? [at] : [])),
    note: note === undefined ? undefined : clean(note),
    formulas: columns.flatMap(column =>
      column.formula === undefined ? [] : [{ title: clean(column.title), formula: clean(column.formula) }],
    ),
  }
}

const isOfSeveral = (cell: Cell | undefined) => cell?.kind === 'duration' && cell.of > 1

/** Every table of a report, those behind charts too, in its order. */
export function tablesOf({ sections }: Pick<ReportDocument, 'sections'>): ReportTable[] {
  return sections.flatMap(({ blocks }) => blocks.flatMap(block => ('table' in block ? [block.table] : [])))
}

function flatColumns({ title, kind }: TableColumn, isOfSeveral: boolean): FlatColumn[] {
  const name = clean(title)
  switch (kind) {
    case 'text':
    case 'date':
      return [{ title: name, kind }]
    case 'count':
      return [{ title: name, kind: 'number' }]
    case 'change':
    case 'percent-change':
      return [{ title: name, kind }]
    case 'number':
      return [{ title: name, kind: 'figure' }]
    case 'share':
      return [
        { title: name, kind: 'number' },
        { title: `${name}: из скольких`, kind: 'number' },
        { title: `${name}: доля`, kind: 'percent' },
      ]
    case 'mean':
      return [
        { title: name, kind: 'decimal' },
        { title: `${name}: по скольким`, kind: 'number' },
      ]
    case 'duration':
      return [
        { title: `${name}, ч:мин`, kind: 'minutes' },
        ...(isOfSeveral ? [{ title: `${name}: по скольким`, kind: 'number' } as const] : []),
      ]
    default: {
      const never: never = kind
      return never
    }
  }
}

function flatValues(cell: Cell | undefined, column: TableColumn): FlatValue[] {
  if (cell === undefined) return []
  if (cell.kind !== column.kind && !(isWhole(cell.kind) && isWhole(column.kind)))
    return [clean(cellWords(cell).main)]
  switch (cell.kind) {
    case 'text':
      return [clean(cell.text)]
    case 'count':
    case 'change':
    case 'date':
      return [cell.value]
    case 'number':
      return [cell.value === null ? null : Number(cell.value.toFixed(cell.decimals))]
    case 'percent-change':
      return [cell.value === null ? null : cell.value / 100]
    case 'share':
      return [
        cell.part,
        cell.base,
        // A percentage on a small base misleads (PRACTICE P19): the two numbers stand, the third cell is empty.
        cell.base < percentBase ? null : wholePercent(cell.part, cell.base) / 100,
      ]
    case 'mean':
      return [cell.value === null || cell.of === 0 ? null : roundedMean(cell.value), cell.of]
    case 'duration':
      return [cell.minutes === null || cell.of === 0 ? null : Math.round(cell.minutes), cell.of]
    default: {
      const never: never = cell
      return never
    }
  }
}

const isWhole = (kind: Cell['kind']) => kind === 'count' || kind === 'change'

const clean = (text: string) => withoutSoftHyphens(printable(text))

/** As a CSV has it: decimal commas, dates of an office, hours and minutes. */
export function valueText(value: FlatValue, kind: FlatKind): string {
  if (value === null) return ''
  if (typeof value === 'string') return isTimed(value, kind) ? `${shortDate(value)}${value.slice(10)}` : value
  switch (kind) {
    case 'percent':
    case 'percent-change':
      return `${Math.round(value * 100)}%`
    case 'minutes':
      return `${Math.floor(value / 60)}:${String(value % 60).padStart(2, '0')}`
    default:
      return String(value).replace('.', ',')
  }
}

/** Whether the value is a date or a local time, and not a word that stands in their column. */
export function isTimed(value: string, kind: FlatKind): boolean {
  return (kind === 'date' || kind === 'moment') && /^\d{4}-\d\d-\d\d(?: \d\d:\d\d)?$/.test(value)
}
