/**
 * What a device receives (DESIGN, point 6). Everything is read in one transaction of a reader: one unchanging view.
 *
 * The tickets are walked in the order of their last change (`seq`), from the cursor on. Of each one:
 *  - a mark of a public post for those who may capture (no text, no author; a call or a letter has none): marks.ts;
 *  - the ticket with its contents, if it is in scope now;
 *  - its id in `gone`, if it was in scope at the cursor and is not now. What it was then, its last event at or before
 *    the cursor tells. Only «I recorded it» is not among an event's facets; it never ends, so it is taken as of now: who
 *    recorded a ticket loses it only where it became a complaint about them (PRACTICE P8).
 *
 * A cursor is good for one epoch and one scope; a scope changes with the settings, and by the clock where somebody stands
 * in for another or is on duty. Any other begins a resync from 0: the working set in pages (open, and
 * closed lately; withdrawn ones are not sent). A ticket that changes while the pages are read moves behind `until`, where
 * the resync began, and is sent as a change: nothing is missed, and if it left the scope meanwhile, `gone` says so.
 */
import { createHash } from 'node:crypto'
import { type Kysely, type SqlBool, sql } from 'kysely'
import * as z from 'zod'
import type { Actor } from '../../shared/policy/actor.ts'
import { type Facets, inScope, mayCapture, readScope, type Scope } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import {
  closedMarkDays,
  closedTicketDays,
  type Mark,
  maxPageBytes,
  maxTicketsPerPage,
  type PullAnswer,
} from '../../shared/sync/wire.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import { canonicalJson } from './canonical.ts'
import { facetColumns, facetsFromRow } from './facts.ts'
import { marksOf } from './marks.ts'
import { readFacetsAt } from './past-facets.ts'
import { inScopeSql } from './scope-sql.ts'
import { withContents } from './view.ts'

const day = 24 * 60 * 60 * 1000
/** Changed tickets looked at for one page, most of them perhaps of other blocks. */
const maxWalkedPerPage = 4 * maxTicketsPerPage
const chunkSize = 100

const cursorSchema = z.object({
  v: z.literal(1),
  epoch: z.string(),
  /** Everything up to here has been sent. */
  seq: z.number().int().nonnegative(),
  scopeHash: z.string(),
  /** In a resync the last `seq` when it began; what is behind it is a change. `null`: no resync, all are changes. */
  until: z.number().int().nonnegative().nullable(),
})
type Cursor = z.infer<typeof cursorSchema>

export type PullRequest = { cursor: string | null; settingsVersion: number | null }
export type Reader = {
  db: Kysely<Database>
  organisationId: string
  actor: Actor
  settings: Settings
  now: string
}

export async function pull(reader: Reader, request: PullRequest): Promise<PullAnswer> {
  const { db, organisationId, actor, settings, now } = reader
  const { epoch, next_seq } = await db
    .selectFrom('organisations')
    .select(['epoch', 'next_seq'])
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow()
  const scope = readScope(actor, settings)
  const scopeHash = hashOfScope(scope, mayCapture(actor))
  const last = next_seq - 1
  const standing = readCursor(request.cursor)
  const goesOn = standing?.epoch === epoch && standing.scopeHash === scopeHash && standing.seq <= last
  const cursor: Cursor = goesOn ? standing : { v: 1, epoch, seq: 0, scopeHash, until: last }
  const page = await readPage(reader, scope, cursor)
  const next: Cursor = page.more ? { ...cursor, seq: page.seq } : { ...cursor, seq: last, until: null }
  return {
    epoch,
    serverTime: now,
    cursor: writeCursor(next),
    resync: cursor.until !== null,
    first: cursor.until !== null && cursor.seq === 0,
    more: page.more,
    tickets: page.tickets,
    marks: page.marks,
    gone: page.gone,
    // A restored server may give another document the version that a device has already.
    settings: standing?.epoch === epoch && request.settingsVersion === settings.version ? null : settings,
  }
}

type Row = Awaited<ReturnType<typeof walk>>[number]
type Page = { tickets: TicketView[]; marks: Mark[]; gone: string[]; seq: number; more: boolean }

