/** One indicator through its year as tables, for its files: the months, and the year by blocks and recipients. */
import { blockIds, blocks } from '../../../shared/reference/blocks.ts'
import type { Cell, ReportTable } from '../../../shared/reports/document.ts'
import { factCell, monthTitle, unknownWords } from '../../../shared/reports/indicator-tables.ts'
import {
  changeBetween,
  type Fact,
  type Indicator,
  noFact,
  planOf,
} from '../../../shared/reports/indicators.ts'
import type { Signed } from '../../office.ts'
import type { IndicatorMonths } from '../../reports/indicators/indicators.ts'
import type { Asked } from '../indicators.tsx'

type Told = { settings: Signed['settings']; asked: Asked; indicator: Indicator; found: IndicatorMonths }

export function indicatorYearTables({ settings, asked, indicator, found }: Told): ReportTable[] {
  const { year, of } = asked
  const { decimals } = indicator
  const known = (value: number | null): Cell => ({ kind: 'number', value, decimals })
  const planFor = (month: number | null, party: string) =>
    planOf(settings.indicators, indicator.id, year, month, party)
  const cellsOf = (title: string, plan: number | null, fact: Fact): Cell[] => [
    { kind: 'text', text: title },
    known(plan),
    factCell(indicator, fact),
    { kind: 'number', value: fact.part, decimals: 0 },
    { kind: 'number', value: fact.of, decimals: 0 },
    { kind: 'text', text: fact.value === null ? unknownWords(indicator) : '' },
  ]
  const tableOf = (
    id: string,
    title: string,
    first: string,
    rows: Cell[][],
    isOfMonths = false,
  ): ReportTable => ({
    id,
    title,
    columns: [
      { id: 'of', title: first, kind: 'text', width: 5 },
      { id: 'plan', title: 'План', kind: 'number', width: 2 },
      { id: 'fact', title: 'Факт', kind: 'number', width: 2, formula: indicator.formula },
      { id: 'part', title: 'Из них', kind: 'number', width: 2 },
      { id: 'whole', title: 'По скольким', kind: 'number', width: 2 },
      { id: 'why', title: 'Почему нет значения', kind: 'text', width: 4 },
      ...(isOfMonths ? [{ id: 'change', title: 'К предыдущему', kind: 'number', width: 2 } as const] : []),
    ],
    rows: rows.map(cells => ({ cells })),
  })
  const months = found.months.map(({ month, fact }, index) => [
    ...cellsOf(monthTitle(month), planFor(month, of), fact),
    known(changeBetween(indicator, fact, found.months[index - 1]?.fact ?? noFact)),
  ])
  const partyRows = (
    prefix: string,
    list: readonly { id: string; title: string }[],
    facts: Map<string, Fact>,
  ) =>
    list.flatMap(({ id, title }) => {
      const fact = facts.get(id)
      const plan = planFor(null, `${prefix}${id}`)
      return fact === undefined && plan === null ? [] : [cellsOf(title, plan, fact ?? noFact)]
    })
  const byBlock = partyRows(
    'block:',
    blockIds.map(id => ({ id, title: blocks[id].title })),
    found.blocks,
  )
  const byRecipient = partyRows('recipient:', settings.recipients, found.recipients)
  return [
    tableOf('months', 'По месяцам', 'Месяц', months, true),
    ...(of === ''
      ? [
          tableOf('blocks', 'По блокам, год', 'Блок', byBlock),
          tableOf('recipients', 'По ответственным получателям, год', 'Получатель', byRecipient),
        ]
      : []
    ).filter(({ rows }) => rows.length > 0),
  ]
}
