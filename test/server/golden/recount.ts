/**
 * The numbers of a district counted a second way: from the table of events alone, each ticket folded in a plain loop, each
 * number by the words of its definition (DOMAIN.md §5). Nothing of the centre's own code is used, only the types of events;
 * instants are numbers here, and what was undone never happened.
 */
import type { TicketEvent } from '../../../shared/ticket/events.ts'

export type EventRow = { ticket_id: string; type: string; data: string; at: string; command_id: string }

type Kind = 'first' | 'interim' | 'final'
type DataOf<Type extends TicketEvent['type']> = Extract<TicketEvent, { type: Type }>['data']
type Clock = {
  stage: DataOf<'deadlines_set'>['stages'][number]['stage']
  startedAt: number
  dueAt: number
  legalDueAt: number
  stoppedAt: number | null
  isPaused: boolean
}
type Reply = { id: string; kind: Kind; at: number; outcome: string | null }
type Happening = { what: string; at: number; value: number }

/** What became of one ticket. */
export type Life = {
  id: string
  capturedAt: number
  channel: string
  publishedAt: number | null
  /** Messages, and their contents: who wrote stands there. */
  posts: { message: string; content: string }[]
  block: string
  kind: string
  subtopic: string | null
  settlement: string | null
  repeatOf: string | null
  status: string
  recipient: string | null
  isAssigned: boolean
  isSorted: boolean
  refusals: number
  prepared: Kind | null
  clocks: Clock[]
  replies: Reply[]
  answer: Reply | null
  /** When the author was told to whom the matter went. */
  explainedAt: number | null
  /** When the author of a joined post was answered. */
  joinedReplyAt: number | null
  question: { isDecided: boolean } | null
  orders: Map<string, { at: number; isDone: boolean }>
  impossibleAt: number | null
  rejectedAt: number | null
  reopenedAt: number | null
  brokenPromises: number
  beforeMerge: Partial<Life>
  happenings: Happening[]
}

const ended = ['closed', 'transferred', 'no_answer_needed', 'withdrawn']

/** Of the table of events, in its order. */
export function recountLives(rows: readonly EventRow[]): Life[] {
  const undone = new Set<string>()
  const facts = rows.map(({ ticket_id, type, data, at, command_id }) => {
    const event: TicketEvent = JSON.parse(`{"type":${JSON.stringify(type)},"data":${data}}`)
    if (event.type === 'undone') undone.add(`${ticket_id} ${event.data.stepId}`)
    return { ticketId: ticket_id, step: command_id, at: Date.parse(at), event }
  })
  const lives = new Map<string, Life>()
  for (const { ticketId, step, at, event } of facts) {
    if (event.type === 'undone' || undone.has(`${ticketId} ${step}`)) continue
    const life = lives.get(ticketId)
    if (life !== undefined) tell(life, event, at)
    else if (event.type === 'captured')
      lives.set(
        ticketId,
        begun(ticketId, at, [event.data.source], event.data.classification, event.data.suggestedBy),
      )
    else if (event.type === 'split_off') {
      const { capturedAt, sources, classification } = event.data
      lives.set(ticketId, begun(ticketId, Date.parse(capturedAt), sources, classification, 'person'))
    } else throw new Error(`${ticketId} begins with ${event.type}`)
  }
  return [...lives.values()].filter(({ status }) => status !== 'withdrawn')
}

function begun(
  id: string,
  capturedAt: number,
  sources: readonly DataOf<'captured'>['source'][],
  given: DataOf<'captured'>['classification'],
  suggestedBy: DataOf<'captured'>['suggestedBy'],
): Life {
  const [source] = sources
  return {
    id,
    capturedAt,
    channel: source?.channel ?? 'other',
    publishedAt: source?.publishedAt ? Date.parse(source.publishedAt) : null,
    posts: sources.map(({ sourceId, contentId }) => ({ message: sourceId, content: contentId })),
    block: given.block,
    kind: given.kind,
    subtopic: given.subtopic,
    settlement: given.settlement,
    repeatOf: given.repeatOf,
    status: 'new',
    recipient: null,
    isAssigned: false,
    isSorted: suggestedBy === 'person',
    refusals: 0,
    prepared: null,
    clocks: [],
    replies: [],
    answer: null,
    explainedAt: null,
    joinedReplyAt: null,
    question: null,
    orders: new Map(),
    impossibleAt: null,
    rejectedAt: null,
    reopenedAt: null,
    brokenPromises: 0,
    beforeMerge: {},
    happenings: [],
  }
}

