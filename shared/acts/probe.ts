/**
 * Whether an act can be accepted now: `decide` itself is asked, with a command that is right wherever it can be.
 * So an act is offered exactly where the rules would let it through, and nothing is said twice.
 */
import { latestExtension } from '../deadlines/deadline.ts'
import { localDateOf } from '../deadlines/zone.ts'
import type { Settings } from '../policy/settings.ts'
import { completenessQuestionIds } from '../reference/answers.ts'
import { type Command, commandSchema } from '../ticket/commands.ts'
import { decide } from '../ticket/decide.ts'
import { replyKinds } from '../ticket/events.ts'
import { preparedOf, type Ticket, type TicketView } from '../ticket/ticket.ts'
import { assignableOptions, closeReasonOf, ordersFor, partyOf, promisablesOf } from './choices.ts'
import type { ActContext, ActType, CommandBody } from './contract.ts'

/** Ids that no ticket has; a probe is never sent. */
const probeId = '00000000-0000-4000-8000-000000000001'
const otherId = '00000000-0000-4000-8000-000000000002'

/** A body as a command of nobody: for checking it by the schema and by the rules. */
export function commandOf(body: CommandBody, ticketId: string, now: string): Command | undefined {
  const { data } = commandSchema.safeParse({
    id: probeId,
    ticketId,
    occurredAt: now,
    baseVersion: 0,
    dependsOn: null,
    ...body,
  })
  return data
}

/** Whether something would happen: an act that changes nothing is not offered either. */
export function isPossible(act: ActType, view: TicketView, context: ActContext): boolean {
  const body = probeOf(act, view, context)
  if (body === null) return false
  const accepts = (each: CommandBody) => isAccepted(act, each, view, context)
  // «Принято», and what stands on a page already, are recorded even where the final answer has to wait (P5, P11).
  return accepts(body) || (body.type === 'publish' && otherReplies(body).some(accepts))
}

function otherReplies({ data }: CommandBody<'publish'>): CommandBody<'publish'>[] {
  const onPage = { way: 'published', url: 'https://example.invalid/' } as const
  return [
    { type: 'publish', data: { ...data, ...onPage } },
    { type: 'publish', data: { ...data, kind: 'first' } },
  ]
}

function isAccepted(act: ActType, body: CommandBody, view: TicketView, context: ActContext): boolean {
  const command = commandOf(body, view.ticket.id, context.now)
  // Tickets of older records may have other ids than a command takes; the id is not what is tried here.
  const tried = command ?? commandOf(body, probeId, context.now)
  if (tried === undefined) return false
  const { actor, settings, now } = context
  const related = (ticketId: string): TicketView | null => relatedProbe(act, view, ticketId)
  const decision = decide(view, tried, { actor, settings, now, nextNumber: null, related })
  return decision.outcome === 'events' && decision.events.length > 0
}

/** What a ticket could be joined to: one like it that stands open. */
function relatedProbe(act: ActType, view: TicketView, ticketId: string): TicketView | null {
  return act === 'merge' ? { ...view, ticket: { ...view.ticket, id: ticketId, joined: [] } } : null
}

