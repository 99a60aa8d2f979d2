/** «Это ответ»: a reply under an official account, below a post or comment that is an open ticket (PRACTICE P1, P14). */
import type { ReadItem } from '../channels/reader.ts'
import type { OverlayAccount } from '../messages.ts'
import type { AnswerOffer } from './button.tsx'
import type { Marks } from './marks.ts'
import type { Worker } from './worker.ts'

export const officialAccount = ({ draft }: ReadItem, accounts: OverlayAccount[]): OverlayAccount | null =>
  accounts.find(({ network, ownerId }) => network === draft.channel && ownerId === draft.author.id) ?? null

/** The comment that was answered before the post under which it stands. */
export const findOffer = async (
  { draft, postKey }: ReadItem,
  account: OverlayAccount,
  marks: Marks,
  worker: Worker,
): Promise<AnswerOffer | null> => {
  for (const key of new Set([draft.parentKey, postKey])) {
    const mark = key === null ? null : await marks.find(key)
    if (mark === null || !mark.open || !mark.mayPublish) continue
    const reply = await worker.ask({ type: 'reply-kind', text: draft.text.slice(0, 20_000) })
    const { kind, promisedDate } = reply.answered
      ? reply.answer
      : { kind: 'first' as const, promisedDate: null }
    return { ticketId: mark.ticketId, label: mark.label, accountId: account.id, kind, promisedDate }
  }
  return null
}
