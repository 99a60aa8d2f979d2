/**
 * The rule engine's door: from a rule and a moment to a deadline, and from deadlines to what is urgent.
 * settings.ts says what an organisation decides, choice.ts which rule applies, term.ts and counting.ts how a term
 * runs over the calendar, pauses.ts what waiting takes from it, stages.ts the clocks of a ticket, levels.ts how
 * urgent they are. Pure: `now` is an argument. Instants are UTC ISO strings.
 */
export type { DeadlineFacts } from './choice.ts'
export {
  answerOverdueAt,
  type Level,
  levelOf,
  levels,
  overdueAt,
  promiseOverdueAt,
  ticketLevel,
  urgentStage,
  worstLevel,
} from './levels.ts'
export type { Pause } from './pauses.ts'
export type { StageId } from './rules.ts'
export { type DeadlineSettings, deadlineSettingsSchema } from './settings.ts'
export { type Stage, stageSchema } from './stage.ts'
export {
  afterInterim,
  checkpointsOf,
  interimStage,
  latestExtension,
  movedStages,
  orderStage,
  promiseStage,
  stagesFor,
} from './stages.ts'
export { computeDeadline, type Deadline } from './term.ts'
