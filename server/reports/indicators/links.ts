/** Whom an indicator is about, and which list of tickets stands behind its number. */
import type { Settings } from '../../../shared/policy/settings.ts'
import { isBlockId } from '../../../shared/reference/blocks.ts'
import type { Indicator } from '../../../shared/reports/indicators.ts'
import { type MetricId, measures, shares } from '../../../shared/reports/metrics.ts'
import type { Narrowing } from '../block-statistics/list.ts'

/** Empty for the whole district, `block:…` or `recipient:…` of those that are there. */
export function isParty(of: string, { recipients }: Pick<Settings, 'recipients'>): boolean {
  if (of === '') return true
  if (of.startsWith('block:')) return isBlockId(of.slice('block:'.length))
  return of.startsWith('recipient:') && recipients.some(({ id }) => of === `recipient:${id}`)
}

/** As the lists narrow tickets: a recipient's are those for which it answers. */
export function narrowingOf(of: string): Narrowing {
  const block = of.startsWith('block:') ? of.slice('block:'.length) : ''
  if (isBlockId(block)) return { block }
  return of.startsWith('recipient:') ? { responsibleId: of.slice('recipient:'.length) } : {}
}

/** Of which of these tickets a mean was made. */
export function behindMean({ source }: Indicator): { measured?: 'record' | 'post'; decided?: boolean } {
  if (source.from !== 'mean') return {}
  if (source.measure === 'decision_mean') return { decided: true }
  if (source.measure.startsWith('post_')) return { measured: 'post' }
  return source.measure.startsWith('first_') || source.measure.startsWith('final_')
    ? { measured: 'record' }
    : {}
}

/** The numbers of tickets behind an indicator; `undefined` for what people enter. */
/** `whole`: of a share what it is divided by. */
export function listBehind({ source }: Indicator, whole = false): MetricId | undefined {
  switch (source.from) {
    case 'count':
      return source.metric
    case 'share':
      return shares[source.share][whole ? 'base' : 'part']
    case 'mean':
      return measures[source.measure].behind
    case 'people':
      return undefined
    default: {
      const never: never = source
      return never
    }
  }
}
