/** The word back (PRACTICE P18): what the author says under our answer becomes a mark on the ticket. */
import { refusalWords } from '../../shared/errors.ts'
import { facetsOf, mayDo } from '../../shared/policy/permissions.ts'
import type { Answers, RequestOf } from '../messages.ts'
import { act, resolveAlias } from '../store/act.ts'
import type { AtHand } from './desk-at-hand.ts'

/** Whether the commenter is who wrote the post of the ticket. Compared here: a page is not told who that was. */
export async function isTheAuthor(
  { ticketId, author }: RequestOf<'word-back-offer'>,
  { desk, actor, rules }: AtHand,
): Promise<Answers['word-back-offer']> {
  const view = (await desk.tickets.get(await resolveAlias(desk, ticketId)))?.view
  if (view === undefined) return { isAuthor: false }
  const isAuthor = view.ticket.sources.some(({ contentId }) => {
    const body = view.contents[contentId]
    if (body?.kind !== 'source') return false
    const own = body.source.author
    if (own.id !== null && author.id !== null) return own.id === author.id
    return own.url !== null && own.url === author.url
  })
  return {
    isAuthor: isAuthor && mayDo(actor, 'record_satisfaction', rules.settings, facetsOf(view.ticket)),
  }
}

export async function wordBack(
  { commandId, ticketId, mark, text }: RequestOf<'word-back'>,
  { desk }: AtHand,
): Promise<Answers['word-back']> {
  const acted = await act(desk, {
    id: commandId,
    ticketId,
    occurredAt: new Date().toISOString(),
    type: 'record_satisfaction',
    // «Не решено» takes the ticket up again by itself, for this reason.
    data: { mark, text },
  })
  if (acted.outcome === 'refused') return { outcome: 'refused', words: refusalWords(acted.refusal) }
  return {
    outcome: 'told',
    words: mark === 'solved' ? 'Автор: решено' : 'Автор: не решено. Карточка возобновлена',
  }
}
