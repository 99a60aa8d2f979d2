/** A share of the report: of how many, and the percentage where there are enough. */
import type { BlockId } from '../../../shared/reference/blocks.ts'
import { percentBase, shareWords } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { CountedMetric, Counts } from '../../reports/block-statistics/query.ts'
import { listAddress } from '../address.ts'

/** «92 %» with «52 из 57» beneath; on a small base the numbers alone. Both numbers open their lists. */
export function Share({
  part,
  base,
  row,
  period,
  block,
}: {
  part: CountedMetric
  base: CountedMetric
  row: Counts
  period: Period
  block?: BlockId
}) {
  const { [part]: n, [base]: m } = row.counts
  if (m === 0) return <span class="quiet">—</span>
  const numbers = (
    <>
      <a href={listAddress(part, period, block)}>{n}</a>
      {'\u00a0из\u00a0'}
      <a href={listAddress(base, period, block)}>{m}</a>
    </>
  )
  if (m < percentBase) return <span class="few">{numbers}</span>
  return (
    <>
      <span class="share">{shareWords(n, m)}</span> <small class="quiet">{numbers}</small>
    </>
  )
}
