/**
 * Who may do and see what: the table role × command × scope, as data (DESIGN, point 6).
 * Every list, count, search, pull and export asks `readScope`; every command asks `mayDo`.
 */
import type { BlockId } from '../reference/blocks.ts'
import type { RoleId } from '../reference/roles.ts'
import type { CommandType } from '../ticket/commands.ts'
import type { Responsible } from '../ticket/events.ts'
import { assignmentOf, isOpenProblem, type Ticket, type TicketStatus } from '../ticket/ticket.ts'
import { type Actor, actorOf, type Grant, grantsOf } from './actor.ts'
import type { OfficialAccount, Person, Settings } from './settings.ts'

/** A person or a recipient in one list: who executes a ticket, whom a complaint is about. */
export type PartyKey = `person:${string}` | `recipient:${string}`

export function personKey(personId: string): PartyKey {
  return `person:${personId}`
}

export function recipientKey(recipientId: string): PartyKey {
  return `recipient:${recipientId}`
}

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

function keyOf(who: Responsible): PartyKey {
  return who.type === 'person' ? personKey(who.personId) : recipientKey(who.recipientId)
}

function executorsOf(assignment: NonNullable<ReturnType<typeof assignmentOf>>): PartyKey[] {
  const { recipientId, personId, coRecipientIds } = assignment
  return [
    ...(recipientId === null ? [] : [recipientKey(recipientId)]),
    ...(personId === null ? [] : [personKey(personId)]),
    ...coRecipientIds.map(recipientKey),
  ]
}

/** Keys of the people and recipients that a complaint names. */
export function aboutOf({ complaint }: Pick<Ticket, 'complaint'>): PartyKey[] {
  if (complaint === null) return []
  return [...complaint.personIds.map(personKey), ...complaint.recipientIds.map(recipientKey)]
}

/** One reason to be in scope. The server turns each into SQL. A complaint is reached by the first, second and last kinds only. */
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
  | { executors: readonly string[] }

/** Any of the reasons, but nothing that is about these people or recipients (59-ФЗ ст. 8 ч. 6, PRACTICE P8). */
export type Scope = { any: readonly ScopeClause[]; notAbout: readonly string[] }

export function isEmptyScope(scope: Scope): boolean {
  return scope.any.length === 0
}

type ScopeName =
  | 'any'
  | 'ordinary'
  | 'unsorted'
  | 'own_captures'
  | 'own_new'
  | 'own_blocks'
  | 'block_none'
  | 'own_assignments'
  | 'to_publish'
  /** Joined posts: each author is owed an answer (P12). */
  | 'joined'
  | 'open_problems'
  | 'about_center_head'

type RoleRights = { read: readonly ScopeName[] } & { [Type in CommandType]?: readonly ScopeName[] }

const inOwnBlocks: readonly ScopeName[] = ['own_blocks', 'own_assignments']
const everywhere: readonly ScopeName[] = ['any']
/** Whoever is not a head never acts on a complaint unseen (P8). */
const ordinary: readonly ScopeName[] = ['ordinary']
const fresh: readonly ScopeName[] = ['unsorted', 'own_captures']
/** What ends or turns a ticket is the operator's only until somebody else has it in hand. */
const beginning: readonly ScopeName[] = ['unsorted', 'own_new']

/**
 * The table. A scope under `capture` says nothing of a ticket (there is none yet): «any» means «may capture».
 * Heads see «не определён» and cannot act on it: it belongs to the head of the centre.
 */
