/**
 * The state of a ticket and how events change it. Read events.ts first, then this, then decide.ts.
 * The state holds ids of contents, never their texts.
 */
import * as z from 'zod'
import { type Stage, stageSchema } from '../deadlines/deadline.ts'
import { blockIds } from '../reference/blocks.ts'
import { contentsSchema } from './contents.ts'
import {
  type Fact,
  publishedReplySchema,
  type ReplyKind,
  replyKinds,
  sourceRefSchema,
  suggestedBys,
} from './events.ts'

const actSchema = z.object({ by: z.string(), at: z.iso.datetime() })
export type Act = z.infer<typeof actSchema>

const replySchema = publishedReplySchema.extend(actSchema.shape)
export type PublishedReply = z.infer<typeof replySchema>

const assignmentSchema = actSchema.extend({ recipientId: z.string() })
export type Assignment = z.infer<typeof assignmentSchema>

const preparedSchema = actSchema.extend({ kind: z.enum(replyKinds), contentId: z.string() })

const base = z.object({
  id: z.string(),
  /** Given by the server; `null` until then: «№ появится после отправки». */
  number: z.number().int().nullable(),
  /** Count of events; grows by one with each. */
  version: z.number().int().positive(),
  kind: z.literal('message'),
  capturedAt: z.iso.datetime(),
  /** Everyone who recorded it; the first is the author of the record. */
  capturers: z.array(z.string()),
  /** Everyone who acted on it after recording. */
  actors: z.array(z.string()),
  sources: z.array(sourceRefSchema),
  block: z.enum(blockIds),
  subtopic: z.string().nullable(),
  settlement: z.string().nullable(),
  urgent: z.boolean(),
  placeContentId: z.string().nullable(),
  suggestedBy: z.enum(suggestedBys),
  /** Who confirmed the block; `null`: «не разобрано». */
  sorted: actSchema.nullable(),
  stages: z.array(stageSchema),
  replies: z.array(replySchema),
})

/** A union by status: an answered ticket has an answer, a new one has no field for it. */
export const ticketSchema = z.discriminatedUnion('status', [
  base.extend({ status: z.literal('new') }),
  base.extend({ status: z.literal('assigned'), assignment: assignmentSchema }),
  base.extend({ status: z.literal('in_progress'), assignment: assignmentSchema }),
  base.extend({
    status: z.literal('to_publish'),
    assignment: assignmentSchema.nullable(),
    prepared: preparedSchema,
  }),
  base.extend({
    status: z.literal('answered'),
    assignment: assignmentSchema.nullable(),
    answer: replySchema,
  }),
  base.extend({ status: z.literal('withdrawn'), withdrawn: actSchema }),
])
export type Ticket = z.infer<typeof ticketSchema>
export type TicketStatus = Ticket['status']

export const ticketStatuses = [
  'new',
  'assigned',
  'in_progress',
  'to_publish',
  'answered',
  'withdrawn',
] as const satisfies readonly TicketStatus[]

/** A ticket together with the contents it names; what a client receives. */
export const ticketViewSchema = z.object({ ticket: ticketSchema, contents: contentsSchema })
export type TicketView = z.infer<typeof ticketViewSchema>

export function assignmentOf(ticket: Ticket): Assignment | null {
  return 'assignment' in ticket ? ticket.assignment : null
}

/** Open: somebody still has to act on it. */
export function isOpen(ticket: { status: TicketStatus }): boolean {
  return ticket.status !== 'answered' && ticket.status !== 'withdrawn'
}

/** When the ticket left the open ones, or `null`. */
export function closedAt(ticket: Ticket): string | null {
  switch (ticket.status) {
    case 'answered':
      return ticket.answer.at
    case 'withdrawn':
      return ticket.withdrawn.at
    case 'new':
    case 'assigned':
    case 'in_progress':
    case 'to_publish':
      return null
    default:
      return unreachable(ticket)
  }
}

