/** The table by blocks: from the stored counters where they can answer, else counted from the tickets; the same numbers. */
import type { Kysely } from 'kysely'
import type { Scope } from '../../../shared/policy/permissions.ts'
import { blockIds } from '../../../shared/reference/blocks.ts'
import type { Period } from '../../../shared/reports/period.ts'
import {
  type BlockStatistics,
  type CountedMetric,
  type Counts,
  countedMetrics,
  totalOf,
} from '../../../shared/reports/statistics.ts'
import type { Database } from '../../store/schema.ts'
import { findCounted } from '../counters/read.ts'
import { momentMetrics, type Reading, type Tickets } from './conditions.ts'
import { complaints, hasComplaints, isOrdinary, singleTickets, wholeBlocks } from './covered.ts'
import { chosen, isNarrowedBeyondBlock, type Narrowing } from './list.ts'
import { inOneView, type LiveRow, liveCounts, type Place } from './live.ts'

export { type BlockStatistics, type CountedMetric, type Counts, countedMetrics }

/** The one function behind every number by blocks: what the person may see, over a period, as of a moment. */
export async function blockStatistics(
  reader: Kysely<Database>,
  organisationId: string,
  scope: Scope,
  period: Period,
  asOf: string,
  narrowing: Narrowing = {},
): Promise<BlockStatistics> {
  const reading = { period, asOf }
  // One view of the database: the counters and what is added to them belong together.
  const found = await inOneView(reader, async view => {
    const place = { reader: view, organisationId, scope }
    return (await storedRows(place, reading, narrowing)) ?? (await liveRows(place, reading, narrowing))
  })
  const rows = blockIds.map(block => ({ block, ...totalOf(found.filter(row => row.block === block)) }))
  return { period, asOf, rows, total: totalOf(rows) }
}

type Row = Counts & { block: string }

/** Only for what the counters know: ordinary tickets of blocks that are read whole, not narrowed otherwise. */
async function storedRows(place: Place, reading: Reading, narrowing: Narrowing): Promise<Row[] | undefined> {
  if (isNarrowedBeyondBlock(narrowing)) return undefined
  const { block } = narrowing
  const covered = wholeBlocks(place.scope)
  if (covered.length === 0) return undefined
  const counted = await findCounted(
    place,
    covered.filter(each => block === undefined || each === block),
    reading,
  )
  if (counted === undefined) return undefined
  const ofBlock = (tickets: Tickets) => chosen(tickets, { block })
  // What happens more than once has an index of its own.
  const moments = await liveCounts(place, {
    by: ['block'],
    metrics: momentMetrics,
    reading,
    where: tickets => [...ofBlock(tickets), isOrdinary(), tickets('block', 'in', covered)],
  })
  const complained = (await hasComplaints(place))
    ? await liveCounts(place, {
        by: ['block'],
        metrics: countedMetrics,
        reading,
        where: ofBlock,
        among: complaints(place.organisationId),
      })
    : []
  const single = singleTickets(place.organisationId, place.scope)
  const elsewhere =
    single === undefined
      ? []
      : await liveCounts(place, {
          by: ['block'],
          metrics: countedMetrics,
          reading,
          where: tickets => [...ofBlock(tickets), isOrdinary(), tickets('block', 'not in', covered)],
          among: single,
        })
  return [...counted, ...[...moments, ...complained, ...elsewhere].map(withBlock)]
}

async function liveRows(place: Place, reading: Reading, narrowing: Narrowing): Promise<Row[]> {
  const found = await liveCounts(place, {
    by: ['block'],
    metrics: countedMetrics,
    reading,
    where: tickets => chosen(tickets, narrowing),
  })
  return found.map(withBlock)
}

function withBlock({ keys, ...counts }: LiveRow): Row {
  return { ...counts, block: keys[0] ?? '' }
}
