/**
 * The state of a ticket: a union by status. Read events.ts first, then this, then evolve.ts and decide.ts.
 * The state holds ids of contents, never their texts.
 */
import * as z from 'zod'
import { stageSchema } from '../deadlines/deadline.ts'
import {
  closeReasonIds,
  impossibleReasonIds,
  joinedReplyWayIds,
  rejectionReasonIds,
  reopenReasonIds,
} from '../reference/answers.ts'
import { type ExternalFields, type ExternalSystem, noExternal } from '../reference/external.ts'
import { contentsSchema } from './contents.ts'
import {
  assigneeSchema,
  classificationSchema,
  completenessSchema,
  extensionSchema,
  externalSchema,
  preparedReplySchema,
  publishedReplySchema,
  responsibleSchema,
  satisfactionSchema,
  sourceRefSchema,
  suggestedBys,
  transferSchema,
} from './events.ts'
import { evidenceSchema, observationSchema } from './evidence.ts'

const instant = z.iso.datetime()

const actSchema = z.object({ by: z.string(), at: instant })
export type Act = z.infer<typeof actSchema>

/** An act with words: a note, a reason, a decision. */
const worded = actSchema.extend({ contentId: z.string() })

const replySchema = publishedReplySchema.extend(actSchema.shape)
export type PublishedReply = z.infer<typeof replySchema>

const assignmentSchema = assigneeSchema.extend({
  ...actSchema.shape,
  /** A new date that the executor asks for (P6). */
  dateRequest: worded.extend({ date: z.iso.date() }).nullable().default(null),
})
export type Assignment = z.infer<typeof assignmentSchema>

const preparedSchema = preparedReplySchema.extend(actSchema.shape)
export type PreparedReply = z.infer<typeof preparedSchema>

const promiseSchema = z.object({
  ...actSchema.shape,
  date: z.iso.date(),
  responsible: responsibleSchema,
  /** How many times it was moved; each with a reason in the history. */
  moved: z.number().int().nonnegative(),
})
export type PromiseMade = z.infer<typeof promiseSchema>

const pauseSchema = z.object({
  from: instant,
  to: instant.nullable(),
  cause: z.enum(['author', 'outside']),
  /** Until which date an outside organisation was to answer: its pause ends with that day, answer or not (P10). */
  until: z.iso.date().nullable().default(null),
})
export type Pause = z.infer<typeof pauseSchema>

const orderSchema = worded.extend({
  orderId: z.string(),
  to: responsibleSchema,
  dueOn: z.iso.date(),
  done: worded.nullable(),
})
export type Order = z.infer<typeof orderSchema>

const joinedSchema = z.object({
  ticketId: z.string(),
  number: z.number().int().nullable(),
  replied: z.enum(joinedReplyWayIds).nullable(),
})
export type Joined = z.infer<typeof joinedSchema>

const problemSchema = worded.extend({
  since: z.iso.date().nullable(),
  expectedEnd: instant.nullable(),
  endedAt: instant.nullable(),
})
export type Problem = z.infer<typeof problemSchema>

const fieldsSchema = z.record(z.string(), z.unknown())

/** Fields as they stood before a step, so that it can be undone without reading the history (step.ts). */
const patchSchema = z.object({
  set: fieldsSchema,
  unset: z.array(z.string()),
  /** Clocks by the ticket's own as they are after the step: a place among them, or fields that differ from that place. */
  stages: z
    .array(z.union([z.number().int(), z.object({ of: z.number().int().nullable(), set: fieldsSchema })]))
    .optional(),
})
export type Patch = z.infer<typeof patchSchema>

