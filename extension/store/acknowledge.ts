/** What the server said of pushed commands, written in one transaction. Steps are numbered as in sync/sync.ts. */
import type { Outcome } from '../../shared/sync/wire.ts'
import type { ClassifyChanges, Command } from '../../shared/ticket/commands.ts'
import { placeText } from '../../shared/ticket/decide.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import { findCapture, resolveAlias } from './act.ts'
import { type Desk, getMeta, type OutboxRow, putMeta, type TicketRecord } from './desk.ts'
import { advance, findRules, project, type Rules } from './project.ts'

/** How long acknowledged commands are kept, in days: longer than the interval between backups. */
export const sentDays = 14

/**
 * Answers how many of the outcomes spoke of commands that waited here. Taking them out of the outbox needs no
 * rules: settings that this version cannot read must not keep a command going round for ever.
 */
export async function acknowledge(desk: Desk, outcomes: readonly Outcome[], now: string): Promise<number> {
  return desk.transaction(
    'rw',
    [desk.outbox, desk.sent, desk.refused, desk.tickets, desk.aliases, desk.meta],
    async () => {
      const rules = await findRules(desk)
      let known = 0
      for (const outcome of outcomes) {
        const row = await desk.outbox.where('id').equals(outcome.commandId).first()
        if (!row) continue
        known += 1
        await desk.outbox.delete(row.order)
        const { id, order, command } = row
        if (outcome.outcome === 'accepted') {
          await desk.sent.put({ id, order, command, sentAt: now })
          if (rules) await accept(desk, row, outcome, rules)
        } else {
          await desk.refused.put({ id, order, command, refusal: outcome.refusal, refusedAt: now })
          if (rules) await projectAgain(desk, row.ticketId, rules)
        }
      }
      const old = new Date(Date.parse(now) - sentDays * 86_400_000).toISOString()
      await desk.sent.where('sentAt').below(old).delete()
      return known
    },
  )
}

/** After the outbox changed: the same snapshot with what waits now. */
async function projectAgain(desk: Desk, ticketId: string, rules: Rules): Promise<void> {
  const record = await desk.tickets.get(ticketId)
  await project(desk, ticketId, record?.snapshot ?? null, rules)
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
/** Answers whether the epoch has changed. */
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
    const rules = await findRules(desk)
    if (rules)
      for (const id of new Set(sent.map(row => row.command.ticketId))) await projectAgain(desk, id, rules)
    return true
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
      const record = await desk.tickets.get(ticketId)
      const dependsOn = (await findCapture(desk, ticketId))?.id ?? null
      const command = rebased({ ...row.command, id: newId, ticketId, dependsOn }, record?.view)
      await desk.outbox.add({ order, id: newId, ticketId, command })
      await desk.refused.delete(commandId)
      await projectAgain(desk, ticketId, rules)
    },
  )
}

/** «Повторить» means: my value, over what stands now. */
function rebased(command: Command, view: TicketView | undefined): Command {
  if (command.type !== 'classify' || !view) return command
  const { block, subtopic, settlement, place, urgent } = command.data.changes
  const standing = view.ticket
  const changes: ClassifyChanges = {
    ...(block && { block: { ...block, from: standing.block } }),
    ...(subtopic && { subtopic: { ...subtopic, from: standing.subtopic } }),
    ...(settlement && { settlement: { ...settlement, from: standing.settlement } }),
    ...(place && { place: { ...place, from: placeText(view) } }),
    ...(urgent && { urgent: { ...urgent, from: standing.urgent } }),
  }
  return { ...command, data: { ...command.data, changes } }
}
