/**
 * The states of tickets are made from their events. Where a newer version of the rules makes them otherwise, all are made
 * anew at the first start, in one transaction; events, order and contents stay as they are.
 */
import type { Kysely } from 'kysely'
import { evolve } from '../../shared/ticket/evolve.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'
import { factColumns, factOf } from './facts.ts'
import { saveParties, ticketRow } from './state.ts'
import { parseState } from './view.ts'

/** Grows when `evolve` or the columns of `tickets` come to say something else of the same events. */
export const stateVersion = 2

const portion = 200

/** `report` is told of a ticket whose events cannot be read; it keeps the state that it had. */
export async function rebuildStates(db: Kysely<Database>, report: (error: unknown) => void): Promise<void> {
  const organisations = await db
    .selectFrom('organisations')
    .select('id')
    .where('state_version', '<', stateVersion)
    .execute()
  for (const { id } of organisations) {
    await db.transaction().execute(async tx => {
      await rebuildAll(tx, id, report)
      await tx
        .updateTable('organisations')
        .set({ state_version: stateVersion })
        .where('id', '=', id)
        .execute()
    })
  }
}

async function rebuildAll(tx: Tx, organisationId: string, report: (error: unknown) => void): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await tx
      .selectFrom('tickets')
      .select(['id', 'seq', 'state'])
      .where('organisation_id', '=', organisationId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(portion)
      .execute()
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
    for (const { id, seq, state } of rows) {
      const { id: _id, ...columns } = ticketRow(organisationId, await stateOf(id, state), seq)
      await tx
        .updateTable('tickets')
        .set(columns)
        .where('organisation_id', '=', organisationId)
        .where('id', '=', id)
        .execute()
    }
  }

  async function stateOf(id: string, state: string): Promise<Ticket> {
    const ticket = await readOr(() => replay(tx, organisationId, id), parseState(state))
    await saveParties(tx, organisationId, ticket)
    return ticket
  }

  async function readOr(read: () => Promise<Ticket>, standing: Ticket): Promise<Ticket> {
    try {
      return await read()
    } catch (error) {
      report(error)
      return standing
    }
  }
}

async function replay(tx: Tx, organisationId: string, ticketId: string): Promise<Ticket> {
  const events = await tx
    .selectFrom('events')
    .select(factColumns)
    .where('organisation_id', '=', organisationId)
    .where('ticket_id', '=', ticketId)
    .orderBy('seq')
    .execute()
  let ticket: Ticket | null = null
  for (const event of events) ticket = evolve(ticket, factOf(event), ticketId)
  if (ticket === null) throw new Error('A ticket without events')
  return ticket
}
