/** Passwords of people who open the pages without the extension: argon2id, checked in the same time whoever it is. */
import { hash, verify } from '@node-rs/argon2'
import type { Failure } from '../office.ts'

export const shortestPassword = 10
const longestPassword = 200

/** In signs as a person counts them: an emoji is one, not two. */
const lengthOf = (password: string) => [...password].length

/** Why this cannot be a password, in words; `undefined` where it can. */
export function findPasswordFault(password: string): Failure | undefined {
  const length = lengthOf(password)
  if (length < shortestPassword) {
    return {
      outcome: 'failed',
      code: 'password-too-short',
      words: `Пароль короче ${shortestPassword} знаков. Придумайте длиннее: подойдёт фраза из нескольких слов.`,
    }
  }
  if (length > longestPassword) {
    return {
      outcome: 'failed',
      code: 'password-too-long',
      words: `Пароль длиннее ${longestPassword} знаков.`,
    }
  }
  return undefined
}

/** The library's defaults are argon2id with the OWASP cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

let nobody: Promise<string> | undefined

/** Against `null` (nobody, or without a password) it works as long and says no: the time must not tell who exists. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  if (lengthOf(password) > longestPassword) return false
  nobody ??= hashPassword('nobody has this password')
  const matches = await verify(stored ?? (await nobody), password)
  return stored !== null && matches
}
