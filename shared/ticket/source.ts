import * as z from 'zod'
import { channelIds } from '../reference/channels.ts'
import { sourceTextLimit } from './limits.ts'

// The number lives in a file without zod, so that a content script can import it.
export { sourceTextLimit }

export const sourceKinds = ['post', 'comment', 'message', 'page', 'selection', 'call', 'letter'] as const

/** How exactly `publishedAt` is known. `unknown`: the page gave no date that could be read. */
export const datePrecisions = ['second', 'minute', 'hour', 'day', 'unknown'] as const

/** Fields that a page may fail to give; they are named, never invented. */
export const missableFields = ['url', 'author', 'publishedAt', 'text'] as const

const shortText = z.string().max(2_000)

/**
 * What a channel adapter reads from a page, before it becomes a source.
 * `key` is the identity `channel:owner:post[:comment]`, the same for every address of one post.
 */
export const sourceDraftSchema = z.object({
  key: z.string().min(3).max(300),
  channel: z.enum(channelIds),
  kind: z.enum(sourceKinds),
  /** Canonical address, without tracking parameters; `null` where the site gives none. */
  url: shortText.nullable(),
  /** The post a comment belongs to, or the comment a thread reply answers. */
  parentKey: z.string().max(300).nullable(),
  author: z.object({
    name: shortText.nullable(),
    url: shortText.nullable(),
    id: z.string().max(200).nullable(),
  }),
  /** ISO instant, UTC. */
  publishedAt: z.iso.datetime().nullable(),
  /** The date as the page shows it. */
  publishedText: shortText.nullable(),
  precision: z.enum(datePrecisions),
  text: z.string().max(sourceTextLimit),
  photos: z.array(shortText).max(50),
  /** The page shows only a part of the text, or it was longer than `sourceTextLimit`. */
  truncated: z.boolean(),
  missing: z.array(z.enum(missableFields)),
  /** From a private chat (PRACTICE P15): never public, never a mark. Absent: `false`. */
  isPrivate: z.boolean().optional(),
})

export type SourceDraft = z.infer<typeof sourceDraftSchema>
export type SourceKind = (typeof sourceKinds)[number]
export type DatePrecision = (typeof datePrecisions)[number]
export type MissableField = (typeof missableFields)[number]
