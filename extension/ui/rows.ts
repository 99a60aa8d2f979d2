/** Which tickets stand in which tab and group, and what a search finds. Pure: the same for ten rows and ten thousand. */
import { overdueAt } from '../../shared/deadlines/deadline.ts'
import type { Actor } from '../../shared/policy/actor.ts'
import { isMine } from '../../shared/policy/holder.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { type BlockId, blocks } from '../../shared/reference/blocks.ts'
import type { ChannelId } from '../../shared/reference/channels.ts'
import { daysOffBefore } from '../../shared/reports/days-off.ts'
import {
  compareInGroup,
  type GroupMark,
  type QueueGroup,
  groupMarks as queueGroupMarks,
  queueGroupOf,
  queueGroups,
} from '../../shared/reports/queue-groups.ts'
import { essenceText, placeText } from '../../shared/ticket/decision.ts'
import { isAwaited, isOpen, type TicketStatus } from '../../shared/ticket/ticket.ts'
import type { TicketRow } from './bridge.ts'
import { findSource } from './source.ts'

export const tabIds = ['mine', 'blocks', 'all'] as const
export type TabId = (typeof tabIds)[number]

export const tabTitles: Record<TabId, string> = { mine: 'У меня', blocks: 'Мои блоки', all: 'Все' }

export type Filters = {
  query: string
  block: BlockId | null
  status: TicketStatus | null
  channel: ChannelId | null
}
export const noFilters: Filters = { query: '', block: null, status: null, channel: null }

export function isFiltered(filters: Filters): boolean {
  return filters.query.trim() !== '' || hasChosen(filters)
}

export function hasChosen({ block, status, channel }: Filters): boolean {
  return block !== null || status !== null || channel !== null
}

/** `weekend` stands before all: what came while nobody was at work. */
export type GroupId = QueueGroup | 'weekend'
export type Group = { id: GroupId; rows: TicketRow[] }

export const groupMarks: Record<GroupId, GroupMark> = {
  weekend: { shape: '☾', title: 'Поступило за выходные', look: 'today' },
  ...queueGroupMarks,
}

/** Who looks, by which rules, and when. */
export type Viewpoint = { actor: Actor; settings: Settings; now: string }

/** Rows of each tab, before filters; a withdrawn record is shown only where it is asked for by its status. */
export function rowsByTab(
  rows: readonly TicketRow[],
  { actor, settings, now }: Viewpoint,
): Record<TabId, TicketRow[]> {
  const tabs: Record<TabId, TicketRow[]> = { mine: [], blocks: [], all: [] }
  for (const row of rows) {
    tabs.all.push(row)
    if (!isAwaited(row.ticket)) continue
    if (isMine(row.ticket, actor, settings, now)) tabs.mine.push(row)
    if (actor.blocks.includes(row.ticket.block)) tabs.blocks.push(row)
  }
  return tabs
}

/** The number on a tab: on how many somebody still has something to do. */
export function countOpen(rows: readonly TicketRow[]): number {
  let count = 0
  for (const { ticket } of rows) if (isAwaited(ticket)) count++
  return count
}

const groupOrder: readonly GroupId[] = ['weekend', ...queueGroups]

/** Groups in order of urgency, the nearest deadline first; the answered ones newest first. Empty groups are left out. */
export function groupRows(rows: readonly TicketRow[], { actor, settings, now }: Viewpoint): Group[] {
  const away = actor.onDuty === true ? daysOffBefore(now, settings.deadlines) : undefined
  const groups = new Map<GroupId, TicketRow[]>()
  for (const row of rows) {
    const { ticket } = row
    const isOfBreak = away !== undefined && away.from <= ticket.capturedAt && ticket.capturedAt < away.to
    const id = isOfBreak && isOpen(ticket) ? 'weekend' : queueGroupOf(ticket, settings, now)
    const group = groups.get(id) ?? []
    group.push(row)
    groups.set(id, group)
  }
  return groupOrder.flatMap(id => {
    const group = groups.get(id)
    if (group === undefined) return []
    const order = id === 'weekend' ? 'later' : id
    return [{ id, rows: group.toSorted((a, b) => compareInGroup(order, a.ticket, b.ticket)) }]
  })
}

/** On how many tickets of each of these blocks somebody still has something to do, for a head of several. */
export function countByBlock(
  rows: readonly TicketRow[],
  wanted: readonly BlockId[],
): { block: BlockId; count: number }[] {
  return wanted.map(block => ({
    block,
    count: rows.filter(({ ticket }) => ticket.block === block && isAwaited(ticket)).length,
  }))
}

/** Every word of the query must be found: in number, text, place, author, subtopic. */
export function filterRows(rows: readonly TicketRow[], filters: Filters, settings: Settings): TicketRow[] {
  const words = normal(filters.query).split(' ').filter(Boolean)
  return rows.filter(row => {
    const { ticket } = row
    if (filters.status === null ? ticket.status === 'withdrawn' : ticket.status !== filters.status)
      return false
    if (filters.block !== null && ticket.block !== filters.block) return false
    if (filters.channel !== null && !ticket.sources.some(source => source.channel === filters.channel))
      return false
    if (words.length === 0) return true
    const haystack = haystackOf(row, settings)
    return words.every(word => haystack.includes(word))
  })
}

/** Rows are replaced when they change, so what was prepared for one stays true. */
const haystacks = new WeakMap<TicketRow, string>()

function haystackOf(row: TicketRow, settings: Settings): string {
  const known = haystacks.get(row)
  if (known !== undefined) return known
  const { ticket } = row
  const source = findSource(row)
  const haystack = normal(
    [
      ticket.number === null ? '' : `№${ticket.number}`,
      blocks[ticket.block].title,
      blocks[ticket.block].short,
      ticket.subtopic === null ? '' : titleOf(settings.subtopics, ticket.subtopic),
      ticket.settlement === null ? '' : titleOf(settings.settlements, ticket.settlement),
      placeText(row) ?? '',
      essenceText(row) ?? '',
      ticket.registration?.number ?? '',
      ...ticket.external.map(({ number }) => number ?? ''),
      source?.author.name ?? '',
      source?.text ?? '',
    ].join(' \n '),
  )
  haystacks.set(row, haystack)
  return haystack
}

function normal(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replace(/№\s+/g, '№').replace(/\s+/g, ' ')
}

/** How many of these are overdue, or due today. */
export function countUrgent(
  rows: readonly TicketRow[],
  settings: Settings,
  now: string,
  group: QueueGroup,
): number {
  let count = 0
  for (const { ticket } of rows) if (queueGroupOf(ticket, settings, now) === group) count++
  return count
}

/** How many of these have a clock that ran out; the same number as on the badge. */
export function countOverdue(rows: readonly TicketRow[], now: string): number {
  return rows.filter(({ ticket }) => overdueAt(ticket.stages, now)).length
}
