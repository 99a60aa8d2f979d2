/** The card at the post, in words: what was recorded, until when it must be answered, and why. */
import { classify } from '../../shared/classify/classify.ts'
import { describeTrace, formatDateTime } from '../../shared/deadlines/words.ts'
import { facetsOf, mayDo } from '../../shared/policy/permissions.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { type BlockId, blockIds, blocks } from '../../shared/reference/blocks.ts'
import { kindInfo } from '../../shared/reference/kinds.ts'
import { wordsOf } from '../../shared/ticket/contents.ts'
import { placeText } from '../../shared/ticket/decision.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { CardView, Choices, PickView, StageLine } from '../messages.ts'
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
    picks: picksOf(view, settings),
    found: matched.length === 0 ? null : `нашли: ${quoted(matched)}`,
    danger: danger.length === 0 ? null : `в тексте: ${quoted(danger)}`,
    emergency: emergencyWords(view, settings),
    mayTellEmergency: mayDo(actor, 'tell_emergency', settings, facetsOf(ticket)),
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

function quoted(words: readonly string[]): string {
  return words.map(word => `«${word}»`).join(', ')
}

function picksOf({ ticket }: TicketView, { subtopics, settlements }: Settings): PickView[] {
  const { block, subtopic, kind, settlement } = ticket
  const topic = subtopic === null ? '' : ` · ${titleOf(subtopics, subtopic)}`
  const { gratitude } = kindInfo
  return [
    {
      name: 'topic',
      row: 'Блок',
      label: 'Блок и тема',
      value: topicValue(block, subtopic),
      shown: `${blocks[block].short}${topic}`,
      isEmpty: false,
      quick: null,
    },
    {
      name: 'ticket-kind',
      row: 'Вид',
      label: 'Вид',
      value: kind,
      shown: kindInfo[kind].title,
      isEmpty: false,
      quick: kind === 'gratitude' ? null : { title: gratitude.title, changes: { kind: 'gratitude' } },
    },
    {
      name: 'settlement',
      row: 'Где',
      label: 'Населённый пункт',
      value: settlement ?? '',
      shown: settlement === null ? noSettlement : titleOf(settlements, settlement),
      isEmpty: settlement === null,
      quick: null,
    },
  ]
}

/** The lines of the lists; without the settings (nobody is enrolled) only what every office has. */
export function choicesOf(settings: Settings | undefined): Choices {
  return {
    topic: blockIds.map(block => ({
      title: blocks[block].short,
      options: [
        {
          value: topicValue(block, null),
          title: `${blocks[block].short}: без темы`,
          changes: { block, subtopic: null },
        },
        ...(settings?.subtopics ?? [])
          .filter(subtopic => subtopic.block === block)
          .map(({ id, title }) => ({
            value: topicValue(block, id),
            title,
            changes: { block, subtopic: id },
          })),
      ],
    })),
    'ticket-kind': [
      {
        title: null,
        options: chosenKinds.map(kind => ({ value: kind, title: kindInfo[kind].title, changes: { kind } })),
      },
    ],
    settlement: [
      {
        title: null,
        options: [
          { value: '', title: noSettlement, changes: { settlement: null } },
          ...(settings?.settlements ?? []).map(({ id, title }) => ({
            value: id,
            title,
            changes: { settlement: id },
          })),
        ],
      },
    ],
  }
}

const noSettlement = 'не указано'

/** An appeal becomes one by its registration only; the rarer kinds are chosen in the panel. */
const chosenKinds = ['message', 'question', 'proposal', 'rumour', 'gratitude', 'info', 'irrelevant'] as const

function topicValue(block: BlockId, subtopic: string | null): string {
  return `${block}/${subtopic ?? ''}`
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
