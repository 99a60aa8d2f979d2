/**
 * Looks at the places of the watch list (PRACTICE P16): who looked, when, and when the next look is due. Only the date
 * and the person: which posts were seen is nobody's business. Lateness is counted on the working calendar.
 */
import * as z from 'zod'
import { endOfWorkingDay, workingIntervals } from '../deadlines/calendar.ts'
import { addWorkingTime, nthWorkingDay } from '../deadlines/counting.ts'
import type { DeadlineSettings } from '../deadlines/settings.ts'
import { addDays, instantAt, localDateOf } from '../deadlines/zone.ts'
import type { Actor } from '../policy/actor.ts'
import type { WatchEntry } from '../policy/settings.ts'
import type { RoleId } from '../reference/roles.ts'

/** «Просмотрено, нового нет» was pressed, or the page stood open for a while. */
export const lookWays = ['button', 'opened'] as const

/** A look on its way to the server. `id` is made on the device: sent again it counts once. */
export const lookSchema = z.object({
  id: z.uuid(),
  watchId: z.string().min(1).max(120),
  at: z.iso.datetime(),
  how: z.enum(lookWays),
})
export type Look = z.infer<typeof lookSchema>

/** The last look at a place, of all people. */
export const lastLookSchema = z.object({
  watchId: z.string(),
  at: z.iso.datetime(),
  how: z.enum(lookWays),
  personId: z.string(),
})
export type LastLook = z.infer<typeof lastLookSchema>

const lookers: readonly RoleId[] = ['operator', 'block_head', 'informer', 'center_head']

export function mayLook(actor: Actor): boolean {
  return actor.onDuty === true || actor.roles.some(role => lookers.includes(role))
}

type Watched = Pick<WatchEntry, 'every' | 'since'>

/** Until when the next look is in time. `lastAt` `null`: nobody looked since the place is listed. */
export function nextLookDue(
  { every, since }: Watched,
  lastAt: string | null,
  settings: DeadlineSettings,
): string {
  const { calendar, hours, zone } = settings
  const startOfList = instantAt(since, 0, zone)
  // A look of before the place was listed anew says nothing about the list.
  const last = lastAt !== null && lastAt >= startOfList ? lastAt : null
  if (every.unit === 'times_a_day' && every.count > 1) {
    const first = nthWorkingDay(since, 1, settings)
    const part = workingMinutes(first, settings) / every.count
    return addWorkingTime(last ?? startOfList, part * 60_000, settings).at
  }
  const days = every.unit === 'days' ? every.count : 1
  const from = last === null ? since : addDays(localDateOf(last, zone), 1)
  const day = nthWorkingDay(from, days, settings)
  return instantAt(day, endOfWorkingDay(calendar, hours, day), zone)
}

function workingMinutes(day: string, { calendar, hours }: DeadlineSettings): number {
  const minutes = workingIntervals(calendar, hours, day).reduce((sum, { from, to }) => sum + to - from, 0)
  return Math.max(minutes, 1)
}

export type WatchState = {
  entry: WatchEntry
  last: LastLook | null
  /** ISO instant until which the next look is in time. */
  dueAt: string
  isLate: boolean
}

/** The list with what is late first, the longest late at the top; then by when the next look is due. */
export function watchStates(
  entries: readonly WatchEntry[],
  looks: readonly LastLook[],
  settings: DeadlineSettings,
  now: string,
): WatchState[] {
  const lastOf = new Map<string, LastLook>()
  for (const look of looks) {
    const known = lastOf.get(look.watchId)
    if (known === undefined || known.at < look.at) lastOf.set(look.watchId, look)
  }
  return entries
    .map(entry => {
      const last = lastOf.get(entry.id) ?? null
      const dueAt = nextLookDue(entry, last?.at ?? null, settings)
      return { entry, last, dueAt, isLate: now >= dueAt }
    })
    .toSorted((a, b) =>
      a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.entry.title < b.entry.title ? -1 : 1,
    )
}

/**
 * Whether the place was late at no moment of the span. `looks`: instants of looks at it, ascending, those before the
 * span included. `null`: nothing was due in it (it was not listed yet, or has just been).
 */
export function wasInTime(
  entry: Watched,
  looks: readonly string[],
  span: { from: string; to: string },
  settings: DeadlineSettings,
): boolean | null {
  const listed = instantAt(entry.since, 0, settings.zone)
  if (listed >= span.to) return null
  let due = nextLookDue(entry, null, settings)
  let isDue = false
  for (const at of [...looks.filter(look => look >= listed && look < span.to), span.to]) {
    if (at >= span.from && due < span.to) {
      if (at > due && at > span.from) return false
      isDue = true
    }
    // What was looked at in the span counts though the next look is due after it.
    if (at >= span.from && at < span.to) isDue = true
    if (at < span.to) due = nextLookDue(entry, at, settings)
  }
  return isDue ? true : null
}

export type Coverage = { watched: number; inTime: number; isChanged: boolean }

/** «Под наблюдением 14, просмотрено вовремя 11»; `isChanged`: the span before had another list. */
export function coverageOf(
  entries: readonly WatchEntry[],
  before: readonly WatchEntry[],
  looks: ReadonlyMap<string, readonly string[]>,
  span: { from: string; to: string },
  settings: DeadlineSettings,
): Coverage {
  const listed = entries.filter(({ since }) => instantAt(since, 0, settings.zone) < span.to)
  const late = listed.filter(entry => wasInTime(entry, looks.get(entry.id) ?? [], span, settings) === false)
  const names = (list: readonly WatchEntry[]) =>
    list
      .map(({ id }) => id)
      .toSorted()
      .join('\n')
  return {
    watched: listed.length,
    inTime: listed.length - late.length,
    isChanged: names(entries) !== names(before),
  }
}

/** «2 раза в рабочий день», «каждый рабочий день», «раз в 3 рабочих дня» */
export function everyWords({ unit, count }: WatchEntry['every']): string {
  if (count === 1) return 'каждый рабочий день'
  if (unit === 'times_a_day') return `${count}\u00a0${count < 5 ? 'раза' : 'раз'} в рабочий день`
  return `раз в ${count}\u00a0${count < 5 ? 'рабочих дня' : 'рабочих дней'}`
}