function tell(life: Life, event: TicketEvent, at: number): void {
  const happened = (what: string, value = 0, when = at) => life.happenings.push({ what, at: when, value })
  switch (event.type) {
    case 'deadlines_set':
      life.clocks = event.data.stages.map(stage => ({
        stage: stage.stage,
        startedAt: Date.parse(stage.startedAt),
        dueAt: Date.parse(stage.dueAt),
        legalDueAt: Date.parse(stage.legalDueAt),
        stoppedAt: stage.stoppedAt === null ? null : Date.parse(stage.stoppedAt),
        isPaused: typeof stage.pausedAt === 'string',
      }))
      return
    case 'classified': {
      const { changes, sorted } = event.data
      if (changes.block !== undefined) life.block = changes.block
      if (changes.kind !== undefined) life.kind = changes.kind
      if (changes.subtopic !== undefined) life.subtopic = changes.subtopic
      if (changes.settlement !== undefined) life.settlement = changes.settlement
      if (changes.repeatOf !== undefined) life.repeatOf = changes.repeatOf
      if (sorted && !life.isSorted) {
        life.isSorted = true
        stop(life, at, ['route'])
      }
      return
    }
    case 'block_refused':
      life.refusals += 1
      life.block = 'none'
      life.subtopic = null
      become(life, 'new')
      // The second time it is the head's, and counts as sorted.
      life.isSorted = life.refusals > 1
      if (life.isSorted) stop(life, at, ['route'])
      else life.clocks = life.clocks.filter(({ stage }) => stage !== 'route')
      return
    case 'assigned':
      stop(life, at, ['route', 'redirect'])
      life.isSorted = true
      life.isAssigned = true
      life.recipient = event.data.recipientId
      life.status = 'assigned'
      return
    case 'assignment_accepted':
      life.status = 'in_progress'
      return
    case 'assignment_declined':
      become(life, 'new')
      return
    case 'author_asked':
      life.status = 'asking_author'
      return
    case 'outside_awaited':
      life.status = 'waiting_outside'
      return
    case 'author_answered':
    case 'outside_answered':
      goOn(life)
      return
    case 'reply_prepared':
      life.prepared = event.data.kind
      life.status = { draft: 'drafting', approval: 'in_approval', publication: 'to_publish' }[event.data.to]
      return
    case 'reply_approved':
      life.status = 'to_publish'
      return
    case 'reply_returned':
      life.status = 'drafting'
      return
    case 'published': {
      const { replyId: id, kind, outcome, answeredAt } = event.data
      const reply = { id, kind, outcome, at: answeredAt === null ? at : Date.parse(answeredAt) }
      const isPlan = outcome === 'planned' && event.data.promisedDate !== null
      publish(life, reply, isPlan)
      return
    }
    case 'reply_kind_changed': {
      const reply = life.replies.find(each => each.id === event.data.replyId)
      if (reply === undefined) return
      reply.kind = event.data.kind
      if (life.reopenedAt !== null && reply.at < life.reopenedAt) return
      if (reply.kind === 'final') {
        life.replies = life.replies.filter(each => each !== reply)
        publish(life, reply, false)
        return
      }
      if (life.answer !== reply) {
        stop(life, reply.at, stoppedBy[reply.kind])
        return
      }
      for (const clock of life.clocks) {
        if (clock.stoppedAt === reply.at && !stoppedBy[reply.kind].includes(clock.stage))
          clock.stoppedAt = null
      }
      goOn(life)
      return
    }
    case 'answer_impossible':
      life.impossibleAt = at
      if (event.data.closes) {
        stopAll(life, at)
        life.status = 'closed'
      } else stop(life, at, ['first_reply'])
      return
    case 'rejected':
      stopAll(life, at)
      life.isSorted = true
      life.rejectedAt = at
      become(life, 'no_answer_needed')
      return
    case 'reconsidered':
      for (const clock of life.clocks)
        if (clock.stoppedAt === life.rejectedAt && clock.stage !== 'route') clock.stoppedAt = null
      become(life, 'new')
      return
    case 'transferred': {
      const clock = life.clocks.findLast(({ stage }) => stage === 'redirect')
      happened('transferred', at > (clock?.legalDueAt ?? life.capturedAt + 7 * 86_400_000) ? 1 : 0)
      stopAll(life, at)
      life.explainedAt ??= at
      become(life, 'transferred')
      return
    }
    case 'promise_reported': {
      const promise = runningPromise(life)
      const { result } = event.data
      if (promise !== undefined && (result !== 'moved' || promise.dueAt <= at))
        happened('promise_due', 0, promise.dueAt)
      stop(life, at, ['promise'])
      if (result === 'kept') {
        happened('promise_kept')
        life.status = 'closed'
      } else if (result === 'moved') happened('promise_moved')
      else {
        happened('promise_broken')
        happened('reopened')
        life.brokenPromises += 1
        life.reopenedAt = at
        life.answer = null
        life.status = 'reopened'
      }
      return
    }
    case 'put_before_head':
      happened('put_before_head')
      life.question = { isDecided: false }
      return
    case 'head_decided':
      if (life.question !== null) life.question = { isDecided: true }
      return
    case 'completeness_rated':
      happened('completeness', event.data.templateOnly ? 0 : new Set(event.data.met).size)
      return
    case 'satisfaction_recorded': {
      const { scale, mark } = event.data
      if (scale === null) happened(mark)
      else happened('scale', scale)
      return
    }
    case 'registered':
      life.kind = 'appeal'
      stop(life, at, ['registration'])
      return
    case 'reopened': {
      happened('reopened')
      const promise = runningPromise(life)
      if (promise !== undefined && !promise.isPaused && promise.dueAt <= at) {
        happened('promise_due', 0, promise.dueAt)
        happened('promise_broken')
        life.brokenPromises += 1
        promise.stoppedAt = at
      }
      if (life.question?.isDecided === false && ended.includes(life.status)) life.question = null
      // A new round: what still ran runs no more.
      life.clocks = life.clocks.filter(({ stoppedAt }) => stoppedAt !== null)
      life.impossibleAt = null
      life.reopenedAt = at
      life.answer = null
      life.status = 'reopened'
      return
    }
    case 'closed':
      stopAll(life, at)
      life.status = 'closed'
      return
    case 'merged': {
      const { status, recipient, isAssigned, clocks, question, prepared, answer } = life
      life.beforeMerge = { status, recipient, isAssigned, clocks, question, prepared, answer }
      life.clocks = clocks.filter(({ stage }) => ['route', 'first_reply', 'order'].includes(stage))
      if (question?.isDecided === false) life.question = null
      become(life, 'merged')
      return
    }
    case 'unmerged':
      Object.assign(life, life.beforeMerge)
      return
    case 'joined_replied':
      stopAll(life, at)
      life.joinedReplyAt = at
      return
    case 'withdrawn':
    case 'split_undone':
      become(life, 'withdrawn')
      return
    case 'order_given':
      life.orders.set(event.data.orderId, { at, isDone: false })
      return
    case 'order_reported': {
      const order = life.orders.get(event.data.orderId)
      if (order !== undefined) order.isDone = true
      return
    }
    case 'fact_checked':
      stop(life, at, ['fact_check'])
      return
    default:
      // Notes, evidence, dates asked for, numbers elsewhere: no number leans on them.
      return
  }
}

