/** A post by its pasted address, or words of a call: the source of a ticket that is recorded on a phone (PRACTICE P6). */
import { createHash } from 'node:crypto'
import type { ChannelId } from '../../shared/reference/channels.ts'
import { identityOfPastedAddress } from '../../shared/sources/pasted-address.ts'
import { type SourceDraft, sourceTextLimit } from '../../shared/ticket/source.ts'

const hosts: readonly (readonly [ChannelId, RegExp])[] = [
  ['vk', /(?:^|\.)(?:vk\.com|vk\.ru|vk\.me|vkvideo\.ru)$/],
  ['ok', /(?:^|\.)(?:ok\.ru|odnoklassniki\.ru)$/],
  ['telegram', /(?:^|\.)(?:t\.me|telegram\.me|telegram\.org)$/],
  ['max', /(?:^|\.)max\.ru$/],
  ['whatsapp', /(?:^|\.)(?:wa\.me|whatsapp\.com)$/],
  ['pos', /^pos\.gosuslugi\.ru$/],
]

export function channelOfAddress(address: string): ChannelId {
  const { hostname } = new URL(address)
  return hosts.find(([, host]) => host.test(hostname))?.[0] ?? 'other'
}

const tracking = /^(?:utm_.*|yclid|gclid|fbclid|from|ref|_openstat|ysclid)$/

/** Without what only counts visits; `undefined` for what is no web address. People paste it with words around. */
export function findAddress(pasted: string): string | undefined {
  const found =
    /(?:https?:\/\/|(?<![\w.])(?:m\.)?(?:vk\.com|vk\.ru|ok\.ru|t\.me|max\.ru|pos\.gosuslugi\.ru)\/)[^\s<>"«»]+/i.exec(
      pasted,
    )?.[0]
  if (found === undefined) return undefined
  const address = /^https?:/i.test(found) ? found : `https://${found}`
  const url = URL.parse(address.replace(/[.,;:!?)\]]+$/, ''))
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined
  url.hash = ''
  url.username = ''
  url.password = ''
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name)
  return url.href.length > 2_000 ? undefined : url.href
}

/**
 * The identity that the desk gives the same address, so that a post recorded on a phone and at a desk is one ticket. Of
 * other sites only the page itself shows it: there the key is the address's own hash, and a colleague who records the
 * same post gets a second ticket, to be joined.
 */
function identityOf(address: string): Pick<SourceDraft, 'key' | 'kind' | 'url' | 'parentKey'> {
  const identity = identityOfPastedAddress(address)
  if (identity === null) {
    const hash = createHash('sha256').update(address).digest('hex')
    return { key: `page:${hash}`, kind: 'page', url: address, parentKey: null }
  }
  const { key, kind, url, parentKey } = identity
  return { key, kind, url, parentKey }
}

type Told = {
  text: string
  /** A web address as `findAddress` gives it, or `null` for words that somebody said. */
  address: string | null
  /** How it came where there is no address. */
  channel: ChannelId
  author: string | null
  /** Makes the key of what has no address. */
  id: string
}

export function sourceOf({ text, address, channel, author, id }: Told): SourceDraft {
  const identity =
    address === null
      ? { key: `${channel}:manual:${id}`, kind: kindOf(channel), url: null, parentKey: null }
      : identityOf(address)
  return {
    ...identity,
    channel: address === null ? channel : channelOfAddress(address),
    author: { name: author, url: null, id: null },
    publishedAt: null,
    publishedText: null,
    precision: 'unknown',
    text: text.slice(0, sourceTextLimit),
    photos: [],
    truncated: text.length > sourceTextLimit,
    missing: [
      ...(author === null ? (['author'] as const) : []),
      ...(address === null ? [] : (['publishedAt'] as const)),
      ...(text === '' ? (['text'] as const) : []),
    ],
  }
}

function kindOf(channel: ChannelId): SourceDraft['kind'] {
  if (channel === 'paper' || channel === 'email') return 'letter'
  return channel === 'phone' ? 'call' : 'message'
}
