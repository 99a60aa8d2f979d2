/** Indicators as tables for exports and reports (shared/reports/document.ts), and their numbers in words. */
import type { Cell, ReportTable } from './document.ts'
import type { IndicatorLine, IndicatorYear } from './indicator-year.ts'
import { type Fact, type Indicator, targetWords } from './indicators.ts'
import { percentBase, shareWords, wholePercent } from './metrics.ts'
import { percentOfChange, percentWords } from './sentences.ts'

const nbsp = '\u00a0'

const monthNames = [
  'январь',
  'февраль',
  'март',
  'апрель',
  'май',
  'июнь',
  'июль',
  'август',
  'сентябрь',
  'октябрь',
  'ноябрь',
  'декабрь',
] as const

/** «Октябрь» of 10. */
export function monthTitle(month: number): string {
  const name = monthNames[month - 1] ?? ''
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** Addresses behind the numbers; a document without a server around it has none. */
export type IndicatorLinks = {
  indicator?(id: string): string
  /** The list of tickets behind the year's number, where there is one. */
  year?(indicator: Indicator): string | undefined
  month?(indicator: Indicator): string | undefined
}

/**
 * One table: the year and one month of it. `ofWords`: «Блок «ЖКХ»», empty for the whole district. `isWhole`: with of how
 * many each number was made and why there is none, for which a printed page has no room.
 */
export function indicatorTables(
  { year, month, lines }: IndicatorYear,
  {
    links = {},
    ofWords = '',
    isWhole = false,
  }: { links?: IndicatorLinks; ofWords?: string; isWhole?: boolean } = {},
): ReportTable[] {
  return [
    {
      id: `indicators-${year}`,
      title: `Показатели, ${year}${nbsp}год${ofWords === '' ? '' : `: ${ofWords}`}`,
      columns: [
        { id: 'code', title: 'Код', kind: 'text', width: 5 },
        { id: 'indicator', title: 'Показатель', kind: 'text', width: 27 },
        { id: 'unit', title: 'Ед.', kind: 'text', width: 6 },
        { id: 'plan', title: 'План на год', kind: 'number', width: 9 },
        { id: 'fact', title: 'Факт с начала года', kind: 'number', width: 10 },
        { id: 'forecast', title: 'Прогноз на год', kind: 'number', width: 9, formula: forecastNote },
        { id: 'state', title: 'Состояние', kind: 'text', width: 15 },
        { id: 'month-plan', title: `План: ${monthTitle(month).toLowerCase()}`, kind: 'number', width: 9 },
        { id: 'month', title: `Факт: ${monthTitle(month).toLowerCase()}`, kind: 'number', width: 9 },
        { id: 'change', title: 'К предыдущему месяцу', kind: 'change', width: 9, formula: changeNote },
        ...(isWhole ? moreColumns(month) : []),
      ],
      rows: lines.map(line => ({ cells: [...cellsOf(line, links), ...(isWhole ? moreCells(line) : [])] })),
      note: `${forecastNote} Доля в процентах показана от ${percentBase} карточек.`,
    },
  ]
}

export const forecastNote =
  'Прогноз: количество — в темпе, достигнутом с начала года (внесённое вручную — по месяцам до последнего внесённого); среднее, доля и состояние — какими сложились.'

function moreColumns(month: number): ReportTable['columns'] {
  const name = monthTitle(month).toLowerCase()
  return [
    { id: 'percent', title: 'К предыдущему месяцу, %', kind: 'percent-change', width: 9 },
    { id: 'of', title: 'Факт с начала года: по скольким', kind: 'number', width: 9 },
    { id: 'month-of', title: `Факт: ${name}: по скольким`, kind: 'number', width: 9 },
    { id: 'why', title: 'Почему нет значения', kind: 'text', width: 12 },
  ]
}

function moreCells(line: IndicatorLine): Cell[] {
  const { indicator, fact, month } = line
  const missing = [...(fact.value === null ? ['год'] : []), ...(month.fact.value === null ? ['месяц'] : [])]
  return [
    { kind: 'percent-change', value: monthPercent(line) },
    known(fact.of, 0),
    known(month.fact.of, 0),
    { kind: 'text', text: missing.length === 0 ? '' : `${missing.join(', ')}: ${unknownWords(indicator)}` },
  ]
}

function cellsOf(
  { indicator, plan, fact, forecast, state, month }: IndicatorLine,
  links: IndicatorLinks,
): Cell[] {
  return [
    { kind: 'text', text: indicator.code },
    { kind: 'text', text: indicator.title, href: links.indicator?.(indicator.id) },
    { kind: 'text', text: indicator.unit },
    known(plan, indicator.decimals),
    factCell(indicator, fact, links.year?.(indicator)),
    indicator.measure === 'share' && (fact.of ?? 0) < percentBase
      ? known(null, 0)
      : known(forecast, indicator.decimals),
    { kind: 'text', text: targetWords[state] },
    known(month.plan, indicator.decimals),
    factCell(indicator, month.fact, links.month?.(indicator)),
    { kind: 'change', value: rounded(month.change, indicator.decimals) },
  ]
}

const known = (value: number | null, decimals: number): Cell => ({ kind: 'number', value, decimals })

/** A share of few stands as «18 из 19», where a percentage would mislead (PRACTICE P19). */
export function factCell({ measure, decimals }: Indicator, { value, part, of }: Fact, href?: string): Cell {
  if (measure === 'share' && part !== null && of !== null)
    return of < percentBase
      ? { kind: 'share', part, base: of, href }
      : { kind: 'number', value: wholePercent(part, of), decimals: 0, href }
  return { kind: 'number', value, decimals, href }
}

function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals))
}

/** Why there is no number: never a bare «—». */
export function unknownWords({ source }: Pick<Indicator, 'source'>): string {
  switch (source.from) {
    case 'people':
      return 'не внесено'
    case 'count':
      return 'известно только на сейчас'
    case 'share':
      return 'делить не на что'
    case 'mean':
      return 'усреднять нечего'
    default: {
      const never: never = source
      return never
    }
  }
}

/** I20 in percent, of what adds up: «+12 %»; «—» where there was nothing or fewer than 20. */
export function percentOfMonth(line: IndicatorLine): string {
  return percentWords(monthPercent(line))
}

function monthPercent({ indicator, month: { fact, change } }: IndicatorLine): number | null {
  if (indicator.source.from !== 'count' || fact.value === null || change === null) return null
  return percentOfChange(fact.value, fact.value - change)
}

export const changeNote = `I20 — изменение к предыдущему месяцу: значение без прежнего; для количества ещё и в процентах к прежнему. «—», если сравнить не с чем, и без процентов, если раньше было меньше ${percentBase}.`

/** «12», «3,75», «92 %», «18 из 19»; «—» where nothing is known. */
export function factWords(
  indicator: Pick<Indicator, 'measure' | 'decimals'>,
  { value, part, of }: Fact,
): string {
  if (indicator.measure === 'share' && part !== null && of !== null) return shareWords(part, of)
  return numberWords(value, indicator.decimals)
}

export function numberWords(value: number | null, decimals: number): string {
  if (value === null) return '—'
  return value.toFixed(decimals).replace('-', '−').replace('.', ',')
}

/** «+6», «−0,5», «0». */
export function changeWords(change: number | null, decimals: number): string {
  const value = rounded(change, decimals)
  if (value === null) return '—'
  return value > 0 ? `+${numberWords(value, decimals)}` : numberWords(value === 0 ? 0 : value, decimals)
}
