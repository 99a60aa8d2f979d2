/**
 * How commands become events. A push is one job of the writer; the numbers are repeated in the code.
 *
 *  1. Lock the organisation's row: it holds the next `seq`, the next number and the head of the chain, so the order of
 *     numbers is the order of commits. A device that knows another epoch is only told the epoch of this one.
 *  2. Read settings and the person now, not at sign-in: a right that was taken away is gone at once.
 *  3. Take the commands in the order of the list, each in a savepoint: a refusal takes back nothing of its neighbours.
 *  4. Read the head (id and type). Without an id there is nothing to be idempotent by: refused `invalid-command`.
 *  5. An id that was decided before gets its stored outcome, marked `duplicate`; from another person it is refused.
 *  6. Parse the rest. An unreadable command is refused with the paths of its faults, never their values, and is not
 *     remembered: a newer server may read it under the same id. The same holds for what waits on an unknown command.
 *  7. `dependsOn` must have been accepted.
 *  8. Resolve the ticket: an alias stands for the ticket that holds the post. A capture looks its post up by the source
 *     key; a standing ticket with that key holds it. A key of what has no public page opens no ticket to a second person.
 *  9. Compute the effective time from the three clocks (effective-time.ts).
 * 10. `decide`. A refusal is stored as the command's outcome.
 * 11. Append the events, each chained to the one before, and the contents that they name; write the ticket's state;
 *     for a capture that was held, keep the alias. Store the outcome.
 * 12. Write back the organisation's counters and the device's clock. COMMIT, then answer.
 */

import type { RefusalCode } from '../../shared/errors.ts'
import {
  type Actor,
  facetsOf,
  findActor,
  inScope,
  mayCapture,
  readScope,
} from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { type Outcome, outcomeSchema } from '../../shared/sync/wire.ts'
import { type Command, commandHeadSchema, commandSchema, commandTypes } from '../../shared/ticket/commands.ts'
import { type Decision, decide } from '../../shared/ticket/decide.ts'
import type { Fact } from '../../shared/ticket/events.ts'
import { evolve, type Ticket, type TicketView } from '../../shared/ticket/ticket.ts'
import type { ReadSettings } from '../people/settings.ts'
import { inSavepoint, TransactionLost, type Tx } from '../store/writer.ts'
import { contentHash, hashOf, newSalt } from './chain.ts'
import { effectiveTime } from './effective-time.ts'
import { saveTicket } from './state.ts'
import { findView, resolveAlias } from './view.ts'

export type PushJob = {
  tx: Tx
  organisationId: string
  readSettings: ReadSettings
  /** Told once of an error that is nobody's refusal; a command that caused it is refused alone. */
  report(error: unknown): void
}

export type Sender = { personId: string; deviceId: string | null }
export type Sent = {
  deviceTime: string
  receivedAt: string
  /** `null`: the sender knows none, or is a page of this server. */
  knownEpoch: string | null
  commands: readonly unknown[]
}

/** The device was taken away while its request was under way. */
export class DeviceRevoked extends Error {
  override name = 'DeviceRevoked'
}

type Ledger = { seq: number; number: number; head: string; effectiveAt: string | null }
type Desk = PushJob & { sender: Sender; sent: Sent; actor: Actor; settings: Settings; ledger: Ledger }

