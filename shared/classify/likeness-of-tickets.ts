/** Whether two tickets are about one matter: what «Похоже на №» offers, on the desk and on the pages (PRACTICE P12). */
import type { Ticket } from '../ticket/ticket.ts'
import { type Fingerprint, likenessOf } from './likeness.ts'

/** What is compared: a ticket, or a message before it is recorded. `place`: words of where, `null` where unknown. */
export type Matter = Pick<Ticket, 'block' | 'subtopic' | 'settlement'> & {
  place: string | null
  print: Fingerprint
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
