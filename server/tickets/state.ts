/** Writes the state of a ticket: the row that lists and pull read, and what hangs on it. Called by record.ts alone. */
import type { Stage } from '../../shared/deadlines/deadline.ts'
import { facetsOf } from '../../shared/policy/permissions.ts'
import { canonicalAddressOf } from '../../shared/sources/canonical-address.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import { same } from '../../shared/ticket/step.ts'
import {
  answerOf,
  assignmentOf,
  closedAt,
  isBeforeHead,
  isOpen,
  nextOrder,
  openStatuses,
  type Ticket,
  writeState,
} from '../../shared/ticket/ticket.ts'
import type { Database, TicketFigures } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'

export type Saved = {
  /** As it was stored until now; `null` for one that begins. */
  standing: Ticket | null
  ticket: Ticket
  seq: number
  /** The post that this command brought; a ticket that was split off stands on posts that are there. */
  brought: Pick<SourceDraft, 'key' | 'url' | 'isPrivate'> | null
}

/** The row, and of what hangs on it only what changed. */
export async function saveTicket(
  tx: Tx,
  organisationId: string,
  { standing, ticket, seq, brought }: Saved,
): Promise<void> {
  const row = ticketRow(organisationId, ticket, seq)
  if (standing === null) {
    await tx.insertInto('tickets').values(row).execute()
    await tx.insertInto('ticket_figures').values(figuresOf(row)).execute()
    await saveSources(tx, organisationId, ticket, brought)
  } else {
    const { organisation_id, id, ...columns } = row
    await tx
      .updateTable('tickets')
      .set(columns)
      .where('organisation_id', '=', organisation_id)
      .where('id', '=', id)
      .execute()
    await updateFigures(tx, row)
  }
  const newcomers = ticket.capturers.filter(person => standing?.capturers.includes(person) !== true)
  if (newcomers.length > 0) {
    await tx
      .insertInto('ticket_capturers')
      .values(
        newcomers.map(person_id => ({ organisation_id: organisationId, ticket_id: ticket.id, person_id })),
      )
      .onConflict(conflict => conflict.doNothing())
      .execute()
  }
  await saveParties(tx, organisationId, standing, ticket)
  await saveExternals(tx, organisationId, standing, ticket)
  if (ticket.status === 'withdrawn') await giveBack(tx, organisationId, ticket)
}

/** What statistics read of a row. */
function figuresOf(row: Database['tickets']): TicketFigures {
  return {
    organisation_id: row.organisation_id,
    id: row.id,
    number: row.number,
    status: row.status,
    block: row.block,
    channel: row.channel,
    kind: row.kind,
    subtopic: row.subtopic,
    settlement: row.settlement,
    recipient_id: row.recipient_id,
    sorted: row.sorted,
    is_complaint: row.is_complaint,
    is_open_problem: row.is_open_problem,
    captured_at: row.captured_at,
    published_at: row.published_at,
    first_due_at: row.first_due_at,
    first_stopped_at: row.first_stopped_at,
    final_due_at: row.final_due_at,
    final_stopped_at: row.final_stopped_at,
    next_due_at: row.next_due_at,
    before_head_at: row.before_head_at,
    promise_due_at: row.promise_due_at,
    order_due_at: row.order_due_at,
    answered_at: row.answered_at,
    impossible_at: row.impossible_at,
    is_open: row.is_open,
    repeat_of: row.repeat_of,
    outcome: row.outcome,
    broken_promises: row.broken_promises,
  }
}

export async function updateFigures(tx: Tx, row: Database['tickets']): Promise<void> {
  const { organisation_id, id, ...columns } = figuresOf(row)
  await tx
    .updateTable('ticket_figures')
    .set(columns)
    .where('organisation_id', '=', organisation_id)
    .where('id', '=', id)
    .execute()
}

