/** Which post an address in an export names: the same identity that the extension gives it, so that both are one ticket. */
import type { Identity } from '../sources/identity.ts'
import { parseMaxAddress } from '../sources/max-address.ts'
import { okIdentity, parseOkAddress } from '../sources/ok-address.ts'
import { posIdentityOf } from '../sources/pos-address.ts'
import { identityOfTelegramAddress } from '../sources/telegram-address.ts'
import { identifyVkAddress } from '../sources/vk-address.ts'

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

/** `null`: of this site only the page itself shows the identity. */
export function identityOfPost(address: string): Identity | null {
  for (const read of readers) {
    const identity = read(address)
    if (identity !== null) return identity
  }
  return null
}
