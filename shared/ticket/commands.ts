/**
 * What people ask for. A client makes the ids (UUIDv7); the server decides.
 * Edits are patches `{from, to}` per field: different fields merge, the same field is a conflict.
 */
import * as z from 'zod'
import { kinds } from '../deadlines/rules.ts'
import {
  answerWayIds,
  authorTypeIds,
  closeReasonIds,
  completenessQuestionIds,
  conflictReasonIds,
  factResultIds,
  impossibleReasonIds,
  joinedReplyWayIds,
  noticeWayIds,
  outcomeIds,
  placeKindIds,
  promiseResultIds,
  rejectionReasonIds,
  reopenReasonIds,
  replyErrorReasonIds,
  satisfactionMarkIds,
  transferWayIds,
} from '../reference/answers.ts'
import { blockIds } from '../reference/blocks.ts'
import { externalNumberLimit, externalStageLimit, externalSystemIds } from '../reference/external.ts'
import { noteTextLimit, replyTextLimit } from './contents.ts'
import { complaintSchema, replyKinds, responsibleSchema, suggestedBys } from './events.ts'
import { evidenceSchema, observationSchema, sourceKeySchema } from './evidence.ts'
import { sourceDraftSchema } from './source.ts'

const id = z.string().min(1).max(120)
const date = z.iso.date()
const instant = z.iso.datetime()
const place = z.string().trim().max(500)
const words = z.string().trim().min(1).max(noteTextLimit)
const maybeWords = words.nullable()
const url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .nullable()
const nothing = z.object({})

const change = <Value extends z.ZodType>(value: Value) => z.object({ from: value, to: value })

export const classifyChangesSchema = z.object({
  block: change(z.enum(blockIds)).optional(),
  subtopic: change(id.nullable()).optional(),
  settlement: change(id.nullable()).optional(),
  place: change(place.nullable()).optional(),
  placeKind: change(z.enum(placeKindIds)).optional(),
  urgent: change(z.boolean()).optional(),
  kind: change(z.enum(kinds)).optional(),
  authorType: change(z.enum(authorTypeIds)).optional(),
  /** The essence in a line or two (decree 2.4.1 б). */
  essence: change(z.string().trim().max(1_000).nullable()).optional(),
  conflict: change(z.enum(conflictReasonIds).nullable()).optional(),
  replyError: change(z.enum(replyErrorReasonIds).nullable()).optional(),
  complaint: change(complaintSchema.nullable()).optional(),
  repeatOf: change(id.nullable()).optional(),
})
export type ClassifyChanges = z.infer<typeof classifyChangesSchema>
export type ClassifyField = keyof ClassifyChanges

/** «Со слов исполнителя»: who said it by phone, and when (PRACTICE P5). */
const spoken = z
  .object({ by: z.string().trim().min(1).max(300), at: instant })
  .nullable()
  .default(null)

