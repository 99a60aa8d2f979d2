/** A cell of a report in words: the same on a page, in a DOCX and in a chart's table. */

import type { Cell, CellKind } from '../../../shared/reports/document.ts'
import { percentBase, shareWords } from '../../../shared/reports/metrics.ts'
import { percentWords } from '../../../shared/reports/sentences.ts'

const nbsp = '\u00a0'
const none = '—'

/** `small` stands beneath: of how many the share is. */
export type CellWords = { main: string; small?: string }

export function cellWords(cell: Cell): CellWords {
  switch (cell.kind) {
    case 'text':
      return { main: cell.text }
    case 'count':
      return { main: numberWords(cell.value) }
    case 'change':
      return { main: cell.value === null ? none : changeWords(cell.value) }
    case 'percent-change':
      return { main: percentWords(cell.value) }
    case 'share': {
      const main = shareWords(cell.part, cell.base)
      return cell.base < percentBase
        ? { main }
        : { main, small: `${numberWords(cell.part)}${nbsp}из${nbsp}${numberWords(cell.base)}` }
    }
    case 'mean':
      return {
        main:
          cell.value === null || cell.of === 0
            ? none
            : `${decimalWords(cell.value)}${nbsp}(${numberWords(cell.of)})`,
      }
    case 'number':
      return { main: cell.value === null ? none : figureWords(cell.value, cell.decimals) }
    case 'date':
      return { main: cell.value === null ? none : shortDate(cell.value) }
    case 'duration':
      if (cell.minutes === null || cell.of === 0) return { main: none }
      return {
        main: durationWords(cell.minutes),
        ...(cell.of > 1 ? { small: `по${nbsp}${numberWords(cell.of)}` } : {}),
      }
    default: {
      const never: never = cell
      return never
    }
  }
}

/** With so many decimals, noughts at the end too. */
function figureWords(value: number, decimals: number): string {
  const [whole = '', rest] = Math.abs(value).toFixed(decimals).split('.')
  const sign = Number(value.toFixed(decimals)) < 0 ? '−' : ''
  return `${sign}${numberWords(Number(whole))}${rest === undefined ? '' : `,${rest}`}`
}

/** Numbers stand under each other by their last digit. */
export function isNumeric(kind: CellKind): boolean {
  return kind !== 'text' && kind !== 'date'
}

/** «9999», «10 000»: four digits are not parted in Russian. */
export function numberWords(value: number): string {
  const digits = String(Math.abs(value))
  const [whole = '', rest] = digits.split('.')
  const parted = whole.length < 5 ? whole : whole.replaceAll(/\B(?=(?:\d{3})+$)/g, nbsp)
  return `${value < 0 ? '−' : ''}${parted}${rest === undefined ? '' : `,${rest}`}`
}

function changeWords(value: number): string {
  return value > 0 ? `+${numberWords(value)}` : numberWords(value)
}

/** «3,9», and «4» as «4,0»: a column of means has one precision. */
function decimalWords(value: number): string {
  return `${value < 0 ? '−' : ''}${roundedMean(Math.abs(value)).toFixed(1).replace('.', ',')}`
}

/** A mean as every form of a report gives it. */
export const roundedMean = (value: number): number => Math.round(value * 10) / 10

/** Beneath the number in a cell of a heat map. */
export const markedWords = (value: number): string => `▲${nbsp}${numberWords(value)}`

/** «25.11.2026» of a local date. */
export function shortDate(date: string): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`
}

/** «40 мин», «4 ч 16 мин», from two days on «2,3 сут.»: whole minutes, as they are counted. */
export function durationWords(minutes: number): string {
  const whole = Math.round(minutes)
  if (whole < 60) return `${whole}${nbsp}мин`
  if (whole >= 2 * 24 * 60) return `${decimalWords(whole / (24 * 60))}${nbsp}сут.`
  const rest = whole % 60
  return `${Math.floor(whole / 60)}${nbsp}ч${rest === 0 ? '' : `${nbsp}${rest}${nbsp}мин`}`
}

/** What XML cannot hold is left out: control characters and halves of signs. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '')
}

/** A soft hyphen helps a narrow column of a page; a spreadsheet would show it. */
export const withoutSoftHyphens = (text: string): string => text.replaceAll('\u00ad', '')
