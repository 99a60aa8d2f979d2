/** What of a rating's tickets a reader may see: a link, the number alone, or nothing (PRACTICE P3, P8). */
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Actor } from '../../../shared/policy/grants.ts'
import { commandScope, type Scope } from '../../../shared/policy/permissions.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Database } from '../../store/schema.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'

/** `hidden`: a complaint about an official that is not the reader's, not even its number. */
export type Seen = 'link' | 'number' | 'hidden'

export async function seenAmong(
  reader: Kysely<Database>,
  organisationId: string,
  scope: Scope,
  ticketIds: readonly string[],
): Promise<(ticketId: string) => Seen> {
  const rows = await reader
    .selectFrom('tickets')
    .select(tickets => [
      'id',
      'is_complaint',
      tickets.case().when(inScopeSql(scope)(tickets)).then(1).else(0).end().as('is_in_scope'),
    ])
    .where('organisation_id', '=', organisationId)
    // As one value: a month may name more than a statement has places for.
    .where(sql<SqlBool>`id in (select value from json_each(${JSON.stringify([...new Set(ticketIds)])}))`)
    .execute()
  const known = new Map(
    rows.map(row => [row.id, row.is_in_scope === 1 ? 'link' : row.is_complaint === 1 ? 'hidden' : 'number']),
  ) satisfies Map<string, Seen>
  return id => known.get(id) ?? 'hidden'
}

/** On which of these tickets' objections the person decides: the head; on a complaint about the head, who has it instead. */
export async function decidedBy(
  reader: Kysely<Database>,
  organisationId: string,
  actor: Actor,
  settings: Settings,
  ticketIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await reader
    .selectFrom('tickets')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where(sql<SqlBool>`id in (select value from json_each(${JSON.stringify([...new Set(ticketIds)])}))`)
    .where(inScopeSql(commandScope(actor, 'assign', settings)))
    .$if(!actor.roles.includes('center_head'), query => query.where('is_complaint', '=', 1))
    .execute()
  return new Set(rows.map(({ id }) => id))
}
