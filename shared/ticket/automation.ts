/**
 * What happens without a person: decided here like any act, so that the server's jobs only find the tickets and ask.
 * Each answers `null` where there is nothing to do: a job that runs twice does nothing twice.
 */
import { computeDeadline } from '../deadlines/deadline.ts'
import type { DeadlineRule } from '../deadlines/rules.ts'
import type { Settings } from '../policy/settings.ts'
import { clocksDiffer, clocksOf, hasClocks } from './clocks.ts'
import type { SystemCommand } from './commands.ts'
import { type Accepted, accepted, whyNotEnd, whyNotWithoutAnswer } from './decision.ts'
import { isBeforeHead, isOpen, type Ticket, type TicketOf, unreachable } from './ticket.ts'

const day = 24 * 60 * 60 * 1000

export function decideSystem(
  ticket: Ticket,
  command: Pick<SystemCommand, 'type'>,
  { now, settings }: { now: string; settings: Settings },
): Accepted | null {
  switch (command.type) {
    case 'escalate_overdue':
      return escalate(ticket, now, settings)
    case 'close_silent':
      return closeSilent(ticket, now, settings)
    case 'close_answered':
      return closeAnswered(ticket, now, settings)
    case 'recompute':
      return recompute(ticket, settings)
    default:
      return unreachable(command.type)
  }
}

/** Decree 697-П, 3.3: overdue for so many working hours, once in each round. A late order is the chief's own matter (P19). */
function escalate(ticket: Ticket, now: string, settings: Settings): Accepted | null {
  const hours = settings.automation.escalateAfterHours
  if (hours === null || !isOpen(ticket) || isBeforeHead(ticket)) return null
  const { escalatedAt, reopenedAt } = ticket
  if (escalatedAt !== null && (reopenedAt === null || escalatedAt >= reopenedAt)) return null
  const overdue = ticket.stages.some(
    stage =>
      stage.stage !== 'order' &&
      stage.stoppedAt === null &&
      stage.pausedAt === null &&
      Date.parse(escalationOf(stage.dueAt, hours, settings)) <= Date.parse(now),
  )
  if (!overdue) return null
  return accepted([
    { type: 'put_before_head', data: { automatic: true, questionContentId: null, proposalContentId: null } },
  ])
}

/** When a clock that is overdue since `dueAt` is put before the head, ISO. */
export function escalationOf(dueAt: string, hours: number, settings: Pick<Settings, 'deadlines'>): string {
  return hours === 0 ? dueAt : after(dueAt, hours, 'working_hours', settings)
}

/** Working days of silence after the reminder, where the rule itself is off and a person closes by hand. */
const usualSilenceDays = 5

/** «Автор не уточнил» (P13): so many working days after the reminder, and never for what the law has answered. */
function closeSilent(ticket: Ticket, now: string, settings: Settings): Accepted | null {
  if (settings.automation.closeSilentAfterDays === null || ticket.status !== 'asking_author') return null
  if (whyNotEnd(ticket) !== null || whyNotWithoutAnswer(ticket) !== null || isOrdered(ticket)) return null
  const end = silenceEnds(ticket, settings)
  return end === null || Date.parse(now) < Date.parse(end)
    ? null
    : accepted([{ type: 'closed', data: { reason: 'author_silent' } }])
}

/** Until when the author may still answer, ISO; `null` before the reminder: silence begins with it (P13). */
export function silenceEnds({ asked }: TicketOf<'asking_author'>, settings: Settings): string | null {
  const days = settings.automation.closeSilentAfterDays ?? usualSilenceDays
  return asked.remindedAt === null ? null : after(asked.remindedAt, days, 'working_days', settings)
}

/** An order of the chief waits for its report (P19): by itself nothing is closed before it. */
function isOrdered({ orders }: Ticket): boolean {
  return orders.some(order => order.done === null)
}

function closeAnswered(ticket: Ticket, now: string, settings: Settings): Accepted | null {
  const days = settings.automation.closeAnsweredAfterDays
  if (days === null || ticket.status !== 'answered') return null
  if (isOpen(ticket) || isBeforeHead(ticket) || isOrdered(ticket)) return null
  return Date.parse(now) < Date.parse(ticket.answer.at) + days * day
    ? null
    : accepted([{ type: 'closed', data: { reason: 'done' } }])
}

/** The clocks under the settings of today; closed tickets are never touched (DESIGN, «Deadlines»). */
function recompute(ticket: Ticket, settings: Settings): Accepted | null {
  if (!isOpen(ticket) || !hasClocks(ticket)) return null
  const stages = clocksOf(ticket, settings)
  if (!clocksDiffer(ticket.stages, stages)) return null
  return accepted([{ type: 'deadlines_set', data: { settingsVersion: settings.version, stages } }])
}

/** The end of a term of the centre's own, counted on its calendar. */
function after(
  start: string,
  amount: number,
  unit: DeadlineRule['unit'],
  { deadlines }: Pick<Settings, 'deadlines'>,
): string {
  const [rule] = deadlines.rules
  if (rule === undefined) throw new Error('The settings have no deadline rules')
  const { target: _target, ...bare } = rule
  const own: DeadlineRule = { ...bare, amount, unit, countFrom: 'next_day', rollRule: 'none' }
  return computeDeadline(own, start, deadlines).dueAt
}
