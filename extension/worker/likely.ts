/** «Это № 1024: авария на Садовой, обещают до 18:00»: tickets that a fresh one could be joined to (PRACTICE P12). */
import { fingerprint } from '../../shared/classify/likeness.ts'
import { type Matter, similarityOf } from '../../shared/classify/likeness-of-tickets.ts'
import { dueWords } from '../../shared/deadlines/words.ts'
import { facetsOf, mayDo } from '../../shared/policy/permissions.ts'
import { titleOf } from '../../shared/policy/settings.ts'
import { statusTitle } from '../../shared/reference/statuses.ts'
import { wordsOf } from '../../shared/ticket/contents.ts'
import { essenceText, placeText } from '../../shared/ticket/decision.ts'
import { endedStatuses, isOpenProblem, type TicketView } from '../../shared/ticket/ticket.ts'
import type { LikelyView } from '../messages.ts'
import type { AtHand } from './desk-at-hand.ts'

const shown = 2
/** Another outage at another time uses the same words too. */
const recentDays = 14
const dayMilliseconds = 86_400_000

/** Best first, general problems before all. Nothing where the person may not join. */
export async function findLikely(view: TicketView, atHand: AtHand): Promise<LikelyView[]> {
  const { desk, actor, rules, now } = atHand
  const { ticket } = view
  const mayJoin = mayDo(actor, 'merge', rules.settings, facetsOf(ticket))
  if (
    !mayJoin ||
    endedStatuses.includes(ticket.status) ||
    ticket.status === 'merged' ||
    ticket.joined.length > 0
  )
    return []
  const own = matterOf(view)
  const oldest = new Date(Date.parse(now) - recentDays * dayMilliseconds).toISOString()
  const ranked: { other: TicketView; rank: number }[] = []
  await desk.tickets.each(({ view: other }) => {
    if (!isCandidate(view, other, oldest)) return
    const rank = similarityOf(own, { ...matterOf(other), isProblem: isOpenProblem(other.ticket) })
    if (rank > 0) ranked.push({ other, rank })
  })
  return ranked
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, shown)
    .map(({ other }) => viewOf(other, atHand))
}

/** What one ticket says of being joined to; the cheap questions first. */
function isCandidate({ ticket }: TicketView, { ticket: other }: TicketView, oldest: string): boolean {
  if (other.id === ticket.id || other.complaint !== null) return false
  if (other.status === 'merged' || endedStatuses.includes(other.status)) return false
  if (isOpenProblem(other)) return true
  // Joined there, a new post would have no time of a solution: `merge` refuses it.
  if (other.status === 'answered' || other.status === 'under_control') return false
  return other.capturedAt >= oldest && (ticket.settlement === null || other.settlement === ticket.settlement)
}

function matterOf(view: TicketView): Matter {
  const { block, subtopic, settlement } = view.ticket
  return { block, subtopic, settlement, place: placeText(view), print: fingerprint(textOf(view)) }
}

function viewOf(other: TicketView, { rules: { settings }, now }: AtHand): LikelyView {
  const { ticket, contents } = other
  const number = ticket.number === null ? 'записанное раньше' : `№\u00a0${ticket.number}`
  if (ticket.problem === null || !isOpenProblem(ticket)) {
    const status = statusTitle(ticket)
    const label = `Похоже на ${number} (${status.charAt(0).toLowerCase()}${status.slice(1)})`
    return { ticketId: ticket.id, label, readyText: null }
  }
  const topic = ticket.subtopic === null ? null : titleOf(settings.subtopics, ticket.subtopic)
  const what = essenceText(other) ?? [topic, placeText(other)].filter(Boolean).join(', ')
  const { expectedEnd, contentId } = ticket.problem
  const promise =
    expectedEnd === null ? '' : `, обещают ${dueWords(expectedEnd, now, settings.deadlines.zone)}`
  return {
    ticketId: ticket.id,
    label: `Это ${number}: ${what || 'общая проблема'}${promise}`,
    readyText: wordsOf(contents, contentId),
  }
}

function textOf({ ticket, contents }: TicketView): string {
  return ticket.sources
    .map(({ contentId }) => {
      const body = contents[contentId]
      return body?.kind === 'source' ? body.source.text : ''
    })
    .join('\n')
}
