/**
 * Writes a lived district into the database of an office that stands empty: events in the order of time and chained, and
 * what the office itself makes of them (rows of tickets, moments, messages), many at once. By commands it would take an hour.
 */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { hashOf } from '../../../server/tickets/chain.ts'
import { Moments } from '../../../server/tickets/moments.ts'
import { ticketRow } from '../../../server/tickets/state.ts'
import { facetsOf } from '../../../shared/policy/permissions.ts'
import type { Fact, TicketEvent } from '../../../shared/ticket/events.ts'
import { evolve } from '../../../shared/ticket/evolve.ts'
import { assignmentOf, type Ticket } from '../../../shared/ticket/ticket.ts'
import type { Lived } from './district.ts'

type Row = Record<string, string | number | null>

export function appendDistrict(folder: string, organisationId: string, { deeds }: Lived): void {
  const file = new Sqlite(join(folder, 'pult.sqlite'))
  file.pragma('synchronous = off')
  const insert = inserter(file)
  // Undoing needs the step before; keeping it costs half of the time, so only tickets on which something was undone do.
  const undoing = new Set(
    deeds
      .filter(({ events }) => events.some(({ type }) => type === 'undone'))
      .map(({ ticketId }) => ticketId),
  )
  const standing = new Map<string, { ticket: Ticket; moments: Moments; seq: number }>()
  let seq = Number(file.prepare('select next_seq from organisations').pluck().get())
  let head = String(file.prepare('select chain_head from organisations').pluck().get())
  file.transaction(() => {
    for (const { ticketId, at, by, step, events, contents, key } of deeds) {
      const moment = new Date(at).toISOString()
      const moments = standing.get(ticketId)?.moments ?? new Moments(organisationId, ticketId)
      let ticket = standing.get(ticketId)?.ticket ?? null
      for (const event of events.map(withoutTrace)) {
        const fact: Fact = { ...event, at: moment, by, step, behalf: null }
        moments.add(ticket, fact, seq)
        ticket = evolve(ticket, undoing.has(ticketId) ? fact : { ...fact, step: '' }, ticketId)
        const link = {
          previousHash: head,
          seq,
          ticketId,
          commandId: step,
          type: fact.type,
          data: fact.data,
          by,
          behalf: null,
          at: moment,
          occurredAt: moment,
          receivedAt: moment,
          contentHashes: {},
        }
        const hash = hashOf(link)
        const after = facetsOf(ticket)
        insert('events', {
          organisation_id: organisationId,
          seq,
          ticket_id: ticketId,
          command_id: step,
          type: fact.type,
          data: JSON.stringify(fact.data),
          by,
          behalf: null,
          at: moment,
          occurred_at: moment,
          received_at: moment,
          content_hashes: '{}',
          previous_hash: head,
          hash,
          after_block: after.block,
          after_recipient_id: assignmentOf(ticket)?.recipientId ?? null,
          after_status: after.status,
          after_sorted: after.sorted ? 1 : 0,
          after_executors: JSON.stringify(after.executors),
          after_is_complaint: 0,
          after_about: '[]',
          after_is_open_problem: 0,
        })
        head = hash
        seq += 1
      }
      if (ticket === null) throw new Error('A deed without events begins no ticket')
      standing.set(ticketId, { ticket, moments, seq: seq - 1 })
      for (const { contentId, body } of contents) {
        insert('contents', {
          organisation_id: organisationId,
          id: contentId,
          ticket_id: ticketId,
          kind: body.kind,
          salt: '',
          body: JSON.stringify(body),
          erased_at: null,
        })
      }
      const [source] = ticket.sources
      if (key !== null && source !== undefined) {
        insert('sources', {
          organisation_id: organisationId,
          id: source.sourceId,
          key,
          channel: source.channel,
          content_id: source.contentId,
          url: null,
          public: 1,
          withdrawn: 0,
        })
      }
    }
    for (const { ticket, moments, seq: last } of standing.values()) {
      const row = ticketRow(organisationId, ticket, last)
      insert('tickets', { ...row })
      for (const each of moments.rows) insert('ticket_moments', { ...each })
      for (const { sourceId } of ticket.sources)
        insert('ticket_sources', {
          organisation_id: organisationId,
          ticket_id: ticket.id,
          source_id: sourceId,
        })
    }
    const highest = Math.max(...[...standing.values()].map(({ ticket }) => ticket.number ?? 0))
    const columns = file
      .prepare(`select group_concat(name) from pragma_table_info('ticket_figures')`)
      .pluck()
      .get()
    file.exec(`insert into ticket_figures (${columns}) select ${columns} from tickets`)
    file
      .prepare('update organisations set next_seq = ?, next_number = ?, chain_head = ?')
      .run(seq, highest + 1, head)
    // Made anew at the next start.
    file.exec('delete from counter_states')
  })()
  file.close()
}

/** How a deadline came about is long, and no number reads it. */
function withoutTrace(event: TicketEvent): TicketEvent {
  if (event.type !== 'deadlines_set') return event
  const stages = event.data.stages.map(stage => ({ ...stage, trace: [] }))
  return { type: 'deadlines_set', data: { ...event.data, stages } }
}

/** A statement for each table, prepared once. */
function inserter(file: Sqlite.Database): (table: string, row: Row) => void {
  const statements = new Map<string, Sqlite.Statement>()
  return (table, row) => {
    let statement = statements.get(table)
    if (statement === undefined) {
      const names = Object.keys(row)
      const columns = names.map(name => `"${name}"`).join(', ')
      statement = file.prepare(
        `insert into ${table} (${columns}) values (${names.map(() => '?').join(', ')})`,
      )
      statements.set(table, statement)
    }
    statement.run(Object.values(row))
  }
}
