/** Makes the counters, anew where they are of another zone or of a time that has not come, and brings them up to now. */
import type { Kysely } from 'kysely'
import type { Database } from '../../store/schema.ts'
import type { Tx, Write } from '../../store/writer.ts'
import { addContribution, Contributions, type Place } from './contributions.ts'
import { passedSince } from './passed.ts'
import { findCounterState, saveCounterState } from './state.ts'
import { addToCounters } from './write.ts'

/** So old may they be while no deadline passes: every change of theirs costs an fsync. */
const freshMilliseconds = 3_600_000

const ticketsAtOnce = 2_000

/** From the tickets themselves, in one transaction. */
export async function rebuildCounters(
  tx: Tx,
  organisationId: string,
  { zone, now }: { zone: string; now: string },
): Promise<void> {
  const place: Place = { db: tx, organisationId }
  await tx.deleteFrom('block_counters').where('organisation_id', '=', organisationId).execute()
  const sum = new Contributions()
  for (let after = ''; ; ) {
    const rows = await tx
      .selectFrom('ticket_figures')
      .selectAll()
      .where('organisation_id', '=', organisationId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(ticketsAtOnce)
      .execute()
    for (const row of rows) addContribution(sum, row, { zone, asOf: now })
    const last = rows.at(-1)
    if (last === undefined || rows.length < ticketsAtOnce) break
    after = last.id
  }
  await addToCounters(place, sum)
  await saveCounterState(place, { zone, asOf: now })
}

export type CounterDesk = { organisationId: string; reader: Kysely<Database>; write: Write }

/**
 * Once in a while, and at the start: so that a read finds little that passed since. Answers whether anything was written.
 * A clock that was set back makes counters of the future useless until they are made anew.
 */
export async function keepCounters(
  { organisationId, reader, write }: CounterDesk,
  { zone, now }: { zone: string; now: string },
): Promise<boolean> {
  const state = await findCounterState({ db: reader, organisationId })
  if (state === undefined || state.zone !== zone || state.asOf > now) {
    await write(tx => rebuildCounters(tx, organisationId, { zone, now }))
    return true
  }
  const passed = await passedSince({ db: reader, organisationId }, state, now)
  const isFresh = Date.parse(now) - Date.parse(state.asOf) < freshMilliseconds
  if (isFresh && passed.rows().length === 0) return false
  await write(tx => advanceCounters(tx, organisationId, now))
  return true
}

/** Under the writer's lock, from what stands by now. */
export async function advanceCounters(tx: Tx, organisationId: string, now: string): Promise<void> {
  const place: Place = { db: tx, organisationId }
  const state = await findCounterState(place)
  if (state === undefined || state.asOf >= now) return
  await addToCounters(place, await passedSince(place, state, now))
  await saveCounterState(place, { ...state, asOf: now })
}
