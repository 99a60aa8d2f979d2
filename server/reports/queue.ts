/** «Быстро решаем»: what waits for somebody in a person's scope, in groups by urgency, with counts of tickets, messages and authors. */
import { type Kysely, sql } from 'kysely'
import { type Level, ticketLevel } from '../../shared/deadlines/deadline.ts'
import type { Actor } from '../../shared/policy/grants.ts'
import { isMine } from '../../shared/policy/holder.ts'
import type { Scope } from '../../shared/policy/permissions.ts'
import {
  compareInGroup,
  type QueueGroup,
  queueGroupOf,
  queueGroups,
} from '../../shared/reports/queue-groups.ts'
import { isAwaited, isBeforeHead, type Ticket, type TicketView } from '../../shared/ticket/ticket.ts'
import type { Signed } from '../office.ts'
import type { Database } from '../store/schema.ts'
import { inScopeSql } from '../tickets/scope-sql.ts'
import { parseState, withContents } from '../tickets/view.ts'
import { awaitedIds } from './block-statistics/candidates.ts'
import { chosen, type Narrowing, rowsPerPage } from './block-statistics/list.ts'
import { inTurns } from './turns.ts'
import { voicesOf } from './voices.ts'

export const queueTabs = ['mine', 'blocks', 'all'] as const
export type QueueTab = (typeof queueTabs)[number]

/** `of`: whose is the tab «У меня», instead of the reader's own; who may ask for it is decided by the caller. */
export type QueueFilter = Narrowing & {
  tab: QueueTab
  level?: Level | undefined
  of?: Actor | undefined
}

export type Queue = {
  /** Of one page, in the order of their groups. */
  groups: { group: QueueGroup; total: number; rows: TicketView[] }[]
  /** On all pages; those that are looked at where only the rules tell what belongs here. */
  total: number
  /** How many can be opened and downloaded here, and how many were looked at of how many; less than all of a very long queue. */
  shown: number
  looked: Looked
  /** Messages behind the `shown` tickets, joined ones among them, and different authors. */
  messages: number
  authors: number
  page: number
  pages: number
  /** Tickets of each tab and block that wait for somebody, whatever else narrows the list. */
  tabs: Record<QueueTab, number>
  blocks: ReadonlyMap<string, number>
}

/** The most urgent are looked at one by one: `at` of `of`. */
export type Looked = { at: number; of: number }

type Place = { reader: Kysely<Database>; organisationId: string; scope: Scope }

/** So many are looked at one by one, the most urgent first; what the database can count is counted over all. */
export const longest = 3_000
/** A state is read in a fraction of a millisecond. */
const parsedAtOnce = 50

export async function readQueue(
  place: Place,
  signed: Signed,
  filter: QueueFilter,
  now: string,
  page = 1,
): Promise<Queue> {
  const { reader, organisationId } = place
  const open = await readTickets(place, {}, true)
  const openByBlock = await countByBlock(place, {}, true)
  const onlyOpen = !seesEnded(filter)
  const matching = isNarrowed(filter) ? await readTickets(place, filter, onlyOpen) : open
  const { actor } = signed
  const ofTab = (ticket: Ticket, tab: QueueTab) => isOfTab(ticket, tab, signed, now)
  const shown = inQueueOrder(matching, signed, filter, now)
  const pages = Math.max(1, Math.ceil(shown.length / rowsPerPage))
  const at = Math.min(Math.max(1, Math.trunc(page) || 1), pages)
  const onPage = shown.slice((at - 1) * rowsPerPage, at * rowsPerPage)
  const views = await withContents(
    reader,
    organisationId,
    onPage.map(({ ticket }) => ({ id: ticket.id, state: JSON.stringify(ticket) })),
  )
  const mine = open.filter(ticket => ofTab(ticket, 'mine'))
  const blocks = { mine: countBlocks(mine), blocks: ofBlocks(openByBlock, actor), all: openByBlock }
  const counted = await countAll(place, signed, filter, matching.length, shown.length)
  return {
    groups: queueGroups.flatMap(group => {
      const rows = views.filter((_, index) => onPage[index]?.group === group)
      return rows.length === 0
        ? []
        : [{ group, total: shown.filter(each => each.group === group).length, rows }]
    }),
    ...counted,
    shown: shown.length,
    ...(await voicesOf(
      reader,
      organisationId,
      shown.flatMap(({ ticket }) => [ticket.id, ...ticket.joined.map(each => each.ticketId)]),
    )),
    page: at,
    pages,
    tabs: { mine: mine.length, blocks: sum(blocks.blocks), all: sum(openByBlock) },
    blocks: blocks[filter.tab],
  }
}

/** The queue in its order, for a file of it: as much as is looked at one by one, and how much there is. */
export async function queueTickets(
  place: Place,
  signed: Signed,
  filter: QueueFilter,
  now: string,
): Promise<{ tickets: Ticket[]; total: number; looked: Looked }> {
  const matching = await readTickets(place, filter, !seesEnded(filter))
  const tickets = inQueueOrder(matching, signed, filter, now).map(({ ticket }) => ticket)
  return { tickets, ...(await countAll(place, signed, filter, matching.length, tickets.length)) }
}

