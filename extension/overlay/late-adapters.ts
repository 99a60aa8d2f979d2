/*
 * A site may have pages that few people ever open from here, and an adapter of their own for them (the messenger of
 * ВКонтакте). Its script comes when such a page is open (entrypoints/vk-messages.content.ts). Until it is there, the page
 * is private: nothing of it is read.
 */
import type { ChannelId } from '../../shared/reference/channels.ts'
import { type Adapter, noAuthor, noFacts } from '../channels/contract.ts'
import { overlayName } from './subjects.ts'

/** What the page must know of the adapter before it is there. */
export type LateAdapter = { id: 'vk-messages'; channel: ChannelId; isAt: Adapter['isAt'] }

export type LateAdapters = {
  ids: readonly string[]
  /** In the order of the site; one that is not there yet reads nothing. */
  all: () => readonly Adapter[]
  /** The one that the open page needs and that is not there. */
  wanted: () => LateAdapter['id'] | null
  /** Each change of the page: cheap, it compares an address. */
  follow: () => void
  /** Heard from the script itself. */
  use: (adapter: Adapter) => void
}

const nothingOf = ({ id, channel, isAt }: LateAdapter): Adapter => ({
  id,
  isAt,
  define: set => ({
    id: channel,
    adapter: id,
    set: { ...set, lists: {} },
    machineZone: null,
    scope: () => null,
    identify: () => null,
    isSameItem: () => false,
    isNoItem: () => true,
    identifyAddress: () => null,
    expects: () => 'nothing',
    pageKind: () => 'unknown',
    isPrivate: () => true,
    placeOf: () => null,
    facts: () => noFacts,
    author: () => noAuthor,
  }),
})

/** `onWanted`: the page has moved to where one is needed. */
export type CreateLateAdapters = (onWanted: () => void, onCome: () => void) => LateAdapters

export const lateAdapters =
  (...late: LateAdapter[]): CreateLateAdapters =>
  (onWanted, onCome) => {
    const came = new Map<string, Adapter>()
    let askedAt = location.href
    const wanted = () => late.find(({ id, isAt }) => !came.has(id) && isAt(location))?.id ?? null
    return {
      ids: late.map(({ id }) => id),
      all: () => late.map(each => came.get(each.id) ?? nothingOf(each)),
      wanted,
      follow: () => {
        if (location.href === askedAt) return
        askedAt = location.href
        if (wanted() !== null) onWanted()
      },
      use: adapter => {
        if (came.has(adapter.id)) return
        came.set(adapter.id, adapter)
        onCome()
      },
    }
  }

const isAwaited = (value: unknown): value is { useAdapter: LateAdapters['use'] } =>
  typeof value === 'object' && value !== null && 'useAdapter' in value

/** The script's own side: gives the adapter to the overlay that is in the page. */
export const bringAdapter = (adapter: Adapter): void => {
  const overlay: unknown = Reflect.get(globalThis, overlayName)
  if (isAwaited(overlay)) overlay.useAdapter(adapter)
}
