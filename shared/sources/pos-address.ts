/*
 * Addresses of the ПОС («Госуслуги. Решаем вместе») cabinet and what they name:
 * `https://pos.gosuslugi.ru/backoffice/appeals/<number>`, whatever page of the card is open. No DOM, no zod.
 */
import type { Identity } from './identity.ts'

const host = 'pos.gosuslugi.ru'

/** A number as it is written in letters and lists: «№ 123 456 789». Nine digits in what was seen; seven to twelve here. */
export const posNumber = (written: string): string | null => {
  const digits = written.replace(/^\s*№?/u, '').replace(/[\s\u00a0\u202f]+/gu, '')
  return /^[1-9]\d{6,11}$/u.test(digits) ? digits : null
}

export const posIdentity = (number: string): Identity => ({
  key: `pos:${number}`,
  kind: 'message',
  url: `https://${host}/backoffice/appeals/${number}`,
  parentKey: null,
  postKey: null,
})

/** The message that an address of the cabinet names; a list, a report, a settings page name none. */
export const parsePosAddress = (address: string, base = `https://${host}/`): string | null => {
  if (address === '') return null
  try {
    const url = new URL(address, base)
    if (!/^https?:$/u.test(url.protocol) || url.hostname !== host) return null
    // Single-page applications may keep their route behind `#`.
    const path = url.hash.startsWith('#/') ? url.hash.slice(1) : url.pathname
    const number = /^\/(?:backoffice\/)?appeals?\/([1-9]\d{6,11})(?:\/|\?|$)/u.exec(path)?.[1]
    return number ?? null
  } catch {
    return null
  }
}

export const posIdentityOf = (address: string): Identity | null => {
  const number = parsePosAddress(address)
  return number === null ? null : posIdentity(number)
}
