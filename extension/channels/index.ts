/*
 * The adapters, and which of them an address belongs to. `null` means: any other page, where the selection or the page
 * itself is captured.
 */
import type { Adapter, AdapterSite, Place } from './contract.ts'
import { max } from './max.ts'
import { ok } from './ok.ts'
import { pos } from './pos.ts'
import { sites } from './sites.ts'
import { telegramA } from './telegram-a.ts'
import { telegramK } from './telegram-k.ts'
import { telegramPreview } from './telegram-preview.ts'
import { vk } from './vk.ts'
import { vkMessages } from './vk-messages.ts'
import { whatsapp } from './whatsapp.ts'

/** Where several are at one host, the more particular one stands first. */
export const adapters: readonly Adapter[] = [
  vkMessages,
  vk,
  ok,
  telegramK,
  telegramA,
  telegramPreview,
  max,
  whatsapp,
  pos,
]

const isMatch = (pattern: string, place: Pick<Place, 'hostname' | 'pathname'>): boolean => {
  const form = /^https:\/\/([^/*]+)(\/.*)$/u.exec(pattern)
  if (form === null || form[1] !== place.hostname) return false
  const path = form[2] ?? '/'
  return path.endsWith('*') ? place.pathname.startsWith(path.slice(0, -1)) : place.pathname === path
}

export const siteOf = ({ id }: Adapter): AdapterSite | null =>
  sites.find(({ adapter }) => adapter === id) ?? null

export const adapterFor = (place: Place): Adapter | null =>
  adapters.find(
    adapter =>
      siteOf(adapter)?.matches.some(pattern => isMatch(pattern, place)) === true && adapter.isAt(place),
  ) ?? null

export { canonicalUrl, type Place } from './contract.ts'
export { type PageReading, readPage } from './page-reading.ts'
export { createReader, type Reader, type ReadItem } from './reader.ts'
