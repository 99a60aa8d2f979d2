/**
 * Which place an address of the watch list names: `channel:owner`, the key that an adapter reads on the page
 * (`placeOf`). No DOM and no zod. A short name of an account tells no number: its page is known by its path.
 */
import type { ChannelId } from '../reference/channels.ts'
import { maxChatOf, maxPlaceKey } from '../sources/max-address.ts'
import { okAccountId, okAccountOf } from '../sources/ok-address.ts'
import { peerOf, publicNameOf } from '../sources/telegram-address.ts'
import { dialogueKey, ownerOfAddress, parseDialogue } from '../sources/vk-address.ts'

export type WatchPlace = { channel: ChannelId; key: string | null }

const hosts: readonly [RegExp, ChannelId, (url: URL) => string | null][] = [
  [/^(?:(?:m|www)\.)?vk\.(?:com|ru)$|^web\.vk\.me$/u, 'vk', vkKey],
  [/^(?:(?:m|www)\.)?ok\.ru$/u, 'ok', okKey],
  [/^web\.telegram\.org$|^t\.me$/u, 'telegram', telegramKey],
  [/^web\.max\.ru$/u, 'max', url => keyed(maxChatOf(url.pathname), maxPlaceKey)],
  [/^web\.whatsapp\.com$/u, 'whatsapp', () => null],
]

/** `null`: this is no address of the web. */
export function placeOfAddress(address: string): WatchPlace | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (!/^https?:$/u.test(url.protocol)) return null
  const [, channel, keyOf] = hosts.find(([host]) => host.test(url.hostname)) ?? []
  return channel === undefined || keyOf === undefined
    ? { channel: 'other', key: null }
    : { channel, key: keyOf(url) }
}

/** `/tsilna_news`, for places that only a name tells; `null` where the address is a site as a whole. */
export function pathOfAddress(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { pathname, hash } = new URL(address)
  const path = `${pathname.replace(/\/+$/u, '')}${hash}`.toLowerCase()
  return path === '' ? null : path
}

function vkKey({ href }: URL): string | null {
  const dialogue = parseDialogue(href)
  if (dialogue !== null) return dialogueKey(dialogue)
  return keyed(ownerOfAddress(href), owner => `vk:${owner}`)
}

function okKey({ href }: URL): string | null {
  const account = okAccountOf(href)
  return account === null ? null : keyed(okAccountId(account), owner => `ok:${owner}`)
}

/** Web versions write the peer after `#`; t.me writes a name, which a public channel keeps. */
function telegramKey({ hostname, hash, pathname }: URL): string | null {
  if (hostname !== 't.me') {
    const peer = keyed(/^#(-?\d{1,20})(?:_|$)/u.exec(hash)?.[1] ?? null, peerOf)
    return keyed(peer, each => `telegram:${each}`)
  }
  const [first, second] = pathname.split('/').filter(part => part !== '')
  return keyed(publicNameOf((first === 's' ? second : first) ?? ''), name => `telegram:@${name}`)
}

function keyed(name: string | null, keyOf: (name: string) => string | null): string | null {
  return name === null ? null : keyOf(name)
}
