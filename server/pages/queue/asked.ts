/** What the address of a list asks for: read once for the page and for its files, so that both hold the same tickets. */
import { type Level, levels } from '../../../shared/deadlines/deadline.ts'
import { kinds } from '../../../shared/deadlines/rules.ts'
import { type Actor, findActor } from '../../../shared/policy/actor.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { isBlockId } from '../../../shared/reference/blocks.ts'
import { channelIds } from '../../../shared/reference/channels.ts'
import { lastDaysOff } from '../../../shared/reports/days-off.ts'
import { isMetricId } from '../../../shared/reports/metrics.ts'
import { periodSettingsOf, readPeriod } from '../../../shared/reports/period.ts'
import { ticketStatuses } from '../../../shared/ticket/ticket.ts'
import type { Signed } from '../../office.ts'
import { mayMakeReports } from '../../reports/archive/rights.ts'
import { decidedTicketIds } from '../../reports/block-statistics/decisions.ts'
import type { Narrowing, TicketFilter } from '../../reports/block-statistics/list.ts'
import type { Place } from '../../reports/block-statistics/live.ts'
import { type QueueFilter, type QueueTab, queueTabs } from '../../reports/queue.ts'
import { stageTicketIds } from '../../reports/stages/query.ts'
import { stageIds } from '../../reports/stages/stages.ts'
import { readFilters } from '../report/filters.tsx'
import type { QueueQuery } from './Filters.tsx'

/** One's own first; who reads everything and does nothing sees everything. */
export function readTab(tab: string | undefined, { actor }: Signed): QueueTab {
  const known = queueTabs.find(each => each === tab)
  if (known !== undefined) return known
  return actor.roles.some(role => role !== 'chief' && role !== 'admin') ? 'mine' : 'all'
}

const withouts = ['settlement', 'subtopic', 'recipient'] as const

/** What the address does not name, or names wrongly, does not narrow the list. */
export function readNarrowing(query: Record<string, string>, settings: Settings, now: string): QueueQuery {
  const {
    block = '',
    status,
    kind,
    channel,
    settlement,
    subtopic,
    recipient,
    responsible,
    level,
    text,
  } = query
  const { without } = query
  return {
    block: isBlockId(block) ? block : undefined,
    status: ticketStatuses.find(each => each === status && each !== 'withdrawn'),
    kind: kinds.find(each => each === kind),
    channel: channelIds.find(each => each === channel),
    // Also of lists from which it was taken since: numbers of old periods still lead here.
    settlement: settlement?.slice(0, 120) || undefined,
    subtopic: subtopic?.slice(0, 120) || undefined,
    without: withouts.find(each => each === without),
    recipientId: settings.recipients.find(each => each.id === recipient)?.id,
    // Of a number that a report counts by who answers, co-executors apart.
    responsibleId: settings.recipients.find(each => each.id === responsible)?.id,
    level: levels.find((each): each is Level => each === level),
    late: query.late === 'yes',
    measured: (['record', 'post'] as const).find(each => each === query.measured),
    stage: ([...stageIds, 'any'] as const).find(each => each === query.stage),
    decided: query.decided === 'yes',
    personId: settings.people.find(each => each.id === query.person)?.id,
    beforeHead: query.before_head === 'yes',
    weekend: query.weekend === 'yes' && lastDaysOff(now, settings.deadlines) !== undefined,
    text: text?.trim().slice(0, 200) || undefined,
  }
}

/** Of the queue; `undefined` where somebody asks what waits for another: that person and the head alone see it (P19). */
export function readQueueFilter(
  query: QueueQuery,
  tab: QueueTab,
  signed: Signed,
  now: string,
): QueueFilter | undefined {
  const { settings } = signed
  const { personId, level } = query
  if (personId === undefined) return { ...narrowingOf(query, settings, now), tab, level }
  if (!maySeeLoad(signed, personId)) return undefined
  const of: Actor | undefined = findActor(settings, personId, now)
  return { ...narrowingOf(query, settings, now), tab: 'mine', level, of }
}

export function maySeeLoad({ actor, person }: Signed, personId: string): boolean {
  return personId === person.id || mayMakeReports(actor)
}

export const otherLoadWords = 'Что ждёт сотрудника, видят он сам и руководитель МЦУ.'

/** Of the list behind a number. */
export async function readListFilter(
  place: Place,
  query: Record<string, string>,
  narrowing: QueueQuery,
  settings: Settings,
  now: string,
): Promise<{ filter: TicketFilter; problem: string | undefined }> {
  const { metric = '' } = query
  const { period, problem } = readPeriod(query, now, periodSettingsOf(settings))
  const reading = { period, asOf: now }
  const { stage, decided, late, measured } = narrowing
  const among =
    stage !== undefined
      ? await stageTicketIds(place, reading, settings.deadlines, stage, readFilters(query))
      : decided
        ? await decidedTicketIds(place, reading)
        : undefined
  const behind = { late, measured, among, metric: isMetricId(metric) ? metric : ('open' as const), period }
  return { filter: { ...narrowingOf(narrowing, settings, now), ...behind }, problem }
}

function narrowingOf(query: QueueQuery, { deadlines }: Settings, now: string): Narrowing {
  const { block, status, kind, channel, settlement, subtopic, recipientId, responsibleId } = query
  const { without, beforeHead, text, weekend } = query
  const recorded = weekend ? lastDaysOff(now, deadlines) : undefined
  const told = { block, status, kind, channel, settlement, subtopic, recipientId, responsibleId }
  return { ...told, without, beforeHead, text, recorded }
}
