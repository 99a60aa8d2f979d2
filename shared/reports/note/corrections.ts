/**
 * Late tickets: what a note that was sent said of a week, and what the same count says now. A difference that a later note
 * has told already is known and not told again.
 */
import type { BlockId } from '../../reference/blocks.ts'
import type { Correction, PeriodMetric } from './data.ts'
import { periodMetrics } from './data.ts'

export type PeriodCounts = Readonly<Record<PeriodMetric, number>>
export type CountsByBlock = ReadonlyMap<BlockId | 'total', PeriodCounts>
export type Told = Pick<Correction, 'block' | 'metric' | 'is'>

export type SentNote = {
  period: string
  firstDate: string
  lastDate: string
  /** As the note said. */
  said: CountsByBlock
  /** Corrections of later notes to this week, in the order in which they were sent. */
  told: readonly Told[]
}

export function correctionsOf(note: SentNote, now: CountsByBlock): Correction[] {
  const { period, firstDate, lastDate, said, told } = note
  return [...now].flatMap(([block, counts]) =>
    periodMetrics.flatMap(metric => {
      const was = told.findLast(each => each.block === block && each.metric === metric)?.is
      const known = was ?? said.get(block)?.[metric] ?? 0
      const is = counts[metric]
      return is === known ? [] : [{ period, firstDate, lastDate, block, metric, was: known, is }]
    }),
  )
}
