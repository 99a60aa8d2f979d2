/** What comes after an answer: a promise under control, a return. */
import { promiseOverdueAt, type Stage } from '../../deadlines/deadline.ts'
import type { EventOf } from '../events.ts'
import { type Act, assignmentOf, baseOf, isBeforeHead, type Ticket, unreachable } from '../ticket.ts'
import { decidedOnly, stopStage } from './parts.ts'

export function promiseReported(
  ticket: Ticket,
  { result, date, fileContentIds }: EventOf<'promise_reported'>['data'],
  act: Act,
): Ticket {
  if (ticket.status !== 'under_control') return ticket
  const next = {
    ...stopStage(baseOf(ticket), 'promise', act.at),
    fileContentIds: [...ticket.fileContentIds, ...fileContentIds],
  }
  const { answer, assignment, promise } = ticket
  switch (result) {
    case 'kept':
      return { ...next, status: 'closed', assignment, answer, closed: { ...act, reason: 'promise_kept' } }
    case 'moved':
      return {
        ...next,
        status: 'under_control',
        assignment,
        answer,
        promise: { ...promise, ...act, date: date ?? promise.date, moved: promise.moved + 1 },
      }
    case 'broken':
      return {
        ...next,
        status: 'reopened',
        assignment,
        reopened: { ...act, reason: 'not_solved', contentId: null },
        brokenPromises: ticket.brokenPromises + 1,
        reopenings: ticket.reopenings + 1,
        reopenedAt: act.at,
      }
    default:
      return unreachable(result)
  }
}

export function reopened(ticket: Ticket, data: EventOf<'reopened'>['data'], act: Act): Ticket {
  return {
    ...baseOf(ticket),
    status: 'reopened',
    assignment: assignmentOf(ticket),
    reopened: { ...act, ...data },
    reopenings: ticket.reopenings + 1,
    reopenedAt: act.at,
    impossible: null,
    // An end closed the question before the head; a new round asks anew.
    headQuestion: isBeforeHead(ticket) ? ticket.headQuestion : decidedOnly(ticket.headQuestion),
    // A promise whose day has passed was broken, whoever noticed it first (P2).
    brokenPromises: ticket.brokenPromises + (promiseOverdueAt(ticket.stages, act.at) ? 1 : 0),
    // A new round of clocks: those of the first stay as they ended.
    stages: endedClocks(ticket.stages, act.at),
  }
}

/** Clocks of a round that is over: those that ended, and a promise that was due, ended now. */
function endedClocks(stages: readonly Stage[], at: string): Stage[] {
  return stages.flatMap(stage => {
    if (stage.stoppedAt !== null) return [stage]
    return promiseOverdueAt([stage], at) ? [{ ...stage, stoppedAt: at }] : []
  })
}
