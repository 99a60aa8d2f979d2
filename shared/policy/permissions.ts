/**
 * Who may do and see what: the table role × command × scope, as data (DESIGN, point 6).
 * Every list, count, search, pull and export asks `readScope`; every command asks `mayDo`.
 */
import type { BlockId } from '../reference/blocks.ts'
import type { RoleId } from '../reference/roles.ts'
import type { CommandType } from '../ticket/commands.ts'
import type { Ticket, TicketStatus } from '../ticket/ticket.ts'
import { assignmentOf } from '../ticket/ticket.ts'
import type { OfficialAccount, Person, Settings } from './settings.ts'

/** Who acts: roles and what they are responsible for. Made from the settings document on both sides. */
export type Actor = {
  personId: string
  roles: readonly RoleId[]
  blocks: readonly BlockId[]
  recipientIds: readonly string[]
}

export function actorOf(person: Person): Actor {
  return {
    personId: person.id,
    roles: person.active ? person.roles : [],
    blocks: person.blocks,
    recipientIds: person.recipientIds,
  }
}

export function findActor(settings: Settings, personId: string): Actor | undefined {
  const person = settings.people.find(each => each.id === personId)
  return person && actorOf(person)
}

/** The few facts of a ticket on which scope depends. The server stores them as columns. */
export type Facets = {
  block: BlockId
  recipientId: string | null
  status: TicketStatus
  sorted: boolean
  capturers: readonly string[]
}

export function facetsOf(ticket: Ticket): Facets {
  return {
    block: ticket.block,
    recipientId: assignmentOf(ticket)?.recipientId ?? null,
    status: ticket.status,
    sorted: ticket.sorted !== null,
    capturers: ticket.capturers,
  }
}

/** One reason to be in scope. A scope is a list of them joined by «or»; the server turns each into SQL. */
export type ScopeClause =
  | { all: true }
  | { unsorted: true }
  | { status: TicketStatus }
  | { capturer: string }
  | { blocks: readonly BlockId[] }
  | { recipientIds: readonly string[] }

export type Scope = readonly ScopeClause[]

type ScopeName =
  | 'any'
  | 'unsorted'
  | 'own_captures'
  | 'own_blocks'
  | 'block_none'
  | 'own_recipients'
  | 'to_publish'

type RoleRights = { read: readonly ScopeName[] } & { [Type in CommandType]?: readonly ScopeName[] }

/**
 * The table. A scope under `capture` says nothing of a ticket (there is none yet): «any» means «may capture».
 * Heads see «не определён» and cannot act on it: it belongs to the head of the centre.
 */
export const rights: Record<RoleId, RoleRights> = {
  operator: {
    read: ['unsorted', 'own_captures'],
    capture: ['any'],
    classify: ['unsorted', 'own_captures'],
    withdraw: ['own_captures'],
  },
  block_head: {
    read: ['own_blocks', 'block_none', 'own_captures'],
    capture: ['any'],
    classify: ['own_blocks', 'own_captures'],
    assign: ['own_blocks'],
    prepare_reply: ['own_blocks'],
    publish: ['own_blocks'],
    withdraw: ['own_captures'],
  },
  recipient_user: {
    read: ['own_recipients'],
    prepare_reply: ['own_recipients'],
  },
  informer: {
    read: ['to_publish', 'own_captures'],
    capture: ['any'],
    classify: ['own_captures'],
    prepare_reply: ['to_publish'],
    publish: ['any'],
    withdraw: ['own_captures'],
  },
  center_head: {
    read: ['any'],
    capture: ['any'],
    classify: ['any'],
    assign: ['any'],
    prepare_reply: ['any'],
    publish: ['any'],
    withdraw: ['own_captures'],
  },
  chief: { read: ['any'] },
  admin: { read: [] },
}

/** A named publisher of an official account may publish on what they can read, whatever their role (PRACTICE P14). */
const accountPublisher: readonly ScopeName[] = ['unsorted', 'own_captures', 'own_blocks', 'own_recipients']

export function readScope(actor: Actor): Scope {
  return merged(actor.roles.flatMap(role => rights[role].read.flatMap(name => clausesOf(name, actor))))
}

