/** The table of rights: role × command × scope, as data (DESIGN, point 6). permissions.ts says what the scopes mean. */
import type { RoleId } from '../reference/roles.ts'
import type { CommandType } from '../ticket/commands.ts'

export type ScopeName =
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
  /** Where nobody earlier in the line of those who decide may or is there (line.ts). */
  | 'first_in_line'

export type RoleRights = { read: readonly ScopeName[] } & { [Type in CommandType]?: readonly ScopeName[] }

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
export const rights: Record<RoleId | 'duty' | 'stand_in', RoleRights> = {
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
    // A row of an export finds tickets that others have in hand; it brings a number, a date and a stage (P7).
    set_external: ordinary,
    attach_evidence: fresh,
    observe_source: fresh,
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
    attach_evidence: ['own_blocks', 'own_captures', 'own_assignments'],
    observe_source: ['own_blocks', 'own_captures', 'own_assignments'],
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
    attach_evidence: ['own_assignments'],
    observe_source: ['own_assignments'],
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
    attach_evidence: ['to_publish', 'own_captures', 'own_assignments'],
    observe_source: ['to_publish', 'own_captures', 'own_assignments'],
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
    set_external: everywhere,
    attach_evidence: everywhere,
    observe_source: everywhere,
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
    attach_evidence: ['about_center_head'],
    observe_source: ['about_center_head'],
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
    set_external: ordinary,
    attach_evidence: ordinary,
    observe_source: ordinary,
    undo: ordinary,
  },
  /**
   * Lent to whoever stands in the line: what the chief does for a complaint about the head, where no head may or is here.
   * With no head and no chief here, everything is the first one's until they are back.
   */
  stand_in: {
    read: ['first_in_line'],
    classify: ['first_in_line'],
    assign: ['first_in_line'],
    ask_author: ['first_in_line'],
    remind_author: ['first_in_line'],
    record_author_answer: ['first_in_line'],
    await_outside: ['first_in_line'],
    record_outside_answer: ['first_in_line'],
    prepare_reply: ['first_in_line'],
    approve_reply: ['first_in_line'],
    return_reply: ['first_in_line'],
    publish: ['first_in_line'],
    change_reply_kind: ['first_in_line'],
    mark_impossible: ['first_in_line'],
    reject: ['first_in_line'],
    transfer: ['first_in_line'],
    report_promise: ['first_in_line'],
    extend: ['first_in_line'],
    decide_question: ['first_in_line'],
    add_note: ['first_in_line'],
    rate_completeness: ['first_in_line'],
    record_satisfaction: ['first_in_line'],
    register_appeal: ['first_in_line'],
    reopen: ['first_in_line'],
    close: ['first_in_line'],
    tell_emergency: ['first_in_line'],
    attach_evidence: ['first_in_line'],
    observe_source: ['first_in_line'],
    undo: ['first_in_line'],
  },
}

/** A named publisher of an official account may publish on what they can read, whatever their role (PRACTICE P14). */
export const accountPublisher: readonly ScopeName[] = [
  'unsorted',
  'own_captures',
  'own_blocks',
  'own_assignments',
]
export const publisherCommands: readonly CommandType[] = ['publish', 'change_reply_kind', 'reply_joined']

/** Roles that open every text of citizens: only the head of the centre gives them, and changes or invites who has them. */
export const guardedRoles: readonly RoleId[] = ['center_head', 'chief']
