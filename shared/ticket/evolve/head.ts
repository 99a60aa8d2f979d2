/** Questions before the head of the centre, orders of the chief of the district. */
import type { EventOf } from '../events.ts'
import type { Act, Ticket } from '../ticket.ts'

export function putBeforeHead(ticket: Ticket, data: EventOf<'put_before_head'>['data'], act: Act): Ticket {
  return {
    ...ticket,
    headQuestion: { ...act, ...data, decision: null },
    escalatedAt: data.automatic ? act.at : ticket.escalatedAt,
  }
}

export function headDecided(ticket: Ticket, data: EventOf<'head_decided'>['data'], act: Act): Ticket {
  return ticket.headQuestion === null
    ? ticket
    : { ...ticket, headQuestion: { ...ticket.headQuestion, decision: { ...act, ...data } } }
}

export function orderGiven(ticket: Ticket, data: EventOf<'order_given'>['data'], act: Act): Ticket {
  const { orderId, to, dueOn, contentId } = data
  return { ...ticket, orders: [...ticket.orders, { ...act, orderId, to, dueOn, contentId, done: null }] }
}

export function orderReported(
  ticket: Ticket,
  { orderId, contentId }: EventOf<'order_reported'>['data'],
  act: Act,
): Ticket {
  const done = { ...act, contentId }
  const orders = ticket.orders.map(order => (order.orderId === orderId ? { ...order, done } : order))
  return { ...ticket, orders }
}
