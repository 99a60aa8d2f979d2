/**
 * From a rule and a moment to a deadline, and from deadlines to what is urgent. Pure: `now` is an argument.
 * `dueAt` is the control date people work by, `legalDueAt` the last moment the source allows (DOMAIN.md §4, §13.3).
 * Instants are UTC ISO strings.
 */
import * as z from 'zod'
import type { ChannelId } from '../reference/channels.ts'
import {
  calendarSchema,
  dayKindOf,
  endOfWorkingDay,
  type Interval,
  isProvisional,
  isWorkingDay,
  workingHoursSchema,
  workingIntervals,
} from './calendar.ts'
import {
  type DeadlineRule,
  deadlineRuleSchema,
  type Kind,
  type StageId,
  stageIds,
  type Term,
} from './rules.ts'
import { type TraceStep, traceStepSchema } from './trace.ts'
import { addDays, endOfDate, instantAt, isZone, localDateOf, localMinutesOf, weekdayOf } from './zone.ts'

export const deadlineSettingsSchema = z
  .object({
    zone: z.string().refine(isZone, 'Unknown time zone'),
    calendar: calendarSchema,
    hours: workingHoursSchema,
    rules: z.array(deadlineRuleSchema),
    /** `publishedAt`: clocks of messages that start at the record start at the post instead, where its time is known. */
    startEvent: z.enum(['capturedAt', 'publishedAt']).default('capturedAt'),
  })
  .refine(({ rules }) => new Set(rules.map(rule => rule.id)).size === rules.length, 'Rule ids must differ')
  .refine(({ rules }) => rules.some(isInterimRule), 'A rule for messages after an interim reply is needed')
export type DeadlineSettings = z.infer<typeof deadlineSettingsSchema>

export const stageSchema = z.object({
  stage: z.enum(stageIds),
  /** The rule's id, or `promised` for a date told to the citizen. */
  ruleId: z.string(),
  startedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  legalDueAt: z.iso.datetime(),
  /** When the stage's own event came; `null` while it runs. */
  stoppedAt: z.iso.datetime().nullable(),
  /** The deadline leans on a year of the calendar that is not final. */
  provisional: z.boolean(),
  trace: z.array(traceStepSchema),
})
export type Stage = z.infer<typeof stageSchema>

/** What the choice of rules depends on. Instants are UTC ISO strings. */
export type DeadlineFacts = {
  kind: Kind
  channel: ChannelId
  urgent: boolean
  accelerated: boolean
  capturedAt: string
  publishedAt: string | null
  registeredAt: string | null
  interimAt?: string | null
}

export type Deadline = { dueAt: string; legalDueAt: string; trace: TraceStep[] }

/**
 * The deadline of one rule from a start instant. Day terms end with the working day for `dueAt` and at 23:59:59.999
 * local for `legalDueAt`; hour terms end at one instant. `dueAt` is never after `legalDueAt` and never before the start.
 */
export function computeDeadline(rule: DeadlineRule, start: string, settings: DeadlineSettings): Deadline {
  return computeFrom({ event: rule.startEvent, at: start }, rule, settings)
}

/** The running clocks of a ticket, in the order of the stages; a stage without a rule or a start has none. */
export function stagesFor(facts: DeadlineFacts, settings: DeadlineSettings): Stage[] {
  return stageIds.flatMap(stage => {
    const found = findRule(stage, facts, settings)
    return found ? [stageOf(found.rule, found.start, settings)] : []
  })
}

/**
 * The clock that an interim reply starts (PRACTICE P1): to the end of the promised local date, or, without a promise,
 * the rule's term (DOMAIN.md §4, row 17).
 */
export function interimStage(now: string, promisedDate: string | null, settings: DeadlineSettings): Stage {
  const rule = getInterimRule(now, settings)
  const start: Start = { event: 'interimAt', at: toInstant(now) }
  if (promisedDate === null) return stageOf(rule, start, settings)
  const { dueAt, legalDueAt } = endsOf(promisedDate, start.at, settings)
  return {
    stage: 'interim',
    ruleId: 'promised',
    startedAt: start.at,
    dueAt,
    legalDueAt,
    stoppedAt: null,
    provisional: isProvisional(settings.calendar, promisedDate),
    trace: [
      { code: 'started', ...start },
      { code: 'promised', date: promisedDate },
      { code: 'due', dueAt, legalDueAt },
      ...provisionalSteps(start.at, [promisedDate], settings),
    ],
  }
}

/** From calm to urgent; `stopped` clocks count least. */
export const levels = ['stopped', 'ok', 'warn', 'due_today', 'overdue'] as const
export type Level = (typeof levels)[number]

