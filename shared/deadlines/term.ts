/**
 * From a rule and a start to its two ends. `dueAt` is the control date people work by, `legalDueAt` the last moment
 * the source allows (DOMAIN.md §4, §13.3).
 */
import { endOfWorkingDay, isWorkingDay } from './calendar.ts'
import {
  addWorkingTime,
  type Dated,
  dayOffSteps,
  endsOf,
  nthWorkingDay,
  provisionalSteps,
  workingDayBefore,
} from './counting.ts'
import {
  type ClosedPause,
  isClosed,
  midnightsIn,
  type Pause,
  pausesSince,
  wallTimeIn,
  workingDatesIn,
  workingTimeIn,
} from './pauses.ts'
import { type ClockEvent, ceilingDays, type DeadlineRule, hasCeiling, type Term } from './rules.ts'
import type { DeadlineSettings } from './settings.ts'
import type { TraceStep } from './trace.ts'
import { addDays, endOfDate, instantAt, localDateOf } from './zone.ts'

export type Start = { event: ClockEvent; at: string }
export type Deadline = { dueAt: string; legalDueAt: string; trace: TraceStep[] }

/**
 * The deadline of one rule from a start instant. Day terms end with the working day for `dueAt` and at 23:59:59.999
 * local for `legalDueAt`; hour terms end at one instant. `dueAt` is never after `legalDueAt` and never before the start.
 *
 * A closed pause moves both ends by what it takes from the term, in the term's own measure: working hours by the
 * working time in it, hours by its length, calendar days by its local midnights, working days by the working dates
 * among those the term counts whose end it covers (pauses.ts). An end that had come before the pause began stays
 * where it was: waiting for the author makes nothing timely that was late. Open pauses move nothing yet.
 *
 * Neither end lies beyond 30 calendar days from the start (697-П, п. 4.3 г), pauses apart, unless a law sets the term.
 */
export function computeDeadline(
  rule: DeadlineRule,
  start: string,
  settings: DeadlineSettings,
  pauses: readonly Pause[] = [],
): Deadline {
  return computeFrom({ event: rule.startEvent, at: start }, rule, settings, pauses)
}

