/**
 * What is looked at before «проверено»: that tables agree with each other, that summaries are there, that what is overdue is
 * explained, and that nobody's data stand in it. A fault must be mended, a remark is told and kept with the check.
 */

import type { ReportBlock, ReportDocument, ReportTable } from '../document.ts'
import { metrics } from '../metrics.ts'
import { counted, messageForms } from '../sentences.ts'
import { type NoteData, noteMetrics } from './data.ts'

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

const phone =
  /(?<!\d)(?:\+7|8)[\s\u00a0(-]{0,2}\d{3}[\s\u00a0)-]{0,2}\d{3}[\s\u00a0-]?\d{2}[\s\u00a0-]?\d{2}(?!\d)/
const profile = /(?:vk\.com\/(?:id\d|[a-z_])|ok\.ru\/profile|t\.me\/|max\.ru\/u\/)/i
const mail = /[\w.+-]+@[\w-]+\.[\w.]+/
const house =
  /(?:^|[\s,(])(?:ул\.|улица|улице|улицы|пер\.|переулок|пр-т|проспект)[^.;]{2,40}?,?\s(?:д\.|дом)\s?\d/i

/** `authors`: names of those who wrote; of one word they are found nowhere, for «Вода» may be a name in a network. */
export function personalFaults(report: ReportDocument, authors: readonly string[]): string[] {
  return personalIn(wordsOf(report), authors)
}

/** The same of words that will stand in a report: asked as they are typed, while whoever wrote them can mend them. */
export function personalIn(texts: readonly string[], authors: readonly string[] = []): string[] {
  const faults: string[] = []
  const names = authors.map(name => name.trim().split(/\s+/)).filter(words => words.length > 1)
  for (const words of texts) {
    const found = [
      [phone, 'номер телефона'],
      [mail, 'адрес электронной почты'],
      [profile, 'ссылку на страницу'],
      [house, 'точный адрес'],
    ] as const
    for (const [pattern, what] of found)
      if (pattern.test(words)) faults.push(`Уберите ${what}: «${shortened(words)}».`)
    const lower = ` ${words.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `
    for (const name of names) {
      const spellings = [name, name.toReversed()].map(each => ` ${each.join(' ').toLowerCase()} `)
      if (spellings.some(each => lower.includes(each)))
        faults.push(`Уберите имя автора сообщения: «${shortened(words)}».`)
    }
  }
  return [...new Set(faults)]
}

const shortened = (words: string) => (words.length > 80 ? `${words.slice(0, 80)}…` : words)

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
