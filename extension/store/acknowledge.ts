/** What the server said of pushed commands, written in one transaction. Steps are numbered as in sync/sync.ts. */
import type { Outcome } from '../../shared/sync/wire.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import { resolveAlias } from './act.ts'
import { type Desk, getMeta, type OutboxRow, putMeta, type TicketRecord } from './desk.ts'
import { advance, findRules, project, type Rules } from './project.ts'

/** How long acknowledged commands are kept, in days: longer than the interval between backups. */
export const sentDays = 14

export async function acknowledge(desk: Desk, outcomes: readonly Outcome[], now: string): Promise<void> {
  await desk.transaction(
    'rw',
    [desk.outbox, desk.sent, desk.refused, desk.tickets, desk.aliases, desk.meta],
    async () => {
      const rules = await findRules(desk)
      if (!rules) return
      for (const outcome of outcomes) {
        const row = await desk.outbox.where('id').equals(outcome.commandId).first()
        if (!row) continue
        await desk.outbox.delete(row.order)
        if (outcome.outcome === 'accepted') {
          await desk.sent.put({ id: row.id, order: row.order, command: row.command, sentAt: now })
          await accept(desk, row, outcome, rules)
        } else {
          const { refusal } = outcome
          await desk.refused.put({
            id: row.id,
            order: row.order,
            command: row.command,
            refusal,
            refusedAt: now,
          })
          const record = await desk.tickets.get(row.ticketId)
          await project(desk, row.ticketId, record?.snapshot ?? null, rules)
        }
      }
      const old = new Date(Date.parse(now) - sentDays * 86_400_000).toISOString()
      await desk.sent.where('sentAt').below(old).delete()
    },
  )
}

async function accept(
  desk: Desk,
  row: OutboxRow,
  outcome: Extract<Outcome, { outcome: 'accepted' }>,
  rules: Rules,
): Promise<void> {
  const record = await desk.tickets.get(row.ticketId)
  if (outcome.ticketId !== row.ticketId) return joinHolder(desk, row.ticketId, outcome.ticketId, rules)
  if (!record) return
  const snapshot = numbered(advance(record.snapshot, row.command, rules) ?? record.snapshot, outcome.number)
  await project(desk, row.ticketId, snapshot, rules)
}

function numbered(snapshot: TicketRecord['snapshot'], number: number | null): TicketRecord['snapshot'] {
  if (snapshot === null || snapshot.ticket.number !== null) return snapshot
  return { ...snapshot, ticket: { ...snapshot.ticket, number } }
}

/** The post had a ticket: pending commands are rewritten in the transaction that takes the capture out. */
async function joinHolder(desk: Desk, alias: string, ticketId: string, rules: Rules): Promise<void> {
  await desk.aliases.put({ alias, ticketId })
  const pending = await desk.outbox.where('ticketId').equals(alias).toArray()
  await desk.outbox.bulkPut(
    pending.map(row => {
      const command: Command = { ...row.command, ticketId }
      return { ...row, ticketId, command }
    }),
  )
  await desk.tickets.delete(alias)
  const holder = await desk.tickets.get(ticketId)
  if (holder) await project(desk, ticketId, holder.snapshot, rules)
}

/** A restored server (another epoch) is offered again what it may have forgotten, under the same ids. */
export async function offerAgain(desk: Desk, epoch: string): Promise<boolean> {
  return desk.transaction('rw', [desk.outbox, desk.sent, desk.tickets, desk.meta], async () => {
    const known = await getMeta(desk, 'epoch')
    await putMeta(desk, 'epoch', epoch)
    if (known === undefined || known === epoch) return false
    const sent = await desk.sent.toArray()
    await desk.outbox.bulkPut(
      sent.map(({ id, order, command }) => ({ id, order, command, ticketId: command.ticketId })),
    )
    await desk.sent.clear()
    return sent.length > 0
  })
}

/** Puts a refused command back under a new id: the old one has its outcome for ever. */
export async function retryRefused(desk: Desk, commandId: string, newId: string): Promise<void> {
  await desk.transaction(
    'rw',
    [desk.outbox, desk.refused, desk.tickets, desk.aliases, desk.meta],
    async () => {
      const row = await desk.refused.get(commandId)
      const rules = await findRules(desk)
      if (!row || !rules) return
      const order = ((await getMeta(desk, 'lastOrder')) ?? 0) + 1
      await putMeta(desk, 'lastOrder', order)
      const ticketId = await resolveAlias(desk, row.command.ticketId)
      const command: Command = { ...row.command, id: newId, ticketId, dependsOn: null }
      await desk.outbox.add({ order, id: newId, ticketId, command })
      await desk.refused.delete(commandId)
      const record = await desk.tickets.get(ticketId)
      await project(desk, ticketId, record?.snapshot ?? null, rules)
    },
  )
}
