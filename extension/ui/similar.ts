/** What a ticket looks like among those at hand, by the rule of all who say «Похоже на №»; and what a form may choose from. */
import type { ActType } from '../../shared/acts/contract.ts'
import { type Fingerprint, fingerprint } from '../../shared/classify/likeness.ts'
import { acceptsJoin, findAlike, type Own, ownOf, textOf } from '../../shared/classify/likeness-of-tickets.ts'
import { formatDateTime } from '../../shared/deadlines/words.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { statusTitle } from '../../shared/reference/statuses.ts'
import { isOpenProblem, type TicketView } from '../../shared/ticket/ticket.ts'
import { lowerFirst } from './act-words.ts'
import type { TicketRow } from './bridge.ts'
import { essenceOf } from './source.ts'
import { numberWords } from './words.ts'

const shownSimilar = 5
const offered = 40

type Choice = { ticketId: string; label: string }

export type Nearby = {
  /** Open general problems of the same topic, or of a like text (PRACTICE P12). */
  problems: TicketRow[]
  similar: TicketRow[]
  /** For the form of joining: the likest first, then the newest of the block. */
  toJoin: readonly Choice[]
  /** For «Повторное»: what was answered before and is like this one. */
  toRepeat: readonly Choice[]
}

export function findNearby(row: TicketRow, rows: readonly TicketRow[], now: string): Nearby {
  const own = ownOf(row, printOf(row))
  const { joinable, earlier } = findAlike(own, rows, now, printOf)
  const isProblem = ({ ticket }: TicketRow) => isOpenProblem(ticket)
  const ofBlock = rows
    .filter(({ ticket }) => ticket.block === own.block && acceptsJoin(own, ticket))
    .toSorted((a, b) => (a.ticket.capturedAt < b.ticket.capturedAt ? 1 : -1))
  return {
    problems: joinable.filter(isProblem),
    similar: joinable.filter(each => !isProblem(each)).slice(0, shownSimilar),
    toJoin: [...new Set([...joinable, ...ofBlock])].slice(0, offered).map(choiceOf),
    toRepeat: earlier.slice(0, offered).map(choiceOf),
  }
}

/** What the form of an act offers to choose from. */
export function choicesFor(act: ActType, { toJoin, toRepeat }: Nearby): readonly Choice[] {
  return act === 'merge' ? toJoin : toRepeat
}

/** For a message that is not recorded yet: what it could be joined to. */
export function findLikeText(
  text: string,
  { block, subtopic, settlement }: Pick<Own, 'block' | 'subtopic' | 'settlement'>,
  rows: readonly TicketRow[],
  now: string,
): TicketRow[] {
  if (text.trim() === '') return []
  const own = { id: null, block, subtopic, settlement, place: null, print: fingerprint(text) }
  return findAlike(own, rows, now, printOf).joinable
}

function choiceOf(row: TicketRow): Choice {
  const { id, number } = row.ticket
  const status = lowerFirst(statusTitle(row.ticket))
  return { ticketId: id, label: `${numberWords(number)} · ${status} · ${essenceOf(row).slice(0, 70)}` }
}

/** «обещают до 25 ноября 2026, 18:00»; `null` where no end is expected. */
export function expectedEndWords({ ticket }: TicketRow, settings: Settings): string | null {
  const end = ticket.problem?.expectedEnd ?? null
  return end === null ? null : `обещают до ${formatDateTime(end, settings.deadlines.zone)}`
}

/** A content never changes under its id, so what was prepared for these stays true. */
const prints = new Map<string, Fingerprint>()
const keptPrints = 5_000

function printOf(view: TicketView): Fingerprint {
  const { sources } = view.ticket
  const key = sources.flatMap(({ contentId }) => (view.contents[contentId] ? [contentId] : [])).join(' ')
  const known = prints.get(key)
  if (known !== undefined) return known
  if (prints.size >= keptPrints) prints.clear()
  const print = fingerprint(textOf(view))
  prints.set(key, print)
  return print
}
