/**
 * Where the rows behind numbers lie: those that touch the period, and the few that are in a state. Each way has an index of
 * its own (migration 0010), so a week is counted without a look at the other years.
 */
import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import type { MetricId } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { Database } from '../../store/schema.ts'
import { happened, isAdditive, isMomentMetric, type Reading } from './conditions.ts'
import { type Among, type InstantColumn, type Part, parts } from './parts.ts'

/** Ids of tickets that any of the metrics may count; a ticket among them that none counts does no harm. */
export function candidates(
  metrics: readonly MetricId[],
  { organisationId, period }: Reading & { organisationId: string },
): RawBuilder<unknown> {
  const needed = new Map<string, Expression<unknown>>()
  const need = (key: string, rows: Expression<unknown>) => needed.set(key, rows)
  for (const metric of metrics) {
    for (const part of partsOf(metric)) {
      if (part.among === 'period' && part.at !== undefined)
        need(part.at, ofPeriod(organisationId, part.at, period))
      if (part.among !== 'period') need(part.among, inState(organisationId, part.among))
    }
    if (isMomentMetric(metric)) {
      const { what } = happened[metric]
      const { from, to } = period
      need(
        what,
        sql`select ticket_id as id from ticket_moments
          where organisation_id = ${organisationId} and what = ${what} and at >= ${from} and at < ${to}`,
      )
    }
  }
  return sql`${sql.join([...needed.values()], sql` union all `)}`
}

function partsOf(metric: MetricId): readonly Part[] {
  if (isAdditive(metric)) return parts[metric]
  if (metric === 'due_today') return parts.upcoming
  if (metric === 'longest') return parts.open
  const { or } = happened[metric]
  return or === undefined ? [] : [or]
}

function ofPeriod(organisationId: string, at: InstantColumn, { from, to }: Period): Expression<unknown> {
  const column = sql.ref(at)
  return sql`select id from ticket_figures
    where organisation_id = ${organisationId} and ${column} >= ${from} and ${column} < ${to}`
}

/** As constants, so that a statement finds the partial index. */
const states: Record<Exclude<Among, 'period'>, Expression<unknown>> = {
  open: sql`is_open = 1`,
  under_control: sql`status = 'under_control'`,
  before_head: sql`before_head_at is not null`,
  ordered: sql`order_due_at is not null`,
}

function inState(organisationId: string, among: Exclude<Among, 'period'>): Expression<unknown> {
  return sql`select id from ticket_figures where organisation_id = ${organisationId} and ${states[among]}`
}

/** Ids of all that is open, lies before the head or has an order: few of many, each kind by its own index. */
export function awaitedIds(organisationId: string): RawBuilder<string> {
  const each = (['open', 'under_control', 'before_head', 'ordered'] as const).map(state =>
    inState(organisationId, state),
  )
  return sql<string>`(${sql.join(each, sql` union all `)})`
}

/**
 * The named tickets, looked up one by one; one that is named twice once. A cross join, for its order is kept: SQLite, which keeps no statistics here,
 * would rather read all tickets in the order of an index than sort a few.
 */
export function ticketsAmong(reader: Kysely<Database>, organisationId: string, ids: RawBuilder<unknown>) {
  return reader
    .selectFrom(
      sql<{ candidate: string }>`(select distinct id as candidate from (${ids}) as found)`.as('among'),
    )
    .crossJoin('ticket_figures as tickets')
    .where('tickets.organisation_id', '=', organisationId)
    .whereRef('tickets.id', '=', 'among.candidate')
}
