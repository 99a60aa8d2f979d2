/**
 * The keyboard never falls out of the window: where the element in focus is taken away (a form that closed, a card that
 * was handed on, a message that went), the focus goes to the first of `places` in sight. What a person leaves by the
 * mouse stays left.
 */
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'

/** Forms put the focus into their first field themselves, a moment after they are drawn. */
const patience = 100

export function useKeptFocus(root: RefObject<HTMLElement | null>, places: readonly string[]): void {
  useEffect(() => {
    const element = root.current
    if (element === null) return
    let last: Element | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof Element) last = target
    }
    const check = () => {
      if (last === null || document.activeElement !== document.body || isReachable(last)) return
      const place = places
        .flatMap(selector => [...element.querySelectorAll<HTMLElement>(selector)])
        .find(isReachable)
      place?.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(check, patience)
    })
    observer.observe(element, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['disabled'],
    })
    element.addEventListener('focusin', remember)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      element.removeEventListener('focusin', remember)
    }
  }, [])
}

function isReachable(element: Element): boolean {
  return element.isConnected && element.checkVisibility() && !element.matches(':disabled')
}
