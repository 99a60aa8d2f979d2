/**
 * The organisation's book: how a decision becomes events, contents and states, for people's commands (push.ts) and for
 * what happens by itself. Whoever writes holds the organisation's row: it has the next `seq`, the next number and the
 * head of the chain, so the order of numbers is the order of commits.
 */

import { facetsOf } from '../../shared/policy/permissions.ts'
import { decideSystem } from '../../shared/ticket/automation.ts'
import type { SystemCommand } from '../../shared/ticket/commands.ts'
import type { Accepted, Change, NewContent } from '../../shared/ticket/decision.ts'
import { type Fact, type FactHead, systemActorId } from '../../shared/ticket/events.ts'
import { evolve } from '../../shared/ticket/evolve.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import { assignmentOf, type Ticket, type TicketView } from '../../shared/ticket/ticket.ts'
import { nameParts } from '../evidence/parts.ts'
import type { ReadSettings } from '../people/settings.ts'
import { Tally } from '../reports/counters/tally.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'
import { contentHash, hashOf, newSalt } from './chain.ts'
import { Moments } from './moments.ts'
import { saveTicket } from './state.ts'
import { findView } from './view.ts'

/** What the organisation's row holds while a transaction writes. */
export type Ledger = { seq: number; number: number; head: string }

export type Book = { tx: Tx; organisationId: string; ledger: Ledger; tally: Tally }

/** Who did it, when, and by which command; `occurredAt` is the device's own clock. */
export type Act = Omit<FactHead, 'step'> & { commandId: string; occurredAt: string; receivedAt: string }

/** Locks the organisation's row until the transaction ends. */
export async function openBook(tx: Tx, organisationId: string): Promise<Book & { epoch: string }> {
  const organisation = await tx
    .updateTable('organisations')
    .set(eb => ({ next_seq: eb.ref('next_seq') }))
    .where('id', '=', organisationId)
    .returning(['epoch', 'next_seq', 'next_number', 'chain_head'])
    .executeTakeFirstOrThrow()
  const { epoch, next_seq: seq, next_number: number, chain_head: head } = organisation
  const tally = new Tally(tx, organisationId)
  return { tx, organisationId, epoch, ledger: { seq, number, head }, tally }
}

/** Writes the counters back, those of statistics too. What was appended without it is not in the book. */
export async function closeBook({ tx, organisationId, ledger, tally }: Book): Promise<void> {
  await tally.flush()
  await tx
    .updateTable('organisations')
    .set({ next_seq: ledger.seq, next_number: ledger.number, chain_head: ledger.head })
    .where('id', '=', organisationId)
    .execute()
}

export type Recorded = {
  view: TicketView | null
  ticketId: string
  decision: Accepted
  act: Act
  /** The post that a capture brought. */
  brought?: Pick<SourceDraft, 'key' | 'url' | 'isPrivate'> | null
  /** The other tickets of the decision as they stand. */
  related?: (ticketId: string) => TicketView | null
}

/** Appends a whole decision: the ticket's own part, then those of other tickets, all under one command. */
export async function appendDecision(book: Book, recorded: Recorded): Promise<Ticket> {
  const { view, ticketId, decision, act, brought = null, related } = recorded
  const ticket = await appendChange(book, view?.ticket ?? null, ticketId, decision, act, brought)
  for (const { ticketId: otherId, ...change } of decision.others) {
    if (change.events.length === 0) continue
    await appendChange(book, related?.(otherId)?.ticket ?? null, otherId, change, act, null)
  }
  return ticket
}

async function appendChange(
  book: Book,
  standing: Ticket | null,
  ticketId: string,
  { events, contents }: Change,
  act: Act,
  brought: Recorded['brought'],
): Promise<Ticket> {
  const { tx, organisationId, ledger, tally } = book
  const contentHashes = await storeContents(book, ticketId, contents)
  const moments = new Moments(organisationId, ticketId)
  let ticket = standing
  const rows: Database['events'][] = []
  for (const [index, event] of events.entries()) {
    const fact: Fact = { ...event, at: act.at, by: act.by, step: act.commandId, behalf: act.behalf }
    moments.add(ticket, fact, ledger.seq)
    ticket = evolve(ticket, fact, ticketId)
    // The first event of a command on a ticket is the one that names its contents.
    rows.push(eventRow(book, fact, ticket, act, index === 0 ? contentHashes : {}))
  }
  if (ticket === null) throw new Error('A decision without events cannot begin a ticket')
  if (rows.length === 0) return ticket
  await tx.insertInto('events').values(rows).execute()
  await nameParts(tx, { organisationId, ticketId, by: act.by, at: act.receivedAt }, events)
  if (standing === null) {
    if (ticket.number !== ledger.number) throw new Error('A new ticket does not bear the next number')
    ledger.number += 1
  }
  await tally.touch(ticketId, standing === null)
  await saveTicket(tx, organisationId, { standing, ticket, seq: ledger.seq - 1, brought: brought ?? null })
  await moments.save(tx)
  return ticket
}

