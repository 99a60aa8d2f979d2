/**
 * A condition on a ticket as a value, which the database and a program read alike: the numbers are counted by the one, the
 * stored counters are kept by the other, and neither can say anything else.
 */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Database, TicketFigures } from '../../store/schema.ts'

export type Tickets = ExpressionBuilder<Database, 'tickets'>

type Column = keyof TicketFigures

export type Predicate =
  | { every: readonly Predicate[] }
  | { some: readonly Predicate[] }
  | { not: Predicate }
  | { column: Column; is: string | number }
  | { column: Column; isNull: boolean }
  /** By text, as instants are compared; nothing is before or after what is not known. */
  | { column: Column; before: Column }
  | { column: Column; above: number }

export const all: Predicate = { every: [] }

export function oneOf(column: Column, values: readonly (string | number)[]): Predicate {
  return { some: values.map(is => ({ column, is })) }
}

/** Values stand as constants: so a statement finds partial indexes, and builds no table of a list each time it runs. */
export function toSql(tickets: Tickets, predicate: Predicate): Expression<SqlBool> {
  if ('every' in predicate)
    return predicate.every.length === 0
      ? sql<SqlBool>`1 = 1`
      : tickets.and(predicate.every.map(each => toSql(tickets, each)))
  if ('some' in predicate) return tickets.or(predicate.some.map(each => toSql(tickets, each)))
  if ('not' in predicate) return tickets.not(toSql(tickets, predicate.not))
  const column = sql.ref(`tickets.${predicate.column}`)
  if ('is' in predicate) return sql<SqlBool>`${column} = ${sql.lit(predicate.is)}`
  if ('isNull' in predicate)
    return predicate.isNull ? sql<SqlBool>`${column} is null` : sql<SqlBool>`${column} is not null`
  if ('before' in predicate) return sql<SqlBool>`${column} < ${sql.ref(`tickets.${predicate.before}`)}`
  return sql<SqlBool>`${column} > ${sql.lit(predicate.above)}`
}

export function holds(predicate: Predicate, row: TicketFigures): boolean {
  if ('every' in predicate) return predicate.every.every(each => holds(each, row))
  if ('some' in predicate) return predicate.some.some(each => holds(each, row))
  if ('not' in predicate) return !holds(predicate.not, row)
  const value = row[predicate.column]
  if ('is' in predicate) return value === predicate.is
  if ('isNull' in predicate) return (value === null) === predicate.isNull
  if (value === null) return false
  if ('above' in predicate) return Number(value) > predicate.above
  const other = row[predicate.before]
  return other !== null && value < other
}
