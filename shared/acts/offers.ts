/** Which acts a person is offered on a ticket: what is possible now, the next one as the big button. */
import { localDateOf } from '../deadlines/zone.ts'
import { isOrdered, isTurnOf } from '../policy/holder.ts'
import { actWords } from '../reference/acts.ts'
import { executes, lacksApproval } from '../ticket/acts/replies.ts'
import { isBeforeHead, isProblemTooLong, type Ticket, type TicketView } from '../ticket/ticket.ts'
import type { ActContext, ActType, Offer, OffersFor } from './contract.ts'
import { immediateActs, titleFor } from './forms.ts'
import { isPossible } from './probe.ts'

export const offersFor: OffersFor = (view, context): Offer[] => {
  const possible = new Set(actTypes.filter(act => isPossible(act, view, context)))
  const next = nextActs(view.ticket, context).find(act => possible.has(act))
  const beside = besideActs(view.ticket, context).filter(
    (act, at, all) => possible.has(act) && act !== next && all.indexOf(act) === at,
  )
  const rest = actTypes.filter(act => possible.has(act) && act !== next && !beside.includes(act))
  const offer = (weight: Offer['weight']) => (act: ActType) => offerOf(act, weight, view, context)
  return [
    ...(next === undefined ? [] : [offer('main')(next)]),
    ...beside.map(offer('usual')),
    ...rest.map(offer('more')),
  ]
}

function offerOf(act: ActType, weight: Offer['weight'], view: TicketView, context: ActContext): Offer {
  return {
    act,
    weight,
    title: titleFor(act, view, context),
    key: actWords[act].key,
    isImmediate: immediateActs.includes(act),
  }
}

/** What comes next on the ticket for this person, the likeliest first; the first possible one is the big button. */
function nextActs(ticket: Ticket, context: ActContext): ActType[] {
  const inStatus = approvedFirst(nextInStatus(ticket, context), ticket, context)
  const usual: ActType[] = isOrdered(ticket, context.actor) ? [...inStatus, 'report_order'] : inStatus
  return isBeforeHead(ticket) ? ['decide_question', ...usual] : usual
}

/** Where the answer is approved before it is given, it is prepared; what stands on a page is recorded under «ещё» (P5). */
function approvedFirst(acts: readonly ActType[], ticket: Ticket, context: ActContext): ActType[] {
  if (!acts.includes('publish') || !lacksApproval(ticket, null, context)) return [...acts]
  return [...new Set(acts.map(act => (act === 'publish' ? 'prepare_reply' : act)))]
}

function nextInStatus(ticket: Ticket, context: ActContext): ActType[] {
  const { actor, settings, now } = context
  // What waits for another person is theirs to begin; beside it stands what this one may do all the same.
  const isOwn = executes(ticket, actor) || isTurnOf(ticket, actor, settings, now)
  switch (ticket.status) {
    case 'new':
    case 'reopened':
      if (ticket.complaint !== null) return ['assign', 'publish', 'prepare_reply']
      if (ticket.sorted === null) return ['classify']
      if (ticket.kind === 'rumour' && ticket.factCheck === null) return ['check_fact', 'assign']
      return ticket.block === 'none' ? ['classify', 'publish'] : ['publish', 'prepare_reply', 'assign']
    case 'assigned':
      return isOwn ? ['accept_assignment', 'prepare_reply'] : []
    case 'in_progress':
      return isOwn ? ['publish', 'prepare_reply'] : []
    case 'asking_author':
      return isOwn ? ['record_author_answer'] : []
    case 'waiting_outside':
      return isOwn ? ['record_outside_answer'] : []
    case 'drafting':
      return isOwn ? ['prepare_reply'] : []
    case 'in_approval':
      return ['approve_reply']
    case 'to_publish':
      return ['publish']
    case 'under_control':
      return localDateOf(now, settings.deadlines.zone) >= ticket.promise.date ? ['report_promise'] : []
    case 'merged':
      return ['reply_joined']
    default:
      return []
  }
}

/** Beside the big button, in this order. */
function besideActs(ticket: Ticket, context: ActContext): ActType[] {
  const { actor, now } = context
  return [
    // The only act of the head of the administration must not be looked for.
    ...(actor.roles.includes('chief') ? (['give_order'] as const) : []),
    ...(ticket.lastStep?.by === actor.personId ? (['undo'] as const) : []),
    ...(ticket.orders.some(order => order.done === null) ? (['report_order'] as const) : []),
    ...(ticket.kind === 'rumour' && ticket.factCheck === null ? (['check_fact'] as const) : []),
    // The day on which it was to be over has passed: ended, or declared anew with another.
    ...(isProblemTooLong(ticket, now) ? (['end_problem'] as const) : []),
    ...approvedFirst(besideInStatus(ticket, executes(ticket, actor)), ticket, context),
  ]
}

function besideInStatus(ticket: Ticket, isExecutor: boolean): ActType[] {
  switch (ticket.status) {
    case 'new':
      return ticket.sorted === null
        ? ['publish', 'assign', 'reject', 'merge']
        : ['publish', 'assign', 'prepare_reply', 'refuse_block']
    case 'reopened':
      return ['publish', 'assign', 'prepare_reply']
    case 'assigned':
    case 'in_progress':
      return isExecutor ? ['prepare_reply', 'request_date', 'decline_assignment'] : ['publish', 'assign']
    case 'asking_author':
      return ['record_author_answer', 'remind_author', 'publish']
    case 'waiting_outside':
      return ['record_outside_answer', 'publish']
    case 'drafting':
      return ['prepare_reply', 'publish']
    case 'in_approval':
      return ['return_reply', 'prepare_reply']
    case 'to_publish':
      return ['return_reply']
    case 'answered':
      return ['record_satisfaction', 'rate_completeness', 'close']
    case 'under_control':
      return ['report_promise', 'record_satisfaction', 'publish']
    case 'merged':
      return ['unmerge']
    case 'closed':
      // After «сделано» the author is told so (P2).
      return ticket.closed.reason === 'promise_kept'
        ? ['publish', 'reopen', 'record_satisfaction']
        : ['reopen', 'record_satisfaction']
    case 'transferred':
    case 'no_answer_needed':
      return ['reopen', 'record_satisfaction']
    default:
      return []
  }
}

/** Every act, in the order of «ещё». */
const actTypes: readonly ActType[] = [
  'decide_question',
  'classify',
  'publish',
  'assign',
  'accept_assignment',
  'prepare_reply',
  'approve_reply',
  'return_reply',
  'report_promise',
  'reply_joined',
  'ask_author',
  'remind_author',
  'record_author_answer',
  'await_outside',
  'record_outside_answer',
  'request_date',
  'decline_assignment',
  'put_before_head',
  'extend',
  'transfer',
  'reject',
  'mark_impossible',
  'refuse_block',
  'check_fact',
  'tell_emergency',
  'add_note',
  'merge',
  'unmerge',
  'split',
  'undo_split',
  'declare_problem',
  'end_problem',
  'register_appeal',
  'set_external',
  'record_satisfaction',
  'rate_completeness',
  'change_reply_kind',
  'reopen',
  'close',
  'give_order',
  'report_order',
  'undo',
]
