/** Numbers by channel, kind, settlement, subtopic, recipient or on the map of settlements and blocks. */

import { kinds } from '../../../shared/deadlines/rules.ts'
import { channelIds } from '../../../shared/reference/channels.ts'
import {
  type CountedMetric,
  type Counts,
  countedMetrics,
  type Dimension,
  type Statistics,
  type StatisticsRow,
  totalOf,
} from '../../../shared/reports/statistics.ts'
import { asBlock } from '../../tickets/facts.ts'
import type { Reading } from './conditions.ts'
import { chosen, type Narrowing } from './list.ts'
import { type LiveRow, liveCounts, type Place, type SplitColumn } from './live.ts'

export const columnsOf: Record<Dimension, readonly SplitColumn[]> = {
  block: ['block'],
  channel: ['channel'],
  kind: ['kind'],
  settlement: ['settlement'],
  subtopic: ['subtopic'],
  recipient: ['recipient_id'],
  settlement_block: ['settlement', 'block'],
}

/**
 * What the person may see, split by a dimension; keys without anything in them are left out. `metrics`: only these are
 * counted, the others stand as 0 — for a page that needs few of them.
 */
export async function statisticsBy(
  { reader, organisationId, scope }: Place,
  dimension: Dimension,
  reading: Reading,
  narrowing: Narrowing = {},
  metrics: readonly CountedMetric[] = countedMetrics,
): Promise<Statistics> {
  const found = await liveCounts(
    { reader, organisationId, scope },
    { by: columnsOf[dimension], metrics, reading, where: tickets => chosen(tickets, narrowing) },
  )
  const rows = oneOfEachKey(found)
    .filter(hasAnything)
    .map(({ keys, ...counts }) => ({
      ...counts,
      key: keys[0] ?? null,
      block: dimension === 'settlement_block' ? asBlock(keys[1] ?? '') : null,
    }))
    .toSorted(
      (a, b) =>
        b.counts.received - a.counts.received ||
        compare(a.key ?? '', b.key ?? '') ||
        compare(a.block ?? '', b.block ?? ''),
    )
  return { dimension, ...reading, rows, total: totalOf(rows) }
}

/** The list behind a number of such a row is narrowed so. */
export function narrowingOf(
  dimension: Dimension,
  { key, block }: Pick<StatisticsRow, 'key' | 'block'>,
): Narrowing {
  switch (dimension) {
    case 'block':
      return { block: asBlock(key ?? '') }
    case 'channel':
      return { channel: channelIds.find(each => each === key) }
    case 'kind':
      return { kind: kinds.find(each => each === key) }
    case 'subtopic':
      return key === null ? { without: 'subtopic' } : { subtopic: key }
    case 'recipient':
      return key === null ? { without: 'recipient' } : { responsibleId: key }
    case 'settlement':
      return key === null ? { without: 'settlement' } : { settlement: key }
    case 'settlement_block':
      return { ...narrowingOf('settlement', { key, block: null }), block: block ?? undefined }
    default: {
      const never: never = dimension
      return never
    }
  }
}

function oneOfEachKey(found: readonly LiveRow[]): LiveRow[] {
  const groups = new Map<string, LiveRow>()
  for (const row of found) {
    const name = JSON.stringify(row.keys)
    const known = groups.get(name)
    groups.set(name, known === undefined ? row : { ...totalOf([known, row]), keys: row.keys })
  }
  return [...groups.values()]
}

function hasAnything({ counts }: Counts): boolean {
  return countedMetrics.some(metric => counts[metric] > 0)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
