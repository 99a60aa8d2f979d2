/** Bytes that nothing names any more leave the disk: after the rows that named them, never before. */
import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'
import type { Blobs } from './blobs.ts'

export async function removeUnused(
  { db, blobs, organisationId }: { db: Kysely<Database>; blobs: Blobs; organisationId: string },
  sha256s: readonly string[],
): Promise<void> {
  for (const sha256 of new Set(sha256s)) {
    const isFile = await db
      .selectFrom('files')
      .select('sha256')
      .where('organisation_id', '=', organisationId)
      .where('sha256', '=', sha256)
      .executeTakeFirst()
    const evidence = await db
      .selectFrom('evidence_parts')
      .select('stored_at')
      .where('organisation_id', '=', organisationId)
      .where('sha256', '=', sha256)
      .where('erased_at', 'is', null)
      .execute()
    if (isFile === undefined && evidence.every(each => each.stored_at === null)) await blobs.remove(sha256)
    // Nobody is owed the rest of what came in portions.
    if (evidence.length === 0) await blobs.dropIncoming(sha256)
  }
}
