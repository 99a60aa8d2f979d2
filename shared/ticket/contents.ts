/** Texts and personal data of a ticket, kept apart from events so that they can be erased (DESIGN, point 8). */
import * as z from 'zod'
import { sourceDraftSchema } from './source.ts'

export const replyTextLimit = 20_000
export const noteTextLimit = 4_000

export const contentBodySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), source: sourceDraftSchema }),
  /** Street, house or landmark as a person wrote it. */
  z.object({ kind: z.literal('place'), text: z.string() }),
  /** A reply: its words where known, and the address where it was published. */
  z.object({
    kind: z.literal('reply'),
    text: z.string(),
    url: z.string().nullable(),
    /** «Со слов исполнителя»: who said it by phone, and when (PRACTICE P5). */
    spokenBy: z.string().nullable().default(null),
    spokenAt: z.iso.datetime().nullable().default(null),
  }),
  /** A note, essence, reason, question or decision: what it is, the field that names it says. */
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** A file beside the ticket; its bytes are served under the ticket's scope. */
  z.object({
    kind: z.literal('file'),
    name: z.string(),
    mime: z.string(),
    size: z.number().int().nonnegative(),
    sha256: z.string(),
  }),
])
export type ContentBody = z.infer<typeof contentBodySchema>

/** Bodies by content id. An erased one is absent: readers show «данные удалены». */
export const contentsSchema = z.record(z.string(), contentBodySchema)
export type Contents = z.infer<typeof contentsSchema>

/** The words of a text, place or reply; `null` where there are none or they were erased. */
export function wordsOf(contents: Contents, contentId: string | null): string | null {
  const body = contentId === null ? undefined : contents[contentId]
  return body === undefined || body.kind === 'source' || body.kind === 'file' ? null : body.text
}
