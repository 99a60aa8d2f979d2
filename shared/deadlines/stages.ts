/** The clocks of a ticket: which run, from when, until when. Pure: `now` is an argument. */
import { type DeadlineFacts, findRule, getInterimRule } from './choice.ts'
import { endsOf, provisionalSteps } from './counting.ts'
import { type Pause, pausesSince } from './pauses.ts'
import { type DeadlineRule, type Kind, type StageId, stageIds } from './rules.ts'
import type { DeadlineSettings } from './settings.ts'
import type { Stage } from './stage.ts'
import { computeFrom, type Start, toInstant } from './term.ts'
import { addDays, localDateOf } from './zone.ts'

/**
 * The clocks of a ticket, in the order of the stages; a stage without a rule or a start has none. Registration stops
 * at `registeredAt`; who calls keeps the other stages stopped that have stopped.
 */
export function stagesFor(facts: DeadlineFacts, settings: DeadlineSettings): Stage[] {
  return stageIds.flatMap(stage => {
    const found = findRule(stage, facts, settings)
    if (!found) return []
    const { rule, start } = found
    const pauses = mayPause(rule, settings) ? (facts.pauses ?? []) : []
    const made = stageOf(rule, start, settings, pauses)
    if (stage === 'registration' && facts.registeredAt !== null) {
      return [{ ...made, stoppedAt: toInstant(facts.registeredAt) }]
    }
    const extension = stage === 'final' ? (facts.extension ?? null) : null
    return [stand(extend(made, extension, settings), pauses)]
  })
}

/**
 * The clock that an interim reply starts (PRACTICE P1): to the end of the promised local date, or, without a promise,
 * the rule's term (DOMAIN.md §4, row 17).
 */
export function interimStage(now: string, promisedDate: string | null, settings: DeadlineSettings): Stage {
  const start: Start = { event: 'interimAt', at: toInstant(now) }
  if (promisedDate !== null) return datedStage('interim', start, promisedDate, settings)
  return stageOf(getInterimRule(now, settings), start, settings, [])
}

/**
 * The final clock after an interim reply named a date: its control date is that date where it is the later one, but
 * never beyond the legal date.
 */
export function afterInterim(final: Stage, promisedDate: string, settings: DeadlineSettings): Stage {
  const told = endsOf(promisedDate, final.startedAt, settings).dueAt
  const dueAt = told < final.legalDueAt ? told : final.legalDueAt
  if (dueAt <= final.dueAt) return final
  const { legalDueAt, trace } = final
  const at = trace.findIndex(step => step.code === 'due')
  return {
    ...final,
    dueAt,
    trace: [
      ...trace.slice(0, at),
      { code: 'interim_promised', date: promisedDate },
      { code: 'due', dueAt, legalDueAt },
      ...trace.slice(at + 1),
    ],
  }
}

/** The clock of what was promised to be done (PRACTICE P2): its own, it never touches the timeliness of the reply. */
export function promiseStage(now: string, promisedDate: string, settings: DeadlineSettings): Stage {
  return datedStage('promise', { event: 'promisedAt', at: toInstant(now) }, promisedDate, settings)
}

/** The clock of an order of the chief (PRACTICE P19): to the end of the working day that was named. */
export function orderStage(givenAt: string, dueOn: string, settings: DeadlineSettings): Stage {
  return datedStage('order', { event: 'orderedAt', at: toInstant(givenAt) }, dueOn, settings)
}

/**
 * The last local date to which the final answer may be extended: 30 days after the legal date that stood without an
 * extension (59-ФЗ, ст. 12 ч. 2; PRACTICE P20), 15 for an information request (8-ФЗ, ст. 18).
 */
export function latestExtension(stage: Stage, kind: Kind, { zone }: Pick<DeadlineSettings, 'zone'>): string {
  const standing = stage.trace.find(step => step.code === 'extended')
  return addDays(
    localDateOf(standing?.legalDueAt ?? stage.legalDueAt, zone),
    kind === 'info_request' ? 15 : 30,
  )
}

