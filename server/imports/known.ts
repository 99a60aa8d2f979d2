/** What the office knows of the messages of an export: by their numbers there, by the keys of their posts. */
import { setImmediate as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { ImportSystem } from '../../shared/imports/columns.ts'
import type { Known, KnownTicket } from '../../shared/imports/plan.ts'
import type { ImportRow } from '../../shared/imports/rows.ts'
import type { Scope } from '../../shared/policy/permissions.ts'
import { noExternal } from '../../shared/reference/external.ts'
import { canonicalAddressOf } from '../../shared/sources/canonical-address.ts'
import type { Identity } from '../../shared/sources/identity.ts'
import { erasedName } from '../store/erased-names.ts'
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
  const numbered = await inPortions(numbers, each => ticketsByNumber(place, system, each))
  const identities = rows.map(({ identity }) => identity)
  const posted = await inPortions(
    identities.map(({ key }) => key),
    each => ticketsByKey(place, each),
  )
  const addressed = await ticketsByAddress(place, identities, new Set(posted.map(({ by }) => by)))
  const ids = [...new Set([...numbered, ...posted, ...addressed].map(({ ticketId }) => ticketId))]
  const tickets = new Map(
    (await inPortions(ids, each => standingTickets(place, system, each))).map(ticket => [
      ticket.ticketId,
      ticket,
    ]),
  )
  return { byNumber: firstOf(numbered, tickets), byKey: firstOf([...posted, ...addressed], tickets) }
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
  // Where an author was erased, the hash of the key stands in its place.
  const keyOf = new Map(
    keys.flatMap(key => [[key, key] as const, [erasedName(organisationId, key), key] as const]),
  )
  const rows = await db
    .selectFrom('sources')
    .innerJoin('ticket_sources', join =>
      join
        .onRef('ticket_sources.organisation_id', '=', 'sources.organisation_id')
        .onRef('ticket_sources.source_id', '=', 'sources.id'),
    )
    .select(['sources.key', 'ticket_sources.ticket_id'])
    .where('sources.organisation_id', '=', organisationId)
    .where('sources.key', 'in', [...keyOf.keys()])
    .where(eb => eb('sources.withdrawn', '=', eb.lit(0)))
    .execute()
  return rows.map(({ key, ticket_id: ticketId }) => ({ by: keyOf.get(key) ?? key, ticketId }))
}

/** What no key leads to: by the address that names it alone. */
async function ticketsByAddress(
  { db, organisationId }: Place,
  identities: readonly Identity[],
  found: ReadonlySet<string>,
): Promise<Link[]> {
  const keysOf = new Map<string, string>()
  for (const identity of identities) {
    const address = canonicalAddressOf(identity)
    if (address === null || found.has(identity.key)) continue
    keysOf.set(address, identity.key)
    keysOf.set(erasedName(organisationId, address), identity.key)
  }
  const links = await inPortions([...keysOf.keys()], each =>
    db
      .selectFrom('sources')
      .innerJoin('ticket_sources', join =>
        join
          .onRef('ticket_sources.organisation_id', '=', 'sources.organisation_id')
          .onRef('ticket_sources.source_id', '=', 'sources.id'),
      )
      .select(['sources.url', 'ticket_sources.ticket_id'])
      .where('sources.organisation_id', '=', organisationId)
      .where('sources.url', 'in', each)
      .where(eb => eb('sources.withdrawn', '=', eb.lit(0)))
      .execute(),
  )
  return links.flatMap(({ url, ticket_id: ticketId }) => {
    const by = keysOf.get(url ?? '')
    return by === undefined ? [] : [{ by, ticketId }]
  })
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
