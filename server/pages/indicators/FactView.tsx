/** A fact of an indicator: the number opens its list, a share both of its numbers, and «—» says why there is none. */
import { factWords, unknownWords } from '../../../shared/reports/indicator-tables.ts'
import type { Fact, Indicator } from '../../../shared/reports/indicators.ts'
import { percentBase } from '../../../shared/reports/metrics.ts'
import { numberWords } from '../../reports/documents/cells.ts'
import { factList, indicatorAddress } from './words.ts'

type Props = {
  indicator: Indicator
  fact: Fact
  /** Of which span and whom; without a month of the year so far. */
  of: { year: number; of: string; month?: number }
  /** A month that has not come yet. */
  isAhead?: boolean
}

export function FactView({ indicator, fact, of, isAhead = false }: Props) {
  if (fact.value === null)
    return (
      <span>
        <span class="quiet">— </span>
        <small class="quiet">{isAhead ? 'ещё не наступил' : unknownWords(indicator)}</small>
      </span>
    )
  const words = factWords(indicator, fact)
  const href = factList(indicator, fact, of)
  if (href === undefined) return <a href={`${indicatorAddress(of, indicator.id)}#journal`}>{words}</a>
  if (indicator.measure === 'share' && fact.part !== null && fact.of !== null) {
    const numbers = (
      <>
        <a href={href}>{numberWords(fact.part)}</a>
        {'\u00a0из\u00a0'}
        <a href={factList(indicator, fact, of, true) ?? href}>{numberWords(fact.of)}</a>
      </>
    )
    if (fact.of < percentBase) return numbers
    return (
      <>
        <span class="share">{words}</span> <small class="quiet">{numbers}</small>
      </>
    )
  }
  if (fact.of === null) return <a href={href}>{words}</a>
  return (
    <>
      {words}{' '}
      <small class="quiet">
        по <a href={href}>{numberWords(fact.of)}</a>
      </small>
    </>
  )
}
