/**
 * How commands become events. A push is one job of the writer; the numbers are repeated in the code.
 *
 *  1. Lock the organisation's row (record.ts): it holds the next `seq`, the next number and the head of the chain, so the
 *     order of numbers is the order of commits. A device that knows another epoch is only told the epoch of this one.
 *  2. Read settings and the person now, not at sign-in: a right that was taken away, or lent for days that are over, is
 *     gone at once. Note which tickets of theirs the person opened.
 *  3. Take the commands in the order of the list, each in a savepoint: a refusal takes back nothing of its neighbours.
 *  4. Read the head (id and type). Without an id there is nothing to be idempotent by: refused `invalid-command`.
 *  5. An id that was decided before gets its stored outcome, marked `duplicate`; from another person it is refused.
 *  6. Parse the rest. An unreadable command is refused with the paths of its faults, never their values, and is not
 *     remembered: a newer server may read it under the same id. The same holds for what waits on an unknown command.
 *  7. `dependsOn` must have been accepted.
 *  8. Resolve the ticket: an alias stands for the ticket that holds the post, wherever the command names one. A capture
 *     looks its post up by the source key, else by the address that names it alone; a standing ticket with either
 *     holds it. A key of what has no public page
 *     opens no ticket to a second person, and a complaint none to whom it is about. A new id must mean nothing yet.
 *  9. Compute the effective time from the three clocks (effective-time.ts).
 * 10. Read the other tickets that the decision needs, and `decide`. A refusal is stored as the command's outcome.
 * 11. Append the events of the ticket and of the others in the same savepoint (record.ts): each chained to the one
 *     before, with the contents that they name; write the states. For a capture that was held, keep the alias and the key. Store the
 *     outcome.
 * 12. Write back the organisation's counters and the device's clock. COMMIT, then answer.
 */
import type { RefusalCode } from '../../shared/errors.ts'
import { type Actor, findActor } from '../../shared/policy/actor.ts'
import { facetsOf, inScope, mayCapture, readScope } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { type Outcome, outcomeSchema } from '../../shared/sync/wire.ts'
import { type Command, commandHeadSchema, commandSchema, commandTypes } from '../../shared/ticket/commands.ts'
import { decide, relatedIds } from '../../shared/ticket/decide.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import { foreignFiles } from '../files/claims.ts'
import type { ReadSettings } from '../people/settings.ts'
import { inSavepoint, TransactionLost, type Tx } from '../store/writer.ts'
import { effectiveTime } from './effective-time.ts'
import { type Opened, writePanelOpenings } from './openings.ts'
import { appendDecision, type Book, closeBook, openBook } from './record.ts'
import { findClash, findHolder, learnKey, resolveAliases } from './resolve.ts'
import { findView, findViews } from './view.ts'

export type PushJob = {
  tx: Tx
  organisationId: string
  readSettings: ReadSettings
  /** Told once of an error that is nobody's refusal; a command that caused it is refused alone. */
  report(error: unknown): void
}

export type Sender = {
  personId: string
  deviceId: string | null
  /** Who acts without an account (the link of an assignment); anybody else is read from the settings of now. */
  actor?: Actor
}
export type Sent = {
  deviceTime: string
  receivedAt: string
  /** `null`: the sender knows none, or is a page of this server. */
  knownEpoch: string | null
  commands: readonly unknown[]
  opened?: readonly Opened[]
}

/** The device was taken away while its request was under way. */
export class DeviceRevoked extends Error {
  override name = 'DeviceRevoked'
}

type Desk = PushJob & {
  book: Book
  sender: Sender
  sent: Sent
  actor: Actor
  settings: Settings
  /** The effective time of the device's last accepted command. */
  clock: { effectiveAt: string | null }
}

export async function push(
  job: PushJob,
  sender: Sender,
  sent: Sent,
): Promise<{ epoch: string; outcomes: Outcome[] }> {
  const { tx, organisationId } = job
  // 1
  const book = await openBook(tx, organisationId)
  const { epoch } = book
  if (sent.knownEpoch !== null && sent.knownEpoch !== epoch) return { epoch, outcomes: [] }
  const clock = { effectiveAt: sender.deviceId === null ? null : await lastEffectiveAt(job, sender.deviceId) }
  // 2
  const settings = await job.readSettings(tx)
  if (settings === undefined) throw new Error('An organisation without settings')
  const actor = sender.actor ?? findActor(settings, sender.personId, sent.receivedAt) ?? nobody(sender)
  const desk: Desk = { ...job, book, sender, sent, actor, settings, clock }
  // 3
  const outcomes: Outcome[] = []
  for (const raw of sent.commands) outcomes.push(await tryOne(desk, raw))
  await writePanelOpenings(desk, sent.opened ?? [])
  // 12
  await closeBook(book)
  if (sender.deviceId !== null) {
    await tx
      .updateTable('devices')
      .set({ last_effective_at: clock.effectiveAt, last_seen_at: sent.receivedAt })
      .where('organisation_id', '=', organisationId)
      .where('id', '=', sender.deviceId)
      .execute()
  }
  return { epoch, outcomes }
}

