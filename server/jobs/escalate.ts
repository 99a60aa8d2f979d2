/**
 * «Автоматическое вынесение» (decree 697-П, 3.3): what is overdue for a set time comes before the head by itself, once in
 * each round. Everything that one tick put there is one digest, so that a server that stood still for a weekend does not
 * send a notice per ticket. A portion and its lines of the digest are one transaction: nothing comes before the head unsaid.
 */
import { v7 as uuidv7 } from 'uuid'
import { decideSystem } from '../../shared/ticket/automation.ts'
import type { Tx } from '../store/writer.ts'
import { decideEach, dueAmong, type JobDesk, portionsOf, type Round } from './desk.ts'

/** A row of `digests` of the kind `escalated`: numbers in the order in which they were due. Who reads it sees their own. */
export type EscalatedDigest = { numbers: number[]; afterDowntime: boolean }

export async function escalate(desk: JobDesk, round: Round, afterDowntime: boolean): Promise<number> {
  const digestId = uuidv7()
  const numbers: number[] = []
  for (const portion of portionsOf(await findOverdue(desk, round), round.portion)) {
    const done = await desk.write(async tx => {
      const happened = await decideEach(desk, tx, 'escalate_overdue', portion, round.now)
      const all = [...numbers, ...happened.map(row => row.number)]
      if (happened.length > 0)
        await writeDigest(desk, tx, digestId, round.now, { numbers: all, afterDowntime })
      return happened
    })
    numbers.push(...done.map(row => row.number))
    if (round.isOver()) break
  }
  return numbers.length
}

/**
 * Late, not before the head and not put there in this round yet; the index by `next_due_at` keeps the calm ones out, the
 * rule does the rest.
 */
async function findOverdue(desk: JobDesk, { now, settings }: Round) {
  if (settings.automation.escalateAfterHours === null) return []
  const rows = await desk.reader
    .selectFrom('tickets')
    .select(['id', 'number', 'state'])
    .where('organisation_id', '=', desk.organisationId)
    .where('closed_at', 'is', null)
    .where('next_due_at', '<=', now)
    .where('before_head_at', 'is', null)
    .where(eb => eb.or([eb('escalated_at', 'is', null), eb('escalated_at', '<', eb.ref('reopened_at'))]))
    .orderBy('next_due_at')
    .orderBy('number')
    .execute()
  const isDue = { type: 'escalate_overdue' } as const
  return dueAmong(desk, rows, ticket => decideSystem(ticket, isDue, { now, settings }) !== null)
}

/** The first portion of a tick begins its digest, the next ones go on in it. */
async function writeDigest(
  { organisationId }: JobDesk,
  tx: Tx,
  id: string,
  at: string,
  digest: EscalatedDigest,
): Promise<void> {
  const document = JSON.stringify(digest)
  await tx
    .insertInto('digests')
    .values({ organisation_id: organisationId, id, at, kind: 'escalated', document })
    .onConflict(conflict => conflict.columns(['organisation_id', 'id']).doUpdateSet({ document }))
    .execute()
}
