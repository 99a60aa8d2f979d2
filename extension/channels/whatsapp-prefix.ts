/*
 * `data-pre-plain-text` of WhatsApp, made for copying: "[15:52, 31.08.2026] Анна: ". Clock and date are written as the
 * interface's language writes them; there is no machine time beside.
 */

import type { Moment } from './contract.ts'
import { fromShownText } from './dates.ts'

export type Prefix = { name: string | null; clock: string; date: string }

export const prefixOf = (text: string): Prefix | null => {
  const plain = text
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\u00a0\u202f]/gu, ' ')
  const [, inside, tail] = /^\s*\[([^\]]{6,60})\]\s*(.*)$/su.exec(plain) ?? []
  if (inside === undefined) return null
  const parts = inside.split(',')
  const name = (tail ?? '').replace(/\s+/gu, ' ').trim().replace(/:$/u, '').trim()
  const clock = parts.find(part => part.includes(':'))?.trim()
  const date = parts
    .filter(part => !part.includes(':'))
    .join(' ')
    .trim()
  if (clock === undefined || date === '') return null
  return { name: name === '' ? null : name.slice(0, 2000), clock, date }
}

/** `22:54`, or `null` for a clock whose half of the day is not understood. */
const clockOf = (text: string): string | null => {
  const [, hour, minute, half] = /^(\d{1,2}):(\d\d)(?::\d\d)?(?:\s*([ap])\.?\s*m\.?)?$/iu.exec(text) ?? []
  if (hour === undefined || minute === undefined) return null
  if (half === undefined) return `${hour.padStart(2, '0')}:${minute}`
  if (Number(hour) < 1 || Number(hour) > 12) return null
  return `${`${(Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0)}`.padStart(2, '0')}:${minute}`
}

/** Which of day and month a language with a region writes first; "en" alone does not say. */
const isMonthFirst = (language: string): boolean | null => {
  if (!/^[a-z]{2,3}[-_][A-Z]{2}$/u.test(language) && (language === '' || /^en$/iu.test(language))) return null
  try {
    const parts = new Intl.DateTimeFormat(language.replace('_', '-')).formatToParts(0).map(({ type }) => type)
    return parts.indexOf('month') < parts.indexOf('day')
  } catch {
    return null
  }
}

/** `31.08.2026`, or `null` where day and month could be each other. */
const dateOf = (text: string, language: string): string | null => {
  const written = (day: string, month: string, year: string) =>
    `${day.padStart(2, '0')}.${month.padStart(2, '0')}.${year}`
  const yearFirst = /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日.]?$/u.exec(text)
  if (yearFirst !== null) return written(yearFirst[3] ?? '', yearFirst[2] ?? '', yearFirst[1] ?? '')
  const [, one, sign, other, year] =
    /^(\d{1,2})\s*([-./])\s*(\d{1,2})\s*[-./]\s*(\d{4})\s*(?:г\.?)?$/u.exec(text) ?? []
  if (one === undefined || other === undefined || year === undefined) return null
  if (sign !== '/' || Number(one) > 12 || one === other) return written(one, other, year)
  if (Number(other) > 12) return written(other, one, year)
  const monthFirst = isMonthFirst(language)
  return monthFirst === null ? null : monthFirst ? written(other, one, year) : written(one, other, year)
}

/** `language` is the page's. Not the seconds: the client does not write them. */
export const momentOfPrefix = (
  { clock, date }: Prefix,
  language: string,
  { now, zone }: { now: string; zone: string },
): Moment | null => {
  const [hours, day] = [clockOf(clock), dateOf(date, language)]
  return hours === null || day === null ? null : fromShownText(`${day} ${hours}`, now, zone)
}
