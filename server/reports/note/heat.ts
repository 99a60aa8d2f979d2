/** The heat map: the settlements from which most came, by the blocks they wrote about. */
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blockIds } from '../../../shared/reference/blocks.ts'
import type { HeatMap } from '../../../shared/reports/note/data.ts'
import { statisticsBy } from '../block-statistics/by.ts'
import type { Reading } from '../block-statistics/conditions.ts'
import type { Place } from '../block-statistics/live.ts'

const mostSettlements = 10

export async function readHeat(
  place: Place,
  reading: Reading,
  { settlements }: Pick<Settings, 'settlements'>,
): Promise<HeatMap> {
  const { rows } = await statisticsBy(place, 'settlement_block', reading, {}, ['received', 'overdue'])
  const named = rows.filter(({ key }) => key !== null)
  const received = new Map<string, number>()
  for (const { key, counts } of named)
    received.set(key ?? '', (received.get(key ?? '') ?? 0) + counts.received)
  const shown = [...received]
    .filter(([, n]) => n > 0)
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostSettlements)
    .map(([id]) => id)
  const blocks = blockIds.filter(block =>
    named.some(row => row.block === block && shown.includes(row.key ?? '') && row.counts.received > 0),
  )
  return {
    blocks,
    lines: shown.map(id => ({
      settlement: { id, title: titleOf(settlements, id) },
      cells: blocks.map(block => {
        const counts = named.find(row => row.key === id && row.block === block)?.counts
        return { received: counts?.received ?? 0, overdue: counts?.overdue ?? 0 }
      }),
      overdue: named.filter(({ key }) => key === id).reduce((sum, { counts }) => sum + counts.overdue, 0),
    })),
  }
}
