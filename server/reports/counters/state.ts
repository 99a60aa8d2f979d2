/** Whether there are counters, and what they stand for. Without a state the numbers are counted from the tickets. */
import { sql } from 'kysely'
import type { Place } from './contributions.ts'

/** Grows when a part (block-statistics/parts.ts) comes to say something else: the counters are made anew at the start. */
export const counterRevision = 1

export type CounterState = { zone: string; asOf: string }

export async function findCounterState({ db, organisationId }: Place): Promise<CounterState | undefined> {
  const { rows } = await sql<{ zone: string; as_of: string }>`select zone, as_of from counter_states
    where organisation_id = ${organisationId} and revision = ${counterRevision}`.execute(db)
  const [row] = rows
  return row && { zone: row.zone, asOf: row.as_of }
}

export async function saveCounterState(
  { db, organisationId }: Place,
  { zone, asOf }: CounterState,
): Promise<void> {
  const row = { zone, as_of: asOf, revision: counterRevision }
  await db
    .insertInto('counter_states')
    .values({ organisation_id: organisationId, ...row })
    .onConflict(conflict => conflict.column('organisation_id').doUpdateSet(row))
    .execute()
}
