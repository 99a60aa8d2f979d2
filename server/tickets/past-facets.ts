/** What scope depended on at a past `seq`: every event holds the facets of its ticket as they were after it. */
import type { Kysely } from 'kysely'
import type { Facets } from '../../shared/policy/permissions.ts'
import type { Database } from '../store/schema.ts'
import { pastFacetColumns, pastFacetsFromRow } from './facts.ts'

type Place = { db: Kysely<Database>; organisationId: string }

/**
 * By ticket, from its last event at or before `seq`; nothing for one that was not there yet. `capturers` are taken as of
 * now, by ticket: they are not among an event's facets, and who recorded a ticket goes on having recorded it.
 */
export async function readFacetsAt(
  { db, organisationId }: Place,
  ticketIds: readonly string[],
  seq: number,
  capturers: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, Facets>> {
  if (ticketIds.length === 0) return new Map()
  const then = await db
    .selectFrom('events')
    .select(['ticket_id', ...pastFacetColumns])
    .where('organisation_id', '=', organisationId)
    .where('seq', 'in', eb =>
      eb
        .selectFrom('events as earlier')
        .select(({ fn }) => fn.max('earlier.seq').as('seq'))
        .where('earlier.organisation_id', '=', organisationId)
        .where('earlier.ticket_id', 'in', [...ticketIds])
        .where('earlier.seq', '<=', seq)
        .groupBy('earlier.ticket_id'),
    )
    .execute()
  return new Map(
    then.map(event => [event.ticket_id, pastFacetsFromRow(event, capturers.get(event.ticket_id) ?? [])]),
  )
}