export async function push(
  job: PushJob,
  sender: Sender,
  sent: Sent,
): Promise<{ epoch: string; outcomes: Outcome[] }> {
  const { tx, organisationId } = job
  // 1
  const organisation = await tx
    .updateTable('organisations')
    .set(eb => ({ next_seq: eb.ref('next_seq') }))
    .where('id', '=', organisationId)
    .returning(['epoch', 'next_seq', 'next_number', 'chain_head'])
    .executeTakeFirstOrThrow()
  if (sent.knownEpoch !== null && sent.knownEpoch !== organisation.epoch)
    return { epoch: organisation.epoch, outcomes: [] }
  const ledger: Ledger = {
    seq: organisation.next_seq,
    number: organisation.next_number,
    head: organisation.chain_head,
    effectiveAt: sender.deviceId === null ? null : await lastEffectiveAt(job, sender.deviceId),
  }
  // 2
  const settings = await job.readSettings(tx)
  if (settings === undefined) throw new Error('An organisation without settings')
  const actor: Actor = findActor(settings, sender.personId) ?? {
    personId: sender.personId,
    roles: [],
    blocks: [],
    recipientIds: [],
  }
  const desk: Desk = { ...job, sender, sent, actor, settings, ledger }
  // 3
  const outcomes: Outcome[] = []
  for (const raw of sent.commands) outcomes.push(await tryOne(desk, raw))
  // 12
  await tx
    .updateTable('organisations')
    .set({ next_seq: ledger.seq, next_number: ledger.number, chain_head: ledger.head })
    .where('id', '=', organisationId)
    .execute()
  if (sender.deviceId !== null) {
    await tx
      .updateTable('devices')
      .set({ last_effective_at: ledger.effectiveAt, last_seen_at: sent.receivedAt })
      .where('organisation_id', '=', organisationId)
      .where('id', '=', sender.deviceId)
      .execute()
  }
  return { epoch: organisation.epoch, outcomes }
}

