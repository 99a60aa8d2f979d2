/** Values of cells: dates, numbers, yes and no. What cannot be read is told, never guessed. */
import { instantAt } from '../deadlines/zone.ts'
import type { DatePrecision } from '../ticket/source.ts'

export type LocalMoment = { date: string; minutes: number | null }

const forms = [
  /^(?<day>\d{1,2})[./](?<month>\d{1,2})[./](?<year>\d{4}|\d{2})(?:[ ,T]+(?:в )?(?<hour>\d{1,2}):(?<minute>\d\d)(?::\d\d)?)?$/u,
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?<hour>\d{1,2}):(?<minute>\d\d)(?::\d\d(?:\.\d+)?)?)?$/u,
]

/** «23.11.2026», «23.11.2026 14:05», `2026-11-23T14:05:00`; `null` for anything else and for days that do not exist. */
export function readMoment(text: string): LocalMoment | null {
  const written = text.trim().replace(/[\s\u00a0]+/gu, ' ')
  for (const form of forms) {
    const groups = form.exec(written)?.groups
    if (groups === undefined) continue
    const { day = '', month = '', year = '', hour, minute } = groups
    const full = year.length === 2 ? `20${year}` : year
    const date = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    const check = new Date(`${date}T00:00:00.000Z`)
    if (Number.isNaN(check.getTime()) || check.toISOString().slice(0, 10) !== date) return null
    if (hour === undefined || minute === undefined) return { date, minutes: null }
    const minutes = Number(hour) * 60 + Number(minute)
    return Number(hour) < 24 && Number(minute) < 60 ? { date, minutes } : null
  }
  return null
}

/** An instant of the organisation's zone. A day without a clock is known to the day: its noon stands for it. */
export function instantOf(moment: LocalMoment, zone: string): { at: string; precision: DatePrecision } {
  return moment.minutes === null
    ? { at: instantAt(moment.date, 12 * 60, zone), precision: 'day' }
    : { at: instantAt(moment.date, moment.minutes, zone), precision: 'minute' }
}

/** The date within a cell that says more than it: a deadline may be written «23.11.2026 23:59». */
export function readDate(text: string): string | null {
  return readMoment(text)?.date ?? null
}

export function isYes(text: string): boolean {
  return /^(?:да|yes|true|1|\+)$/iu.test(text.trim())
}

/** One line, without what only sets it apart. */
export function lineOf(text: string): string {
  return text.replace(/[\s\u00a0]+/gu, ' ').trim()
}

/** The first web address in a cell. */
export function addressIn(text: string): string | null {
  const found = /https?:\/\/[^\s<>"«»]+/iu.exec(text)?.[0]?.replace(/[.,;:!?)\]]+$/u, '')
  return found !== undefined && URL.canParse(found) && found.length <= 2_000 ? found : null
}
