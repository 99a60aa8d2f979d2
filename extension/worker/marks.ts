/** Marks for the posts of a page: own records first, then what the server told of everybody's. */

import { ticketLevel, urgentStage } from '../../shared/deadlines/levels.ts'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { facetsOf, mayDo } from '../../shared/policy/permissions.ts'
import { type BlockId, blocks } from '../../shared/reference/blocks.ts'
import { statusTitle, statusTitles } from '../../shared/reference/statuses.ts'
import type { Mark } from '../../shared/sync/wire.ts'
import { isBeforeHead, isOpen, type Ticket, type TicketStatus } from '../../shared/ticket/ticket.ts'
import type { MarkView } from '../messages.ts'
import type { AtHand } from './desk-at-hand.ts'
import { stageWords } from './words.ts'

export async function marksFor(keys: readonly string[], atHand: AtHand): Promise<Record<string, MarkView>> {
  const { desk } = atHand
  const [records, marks] = await Promise.all([
    desk.tickets.where('keys').anyOf(keys).toArray(),
    desk.marks.bulkGet([...keys]),
  ])
  const found: Record<string, MarkView> = {}
  for (const mark of marks) if (mark) found[mark.key] = viewOfMark(mark, atHand)
  for (const { id, view, keys: ownKeys } of records) {
    for (const key of ownKeys) {
      const known = found[key]
      // A post that was split has several tickets: the mark leads to the one that still waits.
      const isTaken = known !== undefined && known.ticketId !== id && known.open && !isOpen(view.ticket)
      if (!isTaken) found[key] = viewOfTicket(id, view.ticket, atHand)
    }
  }
  return found
}

/** The server tells of a stranger's ticket no more than this: no complaint, no executor, no joined number. */
function viewOfMark(mark: Mark, { actor, rules: { settings }, now }: AtHand): MarkView {
  const { zone } = settings.deadlines
  const { ticketId, block, status, dueAt } = mark
  const open = mark.closedAt === null
  const facets = {
    block,
    status,
    sorted: true,
    capturers: [],
    executors: [],
    isComplaint: false,
    about: [],
    isOpenProblem: false,
  }
  return {
    ticketId,
    label: labelOf(
      mark.number,
      block,
      shortTitle(status) ?? statusTitles[status],
      dueWordsOf(open, dueAt, now, zone),
    ),
    level: levelOfMark(open, dueAt, now, zone),
    mayPublish: mayDo(actor, 'publish', settings, facets),
    open,
  }
}

function viewOfTicket(
  ticketId: string,
  ticket: Ticket,
  { actor, rules: { settings }, now }: AtHand,
): MarkView {
  const { zone } = settings.deadlines
  const open = isOpen(ticket)
  const dueAt = urgentStage(ticket.stages)?.dueAt ?? null
  // «На контроле до 1 декабря» has said it, until the day has passed.
  const isSaid = ticket.status === 'under_control' && dueAt !== null && now < dueAt
  const act = ticket.status === 'merged' ? 'reply_joined' : 'publish'
  return {
    ticketId,
    label: labelOf(
      ticket.number,
      ticket.block,
      isBeforeHead(ticket) ? 'вынесено на решение' : (shortTitle(ticket.status) ?? statusTitle(ticket)),
      dueWordsOf(open && !isSaid, dueAt, now, zone),
    ),
    level: open ? levelOfTicket(ticket, now, zone) : 'closed',
    mayPublish: mayDo(actor, act, settings, facetsOf(ticket)),
    open,
  }
}

/** A mark is narrow: where a status has a shorter word, it stands. */
function shortTitle(status: TicketStatus): string | undefined {
  return status === 'waiting_outside' ? 'у сторонних' : undefined
}

function labelOf(number: number | null, block: BlockId, status: string, due: string[]): string {
  const name = number === null ? 'записано' : `№\u00a0${number}`
  return [name, blocks[block].short, status.charAt(0).toLowerCase() + status.slice(1), ...due].join(' · ')
}

function dueWordsOf(open: boolean, dueAt: string | null, now: string, zone: string): string[] {
  return open && dueAt !== null ? [stageWords({ dueAt }, now, zone)] : []
}

function levelOfTicket(ticket: Ticket, now: string, zone: string): MarkView['level'] {
  switch (ticketLevel({ stages: ticket.stages, isBeforeHead: isBeforeHead(ticket) }, now, { zone })) {
    case 'before_head':
      return 'head'
    case 'overdue':
      return 'overdue'
    case 'due_today':
      return 'today'
    default:
      return 'open'
  }
}

function levelOfMark(open: boolean, dueAt: string | null, now: string, zone: string): MarkView['level'] {
  if (!open) return 'closed'
  if (dueAt === null) return 'open'
  if (now >= dueAt) return 'overdue'
  return localDateOf(dueAt, zone) === localDateOf(now, zone) ? 'today' : 'open'
}
