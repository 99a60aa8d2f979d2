/**
 * The states of tickets are made from their events. Where a newer version of the rules makes them otherwise, all are made
 * anew at the first start, in portions: each is a transaction of its own that also keeps where it ended, so a start that
 * was interrupted goes on there. Events, order and contents stay as they are.
 *
 * Events come first; only where they cannot be read does the stored state count, as today's schema reads it. What cannot
 * be read either way is reported and keeps its row: one spoilt ticket must not keep the whole centre from starting.
 */
import type { Kysely } from 'kysely'
import { facetsOf } from '../../shared/policy/permissions.ts'
import { evolve } from '../../shared/ticket/evolve.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'
import { factColumns, factOf } from './facts.ts'
import { insertMoments, Moments } from './moments.ts'
import { externalRows, ticketRow, updateFigures } from './state.ts'
import { parseState } from './view.ts'

/** Grows when `evolve` or the columns of `tickets` come to say something else of the same events. */
export const stateVersion = 4

/** Tickets a transaction: few enough to lose little, many enough to need few fsyncs. */
const usualPortion = 500

export type Rebuilding = {
  /** Told of each ticket whose events cannot be read. */
  report(error: unknown): void
  /** Told after each portion. */
  progress?(done: number, total: number): void
  /** For tests. */
  portion?: number
}

type Row = { id: string; seq: number; state: string }

export async function rebuildStates(db: Kysely<Database>, rebuilding: Rebuilding): Promise<void> {
  const organisations = await db
    .selectFrom('organisations')
    .select(['id', 'rebuilt_after'])
    .where('state_version', '<', stateVersion)
    .execute()
  for (const { id, rebuilt_after } of organisations) await rebuildAll(db, id, rebuilt_after, rebuilding)
}

async function rebuildAll(
  db: Kysely<Database>,
  organisationId: string,
  rebuiltAfter: string | null,
  { report, progress, portion = usualPortion }: Rebuilding,
): Promise<void> {
  const total = await countTickets(db, organisationId, null)
  let after = readResumePoint(rebuiltAfter)
  let done = after === null ? 0 : total - (await countTickets(db, organisationId, after))
  for (;;) {
    const rows = await rowsAfter(db, organisationId, after, portion)
    const isLast = rows.length < portion
    after = rows.at(-1)?.id ?? after
    const point = isLast
      ? { state_version: stateVersion, rebuilt_after: null }
      : { rebuilt_after: `${stateVersion}:${after ?? ''}` }
    await db.transaction().execute(async tx => {
      await rebuildPortion(tx, organisationId, rows, report)
      await tx.updateTable('organisations').set(point).where('id', '=', organisationId).execute()
    })
    done += rows.length
    if (rows.length > 0) progress?.(done, total)
    if (isLast) return
  }
}

/** Where an interrupted start ended; one of another version begins anew. */
function readResumePoint(rebuiltAfter: string | null): string | null {
  const prefix = `${stateVersion}:`
  return rebuiltAfter?.startsWith(prefix) ? rebuiltAfter.slice(prefix.length) : null
}