async function saveSources(
  tx: Tx,
  organisation_id: string,
  ticket: Ticket,
  brought: Saved['brought'],
): Promise<void> {
  const [source] = ticket.sources
  if (source === undefined) return
  if (brought !== null) {
    const { key, url, isPrivate } = brought
    await forgetKey(tx, organisation_id, key)
    await tx
      .insertInto('sources')
      .values({
        organisation_id,
        id: source.sourceId,
        key,
        channel: source.channel,
        content_id: source.contentId,
        url: canonicalAddressOf(brought),
        // What stands in a private chat has an address too, and no page for everybody (PRACTICE P15).
        public: url === null || isPrivate === true ? 0 : 1,
        withdrawn: 0,
      })
      .execute()
  }
  await tx
    .insertInto('ticket_sources')
    .values(
      ticket.sources.map(({ sourceId }) => ({
        organisation_id,
        ticket_id: ticket.id,
        source_id: sourceId,
      })),
    )
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/** The message has a source under this key again: what was learned of a withdrawn one leads nowhere. */
async function forgetKey(tx: Tx, organisationId: string, key: string): Promise<void> {
  await tx
    .deleteFrom('source_keys')
    .where('organisation_id', '=', organisationId)
    .where('key', '=', key)
    .execute()
}

/** The post is free again, unless another ticket of it stands: the next one who records it gets a ticket of its own. */
async function giveBack(tx: Tx, organisationId: string, ticket: Ticket): Promise<void> {
  await tx
    .updateTable('sources')
    .set({ withdrawn: 1 })
    .where('organisation_id', '=', organisationId)
    .where(
      'id',
      'in',
      ticket.sources.map(source => source.sourceId),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ticket_sources')
            .innerJoin('tickets', join =>
              join
                .onRef('tickets.organisation_id', '=', 'ticket_sources.organisation_id')
                .onRef('tickets.id', '=', 'ticket_sources.ticket_id'),
            )
            .select('tickets.id')
            .where('ticket_sources.organisation_id', '=', organisationId)
            .whereRef('ticket_sources.source_id', '=', 'sources.id')
            .where('tickets.status', '!=', 'withdrawn'),
        ),
      ),
    )
    .execute()
}

/** Numbers in other systems, as rows for whoever looks for them. */
async function saveExternals(
  tx: Tx,
  organisation_id: string,
  standing: Ticket | null,
  ticket: Ticket,
): Promise<void> {
  if (same(standing?.external ?? [], ticket.external)) return
  await tx
    .deleteFrom('ticket_externals')
    .where('organisation_id', '=', organisation_id)
    .where('ticket_id', '=', ticket.id)
    .execute()
  const rows = externalRows(organisation_id, ticket)
  if (rows.length > 0) await tx.insertInto('ticket_externals').values(rows).execute()
}

export function externalRows(organisation_id: string, ticket: Ticket): Database['ticket_externals'][] {
  return ticket.external.map(({ system, number, dueOn: due_on, stage }) => ({
    organisation_id,
    ticket_id: ticket.id,
    system,
    number,
    due_on,
    stage,
  }))
}

/** Executors and those a complaint is about, as rows for queries of scope. */
async function saveParties(
  tx: Tx,
  organisation_id: string,
  standing: Ticket | null,
  ticket: Ticket,
): Promise<void> {
  const ticket_id = ticket.id
  const [before, after] = [standing === null ? null : facetsOf(standing), facetsOf(ticket)]
  if (!same(before?.executors ?? [], after.executors)) {
    await forget('ticket_executors')
    const rows = after.executors.map(executor => ({ organisation_id, ticket_id, executor }))
    if (rows.length > 0) await tx.insertInto('ticket_executors').values(rows).execute()
  }
  if (!same(before?.about ?? [], after.about)) {
    await forget('ticket_about')
    const rows = [...new Set(after.about)].map(party => ({ organisation_id, ticket_id, party }))
    if (rows.length > 0) await tx.insertInto('ticket_about').values(rows).execute()
  }

  async function forget(table: 'ticket_executors' | 'ticket_about') {
    if (standing === null) return
    await tx
      .deleteFrom(table)
      .where('organisation_id', '=', organisation_id)
      .where('ticket_id', '=', ticket_id)
      .execute()
  }
}

