/*
 * What a pasted address names, on whichever site: the same identity that the extension gives the page, so that both are
 * one ticket. For the phone, the panel, links and imports. Of other sites only the page itself shows it.
 */
import type { Identity } from './identity.ts'
import { parseMaxAddress } from './max-address.ts'
import { okIdentity, parseOkAddress } from './ok-address.ts'
import { posIdentityOf } from './pos-address.ts'
import { identityOfTelegramAddress } from './telegram-address.ts'
import { identifyVkAddress } from './vk-address.ts'

const readers: readonly ((address: string) => Identity | null)[] = [
  address => identifyVkAddress(address),
  address => {
    const topic = parseOkAddress(address)
    return topic === null ? null : okIdentity(topic)
  },
  identityOfTelegramAddress,
  parseMaxAddress,
  posIdentityOf,
]

/** `null`: of this site, such as WhatsApp, an address names no message. */
export function identityOfPastedAddress(address: string): Identity | null {
  for (const read of readers) {
    const identity = read(address)
    if (identity !== null) return identity
  }
  return null
}
