/** What the jobs work with, and how each decides on one ticket: anew under the lock, never on what it read before. */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Settings } from '../../shared/policy/settings.ts'
import type { SystemCommand } from '../../shared/ticket/commands.ts'
import type { ReadSettings } from '../people/settings.ts'
import type { Database } from '../store/schema.ts'
import type { Tx, Write } from '../store/writer.ts'
import { recordSystem } from '../tickets/record.ts'

export type JobDesk = {
  organisationId: string
  now(): string
  reader: Kysely<Database>
  write: Write
  settings: { committed: ReadSettings; inTransaction: ReadSettings }
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

/** Asks the rule about each of these tickets; answers those to which something happened. */
export async function decideEach<Row extends { id: string }>(
  { organisationId, settings }: JobDesk,
  tx: Tx,
  type: SystemCommand['type'],
  rows: readonly Row[],
  now: string,
): Promise<Row[]> {
  const happened: Row[] = []
  for (const row of rows) {
    const job = { tx, organisationId, readSettings: settings.inTransaction }
    if (await recordSystem(job, row.id, { id: uuidv7(), type }, now)) happened.push(row)
  }
  return happened
}

/** Rows in portions, in their order. */
export function portionsOf<Row>(rows: readonly Row[], size: number): Row[][] {
  const portions: Row[][] = []
  for (let from = 0; from < rows.length; from += size) portions.push(rows.slice(from, from + size))
  return portions
}