export function ticketRow(organisationId: string, ticket: Ticket, seq: number): Database['tickets'] {
  if (ticket.number === null) throw new Error('The server gives every ticket its number')
  const { block, status, sorted, executors, isComplaint, about, isOpenProblem } = facetsOf(ticket)
  const assignment = assignmentOf(ticket)
  const [source] = ticket.sources
  const repliedAt = firstReplyAt(ticket)
  const first = answeredStage(ticket, 'first_reply', repliedAt)
  const final = answeredStage(ticket, 'final', firstAnswerAt(ticket))
  // A clock that stands while something is awaited has no date that comes by itself.
  const standing = ticket.stages.filter(stage => stage.stoppedAt === null && stage.pausedAt === null)
  const running = isOpen(ticket) ? standing.filter(({ stage }) => stage !== 'order') : []
  const due = running.map(stage => stage.dueAt).sort()
  return {
    organisation_id: organisationId,
    id: ticket.id,
    number: ticket.number,
    seq,
    version: ticket.version,
    state: writeState(ticket),
    status,
    block,
    subtopic: ticket.subtopic,
    settlement: ticket.settlement,
    urgent: ticket.urgent ? 1 : 0,
    channel: source?.channel ?? 'other',
    recipient_id: assignment?.recipientId ?? null,
    sorted: sorted ? 1 : 0,
    captured_at: ticket.capturedAt,
    published_at: source?.publishedAt ?? null,
    first_due_at: first?.dueAt ?? null,
    // «Ответ невозможен» stops the clock too, but only a word to the author is a first reply.
    first_stopped_at: first === undefined ? null : (repliedAt ?? first.stoppedAt),
    final_due_at: final?.dueAt ?? null,
    final_stopped_at: final?.stoppedAt ?? null,
    next_due_at: due[0] ?? null,
    closed_at: closedAt(ticket),
    kind: ticket.kind,
    assignee_id: assignment?.personId ?? null,
    executors: JSON.stringify(executors),
    is_complaint: isComplaint ? 1 : 0,
    about: JSON.stringify(about),
    is_open_problem: isOpenProblem ? 1 : 0,
    before_head_at: isBeforeHead(ticket) ? (ticket.headQuestion?.at ?? null) : null,
    promise_due_at: running.find(stage => stage.stage === 'promise')?.dueAt ?? null,
    order_due_at:
      nextOrder(ticket) === null
        ? null
        : (standing.findLast(({ stage }) => stage === 'order')?.dueAt ?? null),
    reopened_at: ticket.reopenedAt,
    answered_at: answeredAt(ticket),
    impossible_at: ticket.impossible?.at ?? null,
    escalated_at: ticket.escalatedAt,
    merged_into: ticket.status === 'merged' ? ticket.merged.into : null,
    is_open: isInWork(ticket) ? 1 : 0,
    repeat_of: ticket.repeatOf,
    outcome: ticket.status === 'transferred' ? 'redirected' : (answerOf(ticket)?.outcome ?? null),
    broken_promises: ticket.brokenPromises,
  }
}

/** Without its answer: what is under control has been answered already (PRACTICE P2), a joined post may wait for a word. */
function isInWork(ticket: Ticket): boolean {
  return ticket.status === 'merged' ? ticket.merged.reply === null : openStatuses.includes(ticket.status)
}

/**
 * When the citizen got the final answer, or the explanation that the matter left, or the answer to a joined post. The
 * first time counts: a ticket that came back later, even for a broken promise, was answered all the same (PRACTICE P2).
 */
function answeredAt(ticket: Ticket): string | null {
  return firstAnswerAt(ticket) ?? (ticket.status === 'merged' ? (ticket.merged.reply?.at ?? null) : null)
}

/** The final answer of its own, or the explanation to whom the matter went: whichever came first. */
function firstAnswerAt(ticket: Ticket): string | null {
  const final = ticket.replies.filter(reply => reply.kind === 'final')
  return earliest([...final.map(reply => reply.at), ticket.explainedAt])
}

/** The first word of any kind. */
function firstReplyAt(ticket: Ticket): string | null {
  return earliest([...ticket.replies.map(reply => reply.at), ticket.explainedAt])
}

/** The clock that this reply met; without one, that of the round which runs. */
function answeredStage(
  { stages }: Ticket,
  wanted: 'first_reply' | 'final',
  repliedAt: string | null,
): Stage | undefined {
  const rounds = stages.filter(({ stage }) => stage === wanted)
  if (repliedAt === null) return rounds.at(-1)
  const at = Date.parse(repliedAt)
  return rounds.findLast(({ startedAt }) => Date.parse(startedAt) <= at) ?? rounds[0]
}

function earliest(instants: readonly (string | null)[]): string | null {
  const [first = null] = instants
    .filter(each => each !== null)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
  return first
}
