/**
 * Working time of the sample district: Monday to Friday, 08:00–12:00 and 13:00–17:00, UTC+4 (Europe/Ulyanovsk has no
 * summer time). Holidays are left out: only the invented lives of sample tickets are counted here, never a real term.
 */
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const zoneMs = 4 * hourMs

export const workingDayMinutes = 480

/** Local midnight of the day that holds `instant`. */
export function startOfDay(instant: number): number {
  return Math.floor((instant + zoneMs) / dayMs) * dayMs - zoneMs
}

export function isWorkingDay(instant: number): boolean {
  const weekday = new Date(instant + zoneMs).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

export function isWorkingTime(instant: number): boolean {
  return isWorkingDay(instant) && nextIntervalOf(instant)?.opensAt === instant
}

/** `minutes` of working time after `instant`; with 0, the first working moment not before it. */
export function addWorkingMinutes(instant: number, minutes: number): number {
  let left = minutes * minuteMs
  let at = instant
  for (;;) {
    const interval = isWorkingDay(at) ? nextIntervalOf(at) : undefined
    if (interval === undefined) {
      at = startOfDay(at) + dayMs
      continue
    }
    const rest = interval.closesAt - interval.opensAt
    if (left < rest) return interval.opensAt + left
    left -= rest
    at = interval.closesAt
  }
}

/** What is left of the working day from `instant` on: the interval it is in, or the next of that day. */
function nextIntervalOf(instant: number): { opensAt: number; closesAt: number } | undefined {
  const midnight = startOfDay(instant)
  for (const [opens, closes] of [
    [8, 12],
    [13, 17],
  ] as const) {
    const closesAt = midnight + closes * hourMs
    if (instant < closesAt) return { opensAt: Math.max(instant, midnight + opens * hourMs), closesAt }
  }
  return undefined
}
