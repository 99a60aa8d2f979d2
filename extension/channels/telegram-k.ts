/*
 * Телеграм, web client K (web.telegram.org/k): groups, channels, private dialogues; only the chat in front.
 *
 * Identity: `telegram:<peer>:<message>`. K writes a group's or channel's peer as `-N` without the `-100` of other
 * clients, and adds 2^32 to the message numbers of channels and supergroups; a smaller number is a private dialogue or
 * a basic group, where t.me has no address. What a page never tells: the name of the sender of a forwarded message
 * that stands alone, and who «вы» are (outgoing messages have no author).
 */
import {
  type Author,
  type ChannelDefinition,
  type ChannelSite,
  type Identity,
  lineOf,
  noAuthor,
  noFacts,
} from './contract.ts'
import { fromUnix } from './dates.ts'

const channelOffset = 2 ** 32

/** Scheduled messages are drafts; the pinned and search lists are copies of messages that stand elsewhere. */
const drafts = '.chat[data-type="scheduled"]'

const messageIdentity = (peer: string, mid: string): Identity | null => {
  // A fraction is a message that was not sent yet.
  if (!/^-?[1-9]\d{0,19}$/u.test(peer) || !/^[1-9]\d{0,15}$/u.test(mid)) return null
  const number = Number(mid)
  const isOfChannel = number >= channelOffset
  const message = isOfChannel ? number - channelOffset : number
  if (message === 0) return null
  return {
    key: `telegram:${peer}:${message}`,
    kind: 'message',
    url:
      isOfChannel && peer.startsWith('-')
        ? `https://t.me/c/${peer.slice(1)}/${message}`
        : `https://web.telegram.org/k/#${peer}`,
    parentKey: null,
    postKey: null,
  }
}

const identify = (root: Element): Identity | null => {
  const peer = root.getAttribute('data-peer-id')
  const mid = root.getAttribute('data-mid')
  return peer === null || mid === null || root.closest(drafts) !== null ? null : messageIdentity(peer, mid)
}

