/**
 * How events change the state of a ticket. No rules here: decide.ts has decided already. Each event's part of the story
 * is in evolve/; this file holds the one switch over all of them, and what a step keeps for its undoing.
 */
import type { EventType, Fact } from './events.ts'
import { promiseReported, reopened } from './evolve/aftermath.ts'
import {
  begin,
  beginSplit,
  blockRefused,
  classified,
  externalSet,
  reconsidered,
  registered,
  rejected,
  withdrawn,
} from './evolve/beginning.ts'
import { erased, evidenceAttached, sourceObserved } from './evolve/evidence.ts'
import { headDecided, orderGiven, orderReported, putBeforeHead } from './evolve/head.ts'
import { joined, joinedAnswered, joinedReplied, merged, parted, unmerged } from './evolve/joining.ts'
import { acted, stopStage, withOne } from './evolve/parts.ts'
import {
  approved,
  closed,
  impossible,
  prepared,
  published,
  replyKindChanged,
  returned,
  transferred,
} from './evolve/replies.ts'
import {
  accepted,
  assigned,
  authorAsked,
  authorReminded,
  dateRequested,
  declined,
  outsideAwaited,
  waitEnded,
} from './evolve/work.ts'
import { fieldsBefore, nothingBefore, restored, stepBetween } from './step.ts'
import { type Act, type Ticket, unreachable } from './ticket.ts'

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

/** What goes on beside the work: nobody's step, so the last one can still be taken back. */
const aside: ReadonlySet<EventType> = new Set<EventType>(['evidence_attached', 'source_observed', 'erased'])

/**
 * What `undo` needs: the fields before the first event of the last command, and nothing where it cannot be taken back. A
 * change of settings in between is nobody's step and ends the possibility, so that an undo never brings back an older
 * deadline.
 */
function lastStepOf(ticket: Ticket, next: Ticket, fact: Fact): Ticket['lastStep'] {
  if (aside.has(fact.type)) return ticket.lastStep
  if (fact.type === 'undone' || fact.step === '') return null
  const going = ticket.lastStep?.stepId === fact.step ? ticket.lastStep : null
  if (fact.type === 'deadlines_set' && going === null) return null
  const undoable = (going?.undoable ?? true) && !lasting.has(fact.type)
  const origin = going === null ? ticket : fieldsBefore(ticket, going.before)
  return {
    by: fact.by,
    at: fact.at,
    stepId: fact.step,
    undoable,
    before: undoable ? stepBetween(origin, next) : nothingBefore,
  }
}

/** Facts of another ticket that are noted on this one: nobody worked on it, and they are taken back without a trace. */
const ofOtherTickets: ReadonlySet<EventType> = new Set<EventType>([
  'joined',
  'parted',
  'unmerged',
  'split',
  'split_returned',
  // Another system's number is no work on the ticket either.
  'external_set',
])

function step(ticket: Ticket, fact: Exclude<Fact, { type: 'captured' | 'split_off' }>): Ticket {
  const act: Act = { by: fact.by, at: fact.at }
  const next = ofOtherTickets.has(fact.type) ? ticket : acted(ticket, act)
  switch (fact.type) {
    case 'captured_again':
      return { ...ticket, capturers: withOne(ticket.capturers, fact.by) }
    case 'deadlines_set':
      return { ...ticket, stages: fact.data.stages }
    case 'classified':
      return classified(next, fact.data, act)
    case 'block_refused':
      return blockRefused(next, act)
    case 'assigned':
      return assigned(next, fact.data, act)
    case 'assignment_accepted':
      return accepted(next)
    case 'assignment_declined':
      return declined(next, act)
    case 'date_requested':
      return dateRequested(next, fact.data, act)
    case 'author_asked':
      return authorAsked(next, fact.data, act)
    case 'author_reminded':
      return authorReminded(next, act)
    case 'author_answered':
    case 'outside_answered':
      return waitEnded(next, fact.data.contentId, act)
    case 'outside_awaited':
      return outsideAwaited(next, fact.data, act)
    case 'reply_prepared':
      return prepared(next, fact.data, act)
    case 'reply_approved':
      return approved(next, act)
    case 'reply_returned':
      return returned(next, fact.data, act)
    case 'published':
      return published(next, { ...act, ...fact.data, at: fact.data.answeredAt ?? fact.at })
    case 'reply_kind_changed':
      return replyKindChanged(next, fact.data)
    case 'answer_impossible':
      return impossible(next, fact.data, act)
    case 'rejected':
      return rejected(next, fact.data, act)
    case 'transferred':
      return transferred(next, fact.data, act)
    case 'promise_reported':
      return promiseReported(next, fact.data, act)
    case 'extended':
      return { ...next, extension: { ...act, ...fact.data } }
    case 'put_before_head':
      return putBeforeHead(next, fact.data, act)
    case 'head_decided':
      return headDecided(next, fact.data, act)
    case 'noted':
      return { ...next, notes: [...ticket.notes, { ...act, ...fact.data }] }
    case 'completeness_rated':
      return { ...next, completeness: { ...act, ...fact.data } }
    case 'satisfaction_recorded':
      return { ...next, satisfaction: [...ticket.satisfaction, { ...act, ...fact.data }] }
    case 'reconsidered':
      return reconsidered(next)
    case 'registered':
      return registered(next, fact.data, act)
    case 'reopened':
      return reopened(next, fact.data, act)
    case 'closed':
      return closed(next, fact.data, act)
    case 'problem_declared':
      return { ...next, problem: { ...act, ...fact.data, endedAt: null } }
    case 'problem_ended':
      return next.problem === null ? next : { ...next, problem: { ...next.problem, endedAt: fact.at } }
    case 'merged':
      return merged(next, fact.data, act, ticket)
    case 'unmerged':
      return unmerged(next)
    case 'joined':
      return joined(next, fact.data)
    case 'parted':
      return parted(next, fact.data)
    case 'joined_replied':
      return joinedReplied(next, fact.data, act)
    case 'joined_answered':
      return joinedAnswered(next, fact.data)
    case 'split':
      return { ...next, splits: withOne(ticket.splits, fact.data.ticketId) }
    case 'split_returned':
      return { ...next, splits: ticket.splits.filter(each => each !== fact.data.ticketId) }
    case 'split_undone':
    case 'withdrawn':
      return withdrawn(next, act)
    case 'order_given':
      return orderGiven(next, fact.data, act)
    case 'order_reported':
      return orderReported(next, fact.data, act)
    case 'fact_checked':
      return { ...stopStage(next, 'fact_check', fact.at), factCheck: { ...act, ...fact.data } }
    case 'emergency_told':
      return { ...next, emergency: { by: fact.by, at: fact.data.at, contentId: fact.data.contentId } }
    case 'external_set':
      return externalSet(next, fact.data)
    case 'evidence_attached':
      return evidenceAttached(ticket, fact.data, act)
    case 'source_observed':
      return sourceObserved(ticket, fact.data, act)
    case 'erased':
      return erased(ticket, fact.data, act)
    case 'undone':
      return ticket.lastStep === null ? ticket : restored(ticket, ticket.lastStep.before)
    default:
      return unreachable(fact)
  }
}
