/**
 * «Автоматическое вынесение» (decree 697-П, 3.3): what is overdue for a set time comes before the head by itself, once in
 * each round. Everything that one tick put there is one digest, so that a server that stood still for a weekend does not
 * send a notice per ticket.
 */
import { v7 as uuidv7 } from 'uuid'
import type { Settings } from '../../shared/policy/settings.ts'
import { decideSystem } from '../../shared/ticket/automation.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import { parseState } from '../tickets/view.ts'
import { decideEach, type JobDesk, portionsOf, type Round } from './desk.ts'

/** A row of `digests` of the kind `escalated`: numbers in the order in which they were due. */
export type EscalatedDigest = { numbers: number[]; afterDowntime: boolean }

export async function escalate(desk: JobDesk, round: Round, afterDowntime: boolean): Promise<number> {
  const numbers: number[] = []
  let escalated = 0
  for (const portion of portionsOf(await findOverdue(desk, round), round.portion)) {
    const done = await desk.write(async tx => decideEach(desk, tx, 'escalate_overdue', portion, round.now))
    numbers.push(...done.filter(row => !row.isAboutHead).map(row => row.number))
    escalated += done.length
    if (round.isOver()) break
  }
  if (numbers.length > 0) await writeDigest(desk, round.now, { numbers, afterDowntime })
  return escalated
}

/** Late and not before the head yet; the index by `next_due_at` keeps the calm ones out, the rule does the rest. */
async function findOverdue({ reader, organisationId }: JobDesk, { now, settings }: Round) {
  if (settings.automation.escalateAfterHours === null) return []
  const rows = await reader
    .selectFrom('tickets')
    .select(['id', 'number', 'state'])
    .where('organisation_id', '=', organisationId)
    .where('closed_at', 'is', null)
    .where('next_due_at', '<=', now)
    .where('before_head_at', 'is', null)
    .orderBy('next_due_at')
    .orderBy('number')
    .execute()
  return rows.flatMap(({ id, number, state }) => {
    const ticket = parseState(state)
    const isDue = decideSystem(ticket, { type: 'escalate_overdue' }, { now, settings }) !== null
    return isDue ? [{ id, number, isAboutHead: isAboutHead(ticket, settings) }] : []
  })
}

/** The head of the centre reads the digest and must not learn even the number of a complaint about himself (P8). */
function isAboutHead({ complaint }: Ticket, { people }: Settings): boolean {
  return people.some(
    person => person.roles.includes('center_head') && complaint?.personIds.includes(person.id) === true,
  )
}

async function writeDigest({ write, organisationId }: JobDesk, at: string, document: EscalatedDigest) {
  await write(tx =>
    tx
      .insertInto('digests')
      .values({
        organisation_id: organisationId,
        id: uuidv7(),
        at,
        kind: 'escalated',
        document: JSON.stringify(document),
      })
      .execute(),
  )
}
