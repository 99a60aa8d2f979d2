/*
 * The overlay: the button, the card and the marks on the page, put together.
 *
 *   host     one element outside of everything the page drew; shield keeps what is typed in it
 *   hover    the one button at the post under the pointer
 *   desk     the card: record, correct, withdraw, publish
 *   marks    which visible posts are tickets
 *   health   does the channel still read its site
 *
 * Without a reader (a page that no channel knows) there is only the card, for what anywhere.ts reads.
 * WXT's context is not used: a page can forge its events, and a dead context is seen in `runtime.id`.
 */

import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { Reader } from '../channels/reader.ts'
import type { Push } from '../messages.ts'
import { hotkeys } from './button.tsx'
import { createDesk } from './desk.tsx'
import { createFrame } from './frame.ts'
import { createHealth } from './health.ts'
import { createHost } from './host.ts'
import { createHover, type Rights } from './hover.tsx'
import { createMarks } from './marks.tsx'
import { raiseShield } from './shield.ts'
import { createWorker, type Runtime } from './worker.ts'

export type OverlayOptions = {
  runtime: () => Runtime | undefined
  reader: Reader | null
  /** How long a page may take until what it promised counts as not read. */
  settleTime?: number
}

/** «Alt+Shift+Z» by the key's place, whatever the layout of the keyboard. */
const isHotkey = (event: KeyboardEvent, name: string): boolean =>
  event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && event.code === `Key${name.at(-1)}`

/** What one content script leaves for another of ours in the same page: the page itself cannot see it. */
export type Overlay = {
  isAlive: () => boolean
  /** Leaves the page as if it had never been there. */
  stop: () => void
  /** Records the post in which the range stands, else `otherwise()`; the card hangs at the range. */
  recordAt: (range: Range | null, otherwise: () => SourceDraft) => void
  /** The context menu is listened to: the worker may put that script into the page more than once. */
  hearsMenu?: boolean
}

const overlayName = 'pultMcuOverlay'
const isOverlay = (value: unknown): value is Overlay =>
  typeof value === 'object' && value !== null && 'recordAt' in value && 'isAlive' in value

/** Coming back to a tab asks for its marks again, not oftener than this. */
const focusPause = 5_000

/** One overlay per page and life of the extension: the one that is there, or a new one. */
export const startOverlay = ({ runtime, reader, settleTime = 4_000 }: OverlayOptions): Overlay => {
  const before: unknown = Reflect.get(globalThis, overlayName)
  if (isOverlay(before)) {
    if (before.isAlive()) return before
    before.stop()
  }

  const worker = createWorker(runtime)
  const host = createHost(worker.isGone)
  const frame = createFrame()
  let rights: Rights = { mayCapture: true, mayPublish: false, accounts: [] }
  let rest = () => {}

  const openPanel = (ticketId: string) => void worker.ask({ type: 'open-panel', ticketId })
  const desk = createDesk({
    host,
    worker,
    frame,
    onChanged: () => marks?.refresh(),
    onOpen: openPanel,
    // Marks that nobody keeps up to date go; the button stays, and says why it cannot record.
    onGone: () => rest(),
  })

  const isSilent = () => {
    try {
      return reader === null || reader.channel.isPrivate(document, location)
    } catch {
      return true
    }
  }

  const marks =
    reader === null
      ? null
      : createMarks({
          reader,
          host,
          worker,
          frame,
          isSilent,
          onOpen: openPanel,
          onPageChange: () => health?.follow(),
        })
  const hover =
    reader === null || marks === null
      ? null
      : createHover({ reader, host, worker, frame, marks, desk, rights: () => rights, isSilent })
  const health =
    reader === null || marks === null
      ? null
      : createHealth({
          reader,
          worker,
          isSilent,
          hasRead: marks.hasRead,
          onNavigate: marks.forget,
          settleTime,
        })

  const lowerShield = raiseShield(host, event => {
    if (isHotkey(event, hotkeys.record)) return hover?.recordFocused() ?? false
    if (!isHotkey(event, hotkeys.marks) || marks === null) return false
    marks.toggle()
    return true
  })

  const learnRights = async () => {
    const reply = await worker.ask({ type: 'overlay-start' })
    if (!reply.answered) return
    const { enrolled, mayCapture, mayPublish, accounts } = reply.answer
    // Not enrolled: the button stays, its card shows the way.
    rights = { mayCapture: mayCapture || !enrolled, mayPublish, accounts }
  }

  let lastAsked = 0
  const refresh = () => {
    lastAsked = Date.now()
    void learnRights()
    marks?.refresh()
    desk.refresh()
  }
  const comeBack = () => {
    if (document.visibilityState === 'visible' && Date.now() - lastAsked > focusPause) refresh()
  }
  const ended = new AbortController()
  if (reader !== null) {
    lastAsked = Date.now()
    void learnRights()
    addEventListener('focus', event => event.target === window && comeBack(), { signal: ended.signal })
    document.addEventListener('visibilitychange', comeBack, { signal: ended.signal })
  }
  rest = () => {
    ended.abort()
    marks?.stop()
    health?.stop()
  }

  runtime()?.onMessage.addListener((push: Push) => {
    switch (push.type) {
      case 'marks-changed':
        return refresh()
      case 'capture-selection':
      case 'capture-page':
        // Heard in anywhere.ts.
        return
      default:
        return push satisfies never
    }
  })
  const overlay: Overlay = {
    isAlive: () => !worker.isGone(),
    stop: () => {
      rest()
      hover?.stop()
      desk.close()
      frame.stop()
      lowerShield()
      host.stop()
    },
    recordAt: (range, otherwise) => {
      const start = range?.startContainer
      const inside = start instanceof Element ? start : start?.parentElement
      const root = inside ? (reader?.locate(inside, location) ?? null) : null
      const read = root === null ? null : reader?.readItem(root, document, location, new Date().toISOString())
      desk.record(read?.draft ?? otherwise(), () => range?.getBoundingClientRect() ?? null, false)
    },
  }
  Reflect.set(globalThis, overlayName, overlay)
  return overlay
}
