/** «Сейчас у»: the ball is always with exactly one (PRACTICE P4). Derived, never stored. */
import { overdueAt } from '../deadlines/deadline.ts'
import { type BlockId, blocks } from '../reference/blocks.ts'
import type { RoleId } from '../reference/roles.ts'
import { isWaitOver } from '../ticket/clocks.ts'
import type { Responsible } from '../ticket/events.ts'
import type { Assignment, Ticket } from '../ticket/ticket.ts'
import { isBeforeHead, isOpen, isProblemTooLong, unreachable } from '../ticket/ticket.ts'
import { actorAt, lineAt, shiftAt } from './actor.ts'
import { type Actor, type Grant, keysOf, liveGrantsOf } from './grants.ts'
import { firstInLine } from './line.ts'
import { aboutOf, keyOf } from './parties.ts'
import { facetsOf, inScope, publishesSomewhere, readScope, type Scope } from './permissions.ts'
import { type Settings, titleOf } from './settings.ts'

export type Holder =
  | { at: 'operators' }
  | { at: 'person'; personId: string }
  | { at: 'block'; block: BlockId }
  /** The heads of the block, but not who wrote the answer or executes it himself (P5). */
  | { at: 'approver'; block: BlockId; except: readonly string[] }
  | { at: 'recipient'; recipientId: string }
  | { at: 'publishers' }
  | { at: 'center_head' }
  | { at: 'chief' }
  /** By name, on leave or not: nobody whose turn it is may have it (line.ts). */
  | { at: 'stand_in'; personId: string }
  | { at: 'nobody' }

/**
 * Whose next act it is. `nobody` only for a ticket that waits for nothing. Where no present person holds the role, the
 * block or the recipient and can see the ticket, its block does, then the head of the centre, then the chief, then the
 * first in the line of those whom it does not name (line.ts): nothing is ownerless, and nothing lies where its holder
 * cannot open it. Only where a complaint names everybody who works here (or those who stand in for them) is it held by
 * the role of the head, in name: nobody may handle it, and the warnings of the settings have to say so.
 */
export function holderOf(ticket: Ticket, settings: Settings, now: string): Holder {
  const usual = usualHolder(ticket, settings, now)
  if (usual.at === 'nobody') return usual
  // Who sees a general problem only to join posts to it cannot hold it.
  const facets = { ...facetsOf(ticket), isOpenProblem: false }
  const isManned = (holder: Holder) =>
    presentAt(settings, now).some(
      ({ actor, scope }) => inScope(facets, scope) && isHeldBy(holder, actor, settings),
    )
  const manned = [usual, owner(ticket), head, chief].find(isManned)
  return manned ?? standIn(ticket, settings, now) ?? head
}

const head: Holder = { at: 'center_head' }
const chief: Holder = { at: 'chief' }

function standIn(ticket: Ticket, settings: Settings, now: string): Holder | undefined {
  const found = firstInLine(lineAt(settings, now), aboutOf(ticket))
  return found && { at: 'stand_in', personId: found.personId }
}

type Present = { actor: Actor; scope: Scope }

/** One document of settings at one moment is asked about every ticket of a list. */
const lastPresent = new WeakMap<Settings, { now: string; present: Present[] }>()

function presentAt(settings: Settings, now: string): Present[] {
  const known = lastPresent.get(settings)
  if (known?.now === now) return known.present
  const present = settings.people
    .filter(person => person.active)
    .map(person => actorAt(person, settings, now))
    .map(actor => ({ actor, scope: readScope(actor, settings) }))
  lastPresent.set(settings, { now, present })
  return present
}

function usualHolder(ticket: Ticket, settings: Settings, now: string): Holder {
  if (isBeforeHead(ticket)) return head
  if (!isOpen(ticket)) return { at: 'nobody' }
  switch (ticket.status) {
    case 'new':
    case 'reopened':
      return unassigned(ticket, settings, now)
    case 'assigned':
    case 'in_progress':
      return executor(ticket.assignment)
    case 'asking_author':
      return ticket.assignment === null
        ? { at: 'person', personId: ticket.asked.by }
        : executor(ticket.assignment)
    case 'waiting_outside':
      return ticket.assignment === null ? owner(ticket) : executor(ticket.assignment)
    case 'drafting':
      return ticket.assignment === null
        ? { at: 'person', personId: ticket.prepared.by }
        : executor(ticket.assignment)
    case 'in_approval':
      return approver(ticket)
    case 'to_publish':
    case 'answered':
    case 'merged':
      // A complaint about an official stays with the head to its end (P8).
      return ticket.complaint === null ? { at: 'publishers' } : head
    case 'under_control':
      return responsible(ticket.promise.responsible)
    case 'closed':
    case 'transferred':
    case 'no_answer_needed':
    case 'withdrawn':
      return { at: 'nobody' }
    default:
      return unreachable(ticket)
  }
}

function unassigned(ticket: Ticket, settings: Settings, now: string): Holder {
  if (ticket.complaint !== null) return head
  if (ticket.sorted !== null) return owner(ticket)
  const route = ticket.stages.find(({ stage, stoppedAt }) => stage === 'route' && stoppedAt === null)
  const shift = shiftAt(settings, now)
  // Not sorted within its hour: the one on duty, by name (P4).
  if (shift !== undefined && route !== undefined && overdueAt([route], now))
    return { at: 'person', personId: shift.personId }
  return { at: 'operators' }
}

