/** The card at the post, in words: what was recorded, until when it must be answered, and why. */
import { classify } from '../../shared/classify/classify.ts'
import { describeTrace, formatDateTime } from '../../shared/deadlines/words.ts'
import { facetsOf, mayDo } from '../../shared/policy/permissions.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import { wordsOf } from '../../shared/ticket/contents.ts'
import { placeText } from '../../shared/ticket/decision.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { CardView, StageLine } from '../messages.ts'
import type { AtHand } from './desk-at-hand.ts'
import { numberWords, stageTitle, stageWords } from './words.ts'

export function cardOf(view: TicketView, atHand: AtHand, heldBefore: boolean): CardView {
  const { ticket } = view
  const { actor, rules } = atHand
  const { settings } = rules
  const { matched, danger } = wordsBehind(view, settings)
  const alone = [...ticket.capturers, ...ticket.actors].every(person => person === actor.personId)
  const until = Date.parse(ticket.capturedAt) + settings.withdrawSeconds * 1000
  return {
    ticketId: ticket.id,
    numberWords: numberWords(ticket.number),
    heldBefore,
    block: ticket.block,
    blockTitle: blocks[ticket.block].short,
    subtopic: ticket.subtopic,
    subtopicTitle: ticket.subtopic === null ? null : titleOf(settings.subtopics, ticket.subtopic),
    matched: [...matched],
    danger: [...danger],
    emergency: emergencyWords(view, settings),
    mayTellEmergency: mayDo(actor, 'tell_emergency', settings, facetsOf(ticket)),
    kind: ticket.kind,
    settlement: ticket.settlement,
    settlementTitle: ticket.settlement === null ? null : titleOf(settings.settlements, ticket.settlement),
    place: placeText(view),
    urgent: ticket.urgent,
    stages: stageLines(view, atHand),
    withdrawUntil:
      alone && !heldBefore && ticket.status === 'new'
        ? new Date(until - atHand.rules.clockOffset).toISOString()
        : null,
    sorted: ticket.sorted !== null,
  }
}

/** «Передано: ЕДДС, Иванова, 23.11.2026 10:05»; `null` where nobody was told. */
function emergencyWords({ ticket, contents }: TicketView, { deadlines }: Settings): string | null {
  if (ticket.emergency === null) return null
  const { contentId, at } = ticket.emergency
  const to = wordsOf(contents, contentId) ?? 'данные удалены'
  return `Передано: ${to}, ${formatDateTime(at, deadlines.zone)}`
}

function stageLines({ ticket }: TicketView, { rules, now }: AtHand): StageLine[] {
  const { deadlines } = rules.settings
  return ticket.stages
    .filter(stage => stage.stoppedAt === null)
    .map(stage => ({
      title: stageTitle(stage),
      words: stageWords(stage, now, deadlines.zone),
      overdue: now >= stage.dueAt,
      trace: describeTrace(stage, deadlines),
    }))
}

/** The words that suggested the topic as it stands now; none once a person chose another. */
function wordsBehind(
  view: TicketView,
  settings: Settings,
): { matched: readonly string[]; danger: readonly string[] } {
  const body = view.contents[view.ticket.sources[0]?.contentId ?? '']
  if (body?.kind !== 'source') return { matched: [], danger: [] }
  const { suggestions, danger } = classify(body.source.text, settings)
  const chosen = suggestions.find(suggestion => suggestion.subtopicId === view.ticket.subtopic)
  return { matched: chosen?.matched ?? [], danger }
}