/** The same from a start whose event is not the rule's: a reopened ticket, a post counted from its publication. */
export function computeFrom(
  { event, at }: Start,
  rule: DeadlineRule,
  settings: DeadlineSettings,
  pauses: readonly Pause[],
): Deadline {
  const start = toInstant(at)
  const closed = pausesSince(start, pauses).filter(isClosed)
  const own = runThroughPauses(rule, rule, start, closed, settings)
  const target = rule.target && runThroughPauses(rule.target, rule, start, closed, settings)
  const shorter = target && Date.parse(target.dueAt) <= Date.parse(own.dueAt) ? target : undefined
  const chosen = shorter ?? own
  const ceiling = hasCeiling(rule)
    ? runThroughPauses(ceilingTerm, ceilingOf(rule), start, closed, settings)
    : null
  const dueAt = earlier(chosen.dueAt, ceiling?.dueAt)
  const legalDueAt = earlier(own.legalDueAt, ceiling?.legalDueAt)
  const isCapped = dueAt !== chosen.dueAt || legalDueAt !== own.legalDueAt
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
      ...(isCapped && ceiling !== null
        ? [{ code: 'ceiling' as const, date: localDateOf(ceiling.legalDueAt, settings.zone) }]
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

const ceilingTerm: Term = { amount: ceilingDays, unit: 'calendar_days' }

/** The thirtieth day is nobody's to move to a later one. */
function ceilingOf(rule: DeadlineRule): DeadlineRule {
  return { ...rule, countFrom: 'next_day', rollRule: rule.rollRule === 'none' ? 'none' : 'preceding' }
}

function earlier(at: string, other: string | undefined): string {
  return other !== undefined && other < at ? other : at
}

/** The same instant in the one spelling that is stored: UTC with milliseconds. */
export function toInstant(at: string): string {
  return new Date(at).toISOString()
}

/** `leansOn`: the last local dates whose place in the calendar mattered. */
type Run = {
  dueAt: string
  legalDueAt: string
  counting: TraceStep[]
  rolling: TraceStep[]
  leansOn: string[]
}

/** Each end waits only for the pauses that began before it; the control date's come first, so it stays the earlier. */
function runThroughPauses(
  term: Term,
  rule: DeadlineRule,
  start: string,
  pauses: readonly ClosedPause[],
  settings: DeadlineSettings,
): Run {
  const runUntil = (endOf: (run: Run) => string): Run => {
    let run = runTerm(term, rule, start, [], settings)
    for (const [index, pause] of pauses.entries()) {
      if (pause.from >= endOf(run)) break
      run = runTerm(term, rule, start, pauses.slice(0, index + 1), settings)
    }
    return run
  }
  const legal = runUntil(run => run.legalDueAt)
  const control = runUntil(run => run.dueAt)
  return { ...control, legalDueAt: legal.legalDueAt, counting: legal.counting }
}

function runTerm(
  term: Term,
  rule: DeadlineRule,
  start: string,
  pauses: readonly ClosedPause[],
  settings: DeadlineSettings,
): Run {
  const { zone } = settings
  switch (term.unit) {
    case 'hours': {
      const steps = pauseSteps(pauses, term, zone, pause => Math.floor(wallTimeIn(pause) / minute))
      const waited = pauses.reduce((sum, pause) => sum + wallTimeIn(pause), 0)
      const dueAt = new Date(Date.parse(start) + term.amount * hour + waited).toISOString()
      const leansOn = [localDateOf(dueAt, zone)]
      return { dueAt, legalDueAt: dueAt, counting: inOrder(steps), rolling: [], leansOn }
    }
    case 'working_hours': {
      const lostIn = (pause: ClosedPause) => Math.floor(workingTimeIn(pause, settings) / minute)
      const { at, steps } = addWorkingTime(start, term.amount * hour, settings, pauses)
      const counting = inOrder([...steps, ...pauseSteps(pauses, term, zone, lostIn)])
      return { dueAt: at, legalDueAt: at, counting, rolling: [], leansOn: [localDateOf(at, zone)] }
    }
    case 'calendar_days':
      return runCalendarDays(term, rule, start, pauses, settings)
    case 'working_days':
      return runWorkingDays(term, rule, start, pauses, settings)
    default: {
      const never: never = term.unit
      return never
    }
  }
}

const minute = 60_000
const hour = 60 * minute

function runWorkingDays(
  term: Term,
  rule: DeadlineRule,
  start: string,
  pauses: readonly ClosedPause[],
  settings: DeadlineSettings,
): Run {
  const first = firstDay(rule, start, settings)
  const lostIn = (pause: ClosedPause) => workingDatesIn(pause, settings).filter(date => date >= first)
  const date = nthWorkingDay(first, term.amount, settings, new Set(pauses.flatMap(lostIn)))
  const daysOff = dayOffSteps(first, date, settings).map(step => ({ date: step.from, step }))
  const waiting = pauseSteps(pauses, term, settings.zone, pause => lostIn(pause).length)
  const counting: TraceStep[] = [
    ...inOrder([...daysOff, ...waiting]),
    { code: 'counted', from: first, to: date, amount: term.amount, unit: term.unit },
  ]
  return { ...endsOf(date, start, settings), counting, rolling: [], leansOn: [date] }
}

function runCalendarDays(
  term: Term,
  rule: DeadlineRule,
  start: string,
  pauses: readonly ClosedPause[],
  settings: DeadlineSettings,
): Run {
  const { zone, calendar } = settings
  const first = firstDay(rule, start, settings)
  const lostIn = (pause: ClosedPause) => midnightsIn(pause, zone)
  const date = addDays(first, term.amount - 1 + pauses.reduce((sum, pause) => sum + lostIn(pause), 0))
  const counting: TraceStep[] = [
    ...inOrder(pauseSteps(pauses, term, zone, lostIn)),
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

function firstDay(rule: DeadlineRule, start: string, { zone }: DeadlineSettings): string {
  return addDays(localDateOf(start, zone), rule.countFrom === 'next_day' ? 1 : 0)
}

function pauseSteps(
  pauses: readonly ClosedPause[],
  { unit }: Term,
  zone: string,
  lostIn: (pause: ClosedPause) => number,
): Dated[] {
  return pauses.map(pause => ({
    date: localDateOf(pause.from, zone),
    step: { code: 'paused', from: pause.from, to: pause.to, lost: lostIn(pause), unit },
  }))
}

function inOrder(steps: readonly Dated[]): TraceStep[] {
  return steps.toSorted((a, b) => Number(a.date > b.date) - Number(a.date < b.date)).map(({ step }) => step)
}
