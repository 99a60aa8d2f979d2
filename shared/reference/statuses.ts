/** Statuses as they stand on every screen (PRACTICE, «Statuses on screen, one list everywhere»). */
import type { ReplyKind } from '../ticket/events.ts'
import type { Ticket, TicketStatus } from '../ticket/ticket.ts'

export const statusTitles: Record<TicketStatus, string> = {
  new: 'Новое',
  assigned: 'Поручено',
  in_progress: 'Исполняется',
  to_publish: 'К публикации',
  answered: 'Отвечено',
  withdrawn: 'Запись отменена',
}

/** The status of a ticket in words; a fresh one whose block nobody confirmed says so. */
export function statusTitle(ticket: Pick<Ticket, 'status' | 'sorted'>): string {
  if (ticket.status === 'new' && ticket.sorted === null) return 'Новое, не разобрано'
  return statusTitles[ticket.status]
}

export const replyKindTitles: Record<ReplyKind, string> = {
  first: 'Первый ответ (принято)',
  interim: 'Промежуточный ответ',
  final: 'Окончательный ответ',
}