function owner(ticket: Ticket): Holder {
  if (ticket.complaint !== null) return head
  return ticket.block === 'none' ? { at: 'center_head' } : { at: 'block', block: ticket.block }
}

function approver(ticket: Extract<Ticket, { status: 'in_approval' }>): Holder {
  const base = owner(ticket)
  if (base.at !== 'block') return base
  const except = [ticket.prepared.by, ticket.assignment?.personId ?? null].filter(each => each !== null)
  return { at: 'approver', block: base.block, except }
}

function executor({ recipientId, personId }: Assignment): Holder {
  if (recipientId !== null) return { at: 'recipient', recipientId }
  return personId === null ? { at: 'center_head' } : { at: 'person', personId }
}

function responsible(who: Responsible): Holder {
  return who.type === 'person'
    ? { at: 'person', personId: who.personId }
    : { at: 'recipient', recipientId: who.recipientId }
}

/** Whether this person is (one of) the holder: the word «вас» and the badge ask this one function. */
export function isHeldBy(holder: Holder, actor: Actor, settings: Settings): boolean {
  if (holder.at === 'stand_in') return holder.personId === actor.personId
  return liveGrantsOf(actor).some(grant => holds(holder, grant, actor, settings))
}

function holds(
  holder: Exclude<Holder, { at: 'stand_in' }>,
  grant: Grant,
  actor: Actor,
  settings: Settings,
): boolean {
  const has = (role: RoleId) => grant.roles.includes(role)
  const heads = (block: BlockId) => has('block_head') && grant.blocks.includes(block)
  switch (holder.at) {
    case 'operators':
      return has('operator')
    case 'person':
      return grant.personId === holder.personId && grant.roles.length > 0
    case 'block':
      return heads(holder.block)
    case 'approver':
      return heads(holder.block) && !holder.except.includes(actor.personId)
    case 'recipient':
      return has('recipient_user') && grant.recipientIds.includes(holder.recipientId)
    case 'publishers':
      // Publishing is a right per account (P14); without any account the information officer publishes.
      return settings.officialAccounts.length === 0 ? has('informer') : publishesSomewhere(grant, settings)
    case 'center_head':
      return has('center_head')
    case 'chief':
      return has('chief')
    case 'nobody':
      return false
    default: {
      const never: never = holder
      return never
    }
  }
}

/** «Ждём до …» has passed and nothing was recorded: whose it is asks again or answers without them (P10). */
export function isWaitTooLong(
  ticket: Ticket,
  now: string,
  { deadlines }: Pick<Settings, 'deadlines'>,
): boolean {
  return isWaitOver(ticket, now, deadlines)
}

/**
 * Whether the person has something to do on the ticket: it is their turn, or an order of the chief waits for them (P19).
 * The ball («Сейчас у») stays with its one holder: whoever was ordered something reports beside the work on the ticket,
 * and after its end as well.
 */
export function isMine(ticket: Ticket, actor: Actor, settings: Settings, now: string): boolean {
  return isOrdered(ticket, actor) || isTurnOf(ticket, actor, settings, now)
}

/** Whether an order of the chief waits for this person, in own name or as one who executes for a recipient. */
export function isOrdered(ticket: Ticket, actor: Actor): boolean {
  if (ticket.status === 'withdrawn' || isAboutThem(ticket, actor)) return false
  const keys = liveGrantsOf(actor).flatMap(keysOf)
  return ticket.orders.some(({ done, to }) => done === null && keys.includes(keyOf(to)))
}

/** Whether the next act on the ticket is this person's; a block head also answers for what is overdue in own blocks. */
export function isTurnOf(ticket: Ticket, actor: Actor, settings: Settings, now: string): boolean {
  if ((!isOpen(ticket) && !isBeforeHead(ticket)) || isAboutThem(ticket, actor)) return false
  const answersFor =
    ticket.complaint === null &&
    liveGrantsOf(actor).some(
      grant => grant.roles.includes('block_head') && grant.blocks.includes(ticket.block),
    )
  if (answersFor && (overdueAt(ticket.stages, now) || isWaitTooLong(ticket, now, settings))) return true
  if (answersFor && isProblemTooLong(ticket, now)) return true
  return isHeldBy(holderOf(ticket, settings, now), actor, settings)
}

function isAboutThem(ticket: Ticket, actor: Actor): boolean {
  const keys = keysOf(actor)
  return aboutOf(ticket).some(key => keys.includes(key))
}

/** Why it is theirs of all people, beside a name or «вас». */
export const insteadOfHead = 'вместо руководителя МЦУ'

/** Who that is, for a person: «сейчас у: …». */
export function holderTitle(holder: Holder, settings: Settings): string {
  switch (holder.at) {
    case 'operators':
      return 'оператор мониторинга'
    case 'person':
      return titleOf(settings.people, holder.personId)
    case 'stand_in':
      return `${titleOf(settings.people, holder.personId)}, ${insteadOfHead}`
    case 'block':
    case 'approver':
      return `руководитель блока «${blocks[holder.block].short}»`
    case 'recipient':
      return titleOf(settings.recipients, holder.recipientId)
    case 'publishers':
      return 'ответственный за информирование'
    case 'center_head':
      return 'руководитель МЦУ'
    case 'chief':
      return 'Глава администрации'
    case 'nobody':
      return 'никого'
    default: {
      const never: never = holder
      return never
    }
  }
}
