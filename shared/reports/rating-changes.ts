/** «После утверждения изменилось»: what the tickets say now against the approved rating (never a silent change). */
import type { MonthRating } from './rating.ts'

export type RatingChange = {
  recipientId: string
  title: string
  /** What differs, with both values; numbers as they are shown. */
  was: { n: number; score: number | null; place: number | null }
  is: { n: number; score: number | null; place: number | null }
  /** Numbers of tickets whose contribution came, went or differs. */
  numbers: number[]
}

/** Recipients whose line or contributions differ, in the approved order; those that have come since last. */
export function changesSince(approved: MonthRating, now: MonthRating): RatingChange[] {
  const ids = new Set([...approved.rows, ...now.rows].map(({ recipientId }) => recipientId))
  return [...ids].flatMap(recipientId => {
    const numbers = differing(approved, now, recipientId)
    const was = lineOf(approved, recipientId)
    const is = lineOf(now, recipientId)
    if (numbers.length === 0 && JSON.stringify(was) === JSON.stringify(is)) return []
    const title = [...approved.rows, ...now.rows].find(row => row.recipientId === recipientId)?.title
    return [{ recipientId, title: title ?? recipientId, was, is, numbers }]
  })
}

function lineOf({ rows }: MonthRating, recipientId: string): RatingChange['was'] {
  const row = rows.find(each => each.recipientId === recipientId)
  return { n: row?.n ?? 0, score: row?.score ?? null, place: row?.place ?? null }
}

function differing(approved: MonthRating, now: MonthRating, recipientId: string): number[] {
  const of = (rating: MonthRating) =>
    new Map(
      rating.items
        .filter(item => item.recipientId === recipientId)
        .map(({ number, end, ownMinutes, t, q, mark, correction }) => [
          number,
          JSON.stringify({ end, ownMinutes, t, q, mark, correction }),
        ]),
    )
  const [before, after] = [of(approved), of(now)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter(number => before.get(number) !== after.get(number))
    .toSorted((a, b) => a - b)
}