/** Applies one fact. `ticketId` names the ticket that a `captured` fact begins. */
export function evolve(ticket: Ticket | null, fact: Fact, ticketId: string): Ticket {
  if (fact.type === 'captured') return begin(fact, ticketId)
  if (ticket === null) throw new Error(`A ticket cannot begin with «${fact.type}»`)
  const act: Act = { by: fact.by, at: fact.at }
  const next = { ...ticket, version: ticket.version + 1 }
  switch (fact.type) {
    case 'captured_again':
      return { ...next, capturers: withOne(ticket.capturers, fact.by) }
    case 'deadlines_set':
      return { ...next, stages: fact.data.stages }
    case 'classified': {
      const { changes } = fact.data
      return {
        ...acted(next, act),
        block: patched(changes.block, ticket.block),
        subtopic: patched(changes.subtopic, ticket.subtopic),
        settlement: patched(changes.settlement, ticket.settlement),
        urgent: patched(changes.urgent, ticket.urgent),
        placeContentId: patched(changes.placeContentId, ticket.placeContentId),
        sorted: fact.data.sorted ? (ticket.sorted ?? act) : ticket.sorted,
      }
    }
    case 'assigned':
      return {
        ...common(acted(next, act)),
        sorted: ticket.sorted ?? act,
        status: 'assigned',
        assignment: { ...act, recipientId: fact.data.recipientId },
      }
    case 'reply_prepared':
      return {
        ...common(acted(next, act)),
        status: 'to_publish',
        assignment: assignmentOf(ticket),
        prepared: { ...act, ...fact.data },
      }
    case 'published':
      return publish(acted(next, act), { ...act, ...fact.data })
    case 'withdrawn':
      return { ...common(acted(next, act)), status: 'withdrawn', withdrawn: act }
    default:
      return unreachable(fact)
  }
}

function begin(fact: Extract<Fact, { type: 'captured' }>, ticketId: string): Ticket {
  const { number, kind, source, classification, suggestedBy } = fact.data
  return {
    id: ticketId,
    number,
    version: 1,
    kind,
    capturedAt: fact.at,
    capturers: [fact.by],
    actors: [],
    sources: [source],
    ...classification,
    suggestedBy,
    sorted: suggestedBy === 'person' ? { by: fact.by, at: fact.at } : null,
    stages: [],
    replies: [],
    status: 'new',
  }
}

function publish(ticket: Ticket, reply: PublishedReply): Ticket {
  const stages = ticket.stages.map(stage =>
    stage.stoppedAt === null && stops(reply.kind, stage.stage) ? { ...stage, stoppedAt: reply.at } : stage,
  )
  const replies = [...ticket.replies, reply]
  const assignment = assignmentOf(ticket)
  const sorted = ticket.sorted ?? { by: reply.by, at: reply.at }
  const answered = { ...common(ticket), stages, replies, sorted }
  if (reply.kind === 'final') return { ...answered, status: 'answered', assignment, answer: reply }
  // Another reply in the meantime leaves the answer that waits for publication waiting.
  if (ticket.status === 'to_publish' && ticket.prepared.kind === 'final')
    return { ...answered, status: 'to_publish', assignment, prepared: ticket.prepared }
  if (assignment === null) return { ...answered, status: 'new' }
  return { ...answered, status: 'in_progress', assignment }
}

/** Each stage's clock stops at its own event (DESIGN, point 7; PRACTICE P1). */
function stops(kind: ReplyKind, stage: Stage['stage']): boolean {
  switch (kind) {
    case 'first':
      return stage === 'first_reply' || stage === 'route'
    case 'interim':
      return stage === 'first_reply' || stage === 'route' || stage === 'interim'
    case 'final':
      return true
    default:
      return unreachable(kind)
  }
}

/** Without the fields of the status that is left: a withdrawn ticket has no assignment, an answered one no draft. */
function common(ticket: Ticket): z.infer<typeof base> {
  return base.parse(ticket)
}

function acted(ticket: Ticket, act: Act): Ticket {
  return { ...ticket, actors: withOne(ticket.actors, act.by) }
}

function withOne(list: string[], item: string): string[] {
  return list.includes(item) ? list : [...list, item]
}

/** A patch's value, or what stands where the patch does not name the field. `null` is a value. */
function patched<Value>(to: Value | undefined, standing: Value): Value {
  return to === undefined ? standing : to
}

export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