/** A file that was put on the server before; its bytes are found by the hash. */
const fileSchema = z.object({
  name: z.string().trim().min(1).max(300),
  mime: z.string().max(100),
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type FileReference = z.infer<typeof fileSchema>
const files = z.array(fileSchema).max(10).default([])

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

function command<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({ ...envelope, type: z.literal(type), data })
}

/** What a capture and a split say of a new ticket. */
const beginning = {
  block: z.enum(blockIds),
  subtopic: id.nullable(),
  settlement: id.nullable(),
  place: place.nullable(),
  urgent: z.boolean(),
  kind: z.enum(kinds).default('message'),
  authorType: z.enum(authorTypeIds).default('citizen'),
}

export const commandSchema = z.discriminatedUnion('type', [
  command(
    'capture',
    z.object({
      sourceId: z.uuid(),
      source: sourceDraftSchema,
      ...beginning,
      suggestedBy: z.enum(suggestedBys),
      /** Files that came with it: a photo taken on a phone. */
      files,
    }),
  ),
  /** `sorted`: a person confirms the block, so the ticket stops being «не разобрано». */
  command('classify', z.object({ changes: classifyChangesSchema, sorted: z.boolean() })),
  command('refuse_block', z.object({ reason: maybeWords })),
  /** At least one of `recipientId` and `personId` is named. */
  command(
    'assign',
    z.object({
      recipientId: id.nullable(),
      personId: id.nullable().default(null),
      coRecipientIds: z.array(id).max(20).default([]),
      note: maybeWords.default(null),
      dueOn: date.nullable().default(null),
    }),
  ),
  command('accept_assignment', nothing),
  command('decline_assignment', z.object({ reason: words })),
  command('request_date', z.object({ date, reason: words })),
  command('ask_author', z.object({ text: words })),
  command('remind_author', nothing),
  command('record_author_answer', z.object({ text: words })),
  command('await_outside', z.object({ organisationId: id, until: date, text: words })),
  command('record_outside_answer', z.object({ text: maybeWords })),
  command(
    'prepare_reply',
    z.object({
      kind: z.enum(replyKinds),
      text: z.string().trim().min(1).max(replyTextLimit),
      outcome: z.enum(outcomeIds).nullable().default(null),
      promisedDate: date.nullable().default(null),
      responsible: responsibleSchema.nullable().default(null),
      spoken,
      files,
      /** The draft that the person saw; another one meanwhile is a conflict. Absent in older clients. */
      from: id.nullable().optional(),
      /** Kept as a draft: «Ответ готовится». */
      draft: z.boolean().default(false),
    }),
  ),
  command('approve_reply', nothing),
  command('return_reply', z.object({ reason: words })),
  command(
    'publish',
    z.object({
      kind: z.enum(replyKinds),
      way: z.enum(answerWayIds).default('published'),
      /** Where the reply can be read; `null` for a reply without an address (PRACTICE P13). */
      url,
      text: z.string().trim().max(replyTextLimit),
      accountId: id.nullable(),
      outcome: z.enum(outcomeIds).nullable().default(null),
      promisedDate: date.nullable(),
      responsible: responsibleSchema.nullable().default(null),
      spoken,
      /** «Когда ответили», where it was before this was recorded; for ways without a page only. */
      answeredAt: instant.nullable().default(null),
      /** Joined posts that this reply answers too (PRACTICE P12). */
      forJoined: z.array(z.uuid()).max(200).default([]),
    }),
  ),
  command(
    'change_reply_kind',
    z.object({ replyId: id, kind: z.enum(replyKinds), reason: maybeWords.default(null) }),
  ),
  /** `closes`: nothing else is left to do; otherwise the problem itself stays in work. */
  command(
    'mark_impossible',
    z.object({ reason: z.enum(impossibleReasonIds), text: maybeWords, closes: z.boolean() }),
  ),
  command('reject', z.object({ reason: z.enum(rejectionReasonIds), text: maybeWords })),
  command(
    'transfer',
    z.object({
      organisationId: id,
      way: z.enum(transferWayIds),
      date,
      outgoingNumber: z.string().trim().min(1).max(100),
      url,
      text: words,
      accountId: id.nullable(),
    }),
  ),
  command(
    'report_promise',
    z.object({ result: z.enum(promiseResultIds), date: date.nullable(), reason: maybeWords, files }),
  ),
  command(
    'extend',
    z.object({
      until: date,
      reason: words,
      notice: z.object({ way: z.enum(noticeWayIds), date }),
    }),
  ),
  command('put_before_head', z.object({ question: words, proposal: maybeWords })),
  command('decide_question', z.object({ decision: words })),
  command('add_note', z.object({ text: words })),
  command(
    'rate_completeness',
    z.object({ met: z.array(z.enum(completenessQuestionIds)).max(4), templateOnly: z.boolean() }),
  ),
  command(
    'record_satisfaction',
    z.object({
      mark: z.enum(satisfactionMarkIds),
      scale: z.number().int().min(1).max(5).nullable().default(null),
      text: maybeWords.default(null),
    }),
  ),
  /** A message becomes an appeal only so: by a person, with number and date (547-ФЗ; DOMAIN.md §3). */
  command('register_appeal', z.object({ number: z.string().trim().min(1).max(100), date })),
  command('reopen', z.object({ reason: z.enum(reopenReasonIds), text: maybeWords.default(null) })),
  command('close', z.object({ reason: z.enum(closeReasonIds) })),
  command(
    'declare_problem',
    z.object({ since: date.nullable(), expectedEnd: instant.nullable(), readyText: words }),
  ),
  command('end_problem', nothing),
  command('merge', z.object({ into: z.uuid() })),
  command('unmerge', nothing),
  command(
    'reply_joined',
    z.object({ way: z.enum(joinedReplyWayIds), url, text: maybeWords, accountId: id.nullable() }),
  ),
  command(
    'split',
    z.object({ newTicketId: z.uuid(), essence: z.string().trim().min(1).max(1_000), ...beginning }),
  ),
  command('undo_split', nothing),
  command('give_order', z.object({ to: responsibleSchema, dueOn: date, text: words })),
  command('report_order', z.object({ orderId: id, text: words })),
  command('check_fact', z.object({ result: z.enum(factResultIds), text: words })),
  command('tell_emergency', z.object({ to: words, at: instant })),
  /** The whole of what another system says (P7); all `null` takes it away. */
  command(
    'set_external',
    z.object({
      system: z.enum(externalSystemIds),
      number: z.string().trim().min(1).max(externalNumberLimit).nullable(),
      dueOn: date.nullable().default(null),
      stage: z.string().trim().min(1).max(externalStageLimit).nullable().default(null),
    }),
  ),
  /** «Снимок поста», made by the extension beside a record; the bytes follow. */
  command(
    'attach_evidence',
    evidenceSchema.extend({ sourceKey: sourceKeySchema, address: z.string().max(2_000).nullable() }),
  ),
  /** A later look at the post's own page; where it changed, `evidenceId` is what the same look has kept. */
  command('observe_source', observationSchema.extend({ sourceKey: sourceKeySchema })),
  command('undo', z.object({ stepId: id })),
  command('withdraw', nothing),
])
export type Command = z.infer<typeof commandSchema>
export type CommandType = Command['type']
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>

/** A command before its defaults are filled in; what a form or an older client writes. */
export type CommandInput = z.input<typeof commandSchema>

/** The least a refused or unreadable command must say of itself, so that an outcome can be addressed to it. */
export const commandHeadSchema = z.object({ id: z.uuid(), type: z.string().max(100) })

/** Every type, in the order of the union. */
export const commandTypes: readonly CommandType[] = commandSchema.options.map(
  option => option.shape.type.value,
)

/** What happens without a person; made by the server's jobs, never accepted over the wire. */
export type SystemCommand = { id: string; ticketId: string; occurredAt: string } & (
  | { type: 'escalate_overdue'; data: Record<string, never> }
  | { type: 'close_silent'; data: Record<string, never> }
  | { type: 'close_answered'; data: Record<string, never> }
  | { type: 'recompute'; data: Record<string, never> }
)
