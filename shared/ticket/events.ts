/**
 * What has happened to a ticket. Facts in the past tense, append-only, chained by the server.
 * An event holds no personal data and no free text: those live in contents, named here by `…ContentId`.
 */
import * as z from 'zod'
import { stageSchema } from '../deadlines/deadline.ts'
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
import { channelIds } from '../reference/channels.ts'
import { externalNumberLimit, externalStageLimit, externalSystemIds } from '../reference/external.ts'
import { evidenceSchema, observationSchema } from './evidence.ts'
import { datePrecisions, sourceKinds } from './source.ts'

const id = z.string().min(1).max(120)
const instant = z.iso.datetime()
const date = z.iso.date()
const nothing = z.object({})

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
export type SourceRef = z.infer<typeof sourceRefSchema>

/** Whom a complaint about an official is about (59-ФЗ ст. 8 ч. 6, PRACTICE P8); both lists may be empty. */
export const complaintSchema = z.object({ personIds: z.array(id).max(20), recipientIds: z.array(id).max(20) })
export type Complaint = z.infer<typeof complaintSchema>

export const classificationSchema = z.object({
  block: z.enum(blockIds),
  subtopic: id.nullable(),
  settlement: id.nullable(),
  urgent: z.boolean(),
  placeContentId: id.nullable(),
  placeKind: z.enum(placeKindIds).default('address'),
  kind: z.enum(kinds).default('message'),
  authorType: z.enum(authorTypeIds).default('citizen'),
  essenceContentId: id.nullable().default(null),
  conflict: z.enum(conflictReasonIds).nullable().default(null),
  replyError: z.enum(replyErrorReasonIds).nullable().default(null),
  complaint: complaintSchema.nullable().default(null),
  /** The earlier ticket about the same problem, after it was closed (DOMAIN.md §1 «повторное»). */
  repeatOf: id.nullable().default(null),
})
export type Classification = z.infer<typeof classificationSchema>

/** A patch must not invent defaults: only what the act named. */
const classificationPatchSchema = z.object({
  block: z.enum(blockIds).optional(),
  subtopic: id.nullable().optional(),
  settlement: id.nullable().optional(),
  urgent: z.boolean().optional(),
  placeContentId: id.nullable().optional(),
  placeKind: z.enum(placeKindIds).optional(),
  kind: z.enum(kinds).optional(),
  authorType: z.enum(authorTypeIds).optional(),
  essenceContentId: id.nullable().optional(),
  conflict: z.enum(conflictReasonIds).nullable().optional(),
  replyError: z.enum(replyErrorReasonIds).nullable().optional(),
  complaint: complaintSchema.nullable().optional(),
  repeatOf: id.nullable().optional(),
})
export type ClassificationPatch = z.infer<typeof classificationPatchSchema>

/** Who is asked to do it: a recipient, or a person (a block head may take it himself, P5); at least one is named. */
export const assigneeSchema = z.object({
  recipientId: id.nullable(),
  personId: id.nullable().default(null),
  /** Соисполнители. */
  coRecipientIds: z.array(id).max(20).default([]),
  noteContentId: id.nullable().default(null),
  /** The date the assigner asks for; the clocks of the ticket do not depend on it. */
  dueOn: date.nullable().default(null),
})
export type Assignee = z.infer<typeof assigneeSchema>

/** A responsible person or recipient: for a promise, for an order of the chief. */
export const responsibleSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person'), personId: id }),
  z.object({ type: z.literal('recipient'), recipientId: id }),
])
export type Responsible = z.infer<typeof responsibleSchema>

/** A reply before publication. */
export const preparedReplySchema = z.object({
  kind: z.enum(replyKinds),
  contentId: id,
  outcome: z.enum(outcomeIds).nullable().default(null),
  promisedDate: date.nullable().default(null),
  responsible: responsibleSchema.nullable().default(null),
  fileContentIds: z.array(id).max(10).default([]),
})

/** A reply as it was given. Its words and address are in the content. */
export const publishedReplySchema = z.object({
  replyId: id,
  kind: z.enum(replyKinds),
  accountId: id.nullable(),
  promisedDate: date.nullable(),
  contentId: id,
  way: z.enum(answerWayIds).default('published'),
  outcome: z.enum(outcomeIds).nullable().default(null),
  responsible: responsibleSchema.nullable().default(null),
  /** When the citizen was answered, where that was before it was recorded: by phone, at a reception (PRACTICE P13). */
  answeredAt: instant.nullable().default(null),
  /** It needed an approval and had none: what stands on a page is recorded all the same (P5). */
  unapproved: z.boolean().default(false),
})

export const extensionSchema = z.object({
  until: date,
  reasonContentId: id,
  notice: z.object({ way: z.enum(noticeWayIds), date }),
})

export const satisfactionSchema = z.object({
  mark: z.enum(satisfactionMarkIds),
  /** ПОС 1–5; kept apart from the mark. */
  scale: z.number().int().min(1).max(5).nullable(),
  contentId: id.nullable(),
})

