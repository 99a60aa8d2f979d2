/**
 * What has happened to a ticket. Facts in the past tense, append-only, chained by the server.
 * An event holds no personal data and no free text: those live in contents, named here by `contentId`.
 */
import * as z from 'zod'
import { stageSchema } from '../deadlines/deadline.ts'
import { blockIds } from '../reference/blocks.ts'
import { channelIds } from '../reference/channels.ts'
import { datePrecisions, sourceKinds } from './source.ts'

const id = z.string().min(1).max(120)
const instant = z.iso.datetime()

/** Kinds of reply (PRACTICE P1): each stops and starts clocks of its own. */
export const replyKinds = ['first', 'interim', 'final'] as const
export type ReplyKind = (typeof replyKinds)[number]

/** How the block of a fresh ticket came about; a suggestion is never an assignment (DOMAIN.md §8). */
export const suggestedBys = ['keywords', 'person', 'nobody'] as const

export const sourceRefSchema = z.object({
  sourceId: id,
  channel: z.enum(channelIds),
  kind: z.enum(sourceKinds),
  publishedAt: instant.nullable(),
  precision: z.enum(datePrecisions),
  contentId: id,
})

const classificationSchema = z.object({
  block: z.enum(blockIds),
  subtopic: id.nullable(),
  settlement: id.nullable(),
  urgent: z.boolean(),
  placeContentId: id.nullable(),
})
export type Classification = z.infer<typeof classificationSchema>

/** A reply as it was published. Its words and address are in the content. */
export const publishedReplySchema = z.object({
  replyId: id,
  kind: z.enum(replyKinds),
  accountId: id.nullable(),
  promisedDate: z.iso.date().nullable(),
  contentId: id,
})

export const ticketEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('captured'),
    data: z.object({
      number: z.number().int().positive().nullable(),
      kind: z.literal('message'),
      source: sourceRefSchema,
      classification: classificationSchema,
      suggestedBy: z.enum(suggestedBys),
    }),
  }),
  /** A second person recorded the same post: they keep read access to it (PRACTICE P3). */
  z.object({ type: z.literal('captured_again'), data: z.object({}) }),
  z.object({
    type: z.literal('deadlines_set'),
    data: z.object({ settingsVersion: z.number().int(), stages: z.array(stageSchema) }),
  }),
  z.object({
    type: z.literal('classified'),
    data: z.object({ changes: classificationSchema.partial(), sorted: z.boolean() }),
  }),
  z.object({ type: z.literal('assigned'), data: z.object({ recipientId: id }) }),
  z.object({
    type: z.literal('reply_prepared'),
    data: z.object({ kind: z.enum(replyKinds), contentId: id }),
  }),
  z.object({ type: z.literal('published'), data: publishedReplySchema }),
  z.object({ type: z.literal('withdrawn'), data: z.object({}) }),
])
export type TicketEvent = z.infer<typeof ticketEventSchema>

/** An event with who and when: `at` is the act's effective time, `by` a person's id. */
export type Fact = TicketEvent & { at: string; by: string }
export const factSchema: z.ZodType<Fact> = ticketEventSchema.and(z.object({ at: instant, by: id }))
