/** Statuses as they stand on every screen (PRACTICE, «Statuses on screen, one list everywhere»). */
import { formatDate } from '../deadlines/words.ts'
import type { ReplyKind } from '../ticket/events.ts'
import type { Ticket, TicketStatus } from '../ticket/ticket.ts'

export const statusTitles: Record<TicketStatus, string> = {
  new: 'Новое',
  assigned: 'Поручено',
  in_progress: 'Исполняется',
  asking_author: 'Уточняем у автора',
  waiting_outside: 'Ждём стороннюю организацию',
  drafting: 'Ответ готовится',
  in_approval: 'На согласовании',
  to_publish: 'К публикации',
  answered: 'Отвечено',
  under_control: 'На контроле',
  closed: 'Закрыто',
  reopened: 'Возобновлено',
  transferred: 'Передано по компетенции',
  merged: 'Присоединено',
  no_answer_needed: 'Не требует ответа',
  withdrawn: 'Запись отменена',
}

/** The status of a ticket in words, with the date or number that belongs to it. */
export function statusTitle(ticket: Ticket): string {
  switch (ticket.status) {
    case 'new':
      return ticket.sorted === null ? 'Новое, не разобрано' : statusTitles.new
    case 'under_control':
      return `На контроле до\u00a0${formatDate(ticket.promise.date)}`
    case 'merged':
      return ticket.merged.intoNumber === null
        ? statusTitles.merged
        : `Присоединено к\u00a0№\u00a0${ticket.merged.intoNumber}`
    default:
      return statusTitles[ticket.status]
  }
}

export const replyKindTitles: Record<ReplyKind, string> = {
  first: 'Первый ответ (принято)',
  interim: 'Промежуточный ответ',
  final: 'Окончательный ответ',
}
