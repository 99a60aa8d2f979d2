/**
 * «Снимок поста» as events and states hold it: hashes and sizes, never a word of it. The bytes are kept by the server
 * under these hashes, so that what is shown later can be held against what was recorded.
 */
import * as z from 'zod'
import {
  keysOf,
  maxHtmlBytes,
  maxPictureBytes,
  maxTextBytes,
  noHtmlReasons,
  noPictureReasons,
  observedStates,
} from '../reference/evidence.ts'

const id = z.string().min(1).max(120)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const part = (most: number) => z.object({ sha256, size: z.number().int().positive().max(most) })
/** Pixels. */
const length = z.number().int().positive().max(20_000)

export const pictureTypes = ['image/webp', 'image/jpeg'] as const

export const pictureSchema = part(maxPictureBytes).extend({
  mime: z.enum(pictureTypes),
  width: length,
  height: length,
  /** The post is taller than the window, or something lay over it: «виден фрагмент». */
  isFragment: z.boolean(),
})
export type Picture = z.infer<typeof pictureSchema>

/** What was kept of one look at a post. */
export const evidenceSchema = z.object({
  evidenceId: id,
  sourceId: id,
  /** By the clock of that computer, ISO. */
  takenAt: z.iso.datetime(),
  picture: pictureSchema.nullable(),
  /** Why there is no picture; `null` where there is one. */
  noPicture: z.enum(keysOf(noPictureReasons)).nullable(),
  html: part(maxHtmlBytes).nullable(),
  noHtml: z.enum(keysOf(noHtmlReasons)).nullable().default(null),
  /** `normalisedText` of the post in UTF-8; `null` for a post without words. */
  text: part(maxTextBytes).nullable(),
  /** The page showed a part of the text only: it tells nothing of a change. */
  isTextCut: z.boolean().default(false),
})
export type Evidence = z.infer<typeof evidenceSchema>

export const observationSchema = z.object({
  sourceId: id,
  state: z.enum(keysOf(observedStates)),
  /** What was kept by the same look; a deleted post leaves nothing. */
  evidenceId: id.nullable(),
})

/** What names the post where the ticket knows it under another id: a colleague recorded it before. */
export const sourceKeySchema = z.string().min(3).max(300).nullable().default(null)
