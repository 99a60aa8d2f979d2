import type { MetricId } from '../../shared/reports/metrics.ts'
import { metrics } from '../../shared/reports/metrics.ts'
import { type Period, periodQuery } from '../../shared/reports/period.ts'
import type { Behind, Narrowing } from '../reports/block-statistics/list.ts'
import type { StageId } from '../reports/stages/stages.ts'

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
> &
  Pick<Behind, 'late' | 'measured'> & { stage?: StageId | 'any'; decided?: boolean }

/** The list behind a number of the report. */
export function listAddress(metric: MetricId, period: Period, narrowing: ListNarrowing = {}): string {
  const { block, channel, kind, settlement, subtopic, responsibleId, without } = narrowing
  const { late, measured, stage, decided } = narrowing
  return address('/tickets', {
    metric,
    block,
    channel,
    kind,
    settlement,
    subtopic,
    responsible: responsibleId,
    without,
    late: late ? 'yes' : undefined,
    measured,
    stage,
    decided: decided ? 'yes' : undefined,
    ...(metrics[metric].span === 'period' ? periodQuery(period) : {}),
  })
}