/** What each kind of reply stops (PRACTICE P1). */
const stoppedBy: Record<Kind, readonly Clock['stage'][]> = {
  first: ['first_reply', 'route'],
  interim: ['first_reply', 'route', 'interim'],
  final: ['first_reply', 'route', 'interim', 'final', 'fact_check', 'redirect'],
}

function publish(life: Life, reply: Reply, isPlan: boolean): void {
  life.replies.push(reply)
  // A word after an answer that stands changes nothing else.
  if (life.status === 'under_control' || (life.status === 'closed' && life.answer !== null)) return
  stop(life, reply.at, stoppedBy[reply.kind])
  life.isSorted = true
  if (reply.kind === 'final') {
    life.answer = reply
    life.status = isPlan ? 'under_control' : 'answered'
    return
  }
  const stays = ['drafting', 'in_approval', 'asking_author', 'waiting_outside', 'reopened']
  if (stays.includes(life.status) || (life.status === 'to_publish' && life.prepared === 'final')) return
  goOn(life)
}

function goOn(life: Life): void {
  life.status = life.isAssigned ? 'in_progress' : 'new'
  life.answer = null
}

/** Into a status that knows neither an executor nor an answer. */
function become(life: Life, status: string): void {
  life.status = status
  life.isAssigned = false
  life.recipient = null
  life.answer = null
}

function stop({ clocks }: Life, at: number, stages: readonly Clock['stage'][]): void {
  for (const clock of clocks)
    if (clock.stoppedAt === null && stages.includes(clock.stage)) clock.stoppedAt = at
}

/** An end stops everything but an order of the chief. */
function stopAll({ clocks }: Life, at: number): void {
  for (const clock of clocks) if (clock.stoppedAt === null && clock.stage !== 'order') clock.stoppedAt = at
}

function runningPromise({ clocks }: Life): Clock | undefined {
  return clocks.findLast(({ stage, stoppedAt }) => stage === 'promise' && stoppedAt === null)
}
