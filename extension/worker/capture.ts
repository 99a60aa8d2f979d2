/** One click becomes a ticket: suggest the topic, decide, make durable, answer with the card. */
import { v7 as uuid } from 'uuid'
import { classify } from '../../shared/classify/classify.ts'
import { refusalWords } from '../../shared/errors.ts'
import { placeText } from '../../shared/ticket/decision.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Answers, RequestOf } from '../messages.ts'
import { act, resolveAlias } from '../store/act.ts'
import { findRecorded } from '../store/posts.ts'
import { cardOf } from './card.ts'
import { type AtHand, findAtHand } from './desk-at-hand.ts'

export async function capture(request: RequestOf<'capture'>): Promise<Answers['capture']> {
  const atHand = await findAtHand()
  if (!atHand)
    return {
      outcome: 'not-enrolled',
      words: 'Без подключения запись некуда сохранить. Нужна строка приглашения от вашего администратора.',
    }
  const { desk, rules, actor } = atHand
  const before = await takenBack(request.instead, atHand)
  if (before !== null && 'outcome' in before) return before
  const held = await findHolder(request, atHand)
  // A colleague's: recorded again all the same, for whoever records a post keeps access to it (PRACTICE P3).
  if (held?.view.ticket.capturers.includes(actor.personId)) {
    return {
      outcome: 'recorded',
      card: cardOf(held.view, atHand, true),
      waiting: await waitingWords(desk),
    }
  }
  const mark = held?.view.ticket ?? (await desk.marks.get(request.source.key))
  const { suggestions, settlement, place, urgent } = classify(request.source.text, rules.settings)
  const best = suggestions[0]
  const acted = await act(desk, {
    id: request.commandId,
    ticketId: request.ticketId,
    occurredAt: new Date().toISOString(),
    type: 'capture',
    data: {
      sourceId: request.sourceId,
      source: request.source,
      ...(before === null
        ? {
            block: best?.blockId ?? 'none',
            subtopic: best?.subtopicId ?? null,
            settlement: settlement?.id ?? null,
            place,
            urgent,
            suggestedBy: best ? 'keywords' : 'nobody',
          }
        : sameAs(before)),
    },
  })
  if (acted.outcome === 'refused') return { outcome: 'refused', words: refusalWords(acted.refusal) }
  if (!acted.view)
    return { outcome: 'refused', words: 'Запись сохранена, но показать её не удалось. Откройте пульт.' }
  const card = cardOf(acted.view, atHand, mark !== undefined)
  return {
    outcome: 'recorded',
    card: mark ? { ...card, numberWords: `№ ${mark.number ?? ''}` } : card,
    waiting: await waitingWords(desk),
  }
}

/**
 * «Сохранить имя автора» records the message anew, with the name or without: what was recorded is never rewritten. The
 * earlier record is taken back while it still may be. `null`: there is none.
 */
async function takenBack(
  instead: string | undefined,
  { desk }: AtHand,
): Promise<TicketView | Extract<Answers['capture'], { outcome: 'refused' }> | null> {
  if (instead === undefined) return null
  const ticketId = await resolveAlias(desk, instead)
  const view = (await desk.tickets.get(ticketId))?.view
  if (view === undefined) return { outcome: 'refused', words: 'Этой карточки нет на вашем компьютере.' }
  if (view.ticket.status === 'withdrawn') return view
  const at = new Date().toISOString()
  const acted = await act(desk, { id: uuid(), ticketId, occurredAt: at, type: 'withdraw', data: {} })
  return acted.outcome === 'refused' ? { outcome: 'refused', words: refusalWords(acted.refusal) } : view
}

/** What was chosen on the card goes over to the new record. */
function sameAs(view: TicketView) {
  const { block, subtopic, settlement, urgent } = view.ticket
  const place = placeText(view)
  return { block, subtopic, settlement, place, urgent, suggestedBy: 'nobody' as const }
}

/** One's own record waits for a moment always; more than it is worth a word. */
async function waitingWords(desk: AtHand['desk']): Promise<string | null> {
  const waiting = await desk.outbox.count()
  return waiting > 1 ? `Сохранено на этом компьютере, ждут отправки: ${waiting}` : null
}

/** The ticket of this computer that already has the post, unless it is the very one of this click. */
function findHolder({ source, ticketId }: RequestOf<'capture'>, { desk }: AtHand) {
  return findRecorded(desk, source, ticketId)
}
