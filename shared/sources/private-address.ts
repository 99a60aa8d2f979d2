/**
 * Addresses at which people write to each other privately, whichever of a site's hosts serves them. Of those that a channel
 * has a script for its adapter knows more (a group in a messenger is no private chat); at all others nothing is read.
 */
import { isOkMessages } from './ok-address.ts'
import { parseDialogue } from './vk-address.ts'

/** All that they show is chats. */
const messengers =
  /(?:^|\.)(?:web\.telegram\.org|web\.whatsapp\.com|web\.max\.ru|web\.vk\.me)$|^web[akz]\.telegram\.org$/u

export function isPrivateAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  const { protocol, hostname, pathname, search } = url
  if (!/^https?:$/u.test(protocol)) return false
  // A name may end in a dot and is the same.
  const host = hostname.replace(/\.$/u, '')
  if (messengers.test(host)) return true
  if (/(?:^|\.)vk\.(?:com|ru)$/u.test(host))
    return parseDialogue(`https://vk.com${pathname}${search}`) !== null
  return /(?:^|\.)(?:ok|odnoklassniki)\.ru$/u.test(host) && isOkMessages(url)
}
