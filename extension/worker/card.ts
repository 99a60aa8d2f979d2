/** The card at the post, in words: what was recorded, until when it must be answered, and why. */
import { classify } from '../../shared/classify/classify.ts'
import { describeTrace } from '../../shared/deadlines/words.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import { placeText } from '../../shared/ticket/decide.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { CardView, StageLine } from '../messages.ts'
import type { AtHand } from './desk-at-hand.ts'
import { numberWords, stageTitle, stageWords } from './words.ts'

export function cardOf(view: TicketView, atHand: AtHand, heldBefore: boolean): CardView {
  const { ticket } = view
  const { settings, actor } = atHand.rules
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
