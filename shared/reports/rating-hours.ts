/**
 * Whose time it was: from a ticket's history, how long each recipient had it, how long it lay with the centre, and how the
 * recipient's part ended (PRACTICE P9). Pure: facts in, spans out; what they are worth is said in rating.ts.
 *
 * A recipient's time runs from «поручено» to «ответ представлен» and again from a return of the answer. An interim answer
 * with a date stops it until that date. Only the first round counts: a reopening changes nothing of the time.
 */
import { endOfDate } from '../deadlines/zone.ts'
import type { Fact, ReplyKind } from '../ticket/events.ts'

/** Instants, UTC; `to` is outside. */
export type Span = { from: string; to: string }

/**
 * `open`: still to be answered. `redirected`: sent to the competent body. `declined`: «не наше». `taken`: given to
 * somebody else. `dropped`: ended without an answer that anybody owed.
 */
export const holdEnds = ['open', 'presented', 'redirected', 'declined', 'taken', 'dropped'] as const
export type HoldEnd = (typeof holdEnds)[number]

/** One recipient's part in one ticket. */
export type Hold = {
  recipientId: string
  assignedAt: string
  end: HoldEnd
  endedAt: string | null
  spans: Span[]
}

export type Hours = {
  holds: Hold[]
  /** Waiting for the author and for outside organisations, whoever had the ticket. */
  waits: { author: Span[]; outside: Span[] }
  /** The centre's own time: before the first assignment, in approval, waiting for publication. */
  centre: { sorting: Span[]; approval: Span[]; publication: Span[] }
  /** Who presented the first final answer that was published, and what came out of it. */
  answered: { recipientId: string; outcome: string | null } | null
}

type Held = Hold & { since: string | null; resumesAt: string | null }

/** `facts` in the order of the history; those at `cut` and later have not happened yet. */
export function hoursOf(facts: readonly Fact[], capturedAt: string, cut: string, zone: string): Hours {
  const happened = standing(facts).filter(fact => Date.parse(fact.at) < Date.parse(cut))
  const kinds = lastKinds(happened)
  const holds = new Map<string, Held>()
  const waits: Hours['waits'] = { author: [], outside: [] }
  const centre: Hours['centre'] = { sorting: [], approval: [], publication: [] }
  let holder: Held | undefined
  let waiting: { cause: 'author' | 'outside'; from: string } | undefined
  let lying: { where: keyof Hours['centre']; from: string } | undefined = {
    where: 'sorting',
    from: capturedAt,
  }
  let answered: Hours['answered'] = null

  const stopWaiting = (at: string) => {
    if (waiting) waits[waiting.cause].push(spanOf(waiting.from, at))
    waiting = undefined
  }
  const lie = (where: keyof Hours['centre'] | null, at: string) => {
    if (lying) centre[lying.where].push(spanOf(lying.from, at))
    lying = where === null ? undefined : { where, from: at }
  }
  const finish = (end: HoldEnd, at: string) => {
    if (holder === undefined || holder.end !== 'open') return
    pause(holder, at)
    holder.end = end
    holder.endedAt = at
  }

  walk: for (const fact of happened) {
    const { at } = fact
    switch (fact.type) {
      case 'assigned': {
        stopWaiting(at)
        lie(null, at)
        const { recipientId } = fact.data
        if (holder?.recipientId === recipientId && holder?.end === 'open') break
        finish('taken', at)
        takeUnused(holds, recipientId)
        holder = recipientId === null ? undefined : take(holds, recipientId, at)
        break
      }
      case 'assignment_declined':
        stopWaiting(at)
        finish('declined', at)
        holder = undefined
        lie('sorting', at)
        break
      case 'author_asked':
        stopWaiting(at)
        waiting = { cause: 'author', from: at }
        break
      case 'outside_awaited':
        stopWaiting(at)
        waiting = { cause: 'outside', from: at }
        break
      case 'author_answered':
      case 'outside_answered':
        stopWaiting(at)
        break
      case 'reply_prepared': {
        stopWaiting(at)
        const { kind, to, promisedDate } = fact.data
        if (to === 'draft' || kind === 'first') break
        if (kind === 'interim') promise(holder, at, promisedDate, zone)
        else finish('presented', at)
        lie(to, at)
        break
      }
      case 'reply_approved':
        lie('publication', at)
        break
      case 'reply_returned':
        lie(null, at)
        if (holder !== undefined) resume(holder, at)
        break
      case 'published': {
        const kind = kinds.get(fact.data.replyId) ?? fact.data.kind
        const givenAt = fact.data.answeredAt ?? at
        if (kind === 'first') break
        lie(null, at)
        if (kind === 'interim') {
          promise(holder, givenAt, fact.data.promisedDate, zone)
          break
        }
        stopWaiting(givenAt)
        finish('presented', givenAt)
        if (holder?.end === 'presented')
          answered = { recipientId: holder.recipientId, outcome: fact.data.outcome }
        break walk
      }
      case 'transferred':
        stopWaiting(at)
        finish('redirected', at)
        lie(null, at)
        break walk
      case 'rejected':
      case 'closed':
      case 'withdrawn':
      case 'merged':
        stopWaiting(at)
        finish('dropped', at)
        lie(null, at)
        break
      case 'answer_impossible':
        if (!fact.data.closes) break
        stopWaiting(at)
        finish('dropped', at)
        lie(null, at)
        break
      case 'unmerged':
        if (holder?.end === 'dropped') resume(holder, at)
        break
      default:
    }
  }
  // What goes on at the cut is told as far as it went.
  if (holder?.end === 'open') pause(holder, cut)
  stopWaiting(cut)
  lie(null, cut)
  return {
    holds: [...holds.values()].map(({ since: _since, resumesAt: _resumesAt, ...hold }) => hold),
    waits,
    centre,
    answered,
  }
}

