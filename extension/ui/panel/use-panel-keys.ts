/** Keys of the panel. They are found by their place on the keyboard, so that they work in the Russian layout too. */
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { isBareKey } from '../ticket/use-act-keys.ts'

type PanelKeys = {
  onBack: () => void
  /** The card in focus, or `null`. */
  onHelp: (ticketId: string | null) => void
  /** A letter on a card of the list; answers whether it was one of its acts. */
  onAct: (event: KeyboardEvent, ticketId: string) => boolean
}

export function usePanelKeys(root: RefObject<HTMLElement | null>, keys: PanelKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (document.querySelector('dialog[open]') !== null) return
      const typing = isTyping(event.target)
      if (event.key === 'Escape') {
        if (typing) {
          leaveField(root.current, event.target)
          return
        }
        latest.current.onBack()
        return
      }
      if (typing) return
      const focused = focusedTicket(root.current)
      if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) latest.current.onHelp(focused)
      else if (event.key === '/' || event.code === 'Slash')
        root.current?.querySelector<HTMLElement>('#search')?.focus()
      else if (event.code === 'KeyJ' || event.key === 'ArrowDown') {
        if (!walk(root.current, 1)) return
      } else if (event.code === 'KeyK' || event.key === 'ArrowUp') {
        if (!walk(root.current, -1)) return
      } else if (focused === null || !isBareKey(event) || !latest.current.onAct(event, focused)) return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [root])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select')
}

function focusedTicket(root: HTMLElement | null): string | null {
  return root?.querySelector('.list-pane [data-ticket]:focus')?.getAttribute('data-ticket') ?? null
}

/** Escape in the search goes to the list, and in a field of a form to the head of the card; only then back. */
function leaveField(root: HTMLElement | null, target: EventTarget | null): void {
  if (!(target instanceof HTMLElement)) return
  const isInList = target.closest('.list-pane') !== null
  if (isInList && walk(root, 1)) return
  const place = root?.querySelector<HTMLElement>(isInList ? '[aria-selected="true"]' : '.ticket h2')
  if (place) place.focus()
  else target.blur()
}

/** To the next or previous row; from elsewhere to the first one. Where no list is in sight the arrows scroll as usual. */
function walk(root: HTMLElement | null, by: 1 | -1): boolean {
  const all = [...(root?.querySelectorAll<HTMLElement>('.list-pane [data-ticket]') ?? [])]
  const rows = all.filter(row => row.checkVisibility())
  if (rows.length === 0) return false
  const at = rows.findIndex(row => row.matches(':focus'))
  const next = at === -1 ? rows[0] : rows[at + by]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
  return true
}
