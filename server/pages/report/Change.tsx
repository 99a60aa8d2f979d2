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
  /** The list of what was before. */
  href?: string
}

export function Change({ now, before, withPercent = false, href }: Props) {
  if (before === null) return <span class="quiet">—</span>
  const { main } = cellWords({ kind: 'change', value: now - before })
  const percent = withPercent && now !== before && before >= percentBase
  const words = `${now === before ? '=' : main}${percent ? ` (${percentChange(now, before)})` : ''}`
  const title = `Было раньше: ${numberWords(before)}`
  if (href === undefined || before === 0)
    return (
      <span class="quiet change" title={title}>
        {words}
      </span>
    )
  return (
    <a class="quiet change" title={title} href={href}>
      {words}
    </a>
  )
}

type Parts = readonly [part: number, base: number]

/** «▼ 4 п. п.» where both shares are of enough; else nothing, for the numbers stand beside. */
/** `href`: the list of the whole before. */
export function PointsChange({ now, before, href }: { now: Parts; before: Parts; href: string }) {
  if (now[1] < percentBase || before[1] < percentBase) return null
  const [is, was] = [wholePercent(...now), wholePercent(...before)]
  if (is === was) return null
  return (
    <small>
      <a class="quiet change" title={`Было раньше: ${was}\u00a0%`} href={href}>
        {`${is > was ? '▲' : '▼'}\u00a0${Math.abs(is - was)}\u00a0п.\u00a0п.`}
      </a>
    </small>
  )
}
