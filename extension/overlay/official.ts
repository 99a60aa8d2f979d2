/** «Это ответ»: a reply under an official account, below a post or comment that is an open ticket (PRACTICE P1, P14). */
import type { Reader, ReadItem } from '../channels/reader.ts'
import type { OverlayAccount } from '../messages.ts'
import type { AnswerOffer } from './button.tsx'
import type { Marks } from './marks.tsx'
import type { Worker } from './worker.ts'

/** By the author's number; by the address where the page tells no number. */
export const officialAccount = (
  { draft: { author } }: ReadItem,
  { channel }: Reader,
  accounts: OverlayAccount[],
): OverlayAccount | null => {
  const addressOf = (url: string | null) =>
    url === null ? undefined : channel.accountUrl?.(url)?.toLowerCase()
  const address = addressOf(author.url)
  const isAuthor = ({ network, ownerId, url }: OverlayAccount) =>
    network === channel.id &&
    (author.id === null ? address !== undefined && address === addressOf(url) : author.id === ownerId)
  return accounts.find(isAuthor) ?? null
}

/** `account` null: the official's own page. The comment that was answered before the post under which it stands. */
export const findOffer = async (
  { draft, postKey }: ReadItem,
  account: OverlayAccount | null,
  marks: Marks,
  worker: Worker,
): Promise<AnswerOffer | null> => {
  for (const key of new Set([draft.parentKey, postKey])) {
    // A post is no answer to itself.
    const mark = key === null || key === draft.key ? null : await marks.find(key)
    if (mark === null || !mark.open || !mark.mayPublish) continue
    const reply = await worker.ask({ type: 'reply-kind', text: draft.text.slice(0, 20_000) })
    const { kind, promisedDate } = reply.answered
      ? reply.answer
      : { kind: 'first' as const, promisedDate: null }
    return { ticketId: mark.ticketId, label: mark.label, accountId: account?.id ?? null, kind, promisedDate }
  }
  return null
}
