/** Whether two tickets are about one matter: what «Похоже на №» offers, on the desk and on the pages (PRACTICE P12). */
import { placeText } from '../ticket/decision.ts'
import { endedStatuses, isOpenProblem, type Ticket, type TicketView } from '../ticket/ticket.ts'
import { type Fingerprint, fingerprint, likenessOf } from './likeness.ts'

/** What is compared: a ticket, or a message before it is recorded. `place`: words of where, `null` where unknown. */
export type Matter = Pick<Ticket, 'block' | 'subtopic' | 'settlement'> & {
  place: string | null
  print: Fingerprint
}

/** `id`: `null` for a message that is not recorded yet. */
export type Own = Matter & { id: string | null }

export type Alike<View> = {
  /** Open: this one could be joined to it. Best first; general problems before all. */
  joinable: View[]
  /** Answered or closed within 90 days: this one may repeat it. Best first. */
  earlier: View[]
}

/** Likeness by text is looked for among what came lately only: another outage at another time uses the same words. */
export const joinedWithinDays = 14
export const repeatedWithinDays = 90
const dayMilliseconds = 86_400_000

/** What `own` is like among the others. `printOf`: for who keeps what was prepared once. */
export function findAlike<View extends TicketView>(
  own: Own,
  others: readonly View[],
  now: string,
  printOf: (view: TicketView) => Fingerprint = view => fingerprint(textOf(view)),
): Alike<View> {
  const ranked = (mayBe: (own: Own, other: Ticket, now: string) => boolean) =>
    others
      .filter(({ ticket }) => mayBe(own, ticket, now))
      .map(other => ({ other, rank: similarityOf(own, comparedOf(other, printOf(other))) }))
      .filter(({ rank }) => rank > 0)
      .toSorted((a, b) => b.rank - a.rank || compare(b.other.ticket.capturedAt, a.other.ticket.capturedAt))
      .map(({ other }) => other)
  return { joinable: ranked(isJoinable), earlier: ranked(isRepeatable) }
}

export function ownOf(
  { ticket, contents }: TicketView,
  print = fingerprint(textOf({ ticket, contents })),
): Own {
  const { id, block, subtopic, settlement } = ticket
  return { id, block, subtopic, settlement, place: placeText({ ticket, contents }), print }
}

/** What may be joined to, if a person says so: the act itself (`merge`) refuses anything else. */
export function acceptsJoin({ id }: Pick<Own, 'id'>, other: Ticket): boolean {
  if (other.id === id || other.complaint !== null) return false
  if (other.status === 'merged' || endedStatuses.includes(other.status)) return false
  // Joined there, a new post would have no time of a solution.
  return isOpenProblem(other) || (other.status !== 'answered' && other.status !== 'under_control')
}

/** What is offered to be joined to: what came lately from the same place, an open problem however old it is. */
function isJoinable(own: Own, other: Ticket, now: string): boolean {
  if (!acceptsJoin(own, other)) return false
  const isNear = own.settlement === null || other.settlement === own.settlement
  return isOpenProblem(other) || (isNear && isWithin(joinedWithinDays, other, now))
}

function isRepeatable(own: Pick<Own, 'id'>, other: Ticket, now: string): boolean {
  return (
    other.id !== own.id &&
    (other.status === 'answered' || other.status === 'under_control' || other.status === 'closed') &&
    isWithin(repeatedWithinDays, other, now)
  )
}

function isWithin(days: number, { capturedAt }: Ticket, now: string): boolean {
  return Date.parse(capturedAt) >= Date.parse(now) - days * dayMilliseconds
}

function comparedOf(view: TicketView, print: Fingerprint): Matter & { isProblem: boolean } {
  return { ...ownOf(view, print), isProblem: isOpenProblem(view.ticket) }
}

/** All that citizens wrote; empty where it was erased. */
export function textOf({ ticket, contents }: TicketView): string {
  return ticket.sources
    .map(({ contentId }) => {
      const body = contents[contentId]
      return body?.kind === 'source' ? body.source.text : ''
    })
    .join('\n')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A third of the words are the same: people who write of one outage share few but these. */
const alike = 0.2
/** Of one topic in one settlement, where less will do. */
const alikeOfTopic = 0.1
/** The part of a likeness that counts where the blocks or topics differ: one of the two may be sorted wrongly. */
const otherMatter = 0.6

/**
 * How much `own` is like `other`: 0 is not at all; the best first. `isProblem`: the other is an open general problem,
 * which comes before all others, and of the same topic and settlement attracts whatever the words are.
 */
export function similarityOf(own: Matter, other: Matter & { isProblem: boolean }): number {
  if (own.settlement !== null && other.settlement !== null && own.settlement !== other.settlement) return 0
  const isTopic =
    own.subtopic !== null && own.subtopic === other.subtopic && own.settlement === other.settlement
  const likeness = likenessOf(own.print, other.print) * (isOther(own, other) ? otherMatter : 1)
  if (other.isProblem && (isTopic || likeness >= alike)) return 10 + likeness
  if (likeness >= alike) return 1 + likeness
  return isTopic && (isSamePlace(own, other) || likeness >= alikeOfTopic) ? 0.5 + likeness : 0
}

function isOther(a: Matter, b: Matter): boolean {
  if (a.subtopic !== null && b.subtopic !== null) return a.subtopic !== b.subtopic
  return a.block !== b.block
}

function isSamePlace(a: Matter, b: Matter): boolean {
  return a.place !== null && a.place.toLowerCase() === b.place?.toLowerCase()
}