async function readPage(reader: Reader, scope: Scope, cursor: Cursor): Promise<Page> {
  const { db, organisationId } = reader
  const page: Page = { tickets: [], marks: [], gone: [], seq: cursor.seq, more: false }
  const capturing = mayCapture(reader.actor)
  let bytes = 0
  for (let walked = 0; walked < maxWalkedPerPage; walked += chunkSize) {
    const rows = await walk(reader, scope, cursor, page.seq)
    const capturers = await capturersAmong(reader, scope, rows)
    const isIn = (row: Row) => inScope(facetsFromRow(row, capturers.get(row.id) ?? []), scope)
    const visible = rows.filter(row => isIn(row) && isWanted(row, cursor, reader.now))
    const views = new Map<string, TicketView>()
    for (const view of await withContents(db, organisationId, visible)) views.set(view.ticket.id, view)
    const outside = rows.filter(row => !isIn(row) && isChange(row, cursor))
    const before = await facetsBefore(reader, outside, cursor, capturers)
    const wasIn = (row: Row) => {
      const facets = before.get(row.id)
      return facets !== undefined && inScope(facets, scope)
    }
    const left = new Set(outside.filter(wasIn).map(row => row.id))
    const marks = capturing
      ? await marksOf({ db, organisationId, notAbout: scope.notAbout }, rows, before)
      : new Map<string, Mark[]>()
    for (const row of rows) {
      const view = views.get(row.id)
      const rowMarks = marks.get(row.id) ?? []
      const size = byteLength(view) + byteLength(rowMarks)
      const full = page.tickets.length >= maxTicketsPerPage || bytes + size > maxPageBytes
      if (full && (page.tickets.length > 0 || page.marks.length > 0)) return { ...page, more: true }
      bytes += size
      if (view) page.tickets.push(view)
      page.marks.push(...rowMarks)
      if (left.has(row.id)) page.gone.push(row.id)
      page.seq = row.seq
    }
    if (rows.length < chunkSize) return page
  }
  return { ...page, more: true }
}

/** The next tickets after `seq`; of those that are no change only what a resync sends. */
async function walk(reader: Reader, scope: Scope, { until }: Cursor, seq: number) {
  const { db, organisationId, now } = reader
  return db
    .selectFrom('tickets')
    .select(['id', 'seq', 'state', 'closed_at', ...facetColumns])
    .where('organisation_id', '=', organisationId)
    .where('seq', '>', seq)
    .$if(until !== null, query =>
      query.where(eb =>
        eb.or([
          eb('seq', '>', until),
          eb.and([
            eb('status', '!=', 'withdrawn'),
            eb.or([eb('closed_at', 'is', null), eb('closed_at', '>=', daysBefore(now, closedMarkDays))]),
            mayCapture(reader.actor) ? sql<SqlBool>`1 = 1` : inScopeSql(scope)(eb),
          ]),
        ]),
      ),
    )
    .orderBy('seq')
    .limit(chunkSize)
    .execute()
}

function isChange(row: Row, { until }: Cursor): boolean {
  return until === null || row.seq > until
}

/** Of what is in scope: every change, and otherwise the working set. */
function isWanted(row: Row, cursor: Cursor, now: string): boolean {
  return isChange(row, cursor) || row.closed_at === null || row.closed_at >= daysBefore(now, closedTicketDays)
}

/** Of each row, who recorded it: this person, or one whom this person stands in for. Nobody else matters to the scope. */
async function capturersAmong(
  { db, organisationId }: Reader,
  scope: Scope,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const people = scope.any.flatMap(clause => ('capturer' in clause ? [clause.capturer] : []))
  if (rows.length === 0 || people.length === 0) return new Map()
  const own = await db
    .selectFrom('ticket_capturers')
    .select(['ticket_id', 'person_id'])
    .where('organisation_id', '=', organisationId)
    .where('person_id', 'in', people)
    .where('ticket_id', 'in', idsOf(rows))
    .execute()
  const capturers = new Map<string, string[]>()
  for (const { ticket_id, person_id } of own)
    capturers.set(ticket_id, [...(capturers.get(ticket_id) ?? []), person_id])
  return capturers
}

/** What scope depended on at the cursor, by ticket; nothing for a ticket that was not there yet. */
async function facetsBefore(
  place: Reader,
  rows: readonly Row[],
  cursor: Cursor,
  capturers: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, Facets>> {
  return cursor.seq === 0 ? new Map() : readFacetsAt(place, idsOf(rows), cursor.seq, capturers)
}

function hashOfScope(scope: Scope, marks: boolean): string {
  return createHash('sha256').update(canonicalJson({ scope, marks })).digest('base64url').slice(0, 22)
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** `undefined` for one that is garbled or of another version: the device starts anew. */
function readCursor(text: string | null): Cursor | undefined {
  if (text === null) return undefined
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data
  } catch {
    return undefined
  }
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(row => row.id)
}

function byteLength(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value))
}

function daysBefore(now: string, days: number): string {
  return new Date(Date.parse(now) - days * day).toISOString()
}
