/** What the version before this one left in the database, read by today's schemas. No command is ever dropped. */
import type { Transaction } from 'dexie'
import { commandSchema } from '../../shared/ticket/commands.ts'
import { touchedIds } from '../../shared/ticket/named.ts'
import { type TicketView, ticketViewSchema } from '../../shared/ticket/ticket.ts'
import type { OutboxRow, SentRow, TicketRecord } from './desk.ts'
import { addressesOf } from './posts.ts'

/** Rows of version 1: commands without today's defaults, tickets without today's fields. */
export async function readAgain(transaction: Transaction): Promise<void> {
  const outbox = transaction.table<OutboxRow, number>('outbox')
  const waiting = await outbox.toArray()
  const views = await readViews(transaction)
  for (const row of waiting) {
    const command = commandSchema.safeParse(row.command).data
    if (command) {
      // Whether a push with it had begun nobody wrote down then.
      const touches = touchedIds(views.get(row.ticketId) ?? null, command)
      await outbox.put({ ...row, command, touches, isTried: true })
      continue
    }
    const refusal = { code: 'invalid-command', details: {} }
    const { id, order, command: unread } = row
    await transaction
      .table('refused')
      .put({ id, order, command: unread, refusal, refusedAt: unread.occurredAt })
    await outbox.delete(order)
  }
  await transaction
    .table<SentRow, string>('sent')
    .toCollection()
    .modify(row => {
      const command = commandSchema.safeParse(row.command).data
      row.touches = command
        ? touchedIds(views.get(command.ticketId) ?? null, command)
        : [row.command.ticketId]
      row.command = command ?? row.command
    })
  await readTickets(transaction, waiting)
}

/** Before version 7 a message was known by its key alone. */
export async function addAddresses(transaction: Transaction): Promise<void> {
  await transaction
    .table<TicketRecord, string>('tickets')
    .toCollection()
    .modify(record => {
      record.addresses = record.keys.length === 0 ? [] : addressesOf(record.view)
    })
}

/** Tickets as they stood there, as far as they can be read. */
async function readViews(transaction: Transaction): Promise<Map<string, TicketView>> {
  const views = new Map<string, TicketView>()
  for (const { id, view } of await transaction.table<TicketRecord, string>('tickets').toArray()) {
    const readable = ticketViewSchema.safeParse(view).data
    if (readable) views.set(id, readable)
  }
  return views
}

/** What cannot be read is fetched again whole: it is the server's. */
async function readTickets(transaction: Transaction, waiting: readonly OutboxRow[]): Promise<void> {
  const tickets = transaction.table<TicketRecord, string>('tickets')
  for (const record of await tickets.toArray()) {
    const view = ticketViewSchema.safeParse(record.view).data
    const snapshot = record.snapshot === null ? null : ticketViewSchema.safeParse(record.snapshot).data
    if (view === undefined || snapshot === undefined) {
      await tickets.delete(record.id)
      await transaction.table('meta').bulkDelete(['cursor', 'shadowCursor', 'filling'])
      continue
    }
    const waitingIds = waiting.filter(row => row.ticketId === record.id).map(row => row.id)
    await tickets.put({ ...record, view, snapshot, waitingIds })
  }
  // A generation half received is begun anew.
  await transaction.table('shadowTickets').clear()
  await transaction.table('shadowMarks').clear()
  await transaction.table('meta').bulkDelete(['shadowCursor'])
}
