/**
 * Which tickets changed since a `seq`, with the facets on which a reader's scope depends: those of now, and those of
 * then, as the last event before it holds them. So the scope is asked of the same facets as everywhere else.
 */
import type { Kysely } from 'kysely'
import { type Facets, inScope, type Scope } from '../../shared/policy/permissions.ts'
import type { Database } from '../store/schema.ts'
import { facetColumns, facetsFromRow } from '../tickets/facts.ts'
import { readFacetsAt } from '../tickets/past-facets.ts'

export type Place = { db: Kysely<Database>; organisationId: string }

/** Where the organisation stands: its last event and the version of its settings. */
export type Standing = { seq: number; settingsVersion: number }

/** `before`: as the ticket was at that `seq`; `undefined` for a ticket that was not there yet. */
export type Change = { ticketId: string; now: Facets; before: Facets | undefined }

/** Above this nobody needs names: who was away so long reads everything again. */
const maxChanges = 500

export async function readStanding({ db, organisationId }: Place): Promise<Standing | undefined> {
  const row = await db
    .selectFrom('organisations')
    .select(['next_seq', 'settings_version'])
    .where('id', '=', organisationId)
    .executeTakeFirst()
  return row && { seq: row.next_seq - 1, settingsVersion: row.settings_version }
}

/** Tickets whose last event is in `(since, until]`; `'many'` where they are too many to be named. */
export async function readChanges(place: Place, since: number, until: number): Promise<Change[] | 'many'> {
  const { db, organisationId } = place
  const rows = await db
    .selectFrom('tickets')
    .select(['id', ...facetColumns])
    .where('organisation_id', '=', organisationId)
    .where('seq', '>', since)
    .where('seq', '<=', until)
    .orderBy('seq')
    .limit(maxChanges + 1)
    .execute()
  if (rows.length > maxChanges) return 'many'
  if (rows.length === 0) return []
  const ids = rows.map(row => row.id)
  const capturers = await readCapturers(place, ids)
  const before = await readFacetsAt(place, ids, since, capturers)
  return rows.map(row => ({
    ticketId: row.id,
    now: facetsFromRow(row, capturers.get(row.id) ?? []),
    before: before.get(row.id),
  }))
}

async function readCapturers(
  { db, organisationId }: Place,
  ticketIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('ticket_capturers')
    .select(['ticket_id', 'person_id'])
    .where('organisation_id', '=', organisationId)
    .where('ticket_id', 'in', [...ticketIds])
    .execute()
  const capturers = new Map<string, string[]>(ticketIds.map(id => [id, []]))
  for (const { ticket_id, person_id } of rows) capturers.get(ticket_id)?.push(person_id)
  return capturers
}

/** What a reader is told of changes; `undefined` where none of them is the reader's. */
export function toldOf(changes: Change[] | 'many', scope: Scope): { ticketIds?: string[] } | undefined {
  if (changes === 'many') return {}
  const ticketIds: string[] = []
  let hasLeft = false
  for (const { ticketId, now, before } of changes) {
    if (inScope(now, scope)) ticketIds.push(ticketId)
    else if (before !== undefined && inScope(before, scope)) hasLeft = true
  }
  // A ticket that left is not named any more, but what shows it has to be read again.
  if (hasLeft) return {}
  return ticketIds.length > 0 ? { ticketIds } : undefined
}

/** The last event that had been received before `at`; looks back over the latest hundred only. */
export async function seqBefore({ db, organisationId }: Place, at: string): Promise<number> {
  const latest = await db
    .selectFrom('events')
    .select(['seq', 'received_at'])
    .where('organisation_id', '=', organisationId)
    .orderBy('seq', 'desc')
    .limit(100)
    .execute()
  const last = latest.find(event => event.received_at < at) ?? latest.at(-1)
  return last?.seq ?? 0
}
