/*
 * A pack is data from outside: a selector that the browser does not understand is left out, and named, before an
 * adapter is built with the rest. One bad line must not silence a channel.
 */
import type { SelectorSet, Selectors } from './contract.ts'

export const usableSet = (
  set: SelectorSet,
  document: Document,
): { set: SelectorSet; refused: readonly string[] } => {
  const probe = document.createDocumentFragment()
  const refused: string[] = []
  const isUsable = (selector: string): boolean => {
    try {
      probe.querySelector(selector)
      return true
    } catch {
      refused.push(selector)
      return false
    }
  }
  const usable = (selectors: Selectors) => selectors.filter(isUsable)
  const lists = Object.fromEntries(
    Object.entries(set.lists).map(([name, selectors]) => [name, usable(selectors)]),
  )
  const text = set.text
    .filter(({ selector }) => isUsable(selector))
    .map(each => (each.noise === undefined || isUsable(each.noise) ? each : { ...each, noise: undefined }))
  const published = set.published.map(date => ({ ...date, selectors: usable(date.selectors) }))
  return { set: { ...set, lists, text, published }, refused }
}
