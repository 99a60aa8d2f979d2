/** How events change the state of a ticket. No rules here: decide.ts has decided already. */
import { promiseOverdueAt, type Stage, type StageId } from '../deadlines/deadline.ts'
import type { EventOf, EventType, Fact, ReplyKind } from './events.ts'
import { patchBetween, restored } from './step.ts'
import {
  type Act,
  answerOf,
  assignmentOf,
  isBeforeHead,
  type Pause,
  type PublishedReply,
  preparedOf,
  type Ticket,
  type TicketBase,
  ticketBaseSchema,
  unreachable,
} from './ticket.ts'

/** Applies one fact. `ticketId` names the ticket that a `captured` or `split_off` fact begins. */
export function evolve(ticket: Ticket | null, fact: Fact, ticketId: string): Ticket {
  if (fact.type === 'captured') return begin(fact, ticketId)
  if (fact.type === 'split_off') return beginSplit(fact, ticketId)
  if (ticket === null) throw new Error(`A ticket cannot begin with «${fact.type}»`)
  const next = step(ticket, fact)
  return { ...next, version: ticket.version + 1, lastStep: lastStepOf(ticket, next, fact) }
}

/** Steps that other people or other tickets lean on; they have acts of their own that reverse them. */
const lasting: ReadonlySet<EventType> = new Set<EventType>([
  'captured_again',
  'published',
  'reply_kind_changed',
  'transferred',
  'merged',
  'unmerged',
  'joined',
  'parted',
  'joined_replied',
  'joined_answered',
  'split',
  'split_undone',
  'split_returned',
  'undone',
  'withdrawn',
])

/**
 * What `undo` needs: the fields before the first event of the last command. A change of settings in between is nobody's
 * step and ends the possibility, so that an undo never brings back an older deadline.
 */
function lastStepOf(ticket: Ticket, next: Ticket, fact: Fact): Ticket['lastStep'] {
  if (fact.type === 'undone' || fact.step === '') return null
  const going = ticket.lastStep?.stepId === fact.step ? ticket.lastStep : null
  if (fact.type === 'deadlines_set' && going === null) return null
  const origin = going === null ? ticket : restored(ticket, going.before)
  return {
    by: fact.by,
    at: fact.at,
    stepId: fact.step,
    undoable: (going?.undoable ?? true) && !lasting.has(fact.type),
    before: patchBetween(origin, next),
  }
}

/** Facts of another ticket that are noted on this one: nobody worked on it, and they are taken back without a trace. */
const ofOtherTickets: ReadonlySet<EventType> = new Set<EventType>([
  'joined',
  'parted',
  'unmerged',
  'split',
  'split_returned',
])

