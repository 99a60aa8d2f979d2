/** One clock of a ticket as it is stored. Instants are UTC ISO strings. */
import * as z from 'zod'
import { stageIds } from './rules.ts'
import { traceStepSchema } from './trace.ts'

export const stageSchema = z.object({
  stage: z.enum(stageIds),
  /** The rule's id, or `promised` for a date told to the citizen, `ordered` for one that the chief set. */
  ruleId: z.string(),
  startedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  legalDueAt: z.iso.datetime(),
  /** When the stage's own event came; `null` while it runs. */
  stoppedAt: z.iso.datetime().nullable(),
  /** Since when the clock stands, waiting for the author; `null` while it goes. */
  pausedAt: z.iso.datetime().nullable().default(null),
  /** The deadline leans on a year of the calendar that is not final. */
  provisional: z.boolean(),
  trace: z.array(traceStepSchema),
})
export type Stage = z.infer<typeof stageSchema>
