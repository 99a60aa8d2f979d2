/**
 * Who may name a file. Its hash is no secret for ever: a ticket that names another's file must not give it out. A person
 * may name what they put themselves or what a ticket in their scope holds. A hash whose bytes have not come may be named
 * by anybody (a desk works offline), but the bytes serve only those who put them: see `settleClaims`.
 */
import type { Kysely } from 'kysely'
import * as z from 'zod'
import type { Scope } from '../../shared/policy/permissions.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'
import { inScopeSql } from '../tickets/scope-sql.ts'

type Place = { db: Kysely<Database>; organisationId: string }

/** Those of the hashes that are on the server and are not this person's to name. */
export async function foreignFiles(
  { db, organisationId }: Place,
  { personId, scope }: { personId: string; scope: Scope },
  sha256s: readonly string[],
): Promise<string[]> {
  if (sha256s.length === 0) return []
  const rows = await db
    .selectFrom('files')
    .select('sha256')
    .where('organisation_id', '=', organisationId)
    .where('sha256', 'in', [...sha256s])
    .where(({ not, or, exists, selectFrom }) =>
      not(
        or([
          exists(
            selectFrom('file_puts')
              .select('file_puts.sha256')
              .where('file_puts.organisation_id', '=', organisationId)
              .whereRef('file_puts.sha256', '=', 'files.sha256')
              .where('file_puts.person_id', '=', personId),
          ),
          exists(
            selectFrom('tickets')
              .select('tickets.id')
              .where('tickets.organisation_id', '=', organisationId)
              .where('tickets.id', 'in', eb =>
                eb
                  .selectFrom('ticket_files')
                  .select('ticket_files.ticket_id')
                  .where('ticket_files.organisation_id', '=', organisationId)
                  .whereRef('ticket_files.sha256', '=', 'files.sha256')
                  .where('ticket_files.withheld', '=', 0),
              )
              .where(inScopeSql(scope)),
          ),
        ]),
      ),
    )
    .execute()
  return rows.map(row => row.sha256)
}

/**
 * The bytes of a hash have come from `by`. Where they are the first, tickets on which only others named it withhold it;
 * whoever puts the same bytes later has them on their own tickets again.
 */
export async function settleClaims(
  tx: Tx,
  {
    organisationId,
    sha256,
    by,
    isFirst,
  }: { organisationId: string; sha256: string; by: string; isFirst: boolean },
): Promise<void> {
  const naming = await tx
    .selectFrom('ticket_files')
    .select('ticket_id')
    .where('organisation_id', '=', organisationId)
    .where('sha256', '=', sha256)
    .execute()
  for (const { ticket_id } of naming) {
    const isOwn = await hasNamed(tx, { organisationId, ticketId: ticket_id, sha256, by })
    if (!isOwn && !isFirst) continue
    await tx
      .updateTable('ticket_files')
      .set({ withheld: isOwn ? 0 : 1 })
      .where('organisation_id', '=', organisationId)
      .where('ticket_id', '=', ticket_id)
      .where('sha256', '=', sha256)
      .execute()
  }
}

const hashesSchema = z.record(z.string(), z.string())

/** Whether an act of this person on the ticket brought a content that names the file. */
async function hasNamed(
  tx: Tx,
  named: { organisationId: string; ticketId: string; sha256: string; by: string },
): Promise<boolean> {
  const contents = await tx
    .selectFrom('contents')
    .select(['id', 'body'])
    .where('organisation_id', '=', named.organisationId)
    .where('ticket_id', '=', named.ticketId)
    .where('kind', '=', 'file')
    .execute()
  const ids = contents.filter(({ body }) => body?.includes(`"${named.sha256}"`)).map(({ id }) => id)
  if (ids.length === 0) return false
  const events = await tx
    .selectFrom('events')
    .select('content_hashes')
    .where('organisation_id', '=', named.organisationId)
    .where('ticket_id', '=', named.ticketId)
    .where('by', '=', named.by)
    .execute()
  return events.some(({ content_hashes }) => {
    const hashes = hashesSchema.parse(JSON.parse(content_hashes))
    return ids.some(id => id in hashes)
  })
}
