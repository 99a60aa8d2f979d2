/** Replies on their way to the citizen and on the page, and the kinds of end that are one. */
import type { EventOf } from '../events.ts'
import {
  type Act,
  answerOf,
  assignmentOf,
  baseOf,
  type PublishedReply,
  preparedOf,
  type Ticket,
  unreachable,
} from '../ticket.ts'
import { ended, resumed, stopAll, stopped, stopStage, stops } from './parts.ts'

export function prepared(ticket: Ticket, data: EventOf<'reply_prepared'>['data'], act: Act): Ticket {
  const { to, ...reply } = data
  const assignment = assignmentOf(ticket)
  const next = {
    ...baseOf(ticket),
    prepared: { ...act, ...reply },
    pauses: ended(ticket.pauses, act.at),
    fileContentIds: [...new Set([...ticket.fileContentIds, ...reply.fileContentIds])],
  }
  switch (to) {
    case 'draft':
      return { ...next, status: 'drafting', assignment, returned: null }
    case 'approval':
      return { ...next, status: 'in_approval', assignment }
    case 'publication':
      return { ...next, status: 'to_publish', assignment, approved: null }
    default:
      return unreachable(to)
  }
}

export function approved(ticket: Ticket, act: Act): Ticket {
  const reply = preparedOf(ticket)
  if (reply === null) return ticket
  const assignment = assignmentOf(ticket)
  return { ...baseOf(ticket), status: 'to_publish', assignment, prepared: reply, approved: act }
}

export function returned(
  ticket: Ticket,
  { reasonContentId }: EventOf<'reply_returned'>['data'],
  act: Act,
): Ticket {
  const reply = preparedOf(ticket)
  if (reply === null) return ticket
  return {
    ...baseOf(ticket),
    status: 'drafting',
    assignment: assignmentOf(ticket),
    prepared: reply,
    returned: { ...act, contentId: reasonContentId },
  }
}

export function published(ticket: Ticket, reply: PublishedReply): Ticket {
  const assignment = assignmentOf(ticket)
  const next = {
    ...stopped(baseOf(ticket), reply.kind, reply.at),
    replies: [...ticket.replies, reply],
    sorted: ticket.sorted ?? { by: reply.by, at: reply.at },
  }
  // A follow-up to an answer that stands («сделано», P2) is one more reply and changes nothing else.
  if (ticket.status === 'under_control' || (ticket.status === 'closed' && ticket.answer !== null))
    return { ...ticket, replies: next.replies }
  if (reply.kind === 'final') {
    const answered = { ...next, pauses: ended(ticket.pauses, reply.at) }
    if (reply.outcome === 'planned' && reply.promisedDate !== null && reply.responsible !== null) {
      const { by, at, promisedDate: date, responsible } = reply
      const promise = { by, at, date, responsible, moved: 0 }
      return { ...answered, status: 'under_control', assignment, answer: reply, promise }
    }
    return { ...answered, status: 'answered', assignment, answer: reply }
  }
  // A first or interim reply leaves the ticket where it is: the author is still asked, the answer still waits.
  const waits = ticket.status === 'to_publish' && ticket.prepared.kind !== 'final'
  if (
    ticket.status === 'drafting' ||
    ticket.status === 'in_approval' ||
    (ticket.status === 'to_publish' && !waits)
  )
    return { ...ticket, ...next }
  if (
    ticket.status === 'asking_author' ||
    ticket.status === 'waiting_outside' ||
    ticket.status === 'reopened'
  )
    return { ...ticket, ...next }
  return resumed({ ...ticket, ...next })
}

/** A reply counts otherwise than it was marked (P1): clocks and status follow its kind. */
export function replyKindChanged(
  standing: Ticket,
  { replyId, kind }: EventOf<'reply_kind_changed'>['data'],
): Ticket {
  const replies = standing.replies.map(each => (each.replyId === replyId ? { ...each, kind } : each))
  const ticket: Ticket = { ...standing, replies }
  const reply = replies.find(each => each.replyId === replyId)
  // What was written before a reopening moves no clock of the round that runs now.
  if (reply === undefined || (ticket.reopenedAt !== null && reply.at < ticket.reopenedAt)) return ticket
  if (reply.kind === 'final') {
    const others = replies.filter(each => each.replyId !== replyId)
    return published({ ...ticket, replies: others }, reply)
  }
  if (answerOf(ticket)?.replyId !== replyId)
    return { ...ticket, ...stopped(baseOf(ticket), reply.kind, reply.at) }
  const running = ticket.stages.map(stage =>
    stage.stoppedAt === reply.at && !stops(reply.kind, stage.stage) ? { ...stage, stoppedAt: null } : stage,
  )
  return resumed({ ...ticket, stages: running })
}

export function impossible(
  ticket: Ticket,
  { reason, contentId, closes }: EventOf<'answer_impossible'>['data'],
  act: Act,
): Ticket {
  const why = { impossible: { ...act, reason, contentId } }
  if (!closes) return { ...stopStage(ticket, 'first_reply', act.at), ...why }
  return closed({ ...ticket, ...why }, { reason: 'impossible' }, act)
}

export function closed(ticket: Ticket, { reason }: EventOf<'closed'>['data'], act: Act): Ticket {
  return {
    ...stopAll(baseOf(ticket), act.at),
    pauses: ended(ticket.pauses, act.at),
    status: 'closed',
    assignment: assignmentOf(ticket),
    answer: answerOf(ticket),
    closed: { ...act, reason },
  }
}

export function transferred(ticket: Ticket, data: EventOf<'transferred'>['data'], act: Act): Ticket {
  return {
    ...stopAll(baseOf(ticket), act.at),
    pauses: ended(ticket.pauses, act.at),
    explainedAt: ticket.explainedAt ?? act.at,
    status: 'transferred',
    transfer: { ...act, ...data },
  }
}
