/*
 * The overlay: the button, the card and the marks on the page, put together.
 *
 *   host     one element outside of everything the page drew; shield keeps what is typed in it
 *   hover    the one button at the post under the pointer
 *   desk     the clicks: what they ask for, and the card, which comes late
 *   late     the script with the card and the rarer buttons, asked for by the first pointer at a post
 *   marks    which visible posts are tickets
 *   health   does the channel still read its site
 *
 * Without adapters (a page that no channel knows) there is only the card, for what anywhere.ts reads.
 * WXT's context is not used: a page can forge its events, and a dead context is seen in `runtime.id`.
 */

import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { Adapter, SelectorSet } from '../channels/contract.ts'
import type { Reader } from '../channels/reader.ts'
import { createSwitchingReader } from '../channels/switching.ts'
import { usableSet } from '../channels/usable.ts'
import type { HereRules, Push } from '../messages.ts'
import { type Again, createAgain } from './again.ts'
import { hotkeys } from './button.tsx'
import { createDesk } from './desk.tsx'
import { createFrame } from './frame.ts'
import { createHealth, type Health } from './health.ts'
import { createHere, type Here, withheld } from './here.ts'
import { createHost } from './host.ts'
import { createHover, type Hover, type Rights } from './hover.tsx'
import { createLate, type Late } from './late.ts'
import type { CreateLateAdapters, LateAdapters } from './late-adapters.ts'
import { createMarks, type Marks } from './marks.tsx'
import { raiseShield } from './shield.ts'
import {
  createLooks,
  type Looked,
  overlayName,
  type Subjects,
  subjectOf,
  subjectOfWindow,
} from './subjects.ts'
import { createWorker, type Runtime } from './worker.ts'

export type OverlayOptions = {
  runtime: () => Runtime | undefined
  /** Of this site; `null` on a page that no channel knows. */
  adapters: readonly Adapter[] | null
  /** More of this site, whose scripts come when one of their pages is open. */
  later?: CreateLateAdapters
  /** How long a page may take until what it promised counts as not read. */
  settleTime?: number
  /** How long a page of the watch list must stand open to count as looked at. */
  lookTime?: number
}

/** «Alt+Shift+Z» by the key's place, whatever the layout of the keyboard. */
const isHotkey = (event: KeyboardEvent, name: string): boolean =>
  event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && event.code === `Key${name.at(-1)}`

/**
 * The page or its selection, or words why nothing of it may be recorded. `isPrivate`: what is open is a private chat;
 * `null` where no channel's script can tell.
 */
export type Otherwise = (isPrivate: boolean | null) => SourceDraft | string

export type Overlay = Looked & {
  /** For overlay/bring-card.ts. */
  useLate: Late['use']
  /** For overlay/late-adapters.ts. */
  useAdapter: (adapter: Adapter) => void
  isAlive: () => boolean
  /** Leaves the page as if it had never been there. */
  stop: () => void
  /**
   * Records the post in which the range stands, else what `otherwise` gives; the card hangs at the range. `silentWords` are
   * said in a private chat that is off.
   */
  recordAt: (range: Range | null, otherwise: Otherwise, silentWords: string) => void
  /** The context menu is listened to: the worker may put that script into the page more than once. */
  hearsMenu?: boolean
}

const isOverlay = (value: unknown): value is Overlay =>
  typeof value === 'object' && value !== null && 'recordAt' in value && 'isAlive' in value

/** Coming back to a tab asks for its marks again, not oftener than this. */
const focusPause = 5_000

/** What hangs on a reader; made anew when the office's server gives other selectors. */
type AtWork = {
  reader: Reader
  marks: Marks
  hover: Hover
  health: Health
  again: Again
  here: Here
}