function step(ticket: Ticket, fact: Exclude<Fact, { type: 'captured' | 'split_off' }>): Ticket {
  const act: Act = { by: fact.by, at: fact.at }
  const next = ofOtherTickets.has(fact.type) ? ticket : acted(ticket, act)
  const assignment = assignmentOf(ticket)
  switch (fact.type) {
    case 'captured_again':
      return { ...ticket, capturers: withOne(ticket.capturers, fact.by) }
    case 'deadlines_set':
      return { ...ticket, stages: fact.data.stages }
    case 'classified':
      return classified(next, fact.data, act)
    case 'block_refused':
      return {
        ...blockRefused(common(next), act),
        pauses: ended(ticket.pauses, fact.at),
        status: 'new',
      }
    case 'assigned':
      return {
        // Somebody is responsible: it is sorted, and it is not for another body.
        ...stopStage(stopStage(common(next), 'route', fact.at), 'redirect', fact.at),
        sorted: ticket.sorted ?? act,
        pauses: ended(ticket.pauses, fact.at),
        status: 'assigned',
        assignment: { ...act, ...fact.data, dateRequest: null },
      }
    case 'assignment_accepted':
      return assignment === null ? next : { ...common(next), status: 'in_progress', assignment }
    case 'assignment_declined':
      return { ...common(next), pauses: ended(ticket.pauses, fact.at), status: 'new' }
    case 'date_requested': {
      if (!('assignment' in next) || next.assignment === null) return next
      const { date, reasonContentId } = fact.data
      const dateRequest = { ...act, date, contentId: reasonContentId }
      return { ...next, assignment: { ...next.assignment, dateRequest } }
    }
    case 'author_asked':
      return {
        ...common(next),
        status: 'asking_author',
        assignment,
        asked: { ...act, contentId: fact.data.contentId, remindedAt: null },
        pauses: opened(ticket.pauses, 'author', fact.at),
      }
    case 'author_reminded':
      return next.status === 'asking_author'
        ? { ...next, asked: { ...next.asked, remindedAt: fact.at } }
        : next
    case 'author_answered':
      return resumed({
        ...next,
        pauses: ended(ticket.pauses, fact.at),
        notes: [...ticket.notes, { ...act, ...fact.data }],
      })
    case 'outside_awaited':
      return {
        ...common(next),
        status: 'waiting_outside',
        assignment,
        waiting: { ...act, ...fact.data },
        pauses: opened(ticket.pauses, 'outside', fact.at, fact.data.until),
      }
    case 'outside_answered': {
      const { contentId } = fact.data
      const notes = contentId === null ? ticket.notes : [...ticket.notes, { ...act, contentId }]
      return resumed({ ...next, pauses: ended(ticket.pauses, fact.at), notes })
    }
    case 'reply_prepared':
      return prepared(next, fact.data, act)
    case 'reply_approved': {
      const reply = preparedOf(next)
      if (reply === null) return next
      return { ...common(next), status: 'to_publish', assignment, prepared: reply, approved: act }
    }
    case 'reply_returned': {
      const reply = preparedOf(next)
      if (reply === null) return next
      const returned = { ...act, contentId: fact.data.reasonContentId }
      return { ...common(next), status: 'drafting', assignment, prepared: reply, returned }
    }
    case 'published':
      return published(next, { ...act, ...fact.data, at: fact.data.answeredAt ?? fact.at })
    case 'reply_kind_changed': {
      const replies = ticket.replies.map(reply =>
        reply.replyId === fact.data.replyId ? { ...reply, kind: fact.data.kind } : reply,
      )
      return replyKindChanged({ ...next, replies }, fact.data.replyId)
    }
    case 'answer_impossible': {
      const impossible = { ...act, reason: fact.data.reason, contentId: fact.data.contentId }
      if (!fact.data.closes) return { ...stopStage(next, 'first_reply', fact.at), impossible }
      const closed = { ...act, reason: 'impossible' as const }
      return {
        ...stopAll(common(next), fact.at),
        pauses: ended(ticket.pauses, fact.at),
        impossible,
        status: 'closed',
        assignment,
        answer: answerOf(ticket),
        closed,
      }
    }
    case 'rejected':
      return {
        ...stopAll(common(next), fact.at),
        sorted: ticket.sorted ?? act,
        pauses: ended(ticket.pauses, fact.at),
        status: 'no_answer_needed',
        rejected: { ...act, ...fact.data },
      }
    case 'transferred':
      return {
        ...stopAll(common(next), fact.at),
        pauses: ended(ticket.pauses, fact.at),
        status: 'transferred',
        transfer: { ...act, ...fact.data },
      }
    case 'promise_reported':
      return promiseReported(next, fact.data, act)
    case 'extended':
      return { ...next, extension: { ...act, ...fact.data } }
    case 'put_before_head':
      return {
        ...next,
        headQuestion: { ...act, ...fact.data, decision: null },
        escalatedAt: fact.data.automatic ? fact.at : ticket.escalatedAt,
      }
    case 'head_decided':
      return next.headQuestion === null
        ? next
        : { ...next, headQuestion: { ...next.headQuestion, decision: { ...act, ...fact.data } } }
    case 'noted':
      return { ...next, notes: [...ticket.notes, { ...act, ...fact.data }] }
    case 'completeness_rated':
      return { ...next, completeness: { ...act, ...fact.data } }
    case 'satisfaction_recorded':
      return { ...next, satisfaction: [...ticket.satisfaction, { ...act, ...fact.data }] }
    case 'reconsidered':
      return reconsidered(next)
    case 'registered':
      return { ...stopStage(next, 'registration', fact.at), kind: 'appeal', registration: fact.data }
    case 'reopened':
      return {
        ...common(next),
        status: 'reopened',
        assignment,
        reopened: { ...act, ...fact.data },
        reopenings: ticket.reopenings + 1,
        reopenedAt: fact.at,
        impossible: null,
        // An end closed the question before the head; a new round asks anew.
        headQuestion: isBeforeHead(ticket) ? ticket.headQuestion : decidedOnly(ticket.headQuestion),
        // A promise whose day has passed was broken, whoever noticed it first (P2).
        brokenPromises: ticket.brokenPromises + (promiseOverdueAt(ticket.stages, fact.at) ? 1 : 0),
        // A new round of clocks: those of the first stay as they ended.
        stages: endedClocks(ticket.stages, fact.at),
      }
    case 'closed':
      return {
        ...stopAll(common(next), fact.at),
        pauses: ended(ticket.pauses, fact.at),
        status: 'closed',
        assignment,
        answer: answerOf(ticket),
        closed: { ...act, ...fact.data },
      }
    case 'problem_declared':
      return { ...next, problem: { ...act, ...fact.data, endedAt: null } }
    case 'problem_ended':
      return next.problem === null ? next : { ...next, problem: { ...next.problem, endedAt: fact.at } }
    case 'merged': {
      const standing = common(next)
      const merged: Ticket = {
        ...standing,
        // The first reply is owed to each author; the time of the solution counts once, where it was joined (P12).
        stages: ticket.stages.filter(({ stage }) => stage === 'route' || stage === 'first_reply'),
        pauses: ended(ticket.pauses, fact.at),
        headQuestion: decidedOnly(ticket.headQuestion),
        status: 'merged',
        merged: { ...act, ...fact.data, before: { set: {}, unset: [] }, reply: null },
      }
      return { ...merged, merged: { ...merged.merged, before: patchBetween(ticket, merged) } }
    }
    case 'unmerged':
      return next.status === 'merged' ? restored(next, next.merged.before) : next
    case 'joined':
      return {
        ...next,
        joined: [
          ...ticket.joined.filter(each => each.ticketId !== fact.data.ticketId),
          { ...fact.data, replied: null },
        ],
      }
    case 'parted':
      return { ...next, joined: ticket.joined.filter(each => each.ticketId !== fact.data.ticketId) }
    case 'joined_replied':
      return next.status === 'merged'
        ? { ...stopAll(next, fact.at), merged: { ...next.merged, reply: { ...act, ...fact.data } } }
        : next
    case 'joined_answered':
      return {
        ...next,
        joined: ticket.joined.map(each =>
          each.ticketId === fact.data.ticketId ? { ...each, replied: fact.data.way } : each,
        ),
      }
    case 'split':
      return { ...next, splits: withOne(ticket.splits, fact.data.ticketId) }
    case 'split_returned':
      return { ...next, splits: ticket.splits.filter(each => each !== fact.data.ticketId) }
    case 'split_undone':
    case 'withdrawn':
      return {
        ...stopAll(common(next), fact.at),
        pauses: ended(ticket.pauses, fact.at),
        status: 'withdrawn',
        withdrawn: act,
      }
    case 'order_given': {
      const { orderId, to, dueOn, contentId } = fact.data
      return { ...next, orders: [...ticket.orders, { ...act, orderId, to, dueOn, contentId, done: null }] }
    }
    case 'order_reported': {
      const done = { ...act, contentId: fact.data.contentId }
      const orders = ticket.orders.map(order =>
        order.orderId === fact.data.orderId ? { ...order, done } : order,
      )
      return { ...next, orders }
    }
    case 'fact_checked':
      return { ...stopStage(next, 'fact_check', fact.at), factCheck: { ...act, ...fact.data } }
    case 'emergency_told':
      return { ...next, emergency: { by: fact.by, at: fact.data.at, contentId: fact.data.contentId } }
    case 'undone':
      return ticket.lastStep === null ? ticket : restored(ticket, ticket.lastStep.before)
    default:
      return unreachable(fact)
  }
}

