/*
 * The word back (PRACTICE P18): comments under our answer. Which of them came after it is told by their date, else by
 * where they stand: below a reply of an official account. They are counted on the page as it is; nothing is stored.
 */
import type { Reader, ReadItem } from '../channels/reader.ts'
import type { MarkView, OverlayAccount } from '../messages.ts'
import type { Marks } from './marks.tsx'
import { officialAccount } from './official.ts'
import type { Worker } from './worker.ts'

export type WordBackOffer = {
  ticketId: string
  /** «№ 1024 · ЖКХ · …» */
  label: string
  /** Who wrote the comment wrote the post of the ticket, and this person may record what they say. */
  isAuthor: boolean
}

export type WordBack = {
  /** Such a comment under an answer of ours; `null` for any other item. */
  find: (read: ReadItem, root: Element) => Promise<WordBackOffer | null>
  /** Each change of the page. */
  follow: () => void
  stop: () => void
}

export type WordBackWorld = {
  reader: Reader
  worker: Worker
  marks: Marks
  /** All official accounts, also those under which this person does not publish. */
  accounts: () => OverlayAccount[]
  isSilent: () => boolean
}

const settleTime = 400
/** More than a page shows at once; a longer one is counted so far. */
const countLimit = 300
/** A minute without seconds may lie before the very second of the answer. */
const precisions: Partial<Record<ReadItem['draft']['precision'], number>> = { second: 0, minute: 60_000 }

export const createWordBack = ({ reader, worker, marks, accounts, isSilent }: WordBackWorld): WordBack => {
  let timer: ReturnType<typeof setTimeout> | undefined

  const readAt = (root: Element) => reader.readItem(root, document, location, new Date().toISOString())
  const isOfficial = (read: ReadItem) => officialAccount(read, reader, accounts()) !== null

  /** The answered ticket under whose post or comment the item stands. */
  const answeredOver = ({ draft, postKey }: ReadItem): [string, MarkView] | undefined => {
    const answered = marks.answered()
    for (const key of [draft.parentKey, postKey]) {
      const view = key === null || key === draft.key ? undefined : answered.get(key)
      if (key !== null && view !== undefined) return [key, view]
    }
  }

  /** `replied`: the items of official accounts under the same ticket. */
  const isAfter = (read: ReadItem, root: Element, view: MarkView, replied: readonly Element[]): boolean => {
    const { publishedAt, precision } = read.draft
    const tolerance = precisions[precision]
    const at = view.answered?.at ?? null
    if (at !== null && publishedAt !== null && tolerance !== undefined)
      return Date.parse(publishedAt) + tolerance > Date.parse(at)
    const [first] = replied
    const isBelow = (above: Element) =>
      Boolean(above.compareDocumentPosition(root) & Node.DOCUMENT_POSITION_FOLLOWING)
    return first !== undefined && isBelow(first)
  }

  /** What stands under answered tickets, by their keys. */
  const under = () => {
    const found = new Map<string, { view: MarkView; replied: Element[]; said: [ReadItem, Element][] }>()
    if (isSilent() || marks.answered().size === 0) return found
    for (const root of reader.itemRoots(document).slice(0, countLimit)) {
      const read = readAt(root)
      const [key, view] = (read && answeredOver(read)) ?? []
      if (read === null || key === undefined || view === undefined) continue
      const group = found.get(key) ?? { view, replied: [], said: [] }
      found.set(key, group)
      if (isOfficial(read)) group.replied.push(root)
      else group.said.push([read, root])
    }
    return found
  }

  const count = () => {
    timer = undefined
    const notes = new Map<string, string>()
    for (const [key, { view, replied, said }] of under()) {
      const fresh = said.filter(([read, root]) => isAfter(read, root, view, replied)).length
      if (fresh > 0) notes.set(key, `после ответа новых комментариев: ${fresh}`)
    }
    marks.note(notes)
  }

  return {
    find: async (read, root) => {
      const [key, view] = answeredOver(read) ?? []
      if (key === undefined || view === undefined || isOfficial(read)) return null
      if (!isAfter(read, root, view, under().get(key)?.replied ?? [])) return null
      const { id, url } = read.draft.author
      const { ticketId, label } = view
      const reply = await worker.ask({ type: 'word-back-offer', ticketId, author: { id, url } })
      return { ticketId, label, isAuthor: reply.answered && reply.answer.isAuthor }
    },
    follow: () => {
      timer ??= setTimeout(count, settleTime)
    },
    stop: () => clearTimeout(timer),
  }
}
