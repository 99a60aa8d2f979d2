/**
 * What this person may do with a ticket now, the next act of their role first.
 * The rules are those of shared/ticket/decide.ts, asked with a trial command; nothing is decided here.
 */
import { refusalWords } from '../../shared/errors.ts'
import { type Actor, mayDo } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import { decide } from '../../shared/ticket/decide.ts'
import type { Ticket, TicketView } from '../../shared/ticket/ticket.ts'

export type ActId = Exclude<Command['type'], 'capture'>

export type OfferedAct = {
  id: ActId
  title: string
  /** Why it cannot be done on this ticket; `null`: it can. */
  reason: string | null
}

export type Offer = {
  /** The one big button; `null` where the next act is somebody else's. */
  next: OfferedAct | null
  /** The second usual way, beside it. */
  beside: OfferedAct | null
  more: OfferedAct[]
}

export function offerActs(view: TicketView, actor: Actor, settings: Settings, now: string): Offer {
  const { ticket } = view
  const acts = orderFor(ticket, actor)
    .filter(id => mayDo(actor, id, settings, null))
    .map(id => ({ id, title: actTitle(id, ticket), reason: reasonAgainst(id, view, actor, settings, now) }))
    .filter(act => act.id !== 'withdraw' || act.reason === null)
  const forward = acts.filter(act => act.reason === null && movesOn(act.id, ticket))
  const [next = null, beside = null] = forward
  const more = acts.filter(act => act !== next && act !== beside)
  return { next, beside, more: ticket.status === 'answered' ? more.filter(act => act.reason === null) : more }
}

export function actTitle(id: ActId, ticket: Ticket): string {
  switch (id) {
    case 'classify':
      return ticket.sorted === null ? 'Разобрать' : 'Исправить тему'
    case 'assign':
      return 'assignment' in ticket && ticket.assignment !== null ? 'Поручить другому' : 'Поручить'
    case 'prepare_reply':
      return ticket.status === 'to_publish' ? 'Исправить ответ' : 'Подготовить ответ'
    case 'publish':
      return ticket.status === 'to_publish' ? 'Отметить опубликованным' : 'Ответить сразу'
    case 'withdraw':
      return 'Отменить запись'
    default: {
      const never: never = id
      return never
    }
  }
}

/** The usual way first (PRACTICE P5): whoever may publish answers at once. */
function orderFor(ticket: Ticket, actor: Actor): ActId[] {
  switch (ticket.status) {
    case 'new':
      return ticket.sorted === null || ticket.block === 'none'
        ? ['classify', 'publish', 'assign', 'prepare_reply', 'withdraw']
        : ['publish', 'assign', 'prepare_reply', 'classify', 'withdraw']
    case 'assigned':
    case 'in_progress':
      return actor.recipientIds.includes(ticket.assignment.recipientId)
        ? ['prepare_reply', 'publish', 'assign', 'classify', 'withdraw']
        : ['publish', 'assign', 'prepare_reply', 'classify', 'withdraw']
    case 'to_publish':
      return ['publish', 'prepare_reply', 'assign', 'classify', 'withdraw']
    case 'answered':
      return ['classify']
    case 'withdrawn':
      return []
    default: {
      const never: never = ticket
      return never
    }
  }
}

/** Correcting a topic that is settled moves nothing on: it never takes the place of the next act. */
function movesOn(id: ActId, ticket: Ticket): boolean {
  if (id === 'withdraw' || ticket.status === 'answered') return false
  return id !== 'classify' || ticket.sorted === null || ticket.block === 'none'
}

function reasonAgainst(
  id: ActId,
  view: TicketView,
  actor: Actor,
  settings: Settings,
  now: string,
): string | null {
  const decision = decide(view, trial(id, view.ticket, settings, now), {
    actor,
    now,
    settings,
    nextNumber: null,
  })
  if (decision.outcome === 'events') return null
  if (decision.refusal.code === 'not-sorted')
    return 'Сначала выберите блок: поручить можно то, у чего есть тема.'
  if (decision.refusal.code === 'out-of-scope' && view.ticket.block === 'none') {
    return 'Блок не определён: его выбирает руководитель МЦУ. После этого карточку можно поручить и ответить.'
  }
  if (decision.refusal.code === 'unknown-recipient')
    return 'В настройках нет ни одного ответственного получателя.'
  return refusalWords(decision.refusal)
}

function trial(id: ActId, ticket: Ticket, settings: Settings, now: string): Command {
  const envelope = {
    id: '00000000-0000-7000-8000-000000000000',
    ticketId: ticket.id,
    occurredAt: now,
    baseVersion: ticket.version,
    dependsOn: null,
  }
  switch (id) {
    case 'classify':
      return { ...envelope, type: id, data: { changes: {}, sorted: true } }
    case 'assign':
      return { ...envelope, type: id, data: { recipientId: settings.recipients[0]?.id ?? '' } }
    case 'prepare_reply':
      return { ...envelope, type: id, data: { kind: 'final', text: '…' } }
    case 'publish':
      return {
        ...envelope,
        type: id,
        data: { kind: 'final', url: null, text: '…', accountId: null, promisedDate: null },
      }
    case 'withdraw':
      return { ...envelope, type: id, data: {} }
    default: {
      const never: never = id
      return never
    }
  }
}
