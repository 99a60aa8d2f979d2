/** «Сейчас у»: the ball is always with exactly one (PRACTICE P4). Derived, never stored. */
import { overdueAt } from '../deadlines/deadline.ts'
import type { BlockId } from '../reference/blocks.ts'
import { isOpen, type Ticket } from '../ticket/ticket.ts'
import { type Actor, publishesSomewhere } from './permissions.ts'
import type { Settings } from './settings.ts'

export type Holder =
  | { at: 'operators' }
  | { at: 'block'; block: BlockId }
  | { at: 'recipient'; recipientId: string }
  | { at: 'publishers' }
  | { at: 'center_head' }
  | { at: 'nobody' }

/** Whose next act it is. `nobody` only for a ticket that is answered or withdrawn. */
export function holderOf(ticket: Ticket): Holder {
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

/** Whether the next act on the ticket is this person's: «У меня» and the badge ask this one function. */
export function isMine(ticket: Ticket, actor: Actor, settings: Settings, now: string): boolean {
  if (!isOpen(ticket)) return false
  const holder = holderOf(ticket)
  const has = (role: Actor['roles'][number]) => actor.roles.includes(role)
  if (has('block_head') && actor.blocks.includes(ticket.block) && overdueAt(ticket.stages, now)) return true
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