async function lastEffectiveAt({ tx, organisationId }: PushJob, deviceId: string): Promise<string | null> {
  const device = await tx
    .selectFrom('devices')
    .select(['last_effective_at', 'revoked_at'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', deviceId)
    .executeTakeFirst()
  if (device === undefined || device.revoked_at !== null) throw new DeviceRevoked()
  return device.last_effective_at
}

async function tryOne(desk: Desk, raw: unknown): Promise<Outcome> {
  const before = { ...desk.ledger }
  try {
    return await inSavepoint(desk.tx, () => one(desk, raw))
  } catch (error) {
    Object.assign(desk.ledger, before)
    if (isStoreFailure(error)) throw error
    // A fault of ours must not stand before the neighbours for ever; the person sees the command in the tray.
    desk.report(error)
    return refused(readableId(raw), 'server-error')
  }
}

/** The disk, not the command: the whole push is tried again later. */
function isStoreFailure(error: unknown): boolean {
  if (error instanceof TransactionLost) return true
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  return code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT')
}

async function one(desk: Desk, raw: unknown): Promise<Outcome> {
  const { organisationId, tx, sender } = desk
  // 4
  const head = commandHeadSchema.safeParse(raw)
  if (!head.success) return refused(readableId(raw), 'invalid-command', { fields: pathsOf(head.error) })
  const { id, type } = head.data
  // 5
  const stored = await findOutcome(desk, id)
  if (stored) {
    return stored.personId === sender.personId
      ? { ...stored.outcome, duplicate: true }
      : refused(id, 'command-id-taken')
  }
  // 6
  if (!commandTypes.some(known => known === type)) return refused(id, 'unknown-command')
  const parsed = commandSchema.safeParse(raw)
  if (!parsed.success) return refused(id, 'invalid-command', { fields: pathsOf(parsed.error) })
  const command = parsed.data
  // 7
  if (command.dependsOn !== null) {
    const dependency = await findOutcome(desk, command.dependsOn)
    if (dependency === undefined) return refused(id, 'dependency-refused')
    if (dependency.outcome.outcome === 'refused') {
      return remember(desk, command, command.ticketId, refused(id, 'dependency-refused'))
    }
  }
  // 8
  const named = await resolveAlias(tx, organisationId, command.ticketId)
  const holder = command.type === 'capture' ? await findHolder(desk, command.data.source.key) : undefined
  if (command.type === 'capture') {
    const clash = await findClash(desk, command, named, holder?.id)
    if (clash) return refused(id, 'invalid-command', { fields: [clash] })
  }
  const view = await viewFor(desk, command, named, holder?.id)
  const isHidden =
    holder?.isPublic === false && view && !inScope(facetsOf(view.ticket), readScope(desk.actor))
  if (isHidden && mayCapture(desk.actor))
    return remember(desk, command, command.ticketId, refused(id, 'already-captured'))
  // 9
  const at = effectiveTime({
    occurredAt: command.occurredAt,
    deviceTime: desk.sent.deviceTime,
    receivedAt: desk.sent.receivedAt,
    previousAt: desk.ledger.effectiveAt,
  })
  // 10
  const decision = decide(view, command, {
    actor: desk.actor,
    now: at,
    settings: desk.settings,
    nextNumber: desk.ledger.number,
  })
  if (decision.outcome === 'refused') {
    const { code, details } = decision.refusal
    return remember(desk, command, view?.ticket.id ?? command.ticketId, {
      outcome: 'refused',
      commandId: id,
      refusal: { code, details },
      duplicate: false,
    })
  }
  // 11
  const ticket = await append(desk, view, command, decision, at)
  desk.ledger.effectiveAt = at
  if (ticket.id !== named && command.type === 'capture') {
    await tx
      .insertInto('ticket_aliases')
      .values({ organisation_id: organisationId, alias_id: command.ticketId, ticket_id: ticket.id })
      .execute()
  }
  return remember(desk, command, ticket.id, {
    outcome: 'accepted',
    commandId: id,
    ticketId: ticket.id,
    number: ticket.number,
    duplicate: false,
  })
}

async function findOutcome({ tx, organisationId }: Desk, commandId: string) {
  const row = await tx
    .selectFrom('commands')
    .select(['person_id', 'outcome'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', commandId)
    .executeTakeFirst()
  return row && { personId: row.person_id, outcome: outcomeSchema.parse(JSON.parse(row.outcome)) }
}

type Holder = {
  id: string
  /** Whether everybody can read on a page what was recorded; a call or a letter is only between it and its ticket. */
  isPublic: boolean
}

/** The ticket that stands for this post now. A withdrawn one has given it back. */
async function findHolder({ tx, organisationId }: Desk, key: string): Promise<Holder | undefined> {
  const row = await tx
    .selectFrom('sources')
    .innerJoin('ticket_sources', join =>
      join
        .onRef('ticket_sources.organisation_id', '=', 'sources.organisation_id')
        .onRef('ticket_sources.source_id', '=', 'sources.id'),
    )
    .innerJoin('tickets', join =>
      join
        .onRef('tickets.organisation_id', '=', 'ticket_sources.organisation_id')
        .onRef('tickets.id', '=', 'ticket_sources.ticket_id'),
    )
    .select(['tickets.id', 'sources.public'])
    .where('sources.organisation_id', '=', organisationId)
    .where('sources.key', '=', key)
    .where('sources.withdrawn', '=', 0)
    .orderBy('tickets.number')
    .executeTakeFirst()
  return row && { id: row.id, isPublic: row.public === 1 }
}

/** An id that a fresh capture may not carry because it means something else already. */
async function findClash(
  { tx, organisationId }: Desk,
  command: Extract<Command, { type: 'capture' }>,
  named: string,
  holder: string | undefined,
): Promise<'ticketId' | 'data.sourceId' | undefined> {
  if (named === holder) return undefined
  if (named !== command.ticketId) return 'ticketId'
  const ticket = await tx
    .selectFrom('tickets')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', command.ticketId)
    .executeTakeFirst()
  if (ticket) return 'ticketId'
  if (holder !== undefined) return undefined
  const source = await tx
    .selectFrom('sources')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', command.data.sourceId)
    .executeTakeFirst()
  return source && 'data.sourceId'
}

async function viewFor(
  { tx, organisationId }: Desk,
  command: Command,
  named: string,
  holder: string | undefined,
): Promise<TicketView | null> {
  const ticketId = command.type === 'capture' ? holder : named
  if (ticketId === undefined) return null
  return (await findView(tx, organisationId, ticketId)) ?? null
}

async function append(
  desk: Desk,
  view: TicketView | null,
  command: Command,
  decision: Extract<Decision, { outcome: 'events' }>,
  at: string,
): Promise<Ticket> {
  const { tx, organisationId, ledger } = desk
  const ticketId = view?.ticket.id ?? command.ticketId
  const contentHashes = await storeContents(desk, ticketId, decision)
  let ticket = view?.ticket ?? null
  for (const [index, event] of decision.events.entries()) {
    const fact: Fact = { ...event, at, by: desk.sender.personId }
    ticket = evolve(ticket, fact, ticketId)
    const link = {
      previousHash: ledger.head,
      seq: ledger.seq,
      ticketId,
      commandId: command.id,
      type: event.type,
      data: event.data,
      by: fact.by,
      at,
      occurredAt: command.occurredAt,
      receivedAt: desk.sent.receivedAt,
      // The first event of a command is the one that names its contents.
      contentHashes: index === 0 ? contentHashes : {},
    }
    const hash = hashOf(link)
    const after = facetsOf(ticket)
    await tx
      .insertInto('events')
      .values({
        organisation_id: organisationId,
        seq: link.seq,
        ticket_id: ticketId,
        command_id: link.commandId,
        type: link.type,
        data: JSON.stringify(link.data),
        by: link.by,
        at: link.at,
        occurred_at: link.occurredAt,
        received_at: link.receivedAt,
        content_hashes: JSON.stringify(link.contentHashes),
        previous_hash: link.previousHash,
        hash,
        after_block: after.block,
        after_recipient_id: after.recipientId,
        after_status: after.status,
        after_sorted: after.sorted ? 1 : 0,
      })
      .execute()
    ledger.head = hash
    ledger.seq += 1
  }
  if (ticket === null) throw new Error('A decision without events cannot begin a ticket')
  if (decision.events.length === 0) return ticket
  if (view === null) ledger.number += 1
  const brought = view === null && command.type === 'capture' ? command.data.source : null
  await saveTicket(tx, organisationId, ticket, ledger.seq - 1, brought)
  return ticket
}

async function storeContents(
  { tx, organisationId }: Desk,
  ticketId: string,
  decision: Extract<Decision, { outcome: 'events' }>,
): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  for (const { contentId, body } of decision.contents) {
    const salt = newSalt()
    const text = JSON.stringify(body)
    hashes[contentId] = contentHash(salt, text)
    await tx
      .insertInto('contents')
      .values({
        organisation_id: organisationId,
        id: contentId,
        ticket_id: ticketId,
        kind: body.kind,
        salt,
        body: text,
        erased_at: null,
      })
      .execute()
  }
  return hashes
}

async function remember(desk: Desk, command: Command, ticketId: string, outcome: Outcome): Promise<Outcome> {
  await desk.tx
    .insertInto('commands')
    .values({
      organisation_id: desk.organisationId,
      id: command.id,
      person_id: desk.sender.personId,
      ticket_id: ticketId,
      type: command.type,
      outcome: JSON.stringify(outcome),
      received_at: desk.sent.receivedAt,
    })
    .execute()
  return outcome
}

function refused(commandId: string, code: RefusalCode, details: Record<string, unknown> = {}): Outcome {
  return { outcome: 'refused', commandId, refusal: { code, details }, duplicate: false }
}

/** What can be said of a command that cannot be read: its id if there is one, or nothing. */
function readableId(raw: unknown): string {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined
  return typeof id === 'string' ? id.slice(0, 120) : ''
}

/** Where the faults are. Never the values: they may be a citizen's words. */
function pathsOf(error: { issues: readonly { path: readonly PropertyKey[] }[] }): string[] {
  return [...new Set(error.issues.map(issue => issue.path.map(String).join('.')))].slice(0, 20)
}
