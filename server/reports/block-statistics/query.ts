import type { Kysely } from 'kysely'
import type { Scope } from '../../../shared/policy/permissions.ts'
import { type BlockId, blockIds } from '../../../shared/reference/blocks.ts'
import { type MetricId, metricIds } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { Database } from '../../store/schema.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { conditions, standing } from './conditions.ts'

export type CountedMetric = Exclude<MetricId, 'longest'>

export type Counts = {
  counts: Record<CountedMetric, number>
  /** When the oldest open ticket was recorded; its age is «самое долгое». */
  oldestOpenAt: string | null
}

export type BlockStatistics = {
  period: Period
  asOf: string
  /** The ten blocks in the decree's order and «не определён», also where nothing came. */
  rows: (Counts & { block: BlockId })[]
  total: Counts
}

/** The one function behind every number by blocks: what the person may see, over a period, as of a moment. */
export async function blockStatistics(
  reader: Kysely<Database>,
  organisationId: string,
  scope: Scope,
  period: Period,
  asOf: string,
): Promise<BlockStatistics> {
  const reading = { period, asOf }
  const found = await reader
    .selectFrom('tickets')
    .where('organisation_id', '=', organisationId)
    .where(tickets => tickets.and([standing(tickets), inScopeSql(scope)(tickets)]))
    .groupBy('block')
    .select('block')
    .select(tickets => [
      ...countedMetrics.map(metric =>
        tickets.fn
          .sum<number | string>(
            tickets.case().when(conditions[metric](tickets, reading)).then(1).else(0).end(),
          )
          .as(metric),
      ),
      tickets.fn
        .min<string | null>(
          tickets.case().when(conditions.longest(tickets, reading)).then(tickets.ref('captured_at')).end(),
        )
        .as('oldest_open_at'),
    ])
    .execute()

  const rows = blockIds.map(block => {
    const row = found.find(each => each.block === block)
    return {
      block,
      // PostgreSQL answers sums as text.
      counts: countsOf(metric => Number(row?.[metric] ?? 0)),
      oldestOpenAt: row?.oldest_open_at ?? null,
    }
  })
  return { period, asOf, rows, total: totalOf(rows) }
}

function isCounted(metric: MetricId): metric is CountedMetric {
  return metric !== 'longest'
}

export const countedMetrics = metricIds.filter(isCounted)

function totalOf(rows: readonly Counts[]): Counts {
  const oldest = rows.flatMap(row => row.oldestOpenAt ?? []).sort()
  return {
    counts: countsOf(metric => rows.reduce((sum, row) => sum + row.counts[metric], 0)),
    oldestOpenAt: oldest[0] ?? null,
  }
}

function countsOf(count: (metric: CountedMetric) => number): Record<CountedMetric, number> {
  return {
    received: count('received'),
    open: count('open'),
    not_sorted: count('not_sorted'),
    in_execution: count('in_execution'),
    outside: count('outside'),
    to_publish: count('to_publish'),
    before_head: count('before_head'),
    answered: count('answered'),
    impossible: count('impossible'),
    first_due: count('first_due'),
    first_in_time: count('first_in_time'),
    final_due: count('final_due'),
    final_in_time: count('final_in_time'),
    overdue: count('overdue'),
    due_today: count('due_today'),
    promises: count('promises'),
    promises_broken: count('promises_broken'),
    orders_overdue: count('orders_overdue'),
  }
}
