/** Marks for the posts of a page: own records first, then what the server told of everybody's. */

import { levelOf, urgentStage } from '../../shared/deadlines/levels.ts'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { type Facets, facetsOf, mayDo } from '../../shared/policy/permissions.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import { observedStates } from '../../shared/reference/evidence.ts'
import { type StatusFacts, statusFactsOf, statusWords } from '../../shared/reference/statuses.ts'
import type { Mark } from '../../shared/sync/wire.ts'
import { isBeforeHead, isOpen, type Ticket, type TicketView } from '../../shared/ticket/ticket.ts'
import type { MarkView } from '../messages.ts'
import { knownKeys } from '../store/posts.ts'
import type { AtHand } from './desk-at-hand.ts'
import { stageWords } from './words.ts'

export async function marksFor(keys: readonly string[], atHand: AtHand): Promise<Record<string, MarkView>> {
  const { desk } = atHand
  const known = await knownKeys(desk, keys)
  const names = [...new Set([...keys, ...known.values()])]
  const [records, marks] = await Promise.all([
    desk.tickets.where('keys').anyOf(names).toArray(),
    desk.marks.bulkGet(names),
  ])
  const found: Record<string, MarkView> = {}
  for (const mark of marks) if (mark) found[mark.key] = viewOfMark(mark, atHand)
  for (const { id, view, keys: ownKeys } of records) {
    for (const key of ownKeys) {
      // What stands in a private chat has no marks, for nobody (PRACTICE P15).
      if (isPrivate(view, key)) continue
      const known = found[key]
      // A post that was split has several tickets: the mark leads to the one that still waits.
      const isTaken = known !== undefined && known.ticketId !== id && known.open && !isOpen(view.ticket)
      if (!isTaken) found[key] = viewOfTicket(id, view.ticket, atHand)
    }
  }
  for (const [key, knownAs] of known) {
    const mark = found[knownAs]
    if (mark !== undefined) found[key] ??= mark
  }
  return found
}

function isPrivate({ ticket, contents }: TicketView, key: string): boolean {
  return ticket.sources.some(({ contentId }) => {
    const body = contents[contentId]
    return body?.kind === 'source' && body.source.key === key && body.source.isPrivate === true
  })
}

/** What a mark tells; of one's own ticket and of a stranger's alike. */
type Told = StatusFacts & {
  ticketId: string
  number: number | null
  open: boolean
  beforeHead: boolean
  isPaused: boolean
  /** The earliest running deadline. */
  dueAt: string | null
  /** `null`: not answered; `at` `null`: nobody told when. */
  answered: { at: string | null } | null
  /** «пост изменён», of tickets at hand only. */
  observed?: string
}

/** The server tells of a stranger's ticket no more than this: no text, no author, no executor. */
function viewOfMark(mark: Mark, atHand: AtHand): MarkView {
  const { ticketId, number, block, status, dueAt, closedAt } = mark
  const told: Told = {
    ticketId,
    number,
    status,
    // Whether somebody has sorted it is not told.
    isSorted: true,
    open: closedAt === null,
    beforeHead: mark.beforeHead ?? false,
    isPaused: mark.isPaused ?? false,
    promisedDate: mark.promisedDate ?? null,
    intoNumber: mark.intoNumber ?? null,
    dueAt,
    answered: answeredStatuses.includes(status) ? { at: null } : null,
  }
  return viewOf(told, atHand, {
    block,
    status,
    sorted: true,
    capturers: [],
    executors: [],
    isComplaint: false,
    about: [],
    isOpenProblem: false,
  })
}

function viewOfTicket(ticketId: string, ticket: Ticket, atHand: AtHand): MarkView {
  const told: Told = {
    ...statusFactsOf(ticket),
    ticketId,
    number: ticket.number,
    open: isOpen(ticket),
    beforeHead: isBeforeHead(ticket),
    isPaused: ticket.stages.some(
      stage => levelOf(stage, atHand.now, atHand.rules.settings.deadlines) === 'paused',
    ),
    dueAt: urgentStage(ticket.stages)?.dueAt ?? null,
    answered: answeredOf(ticket),
    ...observedOf(ticket),
  }
  return viewOf(told, atHand, facetsOf(ticket))
}

/** What the last look at one of its posts found. */
function observedOf({ observations }: Ticket): Pick<Told, 'observed'> {
  const last = observations.at(-1)
  return last === undefined ? {} : { observed: observedStates[last.state].toLowerCase() }
}

/** A citizen has our answer: the word back is awaited (P18). */
const answeredStatuses: readonly Ticket['status'][] = ['answered', 'under_control', 'closed']

function answeredOf({ status, replies }: Ticket): Told['answered'] {
  if (!answeredStatuses.includes(status)) return null
  const last = replies.findLast(({ kind }) => kind === 'final') ?? replies.at(-1)
  return { at: last?.answeredAt ?? last?.at ?? null }
}

function viewOf(told: Told, { actor, rules: { settings }, now }: AtHand, facets: Facets): MarkView {
  const { zone } = settings.deadlines
  const { ticketId, number, status, open } = told
  const name = number === null ? 'записано' : `№\u00a0${number}`
  return {
    ticketId,
    label: [
      name,
      blocks[facets.block].short,
      statusOf(told),
      ...dueWordsOf(told, now, zone),
      ...(told.observed === undefined ? [] : [told.observed]),
    ].join(' · '),
    level: levelOfMark(told, now, zone),
    mayPublish: mayDo(actor, status === 'merged' ? 'reply_joined' : 'publish', settings, facets),
    open,
    ...(told.answered === null ? {} : { answered: told.answered }),
  }
}

/** A mark is narrow: where a status has a shorter word, it stands. */
function statusOf(told: Told): string {
  if (told.open && told.beforeHead) return 'вынесено на решение'
  if (told.status === 'waiting_outside') return 'у сторонних'
  const words = statusWords(told)
  return words.charAt(0).toLowerCase() + words.slice(1)
}

function dueWordsOf({ open, dueAt, isPaused, promisedDate }: Told, now: string, zone: string): string[] {
  if (!open) return []
  if (dueAt === null) return isPaused ? ['на\u00a0паузе'] : []
  // «На контроле до 1 декабря» has said it, until the day has passed.
  return promisedDate !== null && now < dueAt ? [] : [stageWords({ dueAt }, now, zone)]
}

function levelOfMark({ open, beforeHead, dueAt }: Told, now: string, zone: string): MarkView['level'] {
  if (!open) return 'closed'
  if (beforeHead) return 'head'
  if (dueAt === null) return 'open'
  if (now >= dueAt) return 'overdue'
  return localDateOf(dueAt, zone) === localDateOf(now, zone) ? 'today' : 'open'
}
