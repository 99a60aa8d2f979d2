/** Marks for the posts of a page: own records first, then what the server told of everybody's. */

import { urgentStage } from '../../shared/deadlines/deadline.ts'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { facetsOf, mayDo } from '../../shared/policy/permissions.ts'
import { type BlockId, blocks } from '../../shared/reference/blocks.ts'
import { statusTitles } from '../../shared/reference/statuses.ts'
import { isOpen, type TicketStatus } from '../../shared/ticket/ticket.ts'
import type { MarkView } from '../messages.ts'
import type { AtHand } from './desk-at-hand.ts'
import { stageWords } from './words.ts'

export async function marksFor(keys: readonly string[], atHand: AtHand): Promise<Record<string, MarkView>> {
  const { desk, rules } = atHand
  const [records, marks] = await Promise.all([
    desk.tickets.where('keys').anyOf(keys).toArray(),
    desk.marks.bulkGet([...keys]),
  ])
  const found: Record<string, MarkView> = {}
  for (const mark of marks) {
    if (!mark) continue
    const mayPublish = mayDo(rules.actor, 'publish', rules.settings, {
      block: mark.block,
      recipientId: null,
      status: mark.status,
      sorted: true,
      capturers: [],
    })
    found[mark.key] = markView({ ...mark, mayPublish }, atHand)
  }
  for (const { id, view, keys: ownKeys } of records) {
    const { ticket } = view
    const mayPublish = mayDo(rules.actor, 'publish', rules.settings, facetsOf(ticket))
    const dueAt = urgentStage(ticket.stages)?.dueAt ?? null
    for (const key of ownKeys) {
      found[key] = markView({ ...ticket, ticketId: id, dueAt, mayPublish }, atHand)
    }
  }
  return found
}

type Markable = {
  ticketId: string
  number: number | null
  block: BlockId
  status: TicketStatus
  dueAt: string | null
  mayPublish: boolean
}

function markView(mark: Markable, { now, rules }: AtHand): MarkView {
  const { zone } = rules.settings.deadlines
  const open = isOpen(mark)
  const number = mark.number === null ? 'записано' : `№\u00a0${mark.number}`
  const due = open && mark.dueAt !== null ? [stageWords({ dueAt: mark.dueAt }, now, zone)] : []
  return {
    ticketId: mark.ticketId,
    label: [number, blocks[mark.block].short, statusTitles[mark.status].toLowerCase(), ...due].join(' · '),
    level: levelOfMark(mark, open, now, zone),
    mayPublish: mark.mayPublish,
    open,
  }
}

function levelOfMark(mark: Markable, open: boolean, now: string, zone: string): MarkView['level'] {
  if (!open) return 'closed'
  if (mark.dueAt === null) return 'open'
  if (now >= mark.dueAt) return 'overdue'
  return localDateOf(mark.dueAt, zone) === localDateOf(now, zone) ? 'today' : 'open'
}