function nobody({ personId }: Sender): Actor {
  return { personId, roles: [], blocks: [], recipientIds: [] }
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
  const { ledger } = desk.book
  const [ledgerBefore, clockBefore] = [{ ...ledger }, { ...desk.clock }]
  try {
    return await inSavepoint(desk.tx, () => one(desk, raw))
  } catch (error) {
    Object.assign(ledger, ledgerBefore)
    Object.assign(desk.clock, clockBefore)
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
  const sentCommand = parsed.data
  // 7
  if (sentCommand.dependsOn !== null) {
    const dependency = await findOutcome(desk, sentCommand.dependsOn)
    if (dependency === undefined) return refused(id, 'dependency-refused')
    if (dependency.outcome.outcome === 'refused')
      return remember(desk, sentCommand, refused(id, 'dependency-refused'))
  }
  // 8
  const command = await resolveAliases(desk, sentCommand)
  const holder = command.type === 'capture' ? await findHolder(desk, command.data.source) : undefined
  const clash = await findClash(desk, sentCommand, command, holder?.id)
  if (clash) return refused(id, 'invalid-command', { fields: [clash] })
  const ticketId = command.type === 'capture' ? holder?.id : command.ticketId
  const view = ticketId === undefined ? null : ((await findView(tx, organisationId, ticketId)) ?? null)
  if (holder && view && !mayLearnOf(desk, view, holder.isPublic) && mayCapture(desk.actor))
    return remember(desk, sentCommand, refused(id, 'already-captured'))
  // 9
  const at = effectiveTime({
    occurredAt: command.occurredAt,
    deviceTime: desk.sent.deviceTime,
    receivedAt: desk.sent.receivedAt,
    previousAt: desk.clock.effectiveAt,
  })
  const foreign =
    'files' in command.data &&
    (await foreignFiles(
      { db: tx, organisationId },
      { personId: sender.personId, scope: readScope(desk.actor, desk.settings) },
      command.data.files.map(file => file.sha256),
    ))
  if (foreign && foreign.length > 0)
    return remember(desk, command, refused(id, 'unknown-file'), view?.ticket.id)
  // 10
  const others = await findViews(tx, organisationId, relatedIds(view, command))
  const related = (otherId: string) => others.get(otherId) ?? null
  const decision = decide(view, command, {
    actor: desk.actor,
    now: at,
    settings: desk.settings,
    nextNumber: desk.book.ledger.number,
    related,
  })
  if (decision.outcome === 'refused') {
    const { code, details } = decision.refusal
    const refusal: Outcome = {
      outcome: 'refused',
      commandId: id,
      refusal: { code, details },
      duplicate: false,
    }
    return remember(desk, command, refusal, view?.ticket.id)
  }
  // 11
  const ticket = await appendDecision(desk.book, {
    view,
    ticketId: view?.ticket.id ?? command.ticketId,
    decision,
    act: {
      commandId: id,
      by: sender.personId,
      behalf: decision.behalf,
      at,
      occurredAt: command.occurredAt,
      receivedAt: desk.sent.receivedAt,
    },
    brought: view === null && command.type === 'capture' ? command.data.source : null,
    related,
  })
  desk.clock.effectiveAt = at
  if (ticket.id !== command.ticketId) {
    await tx
      .insertInto('ticket_aliases')
      .values({ organisation_id: organisationId, alias_id: command.ticketId, ticket_id: ticket.id })
      .onConflict(conflict => conflict.doNothing())
      .execute()
  }
  if (command.type === 'capture' && holder !== undefined)
    await learnKey(desk, command.data.source.key, holder)
  const { number } = ticket
  const outcome: Outcome = {
    outcome: 'accepted',
    commandId: id,
    ticketId: ticket.id,
    number,
    duplicate: false,
  }
  return remember(desk, command, outcome, ticket.id)
}

/** Whether a second person who records the same post may join its ticket, and so learn that there is one. */
function mayLearnOf({ actor, settings }: Desk, { ticket }: TicketView, isPublic: boolean): boolean {
  const facets = facetsOf(ticket)
  const scope = readScope(actor, settings)
  // Recording it again would make anybody a reader of a complaint (P8).
  return inScope(facets, scope) || (isPublic && !facets.isComplaint)
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

async function remember(
  desk: Desk,
  command: Command,
  outcome: Outcome,
  ticketId = command.ticketId,
): Promise<Outcome> {
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
