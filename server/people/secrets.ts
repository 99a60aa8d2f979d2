/** Secrets that people and devices carry. The store keeps only their hashes: they are random, so SHA-256 is enough. */
import { createHash, randomBytes } from 'node:crypto'

const tokenBytes = 32
const codeBytes = 20

/** Of a device, a session or a sign-in ticket: 256 bits. */
export function newToken(): string {
  return randomBytes(tokenBytes).toString('base64url')
}

/** Of an invitation or the setup: 160 bits, shorter to paste. */
export function newCode(): string {
  return randomBytes(codeBytes).toString('base64url')
}

export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
