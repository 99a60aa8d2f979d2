/** «Это ответ»: the reply on the page becomes the ticket's answer, or the answer to a joined post (P1, P12, P14). */
import { refusalWords } from '../../shared/errors.ts'
import { replyKindTitles } from '../../shared/reference/statuses.ts'
import type { Answers, RequestOf } from '../messages.ts'
import { type Acted, act, resolveAlias } from '../store/act.ts'
import type { AtHand } from './desk-at-hand.ts'
import { publishedWords } from './published-words.ts'

export async function publishReply(
  request: RequestOf<'publish'>,
  atHand: AtHand,
): Promise<Answers['publish']> {
  const { commandId, kind } = request
  const isJoined = await findJoined(request.ticketId, atHand)
  const acted = await (isJoined ? answerJoined(request, atHand) : answerTicket(request, atHand))
  if (acted.outcome === 'refused') return { outcome: 'refused', words: refusalWords(acted.refusal) }
  if (isJoined)
    return { outcome: 'published', words: 'Ответ на присоединённое сообщение отмечен', replyId: null }
  const words = acted.view
    ? publishedWords(acted.view.ticket, kind)
    : `${replyKindTitles[kind]}: отмечено, сервер проверит`
  return { outcome: 'published', words, replyId: commandId }
}

function answerTicket(
  { commandId: id, ticketId, kind, url, text, accountId, promisedDate }: RequestOf<'publish'>,
  { desk }: AtHand,
): Promise<Acted> {
  return act(desk, {
    id,
    ticketId,
    occurredAt: new Date().toISOString(),
    type: 'publish',
    data: {
      kind,
      // No official account: the official's own page, and recorded as such (P14).
      way: accountId === null ? 'personal_page' : 'published',
      url,
      text,
      accountId,
      promisedDate,
    },
  })
}

function answerJoined(
  { commandId: id, ticketId, url, text, accountId }: RequestOf<'publish'>,
  { desk }: AtHand,
): Promise<Acted> {
  return act(desk, {
    id,
    ticketId,
    occurredAt: new Date().toISOString(),
    type: 'reply_joined',
    data: { way: 'here', url, text: text.trim().slice(0, 4_000) || null, accountId },
  })
}

async function findJoined(wanted: string, { desk }: AtHand): Promise<boolean> {
  const ticketId = await resolveAlias(desk, wanted)
  const record = await desk.tickets.get(ticketId)
  if (record) return record.view.ticket.status === 'merged'
  const mark = await desk.marks.where('ticketId').equals(ticketId).first()
  return mark?.status === 'merged'
}
