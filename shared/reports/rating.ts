/**
 * «Рейтинг ответственных получателей» (decree 697-П, 4.4 б; DOMAIN.md §7; PRACTICE P9). Pure: contributions in, places
 * out. T is the mean timeliness, Q the mean completeness, S the satisfaction drawn towards the district's mean by few
 * marks; R their weighed mean in points, less what repeats cost. What has no data leaves the weights.
 */
import * as z from 'zod'
import { type Recipient, recipientKinds } from '../policy/settings.ts'
import { type RatingItem, ratingItemSchema } from './rating-item.ts'
import { type RatingSettings, ratingSettingsSchema } from './rating-settings.ts'

/** Each has a table of its own; outside organisations are never given a place. */
export const ratingGroups = ['unit', 'settlement', 'institution', 'outside'] as const
export type RatingGroup = (typeof ratingGroups)[number]

/** Institutions and municipal companies stand in one table (P9). */
export function groupOf(kind: Recipient['kind']): RatingGroup {
  return kind === 'municipal_company' ? 'institution' : kind
}

/** `placed`; `few`: too few tickets for a place, «справочно»; `outside`: «справочно»; `none`: not rated at all. */
export const standings = ['placed', 'few', 'outside', 'none'] as const

const meanSchema = z.object({ value: z.number().nullable(), of: z.number().int().nonnegative() })
export type Mean = z.infer<typeof meanSchema>

/** A ticket about the same problem as one that the recipient had answered first with «решено». */
export const repeatSchema = z.object({
  ticketId: z.string(),
  number: z.number().int(),
  recipientId: z.string(),
  ofTicketId: z.string(),
  ofNumber: z.number().int(),
})
export type Repeat = z.infer<typeof repeatSchema>

/** «Не наше» said in time: it does not count, and is shown apart. */
const declinedSchema = ratingItemSchema.pick({ ticketId: true, number: true, recipientId: true })

export const ratingRowSchema = z.object({
  recipientId: z.string(),
  title: z.string(),
  kind: z.enum(recipientKinds),
  n: z.number().int().nonnegative(),
  /** Of `n`, those with t = 1. */
  inTime: z.number().int().nonnegative(),
  ownMinutes: meanSchema,
  t: meanSchema,
  q: meanSchema,
  /** `own`: the recipient's own marks; `value`: with the district's. */
  s: meanSchema.extend({ own: z.number().nullable() }),
  repeats: z.number().int().nonnegative(),
  /** Points (more is better) or, by ranks, the sum of places (less is better); rounded as it is shown. */
  score: z.number().nullable(),
  place: z.number().int().positive().nullable(),
  standing: z.enum(standings),
})
export type RatingRow = z.infer<typeof ratingRowSchema>

/** A month's rating as a value: what is shown, exported and frozen. */
export const monthRatingSchema = z.object({
  /** `2026-10` */
  month: z.string(),
  asOf: z.string(),
  settings: ratingSettingsSchema,
  rows: z.array(ratingRowSchema),
  items: z.array(ratingItemSchema),
  repeats: z.array(repeatSchema),
  declined: z.array(declinedSchema).default([]),
  districtMark: meanSchema,
})
export type MonthRating = z.infer<typeof monthRatingSchema>

export type Scored = Pick<RatingItem, 'recipientId' | 'ownMinutes' | 't' | 'q' | 'mark' | 'correction'>

/** Rows by group, in each the placed first. Every recipient has a row, also one without a ticket. */
export function rate(
  items: readonly Scored[],
  repeats: readonly Pick<Repeat, 'recipientId'>[],
  recipients: readonly Recipient[],
  settings: RatingSettings,
): { rows: RatingRow[]; districtMark: Mean } {
  const counted = items.filter(({ correction }) => correction !== 'excluded')
  const districtMark = meanOf(counted.flatMap(({ mark }) => mark ?? []))
  const rows = recipients.map(recipient => {
    const own = counted.filter(({ recipientId }) => recipientId === recipient.id)
    const charged = repeats.filter(({ recipientId }) => recipientId === recipient.id).length
    return rowOf(recipient, own, charged, districtMark, settings)
  })
  const ranked = ratingGroups.flatMap(group =>
    placed(
      rows.filter(({ kind }) => groupOf(kind) === group),
      settings,
    ),
  )
  return { rows: ranked, districtMark }
}

