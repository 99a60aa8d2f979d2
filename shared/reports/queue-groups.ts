/** The groups of the queue, in the panel and on the pages: which there are, in which order, and who stands where. */
import { ticketLevel, urgentStage } from '../deadlines/deadline.ts'
import { formatDate, overdueWords } from '../deadlines/words.ts'
import type { Settings } from '../policy/settings.ts'
import { isWaitOver } from '../ticket/clocks.ts'
import { isBeforeHead, isOpen, nextOrder, type Ticket } from '../ticket/ticket.ts'

/** In the order in which they stand; those that wait for somebody's act of one kind stand after «Позже». */
export const queueGroups = [
  'before_head',
  'ordered',
  'overdue',
  'today',
  'later',
  'to_publish',
  'in_approval',
  'under_control',
  'wait_over',
  'outside',
  'asking_author',
  'answered',
  'ended',
  'withdrawn',
] as const
export type QueueGroup = (typeof queueGroups)[number]

/** Classes of the shared look: a colour that always stands beside its word and shape. */
export type Look = 'overdue' | 'today' | 'running' | 'done'
export type GroupMark = { shape: string; title: string; look: Look }

export const groupMarks: Record<QueueGroup, GroupMark> = {
  before_head: { shape: '■', title: 'Вынесено на решение', look: 'overdue' },
  ordered: { shape: '!', title: 'Поручение Главы', look: 'today' },
  overdue: { shape: '▲', title: 'Просрочено', look: 'overdue' },
  today: { shape: '◆', title: 'Сегодня', look: 'today' },
  later: { shape: '●', title: 'Позже', look: 'running' },
  to_publish: { shape: '✎', title: 'К публикации', look: 'running' },
  in_approval: { shape: '✎', title: 'На согласовании', look: 'running' },
  under_control: { shape: '◷', title: 'На контроле', look: 'running' },
  wait_over: { shape: '⇄', title: 'Срок ожидания прошёл', look: 'today' },
  outside: { shape: '⇄', title: 'У сторонних', look: 'running' },
  asking_author: { shape: '?', title: 'Уточняем у автора', look: 'running' },
  answered: { shape: '✓', title: 'Отвечено', look: 'done' },
  ended: { shape: '×', title: 'Завершено без ответа', look: 'running' },
  withdrawn: { shape: '×', title: 'Запись отменена', look: 'running' },
}

/** In which group a ticket stands: by the same levels as on the badge and in the reports, then by what it waits for. */
export function queueGroupOf(
  ticket: Ticket,
  { deadlines }: Pick<Settings, 'deadlines'>,
  now: string,
): QueueGroup {
  if (!isOpen(ticket)) {
    // An answer closes no question before the head, and no end does away with an order of the chief.
    if (isBeforeHead(ticket)) return 'before_head'
    return nextOrder(ticket) === null ? closedGroup(ticket) : 'ordered'
  }
  const { stages } = ticket
  const level = ticketLevel({ stages, isBeforeHead: isBeforeHead(ticket) }, now, deadlines)
  if (level === 'before_head' || level === 'overdue') return level
  if (level === 'due_today') return 'today'
  switch (ticket.status) {
    case 'to_publish':
    case 'merged':
    case 'answered':
      return 'to_publish'
    case 'in_approval':
    case 'under_control':
    case 'asking_author':
      return ticket.status
    case 'waiting_outside':
      return isWaitOver(ticket, now, deadlines) ? 'wait_over' : 'outside'
    default:
      return 'later'
  }
}

function closedGroup({ status }: Ticket): QueueGroup {
  if (status === 'withdrawn') return 'withdrawn'
  return status === 'transferred' || status === 'no_answer_needed' ? 'ended' : 'answered'
}

/** «Поручение Главы до 3 ноября 2026», of a ticket that waits for nothing else; `null` where none waits. */
export function orderState(ticket: Ticket, now: string): { words: string; look: Look } | null {
  const order = isOpen(ticket) ? null : nextOrder(ticket)
  if (order === null) return null
  const words = `Поручение Главы до ${formatDate(order.dueOn)}`
  const clock = ticket.stages.findLast(({ stage, stoppedAt }) => stage === 'order' && stoppedAt === null)
  if (clock === undefined || Date.parse(now) < Date.parse(clock.dueAt)) return { words, look: 'today' }
  return { words: `${words}, ${overdueWords(clock.dueAt, now)}`, look: 'overdue' }
}

/** Of two tickets of one group: the nearest deadline first, what has none by when it came; of the ended the newest first. */
export function compareInGroup(group: QueueGroup, a: Ticket, b: Ticket): number {
  const isEnded = group === 'answered' || group === 'ended' || group === 'withdrawn'
  return (isEnded ? -1 : 1) * compareTexts(keyOf(a), keyOf(b)) || (a.number ?? 0) - (b.number ?? 0)
}

function keyOf({ stages, capturedAt }: Ticket): string {
  return urgentStage(stages)?.dueAt ?? capturedAt
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