function begin(fact: Extract<Fact, { type: 'captured' }>, ticketId: string): Ticket {
  const { number, source, classification, suggestedBy, fileContentIds } = fact.data
  return {
    ...fresh(ticketId, number, fact.at),
    ...classification,
    fileContentIds,
    capturers: [fact.by],
    sources: [source],
    suggestedBy,
    sorted: suggestedBy === 'person' ? { by: fact.by, at: fact.at } : null,
    status: 'new',
  }
}

function beginSplit(fact: Extract<Fact, { type: 'split_off' }>, ticketId: string): Ticket {
  const { from, number, capturedAt, sources, classification } = fact.data
  return {
    ...fresh(ticketId, number, capturedAt),
    ...classification,
    capturers: [fact.by],
    sources,
    suggestedBy: 'person',
    sorted: { by: fact.by, at: fact.at },
    splitFrom: from,
    status: 'new',
  }
}

/** What every ticket begins with. */
function fresh(ticketId: string, number: number | null, capturedAt: string) {
  return {
    id: ticketId,
    number,
    version: 1,
    capturedAt,
    actors: [],
    refusals: 0,
    sortAgainAt: null,
    stages: [],
    replies: [],
    fileContentIds: [],
    notes: [],
    registration: null,
    pauses: [],
    extension: null,
    headQuestion: null,
    escalatedAt: null,
    orders: [],
    completeness: null,
    satisfaction: [],
    impossible: null,
    factCheck: null,
    emergency: null,
    problem: null,
    joined: [],
    splitFrom: null,
    splits: [],
    brokenPromises: 0,
    reopenings: 0,
    reopenedAt: null,
    lastStep: null,
  } satisfies Partial<TicketBase>
}

