/** A list of the settings as a spreadsheet: its columns, how a row is written and read, and what a file would change. */

import { parseCsv, writeCsv } from '../../../shared/imports/csv.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Signed } from '../../office.ts'

type CellReading<Entry> = { outcome: 'row'; row: Entry } | { outcome: 'error'; words: string }

export type CsvTable<Entry> = {
  fileName: string
  columns: readonly string[]
  /** A row to show how the file looks. */
  example: readonly string[]
  /** How rows of the file find entries of the list: «по названию». */
  matchWords: string
  /** Whether entries that the file does not have may be taken away on wish. */
  mayReplace: boolean
  cellsOf(row: Entry, settings: Settings): readonly string[]
  /** `rows`: the list with the rows of the file read so far. Answers an entry with the id of the one it stands for. */
  read(cells: readonly string[], rows: readonly Entry[], signed: Signed): CellReading<Entry>
}

export type DryRun<Entry> = {
  rows: Entry[]
  added: Entry[]
  changed: { before: Entry; after: Entry }[]
  removed: Entry[]
  same: number
  errors: { line: number; words: string }[]
}

export function csvOf<Entry>(table: CsvTable<Entry>, rows: readonly Entry[], settings: Settings): string {
  return writeCsv([table.columns, ...rows.map(row => table.cellsOf(row, settings))])
}

/** What the file would do to the list; rows that cannot be read are named, and the others are read. */
export function dryRun<Entry extends { id: string }>(
  table: CsvTable<Entry>,
  text: string,
  standing: readonly Entry[],
  signed: Signed,
  isReplacing: boolean,
): DryRun<Entry> {
  const parsed = parseCsv(text)
  if (parsed === undefined) {
    const words = 'Кавычки не закрыты: сохраните файл из таблицы заново как «CSV UTF-8»'
    return { rows: [...standing], added: [], changed: [], removed: [], same: 0, errors: [{ line: 1, words }] }
  }
  const errors: DryRun<Entry>['errors'] = []
  const lineOf = new Map<string, number>()
  let rows: Entry[] = [...standing]
  for (const { line, cells } of parsed.filter(
    (_, index) => index > 0 || !isHeading(parsed[0]?.cells, table),
  )) {
    const reading = table.read(cells, rows, signed)
    if (reading.outcome === 'error') {
      errors.push({ line, words: reading.words })
      continue
    }
    const { row } = reading
    const earlier = lineOf.get(row.id)
    if (earlier !== undefined) {
      errors.push({ line, words: `То же уже есть в строке ${earlier}: оставьте одну` })
      continue
    }
    lineOf.set(row.id, line)
    rows = rows.some(each => each.id === row.id)
      ? rows.map(each => (each.id === row.id ? row : each))
      : [...rows, row]
  }
  const removed = isReplacing ? standing.filter(row => !lineOf.has(row.id)) : []
  const named = rows.filter(row => lineOf.has(row.id))
  const changed = named.flatMap(after => {
    const before = standing.find(each => each.id === after.id)
    return before !== undefined && JSON.stringify(before) !== JSON.stringify(after) ? [{ before, after }] : []
  })
  const added = named.filter(row => !standing.some(each => each.id === row.id))
  return {
    rows: rows.filter(row => !removed.includes(row)),
    added,
    changed,
    removed,
    same: named.length - added.length - changed.length,
    errors,
  }
}

function isHeading<Entry>(cells: readonly string[] | undefined, table: CsvTable<Entry>): boolean {
  return cells?.[0]?.trim().toLowerCase() === table.columns[0]?.toLowerCase()
}
