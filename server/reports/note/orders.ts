/**
 * Orders of the chief, on tickets and on lines of reports: those that wait, and those reported on since the note before was made
 * (PRACTICE P19), so that each execution stands in one note.
 */
import { sql } from 'kysely'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import type { OrderLine } from '../../../shared/reports/note/data.ts'
import { periodWords } from '../../../shared/reports/period.ts'
import type { Order, Ticket } from '../../../shared/ticket/ticket.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { parseState } from '../../tickets/view.ts'
import type { LineOrder } from '../archive/orders.ts'
import type { FoundReport } from '../archive/reports.ts'
import type { Place } from '../block-statistics/live.ts'

/** The tickets that have such orders; an order that was reported and taken back is read from the state, not the event. */
export async function readTicketOrders(
  { reader, organisationId, scope }: Place,
  since: string,
  settings: Settings,
  now: string,
): Promise<OrderLine[]> {
  const reported = reader
    .selectFrom('events')
    .select('ticket_id as id')
    .where('organisation_id', '=', organisationId)
    // As a constant, so that the statement finds the index of such events (migration 0012).
    .where(sql<boolean>`type = 'order_reported'`)
    .where('at', '>=', since)
  const ordered = reader
    .selectFrom('ticket_figures')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('order_due_at', 'is not', null)
  const rows = await reader
    .selectFrom('tickets')
    .select(['number', 'state'])
    .where('organisation_id', '=', organisationId)
    .where(tickets =>
      tickets.and([
        inScopeSql(scope)(tickets),
        tickets('status', '!=', 'withdrawn'),
        // The note is read by others than who made it (PRACTICE P8).
        tickets('is_complaint', '=', 0),
        tickets(
          'id',
          'in',
          sql<string>`(select id from ${ordered} as ordered union all select id from ${reported} as reported)`,
        ),
      ]),
    )
    .execute()
  // Sorted here: asked for the order, SQLite would walk every ticket of the organisation by its number.
  return rows
    .toSorted((a, b) => a.number - b.number)
    .map(({ state }) => parseState(state))
    .flatMap(ticket =>
      ticket.orders
        .filter(({ done }) => done === null || done.at >= since)
        .map(order => ticketOrder(ticket, order, settings, now)),
    )
}

function ticketOrder(ticket: Ticket, order: Order, settings: Settings, now: string): OrderLine {
  const { zone } = settings.deadlines
  const { to, dueOn, done } = order
  const what =
    ticket.subtopic === null ? blocks[ticket.block].short : titleOf(settings.subtopics, ticket.subtopic)
  const where = ticket.settlement === null ? '' : titleOf(settings.settlements, ticket.settlement)
  return {
    about: { number: ticket.number ?? 0, title: [what, where].filter(Boolean).join(', ') },
    to:
      to.type === 'person'
        ? titleOf(settings.people, to.personId)
        : titleOf(settings.recipients, to.recipientId),
    dueOn,
    state: stateOf(dueOn, done !== null, localDateOf(now, zone)),
    doneOn: done === null ? null : localDateOf(done.at, zone),
    result: '',
  }
}

export function lineOrders(
  orders: readonly LineOrder[],
  reports: readonly FoundReport[],
  zone: string,
  now: string,
): OrderLine[] {
  return orders.map(({ reportId, line, text, to: whom, dueOn, doneAt, result }) => {
    const report = reports.find(({ id }) => id === reportId)
    const week = report === undefined ? '' : periodWords(report.period)
    return {
      about: {
        report: report?.life.number ? `записка №\u00a0${report.life.number}, ${week.toLowerCase()}` : week,
        // A line of the note is a sentence, and here the beginning of one.
        text: line === '' ? text : `${line.replace(/\.$/u, '')}: ${text}`,
      },
      to: whom,
      dueOn,
      state: stateOf(dueOn, doneAt !== null, localDateOf(now, zone)),
      doneOn: doneAt === null ? null : localDateOf(doneAt, zone),
      result: result ?? '',
    }
  })
}

function stateOf(dueOn: string, isDone: boolean, today: string): OrderLine['state'] {
  if (isDone) return 'done'
  return dueOn < today ? 'overdue' : 'waiting'
}
