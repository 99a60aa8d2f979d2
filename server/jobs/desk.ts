/** What the jobs work with, and how each decides on one ticket: anew under the lock, never on what it read before. */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Settings } from '../../shared/policy/settings.ts'
import type { SystemCommand } from '../../shared/ticket/commands.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import type { ErasureLog } from '../evidence/erasure-log.ts'
import type { Blobs } from '../files/blobs.ts'
import type { ReadSettings } from '../people/settings.ts'
import type { Database } from '../store/schema.ts'
import { inSavepoint, TransactionLost, type Tx, type Write } from '../store/writer.ts'
import { recordSystem } from '../tickets/record.ts'
import { parseState } from '../tickets/view.ts'

export type JobDesk = {
  organisationId: string
  now(): string
  reader: Kysely<Database>
  /** For what is read of very many tickets: nobody waits for it. */
  reportReader: Kysely<Database>
  write: Write
  settings: { committed: ReadSettings; inTransaction: ReadSettings }
  blobs: Blobs
  /** What was ever erased on demand, beside the database. */
  erasures: ErasureLog
  /** Told of each ticket that a job could not read or decide; the others go on. */
  report(error: unknown): void
}

/** One round of all jobs: when, by which settings, and how much a transaction may take. */
export type Round = {
  now: string
  settings: Settings
  /** Tickets a transaction. */
  portion: number
  /** Whether the server is stopping: a job ends after its portion and goes on at the next start. */
  isOver(): boolean
}

/** No transaction of a job takes more (DESIGN, «Deadlines»): a person's save must not wait behind it. */
export const usualPortion = 200

/** Asks the rule about each of these tickets, each in a savepoint; answers those to which something happened. */
export async function decideEach<Row extends { id: string }>(
  { organisationId, settings, report }: JobDesk,
  tx: Tx,
  type: SystemCommand['type'],
  rows: readonly Row[],
  now: string,
): Promise<Row[]> {
  const happened: Row[] = []
  for (const row of rows) {
    const job = { tx, organisationId, readSettings: settings.inTransaction }
    try {
      if (await inSavepoint(tx, () => recordSystem(job, row.id, { id: uuidv7(), type }, now)))
        happened.push(row)
    } catch (error) {
      if (isOfTheStore(error)) throw error
      report(error)
    }
  }
  return happened
}

/** The rows of which the rule, asked beforehand, says that there is something to do; unreadable ones are reported. */
export function dueAmong<Row extends { state: string }>(
  { report }: JobDesk,
  rows: readonly Row[],
  isDue: (ticket: Ticket) => boolean,
): Row[] {
  return rows.filter(({ state }) => {
    try {
      return isDue(parseState(state))
    } catch (error) {
      report(error)
      return false
    }
  })
}

/** The disk, not the ticket: the next one would fare no better. */
function isOfTheStore(error: unknown): boolean {
  if (error instanceof TransactionLost) return true
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  return code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT')
}

/** Rows in portions, in their order. */
export function portionsOf<Row>(rows: readonly Row[], size: number): Row[][] {
  const portions: Row[][] = []
  for (let from = 0; from < rows.length; from += size) portions.push(rows.slice(from, from + size))
  return portions
}
