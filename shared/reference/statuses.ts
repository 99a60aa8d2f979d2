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

/** What of a ticket its status is told by: also a mark of somebody else's ticket has these. */
export type StatusFacts = {
  status: TicketStatus
  isSorted: boolean
  /** ISO date of a promise under control. */
  promisedDate: string | null
  /** The ticket that this one was joined to. */
  intoNumber: number | null
}

export function statusFactsOf(ticket: Ticket): StatusFacts {
  return {
    status: ticket.status,
    isSorted: ticket.sorted !== null,
    promisedDate: ticket.status === 'under_control' ? ticket.promise.date : null,
    intoNumber: ticket.status === 'merged' ? ticket.merged.intoNumber : null,
  }
}

/** The status of a ticket in words, with the date or number that belongs to it. */
export function statusTitle(ticket: Ticket): string {
  return statusWords(statusFactsOf(ticket))
}

export function statusWords({ status, isSorted, promisedDate, intoNumber }: StatusFacts): string {
  if (status === 'new' && !isSorted) return 'Новое, не разобрано'
  const title = statusTitles[status]
  if (status === 'under_control' && promisedDate !== null)
    return `${title} до\u00a0${formatDate(promisedDate)}`
  if (status === 'merged' && intoNumber !== null) return `${title} к\u00a0№\u00a0${intoNumber}`
  return title
}

export const replyKindTitles: Record<ReplyKind, string> = {
  first: 'Первый ответ (принято)',
  interim: 'Промежуточный ответ',
  final: 'Окончательный ответ',
}
