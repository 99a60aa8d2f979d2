/** What a ticket looks like: open general problems it may belong to, tickets with like texts, others to join to. */
import { type Fingerprint, fingerprint, likenessOf } from '../../shared/classify/likeness.ts'
import { formatDateTime } from '../../shared/deadlines/words.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { statusTitle } from '../../shared/reference/statuses.ts'
import { endedStatuses, isOpen, type Ticket } from '../../shared/ticket/ticket.ts'
import { lowerFirst } from './act-words.ts'
import type { TicketRow } from './bridge.ts'
import { essenceOf, findSource } from './source.ts'
import { numberWords } from './words.ts'

/** Alike enough to be shown; two texts about the same outage in other words reach about a third. */
const shownLikeness = 0.3
const shownSimilar = 5
/** The newest tickets that are compared: what was a month ago is rarely the same outage. */
const compared = 400
const joinable = 40

export type Nearby = {
  /** Open general problems of the same topic, or of a like text (PRACTICE P12). */
  problems: TicketRow[]
  similar: TicketRow[]
  /** For the form of joining: the likest first, then the newest of the block. */
  choices: { ticketId: string; label: string }[]
}

export function findNearby(row: TicketRow, rows: readonly TicketRow[]): Nearby {
  const { id, block, subtopic, settlement } = row.ticket
  return findLike({ id, block, subtopic, settlement, print: printOf(row) }, rows)
}

/** For a message that is not recorded yet. */
export function findLikeText(
  text: string,
  about: Pick<Matter, 'block' | 'subtopic' | 'settlement'>,
  rows: readonly TicketRow[],
): TicketRow[] {
  if (text.trim() === '') return []
  const { problems, similar } = findLike({ ...about, id: null, print: fingerprint(text) }, rows)
  return [...problems, ...similar]
}

/** What is compared with the tickets at hand. */
type Matter = Pick<Ticket, 'block' | 'subtopic' | 'settlement'> & { id: string | null; print: Fingerprint }

function findLike(matter: Matter, rows: readonly TicketRow[]): Nearby {
  const scored = rows
    .filter(each => mayJoin(matter.id, each))
    .toSorted((a, b) => (a.ticket.capturedAt < b.ticket.capturedAt ? 1 : -1))
    .slice(0, compared)
    .map(each => ({ row: each, score: scoreOf(matter, each) }))
  const byScore = scored.filter(each => each.score >= shownLikeness).toSorted((a, b) => b.score - a.score)
  const problems = byScore.map(each => each.row).filter(isProblem)
  const similar = byScore
    .map(each => each.row)
    .filter(each => !isProblem(each))
    .slice(0, shownSimilar)
  const others = scored.map(each => each.row).filter(each => each.ticket.block === matter.block)
  const choices = [...new Set([...problems, ...similar, ...others])].slice(0, joinable)
  return {
    problems,
    similar,
    choices: choices.map(each => ({
      ticketId: each.ticket.id,
      label: `${numberWords(each.ticket.number)} · ${lowerFirst(statusTitle(each.ticket))} · ${essenceOf(each).slice(0, 70)}`,
    })),
  }
}

export function isProblem({ ticket }: TicketRow): boolean {
  return ticket.problem !== null && ticket.problem.endedAt === null && isOpen(ticket)
}

/** «обещают до 25 ноября 2026, 18:00»; `null` where no end is expected. */
export function expectedEndWords({ ticket }: TicketRow, settings: Settings): string | null {
  const end = ticket.problem?.expectedEnd ?? null
  return end === null ? null : `обещают до ${formatDateTime(end, settings.deadlines.zone)}`
}

function mayJoin(ownId: string | null, other: TicketRow): boolean {
  return (
    other.ticket.id !== ownId &&
    other.ticket.status !== 'merged' &&
    !endedStatuses.includes(other.ticket.status)
  )
}

function scoreOf(a: Matter, other: TicketRow): number {
  const b = other.ticket
  const isSameTopic = a.subtopic !== null && a.subtopic === b.subtopic
  const isSamePlace = a.settlement !== null && a.settlement === b.settlement
  const isElsewhere = a.settlement !== null && b.settlement !== null && a.settlement !== b.settlement
  const topic = isSameTopic ? (isProblem(other) ? 0.3 : 0.15) : 0
  return likenessOf(a.print, printOf(other)) + topic + (isSamePlace ? 0.1 : 0) - (isElsewhere ? 0.2 : 0)
}

/** A content never changes under its id, so what was prepared for one stays true. */
const prints = new Map<string, Fingerprint>()
const keptPrints = 5_000

function printOf(row: TicketRow): Fingerprint {
  const key = row.ticket.sources[0]?.contentId ?? row.ticket.id
  const known = prints.get(key)
  if (known !== undefined) return known
  if (prints.size >= keptPrints) prints.clear()
  const print = fingerprint(findSource(row)?.text ?? '')
  prints.set(key, print)
  return print
}
