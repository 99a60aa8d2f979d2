/** Numbers and addresses of the rating's pages. */
import { addDays } from '../../../shared/deadlines/zone.ts'
import { plural } from '../../../shared/reference/plural.ts'
import { address } from '../address.ts'

const nbsp = '\u00a0'

/** «87,5»; «—» where there is nothing to count. */
export function decimal(value: number | null, digits: number): string {
  return value === null ? '—' : value.toFixed(digits).replace('-', '−').replace('.', ',')
}

/** «85» of 0.85. */
export const outOfHundred = (value: number | null): string => (value === null ? '—' : decimal(value * 100, 0))

/** «0,75», «1»: what one ticket brings, from 0 to 1. */
export const pointWords = (value: number): string => String(value).replace('.', ',')

/** Working minutes: «40 мин», «7 ч», «12 ч 30 мин». */
export function workedWords(minutes: number | null): string {
  if (minutes === null) return '—'
  const whole = Math.round(minutes)
  const hours = Math.floor(whole / 60)
  const rest = whole % 60
  if (hours === 0) return `${rest}${nbsp}мин`
  return rest === 0 ? `${hours}${nbsp}ч` : `${hours}${nbsp}ч ${rest}${nbsp}мин`
}

export function daysWords(days: number): string {
  return `${days}${nbsp}${plural(days, ['рабочий день', 'рабочих дня', 'рабочих дней'])}`
}

export function ratingAddress(month: string, recipientId?: string): string {
  const path = recipientId === undefined ? '/rating' : `/rating/${encodeURIComponent(recipientId)}`
  return address(path, { month })
}

export const ticketAddress = (number: number): string => `/tickets/${number}`

export function isMonth(text: string | undefined): text is string {
  return text !== undefined && /^20\d\d-(?:0[1-9]|1[0-2])$/.test(text)
}

export function monthBefore(month: string): string {
  return addDays(`${month}-01`, -1).slice(0, 7)
}

export function monthAfter(month: string): string {
  return addDays(`${month}-01`, 31).slice(0, 7)
}
