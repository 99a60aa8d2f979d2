/**
 * Who may do and see what: the scopes of the table (rights.ts) for one person and one ticket (DESIGN, point 6).
 * Every list, count, search, pull and export asks `readScope`; every command asks `mayDo`.
 */
import type { BlockId } from '../reference/blocks.ts'
import type { RoleId } from '../reference/roles.ts'
import type { CommandType } from '../ticket/commands.ts'
import { assignmentOf, isOpenProblem, type Ticket, type TicketStatus } from '../ticket/ticket.ts'
import { actorOf } from './actor.ts'
import { type Actor, type Grant, grantsOf, keysOf } from './grants.ts'
import { aboutOf, keyOf, type PartyKey, personKey, recipientKey } from './parties.ts'
import {
  accountPublisher,
  guardedRoles,
  publisherCommands,
  type RoleRights,
  rights,
  type ScopeName,
} from './rights.ts'
import type { OfficialAccount, Person, Settings } from './settings.ts'

export { aboutOf, guardedRoles, type PartyKey, personKey, recipientKey }

/** The few facts of a ticket on which scope depends. The server stores them as columns. */
export type Facets = {
  block: BlockId
  status: TicketStatus
  sorted: boolean
  capturers: readonly string[]
  /** The responsible executor and the co-executors, who answers for a promise, whom an order of the chief waits for. */
  executors: readonly string[]
  /** A complaint about an official (P8): only heads, executors and who recorded it see it. */
  isComplaint: boolean
  /** Whom the complaint is about: they never see it. */
  about: readonly string[]
  /** A general problem that goes on (P12): who records posts sees it, so that a new one is joined to it. */
  isOpenProblem: boolean
}

export function facetsOf(ticket: Ticket): Facets {
  const assignment = assignmentOf(ticket)
  return {
    block: ticket.block,
    status: ticket.status,
    sorted: ticket.sorted !== null,
    capturers: ticket.capturers,
    executors: [
      ...new Set([
        ...(assignment === null ? [] : executorsOf(assignment)),
        ...(ticket.status === 'under_control' ? [keyOf(ticket.promise.responsible)] : []),
        ...ticket.orders.filter(order => order.done === null).map(order => keyOf(order.to)),
      ]),
    ],
    isComplaint: ticket.complaint !== null,
    about: aboutOf(ticket),
    isOpenProblem: isOpenProblem(ticket),
  }
}

function executorsOf(assignment: NonNullable<ReturnType<typeof assignmentOf>>): PartyKey[] {
  const { recipientId, personId, coRecipientIds } = assignment
  return [
    ...(recipientId === null ? [] : [recipientKey(recipientId)]),
    ...(personId === null ? [] : [personKey(personId)]),
    ...coRecipientIds.map(recipientKey),
  ]
}

/** One reason to be in scope. The server turns each into SQL. A complaint is reached by «all», a capturer, an executor and whom it is about only. */
export type ScopeClause =
  | { all: true }
  /** Everything but complaints about officials. */
  | { ordinary: true }
  | { capturer: string }
  /** Recorded by them and in nobody's hand yet. */
  | { recorderOfNew: string }
  | { unsorted: true }
  | { status: TicketStatus }
  | { blocks: readonly BlockId[] }
  | { openProblem: true }
  /** Complaints about these (the chief's, where they are about the head of the centre). */
  | { complaintsAbout: readonly string[] }
  /** Complaints about somebody in each of these groups: about everybody who would decide on it before (P8). */
  | { complaintsAboutEach: readonly (readonly string[])[] }
  | { executors: readonly string[] }

/** Any of the reasons, but nothing that is about these people or recipients (59-ФЗ ст. 8 ч. 6, PRACTICE P8). */
export type Scope = { any: readonly ScopeClause[]; notAbout: readonly string[] }

/** Nothing is in scope as a rule. That a complaint about everybody above may come here is no rule. */
export function isEmptyScope(scope: Scope): boolean {
  return scope.any.every(clause => 'complaintsAboutEach' in clause)
}

export function readScope(actor: Actor, settings: Settings): Scope {
  return scopeFrom(actor, settings, roleRights => roleRights.read)
}

/** Whose «Снимок поста» the person may open: what they handle; that a problem goes on somewhere is no reason to. */
export function evidenceScope(actor: Actor, settings: Settings): Scope {
  return scopeFrom(actor, settings, roleRights => roleRights.read.filter(name => name !== 'open_problems'))
}

export function commandScope(actor: Actor, type: CommandType, settings: Settings): Scope {
  return scopeFrom(actor, settings, roleRights => roleRights[type] ?? [], type)
}

function scopeFrom(
  actor: Actor,
  settings: Settings,
  namesIn: (roleRights: RoleRights) => readonly ScopeName[],
  type?: CommandType,
): Scope {
  const grants = grantsOf(actor)
  const clauses = grants.flatMap(grant => {
    const names = grant.roles.flatMap(role => namesIn(rights[role]))
    if (type !== undefined && publisherCommands.includes(type) && publishesSomewhere(grant, settings))
      names.push(...accountPublisher)
    return names.flatMap(name => clausesOf(name, grant, settings))
  })
  if (actor.onDuty === true)
    clauses.push(...namesIn(rights.duty).flatMap(name => clausesOf(name, actor, settings)))
  if (namesIn(rights.stand_in).length > 0) clauses.push(...firstInLineClauses(actor))
  return { any: merged(clauses), notAbout: keysOf(actor) }
}

/**
 * What comes to a person because those before in the line may not decide on it or are not here. The chief has
 * complaints only: whatever else waits for a missing head the chief reads and orders somebody to do.
 */
