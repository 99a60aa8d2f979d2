/** What the version before this one left in the database, read by today's schemas. No command is ever dropped. */
import type { Transaction } from 'dexie'
import { type Command, commandSchema } from '../../shared/ticket/commands.ts'
import { ticketViewSchema } from '../../shared/ticket/ticket.ts'
import type { OutboxRow, SentRow, TicketRecord } from './desk.ts'

/** Rows of version 1: commands without today's defaults, tickets without today's fields. */
export async function readAgain(transaction: Transaction): Promise<void> {
  const outbox = transaction.table<OutboxRow, number>('outbox')
  const waiting = await outbox.toArray()
  for (const row of waiting) {
    const command = commandSchema.safeParse(row.command).data
    if (command) {
      // Whether a push with it had begun nobody wrote down then.
      await outbox.put({ ...row, command, touches: [row.ticketId], isTried: true })
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
      row.touches = [row.command.ticketId]
      row.command = readCommand(row.command)
    })
  await readTickets(transaction, waiting)
}

function readCommand(stored: Command): Command {
  return commandSchema.safeParse(stored).data ?? stored
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
