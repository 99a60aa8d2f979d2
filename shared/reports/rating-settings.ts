/** How recipients are rated (DOMAIN.md §7): numbers that the head of the centre may set, all with a usual value. */
import * as z from 'zod'

/** `points`: weighed points, candidate A. `ranks`: the sum of three places, candidate B. */
export const ratingWays = ['points', 'ranks'] as const
export type RatingWay = (typeof ratingWays)[number]

/** Which marks make the satisfaction: the author's word «решено» / «не решено», or 1–5 of ПОС; never both (§13.7). */
export const markScales = ['words', 'scale'] as const
export type MarkScale = (typeof markScales)[number]

const weight = z.number().int().min(0).max(100)
const hours = z.number().int().min(1).max(400)

export const ratingSettingsSchema = z
  .object({
    way: z.enum(ratingWays),
    /** In percent of their sum: what has no data leaves the sum. */
    weights: z.object({ time: weight, completeness: weight, satisfaction: weight }),
    /** k: how many marks of the district's mean are added to a recipient's own, so that one mark does not decide. */
    districtMarks: z.number().int().min(0).max(50),
    /** From how many tickets points are counted at all, and from how many a place is given (PRACTICE P9). */
    leastTickets: z.number().int().min(1).max(100),
    placeFrom: z.number().int().min(1).max(100),
    /** Working hours from «поручено» to «ответ представлен»; an appeal has its own legal term. */
    normHours: hours,
    urgentNormHours: hours,
    /** Points for each tenth of repeats among the tickets, at most two tenths. */
    repeatPoints: z.number().int().min(0).max(20),
    /** Waiting that does not count as the recipient's time; it is shown apart. */
    withoutAuthor: z.boolean(),
    withoutOutside: z.boolean(),
    marks: z.enum(markScales),
    /** Working days for objections. */
    objectionDays: z.number().int().min(1).max(20),
  })
  .refine(({ weights }) => weights.time + weights.completeness + weights.satisfaction > 0, 'Nothing weighs')
  .refine(({ leastTickets, placeFrom }) => leastTickets <= placeFrom, 'A place needs no fewer than points')
export type RatingSettings = z.infer<typeof ratingSettingsSchema>

export const usualRating: RatingSettings = {
  way: 'points',
  weights: { time: 40, completeness: 40, satisfaction: 20 },
  districtMarks: 3,
  leastTickets: 2,
  placeFrom: 5,
  normHours: 8,
  urgentNormHours: 4,
  repeatPoints: 5,
  withoutAuthor: true,
  withoutOutside: false,
  marks: 'words',
  objectionDays: 2,
}
