/**
 * What is looked at before «проверено»: that tables agree with each other, that summaries are there, that what is overdue is
 * explained; nobody's data may stand in it either (personal.ts). A fault must be mended, a remark is told and kept with the
 * check.
 */

import type { ReportBlock, ReportDocument, ReportTable } from '../document.ts'
import { metrics } from '../metrics.ts'
import { counted, messageForms } from '../sentences.ts'
import { type NoteData, noteMetrics, type OrderLine } from './data.ts'

export type Checked = { faults: string[]; remarks: string[] }

export function checkNote(data: NoteData): Checked {
  const { total, blocks, channels, trend, problems, summaries, period, asOf } = data
  const faults: string[] = []
  for (const metric of noteMetrics) {
    const sum = blocks.reduce((all, { counts }) => all + counts[metric], 0)
    if (sum !== total.counts[metric])
      faults.push(
        `«${metrics[metric].title}»: сумма по блокам ${sum}, всего ${total.counts[metric]}. Обновите страницу; если не поможет, сообщите администратору.`,
      )
  }
  const byChannels = channels.reduce((all, { now }) => all + now, 0)
  if (byChannels !== total.counts.received)
    faults.push(`«Поступило»: по каналам ${byChannels}, по блокам ${total.counts.received}.`)
  const week = trend.at(-1)
  if (week !== undefined && week.received !== total.counts.received)
    faults.push(`«Поступило»: в графике ${week.received}, в таблице ${total.counts.received}.`)

  const silent = problems.lines.filter(
    ({ lateDays, cause, measures }) => lateDays !== null && (cause === '' || measures === ''),
  )
  const shown = silent.slice(0, 10).map(({ number }) => `№\u00a0${number}`)
  const remarks = [
    ...summaries.missing.map(who => `Сводку не сдал: ${who}.`),
    ...(silent.length === 0
      ? []
      : [
          `Нет причины или принятых мер: ${counted(silent.length, messageForms)} (${shown.join(', ')}${silent.length > shown.length ? ' и другие' : ''}).`,
        ]),
    ...(asOf < period.to
      ? ['Неделя ещё не кончилась: числа неполные, разница войдёт в следующую записку.']
      : []),
  ]
  return { faults, remarks }
}

/** What people typed, as it stands in the note: own sections, causes and measures, proposals, orders on lines. */
export function wordsOfPeople({ texts, problems, summaries, orders }: NoteData): string[] {
  return [
    ...Object.values(texts),
    ...problems.lines.flatMap(({ cause, measures }) => [cause, measures]),
    ...summaries.causes.map(({ text }) => text),
    ...summaries.proposals.map(({ text }) => text),
    ...orders.flatMap(wordsOfOrder),
  ].filter(words => words.trim() !== '')
}

/** Of an order on a ticket nothing stands in the note. */
export const wordsOfOrder = ({ about, result }: OrderLine): string[] =>
  'report' in about ? [about.text, result] : []

/** Everything a reader sees, the addresses of links apart. */
export function wordsOf({ title, subtitle, people, sections, footer }: ReportDocument): string[] {
  return [
    title,
    subtitle,
    ...people,
    ...sections.flatMap(section => [section.title, ...section.blocks.flatMap(wordsOfBlock)]),
    ...footer,
  ]
}

function wordsOfBlock(block: ReportBlock): string[] {
  switch (block.block) {
    case 'generated':
    case 'written':
      return [block.text]
    case 'lines':
      return block.lines.map(({ text }) => text)
    case 'table':
      return wordsOfTable(block.table)
    case 'chart':
      return [block.chart.title, ...wordsOfTable(block.table)]
    case 'page-break':
      return []
    default: {
      const never: never = block
      return never
    }
  }
}

function wordsOfTable({ title, columns, rows, note }: ReportTable): string[] {
  return [
    title,
    ...columns.map(column => column.title),
    ...rows.flatMap(({ cells }) => cells.flatMap(cell => (cell.kind === 'text' ? [cell.text] : []))),
    ...(note === undefined ? [] : [note]),
  ]
}
