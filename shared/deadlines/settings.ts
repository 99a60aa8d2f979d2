/** What an organisation decides about its clocks: zone, calendar, hours, rules, and which stages wait for the author. */
import * as z from 'zod'
import { calendarSchema, workingHoursSchema } from './calendar.ts'
import { deadlineRuleSchema, isInterimRule, type StageId, stageIds } from './rules.ts'
import { isZone } from './zone.ts'

const pausedByDefault: StageId[] = ['final', 'fact_check']

export const deadlineSettingsSchema = z
  .object({
    zone: z.string().refine(isZone, 'Часовой пояс неизвестен: выберите его из списка'),
    calendar: calendarSchema,
    hours: workingHoursSchema,
    rules: z.array(deadlineRuleSchema),
    /** `publishedAt`: clocks of posts that start at the record start at the post instead, where its time is known. */
    startEvent: z.enum(['capturedAt', 'publishedAt']).default('capturedAt'),
    /** Whose clocks stand while the author is asked; none when empty, and never where the rule forbids it. */
    pause: z.object({ stages: z.array(z.enum(stageIds)) }).default({ stages: pausedByDefault }),
  })
  .refine(
    ({ rules }) => new Set(rules.map(rule => rule.id)).size === rules.length,
    'Правила с одинаковым именем: переименуйте одно',
  )
  .refine(
    ({ rules }) => rules.some(isInterimRule),
    'Нет правила для сообщений после промежуточного ответа: добавьте его',
  )
export type DeadlineSettings = z.infer<typeof deadlineSettingsSchema>
