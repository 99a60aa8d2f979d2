/** Enter saves from a one-line field by itself; from a choice it must be told so, and from a text with Ctrl. */
export function savesForm(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter') return false
  return event.ctrlKey || event.metaKey || event.target instanceof HTMLSelectElement
}
