/** Indicators of a year: computed facts, and values that people enter, each change kept with who and when. */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { findActor } from '../../../shared/policy/actor.ts'
import type { Scope } from '../../../shared/policy/permissions.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import {
  type IndicatorYear,
  indicatorYear,
  monthOfEntered,
  nothingEntered,
} from '../../../shared/reports/indicator-year.ts'
import {
  builtIn,
  type EnteredYear,
  enteredFact,
  type Fact,
  type Indicator,
  noFact,
  registryOf,
} from '../../../shared/reports/indicators.ts'
import { monthOf, type Period, yearOf } from '../../../shared/reports/period.ts'
import type { Signed } from '../../office.ts'
import { type Desk, getSettings, PeopleRefusal } from '../../people/desk.ts'
import type { Database } from '../../store/schema.ts'
import { isParty, narrowingOf } from './links.ts'
import { computedFacts } from './query.ts'

export type EnteredValue = {
  at: string
  by: string
  month: number | null
  of: string
  /** `null`: the value was taken away. */
  value: number | null
  note: string
}

export type ValueDraft = {
  indicatorId: string
  year: number
  month: number | null
  of: string
  value: number | null
  note: string
}

/** One indicator through a year. `recipients` and `blocks` by id, of the year so far. */
export type IndicatorMonths = {
  months: { month: number; fact: Fact }[]
  year: Fact
  blocks: Map<string, Fact>
  recipients: Map<string, Fact>
  entered: EnteredYear
}

export type Indicators = {
  /** What the reader may see; `of`: empty, `block:…` or `recipient:…`. `statesOfNow`: also where the period is over. */
  year(
    scope: Scope,
    settings: Settings,
    asked: { year: number; month: number; of: string; statesOfNow?: boolean },
  ): Promise<IndicatorYear>
  months(
    scope: Scope,
    settings: Settings,
    indicator: Indicator,
    asked: { year: number; of: string },
  ): Promise<IndicatorMonths>
  /** Newest first, of the whole year and of whomever. */
  journal(indicatorId: string, year: number): Promise<EnteredValue[]>
  /** Throws `PeopleRefusal` where the value or the person does not fit. */
  enter(by: Signed, draft: ValueDraft): Promise<void>
}

/** Whether the person enters values: the head, and the information officer (decree 3.4). */
export function mayEnterValues({ actor }: Pick<Signed, 'actor'>): boolean {
  return actor.roles.some(role => role === 'center_head' || role === 'informer')
}