/** Local dates on which to look at the answer before it is due, as the stage's rule has them. */
export function checkpointsOf(
  stage: Stage,
  { zone, rules }: Pick<DeadlineSettings, 'zone' | 'rules'>,
): string[] {
  const rule = rules.find(each => each.id === stage.ruleId)
  if (!rule) return []
  const dayZero = addDays(localDateOf(stage.startedAt, zone), rule.countFrom === 'next_day' ? 0 : -1)
  const due = localDateOf(stage.dueAt, zone)
  return rule.checkpoints
    .toSorted((a, b) => a - b)
    .map(days => addDays(dayZero, days))
    .filter(date => date < due)
}

/** Clocks not stopped whose control date a change of settings moves: for the preview and for the recomputing job. */
export function movedStages(
  before: readonly Stage[],
  after: readonly Stage[],
): { stage: StageId; from: string; to: string }[] {
  const fresh = new Map(after.map(stage => [stage.stage, stage]))
  const running = new Map(
    before.filter(({ stoppedAt }) => stoppedAt === null).map(stage => [stage.stage, stage]),
  )
  return [...running.values()].flatMap(({ stage, dueAt }) => {
    const to = fresh.get(stage)?.dueAt
    return to === undefined || Date.parse(to) === Date.parse(dueAt) ? [] : [{ stage, from: dueAt, to }]
  })
}

function mayPause(rule: DeadlineRule, { pause }: DeadlineSettings): boolean {
  return rule.pausable && pause.stages.includes(rule.stage)
}

function stageOf(
  rule: DeadlineRule,
  start: Start,
  settings: DeadlineSettings,
  pauses: readonly Pause[],
): Stage {
  const { dueAt, legalDueAt, trace } = computeFrom(start, rule, settings, pauses)
  return {
    stage: rule.stage,
    ruleId: rule.id,
    startedAt: start.at,
    dueAt,
    legalDueAt,
    stoppedAt: null,
    pausedAt: null,
    provisional: trace.some(step => step.code === 'provisional'),
    trace,
  }
}

/** Only a clock that still had time stands: asking the author about a late ticket does not hide that it is late. */
function stand(stage: Stage, pauses: readonly Pause[]): Stage {
  const open = pausesSince(stage.startedAt, pauses).find(pause => pause.to === null)
  if (!open || open.from >= stage.dueAt) return stage
  return { ...stage, pausedAt: open.from, trace: [...stage.trace, { code: 'standing', from: open.from }] }
}

/** To the end of a local date that somebody named: the citizen was told it, or the chief ordered it. */
function datedStage(
  stage: 'interim' | 'promise' | 'order',
  start: Start,
  date: string,
  settings: DeadlineSettings,
): Stage {
  const { dueAt, legalDueAt } = endsOf(date, start.at, settings)
  const provisional = provisionalSteps(start.at, [date], settings)
  const code = stage === 'order' ? 'ordered' : 'promised'
  return {
    stage,
    ruleId: code,
    startedAt: start.at,
    dueAt,
    legalDueAt,
    stoppedAt: null,
    pausedAt: null,
    provisional: provisional.length > 0,
    trace: [
      { code: 'started', ...start },
      { code, date },
      { code: 'due', dueAt, legalDueAt },
      ...provisional,
    ],
  }
}

/**
 * Both ends become those of the new date. An extension never shortens, one from before the reopening is spent, and
 * pauses do not move the date: it was told to the citizen.
 */
function extend(
  stage: Stage,
  extension: NonNullable<DeadlineFacts['extension']> | null,
  settings: DeadlineSettings,
): Stage {
  if (extension === null || Date.parse(extension.grantedAt) < Date.parse(stage.startedAt)) return stage
  const { until, grantedAt } = extension
  const ends = endsOf(until, stage.startedAt, settings)
  const dueAt = ends.dueAt > stage.dueAt ? ends.dueAt : stage.dueAt
  const legalDueAt = ends.legalDueAt > stage.legalDueAt ? ends.legalDueAt : stage.legalDueAt
  const provisional = provisionalSteps(stage.startedAt, [until], settings)
  return {
    ...stage,
    dueAt,
    legalDueAt,
    provisional: provisional.length > 0,
    trace: [
      ...stage.trace.filter(step => step.code !== 'due' && step.code !== 'provisional'),
      { code: 'extended', until, grantedAt: toInstant(grantedAt), legalDueAt: stage.legalDueAt },
      { code: 'due', dueAt, legalDueAt },
      ...provisional,
    ],
  }
}
