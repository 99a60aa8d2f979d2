/** One click becomes a ticket: suggest the topic, decide, make durable, answer with the card. */
import { classify } from '../../shared/classify/classify.ts'
import { refusalWords } from '../../shared/errors.ts'
import type { Answers, RequestOf } from '../messages.ts'
import { act } from '../store/act.ts'
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
      block: best?.blockId ?? 'none',
      subtopic: best?.subtopicId ?? null,
      settlement: settlement?.id ?? null,
      place,
      urgent,
      suggestedBy: best ? 'keywords' : 'nobody',
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

/** One's own record waits for a moment always; more than it is worth a word. */
async function waitingWords(desk: AtHand['desk']): Promise<string | null> {
  const waiting = await desk.outbox.count()
  return waiting > 1 ? `Сохранено на этом компьютере, ждут отправки: ${waiting}` : null
}

/** The ticket of this computer that already has the post, unless it is the very one of this click. */
async function findHolder({ source, ticketId }: RequestOf<'capture'>, { desk }: AtHand) {
  const records = await desk.tickets.where('keys').equals(source.key).toArray()
  return records.find(record => record.id !== ticketId)
}
