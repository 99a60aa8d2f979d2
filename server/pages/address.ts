import type { MetricId } from '../../shared/reports/metrics.ts'
import { metrics } from '../../shared/reports/metrics.ts'
import { type Period, periodQuery } from '../../shared/reports/period.ts'
import type { Narrowing } from '../reports/block-statistics/list.ts'

/** An address of this server; what is empty stays out of it. */
export function address(path: string, query: Record<string, string | number | undefined> = {}): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  ).toString()
  return search ? `${path}?${search}` : path
}

/** What narrows the numbers of a page and so the lists behind them. */
export type ListNarrowing = Pick<
  Narrowing,
  'block' | 'channel' | 'kind' | 'settlement' | 'subtopic' | 'responsibleId' | 'without'
>

/** The list behind a number of the report. */
export function listAddress(metric: MetricId, period: Period, narrowing: ListNarrowing = {}): string {
  const { block, channel, kind, settlement, subtopic, responsibleId, without } = narrowing
  return address('/tickets', {
    metric,
    block,
    channel,
    kind,
    settlement,
    subtopic,
    responsible: responsibleId,
    without,
    ...(metrics[metric].span === 'period' ? periodQuery(period) : {}),
  })
}
