/** Walks the open tickets in portions by their id, so that a walk can stop anywhere and go on there. */
import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'

export type OpenRow = { id: string; number: number; state: string }

/** The next open tickets after `afterId`; fewer than `most` where there are no more. */
export async function openTicketsAfter(
  db: Kysely<Database>,
  organisationId: string,
  afterId: string | null,
  most: number,
): Promise<OpenRow[]> {
  return db
    .selectFrom('tickets')
    .select(['id', 'number', 'state'])
    .where('organisation_id', '=', organisationId)
    .where('closed_at', 'is', null)
    .$if(afterId !== null, query => query.where('id', '>', afterId ?? ''))
    .orderBy('id')
    .limit(most)
    .execute()
}
