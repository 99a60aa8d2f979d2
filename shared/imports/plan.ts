/**
 * «Было → станет»: what an export would do, before anything is done. Pure: what is known of the tickets comes in, what
 * is to happen goes out, and the same plan is what is then carried out.
 */
import { formatDate } from '../deadlines/words.ts'
import { type ExternalFields, externalSystems } from '../reference/external.ts'
import type { ImportSystem } from './columns.ts'
import type { ImportRow, RowError } from './rows.ts'

/** A ticket that stands for a message, as far as the import has to know it. */
export type KnownTicket = {
  ticketId: string
  number: number
  /** What it says now of the system of the export. */
  external: ExternalFields
  /** Whether the person may change it. */
  mayChange: boolean
}

export type Known = {
  /** By its number in the system of the export. */
  byNumber: ReadonlyMap<string, KnownTicket>
  /** By the key of the post. */
  byKey: ReadonlyMap<string, KnownTicket>
}

export type FieldChange = { field: string; before: string; after: string }

export type PlannedRow =
  | { outcome: 'new'; row: ImportRow }
  | {
      outcome: 'changed'
      row: ImportRow
      ticket: KnownTicket
      external: ExternalFields
      changes: FieldChange[]
    }
  | { outcome: 'same'; row: ImportRow; ticket: KnownTicket }
  /** Over there, and never recorded here: there is nothing left to do. */
  | { outcome: 'finished'; row: ImportRow }

export type Plan = { system: ImportSystem; rows: PlannedRow[]; errors: RowError[] }

export type PlanOptions = {
  /** Record also what is over in the other system. */
  includeFinished: boolean
}

export function planImport(
  system: ImportSystem,
  read: { rows: readonly ImportRow[]; errors: readonly RowError[] },
  known: Known,
  { includeFinished }: PlanOptions,
): Plan {
  const rows: PlannedRow[] = []
  const errors: RowError[] = [...read.errors]
  const taken = new Map<string, number>()
  for (const row of read.rows) {
    const found = find(row, known)
    if ('words' in found) {
      errors.push(found)
      continue
    }
    const { ticket } = found
    if (ticket === null) {
      rows.push(row.isFinished && !includeFinished ? { outcome: 'finished', row } : { outcome: 'new', row })
      continue
    }
    const earlier = taken.get(ticket.ticketId)
    if (earlier !== undefined) {
      errors.push(
        rowError(
          row,
          `Строка ${earlier} относится к той же карточке №\u00a0${ticket.number}. Загрузится она; проверьте номера в файле.`,
        ),
      )
      continue
    }
    taken.set(ticket.ticketId, row.line)
    if (ticket.mayChange) rows.push(compared(row, ticket))
    else
      errors.push(
        rowError(
          row,
          'Это сообщение уже записано, но карточка вам недоступна. Строку может загрузить руководитель МЦУ.',
        ),
      )
  }
  errors.sort((a, b) => a.line - b.line)
  return { system, rows, errors }
}

/** An «Инцидент Менеджмент» row by the post first, a ПОС row by its number first (PRACTICE P7). */
function find(row: ImportRow, { byNumber, byKey }: Known): { ticket: KnownTicket | null } | RowError {
  const { number } = row.external
  const numbered = number === null ? undefined : byNumber.get(number)
  const posted = byKey.get(row.identity.key)
  if (numbered !== undefined && posted !== undefined && numbered.ticketId !== posted.ticketId) {
    if (row.system === 'pos') return { ticket: numbered }
    return rowError(
      row,
      `Пост записан в карточке №\u00a0${posted.number}, а номер ${number} стоит в карточке №\u00a0${numbered.number}. Исправьте номер в одной из них («Номера в других системах») и загрузите файл ещё раз.`,
    )
  }
  return { ticket: posted ?? numbered ?? null }
}

function compared(row: ImportRow, ticket: KnownTicket): PlannedRow {
  const external = updated(ticket.external, row.external)
  const changes = changesOf(row.system, ticket.external, external)
  return changes.length === 0
    ? { outcome: 'same', row, ticket }
    : { outcome: 'changed', row, ticket, external, changes }
}

/** An empty cell erases nothing. */
export function updated(before: ExternalFields, given: ExternalFields): ExternalFields {
  return {
    number: given.number ?? before.number,
    dueOn: given.dueOn ?? before.dueOn,
    stage: given.stage ?? before.stage,
  }
}

export function changesOf(
  system: ImportSystem,
  before: ExternalFields,
  after: ExternalFields,
): FieldChange[] {
  const words = externalSystems[system]
  const fields = [
    { field: words.number, of: ({ number }: ExternalFields) => number ?? '—' },
    { field: words.dueOn, of: ({ dueOn }: ExternalFields) => (dueOn === null ? '—' : formatDate(dueOn)) },
    { field: words.stage, of: ({ stage }: ExternalFields) => stage ?? '—' },
  ]
  return fields.flatMap(({ field, of }) => {
    const [was, is] = [of(before), of(after)]
    return was === is ? [] : [{ field, before: was, after: is }]
  })
}

function rowError(row: ImportRow, words: string): RowError {
  return { line: row.line, column: '', value: row.external.number ?? row.identity.url ?? '', words }
}

export type Tally = Record<PlannedRow['outcome'] | 'error', number>

export function tallyOf({ rows, errors }: Plan): Tally {
  const tally: Tally = { new: 0, changed: 0, same: 0, finished: 0, error: errors.length }
  for (const { outcome } of rows) tally[outcome] += 1
  return tally
}

/** Equal plans have equal prints: what was shown is what is carried out, or it is shown again. */
export function printOf({ system, rows, errors }: Plan): string {
  return JSON.stringify([
    system,
    rows.map(planned =>
      planned.outcome === 'changed'
        ? [
            planned.row.line,
            planned.outcome,
            planned.ticket.ticketId,
            planned.external,
            planned.ticket.external,
          ]
        : [planned.row.line, planned.outcome, 'ticket' in planned ? planned.ticket.ticketId : null],
    ),
    errors.map(({ line, words }) => [line, words]),
  ])
}
