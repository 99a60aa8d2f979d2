/** What is put before the head, what the head decides, and the orders of the chief (decree 3.3; P19). */
import { localDateOf } from '../../deadlines/zone.ts'
import type { CommandOf } from '../commands.ts'
import { accepted, type Context, type Decision, refused, textOf, whyNotOpen } from '../decision.ts'
import { isBeforeHead, type TicketView } from '../ticket.ts'
import { whyNotResponsible } from './replies.ts'

export function putBeforeHead({ ticket }: TicketView, command: CommandOf<'put_before_head'>): Decision {
  const closed = ticket.status === 'under_control' ? null : whyNotOpen(ticket)
  if (closed) return closed
  // The rule may have put it there; a person's question with a proposal says more.
  if (isBeforeHead(ticket) && ticket.headQuestion?.automatic === false) return refused('already-before-head')
  const proposal = textOf(command, 'proposal', command.data.proposal)
  return accepted(
    [
      {
        type: 'put_before_head',
        data: {
          automatic: false,
          questionContentId: `${command.id}:question`,
          proposalContentId: proposal?.contentId ?? null,
        },
      },
    ],
    [textOf(command, 'question', command.data.question), proposal],
  )
}

export function decideQuestion({ ticket }: TicketView, command: CommandOf<'decide_question'>): Decision {
  if (!isBeforeHead(ticket)) return refused('not-before-head')
  return accepted(
    [{ type: 'head_decided', data: { contentId: `${command.id}:decision` } }],
    [textOf(command, 'decision', command.data.decision)],
  )
}

export function giveOrder(
  { ticket }: TicketView,
  command: CommandOf<'give_order'>,
  { now, settings }: Context,
): Decision {
  const { to, dueOn, text } = command.data
  const wrong = whyNotResponsible(ticket, to, settings)
  if (wrong) return wrong
  if (dueOn < localDateOf(now, settings.deadlines.zone)) return refused('date-in-past')
  const contentId = `${command.id}:order`
  return accepted(
    [{ type: 'order_given', data: { orderId: command.id, to, dueOn, contentId } }],
    [textOf(command, 'order', text)],
  )
}

export function reportOrder({ ticket }: TicketView, command: CommandOf<'report_order'>): Decision {
  const { orderId, text } = command.data
  const order = ticket.orders.find(each => each.orderId === orderId)
  if (order === undefined) return refused('unknown-order')
  if (order.done !== null) return refused('order-done')
  const contentId = `${command.id}:report`
  return accepted(
    [{ type: 'order_reported', data: { orderId, contentId } }],
    [textOf(command, 'report', text)],
  )
}
