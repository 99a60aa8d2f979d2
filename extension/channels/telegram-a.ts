/*
 * Телеграм, web client A (web.telegram.org/a): groups, channels, comments, private dialogues.
 *
 * A message carries its number and not its chat: the chat is that of the header and of the address, and both must say
 * the same. A list of messages belongs to the chat under which it was first seen, for as long as it stands: while one
 * chat gives way to another, what is left of the first is not read as the second's.
 *
 * What a page never tells: the second of a message (until the pointer has been over its clock), who «вы» are, and which
 * post of a channel a thread of comments belongs to (only its copy in the discussion group).
 */
import {
  identityOfTelegramAddress,
  messageIdentity,
  peerOf,
  telegramAccountUrl,
} from '../../shared/sources/telegram-address.ts'
import {
  type Adapter,
  type AdapterSite,
  type Author,
  anyOf,
  type ChannelDefinition,
  type Identity,
  type ItemContext,
  lineOf,
  listOf,
  noAuthor,
  noFacts,
  type Place,
  type SelectorSet,
} from './contract.ts'
import { fromDayAndClock, fromShownText } from './dates.ts'

type OpenChat = { peer: string; isSupergroup: boolean }

const chatOf = (stated: string | null | undefined): OpenChat | null => {
  const peer = peerOf(stated ?? '')
  // A basic group is written as it is, a channel and a supergroup below minus 10^12.
  return peer === null ? null : { peer, isSupergroup: peer !== stated }
}

/** `#<chat>`, `#<chat>_<thread>`, `#<chat>_<kind>`, `#<chat>_<thread>_<kind>` */
const hashForm = /^#(-?\d+)(?:_(\d+))?(?:_([a-z]+))?$/u

const accountOf = (peer: string, name: string | null): Author => ({
  name,
  url: `https://web.telegram.org/k/#${peer}`,
  id: peer,
})

const tidyName = (label: string | null): string | null => {
  const name = (label ?? '').replace(/\s+/gu, ' ').trim()
  return name === '' ? null : name.slice(0, 2000)
}

/** Which chat a list of messages was drawn for. An element is never used again for another chat. */
const chatOfList = new WeakMap<Element, string>()

