/**
 * Clocks of open tickets after a change of settings (DESIGN, «Deadlines»): in portions, each of them one transaction with
 * the place where the next begins, so that a server that stops in the middle goes on there. An event comes only where a
 * date changed; a closed ticket is never touched. Always by the settings of the moment: of two changes one after the
 * other the second makes the rest of the first its own.
 *
 * Clients hear of it as of any change. Nobody stampedes: a desk pulls by its own alarm (30 s, counted from when it
 * began), a page reads itself again only where one of its tickets is named, and a pull brings pages of tickets whatever
 * their number; so the answer of a pull needs no hint to wait.
 */
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '../store/writer.ts'
import { decideEach, type JobDesk, type Round } from './desk.ts'
import { openTicketsAfter } from './open-tickets.ts'

/** Asks for a recompute in the transaction that writes the new settings. */
export async function requestRecompute(
  tx: Tx,
  {
    organisationId,
    settingsVersion,
    now,
    by,
  }: { organisationId: string; settingsVersion: number; now: string; by: string },
): Promise<void> {
  await tx
    .insertInto('recompute_jobs')
    .values({
      organisation_id: organisationId,
      id: uuidv7(),
      settings_version: settingsVersion,
      after_ticket_id: '',
      done_at: null,
      moved: 0,
      created_at: now,
      created_by: by,
    })
    .execute()
}

/** Answers how many tickets moved. `mostPortions`: of this tick; what is left waits for the next. */
export async function recompute(desk: JobDesk, round: Round, mostPortions: number): Promise<number> {
  let moved = 0
  for (let taken = 0; taken < mostPortions && !round.isOver(); taken += 1) {
    const portion = await desk.write(tx => takePortion(desk, tx, round))
    if (portion === undefined) break
    moved += portion
  }
  return moved
}

/** `undefined`: nothing waits. */
async function takePortion(desk: JobDesk, tx: Tx, round: Round): Promise<number | undefined> {
  const { organisationId } = desk
  const job = await tx
    .selectFrom('recompute_jobs')
    .select(['id', 'after_ticket_id'])
    .where('organisation_id', '=', organisationId)
    .where('done_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst()
  if (job === undefined) return undefined
  const after = job.after_ticket_id === '' ? null : job.after_ticket_id
  const rows = await openTicketsAfter(tx, organisationId, after, round.portion)
  const moved = await decideEach(desk, tx, 'recompute', rows, round.now)
  const isDone = rows.length < round.portion
  await tx
    .updateTable('recompute_jobs')
    .set(eb => ({
      after_ticket_id: rows.at(-1)?.id ?? job.after_ticket_id,
      done_at: isDone ? round.now : null,
      moved: eb('moved', '+', moved.length),
    }))
    .where('organisation_id', '=', organisationId)
    .where('id', '=', job.id)
    .execute()
  return moved.length
}