/** `warn`: at most a quarter of the wall-clock time from start to `dueAt` is left (DOMAIN.md §4, alert levels). */
export function levelOf(stage: Stage, now: string, settings: Pick<DeadlineSettings, 'zone'>): Level {
  if (stage.stoppedAt !== null) return 'stopped'
  const at = Date.parse(now)
  const due = Date.parse(stage.dueAt)
  if (at >= due) return 'overdue'
  if (localDateOf(stage.dueAt, settings.zone) === localDateOf(now, settings.zone)) return 'due_today'
  return due - at <= (due - Date.parse(stage.startedAt)) / 4 ? 'warn' : 'ok'
}

/** The most urgent level among the stages; `stopped` when nothing runs. */
export function worstLevel(
  stages: readonly Stage[],
  now: string,
  settings: Pick<DeadlineSettings, 'zone'>,
): Level {
  const found = new Set(stages.map(stage => levelOf(stage, now, settings)))
  return levels.findLast(level => found.has(level)) ?? 'stopped'
}

/** Whether any running stage is at or past its `dueAt` (DESIGN, point 7: derived, never stored). */
export function overdueAt(stages: readonly Stage[], now: string): boolean {
  const at = Date.parse(now)
  return stages.some(stage => stage.stoppedAt === null && at >= Date.parse(stage.dueAt))
}

/** The running stage that is due first; `undefined` when nothing runs. */
export function urgentStage(stages: readonly Stage[]): Stage | undefined {
  return stages
    .filter(stage => stage.stoppedAt === null)
    .toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0]
}

type Start = { event: DeadlineRule['startEvent']; at: string }

/** The most specific rule in force on the start date: channel before acceleration before urgency, then the newest. */
function findRule(
  stage: StageId,
  facts: DeadlineFacts,
  settings: DeadlineSettings,
): { rule: DeadlineRule; start: Start } | undefined {
  const candidates = settings.rules.flatMap(rule => {
    if (rule.stage !== stage || !applies(rule, facts)) return []
    const start = findStart(rule, facts, settings)
    return start && rule.validFrom <= localDateOf(start.at, settings.zone) ? [{ rule, start }] : []
  })
  return candidates.toSorted(
    (a, b) => specificity(b.rule) - specificity(a.rule) || (a.rule.validFrom < b.rule.validFrom ? 1 : -1),
  )[0]
}

function applies(rule: DeadlineRule, facts: DeadlineFacts): boolean {
  return (
    rule.kinds.includes(facts.kind) &&
    (rule.channels === 'any' || rule.channels.includes(facts.channel)) &&
    (rule.urgency === 'any' || (rule.urgency === 'urgent') === facts.urgent) &&
    (rule.accelerated === 'any' || rule.accelerated === facts.accelerated)
  )
}

function specificity(rule: DeadlineRule): number {
  return (
    (rule.channels === 'any' ? 0 : 4) +
    (rule.accelerated === 'any' ? 0 : 2) +
    (rule.urgency === 'any' ? 0 : 1)
  )
}

/** A post cannot be published after it was recorded: such a date on a page is wrong, and the record counts. */
function findStart(rule: DeadlineRule, facts: DeadlineFacts, settings: DeadlineSettings): Start | undefined {
  const published = facts.publishedAt
  if (
    rule.startEvent === 'capturedAt' &&
    settings.startEvent === 'publishedAt' &&
    facts.kind === 'message' &&
    published !== null &&
    Date.parse(published) <= Date.parse(facts.capturedAt)
  ) {
    return { event: 'publishedAt', at: toInstant(published) }
  }
  const at = facts[rule.startEvent] ?? null
  return at === null ? undefined : { event: rule.startEvent, at: toInstant(at) }
}

function isInterimRule(rule: DeadlineRule): boolean {
  return rule.stage === 'interim' && rule.startEvent === 'interimAt' && rule.kinds.includes('message')
}

/** The newest in force on that day, else the earliest that exists: an interim reply never leaves a ticket without a clock. */
function getInterimRule(now: string, settings: DeadlineSettings): DeadlineRule {
  const date = localDateOf(now, settings.zone)
  const rules = settings.rules.filter(isInterimRule).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  const rule = rules.findLast(each => each.validFrom <= date) ?? rules[0]
  if (!rule) throw new Error('The settings have no rule for the stage interim')
  return rule
}

function stageOf(rule: DeadlineRule, start: Start, settings: DeadlineSettings): Stage {
  const { dueAt, legalDueAt, trace } = computeFrom(start, rule, settings)
  return {
    stage: rule.stage,
    ruleId: rule.id,
    startedAt: start.at,
    dueAt,
    legalDueAt,
    stoppedAt: null,
    provisional: trace.some(step => step.code === 'provisional'),
    trace,
  }
}

