/** @jsxImportSource ./jsx */
/*
 * Where the one button is: at the innermost item under the pointer, or around the focus. Two delegated listeners for
 * the whole page, one search per animation frame, nothing per post.
 */
import type { Reader, ReadItem } from '../channels/reader.ts'
import type { OverlayAccount } from '../messages.ts'
import { type ButtonActs, type ButtonView, PostButton } from './button.tsx'
import type { Desk } from './desk.tsx'
import type { Frame } from './frame.ts'
import { type Here, withheld } from './here.ts'
import type { Host } from './host.ts'
import { newId } from './ids.ts'
import { render } from './jsx/jsx-runtime.ts'
import type { Marks } from './marks.tsx'
import { findOffer, officialAccount } from './official.ts'
import { subjectOf } from './subjects.ts'
import type { WordBack } from './word-back.ts'
import type { Worker } from './worker.ts'

const grace = 250
const changedWords = 'Под указателем уже другая запись: наведите на неё и нажмите ещё раз'

export type Rights = { mayCapture: boolean; mayPublish: boolean; accounts: OverlayAccount[] }

export type HoverWorld = {
  reader: Reader
  host: Host
  worker: Worker
  frame: Frame
  marks: Marks
  desk: Desk
  rights: () => Rights
  here: Here
  words: WordBack
}

export type Hover = {
  /** The hotkey: records the post that holds the focus, else the one under the pointer. */
  recordFocused: () => boolean
  stop: () => void
}

export const createHover = ({
  reader,
  host,
  worker,
  frame,
  marks,
  desk,
  rights,
  here,
  words,
}: HoverWorld): Hover => {
  const item = reader.itemSelector
  const ended = new AbortController()
  let target: Element | null = null
  let closest: Element | null = null
  let root: Element | null = null
  /** Whose button it is: a page re-uses its nodes, and a chat may change under the pointer. */
  let shownKey: string | null = null
  let view: ButtonView | null = null
  let leaving: ReturnType<typeof setTimeout> | undefined

  const hide = () => {
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
    render(<PostButton view={next} acts={acts} />, host.button)
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

  const tell = (ticketId: string, mark: 'solved' | 'not_solved', text: string | null) => {
    if (root === null || isAnother(root)) return hide()
    desk.tell({ type: 'word-back', commandId: newId(), ticketId, mark, text }, anchorOf(root))
    hide()
  }

  const acts: ButtonActs = {
    onRecord: stayOpen => {
      if (root !== null) record(root, stayOpen)
    },
    onMenu: () => {
      if (view?.type === 'answer') draw({ ...view, isMenuOpen: !view.isMenuOpen })
      else if (view?.type === 'record' && view.personal !== null)
        draw({ type: 'answer', offer: view.personal, isMenuOpen: true, mayCapture: true })
    },
    onOffer: change => {
      if (view?.type === 'answer') draw({ ...view, offer: { ...view.offer, ...change } })
    },
    onWordBack: mark => {
      if (view?.type !== 'word-back' || root === null) return
      if (mark === 'not_solved') {
        draw({ ...view, isAsking: !view.isAsking })
        return host.button.querySelector<HTMLElement>('input[name="reason"]')?.focus({ preventScroll: true })
      }
      tell(view.offer.ticketId, mark, null)
    },
    onReason: text => {
      if (view?.type !== 'word-back') return
      const reason = text.trim()
      // Why it is not solved is asked, not guessed.
      if (reason === '') host.button.querySelector<HTMLElement>('input[name="reason"]')?.focus()
      else tell(view.offer.ticketId, 'not_solved', reason)
    },
    onPublish: () => {
      if (view?.type !== 'answer' || root === null || isAnother(root)) return hide()
      const { kind, promisedDate, ticketId, accountId } = view.offer
      // A promise without its date is none: the menu asks for it.
      if (kind === 'interim' && promisedDate === null) return draw({ ...view, isMenuOpen: true })
      const found = read(root)
      if (found === null) return
      const { url, text } = found.draft
      desk.publish(
        {
          type: 'publish',
          commandId: newId(),
          ticketId,
          kind,
          url: url ?? location.href,
          text: text.slice(0, 20_000),
          accountId,
          promisedDate: kind === 'interim' ? promisedDate : null,
        },
        anchorOf(root),
      )
      hide()
    },
  }

  const point = (next: Element) => {
    root = next
    shownKey = keyOf(next)
    const { accounts, mayCapture, mayPublish } = rights()
    const hasAccount = accounts.some(({ network }) => network === reader.channel.id)
    // In a private chat nothing is read before it is chosen.
    const isAsked = (hasAccount || mayPublish || words.isAwaited()) && !here.isPrivate()
    const mine = isAsked ? read(next) : null
    const account = mine === null ? null : officialAccount(mine, reader, accounts)
    if (mine === null || account === null) {
      if (mayCapture) draw({ type: 'record', personal: null })
      else hide()
      if (mine === null) return
      void words.find(mine, next).then(offer => {
        if (root === next && offer !== null && (offer.isAuthor || mayCapture))
          draw({ type: 'word-back', offer, isAsking: false, mayCapture })
      })
      // Only what stands under a ticket can be somebody's answer to it.
      if (!mayCapture || !mayPublish) return
      void findOffer(mine, null, marks, worker).then(personal => {
        if (root === next && view?.type === 'record' && personal !== null) draw({ type: 'record', personal })
      })
      return
    }
    // On our own reply «Это ответ» comes first; «Записать» is in its menu, or alone when there is nothing to answer.
    if (view !== null) render(null, host.button)
    view = null
    void findOffer(mine, account, marks, worker).then(offer => {
      if (root !== next) return
      if (offer !== null) draw({ type: 'answer', offer, isMenuOpen: false, mayCapture })
      else if (mayCapture) draw({ type: 'record', personal: null })
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

  frame.add(() => {
    search()
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
    stop: () => {
      ended.abort()
      hide()
    },
  }
}