async function countTickets(db: Kysely<Database>, organisationId: string, after: string | null) {
  const { count } = await db
    .selectFrom('tickets')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('organisation_id', '=', organisationId)
    .$if(after !== null, query => query.where('id', '>', after ?? ''))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function rowsAfter(db: Kysely<Database>, organisationId: string, after: string | null, most: number) {
  return db
    .selectFrom('tickets')
    .select(['id', 'seq', 'state'])
    .where('organisation_id', '=', organisationId)
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(most)
    .execute()
}

async function rebuildPortion(
  tx: Tx,
  organisationId: string,
  rows: readonly Row[],
  report: (error: unknown) => void,
): Promise<void> {
  if (rows.length === 0) return
  // The counters are made anew from what the tickets become.
  await tx.deleteFrom('counter_states').where('organisation_id', '=', organisationId).execute()
  const { tickets, moments } = await replay(tx, organisationId, rows, report)
  for (const { id, seq } of rows) {
    const ticket = tickets.get(id)
    if (ticket === undefined) continue
    const row = ticketRow(organisationId, ticket, seq)
    const { id: _id, ...columns } = row
    await tx
      .updateTable('tickets')
      .set(columns)
      .where('organisation_id', '=', organisationId)
      .where('id', '=', id)
      .execute()
    await updateFigures(tx, row)
  }
  await saveAllRows(tx, organisationId, [...tickets.values()])
  await saveMoments(tx, organisationId, moments)
}

/** From their events, read at once; who can be read neither so nor from the stored state is left out. */
async function replay(
  tx: Tx,
  organisationId: string,
  rows: readonly Row[],
  report: (error: unknown) => void,
): Promise<{ tickets: Map<string, Ticket>; moments: Map<string, Moments> }> {
  const ids = rows.map(row => row.id)
  const events = await tx
    .selectFrom('events')
    .select(['ticket_id', 'seq', ...factColumns])
    .where('organisation_id', '=', organisationId)
    .where('ticket_id', 'in', ids)
    .orderBy('seq')
    .execute()
  const byTicket = new Map<string, typeof events>(ids.map(id => [id, []]))
  for (const event of events) byTicket.get(event.ticket_id)?.push(event)
  const tickets = new Map<string, Ticket>()
  const moments = new Map<string, Moments>()
  for (const { id, state } of rows) {
    const ticket =
      readOr(report, () => {
        const passed = new Moments(organisationId, id)
        let ticket: Ticket | null = null
        for (const event of byTicket.get(id) ?? []) {
          const fact = factOf(event)
          passed.add(ticket, fact, event.seq)
          ticket = evolve(ticket, fact, id)
        }
        if (ticket === null) throw new Error('A ticket without events')
        moments.set(id, passed)
        return ticket
      }) ?? readOr(report, () => parseState(state))
    if (ticket !== undefined) tickets.set(id, ticket)
  }
  return { tickets, moments }
}

/** Only of tickets whose events could be read: the stored state does not know when things happened. */
async function saveMoments(tx: Tx, organisationId: string, moments: ReadonlyMap<string, Moments>) {
  await tx
    .deleteFrom('ticket_moments')
    .where('organisation_id', '=', organisationId)
    .where('ticket_id', 'in', [...moments.keys(), ''])
    .execute()
  await insertMoments(
    tx,
    [...moments.values()].flatMap(each => each.rows),
  )
}

function readOr(report: (error: unknown) => void, read: () => Ticket): Ticket | undefined {
  try {
    return read()
  } catch (error) {
    report(error)
    return undefined
  }
}

/** Executors, those a complaint is about and numbers in other systems, of many tickets at once. */
async function saveAllRows(tx: Tx, organisation_id: string, tickets: readonly Ticket[]): Promise<void> {
  if (tickets.length === 0) return
  const facets = tickets.map(ticket => ({ ticket_id: ticket.id, ...facetsOf(ticket) }))
  const ids = facets.map(each => each.ticket_id)
  for (const table of ['ticket_executors', 'ticket_about', 'ticket_externals'] as const) {
    await tx
      .deleteFrom(table)
      .where('organisation_id', '=', organisation_id)
      .where('ticket_id', 'in', ids)
      .execute()
  }
  const executors = facets.flatMap(({ ticket_id, executors }) =>
    [...new Set(executors)].map(executor => ({ organisation_id, ticket_id, executor })),
  )
  const about = facets.flatMap(({ ticket_id, about }) =>
    [...new Set(about)].map(party => ({ organisation_id, ticket_id, party })),
  )
  if (executors.length > 0) await tx.insertInto('ticket_executors').values(executors).execute()
  if (about.length > 0) await tx.insertInto('ticket_about').values(about).execute()
  const externals = tickets.flatMap(ticket => externalRows(organisation_id, ticket))
  if (externals.length > 0) await tx.insertInto('ticket_externals').values(externals).execute()
}

const printMilliseconds = 3_000

/** For the one who started the server and waits: a line every few seconds, none where it was quick. */
export function printedProgress(
  print: (line: string) => void,
  milliseconds: () => number,
): (done: number, total: number) => void {
  let printedAt = milliseconds()
  return (done, total) => {
    if (milliseconds() - printedAt < printMilliseconds) return
    printedAt = milliseconds()
    const count = (value: number) => value.toLocaleString('ru-RU')
    print(`Обновляю карточки: ${count(done)} из ${count(total)}`)
  }
}
