/** How urgent a ticket is: one answer for the badge, the panel, the pages and the reports. Derived, never stored. */
import type { StageId } from './rules.ts'
import type { DeadlineSettings } from './settings.ts'
import type { Stage } from './stage.ts'
import { localDateOf } from './zone.ts'

/**
 * From calm to urgent; `stopped` clocks count least, a `paused` one waits for the author. `before_head`: put before
 * the head and not decided yet.
 */
export const levels = ['stopped', 'paused', 'ok', 'warn', 'due_today', 'overdue', 'before_head'] as const
export type Level = (typeof levels)[number]

type Zone = Pick<DeadlineSettings, 'zone'>

/**
 * `warn`: at most a quarter of the wall-clock time from start to `dueAt` is left (DOMAIN.md §4, alert levels). Nights,
 * days off and closed pauses count in that quarter: one cheap measure for every unit.
 */
export function levelOf(stage: Stage, now: string, settings: Zone): Level {
  if (stage.stoppedAt !== null) return 'stopped'
  if (isPaused(stage)) return 'paused'
  const at = Date.parse(now)
  const due = Date.parse(stage.dueAt)
  if (at >= due) return 'overdue'
  if (localDateOf(stage.dueAt, settings.zone) === localDateOf(now, settings.zone)) return 'due_today'
  return due - at <= (due - Date.parse(stage.startedAt)) / 4 ? 'warn' : 'ok'
}

/** The most urgent level among the stages; `stopped` when nothing runs. */
export function worstLevel(stages: readonly Stage[], now: string, settings: Zone): Level {
  const found = new Set(stages.map(stage => levelOf(stage, now, settings)))
  return levels.findLast(level => found.has(level)) ?? 'stopped'
}

/** How urgent the whole ticket is; what lies before the head undecided comes first, late or not. */
export function ticketLevel(
  ticket: { readonly stages: readonly Stage[]; readonly isBeforeHead: boolean },
  now: string,
  settings: Zone,
): Level {
  return ticket.isBeforeHead ? 'before_head' : worstLevel(ticket.stages, now, settings)
}

/** Whether any running stage is at or past its `dueAt` (DESIGN, point 7: derived, never stored). */
export function overdueAt(stages: readonly Stage[], now: string): boolean {
  const at = Date.parse(now)
  return stages.some(stage => isRunning(stage) && at >= Date.parse(stage.dueAt))
}

/** Clocks of what is to be done beside the reply: they never change its timeliness (PRACTICE P2, P19). */
const besideReply: readonly StageId[] = ['promise', 'order']

/** Overdue without promises and orders: neither changes the timeliness of the reply. */
export function answerOverdueAt(stages: readonly Stage[], now: string): boolean {
  return overdueAt(
    stages.filter(({ stage }) => !besideReply.includes(stage)),
    now,
  )
}

/** A promise whose date has passed: a column of its own (PRACTICE P2). */
export function promiseOverdueAt(stages: readonly Stage[], now: string): boolean {
  return overdueAt(
    stages.filter(({ stage }) => stage === 'promise'),
    now,
  )
}

/** The running stage that is due first; `undefined` when none runs: all stopped or waiting for the author. */
export function urgentStage(stages: readonly Stage[]): Stage | undefined {
  return stages.filter(isRunning).toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0]
}

function isRunning(stage: Stage): boolean {
  return stage.stoppedAt === null && !isPaused(stage)
}

/** Tickets stored on a computer before there were pauses have no such field. */
function isPaused({ pausedAt }: Stage): boolean {
  return typeof pausedAt === 'string'
}
