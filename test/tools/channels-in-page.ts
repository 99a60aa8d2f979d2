/* Runs inside a page: reads it with whichever adapter its address belongs to, and the selectors it was built with. */

import { anyOf, type ChannelDefinition, listOf } from '../../extension/channels/contract.ts'
import {
  adapterFor,
  createReader,
  type PageReading,
  type Reader,
  readPage,
} from '../../extension/channels/index.ts'
import { usableSet } from '../../extension/channels/usable.ts'
import { builtInPack } from '../../extension/worker/built-in-packs.ts'
import { selectorSetOf } from '../../shared/sources/pack.ts'

let defined: { href: string; channel: ChannelDefinition | null } | undefined

const channelHere = (): ChannelDefinition | null => {
  if (defined?.href !== location.href) defined = { href: location.href, channel: defineHere() }
  return defined.channel
}

/** Another page of the same site in the place of this one, without loading anything. */
export const show = (address: string, html: string): void => {
  history.replaceState(null, '', address)
  const { documentElement } = new DOMParser().parseFromString(html, 'text/html')
  document.documentElement.replaceWith(documentElement)
}

const defineHere = (): ChannelDefinition | null => {
  const adapter = adapterFor(location)
  const pack = adapter === null ? undefined : builtInPack(adapter.id)
  if (adapter === null || pack === undefined) return null
  const { set, refused } = usableSet(selectorSetOf(pack), document)
  if (refused.length > 0) throw new Error(`Браузер не понял селекторы: ${refused.join(' | ')}`)
  return adapter.define(set)
}

export const read = (now: string, zone: string): PageReading | null => {
  const channel = channelHere()
  return channel === null ? null : readPage(channel, document, new URL(location.href), now, zone)
}

/** The key of the item under the element that the selector finds, as the button would take it. */
export const keyAt = (selector: string, now: string): string | null => {
  const channel = channelHere()
  const target = document.querySelector(selector)
  if (channel === null || target === null) return null
  const reader: Reader = createReader(channel)
  const place = new URL(location.href)
  const root = reader.locate(target, place, now)
  return root === null ? null : reader.keyOf(root, place, now)
}

export const isPrivate = (): boolean => channelHere()?.isPrivate(document, new URL(location.href)) ?? false

export const placeKey = (): string | null =>
  channelHere()?.placeOf(document, new URL(location.href))?.key ?? null

export const pageKind = (): string | null => channelHere()?.pageKind(document, new URL(location.href)) ?? null

/** Who an element is, as far as a reading tells it. */
export type Known = {
  key: string
  url: string | null
  author: string | null
  /** The item shows that somebody else than its page signed it. */
  isSigned: boolean
}

const everyItem = (now: string, zone: string): Map<Element, Known> => {
  const channel = channelHere()
  if (channel === null) return new Map()
  const reader = createReader(channel)
  const place = new URL(location.href)
  const known = new Map<Element, Known>()
  const signatures = anyOf([...listOf(channel.set, 'signatures'), ...listOf(channel.set, 'signatureMarks')])
  for (const element of document.querySelectorAll(reader.itemSelector)) {
    const draft = reader.readItem(element, document, place, now, zone)?.draft
    if (draft === undefined) continue
    const isSigned = element.querySelector(signatures) !== null
    known.set(element, { key: draft.key, url: draft.url, author: draft.author.id, isSigned })
  }
  return known
}

export type Comparison = { seed: number; whole: Known[]; spoilt: { before: Known | null; after: Known }[] }

/**
 * For each seed: who everybody is on the whole page, and who on the spoilt one, element by element. The page is put
 * back between the seeds. Reads the spoilt page too: that must not throw.
 */
export const compareSpoilt = (seeds: readonly number[], now: string, zone: string): Comparison[] => {
  const fresh = document.documentElement.cloneNode(true)
  return seeds.map(seed => {
    document.documentElement.replaceWith(fresh.cloneNode(true))
    const before = everyItem(now, zone)
    spoil(seed)
    read(now, zone)
    const spoilt = [...everyItem(now, zone)].map(([element, after]) => ({
      before: before.get(element) ?? null,
      after,
    }))
    return { seed, whole: [...before.values()], spoilt }
  })
}

/** Removes and reorders nodes and attributes at random, the same for one seed. */
const spoil = (seed: number): void => {
  let state = seed
  const chance = () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
  for (const element of [...document.body.querySelectorAll('*')]) {
    const dice = chance()
    if (dice < 0.04) element.remove()
    else if (dice < 0.1) {
      for (const { name } of [...element.attributes]) if (chance() < 0.5) element.removeAttribute(name)
    } else if (dice < 0.14) {
      const attributes = [...element.attributes].sort(() => chance() - 0.5)
      for (const { name } of attributes) element.removeAttribute(name)
      for (const { name, value } of attributes) element.setAttribute(name, value)
    } else if (dice < 0.18) {
      element.append(...[...element.childNodes].sort(() => chance() - 0.5))
    }
  }
}

/** Stands so many copies of each outermost item beside it that the page has `count` items. */
export const multiply = (count: number): number => {
  const channel = channelHere()
  if (channel === null) return 0
  const { itemRoots } = createReader(channel)
  const roots = itemRoots(document)
  const outer = roots.filter(root => !roots.some(other => other !== root && other.contains(root)))
  const copies = Math.ceil(count / Math.max(1, roots.length)) - 1
  for (const root of outer) {
    for (let copy = 0; copy < copies; copy += 1) root.after(root.cloneNode(true))
  }
  return itemRoots(document).length
}

/** How many elements a reading of the page has looked at: the work, whatever the machine. */
export const workOf = (now: string, zone: string): number => {
  let work = 0
  const restore: (() => void)[] = []
  const count = (owner: object, name: string, weigh: (self: unknown, found: unknown) => number) => {
    const original: unknown = Reflect.get(owner, name)
    if (typeof original !== 'function') return
    Reflect.set(owner, name, function counted(this: unknown, ...given: unknown[]) {
      const found: unknown = Reflect.apply(original, this, given)
      work += weigh(this, found)
      return found
    })
    restore.push(() => Reflect.set(owner, name, original))
  }
  const below = (self: unknown) =>
    self instanceof Element || self instanceof Document ? self.getElementsByTagName('*').length : 1
  for (const { prototype } of [Element, Document, DocumentFragment]) {
    count(prototype, 'querySelectorAll', below)
    // A search that finds stops there; one that does not has looked at everything.
    count(prototype, 'querySelector', (self, found) => (found === null ? below(self) : 1))
  }
  count(Element.prototype, 'matches', () => 1)
  count(Element.prototype, 'closest', () => 1)
  read(now, zone)
  for (const undo of restore) undo()
  return work
}
