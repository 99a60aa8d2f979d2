/** The heat map as a value: settlements by blocks, how much came, how much of it is late, how it grew. */
import { type BlockId, blockIds } from '../../../shared/reference/blocks.ts'
import type { StatisticsRow } from '../../../shared/reports/statistics.ts'

/** What colours the cells; the address names it. */
export const heatColours = ['overdue', 'growth'] as const
export type HeatColour = (typeof heatColours)[number]

/** `before`: what came in the previous period, `null` where it cannot be compared with. */
export type HeatCell = { received: number; before: number | null; open: number; overdue: number }

/** `settlement`: `null` for what names none. `cells` in the order of `HeatMap.blocks`. */
export type HeatRow = { settlement: string | null; cells: readonly HeatCell[]; total: HeatCell }

export type HeatMap = {
  blocks: readonly BlockId[]
  /** What came most first; without a settlement last. */
  rows: readonly HeatRow[]
  /** Of each block, and of everything. */
  columns: readonly HeatCell[]
  total: HeatCell
}

/** Fewer than these say little: one late ticket of one is not the darkest place of the district. */
export const fewest = 4

type Counted = Pick<StatisticsRow, 'key' | 'block' | 'counts'>

/** Rows of the dimension `settlement_block`; blocks and settlements without anything in them are left out. */
export function heatMap(now: readonly Counted[], before: readonly Counted[] | null): HeatMap {
  const shown = now.filter(({ counts }) => counts.received > 0 || counts.open > 0)
  const blocks = blockIds.filter(block => shown.some(row => row.block === block))
  const cellOf = (isIn: (row: Counted) => boolean): HeatCell => {
    const sum = (rows: readonly Counted[], metric: 'received' | 'open' | 'overdue') =>
      rows.filter(isIn).reduce((all, { counts }) => all + counts[metric], 0)
    return {
      received: sum(now, 'received'),
      before: before && sum(before, 'received'),
      open: sum(now, 'open'),
      overdue: sum(now, 'overdue'),
    }
  }
  const settlements = [...new Set(shown.map(({ key }) => key))]
  const rows = settlements.map(settlement => ({
    settlement,
    cells: blocks.map(block => cellOf(row => row.key === settlement && row.block === block)),
    total: cellOf(({ key }) => key === settlement),
  }))
  return {
    blocks,
    rows: rows.toSorted(
      (a, b) =>
        Number(a.settlement === null) - Number(b.settlement === null) ||
        b.total.received - a.total.received ||
        b.total.open - a.total.open ||
        ((a.settlement ?? '') < (b.settlement ?? '') ? -1 : 1),
    ),
    columns: blocks.map(block => cellOf(row => row.block === block)),
    total: cellOf(() => true),
  }
}

/** 0 to 1, or `null` for a cell without colour: nothing late, nothing grown, nothing to compare with. */
export function heatWeight({ received, before, open, overdue }: HeatCell, colour: HeatColour): number | null {
  const [part, base] = colour === 'overdue' ? [overdue, open] : [received - (before ?? received), before ?? 0]
  return part <= 0 ? null : Math.min(1, part / Math.max(base, fewest))
}