const base = z.object({
  id: z.string(),
  /** Given by the server; `null` until then: «№ появится после отправки». */
  number: z.number().int().nullable(),
  /** Count of events; grows by one with each. */
  version: z.number().int().positive(),
  capturedAt: instant,
  /** Everyone who recorded it; the first is the author of the record. */
  capturers: z.array(z.string()),
  /** Everyone who acted on it after recording. */
  actors: z.array(z.string()),
  sources: z.array(sourceRefSchema),
  ...classificationSchema.shape,
  suggestedBy: z.enum(suggestedBys),
  /** Who confirmed the block; `null`: «не разобрано». */
  sorted: actSchema.nullable(),
  /** How often a block said «Не наш блок». */
  refusals: z.number().int().nonnegative().default(0),
  /** When it went back to be sorted again: the clock of sorting runs anew from there (P4). */
  sortAgainAt: instant.nullable().default(null),
  stages: z.array(stageSchema),
  replies: z.array(replySchema),
  fileContentIds: z.array(z.string()).default([]),
  notes: z.array(worded).default([]),
  /** An appeal's number and date, given by a person (59-ФЗ ст. 8). */
  registration: z.object({ number: z.string(), date: z.iso.date(), at: instant }).nullable().default(null),
  pauses: z.array(pauseSchema).default([]),
  extension: extensionSchema.extend(actSchema.shape).nullable().default(null),
  /** Put before the head (decree 3.3); `decision` is `null` while it waits. */
  headQuestion: z
    .object({
      ...actSchema.shape,
      automatic: z.boolean(),
      questionContentId: z.string().nullable(),
      proposalContentId: z.string().nullable(),
      decision: worded.nullable(),
    })
    .nullable()
    .default(null),
  /** When the rule of decree 3.3 put it there; once in each round. */
  escalatedAt: instant.nullable().default(null),
  orders: z.array(orderSchema).default([]),
  completeness: completenessSchema.extend(actSchema.shape).nullable().default(null),
  satisfaction: z.array(satisfactionSchema.extend(actSchema.shape)).default([]),
  /** Why there can be no answer (P13): leaves the reply clock, neither on time nor late. */
  impossible: actSchema
    .extend({ reason: z.enum(impossibleReasonIds), contentId: z.string().nullable() })
    .nullable()
    .default(null),
  /** When the author was first told to whom the matter went: an answer, whatever comes back later. */
  explainedAt: instant.nullable().default(null),
  factCheck: worded.extend({ result: z.string() }).nullable().default(null),
  emergency: worded.nullable().default(null),
  /** A general problem that attracts new posts (P12). */
  problem: problemSchema.nullable().default(null),
  joined: z.array(joinedSchema).default([]),
  /** «Снимок поста»: what was kept of the posts, oldest first; `erasedAt`: on demand of the author. */
  evidence: z
    .array(
      evidenceSchema.extend({
        ...actSchema.shape,
        addressContentId: z.string().nullable(),
        erasedAt: instant.nullable().default(null),
      }),
    )
    .default([]),
  /** What the last look at each post found, where that was something. */
  observations: z.array(observationSchema.extend(actSchema.shape)).default([]),
  splitFrom: z.string().nullable().default(null),
  splits: z.array(z.string()).default([]),
  brokenPromises: z.number().int().nonnegative().default(0),
  reopenings: z.number().int().nonnegative().default(0),
  reopenedAt: instant.nullable().default(null),
  /** Where else it stands, one entry of each system (P7). */
  external: z.array(externalSchema).default([]),
  lastStep: z
    .object({ ...actSchema.shape, stepId: z.string(), undoable: z.boolean(), before: patchSchema })
    .nullable()
    .default(null),
})
export type TicketBase = z.infer<typeof base>

/** Without the fields of the status that is left: a withdrawn ticket has no assignment, an answered one no draft. */
export function baseOf(ticket: TicketBase): TicketBase {
  return {
    id: ticket.id,
    number: ticket.number,
    version: ticket.version,
    capturedAt: ticket.capturedAt,
    capturers: ticket.capturers,
    actors: ticket.actors,
    sources: ticket.sources,
    block: ticket.block,
    subtopic: ticket.subtopic,
    settlement: ticket.settlement,
    urgent: ticket.urgent,
    placeContentId: ticket.placeContentId,
    placeKind: ticket.placeKind,
    kind: ticket.kind,
    authorType: ticket.authorType,
    essenceContentId: ticket.essenceContentId,
    conflict: ticket.conflict,
    replyError: ticket.replyError,
    complaint: ticket.complaint,
    repeatOf: ticket.repeatOf,
    suggestedBy: ticket.suggestedBy,
    sorted: ticket.sorted,
    refusals: ticket.refusals,
    sortAgainAt: ticket.sortAgainAt,
    stages: ticket.stages,
    replies: ticket.replies,
    fileContentIds: ticket.fileContentIds,
    notes: ticket.notes,
    registration: ticket.registration,
    pauses: ticket.pauses,
    extension: ticket.extension,
    headQuestion: ticket.headQuestion,
    escalatedAt: ticket.escalatedAt,
    orders: ticket.orders,
    completeness: ticket.completeness,
    satisfaction: ticket.satisfaction,
    impossible: ticket.impossible,
    explainedAt: ticket.explainedAt,
    factCheck: ticket.factCheck,
    emergency: ticket.emergency,
    problem: ticket.problem,
    joined: ticket.joined,
    evidence: ticket.evidence,
    observations: ticket.observations,
    splitFrom: ticket.splitFrom,
    splits: ticket.splits,
    brokenPromises: ticket.brokenPromises,
    reopenings: ticket.reopenings,
    reopenedAt: ticket.reopenedAt,
    external: ticket.external,
    lastStep: ticket.lastStep,
  }
}

