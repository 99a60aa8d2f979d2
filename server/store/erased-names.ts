/**
 * What names the message of an erased author, its keys and its address, is kept as a hash. Of the organisation's own, so
 * that two offices that erased one author cannot be told by it; whoever has the database and guesses a name can check it.
 */
import { createHmac } from 'node:crypto'
import { erasedKeyPrefix, isErasedKey } from '../../shared/ticket/erased-key.ts'
import type { Tx } from './writer.ts'

export function erasedName(organisationId: string, name: string): string {
  if (isErasedKey(name)) return name
  const hash = createHmac('sha256', organisationId).update(name).digest('base64url')
  return `${erasedKeyPrefix}${hash}`
}

/** Of the sources whose words these contents are. */
export async function eraseNames(
  tx: Tx,
  organisationId: string,
  contentIds: readonly string[],
): Promise<void> {
  if (contentIds.length === 0) return
  const sources = await tx
    .selectFrom('sources')
    .select(['id', 'key', 'url'])
    .where('organisation_id', '=', organisationId)
    .where('content_id', 'in', contentIds)
    .execute()
  for (const { id, key, url } of sources) {
    await tx
      .updateTable('sources')
      .set({
        key: erasedName(organisationId, key),
        url: url === null ? null : erasedName(organisationId, url),
      })
      .where('organisation_id', '=', organisationId)
      .where('id', '=', id)
      .execute()
    const further = await tx
      .deleteFrom('source_keys')
      .where('organisation_id', '=', organisationId)
      .where('source_id', '=', id)
      .returning('key')
      .execute()
    if (further.length === 0) continue
    await tx
      .insertInto('source_keys')
      .values(
        further.map(row => ({
          organisation_id: organisationId,
          key: erasedName(organisationId, row.key),
          source_id: id,
        })),
      )
      .onConflict(conflict => conflict.doNothing())
      .execute()
  }
}
