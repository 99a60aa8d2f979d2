/*
 * The second look: when a person opens the very page of a post that was recorded, the worker is asked whether it is still
 * what it was. Changed: it is kept anew beside the first. Deleted: only where the site says so in the place of that post.
 * Never in private chats, never of what merely passes by in a list.
 */
import { showsDeleted } from '../channels/contract.ts'
import type { Reader } from '../channels/reader.ts'
import { newId } from './ids.ts'
import { type Looks, subjectOf } from './subjects.ts'
import type { Worker } from './worker.ts'

export type Again = {
  /** Each change of the page: cheap, it compares an address. */
  follow: () => void
  stop: () => void
}

export type AgainWorld = {
  reader: Reader
  worker: Worker
  looks: Looks
  isSilent: () => boolean
  /** Something is known now that the mark says. */
  onChanged: () => void
  settleTime: number
}

export const createAgain = ({
  reader,
  worker,
  looks,
  isSilent,
  onChanged,
  settleTime,
}: AgainWorld): Again => {
  let href = location.href
  let timer: ReturnType<typeof setTimeout> | undefined

  const look = async () => {
    const { channel } = reader
    if (location.href !== href || isSilent() || channel.isPrivate(document, location)) return
    const identity = channel.identifyAddress(href)
    if (identity === null) return
    const now = new Date().toISOString()
    const root = reader.itemRoots(document).find(each => reader.keyOf(each, location, now) === identity.key)
    const isDeleted = root === undefined && identity.parentKey === null && showsDeleted(channel, document)
    const draft = root === undefined ? undefined : reader.readItem(root, document, location, now)?.draft
    if (!isDeleted && draft === undefined) return
    const reply = await worker.ask({
      type: 'look-again',
      commandId: newId(),
      key: identity.key,
      text: draft?.text ?? '',
      isTextCut: draft?.truncated ?? false,
      isDeleted,
    })
    if (!reply.answered) return
    if (reply.answer?.outcome === 'told') onChanged()
    if (reply.answer?.outcome !== 'changed' || root === undefined || draft === undefined) return
    const { ticketId, sourceId } = reply.answer
    await looks(subjectOf(reader, root))({
      observedId: newId(),
      ticketId,
      sourceId,
      sourceKey: draft.key,
      address: draft.url,
      text: draft.text,
      isTextCut: draft.truncated,
    })
    onChanged()
  }

  const arm = () => {
    clearTimeout(timer)
    // A page that the adapter does not know any more tells nothing of its posts.
    timer = setTimeout(() => void look().catch(() => undefined), settleTime)
  }
  arm()

  return {
    follow: () => {
      if (location.href === href) return
      href = location.href
      arm()
    },
    stop: () => clearTimeout(timer),
  }
}
