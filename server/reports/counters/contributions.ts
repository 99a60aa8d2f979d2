/** What tickets add to the counters: by the same parts as every other number, read by the program. */
import { type Kysely, sql } from 'kysely'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { Database, TicketFigures } from '../../store/schema.ts'
import { type CounterId, isStanding, parts } from '../block-statistics/parts.ts'
import { holds } from '../block-statistics/predicate.ts'

export type Place = { db: Kysely<Database>; organisationId: string }

/** `asOf`: until which instant deadlines count as passed. */
export type CounterClock = { zone: string; asOf: string }

export const counterIds = Object.keys(parts).filter(isCounter)

function isCounter(id: string): id is CounterId {
  return Object.hasOwn(parts, id)
}

const countedParts = counterIds.flatMap(counter => parts[counter].map(part => ({ counter, part })))

/** The day of the numbers of the state now. */
export const nowDay = ''

/** Day → block → counter → how many. */
export class Contributions {
  readonly #days = new Map<string, Map<string, Map<CounterId, number>>>()

  add(day: string, block: string, counter: CounterId, amount: number): void {
    const blocks = getOr(this.#days, day, () => new Map<string, Map<CounterId, number>>())
    const counters = getOr(blocks, block, () => new Map<CounterId, number>())
    counters.set(counter, (counters.get(counter) ?? 0) + amount)
  }

  /** `times` −1 takes away. */
  addAll(other: Contributions, times: 1 | -1): void {
    for (const { day, block, amounts } of other.rows())
      for (const [counter, amount] of amounts) this.add(day, block, counter, amount * times)
  }

  /** Without what comes to nothing. */
  rows(): { day: string; block: string; amounts: [CounterId, number][] }[] {
    return [...this.#days].flatMap(([day, blocks]) =>
      [...blocks].flatMap(([block, counters]) => {
        const amounts = [...counters].filter(([, amount]) => amount !== 0)
        return amounts.length === 0 ? [] : [{ day, block, amounts }]
      }),
    )
  }
}

function getOr<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const fresh = create()
  map.set(key, fresh)
  return fresh
}

/** Of ordinary tickets that stand; a complaint is in no counter (PRACTICE P8). */
export function addContribution(sum: Contributions, row: TicketFigures, { zone, asOf }: CounterClock): void {
  if (row.is_complaint === 1 || !holds(isStanding, row)) return
  for (const { counter, part } of countedParts) {
    const { at, due, until, where } = part
    const instant = at === undefined ? undefined : row[at]
    if (instant === null || !hasCome(due && row[due], asOf) || hasPassed(until && row[until], asOf)) continue
    if (!holds(where, row)) continue
    sum.add(instant === undefined ? nowDay : localDateOf(instant, zone), row.block, counter, 1)
  }
}

function hasCome(due: string | null | undefined, asOf: string): boolean {
  return due === undefined || (due !== null && due <= asOf)
}

function hasPassed(until: string | null | undefined, asOf: string): boolean {
  return until !== undefined && (until === null || until <= asOf)
}

export async function contributionsOf(
  { db, organisationId }: Place,
  ids: readonly string[],
  clock: CounterClock,
): Promise<Contributions> {
  const sum = new Contributions()
  if (ids.length === 0) return sum
  const { rows } = await sql<TicketFigures>`select tickets.*
    from (select value as candidate from json_each(${JSON.stringify(ids)})) as among
    cross join ticket_figures as tickets
    where tickets.organisation_id = ${organisationId} and tickets.id = among.candidate`.execute(db)
  for (const row of rows) addContribution(sum, row, clock)
  return sum
}
