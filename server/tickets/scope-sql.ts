/** The one translation of a scope (shared/policy) into SQL. Every list, count and report over `tickets` uses it. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Scope, ScopeClause } from '../../shared/policy/permissions.ts'
import type { Database } from '../store/schema.ts'

/** A condition for a query that reads `tickets` under its own name: `.where(inScopeSql(scope))`. */
export function inScopeSql(scope: Scope) {
  return (eb: ExpressionBuilder<Database, 'tickets'>): Expression<SqlBool> => {
    if (scope.length === 0) return sql<SqlBool>`1 = 0`
    return eb.or(scope.map(clause => clauseSql(eb, clause)))
  }
}

function clauseSql(eb: ExpressionBuilder<Database, 'tickets'>, clause: ScopeClause): Expression<SqlBool> {
  if ('all' in clause) return sql<SqlBool>`1 = 1`
  if ('unsorted' in clause) return eb.and([eb('tickets.status', '=', 'new'), eb('tickets.sorted', '=', 0)])
  if ('status' in clause) return eb('tickets.status', '=', clause.status)
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
  if ('blocks' in clause) return anyOf(eb, 'tickets.block', clause.blocks)
  return anyOf(eb, 'tickets.recipient_id', clause.recipientIds)
}

function anyOf(
  eb: ExpressionBuilder<Database, 'tickets'>,
  column: 'tickets.block' | 'tickets.recipient_id',
  values: readonly string[],
): Expression<SqlBool> {
  return values.length === 0 ? sql<SqlBool>`1 = 0` : eb(column, 'in', [...values])
}
