/** @jsxImportSource ./jsx */
/*
 * Where the one button is: at the innermost item under the pointer, or around the focus. Two delegated listeners for
 * the whole page, one search per animation frame, nothing per post.
 */
import type { Reader, ReadItem } from '../channels/reader.ts'
import type { OverlayAccount } from '../messages.ts'
import { type ButtonView, type RecordActs, RecordButton } from './button.tsx'
import type { Anchor } from './card-place.ts'
import type { Desk } from './desk.tsx'
import type { Frame } from './frame.ts'
import { type Here, withheld } from './here.ts'
import type { Host } from './host.ts'
import { render } from './jsx/jsx-runtime.ts'
import type { Late } from './late.ts'
import type { Marks } from './marks.tsx'
import type { Offers } from './offers.tsx'
import { officialAccount } from './official.ts'
import { subjectOf } from './subjects.ts'
import type { Worker } from './worker.ts'

const grace = 250
const changedWords = 'Под указателем уже другая запись: наведите на неё и нажмите ещё раз'

export type Rights = { mayCapture: boolean; mayPublish: boolean; accounts: OverlayAccount[] }

/** The post under the button, for who offers more there. */
export type Spot = {
  root: () => Element | null
  read: (at: Element) => ReadItem | null
  /** The node shows something else by now. */
  isAnother: (at: Element) => boolean
  anchorOf: (at: Element) => Anchor
  record: (stay: boolean) => void
  draw: (view: ButtonView) => void
  hide: () => void
}

export type HoverWorld = {
  reader: Reader
  host: Host
  worker: Worker
  frame: Frame
  marks: Marks
  desk: Desk
  rights: () => Rights
  here: Here
  late: Late
  /** All official accounts, also those under which this person does not publish. */
  official: () => OverlayAccount[]
  isSilent: () => boolean
}

export type Hover = {
  /** The hotkey: records the post that holds the focus, else the one under the pointer. */
  recordFocused: () => boolean
  /** Each change of the page. */
  follow: () => void
  stop: () => void
}

