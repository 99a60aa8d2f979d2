/** The one translation of a scope (shared/policy) into SQL. Every list, count and report over `tickets` uses it. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Scope, ScopeClause } from '../../shared/policy/permissions.ts'
import type { Database } from '../store/schema.ts'

type Tickets = ExpressionBuilder<Database, 'tickets'>

/** A condition for a query that reads `tickets` under its own name: `.where(inScopeSql(scope))`. */
export function inScopeSql({ any, notAbout }: Scope) {
  return (eb: Tickets): Expression<SqlBool> =>
    any.length === 0
      ? sql<SqlBool>`1 = 0`
      : eb.and([eb.or(any.map(clause => clauseSql(eb, clause))), notAboutSql(eb, notAbout)])
}

function clauseSql(eb: Tickets, clause: ScopeClause): Expression<SqlBool> {
  if ('all' in clause) return sql<SqlBool>`1 = 1`
  if ('recorderOfNew' in clause)
    return eb.and([
      eb('tickets.status', '=', 'new'),
      eb('tickets.is_complaint', '=', 0),
      clauseSql(eb, { capturer: clause.recorderOfNew }),
    ])
  if ('ordinary' in clause) return eb('tickets.is_complaint', '=', 0)
  if ('capturer' in clause) {
    return eb.exists(
      eb
        .selectFrom('ticket_capturers')
        .select('ticket_capturers.person_id')
        .whereRef('ticket_capturers.organisation_id', '=', 'tickets.organisation_id')
        .whereRef('ticket_capturers.ticket_id', '=', 'tickets.id')
        .where('ticket_capturers.person_id', '=', clause.capturer),
    )
  }
  if ('executors' in clause) {
    return eb.exists(
      eb
        .selectFrom('ticket_executors')
        .select('ticket_executors.executor')
        .whereRef('ticket_executors.organisation_id', '=', 'tickets.organisation_id')
        .whereRef('ticket_executors.ticket_id', '=', 'tickets.id')
        .where('ticket_executors.executor', 'in', listed(clause.executors)),
    )
  }
  if ('complaintsAbout' in clause) return isAboutSql(eb, clause.complaintsAbout)
  if ('complaintsAboutEach' in clause) {
    const groups = clause.complaintsAboutEach.map(group => isAboutSql(eb, group))
    return eb.and([eb('tickets.is_complaint', '=', 1), ...groups])
  }
  // A complaint is reached by none of the usual ways (PRACTICE P8).
  return eb.and([eb('tickets.is_complaint', '=', 0), usualSql(eb, clause)])
}

function usualSql(
  eb: Tickets,
  clause: Extract<
    ScopeClause,
    { unsorted: true } | { status: unknown } | { openProblem: true } | { blocks: unknown }
  >,
): Expression<SqlBool> {
  if ('unsorted' in clause) return eb.and([eb('tickets.status', '=', 'new'), eb('tickets.sorted', '=', 0)])
  if ('status' in clause) return eb('tickets.status', '=', clause.status)
  if ('openProblem' in clause) return eb('tickets.is_open_problem', '=', 1)
  return eb('tickets.block', 'in', listed(clause.blocks))
}

function notAboutSql(eb: Tickets, notAbout: readonly string[]): Expression<SqlBool> {
  return eb.or([eb('tickets.is_complaint', '=', 0), eb.not(isAboutSql(eb, notAbout))])
}

function isAboutSql(eb: Tickets, parties: readonly string[]): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom('ticket_about')
      .select('ticket_about.party')
      .whereRef('ticket_about.organisation_id', '=', 'tickets.organisation_id')
      .whereRef('ticket_about.ticket_id', '=', 'tickets.id')
      .where('ticket_about.party', 'in', listed(parties)),
  )
}

/** No list is empty in SQL; no id is empty in ours. */
function listed(values: readonly string[]): string[] {
  return values.length > 0 ? [...values] : ['']
}
