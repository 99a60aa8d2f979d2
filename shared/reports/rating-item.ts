/** One ticket's contribution to one recipient's rating (DOMAIN.md §7, PRACTICE P9): times, the answer's worth, the mark. */
import * as z from 'zod'
import type { DeadlineSettings } from '../deadlines/deadline.ts'
import { workingTimeIn } from '../deadlines/pauses.ts'
import { type Kind, kinds, type StageId, statutoryKinds } from '../deadlines/rules.ts'
import { completenessQuestionIds } from '../reference/answers.ts'
import type { EventOf, Fact } from '../ticket/events.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { common, type Hold, type HoldEnd, type Hours, holdEnds, hoursOf, type Span } from './rating-hours.ts'
import type { RatingSettings } from './rating-settings.ts'

/** What the head decided on an objection: the ticket does not count, or counts as answered in time. */
export const corrections = ['excluded', 'in_time'] as const
export type Correction = (typeof corrections)[number]

const minutes = z.number().int().nonnegative()

export const ratingItemSchema = z.object({
  ticketId: z.string(),
  number: z.number().int(),
  recipientId: z.string(),
  kind: z.enum(kinds),
  urgent: z.boolean(),
  assignedAt: z.string(),
  end: z.enum(holdEnds),
  endedAt: z.string().nullable(),
  /** Working minutes that count, and those that do not: the author or an outside organisation was awaited. */
  ownMinutes: minutes,
  waitedMinutes: minutes,
  /** `null` for an appeal: its measure is `dueAt`. */
  normMinutes: minutes.nullable(),
  dueAt: z.string().nullable(),
  /** Working minutes of the centre itself. */
  centre: z.object({ sorting: minutes, approval: minutes, publication: minutes }),
  /** 0…1 */
  t: z.number(),
  /** 0, ¼, ½, ¾, 1; `null`: «не оценено». */
  q: z.number().nullable(),
  /** 0…1 of the chosen scale; `null`: no mark. */
  mark: z.number().nullable(),
  correction: z.enum(corrections).nullable(),
})
export type RatingItem = z.infer<typeof ratingItemSchema>

/** A ticket as the rating reads it: its state now, and its history in order. */
export type RatedTicket = {
  ticket: Pick<Ticket, 'id' | 'kind' | 'urgent' | 'capturedAt' | 'stages' | 'status'> & { number: number }
  facts: readonly Fact[]
}

export type ItemContext = {
  /** Half-open; `to` is the end of the month or the as-of time, whichever is earlier. */
  from: string
  to: string
  settings: RatingSettings
  deadlines: DeadlineSettings
  /** People who belong to the recipient: they do not score its answers. */
  belongs(personId: string, recipientId: string): boolean
  correctionOf(recipientId: string, ticketId: string): Correction | null
}

/** `declined`: «не наше» said in time; it neither counts nor is silent. */
export type Contributions = { items: RatingItem[]; declined: RatingItem[] }

/**
 * The contributions of a ticket to the ratings of a period: of what was presented or redirected in it, of what was given
 * back or given to another when it was late, and of what was overdue at its end. A ticket that joined another counts there,
 * once (P12).
 */
export function itemsOf({ ticket, facts }: RatedTicket, context: ItemContext): Contributions {
  if (ticket.status === 'merged' || ticket.status === 'withdrawn') return { items: [], declined: [] }
  const { from, to, deadlines } = context
  const hours = hoursOf(facts, ticket.capturedAt, to, deadlines.zone)
  const all = hours.holds.flatMap(hold => {
    const endedBefore = hold.endedAt !== null && Date.parse(hold.endedAt) < Date.parse(from)
    return hold.end === 'dropped' || endedBefore ? [] : [itemOf(ticket, facts, hold, hours, context)]
  })
  const counts = (item: RatingItem) => isAnswer(item.end) || isLate(item, item.endedAt ?? to)
  return {
    items: all.filter(counts),
    declined: all.filter(item => item.end === 'declined' && !counts(item)),
  }
}

/** What ended without an answer of the recipient is no merit: it counts only where it was late. */
const isAnswer = (end: HoldEnd) => end === 'presented' || end === 'redirected'

