/** Everything the head's page says, read in one view of the database, so that its numbers belong together. */
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { channelIds } from '../../../shared/reference/channels.ts'
import type { SubtopicLine } from '../../../shared/reports/note/data.ts'
import {
  type Period,
  periodSettingsOf,
  periodsUntil,
  previousPeriod,
  regionalWeekOf,
  weekOf,
} from '../../../shared/reports/period.ts'
import { countsOf, type StatisticsRow } from '../../../shared/reports/statistics.ts'
import type { Signed } from '../../office.ts'
import { statisticsBy } from '../../reports/block-statistics/by.ts'
import { inOneView, type Place } from '../../reports/block-statistics/live.ts'
import { type Measures, measuresBy } from '../../reports/block-statistics/measures.ts'
import { type BlockStatistics, blockStatistics } from '../../reports/block-statistics/query.ts'
import { type TrendPoint, trend } from '../../reports/block-statistics/trend.ts'
import { firstCapture } from '../../reports/note/lines.ts'
import { readSignals, type Signals } from '../../reports/signals/query.ts'
import { topSubtopics } from '../../reports/subtopics.ts'
import { type PeriodVoices, periodVoices } from '../../reports/voices.ts'
import type { ReportFilters } from './filters.tsx'

/** The trend's choice in the address. */
export const trendLengths = [8, 52] as const
export type TrendLength = (typeof trendLengths)[number]

export type ChannelRow = Pick<StatisticsRow, 'counts'> & {
  channel: (typeof channelIds)[number]
  receivedBefore: number | null
}

export type Overview = {
  period: Period
  previous: Period
  asOf: string
  statistics: BlockStatistics
  /** Of the previous period; `null` where nothing had been recorded by then. */
  before: BlockStatistics | null
  measures: { total: Measures; byBlock: ReadonlyMap<string, Measures> }
  voices: PeriodVoices
  /** Weeks that end with the period, or with today where it still runs. */
  trend: readonly TrendPoint[]
  channels: readonly ChannelRow[]
  subtopics: readonly SubtopicLine[]
  signals: Signals
}

/** What falls into the period by an index of its own; deadlines would have every open ticket looked at. */
const ofChannels = ['received', 'answered'] as const

export function readOverview(
  place: Place,
  { settings }: Pick<Signed, 'settings'>,
  {
    period,
    asOf,
    filters,
    weeks,
  }: { period: Period; asOf: string; filters: ReportFilters; weeks: TrendLength },
): Promise<Overview> {
  const periods = periodSettingsOf(settings)
  const previous = previousPeriod(period, periods)
  const reading = { period, asOf }
  const lastDay = lastDayOf(period, asOf)
  return inOneView(place.reader, async reader => {
    const here = { ...place, reader }
    const { organisationId, scope } = place
    const first = await firstCapture(here)
    const isComparable = first !== null && first < previous.to
    const numbersOf = (each: Period) => blockStatistics(reader, organisationId, scope, each, asOf, filters)
    const measures = await measuresBy(here, 'block', reading, settings.deadlines, filters)
    const channelsOf = (each: Period, metrics: typeof ofChannels | readonly ['received']) =>
      statisticsBy(here, 'channel', { period: each, asOf }, filters, metrics)
    const channels = await channelsOf(period, ofChannels)
    const channelsBefore = isComparable ? await channelsOf(previous, ['received']) : null
    const weekKind = period.kind === 'regional_week' ? 'regional_week' : 'week'
    const weekAround = weekKind === 'week' ? weekOf : regionalWeekOf
    return {
      period,
      previous,
      asOf,
      statistics: await numbersOf(period),
      before: isComparable ? await numbersOf(previous) : null,
      measures: {
        total: measures.total,
        byBlock: new Map(measures.rows.map(row => [row.key ?? '', row])),
      },
      voices: await periodVoices(reader, organisationId, scope, period, asOf, filters),
      trend: await trend(here, periodsUntil(weekKind, lastDay, weeks, periods), asOf, filters),
      channels: channelRows(channels.rows, channelsBefore?.rows ?? null),
      subtopics: await topSubtopics(
        here,
        settings,
        { period, previous: isComparable ? previous : null, asOf },
        filters,
      ),
      signals: await readSignals(here, { week: weekAround(lastDay, periods), asOf, first }, periods, filters),
    }
  })
}

/** The last local day of which there is something to say. */
export function lastDayOf({ lastDate, firstDate, zone }: Period, asOf: string): string {
  const today = localDateOf(asOf, zone)
  return today < lastDate && today >= firstDate ? today : lastDate
}

/** What came most first; a channel from which something came before and nothing now stands too. */
function channelRows(now: readonly StatisticsRow[], before: readonly StatisticsRow[] | null): ChannelRow[] {
  const rowOf = (rows: readonly StatisticsRow[], channel: string) => rows.find(({ key }) => key === channel)
  return channelIds
    .map(channel => ({
      channel,
      counts: rowOf(now, channel)?.counts ?? countsOf(() => 0),
      receivedBefore: before && (rowOf(before, channel)?.counts.received ?? 0),
    }))
    .filter(({ counts, receivedBefore }) =>
      [counts.received, counts.answered, receivedBefore ?? 0].some(n => n > 0),
    )
    .toSorted((a, b) => b.counts.received - a.counts.received)
}
