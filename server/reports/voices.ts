/** Messages and authors behind tickets: ten posts about one outage are ten people and one matter (PRACTICE P12, P19). */
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Scope } from '../../shared/policy/permissions.ts'
import type { Period } from '../../shared/reports/period.ts'
import type { Database } from '../store/schema.ts'
import { inScopeSql } from '../tickets/scope-sql.ts'
import { conditions, standing } from './block-statistics/conditions.ts'

export type Voices = { messages: number; authors: number }

/** «Карточек · сообщений · авторов» of what came in a period; `tickets` is the number «Поступило». */
export type PeriodVoices = Voices & { tickets: number }

/** Of the tickets that «Поступило» counts; a post that was split is one message of several tickets. */
export async function periodVoices(
  reader: Kysely<Database>,
  organisationId: string,
  scope: Scope,
  period: Period,
  asOf: string,
): Promise<PeriodVoices> {
  // By itself, for the conditions name columns that other tables have too.
  const received = reader
    .selectFrom('tickets')
    .where('organisation_id', '=', organisationId)
    .where(tickets =>
      tickets.and([
        standing(tickets),
        inScopeSql(scope)(tickets),
        conditions.received(tickets, { period, asOf }),
      ]),
    )
    .select('id')
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
    .where('ticket_sources.ticket_id', 'in', received)
    .select([
      sql<number | string>`count(distinct ticket_sources.ticket_id)`.as('tickets'),
      sql<number | string>`count(distinct sources.id)`.as('messages'),
      sql<number | string>`count(distinct ${author})`.as('authors'),
    ])
    .executeTakeFirstOrThrow()
  return {
    tickets: Number(counted.tickets),
    messages: Number(counted.messages),
    authors: Number(counted.authors),
  }
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
