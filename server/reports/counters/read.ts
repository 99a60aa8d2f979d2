/** Reads the counters as of a moment; never writes. */
import { sql } from 'kysely'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { BlockId } from '../../../shared/reference/blocks.ts'
import type { Period } from '../../../shared/reports/period.ts'
import { type Counts, countsOf } from '../../../shared/reports/statistics.ts'
import { type AdditiveMetric, isAdditive, type Reading } from '../block-statistics/conditions.ts'
import type { Place as ReportPlace } from '../block-statistics/live.ts'
import type { CounterId } from '../block-statistics/parts.ts'
import { type Contributions, counterIds, nowDay, type Place } from './contributions.ts'
import { passedSince } from './passed.ts'
import { findCounterState } from './state.ts'

type Counted = Counts & { block: BlockId }

/**
 * Of ordinary tickets, whoever reads; `undefined` where the counters cannot say it: there are none, their days are of
 * another zone, or the moment lies before that until which they were brought up.
 */
export async function findCounted(
  { reader, organisationId }: Pick<ReportPlace, 'reader' | 'organisationId'>,
  blocks: readonly BlockId[],
  { period, asOf }: Reading,
): Promise<Counted[] | undefined> {
  const place = { db: reader, organisationId }
  const state = await findCounterState(place)
  if (state === undefined || state.zone !== period.zone || asOf < state.asOf) return undefined
  const today = localDateOf(asOf, period.zone)
  const stored = await readCounters(place, period, today)
  const passed = valuesIn(await passedSince(place, state, asOf), period, today)
  const oldest = await readOldest(place, blocks)
  return blocks.map(block => {
    const amountOf = (counter: CounterId) =>
      (stored.get(block)?.get(counter) ?? 0) + (passed.get(block)?.get(counter) ?? 0)
    return {
      block,
      counts: countsOf(metric =>
        isAdditive(metric) ? amountOf(metric) : metric === 'due_today' ? amountOf('upcoming') : 0,
      ),
      oldestOpenAt: oldest.get(block) ?? null,
    }
  })
}

/** The same as rows of days, of some counters that have days. */
export async function findCountedDays(
  { reader, organisationId }: Pick<ReportPlace, 'reader' | 'organisationId'>,
  blocks: readonly BlockId[],
  { period, asOf }: Reading,
  metrics: readonly AdditiveMetric[],
): Promise<{ day: string; metric: AdditiveMetric; amount: number }[] | undefined> {
  const place = { db: reader, organisationId }
  const state = await findCounterState(place)
  if (state === undefined || state.zone !== period.zone || asOf < state.asOf) return undefined
  const { firstDate, lastDate } = period
  const { rows } = await sql<{ day: string } & Record<string, number | string>>`
    select day, ${sql.join(metrics.map(metric => sql`sum(${sql.ref(metric)}) as ${sql.ref(metric)}`))}
    from block_counters
    where organisation_id = ${organisationId} and day >= ${firstDate} and day <= ${lastDate}
      and block in (${sql.join([...blocks, ''])})
    group by day`.execute(reader)
  const stored = rows.flatMap(row =>
    metrics.map(metric => ({ day: row.day, metric, amount: Number(row[metric] ?? 0) })),
  )
  const passed = (await passedSince(place, state, asOf))
    .rows()
    .filter(({ day, block }) => day >= firstDate && day <= lastDate && blocks.some(each => each === block))
    .flatMap(({ day, amounts }) =>
      amounts.flatMap(([counter, amount]) => {
        const metric = metrics.find(each => each === counter)
        return metric === undefined ? [] : [{ day, metric, amount }]
      }),
    )
  return [...stored, ...passed]
}

type Values = Map<string, Map<CounterId, number>>

/** The days of the period, the state now and, for what is due today, today's row: each counter by the days it is of. */
async function readCounters({ db, organisationId }: Place, period: Period, today: string): Promise<Values> {
  const { rows } = await sql<{ block: string } & Record<string, number | string>>`
    select block, ${sql.join(counterIds.map(counter => sql`${sumOf(counter, period, today)} as ${sql.ref(counter)}`))}
    from block_counters
    where organisation_id = ${organisationId}
      and (day = ${nowDay} or day = ${today} or (day >= ${period.firstDate} and day <= ${period.lastDate}))
    group by block`.execute(db)
  return new Map(
    rows.map(row => [
      row.block,
      new Map(counterIds.map(counter => [counter, Number(row[counter] ?? 0)] as const)),
    ]),
  )
}

function sumOf(counter: CounterId, { firstDate, lastDate }: Period, today: string) {
  const column = sql.ref(counter)
  if (counter === 'upcoming') return sql`sum(case when day = ${today} then ${column} else 0 end)`
  // The state now stands under no day, and period numbers never under that: today's row alone may lie outside the period.
  const isOutside = today < firstDate || today > lastDate
  return isOutside ? sql`sum(case when day = ${today} then 0 else ${column} end)` : sql`sum(${column})`
}

function valuesIn(change: Contributions, { firstDate, lastDate }: Period, today: string): Values {
  const values: Values = new Map()
  for (const { day, block, amounts } of change.rows()) {
    const counters = values.get(block) ?? new Map<CounterId, number>()
    values.set(block, counters)
    const inPeriod = day === nowDay || (day >= firstDate && day <= lastDate)
    for (const [counter, amount] of amounts)
      if (counter === 'upcoming' ? day === today : inPeriod)
        counters.set(counter, (counters.get(counter) ?? 0) + amount)
  }
  return values
}

async function readOldest(
  { db, organisationId }: Place,
  blocks: readonly BlockId[],
): Promise<Map<string, string>> {
  if (blocks.length === 0) return new Map()
  // The first entry of each block in the index of open tickets.
  const ofEach = blocks.map(
    block => sql`select * from (select block, captured_at from ticket_figures
      where organisation_id = ${organisationId} and block = ${block}
        and is_open = 1 and is_complaint = 0 and status <> 'withdrawn'
      order by captured_at limit 1) as oldest`,
  )
  const { rows } = await sql<{
    block: string
    captured_at: string
  }>`${sql.join(ofEach, sql` union all `)}`.execute(db)
  return new Map(rows.map(row => [row.block, row.captured_at]))
}
