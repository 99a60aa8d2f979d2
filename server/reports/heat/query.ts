/** Reads the heat map: the same counts as the table by blocks, split by settlement and block. */
import type { Period } from '../../../shared/reports/period.ts'
import { statisticsBy } from '../block-statistics/by.ts'
import type { Narrowing } from '../block-statistics/list.ts'
import { inOneView, type Place } from '../block-statistics/live.ts'
import { type HeatMap, heatMap } from './heat.ts'

/** `previous` is `null` where there is nothing to compare with. */
export function readHeatMap(
  place: Place,
  { period, previous, asOf }: { period: Period; previous: Period | null; asOf: string },
  narrowing: Narrowing = {},
): Promise<HeatMap> {
  return inOneView(place.reader, async reader => {
    const of = (asked: Period, metrics: readonly ('received' | 'open' | 'overdue')[]) =>
      statisticsBy({ ...place, reader }, 'settlement_block', { period: asked, asOf }, narrowing, metrics)
    const now = await of(period, ['received', 'open', 'overdue'])
    const before = previous && (await of(previous, ['received']))
    return heatMap(now.rows, before?.rows ?? null)
  })
}
