/*
 * Where the card hangs, and what had the focus before it: the same for the first words after a click (desk.tsx) and for
 * the whole card, whose script comes a moment later (card-desk.tsx).
 */
import type { Frame } from './frame.ts'
import type { Host } from './host.ts'

/** Where the card hangs: the post's rectangle, or `null` for the corner of the window. */
export type Anchor = () => DOMRect | null

export type CardPlace = {
  element: () => HTMLElement | null
  /** A new card: the place is empty, and what has the focus will get it back. */
  open: (at: Anchor) => void
  /** What was drawn is put where it belongs; the marks and the button make room. */
  put: () => void
  /** Enter and Escape are for the card now. A field gets focus only by an act, so the ten seconds run. */
  focus: () => void
  close: () => void
}

export const createCardPlace = (host: Host, frame: Frame): CardPlace => {
  let anchor: Anchor = () => null
  let lastBox: DOMRect | null = null
  let focusBefore: HTMLElement | null = null

  const element = () => host.card.querySelector<HTMLElement>('.card')

  const place = (): boolean => {
    const card = element()
    if (card === null) return false
    const box = anchor()
    // The post is gone or shows another one: the card stays where it was.
    if (box !== null && box.width > 0) lastBox = box
    const { offsetWidth, offsetHeight } = card
    const width = document.documentElement.clientWidth || innerWidth
    const right = lastBox === null ? width - 16 : lastBox.right - 8
    const top = lastBox === null ? 16 : lastBox.top + 8
    const x = Math.max(8, Math.min(right, width - 8) - offsetWidth)
    const y = Math.max(8, Math.min(top, innerHeight - offsetHeight - 8))
    card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
    return true
  }
  frame.add(place)

  return {
    element,
    open: at => {
      const active = document.activeElement
      if (active !== host.element)
        focusBefore = active instanceof HTMLElement && active !== document.body ? active : null
      host.card.replaceChildren()
      anchor = at
      lastBox = null
    },
    put: () => {
      place()
      frame.request()
    },
    focus: () => element()?.focus({ preventScroll: true }),
    close: () => {
      const hadFocus = host.root.activeElement !== null
      host.card.replaceChildren()
      frame.request()
      if (hadFocus && focusBefore?.isConnected) focusBefore.focus({ preventScroll: true })
      focusBefore = null
    },
  }
}