export const completenessSchema = z.object({
  met: z.array(z.enum(completenessQuestionIds)),
  templateOnly: z.boolean(),
})

export const transferSchema = z.object({
  organisationId: id,
  way: z.enum(transferWayIds),
  date,
  outgoingNumber: z.string().max(100),
  /** The explanation to the citizen: who is responsible, and their phone. */
  contentId: id,
  accountId: id.nullable(),
})

/** What another system says of the same message (P7); all `null`: it stands there no more. */
export const externalSchema = z.object({
  system: z.enum(externalSystemIds),
  number: z.string().max(externalNumberLimit).nullable(),
  dueOn: date.nullable(),
  /** In the words of that system: a name of a stage, never a citizen's words. */
  stage: z.string().max(externalStageLimit).nullable(),
})
export type External = z.infer<typeof externalSchema>

export const ticketEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('captured'),
    data: z.object({
      number: z.number().int().positive().nullable(),
      /** Written by every version; the newer ones also say it in `classification`. */
      kind: z.enum(kinds),
      source: sourceRefSchema,
      classification: classificationSchema,
      suggestedBy: z.enum(suggestedBys),
      fileContentIds: z.array(id).max(10).default([]),
    }),
  }),
  /** A second person recorded the same post: they keep read access to it (PRACTICE P3). */
  z.object({ type: z.literal('captured_again'), data: nothing }),
  z.object({
    type: z.literal('deadlines_set'),
    data: z.object({ settingsVersion: z.number().int(), stages: z.array(stageSchema) }),
  }),
  z.object({
    type: z.literal('classified'),
    data: z.object({ changes: classificationPatchSchema, sorted: z.boolean() }),
  }),
  /** «Не наш блок»: the first time to be sorted again, the second to the head of the centre (P4). */
  z.object({ type: z.literal('block_refused'), data: z.object({ reasonContentId: id.nullable() }) }),
  z.object({ type: z.literal('assigned'), data: assigneeSchema }),
  z.object({ type: z.literal('assignment_accepted'), data: nothing }),
  /** «Не наше» of an executor: back to who assigned. */
  z.object({ type: z.literal('assignment_declined'), data: z.object({ reasonContentId: id }) }),
  z.object({ type: z.literal('date_requested'), data: z.object({ date, reasonContentId: id }) }),
  z.object({ type: z.literal('author_asked'), data: z.object({ contentId: id }) }),
  z.object({ type: z.literal('author_reminded'), data: nothing }),
  z.object({ type: z.literal('author_answered'), data: z.object({ contentId: id }) }),
  z.object({
    type: z.literal('outside_awaited'),
    data: z.object({ organisationId: id, until: date, contentId: id }),
  }),
  z.object({ type: z.literal('outside_answered'), data: z.object({ contentId: id.nullable() }) }),
  z.object({
    type: z.literal('reply_prepared'),
    data: preparedReplySchema.extend({
      /** Where it went: kept as a draft, to the approver, or straight to publication. */
      to: z.enum(['draft', 'approval', 'publication']).default('publication'),
    }),
  }),
  z.object({ type: z.literal('reply_approved'), data: nothing }),
  z.object({ type: z.literal('reply_returned'), data: z.object({ reasonContentId: id }) }),
  z.object({ type: z.literal('published'), data: publishedReplySchema }),
  z.object({
    type: z.literal('reply_kind_changed'),
    data: z.object({ replyId: id, kind: z.enum(replyKinds), reasonContentId: id.nullable() }),
  }),
  z.object({
    type: z.literal('answer_impossible'),
    data: z.object({ reason: z.enum(impossibleReasonIds), contentId: id.nullable(), closes: z.boolean() }),
  }),
  z.object({
    type: z.literal('rejected'),
    data: z.object({ reason: z.enum(rejectionReasonIds), contentId: id.nullable() }),
  }),
  z.object({ type: z.literal('transferred'), data: transferSchema }),
  z.object({
    type: z.literal('promise_reported'),
    data: z.object({
      result: z.enum(promiseResultIds),
      /** The new date of a moved promise. */
      date: date.nullable(),
      contentId: id.nullable(),
      fileContentIds: z.array(id).max(10),
    }),
  }),
  z.object({ type: z.literal('extended'), data: extensionSchema }),
  z.object({
    type: z.literal('put_before_head'),
    data: z.object({
      /** By the rule of decree 3.3, not by a person. */
      automatic: z.boolean(),
      questionContentId: id.nullable(),
      proposalContentId: id.nullable(),
    }),
  }),
  z.object({ type: z.literal('head_decided'), data: z.object({ contentId: id }) }),
  z.object({ type: z.literal('noted'), data: z.object({ contentId: id }) }),
  z.object({ type: z.literal('completeness_rated'), data: completenessSchema }),
  z.object({ type: z.literal('satisfaction_recorded'), data: satisfactionSchema }),
  z.object({
    type: z.literal('registered'),
    data: z.object({ number: z.string().max(100), date, at: instant }),
  }),
  /** The kind for which it ended was wrong (P11): it needs an answer, as if it never ended. */
  z.object({ type: z.literal('reconsidered'), data: nothing }),
  z.object({
    type: z.literal('reopened'),
    data: z.object({ reason: z.enum(reopenReasonIds), contentId: id.nullable() }),
  }),
  z.object({ type: z.literal('closed'), data: z.object({ reason: z.enum(closeReasonIds) }) }),
  z.object({
    type: z.literal('problem_declared'),
    data: z.object({ since: date.nullable(), expectedEnd: instant.nullable(), contentId: id }),
  }),
  z.object({ type: z.literal('problem_ended'), data: nothing }),
  /** On the ticket that was joined to another. */
  z.object({
    type: z.literal('merged'),
    data: z.object({ into: id, intoNumber: z.number().int().nullable() }),
  }),
  z.object({ type: z.literal('unmerged'), data: nothing }),
  /** On the ticket that others were joined to. */
  z.object({
    type: z.literal('joined'),
    data: z.object({ ticketId: id, number: z.number().int().nullable() }),
  }),
  z.object({ type: z.literal('parted'), data: z.object({ ticketId: id }) }),
  /** On the joined ticket: how its author was answered (P12). */
  z.object({
    type: z.literal('joined_replied'),
    data: z.object({ way: z.enum(joinedReplyWayIds), accountId: id.nullable(), contentId: id }),
  }),
  /** On the ticket that others were joined to: one of them has its answer. */
  z.object({
    type: z.literal('joined_answered'),
    data: z.object({ ticketId: id, way: z.enum(joinedReplyWayIds) }),
  }),
  /** On the ticket whose source was split. */
  z.object({ type: z.literal('split'), data: z.object({ ticketId: id }) }),
  /** Begins a ticket that was split off. */
  z.object({
    type: z.literal('split_off'),
    data: z.object({
      from: id,
      number: z.number().int().positive().nullable(),
      capturedAt: instant,
      sources: z.array(sourceRefSchema).min(1),
      classification: classificationSchema,
    }),
  }),
  /** Undoes a split: the ticket that was split off ends, its source stays with the first. */
  z.object({ type: z.literal('split_undone'), data: nothing }),
  z.object({ type: z.literal('split_returned'), data: z.object({ ticketId: id }) }),
  z.object({
    type: z.literal('order_given'),
    data: z.object({ orderId: id, to: responsibleSchema, dueOn: date, contentId: id }),
  }),
  z.object({ type: z.literal('order_reported'), data: z.object({ orderId: id, contentId: id }) }),
  z.object({
    type: z.literal('fact_checked'),
    data: z.object({ result: z.enum(factResultIds), contentId: id }),
  }),
  /** Danger: handed to 112 / ЕДДС, to whom and when (P11). */
  z.object({ type: z.literal('emergency_told'), data: z.object({ contentId: id, at: instant }) }),
  z.object({ type: z.literal('external_set'), data: externalSchema }),
  /** «Снимок поста»: hashes of what was kept; the address is a content. */
  z.object({
    type: z.literal('evidence_attached'),
    data: evidenceSchema.extend({ addressContentId: id.nullable() }),
  }),
  z.object({ type: z.literal('source_observed'), data: observationSchema }),
  /** On demand of the author (152-ФЗ): the texts with their salts and the bytes are gone, the hashes stay. */
  z.object({
    type: z.literal('erased'),
    data: z.object({ contentIds: z.array(id), evidenceIds: z.array(id) }),
  }),
  /** The last step of the same person was taken back; `stepId` is its command. */
  z.object({ type: z.literal('undone'), data: z.object({ stepId: id }) }),
  z.object({ type: z.literal('withdrawn'), data: nothing }),
])
export type TicketEvent = z.infer<typeof ticketEventSchema>
export type EventType = TicketEvent['type']
export type EventOf<Type extends EventType> = Extract<TicketEvent, { type: Type }>

/** Who did it and when; all events of one command are one step. */
export const factHeadSchema = z.object({
  /** The act's effective time. */
  at: instant,
  /** A person's id; `system` for what happens by itself; `link:…` for an executor without an account. */
  by: id,
  /** The command's id. Facts of older records have none. */
  step: z.string().max(120).default(''),
  /** «и. о.»: the absent person whose right was used (PRACTICE P17). */
  behalf: id.nullable().default(null),
})
export type FactHead = z.infer<typeof factHeadSchema>

export type Fact = TicketEvent & FactHead
export const factSchema = ticketEventSchema.and(factHeadSchema)

/** The actor of what happens by itself. */
export const systemActorId = 'system'
/** Prefix of the actor of an assignment's link (PRACTICE P6). */
export const linkActorPrefix = 'link:'
