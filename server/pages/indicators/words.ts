/** Addresses of the indicators' pages and of the lists behind their numbers. */
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blockIds, blocks, isBlockId } from '../../../shared/reference/blocks.ts'
import type { Fact, Indicator } from '../../../shared/reports/indicators.ts'
import { metrics } from '../../../shared/reports/metrics.ts'
import { behindMean, listBehind, narrowingOf } from '../../reports/indicators/links.ts'
import { address } from '../address.ts'

type Of = { year: number; of: string; month?: number }

export function indicatorAddress({ year, of }: Of, id?: string): string {
  return address(id === undefined ? '/indicators' : `/indicators/${encodeURIComponent(id)}`, { year, of })
}

/** `whole`: of a share what it is divided by. The tickets behind a computed number; `undefined` where nothing is counted from tickets. */
export function factList(
  indicator: Indicator,
  fact: Fact,
  { year, of, month }: Of,
  whole = false,
): string | undefined {
  const metric = listBehind(indicator, whole)
  if (metric === undefined || fact.value === null) return undefined
  const { block, responsibleId } = narrowingOf(of)
  const channel = indicator.source.from === 'mean' ? indicator.source.channel : undefined
  const { measured, decided } = behindMean(indicator)
  const narrowed = {
    metric,
    block,
    responsible: responsibleId,
    channel,
    measured,
    decided: decided ? 'yes' : undefined,
  }
  if (metrics[metric].span === 'now') return address('/tickets', narrowed)
  const first = `${year}-${String(month ?? 1).padStart(2, '0')}-01`
  return address('/tickets', { ...narrowed, period: month === undefined ? 'year' : 'month', date: first })
}

/** «Блок «Дороги»», the recipient's title; empty for the whole district. */
export function ofWords(of: string, { recipients }: Settings): string {
  const block = of.replace(/^block:/, '')
  if (of.startsWith('block:') && isBlockId(block)) return `Блок «${blocks[block].short}»`
  return of.startsWith('recipient:') ? titleOf(recipients, of.slice('recipient:'.length)) : ''
}

export function partyGroups({ recipients }: Settings) {
  return [
    { title: 'Блоки', choices: blockIds.map(id => ({ value: `block:${id}`, title: blocks[id].short })) },
    {
      title: 'Ответственные получатели',
      choices: recipients.map(({ id, title }) => ({ value: `recipient:${id}`, title })),
    },
  ]
}

export const wholeDistrict = { value: '', title: 'Весь район' } as const
