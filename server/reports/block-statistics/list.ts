/** The list behind every number, and the queue: the same conditions, one page at a time. */
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import type { Kind } from '../../../shared/deadlines/rules.ts'
import { recipientKey, type Scope } from '../../../shared/policy/permissions.ts'
import type { BlockId } from '../../../shared/reference/blocks.ts'
import type { ChannelId } from '../../../shared/reference/channels.ts'
import { type MetricId, metrics } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { TicketStatus, TicketView } from '../../../shared/ticket/ticket.ts'
import type { Database } from '../../store/schema.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { withContents } from '../../tickets/view.ts'
import { conditions, standing, type Tickets } from './conditions.ts'

/** What narrows a list, besides the number behind which it stands. */
export type Narrowing = {
  block?: BlockId | undefined
  status?: TicketStatus | undefined
  kind?: Kind | undefined
  channel?: ChannelId | undefined
  settlement?: string | undefined
  recipientId?: string | undefined
  beforeHead?: boolean | undefined
  /** Recorded in these days off. */
  recorded?: { from: string; to: string } | undefined
  /** A number «1024», here or in another system, or words that the message, its author, place or a reply must hold, in any order. */
  text?: string | undefined
}

export type TicketFilter = Narrowing & { metric: MetricId; period: Period }

export type TicketPage = { rows: TicketView[]; total: number; page: number; pages: number }

export const rowsPerPage = 50

/** Pages count from 1; a page beyond the last answers the last. */
export async function listTickets(
  reader: Kysely<Database>,
  organisationId: string,
  scope: Scope,
  filter: TicketFilter,
  asOf: string,
  page = 1,
): Promise<TicketPage> {
  const matching = reader
    .selectFrom('tickets')
    .where('organisation_id', '=', organisationId)
    .where(tickets =>
      tickets.and([
        standing(tickets),
        inScopeSql(scope)(tickets),
        conditions[filter.metric](tickets, { period: filter.period, asOf }),
        ...chosen(tickets, filter),
      ]),
    )
  const counted = await matching
    .select(tickets => tickets.fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  const total = Number(counted.total)
  const pages = Math.max(1, Math.ceil(total / rowsPerPage))
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages)

  const ordered =
    filter.metric === 'longest'
      ? matching.orderBy('captured_at', 'asc')
      : metrics[filter.metric].span === 'now'
        ? // The most urgent first; what has no running term last.
          matching
            .orderBy(tickets => tickets.case().when('next_due_at', 'is', null).then(1).else(0).end())
            .orderBy('next_due_at', 'asc')
        : matching.orderBy('captured_at', 'desc')
  const found = await ordered
    .orderBy('number', 'asc')
    .select(['id', 'state'])
    .limit(rowsPerPage)
    .offset((shown - 1) * rowsPerPage)
    .execute()
  return { rows: await withContents(reader, organisationId, found), total, page: shown, pages }
}

export function chosen(tickets: Tickets, narrowing: Narrowing): Expression<SqlBool>[] {
  const { block, status, kind, channel, settlement, recipientId, beforeHead, recorded, text } = narrowing
  return [
    ...(block ? [tickets('block', '=', block)] : []),
    ...(status ? [tickets('status', '=', status)] : []),
    ...(kind ? [tickets('kind', '=', kind)] : []),
    ...(channel ? [tickets('channel', '=', channel)] : []),
    ...(settlement ? [tickets('settlement', '=', settlement)] : []),
    ...(recipientId ? [executedBy(tickets, recipientId)] : []),
    ...(beforeHead ? [tickets('before_head_at', 'is not', null)] : []),
    ...(recorded
      ? [tickets('captured_at', '>=', recorded.from), tickets('captured_at', '<', recorded.to)]
      : []),
    ...(text ? words(text).map(word => holds(tickets, word)) : []),
  ]
}

/** As the responsible executor or together with one. */
function executedBy(tickets: Tickets, recipientId: string): Expression<SqlBool> {
  return tickets.exists(
    tickets
      .selectFrom('ticket_executors')
      .whereRef('ticket_executors.organisation_id', '=', 'tickets.organisation_id')
      .whereRef('ticket_executors.ticket_id', '=', 'tickets.id')
      .where('ticket_executors.executor', '=', recipientKey(recipientId))
      .select('ticket_executors.executor'),
  )
}

const words = (text: string) => text.replaceAll(/№\s*/g, '№').trim().split(/\s+/).filter(Boolean).slice(0, 8)

/** Where in a body people's words stand; what is around them, its fields and addresses, would match «post» or «vk». */
const wordPlaces = ['$.source.text', '$.source.author.name', '$.text']

function holds(tickets: Tickets, word: string): Expression<SqlBool> {
  const number = /^№?(\d{1,9})$/.exec(word)?.[1]
  return tickets.or([
    ...(number ? [tickets('number', '=', Number(number))] : []),
    tickets.exists(
      tickets
        .selectFrom('ticket_externals')
        .whereRef('ticket_externals.organisation_id', '=', 'tickets.organisation_id')
        .whereRef('ticket_externals.ticket_id', '=', 'tickets.id')
        .where('ticket_externals.number', '=', word.replace(/^№/, ''))
        .select('ticket_externals.system'),
    ),
    tickets.exists(
      tickets
        .selectFrom('contents')
        .whereRef('contents.organisation_id', '=', 'tickets.organisation_id')
        .whereRef('contents.ticket_id', '=', 'tickets.id')
        .where(contents =>
          contents.or(
            wordPlaces.flatMap(place =>
              spellings(word).map(
                each => sql<SqlBool>`json_extract(contents.body, ${place}) like ${each} escape '!'`,
              ),
            ),
          ),
        )
        .select('contents.id'),
    ),
  ])
}

/** SQLite folds the case of Latin letters only, so Cyrillic words are asked for in their three usual spellings. */
function spellings(word: string): string[] {
  const lower = word.toLowerCase()
  const variants = [word, lower, lower.replace(/\p{L}/u, letter => letter.toUpperCase()), word.toUpperCase()]
  // What LIKE would read as a sign is asked for as itself.
  return [...new Set(variants)].map(each => `%${each.replaceAll(/[%_!]/g, '!$&')}%`)
}
