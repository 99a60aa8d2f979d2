/** An act of this person: decided by the shared rules, then durable, then shown. Works without the server. */
import type { Refusal, RefusalCode } from '../../shared/errors.ts'
import { mayDo } from '../../shared/policy/permissions.ts'
import { type Command, type CommandInput, commandSchema } from '../../shared/ticket/commands.ts'
import { relatedIds } from '../../shared/ticket/decide.ts'
import { resolveNamed, touchedIds } from '../../shared/ticket/named.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import { type Desk, getMeta, type OutboxRow, putMeta } from './desk.ts'
import { actorFor, advance, corrected, findRules, type Rules, recordOf, type Views } from './project.ts'

export type Acted =
  | {
      outcome: 'queued'
      ticketId: string
      commandId: string
      /** `null`: the person may act but not read (an informer on a mark); the server decides. */
      view: TicketView | null
    }
  | { outcome: 'refused'; refusal: Refusal }

type Without<Member, Keys extends PropertyKey> = Member extends unknown ? Omit<Member, Keys> : never

/** Everything of a command but what the store knows (the version seen, the dependency); defaults may be left out. */
export type Intent = Without<CommandInput, 'baseVersion' | 'dependsOn'>

/**
 * Resolves only after the transaction is on the disk. The same id twice is one act: a page may ask again
 * when the worker died before answering.
 */
export function act(desk: Desk, intent: Intent): Promise<Acted> {
  // Dexie follows the awaits inside of an async function only.
  return desk.transaction('rw', tablesOfActs(desk), async () => actInside(desk, intent))
}

export function tablesOfActs(desk: Desk) {
  return [desk.outbox, desk.sent, desk.refused, desk.tickets, desk.aliases, desk.meta]
}

/** The same inside a transaction over `tablesOfActs`. */
export async function actInside(desk: Desk, intent: Intent): Promise<Acted> {
  const rules = await findRules(desk)
  if (!rules) return refuse('forbidden')
  const ticketId = await resolveAlias(desk, intent.ticketId)
  const record = await desk.tickets.get(ticketId)
  if (await isKnown(desk, intent.id))
    return { outcome: 'queued', ticketId, commandId: intent.id, view: record?.view ?? null }

  const { data: parsed } = commandSchema.safeParse({
    ...intent,
    ticketId,
    baseVersion: record?.view.ticket.version ?? 0,
    dependsOn: (await findBeginning(desk, ticketId))?.id ?? null,
  })
  if (!parsed) return refuse('invalid-command')
  const command = await namedNow(desk, parsed)
  if (record || command.type === 'capture') return decideAndQueue(desk, command, record?.view ?? null, rules)
  if (!mayDo(actorFor(rules, corrected(command.occurredAt, rules)), command.type, rules.settings, null))
    return refuse('forbidden')
  await queue(desk, command, [ticketId])
  return { outcome: 'queued', ticketId, commandId: command.id, view: null }
}

async function decideAndQueue(
  desk: Desk,
  command: Command,
  view: TicketView | null,
  rules: Rules,
): Promise<Acted> {
  const { ticketId, id: commandId } = command
  const related = relatedIds(view, command)
  const records = await desk.tickets.bulkGet(related)
  const views: Views = new Map([[ticketId, view]])
  for (const each of records) if (each) views.set(each.id, each.view)
  const decision = advance(views, command, rules)
  if (decision.outcome === 'refused') return decision
  const touches = touchedIds(view, command)
  await queue(desk, command, touches)
  for (const id of touches) {
    const after = views.get(id)
    if (!after) continue
    const before = await desk.tickets.get(id)
    await desk.tickets.put(
      recordOf(id, before?.snapshot ?? null, after, [...(before?.waitingIds ?? []), commandId]),
    )
  }
  return { outcome: 'queued', ticketId, commandId, view: views.get(ticketId) ?? null }
}

/** Puts a command at the end of the queue without asking the rules. Call inside a transaction. */
export async function queue(desk: Desk, command: Command, touches: readonly string[]): Promise<void> {
  const order = ((await getMeta(desk, 'lastOrder')) ?? 0) + 1
  await putMeta(desk, 'lastOrder', order)
  const { id, ticketId } = command
  await desk.outbox.add({ order, id, ticketId, touches: [...touches], isTried: false, command })
}

/** The ticket that holds a post which this computer had recorded under another id. */
export async function resolveAlias(desk: Desk, ticketId: string): Promise<string> {
  return (await desk.aliases.get(ticketId))?.ticketId ?? ticketId
}

/** With its tickets named as the server knows them. */
export function namedNow(desk: Desk, command: Command): Promise<Command> {
  return resolveNamed(command, id => resolveAlias(desk, id))
}

/** The waiting command that begins the ticket, by a record or a split: what follows it depends on it. */
export function findBeginning(desk: Desk, ticketId: string): Promise<OutboxRow | undefined> {
  return desk.outbox
    .where('touches')
    .equals(ticketId)
    .filter(
      ({ command }) =>
        (command.type === 'capture' && command.ticketId === ticketId) ||
        (command.type === 'split' && command.data.newTicketId === ticketId),
    )
    .first()
}

async function isKnown(desk: Desk, commandId: string): Promise<boolean> {
  const waiting = await desk.outbox.where('id').equals(commandId).count()
  return waiting > 0 || (await desk.sent.get(commandId)) !== undefined
}

export function refuse(code: RefusalCode): Extract<Acted, { outcome: 'refused' }> {
  return { outcome: 'refused', refusal: { code, details: {} } }
}
