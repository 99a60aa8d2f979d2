/** The subtopics of which most came, how they grew, and where most of each came from. */
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import type { SubtopicLine } from '../../shared/reports/note/data.ts'
import type { Period } from '../../shared/reports/period.ts'
import { statisticsBy } from './block-statistics/by.ts'
import type { Narrowing } from './block-statistics/list.ts'
import { chosen } from './block-statistics/list.ts'
import { type LiveRow, liveCounts, type Place } from './block-statistics/live.ts'

const mostSubtopics = 5
const receivedOnly = ['received'] as const

/** `previous` is `null` where it cannot be compared with; `year` is not read and stands as 0. */
export async function topSubtopics(
  place: Place,
  { subtopics, settlements }: Pick<Settings, 'subtopics' | 'settlements'>,
  { period, previous, asOf }: { period: Period; previous: Period | null; asOf: string },
  narrowing: Narrowing = {},
): Promise<SubtopicLine[]> {
  const places = await liveCounts(place, {
    by: ['subtopic', 'settlement'],
    metrics: receivedOnly,
    reading: { period, asOf },
    where: tickets => chosen(tickets, narrowing),
  })
  const top = sumsOf(places).slice(0, mostSubtopics)
  const before =
    previous &&
    (await statisticsBy(place, 'subtopic', { period: previous, asOf }, narrowing, receivedOnly)).rows
  return top.flatMap(({ key, received }) => {
    if (received === 0) return []
    const [most] = places
      .filter(({ keys }) => keys[0] === key && (keys[1] ?? null) !== null)
      .toSorted((a, b) => b.counts.received - a.counts.received)
    const settlement = most?.keys[1]
    return [
      {
        id: key,
        title: titleOf(subtopics, key),
        now: received,
        before: before === null ? null : (before.find(row => row.key === key)?.counts.received ?? 0),
        year: 0,
        settlement:
          // Most of it: one of three, each from another place, says nothing.
          settlement && most !== undefined && (most.counts.received > 1 || received === 1)
            ? { id: settlement, title: titleOf(settlements, settlement), count: most.counts.received }
            : null,
      },
    ]
  })
}

/** Of each subtopic in all settlements together, the most first, as the table by subtopics has them. */
function sumsOf(places: readonly LiveRow[]): { key: string; received: number }[] {
  const sums = new Map<string, number>()
  for (const { keys, counts } of places) {
    const [key] = keys
    if (typeof key === 'string') sums.set(key, (sums.get(key) ?? 0) + counts.received)
  }
  return [...sums]
    .map(([key, received]) => ({ key, received }))
    .toSorted((a, b) => b.received - a.received || (a.key < b.key ? -1 : 1))
}