function firstInLineClauses({ before, roles }: Actor): ScopeClause[] {
  if (before === undefined || roles.includes('center_head')) return []
  if (before.length === 0 && !roles.includes('chief')) return [{ all: true }]
  return [{ complaintsAboutEach: before.toSorted((a, b) => (a.join() < b.join() ? -1 : 1)) }]
}

/** Whether the person may do this at all (`facets` null: nothing is known of the ticket) or on this very ticket. */
export function mayDo(actor: Actor, type: CommandType, settings: Settings, facets: Facets | null): boolean {
  const scope = commandScope(actor, type, settings)
  return facets === null ? !isEmptyScope(scope) : inScope(facets, scope)
}

/** Whose right an act on this ticket uses: `null` for one's own (or the duty's), else the absent person's id («и. о.»). */
export function behalfOf(actor: Actor, type: CommandType, settings: Settings, facets: Facets): string | null {
  const grants = grantsOf(actor)
  const [own, ...lent] = grants
  if (own === undefined || lent.length === 0) return null
  const allows = (grant: Grant) => mayDo({ ...grant, grants: [grant] }, type, settings, facets)
  if (actor.onDuty === true || allows(own)) return null
  return lent.find(allows)?.personId ?? null
}

/** Everyone who may capture sees the marks of every public ticket (PRACTICE P3). */
export function mayCapture(actor: Actor): boolean {
  return actor.onDuty === true || actor.roles.some(role => rights[role].capture !== undefined)
}

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
  return grantsOf(actor).some(grant => account.publisherIds.includes(grant.personId))
}

export function publishesSomewhere(grant: Grant, settings: Pick<Settings, 'officialAccounts'>): boolean {
  return (
    grant.roles.length > 0 &&
    settings.officialAccounts.some(account => account.publisherIds.includes(grant.personId))
  )
}

/** Whether what is assigned to this person can be done by them: an operator or the administrator could not even see it. */
export function canExecute(person: Person, settings: Settings): boolean {
  const facets: Facets = {
    block: 'none',
    status: 'assigned',
    sorted: true,
    capturers: [],
    executors: [personKey(person.id)],
    isComplaint: false,
    about: [],
    isOpenProblem: false,
  }
  return person.active && mayDo(actorOf(person), 'prepare_reply', settings, facets)
}

export function inScope(facets: Facets, scope: Scope): boolean {
  if (facets.about.some(key => scope.notAbout.includes(key))) return false
  return scope.any.some(clause => matches(facets, clause))
}

function matches(facets: Facets, clause: ScopeClause): boolean {
  if ('all' in clause) return true
  if ('capturer' in clause) return facets.capturers.includes(clause.capturer)
  if ('executors' in clause) return facets.executors.some(key => clause.executors.includes(key))
  if ('complaintsAbout' in clause) return facets.about.some(key => clause.complaintsAbout.includes(key))
  if ('complaintsAboutEach' in clause) {
    const isAbout = (group: readonly string[]) => facets.about.some(key => group.includes(key))
    return facets.isComplaint && clause.complaintsAboutEach.every(isAbout)
  }
  if (facets.isComplaint) return false
  if ('ordinary' in clause) return true
  if ('recorderOfNew' in clause)
    return facets.status === 'new' && facets.capturers.includes(clause.recorderOfNew)
  if ('unsorted' in clause) return facets.status === 'new' && !facets.sorted
  if ('status' in clause) return facets.status === clause.status
  if ('openProblem' in clause) return facets.isOpenProblem
  return clause.blocks.includes(facets.block)
}

function clausesOf(name: ScopeName, grant: Grant, settings: Settings): ScopeClause[] {
  switch (name) {
    case 'any':
      return [{ all: true }]
    case 'ordinary':
      return [{ ordinary: true }]
    case 'unsorted':
      return [{ unsorted: true }]
    case 'own_new':
      return [{ recorderOfNew: grant.personId }]
    case 'own_captures':
      return [{ capturer: grant.personId }]
    case 'own_blocks':
      return grant.blocks.length > 0 ? [{ blocks: grant.blocks }] : []
    case 'block_none':
      return [{ blocks: ['none'] }]
    case 'own_assignments':
      return [{ executors: [personKey(grant.personId), ...grant.recipientIds.map(recipientKey)] }]
    case 'to_publish':
      return [{ status: 'to_publish' }]
    case 'joined':
      return [{ status: 'merged' }]
    case 'open_problems':
      return [{ openProblem: true }]
    case 'about_center_head': {
      const heads = settings.people.filter(each => actorOf(each).roles.includes('center_head'))
      // About the head, or about a recipient to which the head belongs: the head cannot hold it either.
      const keys = heads.flatMap(each => [personKey(each.id), ...each.recipientIds.map(recipientKey)])
      return keys.length > 0 ? [{ complaintsAbout: keys }] : []
    }
    case 'first_in_line':
      // Depends on who else is here: `firstInLineClauses`.
      return []
    default: {
      const never: never = name
      return never
    }
  }
}

/** Equal scopes are written equally, so that their hash tells whether the scope changed. */
function merged(clauses: ScopeClause[]): ScopeClause[] {
  if (clauses.some(clause => 'all' in clause)) return [{ all: true }]
  const blocks = unique(clauses.flatMap(clause => ('blocks' in clause ? clause.blocks : [])))
  const executors = unique(clauses.flatMap(clause => ('executors' in clause ? clause.executors : [])))
  const rest = new Map(
    clauses
      .filter(clause => !('blocks' in clause) && !('executors' in clause))
      .map(clause => [JSON.stringify(clause), clause]),
  )
  return [
    ...[...rest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, clause]) => clause),
    ...(blocks.length > 0 ? [{ blocks }] : []),
    ...(executors.length > 0 ? [{ executors }] : []),
  ]
}

function unique<Item extends string>(items: readonly Item[]): Item[] {
  return [...new Set(items)].sort()
}
