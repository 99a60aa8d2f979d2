/** Numbers by a dimension, as values: what is counted, for which keys, and how rows add up. */
import type { BlockId } from '../reference/blocks.ts'
import { type MetricId, metricIds, type Share } from './metrics.ts'
import type { Period } from './period.ts'

/** Every metric but the age of the oldest, which is an instant. */
export type CountedMetric = Exclude<MetricId, 'longest'>

export const countedMetrics: readonly CountedMetric[] = metricIds.filter(isCounted)

function isCounted(metric: MetricId): metric is CountedMetric {
  return metric !== 'longest'
}

export type Counts = {
  counts: Record<CountedMetric, number>
  /** When the oldest open ticket was recorded; its age is «самое долгое». */
  oldestOpenAt: string | null
}

/** By what numbers are split; `settlement_block` is the heat map. */
export const dimensions = [
  'block',
  'channel',
  'kind',
  'settlement',
  'subtopic',
  'recipient',
  'settlement_block',
] as const
export type Dimension = (typeof dimensions)[number]

/** `key` is an id of the dimension, `null` where a ticket has none; `block` only of the heat map. */
export type StatisticsRow = Counts & { key: string | null; block: BlockId | null }

export type Statistics = {
  dimension: Dimension
  period: Period
  asOf: string
  /** Rows with anything in them; what came most first, equal ones by key. */
  rows: StatisticsRow[]
  total: Counts
}

export type BlockStatistics = {
  period: Period
  asOf: string
  /** The ten blocks in the decree's order and «не определён», also where nothing came. */
  rows: (Counts & { block: BlockId })[]
  total: Counts
}

/** Rows of tickets that are apart from each other: each number is the sum, the age is that of the oldest. */
export function totalOf(rows: readonly Counts[]): Counts {
  const oldest = rows.flatMap(row => row.oldestOpenAt ?? []).sort()
  return {
    counts: countsOf(metric => rows.reduce((sum, row) => sum + row.counts[metric], 0)),
    oldestOpenAt: oldest[0] ?? null,
  }
}

/** The two numbers of a share, for `shareWords`. */
export function shareOf({ counts }: Counts, { part, base }: Share): { part: number; base: number } {
  return { part: numberOf(counts, part), base: numberOf(counts, base) }
}

function numberOf(counts: Counts['counts'], metric: MetricId): number {
  return metric === 'longest' ? 0 : counts[metric]
}

export function countsOf(count: (metric: CountedMetric) => number): Record<CountedMetric, number> {
  return {
    received: count('received'),
    open: count('open'),
    not_sorted: count('not_sorted'),
    in_execution: count('in_execution'),
    outside: count('outside'),
    to_publish: count('to_publish'),
    before_head: count('before_head'),
    answered: count('answered'),
    repeats: count('repeats'),
    solved: count('solved'),
    reopened: count('reopened'),
    escalated: count('escalated'),
    redirected: count('redirected'),
    redirected_late: count('redirected_late'),
    first_replied: count('first_replied'),
    final_replied: count('final_replied'),
    rated: count('rated'),
    marked: count('marked'),
    marked_high: count('marked_high'),
    author_solved: count('author_solved'),
    author_not_solved: count('author_not_solved'),
    promises_due: count('promises_due'),
    promises_kept: count('promises_kept'),
    promises_moved: count('promises_moved'),
    promises_failed: count('promises_failed'),
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

/** Of a mean: `null` where there is nothing to be meant; `median` beside it, for a mean hides its tail. */
export type Mean = { mean: number | null; median: number | null; max: number | null; of: number }

export function meanOf(values: readonly number[]): Mean {
  if (values.length === 0) return { mean: null, median: null, max: null, of: 0 }
  // Numbers by their own kind of array: a year of them is sorted ten times as fast.
  const sorted = new Float64Array(values).sort()
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  const sum = sorted.reduce((all, each) => all + each, 0)
  return {
    mean: sum / sorted.length,
    median: (low + high) / 2,
    max: sorted.at(-1) ?? null,
    of: sorted.length,
  }
}