/** One overlay per page and life of the extension: the one that is there, or a new one. */
export const startOverlay = ({
  runtime,
  adapters,
  later,
  settleTime = 4_000,
  lookTime = 8_000,
}: OverlayOptions): Overlay => {
  const before: unknown = Reflect.get(globalThis, overlayName)
  if (isOverlay(before)) {
    if (before.isAlive()) return before
    before.stop()
  }

  const worker = createWorker(runtime)
  const host = createHost(worker.isGone)
  const frame = createFrame()
  const ended = new AbortController()
  let rights: Rights = { mayCapture: true, mayPublish: false, accounts: [] }
  let serials = ''
  let lastSets: readonly SelectorSet[] = []
  let trouble: string | null = null
  let hereRules: HereRules = { everywhere: false, shown: [], watched: [], on: [], off: [], official: [] }
  const refusedSelectors = new Map<string, number>()
  let work: AtWork | null = null

  const endWork = () => {
    work?.marks.stop()
    work?.hover.stop()
    work?.health.stop()
    work?.again.stop()
    work?.here.stop()
    work = null
  }
  const rest = () => {
    ended.abort()
    work?.marks.stop()
    work?.health.stop()
    work?.again.stop()
    work?.here.stop()
  }

  const subjects: Subjects = new Map()
  const looks = createLooks(worker, subjects)
  const openPanel = (ticketId: string) => void worker.ask({ type: 'open-panel', ticketId })
  const late = createLate(worker, ({ createCardDesk, css }) => {
    host.addStyle(css)
    desk.useCard(createCardDesk)
  })
  const desk = createDesk({
    host,
    worker,
    frame,
    onChanged: () => work?.marks.refresh(),
    onOpen: openPanel,
    trouble: () => trouble,
    looks,
    // Marks that nobody keeps up to date go; the button stays, and says why it cannot record.
    onGone: rest,
    bring: late.bring,
  })

  const begin = (reader: Reader) => {
    const here = createHere({ reader, worker, rules: () => hereRules, lookTime })
    // Marks, counts and second looks: never in a private chat, also where it is switched on.
    const isSilent = here.isPrivate
    const marks = createMarks({
      reader,
      host,
      worker,
      frame,
      isSilent,
      onOpen: openPanel,
      onPageChange: () => {
        lateAdapters?.follow()
        work?.health.follow()
        work?.again.follow()
        work?.hover.follow()
      },
    })
    const hover = createHover({
      reader,
      host,
      worker,
      frame,
      marks,
      desk,
      rights: () => rights,
      here,
      late,
      official: () => hereRules.official,
      isSilent,
    })
    const health = createHealth({
      reader,
      worker,
      isSilent,
      hasRead: marks.hasRead,
      onNavigate: marks.forget,
      refusedSelectors: adapter => refusedSelectors.get(adapter) ?? 0,
      settleTime,
    })
    const again = createAgain({ reader, worker, looks, isSilent, onChanged: marks.refresh, settleTime })
    work = { reader, marks, hover, health, again, here }
  }

  const lowerShield = raiseShield(host, event => {
    if (isHotkey(event, hotkeys.record)) return work?.hover.recordFocused() ?? false
    if (!isHotkey(event, hotkeys.marks) || work === null) return false
    work.marks.toggle()
    return true
  })

  /** The worker knows the selectors in force; other ones than before begin the work anew. */
  const useSets = (sets: readonly SelectorSet[]) => {
    if (adapters === null) return
    lastSets = sets
    const next = sets.map(({ adapter, serial }) => `${adapter}:${serial}`).join()
    if (work !== null && next === serials) return
    serials = next
    endWork()
    const reader = createSwitchingReader(
      [...(lateAdapters?.all() ?? []), ...adapters],
      ({ id }) => {
        const set = sets.find(({ adapter }) => adapter === id)
        if (set === undefined) return null
        const usable = usableSet(set, document)
        refusedSelectors.set(id, usable.refused.length)
        return usable.set
      },
      () => location,
    )
    if (reader !== null) begin(reader)
  }
  const lateAdapters: LateAdapters | undefined = later?.(
    () => void learn(),
    () => {
      serials = ''
      if (lastSets.length > 0) useSets(lastSets)
    },
  )

  let lastAsked = 0
  const pauses = [500, 1_000, 2_000, 4_000, 8_000]
  const learn = async () => {
    if (adapters === null) return
    lastAsked = Date.now()
    const reply = await worker.ask({
      type: 'overlay-start',
      adapters: [...(lateAdapters?.ids ?? []), ...adapters.map(({ id }) => id)],
      wanted: lateAdapters?.wanted(),
    })
    if (ended.signal.aborted) return
    if (!reply.answered) {
      // Without selectors there is no button yet, so nobody could tell that something is wrong.
      const pause = work === null ? pauses.shift() : undefined
      if (pause !== undefined) setTimeout(learn, pause)
      return
    }
    const { enrolled, mayCapture, mayPublish, accounts, sets } = reply.answer
    trouble = reply.answer.trouble
    hereRules = reply.answer.here
    // Not enrolled: the button stays, its card shows the way.
    rights = { mayCapture: mayCapture || !enrolled, mayPublish, accounts }
    useSets(sets)
  }

  const refresh = () => {
    void learn()
    work?.marks.refresh()
    desk.refresh()
  }
  /** Also the way back when the worker was silent at the start. */
  const comeBack = () => {
    if (document.visibilityState === 'visible' && Date.now() - lastAsked > focusPause) refresh()
  }
  if (adapters !== null) {
    void learn()
    const { signal } = ended
    addEventListener('focus', event => event.target === window && comeBack(), { signal })
    document.addEventListener('visibilitychange', comeBack, { signal })
    addEventListener('pointerdown', () => work === null && comeBack(), { signal, capture: true })
  }

  runtime()?.onMessage.addListener((push: Push, _sender, answer) => {
    switch (push.type) {
      case 'marks-changed':
        return refresh()
      case 'where':
        if (work !== null) answer(work.here.state())
        return
      case 'capture-selection':
      case 'capture-page':
      case 'describe-page':
      case 'look':
      case 'looked':
        // Heard in anywhere.ts, and by the scripts that the worker puts here.
        return
      default:
        return push satisfies never
    }
  })
  const overlay: Overlay = {
    subjects,
    hide: host.hide,
    useLate: late.use,
    useAdapter: adapter => lateAdapters?.use(adapter),
    isAlive: () => !worker.isGone(),
    stop: () => {
      rest()
      work?.hover.stop()
      desk.close()
      frame.stop()
      lowerShield()
      host.stop()
    },
    recordAt: (range, otherwise, silentWords) => {
      const start = range?.startContainer
      const inside = start instanceof Element ? start : start?.parentElement
      const anchor = () => range?.getBoundingClientRect() ?? null
      // Until the page's adapter is at work nobody knows whether this is somebody's private chat.
      const isReady = () => adapters === null || (work !== null && !lateAdapters?.wanted())
      if (!isReady())
        return void learn().then(() =>
          isReady()
            ? overlay.recordAt(range, otherwise, silentWords)
            : desk.say('Ещё не готово. Повторите', anchor),
        )
      const isPrivate = work?.here.isPrivate() ?? false
      if (work?.here.isSilent()) return desk.say(silentWords, anchor)
      const reader = work?.reader ?? null
      const now = new Date().toISOString()
      const root = inside ? (reader?.locate(inside, location, now) ?? null) : null
      const read = root === null ? null : reader?.readItem(root, document, location, now)
      const subject =
        reader !== null && root !== null && read != null ? subjectOf(reader, root) : subjectOfWindow(range)
      const draft = read?.draft ?? otherwise(work && isPrivate)
      if (typeof draft === 'string') return desk.say(draft, anchor)
      if (isPrivate) desk.record(withheld(draft), anchor, false, { ...subject, isPrivate }, draft)
      else desk.record(draft, anchor, false, subject)
    },
  }
  Reflect.set(globalThis, overlayName, overlay)
  return overlay
}
