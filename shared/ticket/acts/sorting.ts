/** What a ticket is about and whose it is: edits, «Не наш блок», registration, notes. */

import type { Kind } from '../../deadlines/rules.ts'
import { instantAt, localDateOf } from '../../deadlines/zone.ts'
import type { Settings } from '../../policy/settings.ts'
import { kindsWithoutAnswer } from '../../reference/kinds.ts'
import type { ClassifyChanges, CommandOf } from '../commands.ts'
import {
  accepted,
  type Context,
  type Decision,
  essenceText,
  nothingNew,
  placeText,
  refused,
  textOf,
  whyNotEnd,
  whyNotIn,
  whyNotOpen,
} from '../decision.ts'
import type { ClassificationPatch, TicketEvent } from '../events.ts'
import { same } from '../step.ts'
import type { Ticket, TicketView } from '../ticket.ts'
import { endedByKind, endOfKind, knownSettlement, knownSubtopic, placeOf, subtopicOf } from './beginning.ts'

export function classify(
  view: TicketView,
  command: CommandOf<'classify'>,
  { settings, actor }: Context,
): Decision {
  const { ticket } = view
  const { changes } = command.data
  const conflict = findConflict(view, changes)
  if (conflict) return refused('conflict', conflict)
  const wrong = whyNotValid(ticket, changes, settings) ?? whyNotComplaint(ticket, changes, actor)
  if (wrong) return wrong
  const place = changes.place && changes.place.to !== placeText(view) ? changes.place : undefined
  const essence = changes.essence && changes.essence.to !== essenceText(view) ? changes.essence : undefined
  const placeContent = place ? placeOf(command, place.to) : null
  const essenceContent = essence ? textOf(command, 'essence', essence.to) : null
  const patch: ClassificationPatch = fitting(ticket, settings, {
    ...plainChanges(ticket, changes),
    ...(place ? { placeContentId: placeContent?.contentId ?? null } : {}),
    ...(essence ? { essenceContentId: essenceContent?.contentId ?? null } : {}),
  })
  const newlySorted = command.data.sorted && ticket.sorted === null
  if (Object.keys(patch).length === 0 && !newlySorted) return nothingNew()
  const follows = patch.kind === undefined ? [] : afterKind(ticket, patch.kind)
  if (follows.some(event => event.type === 'rejected')) {
    const unanswered = whyNotEnd(ticket)
    if (unanswered) return unanswered
  }
  return accepted(
    [{ type: 'classified', data: { changes: patch, sorted: command.data.sorted } }, ...follows],
    [placeContent, essenceContent],
  )
}

/** A kind without an answer ends the ticket; taking that kind back takes the ticket up again (P11). */
function afterKind(ticket: Ticket, kind: Kind): TicketEvent[] {
  if (endedByKind(ticket) && !kindsWithoutAnswer.includes(kind)) return [{ type: 'reconsidered', data: {} }]
  return whyNotOpen(ticket) === null ? endOfKind(kind) : []
}

const plainFields = [
  'block',
  'subtopic',
  'settlement',
  'placeKind',
  'urgent',
  'kind',
  'authorType',
  'conflict',
  'replyError',
  'complaint',
  'repeatOf',
] as const

function plainChanges(ticket: Ticket, changes: ClassifyChanges): ClassificationPatch {
  const wanted = plainFields.flatMap(field => {
    const change = changes[field]
    return change === undefined || same(change.to, ticket[field]) ? [] : [[field, change.to] as const]
  })
  return Object.fromEntries(wanted)
}

function fitting(ticket: Ticket, settings: Settings, patch: ClassificationPatch): ClassificationPatch {
  const wanted = patch.subtopic === undefined ? ticket.subtopic : patch.subtopic
  const subtopic = subtopicOf(patch.block ?? ticket.block, wanted, settings)
  return subtopic === wanted ? patch : { ...patch, subtopic }
}

