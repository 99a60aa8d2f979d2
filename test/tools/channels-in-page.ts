/* Runs inside a page: reads it with whichever channel its address belongs to. */
import { channelFor, createReader, type PageReading, readPage } from '../../extension/channels/index.ts'

export const read = (now: string, zone: string): PageReading | null => {
  const channel = channelFor(location)
  return channel === null ? null : readPage(channel, document, new URL(location.href), now, zone)
}

/** The key of the item under the element that the selector finds, as the button would take it. */
export const keyAt = (selector: string): string | null => {
  const channel = channelFor(location)
  const target = document.querySelector(selector)
  if (channel === null || target === null) return null
  const reader = createReader(channel)
  const place = new URL(location.href)
  const root = reader.locate(target, place)
  return root === null ? null : reader.keyOf(root, place)
}

export const isPrivate = (): boolean =>
  channelFor(location)?.isPrivate(document, new URL(location.href)) ?? false