function rowOf(
  { id, title, kind }: Recipient,
  own: readonly Scored[],
  repeats: number,
  districtMark: Mean,
  settings: RatingSettings,
): RatingRow {
  const n = own.length
  const t = meanOf(own.map(item => item.t))
  const q = meanOf(own.flatMap(item => item.q ?? []))
  const marks = meanOf(own.flatMap(item => item.mark ?? []))
  const s = { value: smoothed(marks, districtMark, settings), own: marks.value, of: marks.of }
  const isRated = n >= settings.leastTickets
  return {
    recipientId: id,
    title,
    kind,
    n,
    inTime: own.filter(item => item.t === 1).length,
    ownMinutes: meanOf(own.map(item => item.ownMinutes)),
    t,
    q,
    s,
    repeats,
    score: isRated && settings.way === 'points' ? pointsOf({ t, q, s, n, repeats }, settings) : null,
    place: null,
    standing: standingOf(kind, n, settings),
  }
}

function standingOf(
  kind: Recipient['kind'],
  n: number,
  { leastTickets, placeFrom }: RatingSettings,
): RatingRow['standing'] {
  if (n < leastTickets) return 'none'
  if (kind === 'outside') return 'outside'
  return n < placeFrom ? 'few' : 'placed'
}

/** S: so many marks of the district's mean stand beside the own ones; without own marks there is none. */
function smoothed(own: Mean, district: Mean, { districtMarks: k }: RatingSettings): number | null {
  if (own.value === null || district.value === null) return null
  return (own.value * own.of + k * district.value) / (own.of + k)
}

type Parts = Pick<RatingRow, 't' | 'q' | 's' | 'n' | 'repeats'>

/** R to a tenth; never under 0. `null` where nothing that weighs is known. */
export function pointsOf({ t, q, s, n, repeats }: Parts, settings: RatingSettings): number | null {
  const { weights, repeatPoints } = settings
  const parts = [
    { weight: weights.time, value: t.value },
    { weight: weights.completeness, value: q.value },
    { weight: weights.satisfaction, value: s.value },
  ].filter((part): part is { weight: number; value: number } => part.value !== null && part.weight > 0)
  const sum = parts.reduce((total, { weight }) => total + weight, 0)
  if (sum === 0) return null
  const mean = parts.reduce((total, { weight, value }) => total + weight * value, 0) / sum
  const share = n === 0 ? 0 : repeats / n
  const points = 100 * mean - repeatPoints * Math.min(share * 10, 2)
  return Math.max(0, Math.round(points * 10) / 10)
}

/** One group in its order with places: by score, then by more tickets, then by the alphabet. */
function placed(group: readonly RatingRow[], settings: RatingSettings): RatingRow[] {
  const scored = settings.way === 'ranks' ? withRanks(group) : group
  const better = (a: RatingRow, b: RatingRow) => {
    const difference = settings.way === 'ranks' ? less(a.score, b.score) : less(b.score, a.score)
    return difference || b.n - a.n || a.title.localeCompare(b.title, 'ru')
  }
  const hasPlace = (row: RatingRow) => row.standing === 'placed' && row.score !== null
  const withPlace = scored.filter(hasPlace).toSorted(better)
  const rated = scored.filter(row => !hasPlace(row) && row.standing !== 'none').toSorted(better)
  const rest = scored
    .filter(({ standing }) => standing === 'none')
    .toSorted((a, b) => a.title.localeCompare(b.title, 'ru'))
  return [...withPlace.map((row, index) => ({ ...row, place: index + 1 })), ...rated, ...rest]
}

/** What is not known stands last, whichever way is better. */
function less(a: number | null, b: number | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
  return a - b
}

/**
 * Candidate B: each placed row's rank by the share in time, by completeness and by mean time, added up. A missing
 * completeness is reckoned as the mean of the other two. Not monotone by its formula: one more answer in time that took
 * longer than the recipient's mean lowers the mean time's rank (rating-words.ts says so).
 */
function withRanks(group: readonly RatingRow[]): RatingRow[] {
  const among = group.filter(({ standing }) => standing === 'placed')
  return group.map(row => {
    if (row.standing !== 'placed') return row
    const rank = (value: (row: RatingRow) => number | null, isBetter: (a: number, b: number) => boolean) => {
      const own = value(row)
      if (own === null) return null
      return (
        1 +
        among.filter(other => {
          const theirs = value(other)
          return theirs !== null && isBetter(theirs, own)
        }).length
      )
    }
    const ranks = [
      rank(
        each => each.inTime / each.n,
        (a, b) => a > b,
      ),
      rank(
        each => each.q.value,
        (a, b) => a > b,
      ),
      rank(
        each => each.ownMinutes.value,
        (a, b) => a < b,
      ),
    ].filter(each => each !== null)
    const sum = ranks.reduce((total, each) => total + each, 0)
    return { ...row, score: Math.round((sum / ranks.length) * 3 * 10) / 10 }
  })
}

/** Not rounded: rounding is for showing. */
export function meanOf(values: readonly number[]): Mean {
  if (values.length === 0) return { value: null, of: 0 }
  return { value: values.reduce((sum, value) => sum + value, 0) / values.length, of: values.length }
}
