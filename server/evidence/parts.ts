/** Rows of `evidence_parts`: which bytes belong to which look at a post, who brings them, and whether they have come. */
import type { EvidencePart } from '../../shared/reference/evidence.ts'
import { evidenceParts } from '../../shared/reference/evidence.ts'
import type { TicketEvent } from '../../shared/ticket/events.ts'
import type { Evidence } from '../../shared/ticket/evidence.ts'
import type { Tx } from '../store/writer.ts'

export type PartReference = { part: EvidencePart; sha256: string; size: number; mime: string }

/** The parts that were kept, as they are served: a page is text here, never a page. */
export function partsOf({
  picture,
  html,
  text,
}: Pick<Evidence, 'picture' | 'html' | 'text'>): PartReference[] {
  const plain = 'text/plain; charset=utf-8'
  return [
    ...(picture === null ? [] : [{ part: 'picture' as const, ...pick(picture), mime: picture.mime }]),
    ...(html === null ? [] : [{ part: 'html' as const, ...pick(html), mime: plain }]),
    ...(text === null ? [] : [{ part: 'text' as const, ...pick(text), mime: plain }]),
  ]
}

const pick = ({ sha256, size }: { sha256: string; size: number }) => ({ sha256, size })

/** The events name bytes that the same person will bring. Called where the events are written. */
export async function nameParts(
  tx: Tx,
  { organisationId, ticketId, by, at }: { organisationId: string; ticketId: string; by: string; at: string },
  events: readonly TicketEvent[],
): Promise<void> {
  const rows = events.flatMap(event =>
    event.type !== 'evidence_attached'
      ? []
      : partsOf(event.data).map(({ part, sha256, size, mime }) => ({
          organisation_id: organisationId,
          evidence_id: event.data.evidenceId,
          part,
          ticket_id: ticketId,
          sha256,
          size,
          mime,
          person_id: by,
          named_at: at,
          erased_at: null,
        })),
  )
  if (rows.length === 0) return
  // Bytes that this person has brought before need not come again: two posts may have the same words.
  const brought = await tx
    .selectFrom('evidence_parts')
    .select('sha256')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', by)
    .where('stored_at', 'is not', null)
    .where('erased_at', 'is', null)
    .where(
      'sha256',
      'in',
      rows.map(row => row.sha256),
    )
    .execute()
  const known = new Set(brought.map(row => row.sha256))
  await tx
    .insertInto('evidence_parts')
    .values(rows.map(row => ({ ...row, stored_at: known.has(row.sha256) ? at : null })))
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

export function isEvidencePart(name: string): name is EvidencePart {
  return evidenceParts.some(part => part === name)
}