/** Whose turn it is and how urgent it is only the rules tell, ticket by ticket; the rest the database counts over all. */
async function countAll(
  place: Place,
  { actor }: Signed,
  filter: QueueFilter,
  at: number,
  shown: number,
): Promise<{ total: number; looked: Looked }> {
  if (at < longest) return { total: shown, looked: { at, of: at } }
  const all = await countByBlock(place, filter, !seesEnded(filter))
  const looked = { at, of: sum(all) }
  if (filter.tab === 'mine' || filter.level !== undefined) return { total: shown, looked }
  return { total: sum(filter.tab === 'blocks' ? ofBlocks(all, actor) : all), looked }
}

const ofBlocks = (counts: ReadonlyMap<string, number>, actor: Actor) =>
  new Map([...counts].filter(([block]) => actor.blocks.some(each => each === block)))

function isOfTab(ticket: Ticket, tab: QueueTab, { actor, settings }: Signed, now: string): boolean {
  if (tab === 'all') return true
  return tab === 'blocks' ? actor.blocks.includes(ticket.block) : isMine(ticket, actor, settings, now)
}

function inQueueOrder(tickets: readonly Ticket[], signed: Signed, filter: QueueFilter, now: string) {
  const { settings } = signed
  const whose = { ...signed, actor: filter.of ?? signed.actor }
  return tickets
    .filter(ticket => isOfTab(ticket, filter.tab, whose, now))
    .map(ticket => ({ ticket, group: queueGroupOf(ticket, settings, now) }))
    .filter(
      ({ ticket }) =>
        filter.level === undefined || queueLevel(ticket, settings.deadlines, now) === filter.level,
    )
    .toSorted(
      (a, b) =>
        queueGroups.indexOf(a.group) - queueGroups.indexOf(b.group) ||
        compareInGroup(a.group, a.ticket, b.ticket),
    )
}

function isNarrowed({ tab: _tab, level: _level, of: _of, ...narrowing }: QueueFilter): boolean {
  return Object.values(narrowing).some(value => value !== undefined && value !== false && value !== '')
}

/** Who asks for a status or for words means ended tickets too, and has every ticket looked at. */
export function seesEnded({ status, text, recorded }: Narrowing): boolean {
  return status !== undefined || text !== undefined || recorded !== undefined
}

/** Withdrawn ones are in no list. */
function chosenTickets({ reader, organisationId, scope }: Place, narrowing: Narrowing, onlyOpen: boolean) {
  return reader
    .selectFrom('tickets')
    .where('organisation_id', '=', organisationId)
    .where('status', '!=', 'withdrawn')
    .where(inScopeSql(scope))
    .where(tickets => tickets.and(chosen(tickets, narrowing)))
    .$if(onlyOpen, query =>
      // `isAwaited` of the ticket, as the database can say it.
      query.where('id', 'in', awaitedIds(organisationId)),
    )
}

/** What waits for somebody, as the tab «Все» looks at it one by one: the most urgent first. */
export function awaitedTickets(place: Place, narrowing: Narrowing = {}): Promise<Ticket[]> {
  return readTickets(place, narrowing, true)
}

/** What waits for the head, then by the date; what has none or has ended can wait longest. */
async function readTickets(place: Place, narrowing: Narrowing, onlyOpen: boolean): Promise<Ticket[]> {
  const rows = await chosenTickets(place, narrowing, onlyOpen)
    .select('state')
    .orderBy(sql`closed_at is not null`)
    .orderBy(sql`before_head_at is null`)
    .orderBy(sql`next_due_at is null`)
    .orderBy('next_due_at')
    .orderBy('captured_at', 'desc')
    .limit(longest)
    .execute()
  const tickets: Ticket[] = []
  for await (const some of inTurns(rows, parsedAtOnce))
    for (const { state } of some) tickets.push(parseState(state))
  return tickets
}

async function countByBlock(place: Place, narrowing: Narrowing, onlyOpen: boolean) {
  const rows = await chosenTickets(place, narrowing, onlyOpen)
    .select(['block', sql<number | string>`count(*)`.as('count')])
    .groupBy('block')
    .execute()
  return new Map(rows.map(({ block, count }) => [block, Number(count)]))
}

function countBlocks(tickets: readonly Ticket[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { block } of tickets) counts.set(block, (counts.get(block) ?? 0) + 1)
  return counts
}

const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((all, each) => all + each, 0)

/** How urgent the queue takes it to be. */
export function queueLevel(ticket: Ticket, deadlines: Signed['settings']['deadlines'], now: string): Level {
  if (!isAwaited(ticket)) return 'stopped'
  return ticketLevel({ stages: ticket.stages, isBeforeHead: isBeforeHead(ticket) }, now, deadlines)
}
