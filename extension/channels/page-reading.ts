/*
 * A whole page as the channel reads it, with everything that it could not read. The tool for the day a site has changed
 * (`npm run channels:check`) and the tests of pages: no page of the site has to load it.
 */
import { anyOf, type ChannelDefinition, listOf, type Place } from './contract.ts'
import { browserZone } from './dates.ts'
import { attempt, createReader, type ReadItem } from './reader.ts'

export type PageReading = {
  channel: ChannelDefinition['id']
  /** Adapter and version of its pack, as the drift report names them. */
  adapter: string
  items: ReadItem[]
  problems: string[]
}

const problemLimit = 50

/** Enough to find the element again, and nothing of what people wrote. */
const nameOf = (element: Element): string => {
  const of = (attribute: string) => {
    const value = element.getAttribute(attribute)
    return value === null || value === '' ? '' : `[${attribute}="${value.slice(0, 60)}"]`
  }
  const tag = element.tagName.toLowerCase()
  return `${tag}${['id', 'data-testid', 'data-post-id', 'data-mid', 'data-peer-id'].map(of).join('')}`
}

export const readPage = (
  channel: ChannelDefinition,
  document: Document,
  place: Place,
  now: string,
  zone = browserZone(),
): PageReading => {
  const read = () => readStill(channel, document, place, now, zone)
  return channel.still ? channel.still.during(read) : read()
}

const readStill = (
  channel: ChannelDefinition,
  document: Document,
  place: Place,
  now: string,
  zone: string,
): PageReading => {
  const { itemRoots, keyOf, identify, outermost, readWith, factsOf } = createReader(channel)
  const { set } = channel
  const item = anyOf(listOf(set, 'item'))
  const nonItem = anyOf(listOf(set, 'nonItem'))
  const suspect = anyOf([...listOf(set, 'item'), ...listOf(set, 'suspect')])

  /** Everything that looks like an item, is known to be none, and was not read. */
  const unread = (
    scope: ParentNode,
    place: Place,
    read: ReadonlySet<Element>,
    keys: ReadonlyMap<string, unknown>,
  ): string[] => {
    const found: string[] = []
    for (const element of scope.querySelectorAll(suspect)) {
      if (read.has(element) || element.closest(nonItem) !== null) continue
      // A part of an item; if that item was not read, it speaks for itself.
      if (outermost(element.closest(item) ?? element) !== element) continue
      const key = keyOf(element, place, now)
      if (key !== null && keys.has(key)) continue
      if (!channel.isNoItem(element)) found.push(`не прочитано: ${nameOf(element)}`)
    }
    return found
  }

  const problems: string[] = []
  const byKey = new Map<string, ReadItem>()
  const read = new Set<Element>()
  const facts = factsOf(document, problems)
  for (const root of itemRoots(document)) {
    const readRoot = () => {
      const identity = identify(root, place, now)
      if (identity === null) return
      read.add(root)
      const next = readWith(root, identity, place, now, zone, facts)
      const before = byKey.get(identity.key)
      byKey.set(identity.key, before === undefined ? next : fuller(before, next))
    }
    attempt(undefined, readRoot, problems, `не прочитано: ${nameOf(root)}`)
  }

  const items = [...byKey.values()]
  const lookAround = () => {
    const scope = channel.scope(document)
    if (scope !== null) problems.push(...unread(scope, place, read, byKey))
  }
  attempt(undefined, lookAround, problems, 'не проверено, всё ли прочитано')
  problems.push(...items.flatMap(found => found.problems))

  const lookAtAddress = () => {
    const expected = channel.expects(document, place)
    const addressed = channel.identifyAddress(place.href)
    if (expected === 'item' && addressed !== null && !byKey.has(addressed.key))
      problems.push(`в адресе ${addressed.key}, на странице не прочитано`)
    else if (expected !== 'nothing' && items.length === 0)
      problems.push('ожидались записи, не прочитано ни одной')
  }
  attempt(undefined, lookAtAddress, problems, 'не понято, что обещает адрес')

  const distinct = [...new Set(problems)]
  const shown = distinct.slice(0, problemLimit)
  if (distinct.length > problemLimit) shown.push(`и ещё ${distinct.length - problemLimit}`)
  return { channel: channel.id, adapter: `${channel.adapter}@${set.version}`, items, problems: shown }
}

/** A feed and a layer over it show one post twice: the fuller reading stays, in the first place. */
const fuller = (before: ReadItem, next: ReadItem): ReadItem => {
  const lack = ({ draft }: ReadItem) => draft.missing.length * 2 + (draft.truncated ? 1 : 0)
  return lack(next) < lack(before) ? next : before
}
