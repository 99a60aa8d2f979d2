/*
 * WhatsApp Web: the chat that is open. Always private: silent until a person switches it on for the chat.
 *
 * No page was seen by us. Builds rotate: with `message-in` / `message-out` and a `data-id` that names the chat, and
 * without both. A message has its number in either (whatsapp-address.ts), so nothing else is in its key. Time and name
 * stand in `data-pre-plain-text`, which media without a caption do not have. The list re-uses its nodes: nothing is
 * kept between two questions.
 */
import {
  parseWhatsappId,
  type WhatsappMessage,
  whatsappIdentity,
  whatsappPlaceKey,
} from '../../shared/sources/whatsapp-address.ts'
import {
  type Adapter,
  type AdapterSite,
  type Author,
  anyOf,
  type ChannelDefinition,
  type ItemContext,
  lineOf,
  listOf,
  noAuthor,
  noFacts,
  type SelectorSet,
} from './contract.ts'
import { createStill } from './still.ts'
import { momentOfPrefix, type Prefix, prefixOf } from './whatsapp-prefix.ts'

export const whatsappSite: AdapterSite = {
  adapter: 'whatsapp',
  channel: 'whatsapp',
  title: 'WhatsApp Web',
  confidence: 'по описанию, не проверено на живой странице',
  matches: ['https://web.whatsapp.com/*'],
  reads: ['открытый чат: сообщения обеих сборок, с номером чата и без него'],
  identity:
    'Номер сообщения, который даёт ему телефон отправителя: один во всех сборках и у всех участников чата.',
  never: [
    'адреса сообщения и чата',
    'номера чата в новой сборке: чат узнаётся по названию в шапке и считается другим, если его переименовать',
    'даты у фотографий, видео и голосовых без подписи: только время',
    'даты, если день и месяц нельзя различить: «12/9/2025» без указания страны',
    'имени автора у таких сообщений в группе, если оно стоит только над первым из нескольких',
  ],
}

/** A chat in which nobody wrote has no more notes than these. */
const noteLimit = 6

const idOf = (root: Element): WhatsappMessage | null => parseWhatsappId(root.getAttribute('data-id') ?? '')

const define = (set: SelectorSet): ChannelDefinition => {
  const list = (name: string) => listOf(set, name)
  const [items, quotes, bubbles, outgoing, ownLabels, incoming, prefixes, senders, labels] = [
    anyOf(list('item')),
    anyOf(list('foreign')),
    anyOf(list('bubbles')),
    anyOf(list('outgoing')),
    anyOf(list('ownLabels')),
    anyOf(list('incoming')),
    anyOf(list('prefixes')),
    anyOf(list('senderNames')),
    anyOf(list('senderLabels')),
  ]

  const still = createStill()
  const openedChat = still.kept((document: Document) => document.querySelector(anyOf(list('chat'))))

  /** In the message itself and not in what it answers. */
  const inside = (root: Element, selector: string): Element | null =>
    root.matches(selector)
      ? root
      : ([...root.querySelectorAll(selector)].find(found => found.closest(quotes) === null) ?? null)

  /** Notes on encryption, calls, members: rows with a number and without a bubble. */
  const isService = (root: Element): boolean => root.hasAttribute('data-id') && inside(root, bubbles) === null

  const prefixIn = (root: Element): Prefix | null =>
    prefixOf(inside(root, prefixes)?.getAttribute('data-pre-plain-text') ?? '')

  const titleOf = still.kept((document: Document): string | null => {
    for (const selector of list('chatTitles')) {
      const title = document.querySelector(selector)
      const name = lineOf(title) ?? title?.getAttribute('title')?.trim()
      if (name) return name
    }
    return null
  })

  /** The chat that the latest message names. */
  const chatOf = (document: Document): string | null => {
    const rows = [...(openedChat(document)?.querySelectorAll(items) ?? [])].reverse()
    for (const row of rows) {
      const chat = idOf(row)?.chat
      if (chat != null) return chat
    }
    return null
  }

  const isOwn = (root: Element, { isOwn: told }: WhatsappMessage): boolean =>
    told ?? (inside(root, outgoing) !== null || inside(root, ownLabels) !== null)

  const author = ({ root }: ItemContext): Author => {
    const message = idOf(root)
    if (message === null || isOwn(root, message)) return noAuthor
    const isGroup = message.chat === null ? null : message.chat.endsWith('@g.us')
    const id = message.participant ?? (isGroup === false ? message.chat : null)
    const label = inside(root, labels)?.getAttribute('aria-label')?.replace(/:\s*$/u, '').trim()
    const own = prefixIn(root)?.name ?? lineOf(inside(root, senders)) ?? (label || null)
    // In a dialogue a message of the other side is of whom the chat is named after.
    const isPartner = isGroup === false && (message.isOwn === false || inside(root, incoming) !== null)
    return { name: own ?? (isPartner ? titleOf(root.ownerDocument) : null), url: null, id }
  }

  return {
    id: 'whatsapp',
    adapter: 'whatsapp',
    set,
    machineZone: null,
    still,
    // The row and its bubble may carry one number.
    isSameItem: (inner, outer) => {
      const [one, other] = [idOf(inner), idOf(outer)]
      return one !== null && other !== null && one.message === other.message
    },
    scope: openedChat,
    identify: root => {
      const message = idOf(root)
      return message === null || isService(root) ? null : whatsappIdentity(message)
    },
    isNoItem: isService,
    identifyAddress: () => null,
    expects: document => {
      const rows = [...(openedChat(document)?.querySelectorAll(items) ?? [])]
      // A new chat begins with a few notes; many rows without a bubble are a layout that is not known.
      return rows.length < noteLimit && rows.every(isService) ? 'nothing' : 'list'
    },
    pageKind: document => (openedChat(document) === null ? 'chats' : 'chat'),
    isPrivate: () => true,
    placeOf: document => {
      if (openedChat(document) === null) return null
      const title = titleOf(document)
      const key = whatsappPlaceKey(chatOf(document), title)
      return key === null ? null : { key, title }
    },
    facts: () => noFacts,
    author,
    better: {
      published: ({ root }, when) => {
        const prefix = prefixIn(root)
        return prefix === null ? null : momentOfPrefix(prefix, root.ownerDocument.documentElement.lang, when)
      },
      publishedText: ({ root }) => {
        const prefix = prefixIn(root)
        return prefix === null ? null : `${prefix.clock}, ${prefix.date}`
      },
    },
  }
}

export const whatsapp: Adapter = {
  id: 'whatsapp',
  isAt: ({ hostname }) => hostname === 'web.whatsapp.com',
  define,
}

// Seen on: test/pages/whatsapp/old-dialogue.html, new-group.html, locales.html, new-chat.html, empty.html
