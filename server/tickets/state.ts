/** Writes the state of a ticket: the row that lists and pull read, and what hangs on it. Called by push alone. */
import { facetsOf } from '../../shared/policy/permissions.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import { closedAt, isOpen, type Ticket } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'

/** `brought`: the source that this command brought, the only one of its new ticket. */
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
    await tx
      .insertInto('ticket_sources')
      .values({ organisation_id: organisationId, ticket_id: id, source_id: source.sourceId })
      .execute()
  }
  if (ticket.status === 'withdrawn') {
    // The post is free again: the next one who records it gets a ticket of its own.
    await tx
      .updateTable('sources')
      .set({ withdrawn: 1 })
      .where('organisation_id', '=', organisationId)
      .where(
        'id',
        'in',
        ticket.sources.map(source => source.sourceId),
      )
      .execute()
  }
}

function ticketRow(organisationId: string, ticket: Ticket, seq: number): Database['tickets'] {
  if (ticket.number === null) throw new Error('The server gives every ticket its number')
  const { block, recipientId, status, sorted } = facetsOf(ticket)
  const [source] = ticket.sources
  const first = ticket.stages.find(stage => stage.stage === 'first_reply')
  const final = ticket.stages.find(stage => stage.stage === 'final')
  const running = isOpen(ticket) ? ticket.stages.filter(stage => stage.stoppedAt === null) : []
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
    recipient_id: recipientId,
    sorted: sorted ? 1 : 0,
    captured_at: ticket.capturedAt,
    published_at: source?.publishedAt ?? null,
    first_due_at: first?.dueAt ?? null,
    first_stopped_at: first?.stoppedAt ?? null,
    final_due_at: final?.dueAt ?? null,
    final_stopped_at: final?.stoppedAt ?? null,
    next_due_at: due[0] ?? null,
    closed_at: closedAt(ticket),
  }
}
