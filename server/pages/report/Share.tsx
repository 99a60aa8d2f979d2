/** A share of the report: of how many, and the percentage where there are enough. */
import { percentBase, shareWords } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { CountedMetric, Counts } from '../../reports/block-statistics/query.ts'
import { type ListNarrowing, listAddress } from '../address.ts'

/** «92 %» with «52 из 57» beneath; on a small base the numbers alone. Both numbers open their lists. */
export function Share({
  part,
  base,
  row,
  period,
  narrowing,
}: {
  part: CountedMetric
  base: CountedMetric
  row: Counts
  period: Period
  narrowing: ListNarrowing
}) {
  const { [part]: n, [base]: m } = row.counts
  if (m === 0) return <span class="quiet">—</span>
  const numbers = (
    <>
      <a href={listAddress(part, period, narrowing)}>{n}</a>
      {'\u00a0из\u00a0'}
      <a href={listAddress(base, period, narrowing)}>{m}</a>
    </>
  )
  if (m < percentBase) return <span class="few">{numbers}</span>
  return (
    <>
      <span class="share">{shareWords(n, m)}</span> <small class="quiet">{numbers}</small>
    </>
  )
}
