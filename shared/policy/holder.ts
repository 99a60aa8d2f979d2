/** «Сейчас у»: the ball is always with exactly one (PRACTICE P4). Derived, never stored. */
import { overdueAt } from '../deadlines/deadline.ts'
import { type BlockId, blocks } from '../reference/blocks.ts'
import { isOpen, type Ticket } from '../ticket/ticket.ts'
import { type Actor, actorOf, publishesSomewhere } from './permissions.ts'
import { type Settings, titleOf } from './settings.ts'

/** The part of the settings that says who works here. */
type Staff = Pick<Settings, 'people' | 'officialAccounts'>

export type Holder =
  | { at: 'operators' }
  | { at: 'block'; block: BlockId }
  | { at: 'recipient'; recipientId: string }
  | { at: 'publishers' }
  | { at: 'center_head' }
  | { at: 'nobody' }

/**
 * Whose next act it is. `nobody` only for a ticket that is answered or withdrawn; where no active person holds
 * the role, the block or the recipient, the head of the centre does: nothing is ownerless.
 */
export function holderOf(ticket: Ticket, settings: Staff): Holder {
  const holder = usualHolder(ticket)
  if (holder.at === 'nobody') return holder
  const isManned = settings.people.some(
    person => person.active && isHeldBy(holder, actorOf(person), settings),
  )
  return isManned ? holder : { at: 'center_head' }
}

function usualHolder(ticket: Ticket): Holder {
  switch (ticket.status) {
    case 'new':
      if (ticket.sorted === null) return { at: 'operators' }
      return ticket.block === 'none' ? { at: 'center_head' } : { at: 'block', block: ticket.block }
    case 'assigned':
    case 'in_progress':
      return { at: 'recipient', recipientId: ticket.assignment.recipientId }
    case 'to_publish':
      return { at: 'publishers' }
    case 'answered':
    case 'withdrawn':
      return { at: 'nobody' }
    default: {
      const never: never = ticket
      return never
    }
  }
}

/** Whether this person is (one of) the holder: the word «вас» and the badge ask this one function. */
export function isHeldBy(holder: Holder, actor: Actor, settings: Staff): boolean {
  const has = (role: Actor['roles'][number]) => actor.roles.includes(role)
  switch (holder.at) {
    case 'operators':
      return has('operator')
    case 'block':
      return has('block_head') && actor.blocks.includes(holder.block)
    case 'recipient':
      return has('recipient_user') && actor.recipientIds.includes(holder.recipientId)
    case 'publishers':
      return has('informer') || (has('operator') && publishesSomewhere(actor, settings))
    case 'center_head':
      return has('center_head')
    case 'nobody':
      return false
    default: {
      const never: never = holder
      return never
    }
  }
}

/** Whether the next act on the ticket is this person's; a block head also answers for what is overdue in own blocks. */
export function isMine(ticket: Ticket, actor: Actor, settings: Settings, now: string): boolean {
  if (!isOpen(ticket)) return false
  const answersFor = actor.roles.includes('block_head') && actor.blocks.includes(ticket.block)
  if (answersFor && overdueAt(ticket.stages, now)) return true
  return isHeldBy(holderOf(ticket, settings), actor, settings)
}

/** Who that is, for a person: «сейчас у: …». */
export function holderTitle(holder: Holder, settings: Settings): string {
  switch (holder.at) {
    case 'operators':
      return 'оператор мониторинга'
    case 'block':
      return `руководитель блока «${blocks[holder.block].short}»`
    case 'recipient':
      return titleOf(settings.recipients, holder.recipientId)
    case 'publishers':
      return 'ответственный за информирование'
    case 'center_head':
      return 'руководитель МЦУ'
    case 'nobody':
      return 'никого'
    default: {
      const never: never = holder
      return never
    }
  }
}
