/**
 * The rules: may this command happen to this ticket now, and what happens then.
 * The server runs it to accept; the extension runs the same to act offline and to grey out what is not allowed.
 */
import { behalfOf, facetsOf, mayDo } from '../policy/permissions.ts'
import {
  close,
  extend,
  rateCompleteness,
  recordSatisfaction,
  reopen,
  reportPromise,
} from './acts/aftermath.ts'
import { capture, captureAgain, split, undoSplit, withdraw } from './acts/beginning.ts'
import { attachEvidence, observeSource } from './acts/evidence.ts'
import { setExternal } from './acts/external.ts'
import { decideQuestion, giveOrder, putBeforeHead, reportOrder } from './acts/head.ts'
import { declareProblem, endProblem, merge, replyJoined, unmerge } from './acts/joining.ts'
import {
  approveReply,
  changeReplyKind,
  markImpossible,
  prepareReply,
  publish,
  reject,
  returnReply,
  transfer,
} from './acts/replies.ts'
import { addNote, checkFact, classify, refuseBlock, registerAppeal, tellEmergency } from './acts/sorting.ts'
import {
  acceptAssignment,
  askAuthor,
  assign,
  awaitOutside,
  declineAssignment,
  recordAuthorAnswer,
  recordOutsideAnswer,
  remindAuthor,
  requestDate,
} from './acts/work.ts'
import { deadlinesAfter } from './clocks.ts'
import type { Command } from './commands.ts'
import { type Accepted, accepted, type Change, type Context, type Decision, refused } from './decision.ts'
import type { Fact, FactHead, TicketEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { type Ticket, type TicketView, unreachable } from './ticket.ts'

/** Other tickets that the command needs beside its own; the caller has them at hand as `context.related`. */
export function relatedIds(view: TicketView | null, command: Command): string[] {
  switch (command.type) {
    case 'merge':
      return [command.data.into]
    case 'publish':
      return command.data.forJoined
    case 'unmerge':
    case 'reply_joined':
      return view?.ticket.status === 'merged' ? [view.ticket.merged.into] : []
    case 'undo_split':
      return view === null || view.ticket.splitFrom === null ? [] : [view.ticket.splitFrom]
    default:
      return []
  }
}

/** The answer to a command: events (with the clocks that they moved), or a named refusal. */
export function decide(view: TicketView | null, command: Command, context: Context): Decision {
  const decision = decideAct(view, command, context)
  if (decision.outcome === 'refused') return decision
  const { actor, settings } = context
  const behalf = view === null ? null : behalfOf(actor, command.type, settings, facetsOf(view.ticket))
  const head: FactHead = { at: context.now, by: actor.personId, step: command.id, behalf }
  return {
    ...decision,
    behalf,
    events: withClocks(view?.ticket ?? null, command.ticketId, decision.events, head, context),
    others: decision.others.map(other => ({
      ...other,
      events: withClocks(
        context.related?.(other.ticketId)?.ticket ?? null,
        other.ticketId,
        other.events,
        head,
        context,
      ),
    })),
  }
}

/** The one place where clocks follow an act: whatever moved their facts, they are set anew (DESIGN, point 7). */
function withClocks(
  ticket: Ticket | null,
  ticketId: string,
  events: TicketEvent[],
  head: FactHead,
  { settings }: Context,
): TicketEvent[] {
  const [first] = events
  // A ticket that is not at hand here is the server's to decide.
  if (first === undefined || (ticket === null && first.type !== 'captured' && first.type !== 'split_off'))
    return events
  const after = evolveAll(ticket, events, ticketId, head)
  return [...events, ...deadlinesAfter(after, events, settings)]
}

function decideAct(view: TicketView | null, command: Command, context: Context): Decision {
  if (command.type === 'capture')
    return view === null ? capture(command, context) : captureAgain(view, context)
  if (view === null) return refused('unknown-ticket')
  const { ticket } = view
  const { actor, settings } = context
  if (
    ticket.status === 'withdrawn' &&
    command.type !== 'attach_evidence' &&
    command.type !== 'observe_source'
  )
    return refused('already-withdrawn')
  if (command.type === 'withdraw') return withdraw(ticket, context)
  const isAllowed = mayDo(actor, command.type, settings, facetsOf(ticket))
  if (!isAllowed && !mayDo(actor, command.type, settings, null)) return refused('forbidden')
  if (command.type === 'undo') return undo(ticket, command.data.stepId, context)
  if (!isAllowed) return refused('out-of-scope')
  switch (command.type) {
    case 'classify':
      return classify(view, command, context)
    case 'refuse_block':
      return refuseBlock(view, command)
    case 'assign':
      return assign(view, command, context)
    case 'accept_assignment':
      return acceptAssignment(view)
    case 'decline_assignment':
      return declineAssignment(view, command, context)
    case 'request_date':
      return requestDate(view, command, context)
    case 'ask_author':
      return askAuthor(view, command)
    case 'remind_author':
      return remindAuthor(view)
    case 'record_author_answer':
      return recordAuthorAnswer(view, command)
    case 'await_outside':
      return awaitOutside(view, command, context)
    case 'record_outside_answer':
      return recordOutsideAnswer(view, command)
    case 'prepare_reply':
      return prepareReply(view, command, context)
    case 'approve_reply':
      return approveReply(view, context)
    case 'return_reply':
      return returnReply(view, command)
    case 'publish':
      return publish(view, command, context)
    case 'change_reply_kind':
      return changeReplyKind(view, command, context)
    case 'mark_impossible':
      return markImpossible(view, command, context)
    case 'reject':
      return reject(view, command)
    case 'transfer':
      return transfer(view, command, context)
    case 'report_promise':
      return reportPromise(view, command, context)
    case 'extend':
      return extend(view, command, context)
    case 'put_before_head':
      return putBeforeHead(view, command)
    case 'decide_question':
      return decideQuestion(view, command)
    case 'add_note':
      return addNote(command)
    case 'rate_completeness':
      return rateCompleteness(view, command, context)
    case 'record_satisfaction':
      return recordSatisfaction(view, command)
    case 'register_appeal':
      return registerAppeal(view, command, context)
    case 'reopen':
      return reopen(view, command)
    case 'close':
      return close(view, command, context)
    case 'declare_problem':
      return declareProblem(view, command)
    case 'end_problem':
      return endProblem(view)
    case 'merge':
      return merge(view, command, context)
    case 'unmerge':
      return unmerge(view)
    case 'reply_joined':
      return replyJoined(view, command, context)
    case 'split':
      return split(view, command, context)
    case 'undo_split':
      return undoSplit(view, context)
    case 'give_order':
      return giveOrder(view, command, context)
    case 'report_order':
      return reportOrder(view, command)
    case 'check_fact':
      return checkFact(view, command)
    case 'tell_emergency':
      return tellEmergency(view, command)
    case 'set_external':
      return setExternal(view, command)
    case 'attach_evidence':
      return attachEvidence(view, command)
    case 'observe_source':
      return observeSource(view, command)
    default:
      return unreachable(command)
  }
}

/** The own last step, where nobody acted after it and nothing was published. Its effect may be that one lost scope. */
function undo(ticket: Ticket, stepId: string, { actor }: Context): Decision {
  const { lastStep } = ticket
  if (lastStep === null || lastStep.stepId !== stepId || !lastStep.undoable) return refused('nothing-to-undo')
  if (lastStep.by !== actor.personId) return refused('others-acted')
  return accepted([{ type: 'undone', data: { stepId } }])
}

/** The view after a decision; the extension's only optimistic code (DESIGN, point 3). */
export function apply(
  view: TicketView | null,
  decision: Accepted,
  ticketId: string,
  head: Omit<FactHead, 'behalf'>,
): TicketView {
  return applyChange(view, decision, ticketId, { ...head, behalf: decision.behalf })
}

/** What one ticket is after its part of a decision. */
export function applyChange(
  view: TicketView | null,
  { events, contents }: Change,
  ticketId: string,
  head: FactHead,
): TicketView {
  if (events.length === 0) {
    if (view === null) throw new Error('A decision without events cannot begin a ticket')
    return view
  }
  const ticket = evolveAll(view?.ticket ?? null, events, ticketId, head)
  const added = Object.fromEntries(contents.map(({ contentId, body }) => [contentId, body]))
  return { ticket, contents: { ...view?.contents, ...added } }
}

function evolveAll(
  ticket: Ticket | null,
  events: readonly TicketEvent[],
  ticketId: string,
  head: FactHead,
): Ticket {
  const [first, ...rest] = events.map((event): Fact => ({ ...event, ...head }))
  if (first === undefined) throw new Error('Nothing to apply')
  return rest.reduce((standing, fact) => evolve(standing, fact, ticketId), evolve(ticket, first, ticketId))
}
