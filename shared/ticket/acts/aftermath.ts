/** After the answer: promises, marks, quality, reopening and closing; and the extension of a term. */
import { latestExtension } from '../../deadlines/deadline.ts'
import { addDays, localDateOf } from '../../deadlines/zone.ts'
import { silenceEnds } from '../automation.ts'
import type { CommandOf } from '../commands.ts'
import {
  accepted,
  type Context,
  type Decision,
  refused,
  textOf,
  whyNotEnd,
  whyNotIn,
  whyNotOpen,
  whyNotWithoutAnswer,
} from '../decision.ts'
import type { TicketEvent } from '../events.ts'
import { answerOf, isBeforeHead, type Ticket, type TicketView } from '../ticket.ts'
import { filesOf } from './beginning.ts'
import { executes, longestPromiseDays } from './replies.ts'

/** «Обещали до …: сделано / перенести с причиной / не сделано» (P2). */
export function reportPromise(
  { ticket }: TicketView,
  command: CommandOf<'report_promise'>,
  { now, settings }: Context,
): Decision {
  const { result, date, reason } = command.data
  const wrong = whyNotIn(ticket, ['under_control']) ?? (result === 'kept' ? whyNotEnd(ticket) : null)
  if (wrong) return wrong
  if (result !== 'kept' && reason === null) return refused('reason-needed')
  const today = localDateOf(now, settings.deadlines.zone)
  const last = addDays(today, longestPromiseDays)
  if (result === 'moved' && (date === null || date < today || date > last))
    return refused('promise-out-of-term', { last })
  const content = textOf(command, 'reason', reason)
  const files = filesOf(command, command.data.files)
  return accepted(
    [
      {
        type: 'promise_reported',
        data: {
          result,
          date: result === 'moved' ? date : null,
          contentId: content?.contentId ?? null,
          fileContentIds: files.map(file => file.contentId),
        },
      },
      ...(result === 'broken' ? upToHead(ticket, content?.contentId ?? null) : []),
    ],
    [content, ...files],
  )
}

/** A broken promise goes up to the head with what was reported (P2); a question of a person that waits there stays. */
function upToHead(ticket: Ticket, questionContentId: string | null): TicketEvent[] {
  if (isBeforeHead(ticket) && ticket.headQuestion?.automatic === false) return []
  return [{ type: 'put_before_head', data: { automatic: false, questionContentId, proposalContentId: null } }]
}

/** 59-ФЗ ст. 12 ч. 2: at most 30 days more, with a reason, and the citizen was told; the same for any kind (P20). */
export function extend(
  { ticket }: TicketView,
  command: CommandOf<'extend'>,
  { now, settings }: Context,
): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  const { until, reason, notice } = command.data
  const { zone } = settings.deadlines
  const final = ticket.stages.findLast(stage => stage.stage === 'final' && stage.stoppedAt === null)
  if (final === undefined) return refused('nothing-to-extend')
  if (notice.date > localDateOf(now, zone)) return refused('date-in-future')
  const last = latestExtension(final, ticket.kind, settings.deadlines)
  if (until <= localDateOf(final.dueAt, zone) || until > last)
    return refused('extension-out-of-term', { last })
  return accepted(
    [{ type: 'extended', data: { until, notice, reasonContentId: `${command.id}:reason` } }],
    [textOf(command, 'reason', reason)],
  )
}

/** Set by a reviewer who does not belong to the recipient (P9). */
export function rateCompleteness(
  { ticket }: TicketView,
  command: CommandOf<'rate_completeness'>,
  { actor }: Context,
): Decision {
  const answer = answerOf(ticket)
  if (answer === null) return refused('no-answer-yet')
  if (executes(ticket, actor)) return refused('own-recipient')
  const { met, templateOnly } = command.data
  return accepted([
    { type: 'completeness_rated', data: { met: templateOnly ? [] : [...new Set(met)], templateOnly } },
  ])
}

/** The word back (P18): «не решено» takes the ticket up again. */
export function recordSatisfaction(
  { ticket }: TicketView,
  command: CommandOf<'record_satisfaction'>,
): Decision {
  const wrong = whyNotIn(ticket, ['answered', 'under_control', 'closed', 'reopened'])
  if (wrong) return wrong
  const { mark, scale, text } = command.data
  const content = textOf(command, 'mark', text)
  const events: TicketEvent[] = [
    { type: 'satisfaction_recorded', data: { mark, scale, contentId: content?.contentId ?? null } },
  ]
  if (mark === 'not_solved' && ticket.status !== 'reopened')
    events.push({ type: 'reopened', data: { reason: 'not_solved', contentId: content?.contentId ?? null } })
  return accepted(events, [content])
}

export function reopen({ ticket }: TicketView, command: CommandOf<'reopen'>): Decision {
  const wrong = whyNotIn(ticket, ['answered', 'under_control', 'closed', 'no_answer_needed', 'transferred'])
  if (wrong) return wrong
  const { reason, text } = command.data
  const content = textOf(command, 'reason', text)
  return accepted([{ type: 'reopened', data: { reason, contentId: content?.contentId ?? null } }], [content])
}

export function close(
  { ticket }: TicketView,
  command: CommandOf<'close'>,
  { now, settings }: Context,
): Decision {
  const { reason } = command.data
  switch (reason) {
    case 'author_silent':
      return whyNotSilent(ticket, now, settings) ?? accepted([{ type: 'closed', data: { reason } }])
    case 'done':
    case 'promise_kept':
    case 'impossible': {
      const wrong = whyNotIn(ticket, ['answered']) ?? whyNotEnd(ticket)
      if (wrong) return wrong
      return accepted([{ type: 'closed', data: { reason: 'done' } }])
    }
    default: {
      const never: never = reason
      return never
    }
  }
}

/** By hand no sooner than by the rule (P13): one reminder, then the days of the setting. */
function whyNotSilent(ticket: Ticket, now: string, settings: Context['settings']): Decision | null {
  if (ticket.status !== 'asking_author') return refused('not-now', { status: ticket.status })
  const wrong = whyNotWithoutAnswer(ticket) ?? whyNotEnd(ticket)
  if (wrong) return wrong
  const end = silenceEnds(ticket, settings)
  if (end === null) return refused('reminder-needed')
  return Date.parse(now) < Date.parse(end) ? refused('too-early', { until: end }) : null
}