const mayBeAssigned = { assignment: assignmentSchema.nullable() }

/** A union by status: an answered ticket has an answer, a new one has no field for it. */
export const ticketSchema = z.discriminatedUnion('status', [
  base.extend({ status: z.literal('new') }),
  base.extend({ status: z.literal('assigned'), assignment: assignmentSchema }),
  base.extend({ status: z.literal('in_progress'), assignment: assignmentSchema }),
  base.extend({
    status: z.literal('asking_author'),
    ...mayBeAssigned,
    asked: worded.extend({ remindedAt: instant.nullable() }),
  }),
  base.extend({
    status: z.literal('waiting_outside'),
    ...mayBeAssigned,
    waiting: worded.extend({ organisationId: z.string(), until: z.iso.date() }),
  }),
  base.extend({
    status: z.literal('drafting'),
    ...mayBeAssigned,
    prepared: preparedSchema,
    /** Why the approver gave it back; `null` for a draft that was only kept. */
    returned: worded.nullable(),
  }),
  base.extend({ status: z.literal('in_approval'), ...mayBeAssigned, prepared: preparedSchema }),
  base.extend({
    status: z.literal('to_publish'),
    ...mayBeAssigned,
    prepared: preparedSchema,
    approved: actSchema.nullable().default(null),
  }),
  base.extend({ status: z.literal('answered'), ...mayBeAssigned, answer: replySchema }),
  base.extend({
    status: z.literal('under_control'),
    ...mayBeAssigned,
    answer: replySchema,
    promise: promiseSchema,
  }),
  base.extend({
    status: z.literal('closed'),
    ...mayBeAssigned,
    answer: replySchema.nullable(),
    closed: actSchema.extend({ reason: z.enum(closeReasonIds) }),
  }),
  base.extend({
    status: z.literal('reopened'),
    ...mayBeAssigned,
    reopened: actSchema.extend({ reason: z.enum(reopenReasonIds), contentId: z.string().nullable() }),
  }),
  base.extend({ status: z.literal('transferred'), transfer: transferSchema.extend(actSchema.shape) }),
  base.extend({
    status: z.literal('merged'),
    merged: z.object({
      ...actSchema.shape,
      into: z.string(),
      intoNumber: z.number().int().nullable(),
      before: patchSchema,
      reply: worded.extend({ way: z.enum(joinedReplyWayIds), accountId: z.string().nullable() }).nullable(),
    }),
  }),
  base.extend({
    status: z.literal('no_answer_needed'),
    rejected: actSchema.extend({
      reason: z.enum(rejectionReasonIds),
      contentId: z.string().nullable(),
    }),
  }),
  base.extend({ status: z.literal('withdrawn'), withdrawn: actSchema }),
])
export type Ticket = z.infer<typeof ticketSchema>
export type TicketStatus = Ticket['status']
export type TicketOf<Status extends TicketStatus> = Extract<Ticket, { status: Status }>

export const ticketStatuses: readonly TicketStatus[] = ticketSchema.options.map(
  option => option.shape.status.value,
)

/** Fields that reading gives a value where a state does not say it. */
const filledIn: ReadonlyMap<string, unknown> = new Map(
  Object.entries(base.shape).flatMap(([field, schema]) => {
    const read = schema.safeParse(undefined)
    return read.success ? [[field, read.data] as const] : []
  }),
)

function isUsual(field: string, value: unknown): boolean {
  if (!filledIn.has(field)) return false
  const usual = filledIn.get(field)
  return Array.isArray(usual) ? Array.isArray(value) && value.length === 0 : value === usual
}

/** The text of a stored state: without what `ticketSchema` fills in again. */
export function writeState(ticket: Ticket): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(ticket).filter(([field, value]) => !isUsual(field, value))),
  )
}

