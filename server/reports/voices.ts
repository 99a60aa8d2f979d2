/** Messages and authors behind tickets: ten posts about one outage are ten people and one matter (PRACTICE P12, P19). */
import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type { Scope } from '../../shared/policy/permissions.ts'
import type { BlockId } from '../../shared/reference/blocks.ts'
import type { Period } from '../../shared/reports/period.ts'
import type { Dimension } from '../../shared/reports/statistics.ts'
import type { Database } from '../store/schema.ts'
import { asBlock } from '../tickets/facts.ts'
import { inScopeSql } from '../tickets/scope-sql.ts'
import { columnsOf } from './block-statistics/by.ts'
import { candidates, ticketsAmong } from './block-statistics/candidates.ts'
import { conditionOf, standing, type Tickets } from './block-statistics/conditions.ts'
import { chosen, type Narrowing } from './block-statistics/list.ts'
import type { Place, SplitColumn } from './block-statistics/live.ts'

export type Voices = { messages: number; authors: number }

/** «Карточек · сообщений · авторов» of what came in a period; `tickets` is the number «Поступило». */
export type PeriodVoices = Voices & { tickets: number }

type Received = { period: Period; asOf: string }

/** Of the tickets that «Поступило» counts; a post that was split is one message of several tickets. */
export async function periodVoices(
  reader: Kysely<Database>,
  organisationId: string,
  scope: Scope,
  period: Period,
  asOf: string,
  narrowing: Narrowing = {},
): Promise<PeriodVoices> {
  const place = { reader, organisationId, scope }
  const [counted] = await countVoices(place, [], { period, asOf }, narrowing)
  return counted?.voices ?? { tickets: 0, messages: 0, authors: 0 }
}

/** The same by a dimension. Rows do not add up: one author may write of two blocks, one post become two tickets. */
export async function voicesBy(
  place: Place,
  dimension: Dimension,
  reading: Received,
  narrowing: Narrowing = {},
): Promise<{ key: string | null; block: BlockId | null; voices: PeriodVoices }[]> {
  const found = await countVoices(place, columnsOf[dimension], reading, narrowing)
  return found.map(({ keys, voices }) => ({
    key: keys[0] ?? null,
    block: dimension === 'settlement_block' ? asBlock(keys[1] ?? '') : null,
    voices,
  }))
}

/** By any columns; `where`: what else must be so of the tickets. */
export async function countVoices(
  { reader, organisationId, scope }: Place,
  by: readonly SplitColumn[],
  reading: Received,
  narrowing: Narrowing,
  where: (tickets: Tickets) => Expression<SqlBool>[] = () => [],
): Promise<{ keys: (string | null)[]; voices: PeriodVoices }[]> {
  // By itself, for the conditions name columns that other tables have too.
  const whole = { organisationId, ...reading }
  const tickets = expressionBuilder<Database, 'tickets'>()
  const received = ticketsAmong(reader, organisationId, candidates(['received'], whole))
    .where(
      tickets.and([
        standing(tickets),
        inScopeSql(scope)(tickets),
        conditionOf('received')(tickets, whole),
        ...chosen(tickets, narrowing),
        ...where(tickets),
      ]),
    )
    .select(['id', ...by])
    .as('received')
  const rows = await reader
    .selectFrom(received)
    .innerJoin('ticket_sources', join =>
      join
        .on('ticket_sources.organisation_id', '=', organisationId)
        .onRef('ticket_sources.ticket_id', '=', 'received.id'),
    )
    .innerJoin('sources', join =>
      join
        .onRef('sources.organisation_id', '=', 'ticket_sources.organisation_id')
        .onRef('sources.id', '=', 'ticket_sources.source_id'),
    )
    .innerJoin('contents', join =>
      join
        .onRef('contents.organisation_id', '=', 'sources.organisation_id')
        .onRef('contents.id', '=', 'sources.content_id'),
    )
    .$if(by.length > 0, query => query.groupBy(by.map(column => `received.${column}` as const)))
    .select(by.map(column => `received.${column}` as const))
    .select([
      sql<number | string>`count(distinct received.id)`.as('tickets'),
      sql<number | string>`count(distinct sources.id)`.as('messages'),
      sql<number | string>`count(distinct ${author})`.as('authors'),
    ])
    .execute()
  return rows.map(row => ({
    keys: by.map(column => row[column] ?? null),
    voices: {
      tickets: Number(row.tickets),
      messages: Number(row.messages),
      authors: Number(row.authors),
    },
  }))
}

/** Messages and authors of these tickets, those joined to them named too; a post that was split is one message. */
export async function voicesOf(
  reader: Kysely<Database>,
  organisationId: string,
  ticketIds: readonly string[],
): Promise<Voices> {
  if (ticketIds.length === 0) return { messages: 0, authors: 0 }
  const counted = await reader
    .selectFrom('ticket_sources')
    .innerJoin('sources', join =>
      join
        .onRef('sources.organisation_id', '=', 'ticket_sources.organisation_id')
        .onRef('sources.id', '=', 'ticket_sources.source_id'),
    )
    .innerJoin('contents', join =>
      join
        .onRef('contents.organisation_id', '=', 'sources.organisation_id')
        .onRef('contents.id', '=', 'sources.content_id'),
    )
    .where('ticket_sources.organisation_id', '=', organisationId)
    // As one value: a statement has not that many places.
    .where(
      sql<SqlBool>`ticket_sources.ticket_id in (select value from json_each(${JSON.stringify(ticketIds)}))`,
    )
    .select([
      sql<number | string>`count(distinct sources.id)`.as('messages'),
      sql<number | string>`count(distinct ${author})`.as('authors'),
    ])
    .executeTakeFirstOrThrow()
  return { messages: Number(counted.messages), authors: Number(counted.authors) }
}

/** Without a profile an author is known by the name, without a name each message stands for one. */
const author = sql<string>`coalesce(
  json_extract(contents.body, '$.source.author.id'),
  json_extract(contents.body, '$.source.author.name'),
  contents.id)`
