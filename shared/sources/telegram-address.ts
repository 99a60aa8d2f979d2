/*
 * Addresses of Телеграм and what they name, for pages that are read and for addresses that are pasted.
 *
 * A message is `telegram:<peer>:<message>`: a person's number, or `-N` for a group or channel, without the `-100` that
 * some clients put before it. A public address names its channel by a word and tells no number; until a page tells it,
 * the message is `telegram:@<word>:<message>`, with the same canonical address as the numbered one.
 */
import type { Identity } from './identity.ts'

const hosts = new Set(['t.me', 'www.t.me', 'telegram.me', 'www.telegram.me', 'telegram.dog'])

/** First words of paths that are no names of channels. */
const reserved = new Set(
  'joinchat addstickers addemoji addtheme addlist share proxy socks setlanguage confirmphone invoice login boost contact giftcode'.split(
    ' ',
  ),
)

const number = /^[1-9]\d{0,15}$/u

/** A public name in its one form, `null` for what is none: letters, digits, underscores, 4 to 32 of them. */
export const publicNameOf = (word: string): string | null => {
  const name = word.toLowerCase()
  return /^[a-z][a-z0-9_]{3,31}$/u.test(name) && !reserved.has(name) ? name : null
}

/** Some clients write a channel's number below minus this. */
const channelBase = 10 ** 12

/** The peer as our keys write it: `-1001845767513` and `-1845767513` are one channel. */
export const peerOf = (stated: string): string | null => {
  if (!/^-?[1-9]\d{0,12}$/u.test(stated)) return null
  const value = Number(stated)
  if (value > -channelBase) return stated
  return value > -2 * channelBase && value < -channelBase ? `${value + channelBase}` : null
}

export type TelegramMessage = {
  /** `N`, `-N` or `@name`. */
  peer: string
  message: string
  /** The public name, where it is known beside the number. */
  name?: string | null
  /** Private dialogues and basic groups have no address at t.me. */
  hasAddress?: boolean
}

export const messageIdentity = ({
  peer,
  message,
  name = null,
  hasAddress = true,
}: TelegramMessage): Identity => {
  const word = name ?? (peer.startsWith('@') ? peer.slice(1) : null)
  return {
    key: `telegram:${peer}:${message}`,
    kind: 'message',
    url:
      word !== null
        ? `https://t.me/${word}/${message}`
        : hasAddress && peer.startsWith('-')
          ? `https://t.me/c/${peer.slice(1)}/${message}`
          : `https://web.telegram.org/k/#${peer}`,
    parentKey: null,
    postKey: null,
  }
}

/** A comment by its own address: the discussion group is not told there, so it is counted under its post. */
const commentIdentity = (post: Identity, comment: string): Identity => ({
  key: `${post.key}:${comment}`,
  kind: 'comment',
  url: `${post.url}?comment=${comment}`,
  parentKey: post.key,
  postKey: post.key,
})

const urlOf = (address: string): URL | null => {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/** `tg://resolve?domain=name&post=1`, `tg://privatepost?channel=N&post=1` */
const partsOfAppAddress = (url: URL): string[] => {
  const { searchParams } = url
  const post = searchParams.get('post') ?? ''
  switch (url.hostname || url.pathname.replace(/^\/+/u, '')) {
    case 'resolve':
      return [searchParams.get('domain') ?? '', post]
    case 'privatepost':
      return ['c', searchParams.get('channel') ?? '', post]
    default:
      return []
  }
}

const partsOf = (url: URL): string[] => {
  if (url.protocol === 'tg:') return partsOfAppAddress(url)
  if (!/^https?:$/u.test(url.protocol)) return []
  const path = url.pathname.split('/').filter(part => part !== '')
  if (hosts.has(url.hostname)) return path[0] === 's' ? path.slice(1) : path
  // `name.t.me/1`
  const word = /^([a-z0-9_]+)\.t\.me$/u.exec(url.hostname)?.[1]
  return word === undefined ? [] : [word, ...path]
}

/** The message that an address names: `/name/1`, `/s/name/1`, `/c/N/1`, each also with the topic before the message. */
export const identityOfTelegramAddress = (address: string): Identity | null => {
  const url = urlOf(address)
  if (url === null) return null
  const [first = '', ...rest] = partsOf(url)
  const isNumbered = first === 'c'
  const owner = isNumbered ? rest[0] : first
  const numbers = isNumbered ? rest.slice(1) : rest
  const message = numbers.at(-1)
  if (owner === undefined || message === undefined || numbers.length > 2) return null
  if (!numbers.every(part => number.test(part))) return null
  const name = isNumbered ? null : publicNameOf(owner)
  const peer = isNumbered ? (number.test(owner) ? `-${owner}` : null) : name === null ? null : `@${name}`
  if (peer === null) return null
  const identity = messageIdentity({ peer, message })
  const comment = url.searchParams.get('comment')
  if (comment === null) return identity
  return number.test(comment) ? commentIdentity(identity, comment) : null
}

/** An account's address in its one form. */
export const telegramAccountUrl = (address: string): string | null => {
  const url = urlOf(address)
  if (url === null) return null
  if (url.hostname === 'web.telegram.org') {
    const peer = peerOf(/^#(-?\d+)$/u.exec(url.hash)?.[1] ?? '')
    if (peer !== null) return `https://web.telegram.org/k/#${peer}`
    const word = publicNameOf(/^#@(\w+)$/u.exec(url.hash)?.[1] ?? '')
    return word === null ? null : `https://t.me/${word}`
  }
  const parts = partsOf(url)
  const name = parts.length === 1 ? publicNameOf(parts[0] ?? '') : null
  return name === null ? null : `https://t.me/${name}`
}
