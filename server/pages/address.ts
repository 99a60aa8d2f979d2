import type { BlockId } from '../../shared/reference/blocks.ts'
import type { MetricId } from '../../shared/reports/metrics.ts'
import { metrics } from '../../shared/reports/metrics.ts'
import { type Period, periodQuery } from '../../shared/reports/period.ts'

/** An address of this server; what is empty stays out of it. */
export function address(path: string, query: Record<string, string | number | undefined> = {}): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  ).toString()
  return search ? `${path}?${search}` : path
}

/** The list behind a number of the report. */
export function listAddress(metric: MetricId, period: Period, block?: BlockId): string {
  return address('/tickets', {
    metric,
    block,
    ...(metrics[metric].span === 'period' ? periodQuery(period) : {}),
  })
}
