/** Makes the counters, anew where they are of another zone or of a time that has not come, and brings them up to now. */
import type { Kysely } from 'kysely'
import type { Database } from '../../store/schema.ts'
import type { Tx, Write } from '../../store/writer.ts'
import { addContribution, Contributions, contributionsOf, type Place } from './contributions.ts'
import { passedSince } from './passed.ts'
import { findCounterState, saveCounterState } from './state.ts'
import { addToCounters } from './write.ts'

/** So old may they be while no deadline passes: every change of theirs costs an fsync. */
const freshMilliseconds = 3_600_000

/** So few that other requests are answered between them. */
const ticketsAtOnce = 400

/** So many are counted while the server starts; more are left to the first tick, and meanwhile pages count by themselves. */
const mostAtStart = 20_000

export type CounterDesk = {
  organisationId: string
  reader: Kysely<Database>
  /** In a thread: all tickets are read by it. */
  reportReader: Kysely<Database>
  write: Write
}

/** `isOver`: the server is stopping; counters that are half made are forgotten. */
type CounterTime = { zone: string; now: string; isOver?: (() => boolean) | undefined }

/**
 * From the tickets themselves: of one view of the database, in portions while the office works, then under the writer's
 * lock what has changed since that view.
 */
async function rebuildCounters(
  { organisationId, reportReader, write }: CounterDesk,
  { zone, now, isOver }: CounterTime,
): Promise<void> {
  const clock = { zone, asOf: now }
  await reportReader.transaction().execute(async view => {
    const sum = new Contributions()
    const lastSeq = await readLastSeq(view, organisationId)
    for (let after = ''; ; ) {
      const rows = await view
        .selectFrom('ticket_figures')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .where('id', '>', after)
        .orderBy('id')
        .limit(ticketsAtOnce)
        .execute()
      for (const row of rows) addContribution(sum, row, clock)
      if (isOver?.()) return
      const last = rows.at(-1)
      if (last === undefined || rows.length < ticketsAtOnce) break
      after = last.id
    }
    await write(async tx => {
      const place: Place = { db: tx, organisationId }
      const changed = await changedAfter(tx, organisationId, lastSeq)
      sum.addAll(await contributionsOf({ db: view, organisationId }, changed, clock), -1)
      sum.addAll(await contributionsOf(place, changed, clock), 1)
      await tx.deleteFrom('block_counters').where('organisation_id', '=', organisationId).execute()
      await addToCounters(place, sum)
      await saveCounterState(place, clock)
    })
  })
}

async function readLastSeq(db: Kysely<Database>, organisationId: string): Promise<number> {
  const { next_seq } = await db
    .selectFrom('organisations')
    .select('next_seq')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow()
  return next_seq - 1
}

async function changedAfter(tx: Tx, organisationId: string, seq: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('tickets')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('seq', '>', seq)
    .execute()
  return rows.map(({ id }) => id)
}

/** Before the first request, where that takes no time to speak of. */
export async function startCounters(desk: CounterDesk, clock: { zone: string; now: string }): Promise<void> {
  const some = await desk.reader
    .selectFrom('ticket_figures')
    .select('id')
    .where('organisation_id', '=', desk.organisationId)
    .orderBy('id')
    .offset(mostAtStart)
    .limit(1)
    .executeTakeFirst()
  if (some === undefined) await keepCounters(desk, clock)
}

/**
 * Once in a while, and at the start: so that a read finds little that passed since. Answers whether anything was written.
 * A clock that was set back makes counters of the future useless until they are made anew.
 */
export async function keepCounters(desk: CounterDesk, { zone, now, isOver }: CounterTime): Promise<boolean> {
  const { organisationId, reader, write } = desk
  const state = await findCounterState({ db: reader, organisationId })
  if (state === undefined || state.zone !== zone || state.asOf > now) {
    await rebuildCounters(desk, { zone, now, isOver })
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