function computeFrom({ event, at }: Start, rule: DeadlineRule, settings: DeadlineSettings): Deadline {
  const start = toInstant(at)
  const own = runTerm(rule, rule, start, settings)
  const target = rule.target && runTerm(rule.target, rule, start, settings)
  const shorter = target && Date.parse(target.dueAt) <= Date.parse(own.dueAt) ? target : undefined
  const { dueAt } = shorter ?? own
  const { legalDueAt } = own
  const movesLegal = rule.rollRule === 'following'
  const { amount, unit, stage, source, clause, confidence } = rule
  return {
    dueAt,
    legalDueAt,
    trace: [
      { code: 'started', event, at: start },
      { code: 'rule', stage, amount, unit, source, clause, confidence },
      ...own.counting,
      ...(shorter && !movesLegal ? [] : own.rolling),
      ...(shorter && rule.target
        ? [{ code: 'target' as const, ...rule.target }, ...shorter.counting, ...shorter.rolling]
        : []),
      { code: 'due', dueAt, legalDueAt },
      ...provisionalSteps(
        start,
        [...(shorter?.leansOn ?? own.leansOn), ...(movesLegal ? own.leansOn : [])],
        settings,
      ),
    ],
  }
}

/** `leansOn`: the last local dates whose place in the calendar mattered. */
type Run = {
  dueAt: string
  legalDueAt: string
  counting: TraceStep[]
  rolling: TraceStep[]
  leansOn: string[]
}

function runTerm(term: Term, rule: DeadlineRule, start: string, settings: DeadlineSettings): Run {
  switch (term.unit) {
    case 'hours': {
      const dueAt = new Date(Date.parse(start) + term.amount * hour).toISOString()
      const leansOn = [localDateOf(dueAt, settings.zone)]
      return { dueAt, legalDueAt: dueAt, counting: [], rolling: [], leansOn }
    }
    case 'working_hours': {
      const { at, steps } = addWorkingTime(start, term.amount * hour, settings)
      const leansOn = [localDateOf(at, settings.zone)]
      return { dueAt: at, legalDueAt: at, counting: steps, rolling: [], leansOn }
    }
    case 'calendar_days':
    case 'working_days':
      return runDays(term, rule, start, settings)
    default: {
      const never: never = term.unit
      return never
    }
  }
}

const hour = 3_600_000

/** No term reaches so far; a calendar without working time must not hang the server. */
const farthestDays = 1_000

/** Counts working time to the millisecond; the end of a day belongs to that day, not to the next morning. */
function addWorkingTime(
  start: string,
  duration: number,
  settings: DeadlineSettings,
): { at: string; steps: TraceStep[] } {
  const { zone, calendar, hours } = settings
  const first = localDateOf(start, zone)
  const worked: { date: string; step: TraceStep }[] = []
  let left = duration
  for (let n = 0; n <= farthestDays; n++) {
    const date = addDays(first, n)
    const intervals: Interval[] = []
    for (const { from, to } of workingIntervals(calendar, hours, date)) {
      const begins = Math.max(Date.parse(start), Date.parse(instantAt(date, from, zone)))
      const closes = Date.parse(instantAt(date, to, zone))
      if (closes <= begins) continue
      const ends = Math.min(begins + left, closes)
      left -= ends - begins
      intervals.push({ from: minutesAt(begins, zone), to: ends === closes ? to : minutesAt(ends, zone) })
      if (left > 0) continue
      worked.push(...workedOn(date, intervals, settings))
      const skipped = dayOffSteps(first, date, settings).map(step => ({ date: step.from, step }))
      const steps = [...worked, ...skipped]
        .toSorted((a, b) => (a.date < b.date ? -1 : 1))
        .map(({ step }) => step)
      return { at: new Date(ends).toISOString(), steps }
    }
    worked.push(...workedOn(date, intervals, settings))
  }
  throw new Error('The calendar has no working time for this term')
}

function minutesAt(ms: number, zone: string): number {
  return localMinutesOf(new Date(ms).toISOString(), zone)
}

/** Less than a minute is counted but not shown. */
function workedOn(
  date: string,
  intervals: Interval[],
  settings: DeadlineSettings,
): { date: string; step: TraceStep }[] {
  const shown = intervals.filter(({ from, to }) => from < to)
  if (shown.length === 0) return []
  return [{ date, step: { code: 'worked', date, intervals: shown, day: lookOf(date, settings) } }]
}

