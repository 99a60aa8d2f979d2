/**
 * The chain of events (DESIGN, point 8). Each event's hash covers the one before it, so that no event can be changed,
 * removed or slipped in. Texts enter only as HMAC under a salt of their own: erasing body and salt leaves the chain whole
 * and the hash says nothing of the text.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { canonicalJson } from './canonical.ts'

export const firstHash = '0'.repeat(64)
const saltBytes = 32

export type Link = {
  previousHash: string
  seq: number
  ticketId: string
  commandId: string
  type: string
  data: unknown
  by: string
  /** «и. о.»; absent from the hash where nobody was stood in for, as in events of older versions. */
  behalf: string | null
  at: string
  occurredAt: string
  receivedAt: string
  contentHashes: Record<string, string>
}

export function hashOf({ behalf, ...link }: Link): string {
  const hashed = behalf === null ? link : { ...link, behalf }
  return createHash('sha256').update(canonicalJson(hashed)).digest('hex')
}

export function newSalt(): string {
  return randomBytes(saltBytes).toString('hex')
}

/** `body` is the text as it is stored. */
export function contentHash(salt: string, body: string): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(body).digest('hex')
}