export const rights: Record<RoleId | 'duty', RoleRights> = {
  operator: {
    read: [...fresh, 'open_problems'],
    capture: everywhere,
    classify: fresh,
    add_note: fresh,
    ask_author: beginning,
    remind_author: fresh,
    record_author_answer: fresh,
    reject: beginning,
    merge: beginning,
    unmerge: fresh,
    split: beginning,
    undo_split: fresh,
    record_satisfaction: ['own_captures'],
    register_appeal: fresh,
    reopen: ['own_captures'],
    tell_emergency: fresh,
    undo: fresh,
    withdraw: ['own_captures'],
  },
  block_head: {
    read: ['own_blocks', 'block_none', 'own_captures', 'own_assignments', 'open_problems'],
    capture: everywhere,
    classify: ['own_blocks', 'own_captures'],
    refuse_block: ['own_blocks'],
    assign: ['own_blocks'],
    accept_assignment: inOwnBlocks,
    decline_assignment: ['own_assignments'],
    request_date: ['own_assignments'],
    ask_author: inOwnBlocks,
    remind_author: inOwnBlocks,
    record_author_answer: ['own_blocks', 'own_captures', 'own_assignments'],
    await_outside: inOwnBlocks,
    record_outside_answer: inOwnBlocks,
    prepare_reply: inOwnBlocks,
    approve_reply: ['own_blocks'],
    return_reply: ['own_blocks'],
    publish: ['own_blocks'],
    change_reply_kind: ['own_blocks'],
    mark_impossible: ['own_blocks'],
    reject: ['own_blocks'],
    transfer: ['own_blocks'],
    report_promise: inOwnBlocks,
    extend: ['own_blocks'],
    put_before_head: ['own_blocks'],
    add_note: ['own_blocks', 'own_captures', 'own_assignments'],
    rate_completeness: ['own_blocks'],
    record_satisfaction: ['own_blocks', 'own_captures'],
    register_appeal: ['own_blocks', 'own_captures'],
    reopen: ['own_blocks', 'own_captures'],
    close: ['own_blocks'],
    declare_problem: ['own_blocks'],
    end_problem: ['own_blocks'],
    merge: ['own_blocks', 'own_new'],
    unmerge: ['own_blocks', 'own_captures'],
    reply_joined: ['own_blocks'],
    split: ['own_blocks', 'own_new'],
    undo_split: ['own_blocks', 'own_captures'],
    report_order: inOwnBlocks,
    check_fact: inOwnBlocks,
    tell_emergency: ['own_blocks', 'own_captures'],
    undo: ['own_blocks', 'block_none', 'own_captures', 'own_assignments'],
    withdraw: ['own_captures'],
  },
  recipient_user: {
    read: ['own_assignments'],
    accept_assignment: ['own_assignments'],
    decline_assignment: ['own_assignments'],
    request_date: ['own_assignments'],
    ask_author: ['own_assignments'],
    record_author_answer: ['own_assignments'],
    await_outside: ['own_assignments'],
    record_outside_answer: ['own_assignments'],
    prepare_reply: ['own_assignments'],
    report_promise: ['own_assignments'],
    report_order: ['own_assignments'],
    check_fact: ['own_assignments'],
    add_note: ['own_assignments'],
    undo: ['own_assignments'],
  },
  informer: {
    read: ['to_publish', 'joined', 'own_captures', 'own_assignments', 'open_problems'],
    capture: everywhere,
    classify: ['own_captures'],
    prepare_reply: ['to_publish', 'own_assignments'],
    return_reply: ['to_publish'],
    publish: ordinary,
    change_reply_kind: ordinary,
    mark_impossible: ordinary,
    reply_joined: ordinary,
    add_note: ['to_publish', 'own_captures', 'own_assignments'],
    record_satisfaction: ordinary,
    reopen: ordinary,
    report_promise: ['own_assignments'],
    report_order: ['own_assignments'],
    tell_emergency: ['own_captures'],
    undo: ['to_publish', 'own_captures', 'own_assignments'],
    withdraw: ['own_captures'],
  },
  center_head: {
    read: everywhere,
    capture: everywhere,
    classify: everywhere,
    refuse_block: everywhere,
    assign: everywhere,
    accept_assignment: everywhere,
    decline_assignment: ['own_assignments'],
    request_date: ['own_assignments'],
    ask_author: everywhere,
    remind_author: everywhere,
    record_author_answer: everywhere,
    await_outside: everywhere,
    record_outside_answer: everywhere,
    prepare_reply: everywhere,
    approve_reply: everywhere,
    return_reply: everywhere,
    publish: everywhere,
    change_reply_kind: everywhere,
    mark_impossible: everywhere,
    reject: everywhere,
    transfer: everywhere,
    report_promise: everywhere,
    extend: everywhere,
    put_before_head: everywhere,
    decide_question: everywhere,
    add_note: everywhere,
    rate_completeness: everywhere,
    record_satisfaction: everywhere,
    register_appeal: everywhere,
    reopen: everywhere,
    close: everywhere,
    declare_problem: everywhere,
    end_problem: everywhere,
    merge: everywhere,
    unmerge: everywhere,
    reply_joined: everywhere,
    split: everywhere,
    undo_split: everywhere,
    report_order: everywhere,
    check_fact: everywhere,
    tell_emergency: everywhere,
    undo: everywhere,
    withdraw: ['own_captures'],
  },
  /** Reads and gives orders; a complaint about the head of the centre is the chief's own (P8). */
  chief: {
    read: everywhere,
    give_order: everywhere,
    classify: ['about_center_head'],
    assign: ['about_center_head'],
    ask_author: ['about_center_head'],
    remind_author: ['about_center_head'],
    record_author_answer: ['about_center_head'],
    await_outside: ['about_center_head'],
    record_outside_answer: ['about_center_head'],
    prepare_reply: ['about_center_head'],
    approve_reply: ['about_center_head'],
    return_reply: ['about_center_head'],
    publish: ['about_center_head'],
    change_reply_kind: ['about_center_head'],
    mark_impossible: ['about_center_head'],
    reject: ['about_center_head'],
    transfer: ['about_center_head'],
    report_promise: ['about_center_head'],
    extend: ['about_center_head'],
    decide_question: ['about_center_head'],
    add_note: ['about_center_head'],
    rate_completeness: ['about_center_head'],
    record_satisfaction: ['about_center_head'],
    register_appeal: ['about_center_head'],
    reopen: ['about_center_head'],
    close: ['about_center_head'],
    tell_emergency: ['about_center_head'],
    undo: ['about_center_head'],
  },
  admin: { read: [] },
  /** Lent for the shift to whoever is on duty (P17): sees everything, sorts and hands on. */
  duty: {
    read: ordinary,
    capture: everywhere,
    classify: ordinary,
    assign: ordinary,
    ask_author: ordinary,
    remind_author: ordinary,
    record_author_answer: ordinary,
    reject: ordinary,
    merge: ordinary,
    unmerge: ordinary,
    split: ordinary,
    undo_split: ordinary,
    put_before_head: ordinary,
    add_note: ordinary,
    tell_emergency: ordinary,
    undo: ordinary,
  },
}

/** A named publisher of an official account may publish on what they can read, whatever their role (PRACTICE P14). */
const accountPublisher: readonly ScopeName[] = ['unsorted', 'own_captures', 'own_blocks', 'own_assignments']
const publisherCommands: readonly CommandType[] = ['publish', 'change_reply_kind', 'reply_joined']

export function readScope(actor: Actor, settings: Settings): Scope {
  return scopeFrom(actor, settings, roleRights => roleRights.read)
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
  return {
    any: merged(clauses),
    // A substitute of someone complained about must not decide on it either.
    notAbout: unique(
      grants.flatMap(grant => [personKey(grant.personId), ...grant.recipientIds.map(recipientKey)]),
    ),
  }
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
