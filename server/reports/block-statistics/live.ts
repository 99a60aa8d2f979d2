/** Numbers counted from the tickets themselves, split by columns; everything else is a case or a cache of it. */
import { type Expression, expressionBuilder, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { Scope } from '../../../shared/policy/permissions.ts'
import { type CountedMetric, type Counts, countsOf } from '../../../shared/reports/statistics.ts'
import type { Database } from '../../store/schema.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { candidates, ticketsAmong } from './candidates.ts'
import { conditionOf, isMomentMetric, type Reading, standing, type Tickets } from './conditions.ts'

export type Place = { reader: Kysely<Database>; organisationId: string; scope: Scope }

export type SplitColumn = 'block' | 'channel' | 'kind' | 'settlement' | 'subtopic' | 'recipient_id'

export type Asked = {
  by: readonly SplitColumn[]
  /** Others answer 0. */
  metrics: readonly CountedMetric[]
  reading: Reading
  /** What else must be so, besides standing and being in scope. */
  where?: ((tickets: Tickets) => Expression<SqlBool>[]) | undefined
  /** Which tickets are looked at, where they are known to be few; otherwise they are found by period and state. */
  among?: RawBuilder<unknown> | undefined
}

/** `keys` in the order of `by`. */
export type LiveRow = Counts & { keys: (string | null)[] }

/** Rows of equal keys may be two: what happens more than once is looked for by itself, among few. */
export async function liveCounts(place: Place, asked: Asked): Promise<LiveRow[]> {
  const ofMoments = asked.metrics.filter(isMomentMetric)
  const others = asked.metrics.filter(metric => !isMomentMetric(metric))
  const parts = [others, ofMoments].filter(metrics => metrics.length > 0)
  const found = await Promise.all(parts.map(metrics => countAmong(place, { ...asked, metrics })))
  return found.flat()
}

async function countAmong(place: Place, asked: Asked): Promise<LiveRow[]> {
  const { reader, organisationId, scope } = place
  const { by, metrics, where } = asked
  const reading = { ...asked.reading, organisationId }
  const isAsked = new Set<string>(metrics)
  const withOldest = isAsked.has('open')
  const tickets = expressionBuilder<Database, 'tickets'>()
  const among = asked.among ?? candidates(metrics, reading)
  const found = await ticketsAmong(reader, organisationId, among)
    .where(tickets.and([standing(tickets), inScopeSql(scope)(tickets), ...(where?.(tickets) ?? [])]))
    .groupBy([...by])
    .select([...by])
    .select([
      ...metrics.map(metric =>
        tickets.fn
          .sum<number | string>(
            tickets.case().when(conditionOf(metric)(tickets, reading)).then(1).else(0).end(),
          )
          .as(metric),
      ),
      tickets.fn
        .min<string | null>(
          tickets
            .case()
            .when(conditionOf('longest')(tickets, reading))
            .then(tickets.ref('captured_at'))
            .end(),
        )
        .as('oldest_open_at'),
    ])
    .execute()
  return found.map(row => ({
    keys: by.map(column => row[column] ?? null),
    // PostgreSQL answers sums as text.
    counts: countsOf(metric => (isAsked.has(metric) ? Number(row[metric] ?? 0) : 0)),
    oldestOpenAt: withOldest ? row.oldest_open_at : null,
  }))
}

/** A caller who reads more may have begun it already. */
export function inOneView<Result>(
  reader: Kysely<Database>,
  read: (view: Kysely<Database>) => Promise<Result>,
): Promise<Result> {
  return reader.isTransaction ? read(reader) : reader.transaction().execute(read)
}
