/** What a person sees of a ticket: the server's snapshot with this computer's waiting commands applied. */
import { type Actor, findActor } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import { apply, decide } from '../../shared/ticket/decide.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import { type Desk, getMeta, type TicketRecord } from './desk.ts'

/** The rules' surroundings on this computer. */
export type Rules = { actor: Actor; settings: Settings; clockOffset: number }

/** `undefined` before the first settings arrived (not enrolled, or written by a version that this one cannot read). */
export async function findRules(desk: Desk): Promise<Rules | undefined> {
  const settings = await getMeta(desk, 'settings')
  if (!settings) return undefined
  const actor = findActor(settings, desk.personId) ?? nobody(desk.personId)
  return { actor, settings, clockOffset: (await getMeta(desk, 'clockOffset')) ?? 0 }
}

/** For writing what the server sent: its first answer carries the settings, so their absence is a fault. */
export async function getRules(desk: Desk): Promise<Rules> {
  const rules = await findRules(desk)
  if (!rules) throw new Error('The server sent no settings')
  return rules
}

/** A person whom the settings no longer name may do nothing. */
function nobody(personId: string): Actor {
  return { personId, roles: [], blocks: [], recipientIds: [] }
}

/** This computer's instant in the server's time, ISO. */
export function corrected(occurredAt: string, rules: Rules): string {
  return new Date(Date.parse(occurredAt) + rules.clockOffset).toISOString()
}

/** One more command on a view; `null` when the rules refuse it here and now. */
export function advance(view: TicketView | null, command: Command, rules: Rules): TicketView | null {
  const now = corrected(command.occurredAt, rules)
  const decision = decide(view, command, { ...rules, now, nextNumber: null })
  if (decision.outcome === 'refused') return null
  return apply(view, decision, command.ticketId, { by: rules.actor.personId, at: now })
}

/**
 * Replays what waits on the snapshot. A command that the rules now refuse is passed over:
 * the server has the last word on it. `null`: nothing is left to show.
 */
export function replay(
  snapshot: TicketView | null,
  pending: readonly Command[],
  rules: Rules,
): TicketView | null {
  return pending.reduce((view, command) => advance(view, command, rules) ?? view, snapshot)
}

export function keysOf(view: TicketView): string[] {
  return view.ticket.sources.flatMap(({ contentId }) => {
    const body = view.contents[contentId]
    return body?.kind === 'source' ? [body.source.key] : []
  })
}

/** Writes the ticket's record anew from its snapshot and the outbox. Call inside a transaction. */
export async function project(
  desk: Desk,
  ticketId: string,
  snapshot: TicketView | null,
  rules: Rules,
): Promise<void> {
  const pending = await desk.outbox.where('ticketId').equals(ticketId).sortBy('order')
  const view = replay(
    snapshot,
    pending.map(row => row.command),
    rules,
  )
  if (view === null) await desk.tickets.delete(ticketId)
  else await desk.tickets.put(recordOf(ticketId, snapshot, view, pending.length))
}

export function recordOf(
  id: string,
  snapshot: TicketView | null,
  view: TicketView,
  waiting: number,
): TicketRecord {
  return { id, snapshot, view, waiting, keys: view.ticket.status === 'withdrawn' ? [] : keysOf(view) }
}
