/** Writes the state of a ticket: the row that lists and pull read, and what hangs on it. Called by record.ts alone. */
import type { Stage } from '../../shared/deadlines/deadline.ts'
import { facetsOf } from '../../shared/policy/permissions.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import {
  assignmentOf,
  closedAt,
  isBeforeHead,
  isOpen,
  type PublishedReply,
  type Ticket,
} from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'

/** `brought`: the source that this command brought; a ticket that was split off stands on sources that are there. */
export async function saveTicket(
  tx: Tx,
  organisationId: string,
  ticket: Ticket,
  seq: number,
  brought: Pick<SourceDraft, 'key' | 'url'> | null,
): Promise<void> {
  const { id, ...columns } = ticketRow(organisationId, ticket, seq)
  await tx
    .insertInto('tickets')
    .values({ id, ...columns })
    .onConflict(conflict => conflict.columns(['organisation_id', 'id']).doUpdateSet(columns))
    .execute()
  await tx
    .insertInto('ticket_capturers')
    .values(
      ticket.capturers.map(person_id => ({ organisation_id: organisationId, ticket_id: id, person_id })),
    )
    .onConflict(conflict => conflict.doNothing())
    .execute()
  await saveParties(tx, organisationId, ticket)
  const [source] = ticket.sources
  if (brought !== null && source !== undefined) {
    const { key, url } = brought
    await tx
      .insertInto('sources')
      .values({
        organisation_id: organisationId,
        id: source.sourceId,
        key,
        channel: source.channel,
        content_id: source.contentId,
        public: url === null ? 0 : 1,
        withdrawn: 0,
      })
      .execute()
  }
  if (ticket.sources.length > 0) {
    await tx
      .insertInto('ticket_sources')
      .values(
        ticket.sources.map(({ sourceId }) => ({
          organisation_id: organisationId,
          ticket_id: id,
          source_id: sourceId,
        })),
      )
      .onConflict(conflict => conflict.doNothing())
      .execute()
  }
  if (ticket.status === 'withdrawn') await giveBack(tx, organisationId, ticket)
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

/** Executors and those a complaint is about, as rows for queries of scope. */
export async function saveParties(tx: Tx, organisation_id: string, ticket: Ticket): Promise<void> {
  const { executors, about } = facetsOf(ticket)
  const ticket_id = ticket.id
  for (const table of ['ticket_executors', 'ticket_about'] as const) {
    await tx
      .deleteFrom(table)
      .where('organisation_id', '=', organisation_id)
      .where('ticket_id', '=', ticket_id)
      .execute()
  }
  for (const executor of new Set(executors)) {
    await tx.insertInto('ticket_executors').values({ organisation_id, ticket_id, executor }).execute()
  }
  for (const party of new Set(about)) {
    await tx.insertInto('ticket_about').values({ organisation_id, ticket_id, party }).execute()
  }
}

export function ticketRow(organisationId: string, ticket: Ticket, seq: number): Database['tickets'] {
  if (ticket.number === null) throw new Error('The server gives every ticket its number')
  const { block, status, sorted, executors, isComplaint, about, isOpenProblem } = facetsOf(ticket)
  const assignment = assignmentOf(ticket)
  const [source] = ticket.sources
  const first = answeredStage(ticket, 'first_reply', ticket.replies)
  const final = answeredStage(ticket, 'final', finalReplies(ticket))
  // A clock that stands while something is awaited has no date that comes by itself.
  const running = isOpen(ticket)
    ? ticket.stages.filter(stage => stage.stoppedAt === null && stage.pausedAt === null)
    : []
  const due = running.map(stage => stage.dueAt).sort()
  return {
    organisation_id: organisationId,
    id: ticket.id,
    number: ticket.number,
    seq,
    version: ticket.version,
    state: JSON.stringify(ticket),
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
    first_stopped_at: first?.stoppedAt ?? null,
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
    reopened_at: ticket.reopenedAt,
    answered_at: answeredAt(ticket),
    impossible_at: ticket.impossible?.at ?? null,
    escalated_at: ticket.escalatedAt,
    merged_into: ticket.status === 'merged' ? ticket.merged.into : null,
  }
}

function finalReplies({ replies }: Ticket): PublishedReply[] {
  return replies.filter(reply => reply.kind === 'final')
}

/**
 * When the citizen got the final answer, or the explanation that the matter left, or the answer to a joined post. The
 * first time counts: a ticket that came back later, even for a broken promise, was answered all the same (PRACTICE P2).
 */
function answeredAt(ticket: Ticket): string | null {
  const [answer] = inOrder(finalReplies(ticket))
  if (answer !== undefined) return answer.at
  if (ticket.status === 'transferred') return ticket.transfer.at
  return ticket.status === 'merged' ? (ticket.merged.reply?.at ?? null) : null
}

/** The clock that the first of these replies met; without one, that of the round which runs. */
function answeredStage(
  { stages }: Ticket,
  wanted: 'first_reply' | 'final',
  replies: readonly PublishedReply[],
): Stage | undefined {
  const rounds = stages.filter(({ stage }) => stage === wanted)
  const [reply] = inOrder(replies)
  if (reply === undefined) return rounds.at(-1)
  const at = Date.parse(reply.at)
  return rounds.findLast(({ startedAt }) => Date.parse(startedAt) <= at) ?? rounds[0]
}

function inOrder(replies: readonly PublishedReply[]): PublishedReply[] {
  return replies.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
