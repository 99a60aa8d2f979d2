/** Keys of the panel. They are found by their place on the keyboard, so that they work in the Russian layout too. */
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

type PanelKeys = { onBack: () => void; onHelp: () => void }

export function usePanelKeys(root: RefObject<HTMLElement | null>, keys: PanelKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (document.querySelector('dialog[open]') !== null) return
      const typing = isTyping(event.target)
      if (event.key === 'Escape') {
        if (typing && leaveSearch(event.target)) return
        latest.current.onBack()
        return
      }
      if (typing) return
      if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) latest.current.onHelp()
      else if (event.key === '/' || event.code === 'Slash')
        root.current?.querySelector<HTMLElement>('#search')?.focus()
      else if (event.code === 'KeyJ' || event.key === 'ArrowDown') walk(root.current, 1)
      else if (event.code === 'KeyK' || event.key === 'ArrowUp') walk(root.current, -1)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [root])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select')
}

/** Escape in the search goes to the list, and in a field of a form out of the field; only then back. */
function leaveSearch(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  target.blur()
  return true
}

/** To the next or previous row; from elsewhere to the first one. */
function walk(root: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(root?.querySelectorAll<HTMLElement>('.list-pane [data-ticket]') ?? [])]
  const at = rows.findIndex(row => row.matches(':focus'))
  const next = at === -1 ? rows[0] : rows[at + by]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
