/**
 * Marks: what everyone who may capture knows of a public post with a ticket. A post that was split has several tickets
 * and one mark: that of the open one with the smallest number, or of the one that was closed last.
 * A complaint shows no mark to those it is about (PRACTICE P8): where one stood, it is taken away as of a withdrawn record.
 */
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Facets } from '../../shared/policy/permissions.ts'
import type { Mark } from '../../shared/sync/wire.ts'
import { isErasedKey } from '../../shared/ticket/erased-key.ts'
import type { Database } from '../store/schema.ts'
import { asBlock, asStatus, facetColumns, facetsFromRow } from './facts.ts'

type Place = { db: Kysely<Database>; organisationId: string; notAbout: readonly string[] }

/** By the ticket that changed. `before`: what the reader's scope depended on at the cursor, where it is known. */
export async function marksOf(
  { db, organisationId, notAbout }: Place,
  rows: readonly { id: string }[],
  before: ReadonlyMap<string, Facets>,
): Promise<Map<string, Mark[]>> {
  const marks = new Map<string, Mark[]>()
  if (rows.length === 0) return marks
  const changed = rows.map(row => row.id)
  const posts = await db
    // Materialized, so that SQLite begins with the few that changed: of what is behind it, it cannot know how much there is.
    .with(
      cte => cte('changed').materialized(),
      eb =>
        eb
          .selectFrom('ticket_sources')
          .select(['organisation_id', 'ticket_id', 'source_id'])
          .where('organisation_id', '=', organisationId)
          .where('ticket_id', 'in', changed),
    )
    .selectFrom('changed')
    .innerJoin('sources', join =>
      join
        .onRef('sources.organisation_id', '=', 'changed.organisation_id')
        .onRef('sources.id', '=', 'changed.source_id'),
    )
    .innerJoin('ticket_sources', join =>
      join
        .onRef('ticket_sources.organisation_id', '=', 'sources.organisation_id')
        .onRef('ticket_sources.source_id', '=', 'sources.id'),
    )
    .innerJoin('tickets', join =>
      join
        .onRef('tickets.organisation_id', '=', 'ticket_sources.organisation_id')
        .onRef('tickets.id', '=', 'ticket_sources.ticket_id'),
    )
    .select(['changed.ticket_id as changed_id', 'sources.key', 'sources.id as source_id'])
    .select(['tickets.id', 'tickets.number'])
    // A complaint lets nobody know of itself, also not by what was joined to it (PRACTICE P8).
    .leftJoin('tickets as into', join =>
      join
        .onRef('into.organisation_id', '=', 'tickets.organisation_id')
        .onRef('into.id', '=', 'tickets.merged_into')
        .on('into.is_complaint', '=', 0),
    )
    .select(['tickets.next_due_at', 'tickets.closed_at', 'tickets.before_head_at'])
    .select(['into.number as into_number', promisedDate.as('promised_date'), isPaused.as('is_paused')])
    .select(facetColumns.map(column => `tickets.${column}` as const))
    .where('sources.public', '=', 1)
    .orderBy('sources.key')
    .orderBy('tickets.number')
    .execute()
  const standing = await withFurtherKeys({ db, organisationId }, posts)
  const isHidden = (facets: Facets) => facets.about.some(key => notAbout.includes(key))
  for (const id of changed) {
    const own = standing.filter(row => row.changed_id === id)
    const ofTicket = [...new Set(own.map(row => row.key))].flatMap((key): Mark[] => {
      const seen = own.filter(row => row.key === key && !isHidden(facetsFromRow(row, [])))
      const best = bestOf(seen)
      // Without its author a message has no mark; where one stood, it is taken away.
      if (best !== undefined) return [isErasedKey(key) ? takenAway(key, id) : markOf(best)]
      const earlier = before.get(id)
      return earlier === undefined || isHidden(earlier) ? [] : [takenAway(key, id)]
    })
    marks.set(id, ofTicket)
  }
  return marks
}

/** A message that was recorded under several keys has its mark under each: a page knows one of them. */
async function withFurtherKeys<Row extends { key: string; source_id: string }>(
  { db, organisationId }: Omit<Place, 'notAbout'>,
  rows: readonly Row[],
): Promise<Row[]> {
  const ids = [...new Set(rows.map(row => row.source_id))]
  if (ids.length === 0) return []
  const further = await db
    .selectFrom('source_keys')
    .select(['key', 'source_id'])
    .where('organisation_id', '=', organisationId)
    .where('source_id', 'in', ids)
    .orderBy('key')
    .execute()
  return [
    ...rows,
    ...further.flatMap(({ key, source_id }) =>
      rows.filter(row => row.source_id === source_id).map(row => ({ ...row, key })),
    ),
  ]
}

const promisedDate = sql<string | null>`json_extract(tickets.state, '$.promise.date')`
const isPaused = sql<SqlBool>`exists (select 1 from json_each(tickets.state, '$.stages') as stage
  where json_extract(stage.value, '$.pausedAt') is not null
    and json_extract(stage.value, '$.stoppedAt') is null)`

type Candidate = {
  key: string
  id: string
  number: number
  block: string
  status: string
  next_due_at: string | null
  closed_at: string | null
  before_head_at: string | null
  into_number: number | null
  promised_date: string | null
  is_paused: SqlBool
}

/** Of tickets in the order of their numbers. */
function bestOf<Row extends Candidate>(rows: readonly Row[]): Row | undefined {
  const standing = rows.filter(row => row.status !== 'withdrawn')
  return (
    standing.find(row => row.closed_at === null) ??
    standing.toSorted((a, b) => ((a.closed_at ?? '') < (b.closed_at ?? '') ? 1 : -1))[0] ??
    rows[0]
  )
}

function markOf(row: Candidate): Mark {
  return {
    key: row.key,
    ticketId: row.id,
    number: row.number,
    block: asBlock(row.block),
    status: asStatus(row.status),
    dueAt: row.next_due_at,
    closedAt: row.closed_at,
    beforeHead: row.before_head_at !== null,
    intoNumber: row.into_number,
    promisedDate: row.promised_date,
    isPaused: Boolean(row.is_paused),
  }
}

function takenAway(key: string, ticketId: string): Mark {
  return { key, ticketId, number: null, block: 'none', status: 'withdrawn', dueAt: null, closedAt: null }
}
