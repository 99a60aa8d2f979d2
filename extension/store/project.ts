/** What a person sees of tickets: the server's snapshots with this computer's waiting commands applied. */
import { type Actor, findActor } from '../../shared/policy/actor.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import { apply, applyChange, decide } from '../../shared/ticket/decide.ts'
import type { Decision } from '../../shared/ticket/decision.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import { type Desk, getMeta, type OutboxRow, type TicketRecord } from './desk.ts'
import { addressesOf, keysOf } from './posts.ts'

/** The rules' surroundings on this computer. */
export type Rules = { personId: string; settings: Settings; clockOffset: number }

/** `undefined` before the first settings arrived (not enrolled, or written by a version that this one cannot read). */
export async function findRules(desk: Desk): Promise<Rules | undefined> {
  const settings = await getMeta(desk, 'settings')
  if (!settings) return undefined
  return {
    personId: desk.personId,
    settings,
    clockOffset: (await getMeta(desk, 'clockOffset')) ?? 0,
  }
}

/** For writing what the server sent: its first answer carries the settings, so their absence is a fault. */
export async function getRules(desk: Desk): Promise<Rules> {
  const rules = await findRules(desk)
  if (!rules) throw new Error('The server sent no settings')
  return rules
}

/**
 * The person at an instant of the server's time: substitutions and duty begin and end by the clock, also offline.
 * Whom the settings no longer name may do nothing.
 */
export function actorFor({ settings, personId }: Rules, now: string): Actor {
  return findActor(settings, personId, now) ?? { personId, roles: [], blocks: [], recipientIds: [] }
}

/** This computer's instant in the server's time, ISO. */
export function corrected(occurredAt: string, rules: Pick<Rules, 'clockOffset'>): string {
  return new Date(Date.parse(occurredAt) + rules.clockOffset).toISOString()
}

/** Tickets by id as they stand; `null` for one that a command may begin. An absent one is not at hand. */
export type Views = Map<string, TicketView | null>

/** One more command on the tickets at hand: changes `views`, its own ticket and the others, unless the rules refuse. */
export function advance(views: Views, command: Command, rules: Rules): Decision {
  const { ticketId } = command
  const now = corrected(command.occurredAt, rules)
  const actor = actorFor(rules, now)
  const view = views.get(ticketId) ?? null
  const decision = decide(view, command, {
    actor,
    now,
    settings: rules.settings,
    nextNumber: null,
    related: id => views.get(id) ?? null,
  })
  if (decision.outcome === 'refused') return decision
  const head = { at: now, by: actor.personId, step: command.id }
  views.set(ticketId, apply(view, decision, ticketId, head))
  for (const other of decision.others) {
    const standing = views.get(other.ticketId) ?? null
    // Of a ticket that is not at hand the server knows what becomes of it; one that is split off begins here.
    if (standing === null && other.events[0]?.type !== 'split_off') continue
    const change = applyChange(standing, other, other.ticketId, { ...head, behalf: decision.behalf })
    views.set(other.ticketId, change)
  }
  return decision
}

/**
 * Writes records anew: `fresh` snapshots (the server's word) where given, the stored ones otherwise, with what waits
 * applied in this computer's order. Tickets that waiting commands tie together are written together. A command that
 * the rules now refuse is passed over: the server has the last word. Call inside a transaction.
 */
export async function projectAll(desk: Desk, fresh: Views, rules: Rules): Promise<void> {
  const { ids, pending } = await tiedTo(desk, fresh.keys())
  const records = await desk.tickets.bulkGet(ids)
  const snapshots: Views = new Map()
  ids.forEach((id, index) => {
    const given = fresh.get(id)
    snapshots.set(id, given === undefined ? (records[index]?.snapshot ?? null) : given)
  })
  const views = new Map(snapshots)
  for (const { command } of pending) advance(views, command, rules)
  const gone: string[] = []
  const standing: TicketRecord[] = []
  for (const id of ids) {
    const view = views.get(id) ?? null
    const waiting = pending.filter(row => row.touches.includes(id)).map(row => row.id)
    if (view === null) gone.push(id)
    else standing.push(recordOf(id, snapshots.get(id) ?? null, view, waiting))
  }
  await desk.tickets.bulkDelete(gone)
  await desk.tickets.bulkPut(standing)
}

/** After the outbox changed: the same snapshots with what waits now. */
export async function projectAgain(desk: Desk, ticketIds: Iterable<string>, rules: Rules): Promise<void> {
  const ids = [...new Set(ticketIds)]
  const records = await desk.tickets.bulkGet(ids)
  await projectAll(desk, new Map(ids.map((id, index) => [id, records[index]?.snapshot ?? null])), rules)
}

/** Tickets and waiting commands that hang together, commands in this computer's order. */
async function tiedTo(
  desk: Desk,
  ticketIds: Iterable<string>,
): Promise<{ ids: string[]; pending: OutboxRow[] }> {
  const ids = new Set(ticketIds)
  const pending = new Map<number, OutboxRow>()
  let added = [...ids]
  while (added.length > 0) {
    const rows = await desk.outbox.where('touches').anyOf(added).distinct().toArray()
    for (const row of rows) pending.set(row.order, row)
    added = [...new Set(rows.flatMap(row => row.touches))].filter(id => !ids.has(id))
    for (const id of added) ids.add(id)
  }
  return { ids: [...ids], pending: [...pending.values()].toSorted((a, b) => a.order - b.order) }
}

export function recordOf(
  id: string,
  snapshot: TicketView | null,
  view: TicketView,
  waitingIds: readonly string[],
): TicketRecord {
  const stands = view.ticket.status !== 'withdrawn'
  return {
    id,
    snapshot,
    view,
    waiting: waitingIds.length,
    waitingIds: [...waitingIds],
    keys: stands ? keysOf(view) : [],
    addresses: stands ? addressesOf(view) : [],
  }
}
