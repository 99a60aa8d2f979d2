/*
 * What a snapshot is of. The overlay knows the post and its own host; the script that looks (overlay/snapshot.ts) is put
 * into the page by the worker only when there is something to look at, and finds this on the overlay in the page.
 */
import type { Reader } from '../channels/reader.ts'
import type { RequestOf } from '../messages.ts'
import { newId } from './ids.ts'
import type { Worker } from './worker.ts'

export type Subject = {
  /** The post; a range for a selection; `null` for the page. */
  node: () => Element | Range | null
  /** The element still shows the same post: a page re-uses its nodes. */
  isSame: () => boolean
  isPrivate: boolean
  /** Any site: the window as it is, not one post. */
  isWindow: boolean
}

/** By evidence id, until the look is over. */
export type Subjects = Map<string, Subject>

/** What one content script of ours leaves for another in the same page: the page itself cannot see it. */
export const overlayName = 'pultMcuOverlay'

/** What the looking script needs of the overlay in its page. */
export type Looked = {
  subjects: Subjects
  /** Invisible for a frame or two; focus and what is typed stay. */
  hide: (isHidden: boolean) => void
  hearsLooks?: boolean
}

export const findLooked = (): Looked | null => {
  const overlay: unknown = Reflect.get(globalThis, overlayName)
  return isLooked(overlay) ? overlay : null
}

const isLooked = (value: unknown): value is Looked =>
  typeof value === 'object' && value !== null && 'subjects' in value && 'hide' in value

/** The post at this root, for as long as the page shows it there. */
export const subjectOf = (reader: Reader, root: Element): Subject => {
  const keyNow = () => reader.keyOf(root, location, new Date().toISOString())
  const key = keyNow()
  let isPrivate = true
  try {
    isPrivate = reader.channel.isPrivate(document, location)
  } catch {
    // The adapter does not know this page any more: nothing is taken of what may be private.
  }
  return {
    node: () => (root.isConnected ? root : null),
    isSame: () => root.isConnected && keyNow() === key,
    isPrivate,
    isWindow: false,
  }
}

/** The page itself, or a selection on it. */
export const subjectOfWindow = (range: Range | null): Subject => ({
  node: () => range,
  isSame: () => true,
  isPrivate: false,
  isWindow: true,
})

type Looking = Omit<RequestOf<'snapshot'>, 'type' | 'evidenceId' | 'commandId' | 'takenAt' | 'isPrivate'>

/** Ids and the instant are those of the click. Answers when the ticket is known: the words to be said, if any. */
export const createLooks =
  (worker: Worker, subjects: Subjects) =>
  (subject: Subject): ((looking: Looking) => Promise<string | null>) => {
    const ids = {
      evidenceId: newId(),
      commandId: newId(),
      takenAt: new Date().toISOString(),
      isPrivate: subject.isPrivate,
    }
    return async looking => {
      subjects.set(ids.evidenceId, subject)
      const reply = await worker.ask({ type: 'snapshot', ...ids, ...looking })
      subjects.delete(ids.evidenceId)
      return reply.answered && reply.answer?.outcome === 'kept' ? reply.answer.words : null
    }
  }
export type Looks = ReturnType<typeof createLooks>
