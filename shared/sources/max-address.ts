/*
 * Addresses of MAX. On web.max.ru an address names a chat and never a message: `/<id>` a dialogue, `/-<id>` a group or
 * a channel. «Копировать ссылку» gives `https://max.ru/c/<chat>/<message>`, the message's number in base64; a page does
 * not tell that number, so the key of such a link is not the key under which the page shows the message.
 */
import type { Identity } from './identity.ts'

const urlOf = (address: string): URL | null => {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/** The number of the open chat: negative for groups and channels. */
export const maxChatOf = (pathname: string): string | null =>
  /^\/(-?[1-9]\d{0,19})(?:\/|$)/u.exec(pathname)?.[1] ?? null

/** Key of a chat, for the switch «Включить здесь» and the watch list. */
export const maxPlaceKey = (chat: string): string => `max:${chat}`

/** What «Копировать ссылку» names. */
export const parseMaxAddress = (address: string): Identity | null => {
  const url = urlOf(address)
  if (url === null || !/^https?:$/u.test(url.protocol) || !/^(?:web\.)?max\.ru$/u.test(url.hostname))
    return null
  const [, chat, message] = /^\/c\/(-?[1-9]\d{0,19})\/([\w-]{11})=?\/?$/u.exec(url.pathname) ?? []
  if (chat === undefined || message === undefined) return null
  return {
    key: `${maxPlaceKey(chat)}:${message}`,
    kind: 'message',
    url: `https://max.ru/c/${chat}/${message}`,
    parentKey: null,
    postKey: null,
  }
}
