/** What of a scope are whole blocks, which the stored counters know, and how the rest of it is found. */
import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Scope, ScopeClause } from '../../../shared/policy/permissions.ts'
import { type BlockId, blockIds } from '../../../shared/reference/blocks.ts'
import type { Database } from '../../store/schema.ts'

/** Blocks whose every ordinary ticket is in the scope. */
export function wholeBlocks({ any }: Scope): BlockId[] {
  if (any.some(isEverything)) return [...blockIds]
  return any.flatMap(clause => ('blocks' in clause ? clause.blocks : []))
}

export const isOrdinary = (): Expression<SqlBool> => sql<SqlBool>`tickets.is_complaint = 0`

/**
 * Ids of ordinary tickets that the scope reaches one by one; whether each is in it the scope's own condition says.
 * `undefined`: none but those of whole blocks.
 */
export function singleTickets(organisationId: string, scope: Scope): RawBuilder<unknown> | undefined {
  const found = scope.any.some(isEverything)
    ? []
    : scope.any.flatMap(clause => reachOf(clause, organisationId) ?? [])
  return found.length === 0 ? undefined : sql`${sql.join(found, sql` union all `)}`
}

/** Complaints are few, and each has its own readers (PRACTICE P8). */
export function complaints(organisationId: string): RawBuilder<unknown> {
  return sql`select id from ticket_figures where organisation_id = ${organisationId} and is_complaint = 1`
}

export async function hasComplaints(place: {
  reader: Kysely<Database>
  organisationId: string
}): Promise<boolean> {
  const { rows } = await sql`${complaints(place.organisationId)} limit 1`.execute(place.reader)
  return rows.length > 0
}

function isEverything(clause: ScopeClause): boolean {
  return 'all' in clause || 'ordinary' in clause
}

function reachOf(clause: ScopeClause, organisationId: string): Expression<unknown> | undefined {
  const among = sql`select id from ticket_figures where organisation_id = ${organisationId}`
  if ('capturer' in clause) return captured(organisationId, clause.capturer)
  if ('recorderOfNew' in clause) return captured(organisationId, clause.recorderOfNew)
  if ('executors' in clause)
    return sql`select ticket_id as id from ticket_executors
      where organisation_id = ${organisationId} and executor in (${sql.join([...clause.executors])})`
  if ('unsorted' in clause) return sql`${among} and is_open = 1 and sorted = 0`
  // As a constant: a statement finds the partial index only so.
  if ('status' in clause) return sql`${among} and status = ${sql.lit(clause.status)}`
  if ('openProblem' in clause) return sql`${among} and is_open_problem = 1`
  return undefined
}

function captured(organisationId: string, personId: string): Expression<unknown> {
  return sql`select ticket_id as id from ticket_capturers
    where organisation_id = ${organisationId} and person_id = ${personId}`
}
