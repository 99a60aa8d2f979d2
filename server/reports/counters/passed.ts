/** Deadlines that passed since the counters were brought up: what that changes, without writing. */
import { sql } from 'kysely'
import { Contributions, contributionsOf, type Place } from './contributions.ts'
import type { CounterState } from './state.ts'

/** What is to be added to counters as of `state.asOf` so that they are as of `asOf`, which is not earlier. */
export async function passedSince(place: Place, state: CounterState, asOf: string): Promise<Contributions> {
  const change = new Contributions()
  const ids = await ticketsDueBetween(place, state.asOf, asOf)
  if (ids.length === 0) return change
  change.addAll(await contributionsOf(place, ids, { ...state, asOf }), 1)
  change.addAll(await contributionsOf(place, ids, state), -1)
  return change
}

async function ticketsDueBetween(
  { db, organisationId }: Place,
  after: string,
  until: string,
): Promise<string[]> {
  if (until <= after) return []
  const between = (column: string, more = sql``) =>
    sql`select id from ticket_figures
      where organisation_id = ${organisationId} and ${sql.ref(column)} > ${after} and ${sql.ref(column)} <= ${until} ${more}`
  const open = sql`and is_open = 1`
  const { rows } = await sql<{ id: string }>`select distinct id from (
    ${between('next_due_at', open)}
    union all ${between('first_due_at', open)}
    union all ${between('final_due_at', open)}
    union all ${between('promise_due_at')}
    union all ${between('order_due_at')}) as due`.execute(db)
  return rows.map(row => row.id)
}
