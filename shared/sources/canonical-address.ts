/*
 * The address that names exactly one message and no other. Two sources with one such address are one message, also where
 * their keys differ: Телеграм names a message by the word of its channel in an address and by the channel's number on a
 * page, and neither tells the other.
 */
import { identityOfPastedAddress } from './pasted-address.ts'

/** `null`: of a private chat, of no message, of what the message stands under, or not in its one form. */
export function canonicalAddressOf({
  key,
  url,
  isPrivate = false,
}: {
  key: string
  url: string | null
  isPrivate?: boolean | undefined
}): string | null {
  if (url === null || isPrivate) return null
  const named = identityOfPastedAddress(url)
  if (named === null || named.url !== url) return null
  return named.key === key || isSameInTelegram(named.key, key) ? url : null
}

/**
 * Whether an address of both may make two keys one message: never where each bears the number of a channel and they
 * differ. A name that one channel gave up and another took leads to both.
 */
export function mayBeOneMessage(key: string, other: string): boolean {
  return key === other || !(numbered.test(key) && numbered.test(other))
}

const numbered = /^telegram:-[1-9]\d*:(\d+)$/u
const worded = /^telegram:@[a-z0-9_]+:(\d+)$/u

/** The address by the word, the page by the number; the message bears one number in both. */
function isSameInTelegram(byAddress: string, byPage: string): boolean {
  const message = worded.exec(byAddress)?.[1]
  return message !== undefined && message === numbered.exec(byPage)?.[1]
}