function classified(ticket: Ticket, { changes, sorted }: EventOf<'classified'>['data'], act: Act): Ticket {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const next = { ...ticket, ...given }
  if (!sorted || ticket.sorted !== null) return next
  return { ...stopStage(next, 'route', act.at), sorted: act }
}

function blockRefused(ticket: TicketBase, act: Act): TicketBase {
  const refusals = ticket.refusals + 1
  const refused = { ...ticket, block: 'none' as const, subtopic: null, refusals }
  // The second time nobody sorts it again: it goes to the head of the centre (P4).
  if (refusals > 1) return { ...stopStage(refused, 'route', act.at), sorted: act }
  const stages = ticket.stages.filter(({ stage }) => stage !== 'route')
  return { ...refused, stages, sorted: null, sortAgainAt: act.at }
}

/** What stood still at the end runs on; where there was never a clock, the rules give one. */
function reconsidered(ticket: Ticket): Ticket {
  if (ticket.status !== 'no_answer_needed') return ticket
  const { at } = ticket.rejected
  const isSorting = (stage: Stage) => stage.stage === 'route'
  const stages = ticket.stages.map(stage =>
    stage.stoppedAt === at && !isSorting(stage) ? { ...stage, stoppedAt: null } : stage,
  )
  return { ...common(ticket), stages, status: 'new' }
}

function decidedOnly(question: Ticket['headQuestion']): Ticket['headQuestion'] {
  return question?.decision === null ? null : question
}

/** Clocks of a round that is over: those that ended, and a promise that was due, ended now. */
function endedClocks(stages: readonly Stage[], at: string): Stage[] {
  return stages.flatMap(stage => {
    if (stage.stoppedAt !== null) return [stage]
    return promiseOverdueAt([stage], at) ? [{ ...stage, stoppedAt: at }] : []
  })
}

