/** What happened by itself while nobody looked, as one message to the head of the centre (decree 697-П, 3.3). */
import { type Kysely, type SqlBool, sql } from 'kysely'
import * as z from 'zod'
import { readScope } from '../../shared/policy/permissions.ts'
import type { Signed } from '../office.ts'
import type { Database } from '../store/schema.ts'
import type { Write } from '../store/writer.ts'
import { inScopeSql } from '../tickets/scope-sql.ts'

/** Numbers in the order in which they were due. */
export type Digest = { id: string; at: string; numbers: number[]; afterDowntime: boolean }

export type Digests = {
  /**
   * Oldest first; for the head of the centre and who stands in. Numbers of the reader's own scope as it is now: nobody
   * learns even the number of a complaint about himself (PRACTICE P8).
   */
  unseen(signed: Signed): Promise<Digest[]>
  /** «Понятно»: not shown to this person again. */
  see(signed: Signed, ids: readonly string[]): Promise<void>
}

type Desk = { organisationId: string; reader: Kysely<Database>; write: Write }

const documentSchema = z.object({ numbers: z.array(z.number()), afterDowntime: z.boolean() })
const peopleSchema = z.array(z.string())
const kind = 'escalated'
/** Older ones are history. */
const shownAtOnce = 20

export function createDigests({ organisationId, reader, write }: Desk): Digests {
  return {
    async unseen(signed) {
      if (!signed.actor.roles.includes('center_head')) return []
      const rows = await reader
        .selectFrom('digests')
        .select(['id', 'at', 'document', 'seen_by'])
        .where('organisation_id', '=', organisationId)
        .where('kind', '=', kind)
        .orderBy('at', 'desc')
        .limit(shownAtOnce)
        .execute()
      const digests = rows
        .filter(row => !peopleSchema.parse(JSON.parse(row.seen_by)).includes(signed.person.id))
        .map(({ id, at, document }) => ({ id, at, ...documentSchema.parse(JSON.parse(document)) }))
        .toReversed()
      const named = digests.flatMap(digest => digest.numbers)
      const visible = await visibleAmong(signed, named)
      return digests
        .map(digest => ({ ...digest, numbers: digest.numbers.filter(number => visible.has(number)) }))
        .filter(digest => digest.numbers.length > 0)
    },

    async see(signed, ids) {
      if (ids.length === 0 || !signed.actor.roles.includes('center_head')) return
      await write(async tx => {
        const rows = await tx
          .selectFrom('digests')
          .select(['id', 'seen_by'])
          .where('organisation_id', '=', organisationId)
          .where('id', 'in', [...ids])
          .execute()
        for (const { id, seen_by } of rows) {
          const seen = new Set([...peopleSchema.parse(JSON.parse(seen_by)), signed.person.id])
          await tx
            .updateTable('digests')
            .set({ seen_by: JSON.stringify([...seen]) })
            .where('organisation_id', '=', organisationId)
            .where('id', '=', id)
            .execute()
        }
      })
    },
  }

  async function visibleAmong({ actor, settings }: Signed, numbers: readonly number[]): Promise<Set<number>> {
    if (numbers.length === 0) return new Set()
    const rows = await reader
      .selectFrom('tickets')
      .select('number')
      .where('organisation_id', '=', organisationId)
      // As one value: a weekend may hold more numbers than a statement has places for.
      .where(sql<SqlBool>`number in (select value from json_each(${JSON.stringify(numbers)}))`)
      .where(inScopeSql(readScope(actor, settings)))
      .execute()
    return new Set(rows.map(row => row.number))
  }
}