/** A ticket together with the contents it names; what a client receives. */
export const ticketViewSchema = z.object({ ticket: ticketSchema, contents: contentsSchema })
export type TicketView = z.infer<typeof ticketViewSchema>

/** What one other system says of it; all `null` where it does not stand there. */
export function externalOf(
  { external }: Pick<TicketBase, 'external'>,
  system: ExternalSystem,
): ExternalFields {
  const found = external.find(each => each.system === system)
  return found === undefined ? noExternal : { number: found.number, dueOn: found.dueOn, stage: found.stage }
}

export function assignmentOf(ticket: Ticket): Assignment | null {
  return 'assignment' in ticket ? ticket.assignment : null
}

/** The final reply that stands, if one does. */
export function answerOf(ticket: Ticket): PublishedReply | null {
  return 'answer' in ticket ? ticket.answer : null
}

/** A reply that waits: a draft, one in approval, one for publication. */
export function preparedOf(ticket: Ticket): PreparedReply | null {
  return 'prepared' in ticket ? ticket.prepared : null
}

/** Statuses in which somebody still has to act for an answer. */
export const openStatuses: readonly TicketStatus[] = [
  'new',
  'assigned',
  'in_progress',
  'asking_author',
  'waiting_outside',
  'drafting',
  'in_approval',
  'to_publish',
  'reopened',
]

/** Statuses that end a ticket; from `answered` and `under_control` something may still come. */
export const endedStatuses: readonly TicketStatus[] = [
  'closed',
  'transferred',
  'no_answer_needed',
  'withdrawn',
]

/** Open: somebody still has to act on it. A promise under control and a joined post without its answer are open too. */
export function isOpen(ticket: Ticket): boolean {
  switch (ticket.status) {
    case 'new':
    case 'assigned':
    case 'in_progress':
    case 'asking_author':
    case 'waiting_outside':
    case 'drafting':
    case 'in_approval':
    case 'to_publish':
    case 'reopened':
    case 'under_control':
      return true
    case 'merged':
      return ticket.merged.reply === null
    case 'answered':
      return ticket.joined.some(each => each.replied === null)
    case 'closed':
    case 'transferred':
    case 'no_answer_needed':
    case 'withdrawn':
      return false
    default:
      return unreachable(ticket)
  }
}

/** When the ticket left the open ones, or `null`. */
export function closedAt(ticket: Ticket): string | null {
  if (isOpen(ticket)) return null
  switch (ticket.status) {
    case 'answered':
      return ticket.answer.at
    case 'closed':
      return ticket.closed.at
    case 'transferred':
      return ticket.transfer.at
    case 'no_answer_needed':
      return ticket.rejected.at
    case 'merged':
      return ticket.merged.reply?.at ?? null
    case 'withdrawn':
      return ticket.withdrawn.at
    default:
      return null
  }
}

/** A declared problem that goes on and attracts new posts (P12); a complaint about an official attracts none. */
export function isOpenProblem(ticket: Ticket): boolean {
  const { problem, complaint, status } = ticket
  return problem?.endedAt === null && complaint === null && status !== 'merged' && isOpen(ticket)
}

/** A problem that was to be over by now and was not ended: somebody has to say what is with it. */
export function isProblemTooLong(ticket: Ticket, now: string): boolean {
  const expectedEnd = ticket.problem?.expectedEnd ?? null
  return isOpenProblem(ticket) && expectedEnd !== null && Date.parse(now) >= Date.parse(expectedEnd)
}

/** Put before the head and not decided yet; an end closes the question, an answer does not. */
export function isBeforeHead(ticket: Ticket): boolean {
  return (
    ticket.headQuestion !== null &&
    ticket.headQuestion.decision === null &&
    !endedStatuses.includes(ticket.status)
  )
}

/** Of the chief's orders that nobody has reported, the one that is due first; an order outlives the ticket's end (P19). */
export function nextOrder({ status, orders }: Ticket): Order | null {
  if (status === 'withdrawn') return null
  const waiting = orders.filter(order => order.done === null)
  return waiting.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))[0] ?? null
}

/** Somebody still has something to do on it: it is open, or lies before the head, or an order of the chief waits. */
export function isAwaited(ticket: Ticket): boolean {
  return isOpen(ticket) || isBeforeHead(ticket) || nextOrder(ticket) !== null
}

/** Joined posts whose authors have no answer yet: no end before that (P12). */
export function unansweredJoined({ joined }: Ticket): Joined[] {
  return joined.filter(each => each.replied === null)
}

export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
