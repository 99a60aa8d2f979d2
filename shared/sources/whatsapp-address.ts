/*
 * Names of WhatsApp: chats and messages have no addresses, only the `data-id` of a message tells who it is.
 *
 * Builds differ: `false_79990000001@c.us_3EB0…[_participant]` or the bare number `3EB0…`. The number of a message is
 * made at random by the sender's device (16 to 32 signs) and is the same for everybody in the chat, so it alone is the
 * key: the same in both builds, and for two colleagues who look at one group.
 */
import { hashOf } from './hash.ts'
import type { Identity } from './identity.ts'

export type WhatsappMessage = {
  message: string
  /** `79990000001@c.us`, `1203…@g.us`; `null` where the page does not tell. */
  chat: string | null
  /** Who wrote it in a group. */
  participant: string | null
  isOwn: boolean | null
}

/** `user@server`, without the device: one person writes from several. */
export const whatsappAccount = (value: string | undefined): string | null => {
  const [, user, server] =
    /^([\w.+-]{1,60})(?::\d{1,5})?@([a-z.]{1,30})$/u.exec((value ?? '').toLowerCase()) ?? []
  if (user === undefined || server === undefined) return null
  return `${user}@${server === 's.whatsapp.net' ? 'c.us' : server}`
}

const messageForm = /^[0-9A-Za-z][0-9A-Za-z.-]{7,63}$/u

/** `true|false_chat_message[_in|out][_participant]`, or the message alone. */
export const parseWhatsappId = (id: string): WhatsappMessage | null => {
  if (messageForm.test(id)) return { message: id, chat: null, participant: null, isOwn: null }
  const [own, remote, message, ...rest] = id.split('_')
  const chat = whatsappAccount(remote)
  if ((own !== 'true' && own !== 'false') || chat === null || !messageForm.test(message ?? '')) return null
  const last = rest.at(-1)
  return {
    message: message ?? '',
    chat,
    participant: last === 'in' || last === 'out' ? null : whatsappAccount(last),
    isOwn: own === 'true',
  }
}

export const whatsappIdentity = ({ message }: WhatsappMessage): Identity => ({
  key: `whatsapp:message:${message}`,
  kind: 'message',
  url: null,
  parentKey: null,
  postKey: null,
})

/** Key of a chat: its account where the page tells it, else its title, which may change or be another chat's too. */
export const whatsappPlaceKey = (chat: string | null, title: string | null): string | null =>
  chat !== null ? `whatsapp:${chat}` : title === null ? null : `whatsapp:t${hashOf(title)}`