export const createHover = (world: HoverWorld): Hover => {
  const { reader, host, frame, marks, desk, rights, here, late } = world
  const item = reader.itemSelector
  const ended = new AbortController()
  let target: Element | null = null
  let closest: Element | null = null
  let root: Element | null = null
  /** Whose button it is: a page re-uses its nodes, and a chat may change under the pointer. */
  let shownKey: string | null = null
  let view: ButtonView | null = null
  let offers: Offers | null = null
  let leaving: ReturnType<typeof setTimeout> | undefined

  const hide = (): void => {
    clearTimeout(leaving)
    leaving = undefined
    root = null
    closest = null
    if (view === null) return
    view = null
    render(null, host.button)
  }
  const leave = () => {
    leaving ??= setTimeout(hide, grace)
  }
  const stay = () => {
    clearTimeout(leaving)
    leaving = undefined
  }

  const draw = (next: ButtonView) => {
    view = next
    host.show()
    if (next.type === 'record') render(<RecordButton view={next} acts={acts} />, host.button)
    else offersHere()?.draw(next)
    // At once: whoever waits for the button finds it where it belongs.
    place()
    frame.request()
  }

  const locate = (at: Element) => reader.locate(at, location, new Date().toISOString())
  const read = (at: Element): ReadItem | null =>
    reader.readItem(at, document, location, new Date().toISOString())

  const keyOf = (at: Element) => reader.keyOf(at, location, new Date().toISOString())

  const anchorOf = (at: Element) => {
    const key = keyOf(at)
    return () => (at.isConnected && keyOf(at) === key ? at.getBoundingClientRect() : null)
  }

  /** The node under the button shows something else by now: another post, another chat. */
  const isAnother = (at: Element) => at === root && keyOf(at) !== shownKey

  const record = (at: Element, stayOpen: boolean) => {
    const anchor = anchorOf(at)
    if (isAnother(at)) {
      hide()
      return desk.say(changedWords, anchor)
    }
    const found = read(at)
    const isPrivate = here.isPrivate()
    hide()
    if (found === null)
      desk.say(
        'Эту запись не удалось прочитать. Выделите её текст и выберите «Записать» в меню правой кнопки',
        anchor,
      )
    else if (isPrivate)
      desk.record(
        withheld(found.draft),
        anchor,
        stayOpen,
        { ...subjectOf(reader, at), isPrivate },
        found.draft,
      )
    else desk.record(found.draft, anchor, stayOpen, subjectOf(reader, at))
  }

  const acts: RecordActs = {
    onRecord: stayOpen => {
      if (root !== null) record(root, stayOpen)
    },
    onMenu: () => {
      if (view?.type === 'record' && view.personal !== null)
        draw({ type: 'answer', offer: view.personal, isMenuOpen: true, mayCapture: true })
    },
  }

  const spot: Spot = {
    root: () => root,
    read,
    isAnother,
    anchorOf,
    record: acts.onRecord,
    draw,
    hide,
  }

  /** What else than «Записать»: of the script that comes late. */
  const offersHere = (): Offers | null => {
    if (!ended.signal.aborted) offers ??= late.script()?.createOffers({ ...world, spot }) ?? null
    return offers
  }

  const point = (next: Element) => {
    root = next
    shownKey = keyOf(next)
    const arrived = late.bring()
    const { accounts, mayCapture, mayPublish } = rights()
    const hasAccount = accounts.some(({ network }) => network === reader.channel.id)
    // In a private chat nothing is read before it is chosen.
    const isAsked = (hasAccount || mayPublish || marks.answered().size > 0) && !here.isPrivate()
    const mine = isAsked ? read(next) : null
    const record = () => (mayCapture ? draw({ type: 'record', personal: null }) : hide())
    // On our own reply «Это ответ» comes first; «Записать» is in its menu, or alone when there is nothing to answer.
    const isOurs = mine !== null && officialAccount(mine, reader, accounts) !== null
    if (!isOurs) record()
    else if (view !== null) {
      view = null
      render(null, host.button)
    }
    if (mine === null) return
    void arrived.then(async () => {
      const offer = (await offersHere()?.find(mine, next, rights())) ?? null
      if (root !== next) return
      if (offer !== null) draw(offer)
      else if (isOurs) record()
    })
  }

  const placeOf = (at: Element) => {
    const box = at.getBoundingClientRect()
    const mark = marks.elementOf(at)?.offsetWidth ?? 0
    // Beside the mark, or under it where the post is narrow.
    const isBeside = mark > 0 && box.width > mark + 200
    return {
      x: Math.min(box.right, document.documentElement.clientWidth) - 12 - (isBeside ? mark + 6 : 0),
      y: Math.max(box.top, 20) + (mark > 0 && !isBeside ? 28 : 0),
    }
  }
  /** The post whose card is open needs no button. */
  const isUnderCard = (at: Element) => {
    const { x, y } = placeOf(at)
    return host.isUnderCard(x, y, host.button.offsetWidth)
  }

  const search = () => {
    if (target === null) return
    const at = target
    target = null
    if (at === host.element) return stay()
    // The pointer moves inside of one item most of the time.
    const near = at.closest(item)
    if (near !== null && near === closest && root?.isConnected) return stay()
    const found = near === null || here.isSilent() ? null : locate(at)
    if (found === null || isUnderCard(found)) return leave()
    if (found !== root && !here.mayShow(found)) return leave()
    stay()
    closest = near
    if (found !== root) point(found)
  }

  const place = (): boolean => {
    if (view === null || root === null) return false
    if (!root.isConnected || isUnderCard(root)) {
      hide()
      return false
    }
    const { x, y } = placeOf(root)
    // An open menu stays in the window.
    const top = Math.max(20, Math.min(y, innerHeight - host.button.offsetHeight - 8))
    host.button.style.transform = `translate(calc(${Math.round(x)}px - 100%), ${Math.round(top)}px)`
    return true
  }
  frame.add(() => {
    search()
    return place()
  })

  const attend = (event: Event) => {
    if (!(event.target instanceof Element)) return
    target = event.target
    frame.request()
  }
  const options = { capture: true, passive: true, signal: ended.signal }
  document.addEventListener('pointerover', attend, options)
  document.addEventListener('focusin', attend, options)
  document.documentElement.addEventListener('pointerleave', leave, { passive: true, signal: ended.signal })
  // The pointer may have stood on a post before there was anybody to hear of it.
  target = [...document.querySelectorAll(':hover')].at(-1) ?? null
  if (target !== null) frame.request()

  return {
    recordFocused: () => {
      if (here.isSilent() || !rights().mayCapture) return false
      const focused = document.activeElement
      const around = focused === null || focused === host.element ? null : locate(focused)
      const at = around ?? root
      if (at === null) return false
      record(at, false)
      return true
    },
    follow: () => {
      if (offersHere() !== null) return offers?.follow()
      if (marks.answered().size > 0) void late.bring().then(() => offersHere()?.follow())
    },
    stop: () => {
      ended.abort()
      offers?.stop()
      hide()
    },
  }
}