/** The next link of the chain: the ledger goes on with it. */
function eventRow(
  { organisationId, ledger }: Book,
  fact: Fact,
  ticket: Ticket,
  { commandId, occurredAt, receivedAt }: Act,
  contentHashes: Record<string, string>,
): Database['events'] {
  const link = {
    previousHash: ledger.head,
    seq: ledger.seq,
    ticketId: ticket.id,
    commandId,
    type: fact.type,
    data: fact.data,
    by: fact.by,
    behalf: fact.behalf,
    at: fact.at,
    occurredAt,
    receivedAt,
    contentHashes,
  }
  const hash = hashOf(link)
  const after = facetsOf(ticket)
  ledger.head = hash
  ledger.seq += 1
  return {
    organisation_id: organisationId,
    seq: link.seq,
    ticket_id: link.ticketId,
    command_id: link.commandId,
    type: link.type,
    data: JSON.stringify(link.data),
    by: link.by,
    behalf: link.behalf,
    at: link.at,
    occurred_at: link.occurredAt,
    received_at: link.receivedAt,
    content_hashes: JSON.stringify(link.contentHashes),
    previous_hash: link.previousHash,
    hash,
    after_block: after.block,
    after_recipient_id: assignmentOf(ticket)?.recipientId ?? null,
    after_status: after.status,
    after_sorted: after.sorted ? 1 : 0,
    after_executors: JSON.stringify(after.executors),
    after_is_complaint: after.isComplaint ? 1 : 0,
    after_about: JSON.stringify(after.about),
    after_is_open_problem: after.isOpenProblem ? 1 : 0,
  }
}

/** Answers the salted hash of each text by its content's id. */
async function storeContents(
  { tx, organisationId }: Book,
  ticketId: string,
  contents: readonly NewContent[],
): Promise<Record<string, string>> {
  if (contents.length === 0) return {}
  const hashes: Record<string, string> = {}
  const rows = contents.map(({ contentId, body }) => {
    const salt = newSalt()
    const text = JSON.stringify(body)
    hashes[contentId] = contentHash(salt, text)
    return {
      organisation_id: organisationId,
      id: contentId,
      ticket_id: ticketId,
      kind: body.kind,
      salt,
      body: text,
      erased_at: null,
    }
  })
  await tx.insertInto('contents').values(rows).execute()
  // The bytes may come later, or from another ticket: only the names are tied here.
  const files = contents.flatMap(({ body }) => (body.kind === 'file' ? [body.sha256] : []))
  if (files.length > 0) {
    await tx
      .insertInto('ticket_files')
      .values(files.map(sha256 => ({ organisation_id: organisationId, ticket_id: ticketId, sha256 })))
      .onConflict(conflict => conflict.doNothing())
      .execute()
  }
  return hashes
}

export type SystemJob = { tx: Tx; organisationId: string; readSettings: ReadSettings }

/**
 * What happens without a person, at `now` (ISO), as one job of the writer: decided anew under the lock, so a job that
 * finds the same ticket twice does nothing twice. Answers whether something happened.
 */
export async function recordSystem(
  { tx, organisationId, readSettings }: SystemJob,
  ticketId: string,
  command: Pick<SystemCommand, 'id' | 'type'>,
  now: string,
): Promise<boolean> {
  const book = await openBook(tx, organisationId)
  const settings = await readSettings(tx)
  if (settings === undefined) throw new Error('An organisation without settings')
  const view = await findView(tx, organisationId, ticketId)
  if (view === undefined) return false
  const decision = decideSystem(view.ticket, command, { now, settings })
  if (decision === null || decision.events.length === 0) return false
  const act: Act = {
    commandId: command.id,
    by: systemActorId,
    behalf: null,
    at: now,
    occurredAt: now,
    receivedAt: now,
  }
  await appendDecision(book, { view, ticketId, decision, act })
  await closeBook(book)
  return true
}
