/** Texts and personal data of a ticket, kept apart from events so that they can be erased (DESIGN, point 8). */
import * as z from 'zod'
import { sourceDraftSchema } from './source.ts'

export const replyTextLimit = 20_000

export const contentBodySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), source: sourceDraftSchema }),
  /** Street, house or landmark as a person wrote it. */
  z.object({ kind: z.literal('place'), text: z.string() }),
  /** A reply: its words where known, and the address where it was published. */
  z.object({ kind: z.literal('reply'), text: z.string(), url: z.string().nullable() }),
])
export type ContentBody = z.infer<typeof contentBodySchema>

/** Bodies by content id. An erased one is absent: readers show «данные удалены». */
export const contentsSchema = z.record(z.string(), contentBodySchema)
export type Contents = z.infer<typeof contentsSchema>
