/** How a number changed since the previous period, in the page's words; nothing is a percentage of few (PRACTICE P19). */
import { percentBase, wholePercent } from '../../../shared/reports/metrics.ts'
import { percentChange } from '../../../shared/reports/sentences.ts'
import { cellWords, numberWords } from '../../reports/documents/cells.ts'

type Props = {
  now: number
  /** `null`: it cannot be compared with. */
  before: number | null
  /** «+12 (+27 %)» from a base of 20. */
  withPercent?: boolean
}

export function Change({ now, before, withPercent = false }: Props) {
  if (before === null) return <span class="quiet">—</span>
  const { main } = cellWords({ kind: 'change', value: now - before })
  const percent = withPercent && now !== before && before >= percentBase
  return (
    <span class="quiet change" title={`Было раньше: ${numberWords(before)}`}>
      {now === before ? '=' : main}
      {percent && ` (${percentChange(now, before)})`}
    </span>
  )
}

type Parts = readonly [part: number, base: number]

/** «▼ 4 п. п.» where both shares are of enough; else nothing, for the numbers stand beside. */
export function PointsChange({ now, before }: { now: Parts; before: Parts }) {
  if (now[1] < percentBase || before[1] < percentBase) return null
  const [is, was] = [wholePercent(...now), wholePercent(...before)]
  if (is === was) return null
  return (
    <small>
      <span class="quiet change" title={`Было раньше: ${was}\u00a0%`}>
        {`${is > was ? '▲' : '▼'}\u00a0${Math.abs(is - was)}\u00a0п.\u00a0п.`}
      </span>
    </small>
  )
}
