/** What the office knows of the messages of an export: by their numbers there, by the keys of their posts. */
import { setImmediate as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { ImportSystem } from '../../shared/imports/columns.ts'
import type { Known, KnownTicket } from '../../shared/imports/plan.ts'
import type { ImportRow } from '../../shared/imports/rows.ts'
import type { Scope } from '../../shared/policy/permissions.ts'
import { noExternal } from '../../shared/reference/external.ts'
import type { Database } from '../store/schema.ts'
import { inScopeSql } from '../tickets/scope-sql.ts'

type Place = {
  db: Kysely<Database>
  organisationId: string
  /** Of the tickets that the person may change. */
  scope: Scope
}

/** So many values are asked for in one query. */
const portion = 400

export async function readKnown(
  place: Place,
  system: ImportSystem,
  rows: readonly ImportRow[],
): Promise<Known> {
  const numbers = rows.flatMap(({ external }) => external.number ?? [])
  const keys = rows.map(({ identity }) => identity.key)
  const numbered = await inPortions(numbers, each => ticketsByNumber(place, system, each))
  const posted = await inPortions(keys, each => ticketsByKey(place, each))
  const ids = [...new Set([...numbered, ...posted].map(({ ticketId }) => ticketId))]
  const tickets = new Map(
    (await inPortions(ids, each => standingTickets(place, system, each))).map(ticket => [
      ticket.ticketId,
      ticket,
    ]),
  )
  return { byNumber: firstOf(numbered, tickets), byKey: firstOf(posted, tickets) }
}

type Link = { by: string; ticketId: string }
type Standing = KnownTicket & { isOpen: boolean }

/** Of several tickets of one message the open one with the smallest number, as for a capture. */
function firstOf(links: readonly Link[], tickets: ReadonlyMap<string, Standing>): Map<string, KnownTicket> {
  const first = new Map<string, Standing>()
  for (const { by, ticketId } of links) {
    const ticket = tickets.get(ticketId)
    const before = first.get(by)
    if (ticket !== undefined && (before === undefined || isBefore(ticket, before))) first.set(by, ticket)
  }
  return new Map([...first].map(([by, { isOpen: _isOpen, ...known }]) => [by, known]))
}

function isBefore(a: Standing, b: Standing): boolean {
  return a.isOpen === b.isOpen ? a.number < b.number : a.isOpen
}

async function ticketsByNumber(
  { db, organisationId }: Place,
  system: ImportSystem,
  numbers: readonly string[],
): Promise<Link[]> {
  const rows = await db
    .selectFrom('ticket_externals')
    .select(['number', 'ticket_id'])
    .where('organisation_id', '=', organisationId)
    .where('system', '=', system)
    .where('number', 'in', numbers)
    .execute()
  return rows.flatMap(({ number, ticket_id: ticketId }) =>
    number === null ? [] : [{ by: number, ticketId }],
  )
}

async function ticketsByKey({ db, organisationId }: Place, keys: readonly string[]): Promise<Link[]> {
  const rows = await db
    .selectFrom('sources')
    .innerJoin('ticket_sources', join =>
      join
        .onRef('ticket_sources.organisation_id', '=', 'sources.organisation_id')
        .onRef('ticket_sources.source_id', '=', 'sources.id'),
    )
    .select(['sources.key', 'ticket_sources.ticket_id'])
    .where('sources.organisation_id', '=', organisationId)
    .where('sources.key', 'in', keys)
    .where(eb => eb('sources.withdrawn', '=', eb.lit(0)))
    .execute()
  return rows.map(({ key, ticket_id: ticketId }) => ({ by: key, ticketId }))
}

async function standingTickets(
  { db, organisationId, scope }: Place,
  system: ImportSystem,
  ids: readonly string[],
): Promise<Standing[]> {
  const tickets = await db
    .selectFrom('tickets')
    .select(['id', 'number', 'closed_at'])
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', ids)
    .where('status', '!=', 'withdrawn')
    .execute()
  const reached = await db
    .selectFrom('tickets')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', ids)
    .where(inScopeSql(scope))
    .execute()
  const externals = await db
    .selectFrom('ticket_externals')
    .select(['ticket_id', 'number', 'due_on', 'stage'])
    .where('organisation_id', '=', organisationId)
    .where('ticket_id', 'in', ids)
    .where('system', '=', system)
    .execute()
  const mayChange = new Set(reached.map(({ id }) => id))
  const externalOf = new Map(
    externals.map(({ ticket_id: id, number, due_on: dueOn, stage }) => [id, { number, dueOn, stage }]),
  )
  return tickets.map(({ id, number, closed_at: closedAt }) => ({
    ticketId: id,
    number,
    isOpen: closedAt === null,
    mayChange: mayChange.has(id),
    external: externalOf.get(id) ?? noExternal,
  }))
}

async function inPortions<Item>(
  values: readonly string[],
  read: (portion: readonly string[]) => Promise<Item[]>,
): Promise<Item[]> {
  const distinct = [...new Set(values)]
  const found: Item[] = []
  for (let at = 0; at < distinct.length; at += portion) {
    found.push(...(await read(distinct.slice(at, at + portion))))
    // The store answers at once: others are heard between the portions.
    await pause()
  }
  return found
}
