/** Files that were erased from tickets: no ticket of these names them any more, and what nobody names goes. */
import type { Tx } from '../store/writer.ts'

/** The bytes beside the database are removed after it (unused.ts). */
export async function dropErasedFiles(
  tx: Tx,
  organisationId: string,
  ticketIds: readonly string[],
  hashes: readonly string[],
): Promise<void> {
  for (const sha256 of hashes) {
    for (const ticketId of ticketIds) {
      const named = await tx
        .selectFrom('contents')
        .select('id')
        .where('organisation_id', '=', organisationId)
        .where('ticket_id', '=', ticketId)
        .where('kind', '=', 'file')
        .where('body', 'like', `%"sha256":"${sha256}"%`)
        .executeTakeFirst()
      if (named !== undefined) continue
      await tx
        .deleteFrom('ticket_files')
        .where('organisation_id', '=', organisationId)
        .where('ticket_id', '=', ticketId)
        .where('sha256', '=', sha256)
        .execute()
    }
    const elsewhere = await tx
      .selectFrom('ticket_files')
      .select('ticket_id')
      .where('organisation_id', '=', organisationId)
      .where('sha256', '=', sha256)
      .executeTakeFirst()
    if (elsewhere !== undefined) continue
    for (const table of ['file_puts', 'files'] as const)
      await tx
        .deleteFrom(table)
        .where('organisation_id', '=', organisationId)
        .where('sha256', '=', sha256)
        .execute()
  }
}
