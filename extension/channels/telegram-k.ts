/*
 * Телеграм, web client K (web.telegram.org/k): groups, channels, comments, private dialogues; only the chat in front.
 *
 * Identity: `telegram:<peer>:<message>`. K writes a group's or channel's peer as `-N` without the `-100` of other
 * clients, and adds 2^32 to the message numbers of channels and supergroups; a smaller number is a private dialogue or
 * a basic group, where t.me has no address. Each bubble carries its own chat, so that while one chat gives way to
 * another no message is taken for the other's. What a page never tells: the name of the sender of a forwarded message
 * that stands alone, and who «вы» are (outgoing messages have no author).
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
  lineOf,
  listOf,
  noAuthor,
  noFacts,
  type Place,
  type SelectorSet,
} from './contract.ts'
import { fromUnix } from './dates.ts'

const channelOffset = 2 ** 32

const identityOf = (stated: string, mid: string): Identity | null => {
  const peer = peerOf(stated)
  // A fraction is a message that was not sent yet.
  if (peer === null || !/^[1-9]\d{0,15}$/u.test(mid)) return null
  const number = Number(mid)
  const isOfChannel = number >= channelOffset
  const message = isOfChannel ? number - channelOffset : number
  if (message === 0) return null
  return messageIdentity({ peer, message: `${message}`, hasAddress: isOfChannel })
}

/** The address may name the chat by a word instead. */
const addressedPeer = (place: Place): string | undefined => /^#(-?\d+)/u.exec(place.hash)?.[1]

const accountOf = (peer: string, name: string | null): Author => ({
  name,
  url: `https://web.telegram.org/k/#${peer}`,
  id: peer,
})

