/** Tickets as lines of a report: a number, what and where about; no text, no author, no address is even read. */
import { sql } from 'kysely'
import type { Settings } from '../../../shared/policy/settings.ts'
import { titleOf } from '../../../shared/policy/settings.ts'
import type { BlockId } from '../../../shared/reference/blocks.ts'
import type { TicketLine } from '../../../shared/reports/note/data.ts'
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

/** Overdue tickets, and with `withHead` those before the head; the longest late first. */
export async function readLate(
  { reader, organisationId, scope }: Place,
  reading: Reading,
  titles: Titles,
  asked: { blocks?: readonly BlockId[]; withHead: boolean; most: number },
): Promise<{ total: number; lines: LateLine[] }> {
  const { blocks, withHead, most } = asked
  const whole = { ...reading, organisationId }
  const isLate = (tickets: Tickets) => conditionOf('overdue')(tickets, whole)
  const matching = reader
    .selectFrom('tickets')
    .where('organisation_id', '=', organisationId)
    .where(tickets =>
      tickets.and([
        tickets(
          'id',
          'in',
          sql<string>`(${candidates(withHead ? ['overdue', 'before_head'] : ['overdue'], whole)})`,
        ),
        standing(tickets),
        inScopeSql(scope)(tickets),
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
  { reader, organisationId, scope }: Place,
  reading: Reading,
  titles: Titles,
  most: number,
): Promise<{ total: number; lines: TicketLine[] }> {
  const whole = { ...reading, organisationId }
  const matching = reader
    .selectFrom('tickets')
    .where('organisation_id', '=', organisationId)
    .where(tickets =>
      tickets.and([
        tickets('id', 'in', sql<string>`(${candidates(['solved'], whole)})`),
        standing(tickets),
        inScopeSql(scope)(tickets),
        conditionOf('solved')(tickets, whole),
      ]),
    )
  const { total } = await matching
    .select(tickets => tickets.fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await matching
    .select(['id', 'number', 'block', 'subtopic', 'settlement'])
    .orderBy('answered_at', 'desc')
    .orderBy('number')
    .limit(most)
    .execute()
  return { total: Number(total), lines: rows.map(row => lineOf(row, titles)) }
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
