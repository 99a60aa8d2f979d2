/**
 * «Где теряется время»: through which stages an answer came, and how long it lay in each. Pure: facts in, spans out. Only
 * the first round counts, until the first final answer; what came after a reopening is another story.
 */
import { lastKinds, type Span, standing } from '../../../shared/reports/rating-hours.ts'
import { type Mean, meanOf } from '../../../shared/reports/statistics.ts'
import type { Fact } from '../../../shared/ticket/events.ts'

export const stageIds = ['sorting', 'assigning', 'execution', 'waiting', 'approval', 'publication'] as const
export type StageId = (typeof stageIds)[number]

export type StageSpans = Readonly<Record<StageId, readonly Span[]>>

/** `facts` in the order of the history. A stage that the ticket did not pass through has no spans. */
export function stageSpans(facts: readonly Fact[], capturedAt: string): StageSpans {
  const happened = standing(facts)
  const kinds = lastKinds(happened)
  const spans: Record<StageId, Span[]> = {
    sorting: [],
    assigning: [],
    execution: [],
    waiting: [],
    approval: [],
    publication: [],
  }
  let isAssigned = false
  let lies: { in: StageId; from: string } | null = { in: 'sorting', from: capturedAt }

  const move = (to: StageId | null, at: string) => {
    if (lies !== null) {
      const end = Date.parse(at) < Date.parse(lies.from) ? lies.from : at
      spans[lies.in].push({ from: lies.from, to: end })
    }
    lies = to === null ? null : { in: to, from: at }
  }
  const isIn = (...stages: StageId[]) => lies !== null && stages.includes(lies.in)
  /** Answered without being assigned: who sorted it worked on it himself. */
  const work = () => {
    if (lies !== null && lies.in === 'assigning' && !isAssigned) lies = { in: 'execution', from: lies.from }
  }

  for (const fact of happened) {
    const { at } = fact
    switch (fact.type) {
      case 'classified':
        if (fact.data.sorted && isIn('sorting')) move(isAssigned ? 'execution' : 'assigning', at)
        break
      case 'block_refused':
        move('sorting', at)
        break
      case 'assigned':
        if (!isIn('execution')) move('execution', at)
        isAssigned = true
        break
      case 'assignment_declined':
        isAssigned = false
        move('assigning', at)
        break
      case 'author_asked':
      case 'outside_awaited':
        work()
        move('waiting', at)
        break
      case 'author_answered':
      case 'outside_answered':
        if (isIn('waiting')) move('execution', at)
        break
      case 'reply_prepared':
        if (fact.data.to === 'draft' || fact.data.kind === 'first') break
        work()
        move(fact.data.to, at)
        break
      case 'reply_approved':
        if (isIn('approval')) move('publication', at)
        break
      case 'reply_returned':
        move('execution', at)
        break
      case 'published': {
        const kind = kinds.get(fact.data.replyId) ?? fact.data.kind
        if (kind === 'first') break
        work()
        if (kind === 'final') {
          move(null, fact.data.answeredAt ?? at)
          return spans
        }
        move('execution', at)
        break
      }
      case 'reopened':
        move(isAssigned ? 'execution' : 'assigning', at)
        break
      case 'transferred':
      case 'rejected':
      case 'closed':
      case 'withdrawn':
      case 'merged':
        move(null, at)
        break
      case 'unmerged':
        move(isAssigned ? 'execution' : 'assigning', at)
        break
      default:
    }
  }
  return spans
}

/** Working minutes of one answered ticket in each stage; `null`: it did not pass through. */
export type StageMinutes = Readonly<Record<StageId, number | null>>

export function stageMinutes(
  spans: StageSpans,
  minutesOf: (from: string, to: string) => number | null,
): StageMinutes {
  const of = (stage: StageId) =>
    spans[stage].length === 0
      ? null
      : spans[stage].reduce((sum, { from, to }) => sum + (minutesOf(from, to) ?? 0), 0)
  return {
    sorting: of('sorting'),
    assigning: of('assigning'),
    execution: of('execution'),
    waiting: of('waiting'),
    approval: of('approval'),
    publication: of('publication'),
  }
}

/** Working minutes over tickets, each stage for itself. */
export type StageMeans = Readonly<Record<StageId, Mean>>

export function stageMeans(tickets: readonly StageMinutes[]): StageMeans {
  const of = (stage: StageId) => meanOf(tickets.flatMap(minutes => minutes[stage] ?? []))
  return {
    sorting: of('sorting'),
    assigning: of('assigning'),
    execution: of('execution'),
    waiting: of('waiting'),
    approval: of('approval'),
    publication: of('publication'),
  }
}
