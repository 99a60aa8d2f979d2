/**
 * What people ask for. A client makes the ids (UUIDv7); the server decides.
 * Edits are patches `{from, to}` per field: different fields merge, the same field is a conflict.
 */
import * as z from 'zod'
import { blockIds } from '../reference/blocks.ts'
import { replyTextLimit } from './contents.ts'
import { replyKinds, suggestedBys } from './events.ts'
import { sourceDraftSchema } from './source.ts'

const id = z.string().min(1).max(120)
const place = z.string().trim().max(500)

const change = <Value extends z.ZodType>(value: Value) => z.object({ from: value, to: value })

export const classifyChangesSchema = z.object({
  block: change(z.enum(blockIds)).optional(),
  subtopic: change(id.nullable()).optional(),
  settlement: change(id.nullable()).optional(),
  place: change(place.nullable()).optional(),
  urgent: change(z.boolean()).optional(),
})
export type ClassifyChanges = z.infer<typeof classifyChangesSchema>

const envelope = {
  /** UUIDv7, made by the client: the key of idempotency. */
  id: z.uuid(),
  ticketId: z.uuid(),
  /** The device's own clock, ISO. The server corrects it by the measured offset (DESIGN, point 5). */
  occurredAt: z.iso.datetime(),
  /** Version of the ticket the person looked at; 0 where they saw none. */
  baseVersion: z.number().int().nonnegative(),
  /** A command that must have been accepted before this one is tried. */
  dependsOn: z.uuid().nullable(),
}

export const commandSchema = z.discriminatedUnion('type', [
  z.object({
    ...envelope,
    type: z.literal('capture'),
    data: z.object({
      sourceId: z.uuid(),
      source: sourceDraftSchema,
      block: z.enum(blockIds),
      subtopic: id.nullable(),
      settlement: id.nullable(),
      place: place.nullable(),
      urgent: z.boolean(),
      suggestedBy: z.enum(suggestedBys),
    }),
  }),
  z.object({
    ...envelope,
    type: z.literal('classify'),
    /** `sorted`: a person confirms the block, so the ticket stops being «не разобрано». */
    data: z.object({ changes: classifyChangesSchema, sorted: z.boolean() }),
  }),
  z.object({ ...envelope, type: z.literal('assign'), data: z.object({ recipientId: id }) }),
  z.object({
    ...envelope,
    type: z.literal('prepare_reply'),
    data: z.object({ kind: z.enum(replyKinds), text: z.string().trim().min(1).max(replyTextLimit) }),
  }),
  z.object({
    ...envelope,
    type: z.literal('publish'),
    data: z.object({
      kind: z.enum(replyKinds),
      /** Where the reply can be read. `null` only for a reply without an address (PRACTICE P13). */
      url: z
        .url({ protocol: /^https?$/ })
        .max(2_000)
        .nullable(),
      text: z.string().trim().max(replyTextLimit),
      accountId: id.nullable(),
      promisedDate: z.iso.date().nullable(),
    }),
  }),
  z.object({ ...envelope, type: z.literal('withdraw'), data: z.object({}) }),
])
export type Command = z.infer<typeof commandSchema>
export type CommandType = Command['type']
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>

/** The least a refused or unreadable command must say of itself, so that an outcome can be addressed to it. */
export const commandHeadSchema = z.object({ id: z.uuid(), type: z.string().max(100) })

export const commandTypes = [
  'capture',
  'classify',
  'assign',
  'prepare_reply',
  'publish',
  'withdraw',
] as const satisfies readonly CommandType[]
