/*
 * One site, several adapters: ВКонтакте has walls and messages under one address and moves between them without
 * loading. The reader that is asked is the one of the address at that moment.
 */
import type { Adapter, Place, SelectorSet } from './contract.ts'
import { createReader, type Reader } from './reader.ts'

export const createSwitchingReader = (
  adapters: readonly Adapter[],
  setOf: (adapter: Adapter) => SelectorSet | null,
  placeNow: () => Place,
): Reader | null => {
  const readers = adapters.flatMap(adapter => {
    const set = setOf(adapter)
    return set === null ? [] : [{ isAt: adapter.isAt, reader: createReader(adapter.define(set)) }]
  })
  const [first] = readers
  if (first === undefined) return null
  const current = (): Reader => {
    const place = placeNow()
    return (readers.find(({ isAt }) => isAt(place)) ?? first).reader
  }
  return {
    get channel() {
      return current().channel
    },
    itemSelector: readers.map(({ reader }) => reader.itemSelector).join(','),
    itemRoots: document => current().itemRoots(document),
    locate: (target, place, now) => current().locate(target, place, now),
    keyOf: (root, place, now) => current().keyOf(root, place, now),
    readItem: (root, document, place, now, zone) => current().readItem(root, document, place, now, zone),
  }
}
