/** Tickets as lines of a report: a number, what and where about; no text, no author, no address is even read. */
import { sql } from 'kysely'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { titleOf } from '../../../shared/policy/settings.ts'
import type { BlockId } from '../../../shared/reference/blocks.ts'
import type { PromiseLine, TicketLine } from '../../../shared/reports/note/data.ts'
import { asBlock } from '../../tickets/facts.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { candidates } from '../block-statistics/candidates.ts'
import { conditionOf, type Reading, standing, type Tickets } from '../block-statistics/conditions.ts'
import type { Place } from '../block-statistics/live.ts'

export type LateLine = TicketLine & {
  /** ISO; `null`: it is before the head and not late. */
  lateSince: string | null
  isBeforeHead: boolean
}

type Titles = Pick<Settings, 'subtopics' | 'settlements'>

const nameOf = (list: readonly { id: string; title: string }[], id: string | null) =>
  id === null ? '' : titleOf(list, id)

/** Standing tickets in scope among which the metrics are looked for. */
function ticketsOf(
  { reader, organisationId, scope }: Place,
  reading: Reading,
  metrics: Parameters<typeof candidates>[0],
) {
  return reader
    .selectFrom('tickets')
    .where('organisation_id', '=', organisationId)
    .where(tickets =>
      tickets.and([
        tickets('id', 'in', sql<string>`(${candidates(metrics, { ...reading, organisationId })})`),
        standing(tickets),
        inScopeSql(scope)(tickets),
      ]),
    )
}

/**
 * A document is read by others than who made it, whom the complaint may be about: it counts complaints about officials and
 * names none (PRACTICE P8).
 */
const notComplaint = (tickets: Tickets) => tickets('is_complaint', '=', 0)

/** Overdue tickets, and with `withHead` those before the head; the longest late first. */
export async function readLate(
  place: Place,
  reading: Reading,
  titles: Titles,
  asked: { blocks?: readonly BlockId[]; withHead: boolean; withComplaints: boolean; most: number },
): Promise<{ total: number; lines: LateLine[] }> {
  const { blocks, withHead, withComplaints, most } = asked
  const whole = { ...reading, organisationId: place.organisationId }
  const isLate = (tickets: Tickets) => conditionOf('overdue')(tickets, whole)
  const matching = ticketsOf(place, reading, withHead ? ['overdue', 'before_head'] : ['overdue']).where(
    tickets =>
      tickets.and([
        withHead
          ? tickets.or([isLate(tickets), conditionOf('before_head')(tickets, whole)])
          : isLate(tickets),
        ...(blocks === undefined ? [] : [tickets('block', 'in', [...blocks])]),
      ]),
  )
  const { total } = await matching
    .select(tickets => tickets.fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await matching
    .select(['id', 'number', 'block', 'subtopic', 'settlement', 'next_due_at', 'before_head_at'])
    .select(tickets => tickets.case().when(isLate(tickets)).then(1).else(0).end().as('late'))
    .$if(!withComplaints, query => query.where(notComplaint))
    .orderBy('late', 'desc')
    .orderBy('next_due_at')
    .orderBy('number')
    .limit(most)
    .execute()
  return {
    total: Number(total),
    lines: rows.map(row => ({
      ...lineOf(row, titles),
      lateSince: row.late === 1 ? row.next_due_at : null,
      isBeforeHead: row.before_head_at !== null,
    })),
  }
}

/** What was solved in the period, the latest first. */
export async function readSolved(
  place: Place,
  reading: Reading,
  titles: Titles,
  most: number,
): Promise<{ total: number; lines: TicketLine[] }> {
  const matching = ticketsOf(place, reading, ['solved']).where(tickets =>
    conditionOf('solved')(tickets, { ...reading, organisationId: place.organisationId }),
  )
  const { total } = await matching
    .select(tickets => tickets.fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await matching
    .select(['id', 'number', 'block', 'subtopic', 'settlement'])
    .where(notComplaint)
    .orderBy('answered_at', 'desc')
    .orderBy('number')
    .limit(most)
    .execute()
  return { total: Number(total), lines: rows.map(row => lineOf(row, titles)) }
}

/** Broken promises, and those due before the instant; what was due first stands first. */
export async function readPromises(
  place: Place,
  reading: Reading,
  titles: Titles,
  { until, zone, most }: { until: string; zone: string; most: number },
): Promise<{ total: number; lines: PromiseLine[] }> {
  const whole = { ...reading, organisationId: place.organisationId }
  const isBroken = (tickets: Tickets) => conditionOf('promises_broken')(tickets, whole)
  const matching = ticketsOf(place, reading, ['promises', 'promises_broken']).where(tickets =>
    tickets.or([
      isBroken(tickets),
      tickets.and([
        conditionOf('promises')(tickets, whole),
        tickets('promise_due_at', 'is not', null),
        tickets('promise_due_at', '<', until),
      ]),
    ]),
  )
  const { total } = await matching
    .select(tickets => tickets.fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await matching
    .select(['id', 'number', 'block', 'subtopic', 'settlement', 'promise_due_at'])
    .select(tickets => tickets.case().when(isBroken(tickets)).then(1).else(0).end().as('broken'))
    .where(notComplaint)
    .orderBy('broken', 'desc')
    .orderBy('promise_due_at')
    .orderBy('number')
    .limit(most)
    .execute()
  return {
    total: Number(total),
    lines: rows.map(row => ({
      ...lineOf(row, titles),
      dueOn: row.promise_due_at === null ? null : localDateOf(row.promise_due_at, zone),
      isBroken: row.broken === 1,
    })),
  }
}

type LineRow = {
  id: string
  number: number
  block: string
  subtopic: string | null
  settlement: string | null
}

function lineOf({ id, number, block, subtopic, settlement }: LineRow, titles: Titles): TicketLine {
  return {
    ticketId: id,
    number,
    block: asBlock(block),
    subtopic: nameOf(titles.subtopics, subtopic),
    settlement: nameOf(titles.settlements, settlement),
  }
}

/** When the first ticket was recorded: a period before it cannot be compared with. */
export async function firstCapture({ reader, organisationId }: Place): Promise<string | null> {
  const row = await reader
    .selectFrom('tickets')
    .select(sql<string | null>`min(captured_at)`.as('first'))
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row?.first ?? null
}
