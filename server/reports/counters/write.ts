/** Adds differences to the stored counters. */
import { CompiledQuery } from 'kysely'
import { type Contributions, counterIds, type Place } from './contributions.ts'

const columns = ['organisation_id', 'day', 'block', ...counterIds]

/** Written out once: it runs with every command, and to build it costs more than to run it. */
const statement = `insert into block_counters (${columns.map(quoted).join(', ')})
  values (${columns.map(() => '?').join(', ')})
  on conflict (organisation_id, day, block) do update
  set ${counterIds.map(id => `${quoted(id)} = block_counters.${quoted(id)} + excluded.${quoted(id)}`).join(', ')}`

export async function addToCounters({ db, organisationId }: Place, sum: Contributions): Promise<void> {
  for (const { day, block, amounts } of sum.rows()) {
    const byCounter = new Map(amounts)
    const values = counterIds.map(id => byCounter.get(id) ?? 0)
    await db.executeQuery(CompiledQuery.raw(statement, [organisationId, day, block, ...values]))
  }
}

function quoted(column: string): string {
  return `"${column}"`
}
