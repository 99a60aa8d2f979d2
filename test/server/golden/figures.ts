/** What the folded lives come to over a period, by the words of each definition (shared/reports/metrics.ts, DOMAIN.md §5). */
import type { Life } from './recount.ts'

/** `[from, to)` in milliseconds. */
export type Span = { from: number; to: number }

export type Values = {
  firstReply: number[]
  postReply: number[]
  finalDays: number[]
  completeness: number[]
  satisfaction: number[]
}

export type Figures = {
  counts: Record<string, number>
  oldestOpenAt: number | null
  values: Values
  /** Messages behind what was received, each with the content in which its author stands. */
  posts: Map<string, string>
}

export type Split = 'block' | 'channel' | 'kind' | 'settlement' | 'subtopic' | 'recipient'

const inWork = [
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
const executed = ['assigned', 'in_progress', 'asking_author', 'drafting', 'in_approval', 'reopened']
const ended = ['closed', 'transferred', 'no_answer_needed']

/** DOMAIN.md §3: what is received is everything but «не по теме»; thanks and «к сведению» await no answer. */
const withAnswer = ['message', 'appeal', 'question', 'proposal', 'rumour', 'info_request', 'media_request']
const received = [...withAnswer, 'info', 'gratitude']

const minute = 60_000
const day = 1_440 * minute
const zoneOffset = 240 * minute

/** What no period asks: the instants and states of a life, found once. */
export type Read = {
  life: Life
  isOpen: boolean
  isTimed: boolean
  isTimedOnce: boolean
  answeredAt: number | null
  firstAt: number | null
  firstDue: number | null
  finalAt: number | null
  finalDue: number | null
  nextDue: number | null
  promiseDue: number | null
  orderDue: number | null
  isSolved: boolean
}

export function readLife(life: Life): Read {
  const isMerged = life.status === 'merged'
  const isOpen = isMerged ? life.joinedReplyAt === null : inWork.includes(life.status)
  const finals = life.replies.filter(({ kind }) => kind === 'final').map(({ at }) => at)
  const explained = life.explainedAt === null ? [] : [life.explainedAt]
  const ownAnswer = least([...finals, ...explained])
  const ownWord = least([...life.replies.map(({ at }) => at), ...explained])
  const joinedReply = isMerged ? life.joinedReplyAt : null
  const answeredAt = ownAnswer ?? joinedReply
  // A clock of the round in which it was met; what nobody met is that of the last round.
  const dueOf = (stage: 'first_reply' | 'final', metAt: number | null) => {
    const rounds = life.clocks.filter(each => each.stage === stage)
    const begun = rounds.filter(({ startedAt }) => metAt === null || startedAt <= metAt)
    return (begun.at(-1) ?? rounds[0])?.dueAt ?? null
  }
  const running = life.clocks.filter(({ stoppedAt, isPaused }) => stoppedAt === null && !isPaused)
  const orders = [...life.orders.values()].filter(({ isDone }) => !isDone).map(({ at }) => at)
  const wasImpossible = life.impossibleAt !== null && !(answeredAt !== null && answeredAt < life.impossibleAt)
  const endedSilently = answeredAt === null && ['no_answer_needed', 'closed'].includes(life.status)
  const isTimed = withAnswer.includes(life.kind) && !wasImpossible && !endedSilently
  return {
    life,
    isOpen,
    isTimed,
    isTimedOnce: isTimed && !isMerged,
    answeredAt,
    firstAt: ownWord ?? joinedReply,
    firstDue: dueOf('first_reply', ownWord),
    finalAt: ownAnswer,
    finalDue: dueOf('final', ownAnswer),
    nextDue: least(running.filter(({ stage }) => stage !== 'order').map(({ dueAt }) => dueAt)),
    promiseDue:
      life.status === 'under_control'
        ? (running.find(({ stage }) => stage === 'promise')?.dueAt ?? null)
        : null,
    orderDue: least(
      running
        .filter(({ stage, startedAt }) => stage === 'order' && orders.includes(startedAt))
        .map(({ dueAt }) => dueAt),
    ),
    isSolved:
      ['answered', 'under_control', 'closed'].includes(life.status) && life.answer?.outcome === 'solved',
  }
}

export function keyOf({ life }: Read, split: Split): string | null {
  return life[split]
}

/** By key of the split, and under «total» everything. */
export function figuresBy(
  reads: readonly Read[],
  span: Span,
  asOf: number,
  split: Split,
): { total: Figures; rows: Map<string | null, Figures> } {
  const total = noFigures()
  const rows = new Map<string | null, Figures>()
  for (const read of reads) {
    const key = keyOf(read, split)
    const row = rows.get(key) ?? noFigures()
    rows.set(key, row)
    for (const figures of [total, row]) add(figures, read, span, asOf)
  }
  return { total, rows }
}

export const metricNames = [
  'received',
  'open',
  'not_sorted',
  'in_execution',
  'outside',
  'to_publish',
  'before_head',
  'answered',
  'repeats',
  'solved',
  'reopened',
  'escalated',
  'redirected',
  'redirected_late',
  'first_replied',
  'final_replied',
  'rated',
  'marked',
  'marked_high',
  'author_solved',
  'author_not_solved',
  'promises_due',
  'promises_kept',
  'promises_moved',
  'promises_failed',
  'impossible',
  'first_due',
  'first_in_time',
  'final_due',
  'final_in_time',
  'overdue',
  'due_today',
  'promises',
  'promises_broken',
  'orders_overdue',
] as const

function noFigures(): Figures {
  return {
    counts: Object.fromEntries(metricNames.map(name => [name, 0])),
    oldestOpenAt: null,
    values: { firstReply: [], postReply: [], finalDays: [], completeness: [], satisfaction: [] },
    posts: new Map(),
  }
}

function add(figures: Figures, read: Read, { from, to }: Span, asOf: number): void {
  const { life, isOpen, isTimed, isTimedOnce, answeredAt, firstAt, firstDue, finalAt, finalDue } = read
  const { status, kind } = life
  const { values } = figures
  const count = (metric: (typeof metricNames)[number], isSo: boolean) => {
    if (isSo) figures.counts[metric] = (figures.counts[metric] ?? 0) + 1
  }
  const isIn = (at: number | null): at is number => at !== null && at >= from && at < to
  const hasCome = (at: number | null): at is number => at !== null && at <= asOf
  const passed = life.happenings.filter(({ at }) => isIn(at))
  const happened = (what: string) => passed.some(each => each.what === what)
  const last = (what: string) =>
    passed.filter(each => each.what === what).reduce<number | undefined>((_, { value }) => value, undefined)

  const isReceived = isIn(life.capturedAt) && received.includes(kind)
  count('received', isReceived)
  count('repeats', isReceived && life.repeatOf !== null)
  if (isReceived) {
    for (const { message, content } of life.posts) figures.posts.set(message, content)
  }
  const isAnswered = isIn(answeredAt) && withAnswer.includes(kind)
  count('answered', isAnswered)
  count('solved', isAnswered && read.isSolved)
  count('impossible', isIn(life.impossibleAt))

  const firstReplied = isTimed && firstDue !== null && isIn(firstAt)
  const firstMissed = isOpen && isTimed && firstAt === null && isIn(firstDue) && hasCome(firstDue)
  count('first_replied', firstReplied)
  count('first_in_time', firstReplied && firstAt < firstDue)
  count('first_due', firstReplied || firstMissed)
  if (firstReplied) {
    if (firstAt >= life.capturedAt) values.firstReply.push((firstAt - life.capturedAt) / minute)
    if (life.publishedAt !== null && firstAt >= life.publishedAt)
      values.postReply.push((firstAt - life.publishedAt) / minute)
  }
  const finalReplied = isTimedOnce && finalDue !== null && isIn(finalAt)
  const finalMissed = isOpen && isTimedOnce && finalAt === null && isIn(finalDue) && hasCome(finalDue)
  count('final_replied', finalReplied)
  count('final_in_time', finalReplied && finalAt < finalDue)
  count('final_due', finalReplied || finalMissed)
  if (finalReplied && finalAt >= life.capturedAt)
    values.finalDays.push((finalAt - life.capturedAt) / minute / 1_440)

  count('reopened', happened('reopened'))
  count('escalated', happened('put_before_head'))
  count('redirected', happened('transferred'))
  count(
    'redirected_late',
    passed.some(({ what, value }) => what === 'transferred' && value === 1),
  )
  const completeness = last('completeness')
  count('rated', completeness !== undefined)
  if (completeness !== undefined) values.completeness.push(completeness / 4)
  const mark = last('scale')
  count('marked', mark !== undefined)
  count('marked_high', mark !== undefined && mark >= 4)
  if (mark !== undefined) values.satisfaction.push(mark)
  count('author_solved', happened('solved'))
  count('author_not_solved', happened('not_solved'))
  const { promiseDue } = read
  count('promises_due', happened('promise_due') || isIn(promiseDue))
  count('promises_kept', happened('promise_kept'))
  count('promises_moved', happened('promise_moved'))
  count('promises_failed', happened('promise_broken') || (isIn(promiseDue) && hasCome(promiseDue)))

  count('open', isOpen)
  count('not_sorted', status === 'new' && !life.isSorted)
  count('in_execution', executed.includes(status) || (status === 'new' && life.isSorted))
  count('outside', status === 'waiting_outside')
  count('to_publish', status === 'to_publish' || (status === 'merged' && isOpen))
  count('before_head', life.question?.isDecided === false && !ended.includes(status))
  const isAwaited = isOpen && withAnswer.includes(kind)
  count('overdue', isAwaited && hasCome(read.nextDue))
  const today = Math.floor((asOf + zoneOffset) / day)
  count(
    'due_today',
    isAwaited &&
      read.nextDue !== null &&
      read.nextDue > asOf &&
      Math.floor((read.nextDue + zoneOffset) / day) === today,
  )
  count('promises', status === 'under_control')
  count('promises_broken', hasCome(promiseDue) || (isOpen && life.brokenPromises > 0))
  count('orders_overdue', hasCome(read.orderDue))
  if (isOpen && (figures.oldestOpenAt === null || life.capturedAt < figures.oldestOpenAt))
    figures.oldestOpenAt = life.capturedAt
}

const least = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b))

/** `null` of nothing. */
export function meanOf(values: readonly number[]): { mean: number; median: number; max: number } | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const at = (place: number) => sorted[place] ?? 0
  const half = sorted.length / 2
  const median = sorted.length % 2 === 1 ? at(Math.floor(half)) : (at(half - 1) + at(half)) / 2
  const mean = sorted.reduce((sum, each) => sum + each, 0) / sorted.length
  return { mean, median, max: at(sorted.length - 1) }
}
