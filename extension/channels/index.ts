/*
 * The channels the extension can read, and which of them an address belongs to. `null` means: any other page, where
 * the selection or the page itself is captured.
 */
import type { ChannelDefinition, ChannelSite, Place } from './contract.ts'
import { telegramK, telegramKSite } from './telegram-k.ts'
import { vk, vkSite } from './vk.ts'

type Channel = ChannelDefinition & ChannelSite

export const channelDefinitions: readonly Channel[] = [
  { ...vk, ...vkSite },
  { ...telegramK, ...telegramKSite },
]

/** The match patterns are those of the manifest: a scheme, one host, a path that may end in `*`. */
const isMatch = (pattern: string, place: Pick<Place, 'hostname' | 'pathname'>): boolean => {
  const form = /^https:\/\/([^/*]+)(\/.*)$/u.exec(pattern)
  if (form === null || form[1] !== place.hostname) return false
  const path = form[2] ?? '/'
  return path.endsWith('*') ? place.pathname.startsWith(path.slice(0, -1)) : place.pathname === path
}

export const channelFor = (place: Pick<Place, 'hostname' | 'pathname'>): Channel | null =>
  channelDefinitions.find(({ matches }) => matches.some(pattern => isMatch(pattern, place))) ?? null

export { type ChannelDefinition, canonicalUrl, type Identity, type Place } from './contract.ts'
export { type PageReading, readPage } from './page-reading.ts'
export { createReader, type Reader, type ReadItem } from './reader.ts'
