/** An act of this person: decided by the shared rules, then durable, then shown. Works without the server. */
import type { Refusal, RefusalCode } from '../../shared/errors.ts'
import { mayDo } from '../../shared/policy/permissions.ts'
import { type Command, commandSchema } from '../../shared/ticket/commands.ts'
import { apply, decide } from '../../shared/ticket/decide.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import { type Desk, getMeta, type OutboxRow, putMeta } from './desk.ts'
import { corrected, findRules, recordOf } from './project.ts'

export type Acted =
  | {
      outcome: 'queued'
      ticketId: string
      /** `null`: the person may act but not read (an informer on a mark); the server decides. */
      view: TicketView | null
    }
  | { outcome: 'refused'; refusal: Refusal }

type Without<Member, Keys extends PropertyKey> = Member extends unknown ? Omit<Member, Keys> : never

/** Everything of a command but what the store knows: the version seen and the dependency. */
export type Intent = Without<Command, 'baseVersion' | 'dependsOn'>

/**
 * Resolves only after the transaction is on the disk. The same id twice is one act: a page may ask again
 * when the worker died before answering.
 */
export function act(desk: Desk, intent: Intent): Promise<Acted> {
  return desk.transaction(
    'rw',
    [desk.outbox, desk.sent, desk.refused, desk.tickets, desk.aliases, desk.meta],
    async () => {
      const rules = await findRules(desk)
      if (!rules) return refuse('forbidden')
      const ticketId = await resolveAlias(desk, intent.ticketId)
      const record = await desk.tickets.get(ticketId)
      if (await isKnown(desk, intent.id)) return { outcome: 'queued', ticketId, view: record?.view ?? null }

      const capture = await findCapture(desk, ticketId)
      const { data: command } = commandSchema.safeParse({
        ...intent,
        ticketId,
        baseVersion: record?.view.ticket.version ?? 0,
        dependsOn: capture?.id ?? null,
      })
      if (!command) return refuse('invalid-command')

      let view: TicketView | null = null
      if (record || command.type === 'capture') {
        const now = corrected(command.occurredAt, rules)
        const decision = decide(record?.view ?? null, command, { ...rules, now, nextNumber: null })
        if (decision.outcome === 'refused') return decision
        view = apply(record?.view ?? null, decision, ticketId, { by: rules.actor.personId, at: now })
        await desk.tickets.put(recordOf(ticketId, record?.snapshot ?? null, view, (record?.waiting ?? 0) + 1))
      } else if (!mayDo(rules.actor, command.type, rules.settings, null)) {
        return refuse('forbidden')
      }
      const order = ((await getMeta(desk, 'lastOrder')) ?? 0) + 1
      await putMeta(desk, 'lastOrder', order)
      await desk.outbox.add({ order, id: command.id, ticketId, command })
      return { outcome: 'queued', ticketId, view }
    },
  )
}

/** The ticket that holds a post which this computer had recorded under another id. */
export async function resolveAlias(desk: Desk, ticketId: string): Promise<string> {
  return (await desk.aliases.get(ticketId))?.ticketId ?? ticketId
}

/** The waiting command that begins the ticket: what follows it depends on it. */
export function findCapture(desk: Desk, ticketId: string): Promise<OutboxRow | undefined> {
  return desk.outbox
    .where('ticketId')
    .equals(ticketId)
    .filter(row => row.command.type === 'capture')
    .first()
}

async function isKnown(desk: Desk, commandId: string): Promise<boolean> {
  const waiting = await desk.outbox.where('id').equals(commandId).count()
  return waiting > 0 || (await desk.sent.get(commandId)) !== undefined
}

function refuse(code: RefusalCode): Acted {
  return { outcome: 'refused', refusal: { code, details: {} } }
}