function prepared(ticket: Ticket, data: EventOf<'reply_prepared'>['data'], act: Act): Ticket {
  const { to, ...reply } = data
  const assignment = assignmentOf(ticket)
  const next = {
    ...common(ticket),
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

function published(ticket: Ticket, reply: PublishedReply): Ticket {
  const assignment = assignmentOf(ticket)
  const next = {
    ...stopped(common(ticket), reply.kind, reply.at),
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
function replyKindChanged(ticket: Ticket, replyId: string): Ticket {
  const reply = ticket.replies.find(each => each.replyId === replyId)
  // What was written before a reopening moves no clock of the round that runs now.
  if (reply === undefined || (ticket.reopenedAt !== null && reply.at < ticket.reopenedAt)) return ticket
  if (reply.kind === 'final') return published({ ...ticket, replies: withoutReply(ticket, replyId) }, reply)
  if (answerOf(ticket)?.replyId !== replyId)
    return { ...ticket, ...stopped(common(ticket), reply.kind, reply.at) }
  const running = ticket.stages.map(stage =>
    stage.stoppedAt === reply.at && !stops(reply.kind, stage.stage) ? { ...stage, stoppedAt: null } : stage,
  )
  return resumed({ ...ticket, stages: running })
}

function withoutReply(ticket: Ticket, replyId: string): PublishedReply[] {
  return ticket.replies.filter(each => each.replyId !== replyId)
}

function promiseReported(
  ticket: Ticket,
  { result, date, fileContentIds }: EventOf<'promise_reported'>['data'],
  act: Act,
): Ticket {
  if (ticket.status !== 'under_control') return ticket
  const next = {
    ...stopStage(ticket, 'promise', act.at),
    fileContentIds: [...ticket.fileContentIds, ...fileContentIds],
  }
  const { answer, assignment, promise } = ticket
  switch (result) {
    case 'kept':
      return {
        ...common(next),
        status: 'closed',
        assignment,
        answer,
        closed: { ...act, reason: 'promise_kept' },
      }
    case 'moved':
      return {
        ...common(next),
        status: 'under_control',
        assignment,
        answer,
        promise: { ...promise, ...act, date: date ?? promise.date, moved: promise.moved + 1 },
      }
    case 'broken':
      return {
        ...common(next),
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

/** Back to work after waiting: to the executor, or to whom it belongs. */
function resumed(ticket: Ticket): Ticket {
  const assignment = assignmentOf(ticket)
  return assignment === null
    ? { ...common(ticket), status: 'new' }
    : { ...common(ticket), status: 'in_progress', assignment }
}

/** Each stage's clock stops at its own event (DESIGN, point 7; PRACTICE P1). */
export function stops(kind: ReplyKind, stage: StageId): boolean {
  switch (kind) {
    case 'first':
      return stage === 'first_reply' || stage === 'route'
    case 'interim':
      return stage === 'first_reply' || stage === 'route' || stage === 'interim'
    case 'final':
      return stage !== 'promise' && stage !== 'registration'
    default:
      return unreachable(kind)
  }
}

function stopped<State extends { stages: Stage[] }>(ticket: State, kind: ReplyKind, at: string): State {
  return stopWhere(ticket, at, stage => stops(kind, stage))
}

function stopStage<State extends { stages: Stage[] }>(ticket: State, wanted: StageId, at: string): State {
  return stopWhere(ticket, at, stage => stage === wanted)
}

function stopAll<State extends { stages: Stage[] }>(ticket: State, at: string): State {
  return stopWhere(ticket, at, () => true)
}

function stopWhere<State extends { stages: Stage[] }>(
  ticket: State,
  at: string,
  isStopped: (stage: StageId) => boolean,
): State {
  const stages = ticket.stages.map(stage =>
    stage.stoppedAt === null && isStopped(stage.stage) ? { ...stage, stoppedAt: at } : stage,
  )
  return { ...ticket, stages }
}

function opened(
  pauses: readonly Pause[],
  cause: Pause['cause'],
  at: string,
  until: string | null = null,
): Pause[] {
  return [...ended(pauses, at), { from: at, to: null, cause, until }]
}

function ended(pauses: readonly Pause[], at: string): Pause[] {
  return pauses.map(pause =>
    pause.to === null ? { ...pause, to: Date.parse(at) < Date.parse(pause.from) ? pause.from : at } : pause,
  )
}

/** Without the fields of the status that is left: a withdrawn ticket has no assignment, an answered one no draft. */
function common(ticket: Ticket): TicketBase {
  return ticketBaseSchema.parse(ticket)
}

function acted(ticket: Ticket, act: Act): Ticket {
  return { ...ticket, actors: withOne(ticket.actors, act.by) }
}

function withOne(list: readonly string[], item: string): string[] {
  return list.includes(item) ? [...list] : [...list, item]
}
