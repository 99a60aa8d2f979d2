/** A year of indicators as a value: plan, fact, forecast and state of each, with one month of it beside the month before. */
import type { IndicatorSettings } from './indicator-settings.ts'
import {
  changeBetween,
  type EnteredYear,
  enteredFact,
  type Fact,
  forecastOf,
  type Indicator,
  noFact,
  passedShare,
  planOf,
  registryOf,
  type TargetState,
  targetState,
} from './indicators.ts'

export type IndicatorLine = {
  indicator: Indicator
  plan: number | null
  /** Of the year so far. */
  fact: Fact
  forecast: number | null
  state: TargetState
  month: { plan: number | null; fact: Fact; change: number | null }
}

export type IndicatorYear = {
  year: number
  /** 1–12: the month that stands beside the year. */
  month: number
  /** Empty for the whole district, else `block:…` or `recipient:…`. */
  of: string
  asOf: string
  lines: IndicatorLine[]
}

/** What is known of a year: computed facts by id of the indicator, and what people entered. */
export type KnownYear = {
  year: ReadonlyMap<string, Fact>
  month: ReadonlyMap<string, Fact>
  monthBefore: ReadonlyMap<string, Fact>
  entered: ReadonlyMap<string, EnteredYear>
  /** Of the year before, for what changed in January. */
  enteredBefore: ReadonlyMap<string, EnteredYear>
}

export const nothingEntered: EnteredYear = { months: new Map(), year: null }

export function indicatorYear(
  { year, month, of, asOf, zone }: { year: number; month: number; of: string; asOf: string; zone: string },
  settings: IndicatorSettings,
  known: KnownYear,
): IndicatorYear {
  const passed = passedShare(year, asOf, zone)
  const lines = registryOf(settings).map(indicator => {
    const { id } = indicator
    const isEntered = indicator.source.from === 'people'
    const entered = known.entered.get(id) ?? nothingEntered
    const fact = isEntered ? enteredFact(indicator, entered) : (known.year.get(id) ?? noFact)
    const plan = planOf(settings, id, year, null, of)
    const forecast = forecastOf(indicator, fact, passed, entered)
    const now = isEntered ? monthOfEntered(entered, month) : (known.month.get(id) ?? noFact)
    const earlier = month === 1 ? (known.enteredBefore.get(id) ?? nothingEntered) : entered
    const before = isEntered
      ? monthOfEntered(earlier, month === 1 ? 12 : month - 1)
      : (known.monthBefore.get(id) ?? noFact)
    return {
      indicator,
      plan,
      fact,
      forecast,
      state: targetState(indicator, plan, fact, forecast, passed >= 1),
      month: {
        plan: planOf(settings, id, year, month, of),
        fact: now,
        change: changeBetween(indicator, now, before),
      },
    }
  })
  return { year, month, of, asOf, lines }
}

export function monthOfEntered({ months }: EnteredYear, month: number): Fact {
  return { value: months.get(month) ?? null, part: null, of: null }
}