function whyNotValid(ticket: Ticket, changes: ClassifyChanges, settings: Settings): Decision | null {
  const { subtopic, settlement, kind, complaint, repeatOf } = changes
  if (subtopic && !knownSubtopic(subtopic.to, settings))
    return refused('unknown-subtopic', { subtopic: subtopic.to })
  if (settlement && !knownSettlement(settlement.to, settings))
    return refused('unknown-settlement', { settlement: settlement.to })
  // Only a number and a date make an appeal (DOMAIN.md §13.1), and it does not become a message again.
  if (kind && kind.to === 'appeal' && ticket.kind !== 'appeal') return refused('registration-needed')
  if (kind && kind.to !== 'appeal' && ticket.kind === 'appeal') return refused('already-registered')
  if (repeatOf && repeatOf.to === ticket.id) return refused('cannot-join')
  const named = complaint?.to
  const unknown =
    named?.personIds.find(each => !settings.people.some(person => person.id === each)) ??
    named?.recipientIds.find(each => !settings.recipients.some(recipient => recipient.id === each))
  return unknown === undefined ? null : refused('unknown-person', { id: unknown })
}

/**
 * Anybody may raise a complaint about an official; who it is about is changed and taken back only above them (P8).
 * A ticket that is tied to others is parted first, for their readers know its number.
 */
function whyNotComplaint(
  ticket: Ticket,
  { complaint }: ClassifyChanges,
  { roles }: Context['actor'],
): Decision | null {
  if (complaint === undefined || same(complaint.to, ticket.complaint)) return null
  if (ticket.status === 'merged') return refused('is-joined', { into: ticket.merged.intoNumber })
  if (ticket.joined.length > 0) return refused('has-joined')
  return ticket.complaint === null || isAbove(roles) ? null : refused('forbidden')
}

function isAbove(roles: Context['actor']['roles']): boolean {
  return roles.includes('center_head') || roles.includes('chief')
}

/** Whether the complaint of this ticket is asked about in its form at all. */
export function mayChangeComplaint(ticket: Ticket, { roles }: Context['actor']): boolean {
  if (ticket.status === 'merged' || ticket.joined.length > 0) return false
  return ticket.complaint === null || isAbove(roles)
}

/** The first field that somebody changed meanwhile to a third value, with both values. Texts are not repeated. */
function findConflict(view: TicketView, changes: ClassifyChanges): Record<string, unknown> | null {
  for (const field of plainFields) {
    const change = changes[field]
    if (change === undefined) continue
    const current = view.ticket[field]
    if (!same(current, change.from) && !same(current, change.to)) return { field, current, wanted: change.to }
  }
  for (const [field, current] of [
    ['place', placeText(view)],
    ['essence', essenceText(view)],
  ] as const) {
    const change = changes[field]
    if (change !== undefined && current !== change.from && current !== change.to) return { field }
  }
  return null
}

export function refuseBlock({ ticket }: TicketView, command: CommandOf<'refuse_block'>): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  if (ticket.block === 'none') return refused('not-sorted')
  const reason = textOf(command, 'reason', command.data.reason)
  return accepted([{ type: 'block_refused', data: { reasonContentId: reason?.contentId ?? null } }], [reason])
}

/** The first time it makes an appeal; again it corrects the number or the date, and both stand in the history. */
export function registerAppeal(
  { ticket }: TicketView,
  command: CommandOf<'register_appeal'>,
  { now, settings }: Context,
): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  const { number, date } = command.data
  if (ticket.registration?.number === number && ticket.registration.date === date) return nothingNew()
  const { zone } = settings.deadlines
  const today = localDateOf(now, zone)
  if (date > today) return refused('date-in-future')
  // Registered earlier than it was entered here: the term runs from the date in the register, not from the click.
  const at = date === today ? now : instantAt(date, noon, zone)
  return accepted([{ type: 'registered', data: { number, date, at } }])
}

/** Minutes after midnight: the middle of the local day, for a date without a time. */
const noon = 720

export function tellEmergency({ ticket }: TicketView, command: CommandOf<'tell_emergency'>): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  const { to, at } = command.data
  const contentId = `${command.id}:emergency`
  return accepted([{ type: 'emergency_told', data: { contentId, at } }], [textOf(command, 'emergency', to)])
}

export function addNote(command: CommandOf<'add_note'>): Decision {
  return accepted(
    [{ type: 'noted', data: { contentId: `${command.id}:note` } }],
    [textOf(command, 'note', command.data.text)],
  )
}

export function checkFact({ ticket }: TicketView, command: CommandOf<'check_fact'>): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  if (ticket.kind !== 'rumour') return whyNotIn(ticket, []) ?? refused('not-now')
  const { result, text } = command.data
  return accepted(
    [{ type: 'fact_checked', data: { result, contentId: `${command.id}:fact` } }],
    [textOf(command, 'fact', text)],
  )
}