const define = (set: SelectorSet): ChannelDefinition => {
  const any = (name: string) => anyOf(listOf(set, name))
  const columns = any('columns')
  const messageLists = any('messageLists')
  const slides = any('slides')
  const activeSlides = any('activeSlides')
  const chatPeers = any('chatPeers')
  const headers = any('headers')
  const chatTitles = any('chatTitles')
  const chatInfos = any('chatInfos')
  const runs = any('runs')
  const runAvatars = any('runAvatars')
  const avatarPictures = any('avatarPictures')
  const senderNames = any('senderNames')
  const forwards = any('forwards')
  const ownMessages = any('ownMessages')
  const withoutSenders = any('withoutSenders')
  const albumItems = any('albumItems')
  const days = any('days')
  const dayLabels = any('dayLabels')
  const clocks = any('clocks')
  const messages = any('messages')

  /** Before the messages in the document: they are not walked through for each of them. */
  const headerOf = (document: Document): Element | null =>
    document.querySelector(columns)?.querySelector(headers) ?? null

  /** `null` where none is open, and while two disagree. */
  const openChat = (document: Document, place: Place): OpenChat | null => {
    const shown = headerOf(document)?.querySelectorAll(chatPeers) ?? []
    const stated = [...shown].map(one => one.getAttribute('data-peer-id') ?? '')
    const [, named, thread] = hashForm.exec(place.hash) ?? []
    // The header of a thread or a topic names no chat; any other that does not is not to be relied on.
    if (stated.length === 0 && thread === undefined) return null
    const all = new Set(named === undefined ? stated : [...stated, named])
    const [only] = all
    return all.size === 1 ? chatOf(only) : null
  }

  /** The list in front: of two slides that pass each other none is. */
  const listInFront = (root: Element): Element | null => {
    const list = root.closest(messageLists)
    const slide = list?.parentElement?.closest(slides)
    return slide?.matches(activeSlides) === true ? list : null
  }

  const numberOf = (root: Element): string => {
    const own = root.getAttribute('data-message-id') ?? ''
    const others = [...root.querySelectorAll(albumItems)].map(({ id }) => /\d+$/u.exec(id)?.[0] ?? '')
    return [own, ...others]
      .filter(one => /^[1-9]\d{0,15}$/u.test(one))
      .reduce((first, one) => (Number(one) < Number(first) ? one : first), own)
  }

  const identify = (root: Element, place: Place): Identity | null => {
    const [, , thread, kind] = hashForm.exec(place.hash) ?? []
    const own = root.getAttribute('data-message-id') ?? ''
    // Scheduled ones are drafts, a fraction was not sent yet.
    if (kind === 'scheduled' || !/^[1-9]\d{0,15}$/u.test(own)) return null
    const chat = openChat(root.ownerDocument, place)
    const list = listInFront(root)
    if (chat === null || list === null) return null
    const before = chatOfList.get(list)
    if (before !== undefined && before !== chat.peer) return null
    chatOfList.set(list, chat.peer)
    const message = numberOf(root)
    const identity = messageIdentity({ peer: chat.peer, message, hasAddress: chat.isSupergroup })
    return thread === undefined ? identity : inThread(identity, chat, thread, message, root.ownerDocument)
  }

  /** A topic of a forum is a place and has an own header; a thread of comments has none and begins with a message. */
  const inThread = (
    identity: Identity,
    { peer, isSupergroup }: OpenChat,
    thread: string,
    message: string,
    document: Document,
  ): Identity => {
    if (message === thread || headerOf(document)?.querySelector(chatInfos) != null) return identity
    const postKey = messageIdentity({ peer, message: thread, hasAddress: isSupergroup }).key
    return { ...identity, kind: 'comment', parentKey: postKey, postKey }
  }

  const author = ({ root, place }: ItemContext): Author => {
    // A run begins with its avatar and with the message that carries the name: the rest is not walked through.
    const start = [...(root.closest(runs)?.children ?? [])].slice(0, 3)
    const holder = start.find(part => !part.matches(messages))
    const avatar = holder?.matches(runAvatars) ? holder : holder?.querySelector(runAvatars)
    const sender = peerOf(avatar?.getAttribute('data-peer-id') ?? '')
    // A name stands above the first message of a run; above a forwarded one it is the origin's.
    const titled = () =>
      lineOf(
        [root, ...start]
          .flatMap(part => [...part.querySelectorAll(senderNames)])
          .find(one => one.closest(forwards) === null),
      )
    if (avatar != null && sender !== null) {
      const pictured = avatar.querySelector(avatarPictures)?.getAttribute('alt')
      return accountOf(sender, tidyName(avatar.getAttribute('aria-label') ?? pictured ?? null) ?? titled())
    }
    if (root.matches(ownMessages)) return noAuthor
    const chat = openChat(root.ownerDocument, place)
    if (chat === null) return noAuthor
    const isOfOne = !chat.peer.startsWith('-') || root.closest(withoutSenders) !== null
    if (isOfOne) return accountOf(chat.peer, lineOf(headerOf(root.ownerDocument)?.querySelector(chatTitles)))
    return { name: titled(), url: null, id: null }
  }

  const dayOf = (root: Element): string | null => lineOf(root.closest(days)?.querySelector(dayLabels))
  const clockOf = ({ own }: ItemContext): string | null => lineOf(own([clocks]))

  /** The pointer over a clock makes the client write the whole date into its title. */
  const published: NonNullable<ChannelDefinition['better']>['published'] = (item, { now, zone }) => {
    const stated = item.own([clocks])?.getAttribute('title')
    const exact = stated == null ? null : fromShownText(stated, now, zone)
    if (exact !== null) return exact
    const day = dayOf(item.root)
    const clock = clockOf(item)
    return day === null || clock === null ? null : fromDayAndClock(day, clock, now, zone)
  }

  return {
    id: 'telegram',
    adapter: 'telegram-a',
    set,
    machineZone: null,
    scope: document => document.querySelector(columns),
    identify,
    isSameItem: () => false,
    isNoItem: element =>
      /^\d+\.\d+$/u.test(element.getAttribute('data-message-id') ?? '') ||
      hashForm.exec(element.ownerDocument.location.hash)?.[3] === 'scheduled',
    identifyAddress: identityOfTelegramAddress,
    accountUrl: telegramAccountUrl,
    expects: (document, place) => {
      const list = document.querySelector(columns)?.querySelector(messageLists)
      if (list == null || hashForm.exec(place.hash)?.[3] === 'scheduled') return 'nothing'
      return list.querySelector(messages) !== null && openChat(document, place) !== null ? 'list' : 'nothing'
    },
    pageKind: (document, place) => {
      const chat = openChat(document, place)
      if (chat === null) return 'empty'
      if (!chat.peer.startsWith('-')) return 'chat'
      const isThread = hashForm.exec(place.hash)?.[2] !== undefined
      if (isThread && headerOf(document)?.querySelector(chatInfos) == null) return 'comments'
      return document.querySelector(withoutSenders) === null ? 'group' : 'channel'
    },
    isPrivate: (document, place) => {
      const chat = openChat(document, place)
      if (chat !== null) return !chat.peer.startsWith('-')
      // Messages are in front and it is not certain whose: silent until it is.
      return document.querySelector(columns)?.querySelector(messages) != null
    },
    placeOf: (document, place) => {
      const chat = openChat(document, place)
      if (chat === null) return null
      return { key: `telegram:${chat.peer}`, title: lineOf(headerOf(document)?.querySelector(chatTitles)) }
    },
    facts: () => noFacts,
    author,
    better: {
      published,
      publishedText: item => [dayOf(item.root), clockOf(item)].filter(Boolean).join(', ') || null,
    },
  }
}

export const telegramASite: AdapterSite = {
  adapter: 'telegram-a',
  channel: 'telegram',
  title: 'Телеграм, веб-версия A: группы, каналы, комментарии',
  confidence: 'проверено на сохранённой странице',
  matches: ['https://web.telegram.org/a/*'],
  reads: [
    'сообщения открытой группы или канала, комментарии к записи канала',
    'личный диалог — только после «Включить здесь»',
    'альбом из нескольких снимков — одна запись, по первому снимку',
  ],
  identity:
    'Номер открытого чата (без «-100») и номер сообщения: один ключ с веб-версией K и с t.me/s. Адрес — t.me/c/<чат>/<сообщение>. Вставленный адрес t.me/<имя>/<сообщение> номера не говорит и узнаётся по адресу.',
  never: [
    'секунды сообщения, пока на его время не навели указатель: берутся день над сообщениями и часы',
    'автора исходящих сообщений: это вы',
    'имени отправителя пересланного сообщения, если рядом нет его аватара',
    'адреса у сообщений личных диалогов и простых групп; их номера у каждого аккаунта свои',
    'записи канала у комментария: страница называет только её копию в группе обсуждения',
  ],
}

export const telegramA: Adapter = {
  id: 'telegram-a',
  isAt: place => place.pathname.startsWith('/a/'),
  define,
}

// Seen on: test/pages/telegram/a-group.html, a-channel.html, a-comments.html, a-topic.html, a-photographs.html, a-switching.html, a-slides.html, a-scheduled.html, a-private.html, a-empty.html
