/** Facts of computed indicators over a period, in one dictionary's numbers: counts, shares and means by block or recipient. */
import type { DeadlineSettings } from '../../../shared/deadlines/deadline.ts'
import { type Fact, type Indicator, noFact } from '../../../shared/reports/indicators.ts'
import { type MeasureId, metrics, shares } from '../../../shared/reports/metrics.ts'
import type { CountedMetric, Counts, Mean } from '../../../shared/reports/statistics.ts'
import { statisticsBy } from '../block-statistics/by.ts'
import type { Reading } from '../block-statistics/conditions.ts'
import type { Narrowing } from '../block-statistics/list.ts'
import type { Place } from '../block-statistics/live.ts'
import { type Measures, measuresBy } from '../block-statistics/measures.ts'

/** By id of the indicator. */
export type Facts = Map<string, Fact>

/** `rows` by the id of the block or recipient; a key without anything in it has none. */
export type FactsBy = { total: Facts; rows: Map<string, Facts> }

type Asked = {
  place: Place
  deadlines: DeadlineSettings
  reading: Reading
  indicators: readonly Indicator[]
  narrowing?: Narrowing
  /** Of a period that is over too, states are given as they are now: for a report, which says so. */
  statesOfNow?: boolean
}

export async function computedFacts(dimension: 'block' | 'recipient', asked: Asked): Promise<FactsBy> {
  const { place, deadlines, reading, indicators, narrowing = {}, statesOfNow = false } = asked
  const found: FactsBy = { total: new Map(), rows: new Map() }
  const put = (key: string | null | undefined, id: string, fact: Fact) => {
    if (key === undefined) found.total.set(id, fact)
    else if (key !== null) {
      const row = found.rows.get(key) ?? new Map<string, Fact>()
      found.rows.set(key, row.set(id, fact))
    }
  }

  const counted = indicators.filter(({ source }) => source.from === 'count' || source.from === 'share')
  if (counted.length > 0) {
    const needed = [...new Set(counted.flatMap(metricsOf))]
    const { rows, total } = await statisticsBy(place, dimension, reading, narrowing, needed)
    for (const indicator of counted) {
      put(undefined, indicator.id, countFact(indicator, total, reading, statesOfNow))
      for (const row of rows) put(row.key, indicator.id, countFact(indicator, row, reading, statesOfNow))
    }
  }

  const meant = indicators.flatMap(({ id, source }) => (source.from === 'mean' ? [{ id, source }] : []))
  for (const channel of new Set(meant.map(({ source }) => source.channel))) {
    const measured = await measuresBy(place, dimension, reading, deadlines, {
      ...narrowing,
      ...(channel === undefined ? {} : { channel }),
    })
    for (const { id, source } of meant.filter(each => each.source.channel === channel)) {
      put(undefined, id, meanFact(source.measure, measured.total))
      for (const row of measured.rows) put(row.key, id, meanFact(source.measure, row))
    }
  }
  return found
}

function metricsOf({ source }: Indicator): CountedMetric[] {
  if (source.from === 'count') return [source.metric]
  if (source.from !== 'share') return []
  const { part, base } = shares[source.share]
  return [part, base]
}

function countFact(
  { source }: Indicator,
  { counts }: Counts,
  { period, asOf }: Reading,
  statesOfNow: boolean,
): Fact {
  if (source.from === 'count') {
    // A state is known of this moment only; of a past period nobody kept it.
    const isOfNow = asOf >= period.from && (asOf < period.to || statesOfNow)
    if (metrics[source.metric].span === 'now' && !isOfNow) return noFact
    return { value: counts[source.metric], part: null, of: null }
  }
  if (source.from !== 'share') return noFact
  const { part, base } = shares[source.share]
  const [n, of] = [counts[part], counts[base]]
  return of === 0 ? noFact : { value: (n / of) * 100, part: n, of }
}

function meanFact(measure: MeasureId, found: Measures): Fact {
  const read = readers[measure]
  if (read === undefined) return noFact
  const { value, of } = read(found)
  return { value, part: null, of }
}

const mean = ({ mean: value, of }: Mean, divisor = 1) => ({
  value: value === null ? null : value / divisor,
  of,
})
const median = ({ median: value, of }: Mean, divisor = 1) => ({
  value: value === null ? null : value / divisor,
  of,
})
/** Shown in hours. */
const hour = 60

const readers: { [Measure in MeasureId]?: (found: Measures) => { value: number | null; of: number } } = {
  first_reply_mean: ({ firstReply }) => mean(firstReply, hour),
  first_reply_median: ({ firstReply }) => median(firstReply, hour),
  first_reply_working_mean: ({ firstReplyWorking }) => mean(firstReplyWorking, hour),
  first_reply_working_median: ({ firstReplyWorking }) => median(firstReplyWorking, hour),
  post_reply_mean: ({ postReply }) => mean(postReply, hour),
  post_reply_median: ({ postReply }) => median(postReply, hour),
  post_reply_working_mean: ({ postReplyWorking }) => mean(postReplyWorking, hour),
  post_reply_working_median: ({ postReplyWorking }) => median(postReplyWorking, hour),
  final_mean: ({ final }) => mean(final),
  final_median: ({ final }) => median(final),
  decision_mean: ({ decision }) => mean(decision, hour),
  completeness: ({ completeness }) => mean(completeness),
  satisfaction: ({ satisfaction }) => mean(satisfaction),
}