function itemOf(
  ticket: RatedTicket['ticket'],
  facts: readonly Fact[],
  hold: Hold,
  { waits, centre, answered }: Hours,
  context: ItemContext,
): RatingItem {
  const { settings, deadlines, to } = context
  const worked = (spans: readonly Span[]) => workedMinutes(spans, deadlines)
  const waited = worked([
    ...(settings.withoutAuthor ? common(hold.spans, waits.author) : []),
    ...(settings.withoutOutside ? common(hold.spans, waits.outside) : []),
  ])
  const isStatutory = isByLaw(ticket.kind)
  const dueOf = (asked: StageId) => ticket.stages.find(({ stage }) => stage === asked)?.dueAt ?? null
  // An appeal goes to the competent body within seven days, not within the term of the answer (59-ФЗ, ст. 8 ч. 3).
  const dueAt = (hold.end === 'redirected' ? dueOf('redirect') : null) ?? dueOf('final')
  const byTerm = isStatutory && dueAt !== null
  const timed = {
    ticketId: ticket.id,
    number: ticket.number,
    recipientId: hold.recipientId,
    kind: ticket.kind,
    urgent: ticket.urgent,
    assignedAt: hold.assignedAt,
    end: hold.end,
    endedAt: hold.endedAt,
    ownMinutes: Math.max(0, worked(hold.spans) - waited),
    waitedMinutes: waited,
    normMinutes: byTerm ? null : 60 * (ticket.urgent ? settings.urgentNormHours : settings.normHours),
    dueAt,
    centre: {
      sorting: worked(centre.sorting),
      approval: worked(centre.approval),
      publication: worked(centre.publication),
    },
  }
  const correction = context.correctionOf(hold.recipientId, ticket.id)
  const isWorth =
    hold.end === 'presented' &&
    (answered ?? answeredEver(ticket, facts, context))?.recipientId === hold.recipientId
  return {
    ...timed,
    t: correction === 'in_time' ? 1 : timeScore(timed, to),
    q: isWorth ? completenessOf(facts, hold, context) : null,
    mark: isWorth ? markOf(facts, hold, settings) : null,
    correction,
  }
}

/** Whose answer was published, also after the month: scores and marks belong to that answer, not to another's. */
function answeredEver(
  { capturedAt }: RatedTicket['ticket'],
  facts: readonly Fact[],
  { deadlines }: ItemContext,
): Hours['answered'] {
  return hoursOf(facts, capturedAt, '9999-01-01T00:00:00.000Z', deadlines.zone).answered
}

type Timed = Pick<RatingItem, 'end' | 'endedAt' | 'ownMinutes' | 'normMinutes' | 'dueAt'>

/**
 * 1 within the norm, 0.7 within two, 0.4 within three, 0 later; overdue and open, given back or given to another 0. An
 * appeal: 1 in its term, else 0. What was redirected before the term of redirecting, or else the ticket's, is in time.
 */
export function timeScore(item: Timed, asOf: string): number {
  if (!isAnswer(item.end)) return 0
  const at = item.endedAt ?? asOf
  const inTerm = item.dueAt !== null && Date.parse(at) < Date.parse(item.dueAt)
  if (item.normMinutes === null) return inTerm ? 1 : 0
  if (item.end === 'redirected' && inTerm) return 1
  if (item.ownMinutes <= item.normMinutes) return 1
  if (item.ownMinutes <= 2 * item.normMinutes) return 0.7
  return item.ownMinutes <= 3 * item.normMinutes ? 0.4 : 0
}

function isLate({ normMinutes, ownMinutes, dueAt }: Timed, at: string): boolean {
  if (normMinutes !== null) return ownMinutes > normMinutes
  return dueAt !== null && Date.parse(at) >= Date.parse(dueAt)
}

function isByLaw(kind: Kind): boolean {
  return statutoryKinds.includes(kind)
}

/** The last score of this answer by somebody who does not belong to the recipient (P9). */
function completenessOf(facts: readonly Fact[], hold: Hold, { belongs }: ItemContext): number | null {
  const isOwn = ({ by, behalf }: Fact) =>
    belongs(by, hold.recipientId) || (behalf !== null && belongs(behalf, hold.recipientId))
  const score = facts.findLast(
    (fact): fact is Fact & EventOf<'completeness_rated'> =>
      fact.type === 'completeness_rated' && !isUndone(fact, facts) && !isOwn(fact),
  )
  if (score === undefined) return null
  return score.data.templateOnly ? 0 : new Set(score.data.met).size / completenessQuestionIds.length
}

/** The last mark on the chosen scale, given after the answer; every record has the word, those of ПОС also 1–5. */
function markOf(facts: readonly Fact[], hold: Hold, { marks }: RatingSettings): number | null {
  const mark = facts.findLast(
    (fact): fact is Fact & EventOf<'satisfaction_recorded'> =>
      fact.type === 'satisfaction_recorded' &&
      !isUndone(fact, facts) &&
      Date.parse(fact.at) >= Date.parse(hold.endedAt ?? hold.assignedAt) &&
      (marks === 'words' || fact.data.scale !== null),
  )
  if (mark === undefined) return null
  if (marks === 'scale' && mark.data.scale !== null) return (mark.data.scale - 1) / 4
  return mark.data.mark === 'solved' ? 1 : 0
}

function isUndone({ step }: Fact, facts: readonly Fact[]): boolean {
  return step !== '' && facts.some(fact => fact.type === 'undone' && fact.data.stepId === step)
}

function workedMinutes(spans: readonly Span[], deadlines: DeadlineSettings): number {
  const milliseconds = spans.reduce((sum, span) => sum + workingTimeIn(span, deadlines), 0)
  return Math.round(milliseconds / 60_000)
}