/** `t.me/c/<channel>/[<topic>/]<message>`; other addresses of K name a chat, not a message. */
const identifyAddress = (address: string): Identity | null => {
  const form = /^https?:\/\/t\.me\/c\/([1-9]\d{0,19})\/(?:\d+\/)?([1-9]\d{0,9})\/?(?:[?#].*)?$/u.exec(address)
  return form?.[1] && form[2] ? messageIdentity(`-${form[1]}`, `${Number(form[2]) + channelOffset}`) : null
}

const activeChat = (document: Document): Element | null => {
  const active =
    document.querySelector('.chats-container > .chat.active') ?? document.querySelector('.chat.active')
  if (active !== null) return active
  const chats = document.querySelectorAll('.chat')
  return chats.length === 1 ? (chats[0] ?? null) : null
}

/** The open chat by its header, its input field, or its messages. */
const peerOfChat = (chat: Element): string | null => {
  const marks = [
    '.chat-info .person-avatar[data-peer-id]',
    '.chat-info .peer-title[data-peer-id]',
    '.input-message-input[data-peer-id]',
    '.bubble[data-mid][data-peer-id]',
  ]
  for (const mark of marks) {
    const peer = chat.querySelector(mark)?.getAttribute('data-peer-id')
    if (peer) return peer
  }
  return null
}

const accountOf = (peer: string, name: string | null): Author => ({
  name,
  url: `https://web.telegram.org/k/#${peer}`,
  id: peer,
})

const namesIn = '.colored-name.name .peer-title, .name:not(.colored-name) > .peer-title'
const notTheSender = '.bubble-name-forwarded, .reply, .reply-content, .webpage'

/** The sender's name: in this bubble, or in another one of the same run that carries the same peer. */
const nameInRun = (run: Element, peer: string): string | null => {
  for (const title of run.querySelectorAll(namesIn)) {
    if (title.closest(notTheSender) !== null) continue
    const whose = title.getAttribute('data-peer-id') ?? title.closest('.name')?.getAttribute('data-peer-id')
    if (whose === peer) return lineOf(title)
  }
  return null
}

const author = (root: Element): Author => {
  const chat = root.closest('.chat')
  const run = root.closest('.bubbles-group') ?? root
  const peer = root.getAttribute('data-peer-id') ?? ''
  const title = [...(chat?.querySelectorAll('.chat-info .peer-title[data-peer-id]') ?? [])].find(
    one => one.getAttribute('data-peer-id') === peer,
  )

  const avatar = run.querySelector(':scope > .bubbles-group-avatar-container [data-peer-id]')
  const named = root.querySelector(`.colored-name.name[data-peer-id]`)
  const ownName = named !== null && named.closest(notTheSender) === null ? named : null
  const senders = new Set(
    [avatar?.getAttribute('data-peer-id'), ownName?.getAttribute('data-peer-id')].filter(
      one => one != null && one !== '',
    ),
  )
  // An avatar and a name of two different people: certain of neither.
  if (senders.size > 1) return noAuthor
  const [sender] = senders
  if (sender != null)
    return accountOf(sender, nameInRun(run, sender) ?? (sender === peer ? lineOf(title) : null))

  const isGroup = root.closest('.bubbles-inner')?.classList.contains('is-chat') ?? false
  const isPost = root.classList.contains('channel-post') && peer.startsWith('-') && !isGroup
  const isPartner = root.classList.contains('is-in') && /^[1-9]/u.test(peer)
  return isPost || isPartner ? accountOf(peer, lineOf(title)) : noAuthor
}

export const telegramKSite: ChannelSite = {
  version: 'k-2026-11-23',
  title: 'Телеграм',
  confidence: 'проверено на сохранённой странице',
  matches: ['https://web.telegram.org/k/*'],
  suspect: ['.bubble[data-timestamp]', '.bubbles-group > [data-mid]'],
}

export const telegramK: ChannelDefinition = {
  id: 'telegram',
  machineZone: null,

  // 2025-11, DOM-FACTS part 2, §2: saved pages of 2025-11
  selectors: {
    item: ['.bubble[data-mid]'],
    foreign: [],
    nonItem: [
      '.bubble.service',
      '.bubble.is-date',
      // 2025-11, the source of the client (tweb)
      '.bubble.is-sponsored,.bubble.sponsored',
      '.bubble.is-sending,.bubble.is-error',
      // 2025-11, the source of the client (tweb): kinds of chat
      drafts,
    ],
    text: [{ selector: '.message > .translatable-message' }, { selector: '.message' }],
    textNoise: [
      '.time',
      '.reply',
      '.reply-content',
      '.webpage',
      '.web-page',
      '.reactions',
      '.reply-markup',
      '.name',
      '.bubble-beside-button',
      '.document',
      '.audio',
      'poll-element',
      '.geo-container',
      '.contact',
      'custom-emoji-renderer-element',
    ],
    more: [],
    // The bubble itself carries the second: see `better`.
    published: [],
    publishedText: ['.time .time-inner .i18n', '.time .i18n', '.time-inner', '.time'],
    photos: ['.attachment img.media-photo'],
  },

  scope: activeChat,
  identify,
  isSameItem: () => false,
  isNoItem: element => {
    const mid = element.getAttribute('data-mid')
    return mid !== null && /^\d+\.\d+$/u.test(mid)
  },
  identifyAddress,
  expects: document => {
    const chat = activeChat(document)
    if (chat === null || peerOfChat(chat) === null || chat.matches(drafts)) return 'nothing'
    const bubbles = [...chat.querySelectorAll('.bubble')]
    const isEmpty = chat.querySelector('.empty-bubble-placeholder') !== null
    const hasOnlyService = bubbles.length > 0 && bubbles.every(bubble => bubble.matches('.service,.is-date'))
    return isEmpty || hasOnlyService ? 'nothing' : 'list'
  },
  isPrivate: (document, place) => {
    const chat = activeChat(document)
    const named = /^#(-?\d+)/u.exec(place.hash)?.[1]
    const peer = (chat === null ? null : peerOfChat(chat)) ?? named
    // A chat is in front and does not say whose it is: silent until it does.
    if (peer == null) return chat !== null && (place.hash !== '' || chat.querySelector('.bubble') !== null)
    return !peer.startsWith('-')
  },
  facts: () => noFacts,
  author: ({ root }) => author(root),
  better: {
    published: ({ root }) => fromUnix(root.getAttribute('data-timestamp')),
  },
}

// Seen on: test/pages/telegram/k-group.html, k-channel.html, k-private.html