const define = (set: SelectorSet): ChannelDefinition => {
  const any = (name: string) => anyOf(listOf(set, name))
  const drafts = any('drafts')
  const threads = any('threads')
  const mirrors = any('mirrors')
  const albumItems = any('albumItems')
  const chats = any('chats')
  const chatHeaders = any('chatHeaders')
  const chatTitles = any('chatTitles')
  const peers = any('peers')
  const runs = any('runs')
  const runAvatars = any('runAvatars')
  const senders = any('senders')
  const senderNames = any('senderNames')
  const notTheSender = any('notTheSender')
  const broadcasts = any('broadcasts')
  const bubbles = any('bubbles')
  const services = any('services')
  const emptyMarks = any('emptyMarks')

  /** An album is one bubble with several messages: it is the first of them, as in the site's other clients. */
  const firstOf = (root: Element, mid: string): string => {
    const others = [...root.querySelectorAll(albumItems)].map(item => item.getAttribute('data-mid') ?? '')
    return [mid, ...others]
      .filter(one => /^[1-9]\d{0,15}$/u.test(one))
      .reduce((first, one) => (Number(one) < Number(first) ? one : first), mid)
  }

  /**
   * Under a channel's post: the post is the message that the thread begins with, and names where it came from. A thread
   * of a group's own begins with a message that came from nowhere else.
   */
  const inThread = (root: Element, identity: Identity, chat: Element): Identity => {
    const mirror = chat.querySelector(runs)?.querySelector(mirrors) ?? null
    if (mirror === root) return identity
    const from = /^(-\d+)_(\d+)$/u.exec(mirror?.getAttribute('data-saved-from') ?? '')
    const peerOfPost = from?.[1] ?? mirror?.getAttribute('data-peer-id') ?? ''
    const post = identityOf(peerOfPost, from?.[2] ?? mirror?.getAttribute('data-mid') ?? '')
    const postKey = post?.key ?? null
    const answered = root.getAttribute('data-reply-to-mid')
    const isAnswer = answered !== null && answered !== mirror?.getAttribute('data-mid')
    const peer = root.getAttribute('data-reply-to-peer-id') ?? root.getAttribute('data-peer-id') ?? ''
    const parentKey = isAnswer ? (identityOf(peer, answered)?.key ?? postKey) : postKey
    return { ...identity, kind: 'comment', parentKey, postKey }
  }

  /** The open chat by its header, its input field, or its messages. */
  const peerOfChat = (chat: Element): string | null => {
    for (const mark of listOf(set, 'chatPeers')) {
      const peer = chat.querySelector(mark)?.getAttribute('data-peer-id')
      if (peer) return peer
    }
    return null
  }

  /** What is left of a private dialogue while another chat comes in front, or into the address, stays private. */
  const isLeft = (root: Element, peer: string, place: Place): boolean => {
    const chat = root.closest(chats)
    const named = addressedPeer(place)
    return (chat !== null && peerOfChat(chat) !== peer) || (named !== undefined && named !== peer)
  }

  const identify = (root: Element, place: Place): Identity | null => {
    const peer = root.getAttribute('data-peer-id')
    const mid = root.getAttribute('data-mid')
    if (peer === null || mid === null || root.closest(drafts) !== null) return null
    if (!peer.startsWith('-') && isLeft(root, peer, place)) return null
    const identity = identityOf(peer, firstOf(root, mid))
    const thread = root.closest(threads)
    return identity === null || thread === null ? identity : inThread(root, identity, thread)
  }

  const activeChat = (document: Document): Element | null => {
    for (const selector of listOf(set, 'activeChats')) {
      const active = document.querySelector(selector)
      if (active !== null) return active
    }
    const all = document.querySelectorAll(chats)
    return all.length === 1 ? (all[0] ?? null) : null
  }

  /** A run begins with its avatar and with the bubble that carries the name: the rest of it is not walked through. */
  const startOf = (run: Element): Element[] => [...run.children].slice(0, 3)

  /** The sender's name: in this bubble, or in the first one of its run, with the same peer. */
  const nameOf = (root: Element, start: readonly Element[], peer: string): string | null => {
    for (const title of [root, ...start].flatMap(part => [...part.querySelectorAll(senderNames)])) {
      const own = title.getAttribute('data-peer-id')
      if (own !== peer && title.closest(notTheSender) !== null) continue
      if ((own ?? title.closest(senders)?.getAttribute('data-peer-id')) === peer) return lineOf(title)
    }
    return null
  }

  const titleOf = (chat: Element | null, peer: string): string | null => {
    const titles = [...(chat?.querySelector(chatHeaders)?.querySelectorAll(chatTitles) ?? [])]
    return lineOf(titles.find(one => one.getAttribute('data-peer-id') === peer))
  }

  const author = (root: Element): Author => {
    const chat = root.closest(chats)
    const run = root.closest(runs)
    const start = run === null ? [] : startOf(run)
    const peer = root.getAttribute('data-peer-id') ?? ''
    const avatar = start.find(part => part.matches(runAvatars))?.querySelector(peers)
    const named = root.querySelector(senders)
    const ownName = named !== null && named.closest(notTheSender) === null ? named : null
    const known = new Set(
      [avatar?.getAttribute('data-peer-id'), ownName?.getAttribute('data-peer-id')].filter(
        one => one != null && one !== '',
      ),
    )
    // An avatar and a name of two different people: certain of neither.
    if (known.size > 1) return noAuthor
    const [sender] = known
    if (sender != null)
      return accountOf(sender, nameOf(root, start, sender) ?? (sender === peer ? titleOf(chat, peer) : null))

    const isPost = peer.startsWith('-') && root.closest(broadcasts) !== null
    const isPartner = root.classList.contains('is-in') && /^[1-9]/u.test(peer)
    return isPost || isPartner ? accountOf(peer, titleOf(chat, peer)) : noAuthor
  }

  return {
    id: 'telegram',
    adapter: 'telegram-k',
    set,
    machineZone: null,
    scope: activeChat,
    identify,
    isSameItem: () => false,
    isNoItem: element => {
      const mid = element.getAttribute('data-mid')
      return mid !== null && /^\d+\.\d+$/u.test(mid)
    },
    identifyAddress: identityOfTelegramAddress,
    accountUrl: telegramAccountUrl,
    expects: document => {
      const chat = activeChat(document)
      if (chat === null || peerOfChat(chat) === null || chat.matches(drafts)) return 'nothing'
      const all = [...chat.querySelectorAll(bubbles)]
      const hasOnlyService = all.length > 0 && all.every(bubble => bubble.matches(services))
      return chat.querySelector(emptyMarks) !== null || hasOnlyService ? 'nothing' : 'list'
    },
    pageKind: document => {
      const chat = activeChat(document)
      if (chat === null || peerOfChat(chat) === null) return 'empty'
      if (chat.matches(threads)) return 'comments'
      if (chat.querySelector(broadcasts) !== null) return 'channel'
      return peerOfChat(chat)?.startsWith('-') === true ? 'group' : 'chat'
    },
    isPrivate: (document, place) => {
      const chat = activeChat(document)
      const peer = (chat === null ? null : peerOfChat(chat)) ?? addressedPeer(place)
      // A chat is in front and does not say whose it is: silent until it does.
      if (peer == null) return chat !== null && (place.hash !== '' || chat.querySelector(bubbles) !== null)
      return !peer.startsWith('-')
    },
    placeOf: document => {
      const chat = activeChat(document)
      const peer = chat === null ? null : peerOf(peerOfChat(chat) ?? '')
      return chat === null || peer === null
        ? null
        : {
            key: `telegram:${peer}`,
            title: lineOf(chat.querySelector(chatHeaders)?.querySelector(chatTitles)),
          }
    },
    facts: () => noFacts,
    author: ({ root }) => author(root),
    better: { published: ({ root }) => fromUnix(root.getAttribute('data-timestamp')) },
  }
}

export const telegramKSite: AdapterSite = {
  adapter: 'telegram-k',
  channel: 'telegram',
  title: 'Телеграм, веб-версия K: группы, каналы, комментарии',
  confidence: 'проверено на сохранённой странице',
  matches: ['https://web.telegram.org/k/*'],
  reads: [
    'сообщения открытой группы или канала, комментарии к записи канала',
    'личный диалог — только после «Включить здесь»',
    'альбом из нескольких снимков — одна запись, по первому снимку',
  ],
  identity:
    'Номер чата и номер сообщения: один ключ с веб-версией A и с t.me/s. Адрес — t.me/c/<чат>/<сообщение>. Вставленный адрес t.me/<имя>/<сообщение> номера не говорит и узнаётся по адресу.',
  never: [
    'имени отправителя у одиноко стоящего пересланного сообщения, если слова в нём чужие: остаётся его номер',
    'автора исходящих сообщений: это вы',
    'адреса у сообщений личных диалогов и простых групп; их номера у каждого аккаунта свои, поэтому два сотрудника запишут одно сообщение дважды',
    'записи канала у комментария, если её начало ветки не загружено на страницу',
  ],
}

export const telegramK: Adapter = {
  id: 'telegram-k',
  isAt: place => place.pathname.startsWith('/k/'),
  define,
}

// Seen on: test/pages/telegram/k-group.html, k-channel.html, k-comments.html, k-thread.html, k-albums.html, k-switching.html, k-scheduled.html, k-private.html, k-basic-group.html, k-empty.html, k-leaving-private.html, k-leaving-bare.html