/** The body that has the best chance; `null` where the act has nothing to work on. */
function probeOf(act: ActType, { ticket }: TicketView, context: ActContext): CommandBody | null {
  const { actor, settings, now } = context
  const today = localDateOf(now, settings.deadlines.zone)
  const text = '—'
  switch (act) {
    case 'classify':
      return {
        type: act,
        data: { changes: { urgent: { from: ticket.urgent, to: !ticket.urgent } }, sorted: true },
      }
    case 'refuse_block':
      return { type: act, data: { reason: null } }
    case 'assign':
      return assignProbe(ticket, settings)
    case 'accept_assignment':
    case 'remind_author':
    case 'approve_reply':
    case 'end_problem':
    case 'unmerge':
    case 'undo_split':
      return { type: act, data: {} }
    case 'decline_assignment':
    case 'return_reply':
      return { type: act, data: { reason: text } }
    case 'request_date':
      return { type: act, data: { date: today, reason: text } }
    case 'ask_author':
    case 'record_author_answer':
    case 'add_note':
      return { type: act, data: { text } }
    case 'await_outside': {
      const [organisation] = settings.outsideOrganisations
      return organisation === undefined
        ? null
        : { type: act, data: { organisationId: organisation.id, until: today, text } }
    }
    case 'record_outside_answer':
      return { type: act, data: { text: null } }
    case 'prepare_reply':
      return { type: act, data: { kind: 'final', text, from: preparedOf(ticket)?.contentId ?? null } }
    case 'publish':
      return {
        type: act,
        data: { kind: 'final', way: 'phone', url: null, text, accountId: null, promisedDate: null },
      }
    case 'change_reply_kind': {
      const reply = ticket.replies.at(-1)
      const kind = replyKinds.find(each => each !== reply?.kind)
      return reply === undefined || kind === undefined
        ? null
        : { type: act, data: { replyId: reply.replyId, kind, reason: text } }
    }
    case 'mark_impossible':
      return { type: act, data: { reason: 'comments_closed', text, closes: false } }
    case 'reject':
      return { type: act, data: { reason: 'off_topic', text } }
    case 'transfer': {
      const [organisation] = settings.outsideOrganisations
      return organisation === undefined
        ? null
        : {
            type: act,
            data: {
              organisationId: organisation.id,
              way: 'letter',
              date: today,
              outgoingNumber: text,
              url: 'https://example.invalid/',
              text,
              accountId: null,
            },
          }
    }
    case 'report_promise':
      // «Сделано» waits for those who are joined (P12); that it moves or was not done is said at any time.
      return { type: act, data: { result: 'moved', date: today, reason: text } }
    case 'extend': {
      const final = ticket.stages.findLast(stage => stage.stage === 'final' && stage.stoppedAt === null)
      if (final === undefined) return null
      const until = latestExtension(final, ticket.kind, settings.deadlines)
      return { type: act, data: { until, reason: text, notice: { way: 'phone', date: today } } }
    }
    case 'put_before_head':
      return { type: act, data: { question: text, proposal: null } }
    case 'decide_question':
      return { type: act, data: { decision: text } }
    case 'rate_completeness':
      return { type: act, data: { met: [...completenessQuestionIds], templateOnly: false } }
    case 'record_satisfaction':
      return { type: act, data: { mark: 'solved' } }
    case 'register_appeal':
      return { type: act, data: { number: text, date: ticket.registration?.date ?? today } }
    case 'reopen':
      return { type: act, data: { reason: 'repeated' } }
    case 'close': {
      const reason = closeReasonOf(ticket)
      return reason === null ? null : { type: act, data: { reason } }
    }
    case 'declare_problem':
      return ticket.problem !== null && ticket.problem.endedAt === null
        ? null
        : { type: act, data: { since: null, expectedEnd: null, readyText: text } }
    case 'merge':
      return context.nearby?.some(each => each.ticketId !== ticket.id) === true
        ? { type: act, data: { into: otherId } }
        : null
    case 'reply_joined':
      return { type: act, data: { way: 'here', url: null, text, accountId: null } }
    case 'split': {
      const { block, urgent } = ticket
      const beginning = { block, urgent, subtopic: null, settlement: null, place: null }
      return { type: act, data: { newTicketId: otherId, essence: text, ...beginning } }
    }
    case 'give_order': {
      const [to] = promisablesOf(ticket, settings)
      const responsible = to === undefined ? null : partyOf(to.value)
      return responsible === null ? null : { type: act, data: { to: responsible, dueOn: today, text } }
    }
    case 'report_order': {
      const [order] = ordersFor(ticket)
      return order === undefined ? null : { type: act, data: { orderId: order.orderId, text } }
    }
    case 'check_fact':
      return { type: act, data: { result: 'confirmed', text } }
    case 'tell_emergency':
      return { type: act, data: { to: text, at: now } }
    case 'set_external':
      return { type: act, data: { system: 'sed', number: text, stage: text } }
    case 'undo':
      return ticket.lastStep?.by === actor.personId
        ? { type: act, data: { stepId: ticket.lastStep.stepId } }
        : null
    default: {
      const never: never = act
      return never
    }
  }
}

function assignProbe(ticket: Ticket, settings: Settings): CommandBody | null {
  const [option] = assignableOptions(ticket, settings)
  const to = option === undefined ? null : partyOf(option.value)
  if (to === null) return null
  return {
    type: 'assign',
    data:
      to.type === 'person'
        ? { recipientId: null, personId: to.personId }
        : { recipientId: to.recipientId, personId: null },
  }
}
