/** «Таблица 3», «Рисунок 1»: the same numbers on a page and in a file. */
import type { ReportDocument } from '../../../shared/reports/document.ts'

/** By the id of the table or chart; the table behind a chart has no number of its own. */
export type Numbers = { tables: ReadonlyMap<string, number>; charts: ReadonlyMap<string, number> }

export function numbersOf({ sections }: Pick<ReportDocument, 'sections'>): Numbers {
  const tables = new Map<string, number>()
  const charts = new Map<string, number>()
  for (const block of sections.flatMap(({ blocks }) => blocks)) {
    if (block.block === 'table') tables.set(block.table.id, tables.size + 1)
    if (block.block === 'chart') charts.set(block.chart.id, charts.size + 1)
  }
  return { tables, charts }
}

export const tableCaption = (title: string, number: number | undefined): string =>
  number === undefined ? title : `Таблица\u00a0${number}. ${title}`

export const chartCaption = (title: string, number: number | undefined): string =>
  number === undefined ? title : `Рисунок\u00a0${number}. ${title}`

export const behindCaption = (number: number | undefined): string =>
  number === undefined ? 'Данные в таблице' : `Данные к рисунку\u00a0${number} в таблице`
