/** Weeks by their address: `?week=2026-11-19`, any day of it; without one the week that runs. */
import * as z from 'zod'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { metrics } from '../../../shared/reports/metrics.ts'
import type { ListOf } from '../../../shared/reports/note/data.ts'
import {
  nextPeriod,
  type Period,
  periodQuery,
  periodSettingsOf,
  previousPeriod,
  weekOf,
} from '../../../shared/reports/period.ts'
import { address } from '../address.ts'

/** A local date, or today where it is none. */
export function readDate(given: string | undefined, now: string, zone: string): string {
  // Years beyond would be slips, and some have no four digits.
  const isDate = given !== undefined && /^(?:19|20)/.test(given) && z.iso.date().safeParse(given).success
  return isDate ? given : localDateOf(now, zone)
}

export function readWeek(week: string | undefined, now: string, settings: Settings): Period {
  const periods = periodSettingsOf(settings)
  return weekOf(readDate(week, now, periods.zone), periods)
}

export const weekAddress = (path: string, { firstDate }: Period, query: Record<string, string> = {}) =>
  address(path, { week: firstDate, ...query })

export function periodsAround(period: Period, settings: Settings): { before: Period; after: Period } {
  const periods = periodSettingsOf(settings)
  return { before: previousPeriod(period, periods), after: nextPeriod(period, periods) }
}

/** The list behind a number of a report. */
export const listOf: ListOf = (metric, period, narrowing = {}) =>
  address('/tickets', {
    metric,
    ...narrowing,
    ...(metrics[metric].span === 'period' ? periodQuery(period) : {}),
  })