export function commandScope(actor: Actor, type: CommandType, settings: Settings): Scope {
  const names = actor.roles.flatMap(role => rights[role][type] ?? [])
  if (type === 'publish' && actor.roles.length > 0 && publishesSomewhere(actor, settings))
    names.push(...accountPublisher)
  return merged(names.flatMap(name => clausesOf(name, actor)))
}

/** Whether the person may do this at all (`facets` null: nothing is known of the ticket) or on this very ticket. */
export function mayDo(actor: Actor, type: CommandType, settings: Settings, facets: Facets | null): boolean {
  const scope = commandScope(actor, type, settings)
  return facets === null ? scope.length > 0 : inScope(facets, scope)
}

/** Everyone who may capture sees the marks of every public ticket (PRACTICE P3). */
export function mayCapture(actor: Actor): boolean {
  return actor.roles.some(role => rights[role].capture !== undefined)
}

/** Roles that open every text of citizens: only the head of the centre gives them, and changes or invites who has them. */
export const guardedRoles: readonly RoleId[] = ['center_head', 'chief']

export function isGuarded(roles: readonly RoleId[]): boolean {
  return roles.some(role => guardedRoles.includes(role))
}

export function mayManageGuarded(actor: Actor): boolean {
  return actor.roles.includes('center_head')
}

/** People and settings are kept by the head of the centre and by the administrator. */
export function mayManagePeople(actor: Actor): boolean {
  return actor.roles.some(role => role === 'center_head' || role === 'admin')
}

/** The right to publish is per account (PRACTICE P14): being the information officer is not enough. */
export function mayPublishAs(actor: Actor, account: OfficialAccount): boolean {
  return account.publisherIds.includes(actor.personId)
}

export function publishesSomewhere(actor: Actor, settings: Pick<Settings, 'officialAccounts'>): boolean {
  return settings.officialAccounts.some(account => account.publisherIds.includes(actor.personId))
}

export function inScope(facets: Facets, scope: Scope): boolean {
  return scope.some(clause => matches(facets, clause))
}

function matches(facets: Facets, clause: ScopeClause): boolean {
  if ('all' in clause) return true
  if ('unsorted' in clause) return facets.status === 'new' && !facets.sorted
  if ('status' in clause) return facets.status === clause.status
  if ('capturer' in clause) return facets.capturers.includes(clause.capturer)
  if ('blocks' in clause) return clause.blocks.includes(facets.block)
  return facets.recipientId !== null && clause.recipientIds.includes(facets.recipientId)
}

function clausesOf(name: ScopeName, actor: Actor): ScopeClause[] {
  switch (name) {
    case 'any':
      return [{ all: true }]
    case 'unsorted':
      return [{ unsorted: true }]
    case 'own_captures':
      return [{ capturer: actor.personId }]
    case 'own_blocks':
      return actor.blocks.length > 0 ? [{ blocks: actor.blocks }] : []
    case 'block_none':
      return [{ blocks: ['none'] }]
    case 'own_recipients':
      return actor.recipientIds.length > 0 ? [{ recipientIds: actor.recipientIds }] : []
    case 'to_publish':
      return [{ status: 'to_publish' }]
    default: {
      const never: never = name
      return never
    }
  }
}

/** Equal scopes are written equally, so that their hash tells whether the scope changed. */
function merged(clauses: ScopeClause[]): Scope {
  if (clauses.some(clause => 'all' in clause)) return [{ all: true }]
  const blocks = unique(clauses.flatMap(clause => ('blocks' in clause ? clause.blocks : [])))
  const recipientIds = unique(
    clauses.flatMap(clause => ('recipientIds' in clause ? clause.recipientIds : [])),
  )
  const rest = new Map(
    clauses
      .filter(clause => !('blocks' in clause) && !('recipientIds' in clause))
      .map(clause => [JSON.stringify(clause), clause]),
  )
  return [
    ...[...rest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, clause]) => clause),
    ...(blocks.length > 0 ? [{ blocks }] : []),
    ...(recipientIds.length > 0 ? [{ recipientIds }] : []),
  ]
}

function unique<Item extends string>(items: readonly Item[]): Item[] {
  return [...new Set(items)].sort()
}
