/** Reads who wrote of what and where, week by week: all pairs of this week, then only those that may have grown. */
import { type Period, type PeriodSettings, periodOf, previousPeriod } from '../../../shared/reports/period.ts'
import type { Tickets } from '../block-statistics/conditions.ts'
import type { Narrowing } from '../block-statistics/list.ts'
import { inOneView, type Place } from '../block-statistics/live.ts'
import { countVoices } from '../voices.ts'
import { mayBeSignal, type PairVoices, type Signal, signalsOf, weeksBefore } from './signals.ts'

/**
 * `before`: the weeks of which the usual is made, as one span. `signals` is `null` where fewer are recorded; `more` are not
 * shown.
 */
export type Signals = { week: Period; before: Period; signals: readonly Signal[] | null; more: number }

/** `first`: when the first ticket was recorded. */
export function readSignals(
  place: Place,
  { week, asOf, first }: { week: Period; asOf: string; first: string | null },
  settings: PeriodSettings,
  narrowing: Narrowing = {},
): Promise<Signals> {
  const weeks = weeksUpTo(week, settings)
  const [earliest, last] = [weeks[0] ?? week, weeks.at(-1) ?? week]
  const before = periodOf('any', earliest.firstDate, last.lastDate, week.zone)
  // The first of these weeks may have begun before the first record, but not ended.
  if (first === null || first >= earliest.to) return Promise.resolve({ week, before, signals: null, more: 0 })
  return inOneView(place.reader, async reader => {
    const of = async (period: Period, among?: readonly PairVoices[]): Promise<PairVoices[]> => {
      const found = await countVoices(
        { ...place, reader },
        ['subtopic', 'settlement'],
        { period, asOf },
        narrowing,
        tickets => [
          tickets('subtopic', 'is not', null),
          tickets('settlement', 'is not', null),
          ...(among === undefined ? [] : isAmong(tickets, among)),
        ],
      )
      return found.flatMap(({ keys: [subtopic, settlement], voices }) =>
        subtopic && settlement
          ? [{ subtopic, settlement, authors: voices.authors, tickets: voices.tickets }]
          : [],
      )
    }
    const now = (await of(week)).filter(mayBeSignal)
    if (now.length === 0) return { week, before, signals: [], more: 0 }
    const past: PairVoices[][] = []
    for (const each of weeks) past.push(await of(each, now))
    return { week, before, ...signalsOf(now, past) }
  })
}

function isAmong(tickets: Tickets, pairs: readonly PairVoices[]) {
  return [
    tickets('subtopic', 'in', [...new Set(pairs.map(({ subtopic }) => subtopic))]),
    tickets('settlement', 'in', [...new Set(pairs.map(({ settlement }) => settlement))]),
  ]
}

/** The weeks before, the earliest first. */
function weeksUpTo(week: Period, settings: PeriodSettings): Period[] {
  const weeks: Period[] = []
  for (let at = week; weeks.length < weeksBefore; ) {
    at = previousPeriod(at, settings)
    weeks.unshift(at)
  }
  return weeks
}