export function createIndicators(desk: Desk): Indicators {
  const { organisationId, reader, write, now } = desk

  return {
    async year(scope, settings, { year, month, of, statesOfNow = false }) {
      const asOf = now()
      const { zone } = settings.deadlines
      const facts = async (period: Period, isOfNow = statesOfNow) => {
        const { total } = await computedFacts('block', {
          place: { reader, organisationId, scope },
          deadlines: settings.deadlines,
          reading: { period, asOf },
          indicators: builtIn,
          narrowing: narrowingOf(of),
          statesOfNow: isOfNow,
        })
        return total
      }
      const periodSettings = { zone, firstWeekday: 1 } as const
      const first = `${year}-${String(month).padStart(2, '0')}-01`
      const before = month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, '0')}-01`
      return indicatorYear({ year, month, of, asOf, zone }, settings.indicators, {
        year: await facts(yearOf(first, periodSettings)),
        month: await facts(monthOf(first, periodSettings)),
        monthBefore: await facts(monthOf(before, periodSettings), false),
        entered: enteredOf(await readValues(reader, organisationId, year), of),
        enteredBefore: enteredOf(await readValues(reader, organisationId, year - 1), of),
      })
    },

    async months(scope, settings, indicator, { year, of }) {
      const asOf = now()
      const values = await readValues(reader, organisationId, year)
      const entered = enteredOf(values, of).get(indicator.id) ?? nothingEntered
      if (indicator.source.from === 'people') {
        const ofParties = (prefix: string) =>
          new Map(
            [...new Set(values.filter(value => value.of.startsWith(prefix)).map(value => value.of))].flatMap(
              party => {
                const own = enteredOf(values, party).get(indicator.id)
                return own === undefined ? [] : [[party.slice(prefix.length), enteredFact(indicator, own)]]
              },
            ),
          )
        return {
          months: monthNumbers.map(month => ({ month, fact: monthOfEntered(entered, month) })),
          year: enteredFact(indicator, entered),
          blocks: ofParties('block:'),
          recipients: ofParties('recipient:'),
          entered,
        }
      }
      const asked = (period: Period) => ({
        place: { reader, organisationId, scope },
        deadlines: settings.deadlines,
        reading: { period, asOf },
        indicators: [indicator],
        narrowing: narrowingOf(of),
      })
      const periodSettings = { zone: settings.deadlines.zone, firstWeekday: 1 } as const
      const whole = yearOf(`${year}-01-01`, periodSettings)
      const byBlock = await computedFacts('block', asked(whole))
      const byRecipient = await computedFacts('recipient', asked(whole))
      const months: IndicatorMonths['months'] = []
      for (const month of monthNumbers) {
        const period = monthOf(`${year}-${String(month).padStart(2, '0')}-01`, periodSettings)
        if (period.from > asOf) months.push({ month, fact: noFact })
        else {
          const { total } = await computedFacts('block', asked(period))
          months.push({ month, fact: total.get(indicator.id) ?? noFact })
        }
      }
      const ofRows = (rows: Map<string, Map<string, Fact>>) =>
        new Map([...rows].map(([key, facts]) => [key, facts.get(indicator.id) ?? noFact]))
      return {
        months,
        year: byBlock.total.get(indicator.id) ?? noFact,
        blocks: ofRows(byBlock.rows),
        recipients: ofRows(byRecipient.rows),
        entered,
      }
    },

    async journal(indicatorId, year) {
      const rows = await readValues(reader, organisationId, year)
      return rows
        .filter(row => row.indicatorId === indicatorId)
        .map(({ at, by, month, of, value, note }) => ({ at, by, month, of, value, note }))
        .toReversed()
    },

    enter: (by, draft) =>
      write(async tx => {
        const settings = await getSettings(desk, tx)
        const actor = findActor(settings, by.person.id, now())
        if (actor === undefined || !mayEnterValues({ actor }))
          throw new PeopleRefusal(
            'forbidden',
            'Значения вносят руководитель МЦУ и ответственный за информирование.',
          )
        const wrong = whyNotEntered(draft, settings)
        if (wrong !== undefined) throw new PeopleRefusal('wrong-value', wrong)
        const { indicatorId, year, month, of, value, note } = draft
        await tx
          .insertInto('indicator_values')
          .values({
            organisation_id: organisationId,
            id: uuidv7(),
            indicator_id: indicatorId,
            year,
            month,
            of,
            value,
            note: note.trim(),
            at: now(),
            by: by.person.id,
          })
          .execute()
      }),
  }
}

const monthNumbers: readonly number[] = Array.from({ length: 12 }, (_, index) => index + 1)
export const longestNote = 500

function whyNotEntered({ indicatorId, year, month, of, value, note }: ValueDraft, settings: Settings) {
  const indicator = registryOf(settings.indicators).find(({ id }) => id === indicatorId)
  if (indicator === undefined || indicator.source.from !== 'people')
    return 'Этот показатель считается сам: значения для него не вносят.'
  if (!Number.isInteger(year) || year < 2020 || year > 2100) return 'Год указан неверно.'
  if (month !== null && !monthNumbers.includes(month)) return 'Месяц указан неверно.'
  if (!isParty(of, settings)) return 'Такого блока или получателя нет.'
  if (value !== null && (!Number.isFinite(value) || Math.abs(value) > 1e9)) return 'Число не подходит.'
  return note.trim().length > longestNote ? `Сократите пояснение до ${longestNote} знаков.` : undefined
}

type ValueRow = EnteredValue & { indicatorId: string }

/** The oldest first. */
async function readValues(
  reader: Kysely<Database>,
  organisationId: string,
  year: number,
): Promise<ValueRow[]> {
  return reader
    .selectFrom('indicator_values')
    .select(['indicator_id as indicatorId', 'month', 'of', 'value', 'note', 'at', 'by'])
    .where('organisation_id', '=', organisationId)
    .where('year', '=', year)
    .orderBy('at')
    .orderBy('id')
    .execute()
}

/** The newest value of each month counts; one that was taken away is none. */
function enteredOf(rows: readonly ValueRow[], of: string): Map<string, EnteredYear> {
  const found = new Map<string, { months: Map<number, number>; year: number | null }>()
  for (const row of rows.filter(each => each.of === of)) {
    const entered = found.get(row.indicatorId) ?? { months: new Map(), year: null }
    found.set(row.indicatorId, entered)
    if (row.month === null) entered.year = row.value
    else if (row.value === null) entered.months.delete(row.month)
    else entered.months.set(row.month, row.value)
  }
  return found
}
