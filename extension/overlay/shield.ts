/*
 * What is typed in our host stays there. Listeners on `window` in the capture phase, added at document_start, are the
 * first to hear of an event: one that belongs to our host ends here, before any listener of the page.
 *
 * An event that ends here never comes to the listeners inside of our root either. Typing, caret, Tab, selecting are
 * default actions of the browser and need no listener; for `keydown` an untrusted copy that does not leave the root
 * (`composed: false`) is sent to the focused element inside, so that components listen as they always do. `change`
 * never leaves a root and needs nothing.
 *
 * A page may also take the focus. It is not told that focus left its element for ours (a page that holds focus by
 * force would pull it back), and when it takes focus from a field of ours without an act of the person, the field
 * gets it back before the next key.
 */
import type { Host } from './host.ts'

const typing = [
  'keypress',
  'beforeinput',
  'input',
  'textInput',
  'compositionstart',
  'compositionupdate',
  'compositionend',
  'paste',
  'copy',
  'cut',
  'dragenter',
  'dragover',
  'dragleave',
  'drop',
]

/** So long after a press outside or a Tab a move of focus is the person's own. */
const actLasts = 700
/** Only someone who is busy with a field gets it back: a screen reader moves focus without a key. */
const typingLasts = 15_000
/** A page that goes on taking focus gets it after this many times in a second: better than a frozen page. */
const returnsPerSecond = 200

const isField = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement && element.matches('input, select, textarea')

const copyOf = (event: KeyboardEvent): KeyboardEvent =>
  new KeyboardEvent(event.type, {
    key: event.key,
    code: event.code,
    altKey: event.altKey,
    ctrlKey: event.ctrlKey,
    metaKey: event.metaKey,
    shiftKey: event.shiftKey,
    repeat: event.repeat,
    isComposing: event.isComposing,
    bubbles: true,
    cancelable: true,
    composed: false,
  })

/** `hotkey` says whether the press was ours, wherever focus was. */
export const raiseShield = (host: Host, hotkey: (event: KeyboardEvent) => boolean): (() => void) => {
  const ended = new AbortController()
  const listen = <Type extends keyof WindowEventMap>(
    type: Type,
    hear: (event: WindowEventMap[Type]) => void,
  ) => window.addEventListener(type, hear, { capture: true, signal: ended.signal })
  const isOurs = (event: Event) => event.target === host.element

  let held: HTMLElement | null = null
  let lastAct = Number.NEGATIVE_INFINITY
  let lastTyped = Number.NEGATIVE_INFINITY
  let returns: number[] = []
  /** Pressed in the card: the release is ours even when the card is gone by then. */
  const pressed = new Set<string>()

  const hold = () => {
    const inner = host.root.activeElement
    held = isField(inner) ? inner : null
    // The press or the Tab that led here is over: whoever moves focus now is not the person.
    if (held !== null) lastAct = Number.NEGATIVE_INFINITY
    host.remember(inner instanceof HTMLElement ? inner : null)
  }
  // Moves inside of the root are seen only there; those from the page are seen only at window.
  host.root.addEventListener('focusin', hold, { signal: ended.signal })

  const giveBack = (): boolean => {
    const now = performance.now()
    returns = returns.filter(at => now - at < 1000)
    const isBusy = now - lastTyped < typingLasts && now - lastAct >= actLasts
    if (held === null || !held.isConnected || !isBusy || returns.length >= returnsPerSecond) return false
    returns.push(now)
    held.focus({ preventScroll: true })
    return true
  }

  listen('pointerdown', event => {
    if (!event.isTrusted) return
    if (isOurs(event)) lastTyped = performance.now()
    else {
      lastAct = performance.now()
      held = null
    }
  })
  listen('focusin', event => {
    if (isOurs(event)) {
      hold()
      event.stopImmediatePropagation()
      // A press inside of a frame is not heard here: only the focus that it moves.
    } else if (held === null || event.target instanceof HTMLIFrameElement || !giveBack()) host.remember(null)
  })
  listen('focusout', event => {
    if (isOurs(event)) {
      event.stopImmediatePropagation()
      // Blurred by the page with nobody to take over; a switch of windows is not that.
      if (event.relatedTarget === null && held !== null) {
        setTimeout(() => {
          if (
            host.root.activeElement === null &&
            document.activeElement === document.body &&
            document.hasFocus()
          )
            giveBack()
        })
      }
    } else if (event.relatedTarget === host.element) event.stopImmediatePropagation()
  })
  listen('focus', event => {
    if (isOurs(event)) event.stopImmediatePropagation()
  })
  listen('blur', event => {
    if (isOurs(event) || event.relatedTarget === host.element) event.stopImmediatePropagation()
  })

  listen('keydown', event => {
    if (event.isTrusted && !event.isComposing && hotkey(event)) {
      pressed.add(event.code)
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
    if (!isOurs(event)) return
    event.stopImmediatePropagation()
    // The page can send an event to our host, and no person pressed that key.
    if (!event.isTrusted) return
    pressed.add(event.code)
    lastTyped = performance.now()
    if (event.key === 'Tab') lastAct = lastTyped
    if (!(host.root.activeElement ?? host.root).dispatchEvent(copyOf(event))) event.preventDefault()
  })
  listen('keyup', event => {
    if (pressed.delete(event.code) || isOurs(event)) event.stopImmediatePropagation()
  })
  for (const type of typing) {
    window.addEventListener(
      type,
      event => {
        if (isOurs(event)) event.stopImmediatePropagation()
      },
      { capture: true, signal: ended.signal },
    )
  }

  return () => ended.abort()
}