function lookOf(date: string, { calendar }: DeadlineSettings): Extract<TraceStep, { code: 'worked' }>['day'] {
  const short = dayKindOf(calendar, date) === 'short'
  if (weekdayOf(date) > 5) return short ? 'short_working_weekend' : 'working_weekend'
  return short ? 'short' : 'usual'
}

function runDays(term: Term, rule: DeadlineRule, start: string, settings: DeadlineSettings): Run {
  const { zone, calendar } = settings
  const first = addDays(localDateOf(start, zone), rule.countFrom === 'next_day' ? 1 : 0)
  if (term.unit === 'working_days') {
    const date = nthWorkingDay(first, term.amount, settings)
    const counting: TraceStep[] = [
      ...dayOffSteps(first, date, settings),
      { code: 'counted', from: first, to: date, amount: term.amount, unit: term.unit },
    ]
    return { ...endsOf(date, start, settings), counting, rolling: [], leansOn: [date] }
  }
  const date = addDays(first, term.amount - 1)
  const counting: TraceStep[] = [
    { code: 'counted', from: first, to: date, amount: term.amount, unit: term.unit },
  ]
  if (rule.rollRule === 'none' || isWorkingDay(calendar, date)) {
    return { ...endsOf(date, start, settings), counting, rolling: [], leansOn: [date] }
  }
  if (rule.rollRule === 'following') {
    const to = nthWorkingDay(date, 1, settings)
    const rolling: TraceStep[] = [{ code: 'rolled', rule: 'following', from: date, to }]
    return { ...endsOf(to, start, settings), counting, rolling, leansOn: [date, to] }
  }
  const to = workingDayBefore(date, settings)
  const dueAt = instantAt(to, endOfWorkingDay(calendar, settings.hours, to), zone)
  if (Date.parse(dueAt) <= Date.parse(start)) {
    return { ...endsOf(date, start, settings), counting, rolling: [{ code: 'kept', date }], leansOn: [date] }
  }
  const rolling: TraceStep[] = [{ code: 'rolled', rule: 'preceding', from: date, to }]
  return { dueAt, legalDueAt: endOfDate(date, zone), counting, rolling, leansOn: [date] }
}

/** Both ends of a date; a term that ends on its own first evening has no working day left and ends with the date. */
function endsOf(date: string, start: string, { zone, calendar, hours }: DeadlineSettings) {
  const legalDueAt = endOfDate(date, zone)
  const evening = instantAt(date, endOfWorkingDay(calendar, hours, date), zone)
  const usable = Date.parse(evening) > Date.parse(start) && Date.parse(evening) < Date.parse(legalDueAt)
  return { dueAt: usable ? evening : legalDueAt, legalDueAt }
}

function nthWorkingDay(from: string, amount: number, { calendar }: DeadlineSettings): string {
  let left = amount
  for (let n = 0; n <= farthestDays; n++) {
    const date = addDays(from, n)
    if (isWorkingDay(calendar, date)) left -= 1
    if (left === 0) return date
  }
  throw new Error('The calendar has no working days for this term')
}

function workingDayBefore(date: string, { calendar }: DeadlineSettings): string {
  for (let n = 1; n <= farthestDays; n++) {
    const before = addDays(date, -n)
    if (isWorkingDay(calendar, before)) return before
  }
  throw new Error('The calendar has no working day before this date')
}

type Skipped = Extract<TraceStep, { code: 'skipped' }>

/** Runs of days off between two dates, both included. */
function dayOffSteps(from: string, to: string, { calendar }: DeadlineSettings): Skipped[] {
  const runs: Skipped[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const kind = dayKindOf(calendar, date)
    if (kind === 'working' || kind === 'short') continue
    const reason = kind === 'holiday' ? 'days_off' : kind
    const last = runs.at(-1)
    if (last?.to !== addDays(date, -1)) {
      runs.push({ code: 'skipped', from: date, to: date, reason })
      continue
    }
    last.to = date
    if (reason === 'decree' || last.reason === 'weekend') last.reason = reason
  }
  return runs
}

function provisionalSteps(
  start: string,
  leansOn: string[],
  { zone, calendar }: DeadlineSettings,
): TraceStep[] {
  const dates = [localDateOf(start, zone), ...leansOn].filter(date => isProvisional(calendar, date))
  const years = new Set(dates.map(date => date.slice(0, 4)))
  return [...years].toSorted().map(year => ({ code: 'provisional', year }))
}

/** The same instant in the one spelling that is stored: UTC with milliseconds. */
function toInstant(at: string): string {
  return new Date(at).toISOString()
}