/** Without steps that were taken back. */
export function standing(facts: readonly Fact[]): Fact[] {
  const undone = new Set(facts.flatMap(fact => (fact.type === 'undone' ? [fact.data.stepId] : [])))
  return undone.size === 0 ? [...facts] : facts.filter(fact => fact.step === '' || !undone.has(fact.step))
}

/** What a reply counts as in the end: «первый» may be called «окончательный» later, and the other way round (P1). */
export function lastKinds(facts: readonly Fact[]): Map<string, ReplyKind> {
  return new Map(
    facts.flatMap(fact =>
      fact.type === 'reply_kind_changed' ? [[fact.data.replyId, fact.data.kind] as const] : [],
    ),
  )
}

/** An answer that nobody published is no answer once another is to give one; its time ended where it was presented. */
function takeUnused(holds: ReadonlyMap<string, Held>, recipientId: string | null): void {
  for (const held of holds.values())
    if (held.end === 'presented' && held.recipientId !== recipientId) held.end = 'taken'
}

/** Given to the same recipient again, its time goes on. */
function take(holds: Map<string, Held>, recipientId: string, at: string): Held {
  const known = holds.get(recipientId)
  if (known !== undefined) {
    resume(known, at)
    return known
  }
  const held: Held = {
    recipientId,
    assignedAt: at,
    end: 'open',
    endedAt: null,
    spans: [],
    since: at,
    resumesAt: null,
  }
  holds.set(recipientId, held)
  return held
}

function resume(held: Held, at: string): void {
  settle(held, at)
  held.since ??= at
  held.resumesAt = null
  held.end = 'open'
  held.endedAt = null
}

function pause(held: Held, at: string): void {
  settle(held, at)
  if (held.since !== null) held.spans.push(spanOf(held.since, at))
  held.since = null
  held.resumesAt = null
}

/** An interim answer: the time stands until the end of the day that it names; without a day it goes on. */
function promise(held: Held | undefined, at: string, date: string | null, zone: string): void {
  if (held === undefined || held.end !== 'open' || date === null) return
  pause(held, at)
  held.resumesAt = endOfDate(date, zone)
}

/** The promised day passed meanwhile: the time has been running since. */
function settle(held: Held, at: string): void {
  if (held.since !== null || held.resumesAt === null || Date.parse(held.resumesAt) >= Date.parse(at)) return
  held.since = held.resumesAt
  held.resumesAt = null
}

/** Clocks of two desks may differ by seconds: a span never ends before it began. */
function spanOf(from: string, to: string): Span {
  return { from, to: Date.parse(to) < Date.parse(from) ? from : to }
}

/** The parts of spans that lie in any of the others. */
export function common(spans: readonly Span[], others: readonly Span[]): Span[] {
  return spans.flatMap(span =>
    others.flatMap(other => {
      const from = Date.parse(span.from) > Date.parse(other.from) ? span.from : other.from
      const to = Date.parse(span.to) < Date.parse(other.to) ? span.to : other.to
      return Date.parse(from) < Date.parse(to) ? [{ from, to }] : []
    }),
  )
}
