import { formatDateTime } from '../../shared/deadlines/words.ts'
import { localDateOf, localMinutesOf } from '../../shared/deadlines/zone.ts'
import { plural } from '../../shared/reference/plural.ts'
import { messageForms } from '../../shared/reports/sentences.ts'
import { zones } from './zones.ts'

const nbsp = '\u00a0'

/** «3 карточки», with the number bound to its word. */
export function counted(n: number, forms: readonly [string, string, string]): string {
  return `${n}${nbsp}${plural(n, forms)}`
}

export const ticketForms = ['карточка', 'карточки', 'карточек'] as const
export const authorForms = ['автор', 'автора', 'авторов'] as const

/** «2 сообщения · 1 автор» behind tickets. */
export function voicesWords({ messages, authors }: { messages: number; authors: number }): string {
  return `${counted(messages, messageForms)} · ${counted(authors, authorForms)}`
}

/** How long since: «40 минут», «5 часов», «12 дней». */
export function ageWords(since: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000))
  if (minutes < 1) return 'меньше минуты'
  if (minutes < 60) return counted(minutes, ['минута', 'минуты', 'минут'])
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return counted(hours, ['час', 'часа', 'часов'])
  return counted(Math.floor(hours / 24), ['день', 'дня', 'дней'])
}

/** «Ульяновск, UTC+4»: which clock the page's times are of. */
export function zoneWords(zone: string, now: string): string {
  const title = zones.find(each => each.id === zone)?.title ?? zone
  const wall = Date.parse(localDateOf(now, zone)) + localMinutesOf(now, zone) * 60_000
  const minutes = Math.round((wall - Date.parse(now)) / 900_000) * 15
  const hours = Math.trunc(Math.abs(minutes) / 60)
  const rest = Math.abs(minutes) % 60
  const sign = minutes < 0 ? '−' : '+'
  return `${title}, UTC${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}

/** «По состоянию на 25 ноября 2026, 16:40 (Ульяновск, UTC+4)». */
export function asOfWords(asOf: string, zone: string): string {
  return `По состоянию на${nbsp}${formatDateTime(asOf, zone)} (${zoneWords(zone, asOf)})`
}

/** Why the administrator sees no citizens' texts. */
export const noTicketsWords =
  'Сводка и карточки содержат сообщения граждан. Их видят только те, кто с ними работает; для ведения сотрудников и настроек они не нужны.'
