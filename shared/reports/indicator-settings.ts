/** Indicators that the customer adds, and the plans of all of them: распоряжение 1368-р and ПП 1844 name the numbers (§5). */
import * as z from 'zod'

/** How months make a year: added up, averaged, a part of a whole, or the last one that is known. */
export const measures = ['sum', 'mean', 'share', 'last'] as const
export type Measure = (typeof measures)[number]

/** Which way is better; `none`: the number is shown and not judged. */
export const directions = ['up', 'down', 'none'] as const
export type Direction = (typeof directions)[number]

const id = z.string().min(1).max(120)

/** `share` is for computed ones only: a share entered by hand is a mean of percentages. */
export const ownIndicatorSchema = z.object({
  id,
  title: z.string().trim().min(1).max(300),
  /** «чел.», «%», «ед.» */
  unit: z.string().trim().max(40),
  measure: z.enum(['sum', 'mean', 'last']),
  direction: z.enum(directions),
  decimals: z.number().int().min(0).max(3),
  /** Where it comes from: a clause, a letter. */
  clause: z.string().trim().max(300),
})
export type OwnIndicator = z.infer<typeof ownIndicatorSchema>

/** `of`: empty for the whole district, else `block:zhkh` or `recipient:roads-unit`. `month` 1–12, `null` for the year. */
export const indicatorPlanSchema = z.object({
  indicatorId: id,
  year: z.number().int().min(2020).max(2100),
  month: z.number().int().min(1).max(12).nullable(),
  of: z.string().max(140),
  value: z.number().min(-1e9).max(1e9),
})
export type IndicatorPlan = z.infer<typeof indicatorPlanSchema>

export const indicatorSettingsSchema = z.object({
  own: z.array(ownIndicatorSchema).max(200),
  plans: z.array(indicatorPlanSchema).max(5_000),
})
export type IndicatorSettings = z.infer<typeof indicatorSettingsSchema>

export const noIndicators: IndicatorSettings = { own: [], plans: [] }
