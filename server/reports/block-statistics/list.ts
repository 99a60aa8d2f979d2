/** The list behind every number, and the queue: the same conditions, one page at a time. */
import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type { Kind } from '../../../shared/deadlines/rules.ts'
import { recipientKey, type Scope } from '../../../shared/policy/permissions.ts'
import type { BlockId } from '../../../shared/reference/blocks.ts'
import type { ChannelId } from '../../../shared/reference/channels.ts'
import { type MetricId, metrics } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { TicketStatus, TicketView } from '../../../shared/ticket/ticket.ts'
import type { Database } from '../../store/schema.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { findViews } from '../../tickets/view.ts'
import { candidates, ticketsAmong } from './candidates.ts'
import { conditionOf, type Reading, standing, type Tickets } from './conditions.ts'

/** What narrows a list, besides the number behind which it stands. */
export type Narrowing = {
  block?: BlockId | undefined
  status?: TicketStatus | undefined
  kind?: Kind | undefined
  channel?: ChannelId | undefined
  settlement?: string | undefined
  subtopic?: string | undefined
  /** Executes it alone or together with others. */
  recipientId?: string | undefined
  /** Is responsible for it. */
  responsibleId?: string | undefined
  /** Those that have none: the row «не указано» of a dimension. */
  without?: 'settlement' | 'subtopic' | 'recipient' | undefined
  beforeHead?: boolean | undefined
  /** Recorded in these days off. */
  recorded?: { from: string; to: string } | undefined
  /** A number «1024», here or in another system, or words that the message, its author, place or a reply must hold, in any order. */
  text?: string | undefined
}

/** Of which tickets a number of a report was made, where it is not all that its metric counts. */
export type Behind = {
  /** Of what had its term in the period: not answered in it. */
  late?: boolean | undefined
  /** Of the answered ones: those whose time from the record, or from the publication, can be told. */
  measured?: 'record' | 'post' | undefined
  /** Ids that a program chose, for the database cannot. */
  among?: readonly string[] | undefined
}

export type TicketFilter = Narrowing & Behind & { metric: MetricId; period: Period }

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
  const matching = matchingTickets(reader, organisationId, scope, filter, asOf)
  const counted = await matching
    .select(({ fn }) => fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  const total = Number(counted.total)
  const pages = Math.max(1, Math.ceil(total / rowsPerPage))
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages)

  const found = await inOrder(matching, filter.metric)
    .select('id')
    .limit(rowsPerPage)
    .offset((shown - 1) * rowsPerPage)
    .execute()
  const ids = found.map(({ id }) => id)
  const views = await findViews(reader, organisationId, ids)
  return { rows: ids.flatMap(id => views.get(id) ?? []), total, page: shown, pages }
}

/** Ids of the same list in the same order, for a file of it: `most` of them, and how many there are. */
export async function listTicketIds(
  reader: Kysely<Database>,
  organisationId: string,
  scope: Scope,
  filter: TicketFilter,
  asOf: string,
  most: number,
): Promise<{ ids: string[]; total: number }> {
  const matching = matchingTickets(reader, organisationId, scope, filter, asOf)
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  const found = await inOrder(matching, filter.metric).select('id').limit(most).execute()
  return { ids: found.map(({ id }) => id), total: Number(total) }
}

function matchingTickets(
  reader: Kysely<Database>,
  organisationId: string,
  scope: Scope,
  filter: TicketFilter,
  asOf: string,
) {
  const { metric, period } = filter
  const reading = { organisationId, period, asOf }
  const tickets = expressionBuilder<Database, 'tickets'>()
  return ticketsAmong(reader, organisationId, candidates([metric], reading)).where(
    tickets.and([
      standing(tickets),
      inScopeSql(scope)(tickets),
      conditionOf(metric)(tickets, reading),
      ...behind(tickets, filter, reading),
      ...chosen(tickets, filter),
    ]),
  )
}

const inTime: { [Metric in MetricId]?: MetricId } = { first_due: 'first_in_time', final_due: 'final_in_time' }
const answeredAt: { [Metric in MetricId]?: 'first_stopped_at' | 'final_stopped_at' } = {
  first_replied: 'first_stopped_at',
  final_replied: 'final_stopped_at',
}

function behind(
  tickets: Tickets,
  { metric, late, measured, among }: Behind & { metric: MetricId },
  reading: Reading & { organisationId: string },
): Expression<SqlBool>[] {
  const kept = late ? inTime[metric] : undefined
  const at = measured && answeredAt[metric]
  return [
    // As a case: what is not known yet is not kept in time either.
    ...(kept === undefined
      ? []
      : [sql<SqlBool>`case when ${conditionOf(kept)(tickets, reading)} then 0 else 1 end = 1`]),
    ...(at === undefined
      ? []
      : [tickets(measured === 'post' ? 'published_at' : 'captured_at', '<=', tickets.ref(at))]),
    // As one value: a statement has not that many places.
    ...(among === undefined
      ? []
      : [sql<SqlBool>`tickets.id in (select value from json_each(${JSON.stringify(among)}))`]),
  ]
}

function inOrder(matching: ReturnType<typeof matchingTickets>, metric: MetricId) {
  const ordered =
    metric === 'longest'
      ? matching.orderBy('captured_at', 'asc')
      : metrics[metric].span === 'now'
        ? // The most urgent first; what has no running term last.
          matching
            .orderBy(({ case: when }) => when().when('next_due_at', 'is', null).then(1).else(0).end())
            .orderBy('next_due_at', 'asc')
        : matching.orderBy('captured_at', 'desc')
  return ordered.orderBy('number', 'asc')
}

export function chosen(tickets: Tickets, narrowing: Narrowing): Expression<SqlBool>[] {
  const { block, status, kind, channel, settlement, subtopic } = narrowing
  const { recipientId, responsibleId, without, beforeHead, recorded, text } = narrowing
  return [
    ...(block ? [tickets('block', '=', block)] : []),
    ...(status ? [tickets('status', '=', status)] : []),
    ...(kind ? [tickets('kind', '=', kind)] : []),
    ...(channel ? [tickets('channel', '=', channel)] : []),
    ...(settlement ? [tickets('settlement', '=', settlement)] : []),
    ...(subtopic ? [tickets('subtopic', '=', subtopic)] : []),
    ...(responsibleId ? [tickets('recipient_id', '=', responsibleId)] : []),
    ...(without ? [tickets(without === 'recipient' ? 'recipient_id' : without, 'is', null)] : []),
    ...(recipientId ? [executedBy(tickets, recipientId)] : []),
    ...(beforeHead ? [tickets('before_head_at', 'is not', null)] : []),
    ...(recorded
      ? [tickets('captured_at', '>=', recorded.from), tickets('captured_at', '<', recorded.to)]
      : []),
    ...(text ? words(text).map(word => holds(tickets, word)) : []),
  ]
}

/** Whether anything but the block narrows it. */
export function isNarrowedBeyondBlock({ block: _block, ...others }: Narrowing): boolean {
  return Object.values(others).some(each => each !== undefined && each !== false && each !== '')
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
