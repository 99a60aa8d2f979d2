/** How urgent a ticket is: word, shape and colour together. */
import { urgentStage } from '../../shared/deadlines/deadline.ts'
import { dueWords, overdueWords } from '../../shared/deadlines/words.ts'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { type Holder, holderOf, holderTitle } from '../../shared/policy/holder.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { isOpen, type Ticket } from '../../shared/ticket/ticket.ts'

export type Urgency = 'overdue' | 'today' | 'running' | 'done'

export const shapes: Record<Urgency, string> = { overdue: '▲', today: '◆', running: '●', done: '✓' }

export function urgencyOf(dueAt: string, now: string, zone: string): Urgency {
  if (Date.parse(now) >= Date.parse(dueAt)) return 'overdue'
  return localDateOf(dueAt, zone) === localDateOf(now, zone) ? 'today' : 'running'
}

type Seen = { ticket: Ticket; settings: Settings; now: string }

export function TicketState({ ticket, settings, now }: Seen) {
  const { deadlines } = settings
  const stage = isOpen(ticket) ? urgentStage(ticket.stages) : undefined
  if (!stage) {
    if (ticket.status === 'answered') return <State urgency="done" words="отвечено" />
    return <State urgency="running" words={isOpen(ticket) ? 'без срока' : 'запись отменена'} />
  }
  const urgency = urgencyOf(stage.dueAt, now, deadlines.zone)
  const words =
    urgency === 'overdue' ? overdueWords(stage.dueAt, now) : dueWords(stage.dueAt, now, deadlines.zone)
  return <State urgency={urgency} words={words} />
}

export function State({ urgency, words }: { urgency: Urgency; words: string }) {
  return (
    <span class={`state ${urgency}`}>
      <span class="shape" aria-hidden="true">
        {shapes[urgency]}
      </span>
      <span>{words}</span>
    </span>
  )
}

/** «Сейчас у: …» — whose next act it is, and which. */
export function holderWords(ticket: Ticket, settings: Settings): { who: string; act: string } {
  const holder = holderOf(ticket, settings)
  const who = holderTitle(holder, settings)
  return { who: `${who.charAt(0).toUpperCase()}${who.slice(1)}`, act: nextActs[holder.at] }
}

const nextActs: Record<Holder['at'], string> = {
  operators: 'разобрать',
  block: 'поручить или ответить',
  recipient: 'подготовить ответ',
  publishers: 'опубликовать ответ',
  center_head: 'решить, чьё это дело',
  nobody: 'работа закончена',
}
