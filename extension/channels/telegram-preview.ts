/*
 * Телеграм without a client: the public page of a channel (t.me/s/NAME), the embedded page of one message
 * (t.me/NAME/1?embed=1), for channels and public groups, and that of a post's comments (t.me/NAME/1?embed=1&discussion=1).
 *
 * Every message names its channel by a word, and most tell its number too, by which the other clients know it. A word
 * means one number, so one message that tells it tells it for the whole page.
 */
import {
  identityOfTelegramAddress,
  messageIdentity,
  publicNameOf,
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

const channelNumber = /^[1-9]\d{0,12}$/u

/** `data-view` is base64url of JSON `{"c":-1591537674,"p":89,…}`: the channel's number, the message's. */
const numberInView = (view: string | null): string | null => {
  try {
    const data: unknown = JSON.parse(atob((view ?? '').replace(/-/gu, '+').replace(/_/gu, '/')))
    const number = typeof data === 'object' && data !== null && 'c' in data ? `${data.c}` : ''
    return /^-/u.test(number) && channelNumber.test(number.slice(1)) ? number : null
  } catch {
    return null
  }
}

/** `c1279877202_2826849792654154291` */
const numberInPeer = (peer: string | null): string | null => {
  const number = /^c(\d+)_/u.exec(peer ?? '')?.[1] ?? ''
  return channelNumber.test(number) ? `-${number}` : null
}

const numberOf = (message: Element): string | null =>
  numberInView(message.getAttribute('data-view')) ?? numberInPeer(message.getAttribute('data-peer'))

const postForm = /^([A-Za-z]\w+)\/(?:\d+\/)?([1-9]\d{0,15})$/u
const nameIn = (message: Element): string | null =>
  publicNameOf(postForm.exec(message.getAttribute('data-post') ?? '')?.[1] ?? '')

/** What the words of a page's channels mean. A channel's number never changes. */
const numbersOfPage = new WeakMap<Document, Map<string, string>>()

const define = (set: SelectorSet): ChannelDefinition => {
  const any = (name: string) => anyOf(listOf(set, name))
  const items = any('item')
  const albumItems = any('albumItems')
  const lists = any('lists')
  const widgets = any('widgets')
  const nothing = anyOf([...listOf(set, 'deleted'), ...listOf(set, 'empty')])
  const services = any('nonItem')
  const discussions = any('discussions')
  const addresses = any('addresses')

  const numberOfName = (message: Element, name: string): string | null => {
    const known = numbersOfPage.get(message.ownerDocument) ?? new Map<string, string>()
    numbersOfPage.set(message.ownerDocument, known)
    const own = numberOf(message) ?? known.get(name) ?? null
    if (own !== null) {
      known.set(name, own)
      return own
    }
    for (const other of message.ownerDocument.querySelectorAll(items)) {
      const number = nameIn(other) === name ? numberOf(other) : null
      if (number === null) continue
      known.set(name, number)
      return number
    }
    return null
  }

  /** A comment is a message of the channel's group; its address names the post. Both must tell the same number. */
  const identifyComment = (root: Element): Identity | null => {
    const number = root.getAttribute('data-post-id') ?? ''
    const comment = identityOfTelegramAddress(root.querySelector(addresses)?.getAttribute('href') ?? '')
    if (comment?.kind !== 'comment' || comment.key !== `${comment.postKey}:${number}`) return null
    const group = numberInPeer(root.getAttribute('data-peer'))
    return group === null ? comment : { ...comment, key: `telegram:${group}:${number}` }
  }

  const identify = (root: Element): Identity | null => {
    if (root.closest(discussions) !== null) return identifyComment(root)
    const stated = postForm.exec(root.getAttribute('data-post') ?? '')?.[2]
    const name = nameIn(root)
    if (stated === undefined || name === null) return null
    // An album is the first of its messages.
    const others = [...root.querySelectorAll(albumItems)].map(link => {
      const identity = identityOfTelegramAddress(link.getAttribute('href') ?? '')
      return identity?.key.startsWith(`telegram:@${name}:`) ? Number(identity.key.split(':')[2]) : Number.NaN
    })
    const message = Math.min(Number(stated), ...others.filter(Number.isFinite))
    return messageIdentity({ peer: numberOfName(root, name) ?? `@${name}`, message: `${message}`, name })
  }

  const accountOf = (element: Element | null, item: ItemContext): Author | null => {
    const name = lineOf(element)
    if (element === null || name === null) return null
    const url = telegramAccountUrl(element.getAttribute('href') ?? '')
    const own = nameIn(item.root)
    const isChannel = own !== null && url === `https://t.me/${own}`
    return { name, url, id: isChannel ? numberOfName(item.root, own) : null }
  }

  /** In a group who wrote, in a channel the channel. Never where it was forwarded from, nor who is answered. */
  const author = (item: ItemContext): Author =>
    accountOf(item.own(listOf(set, 'authors')), item) ??
    accountOf(item.own(listOf(set, 'owners')), item) ??
    noAuthor

  const isList = (place: Place) => place.pathname.startsWith('/s/')

  return {
    id: 'telegram',
    adapter: 'telegram-preview',
    set,
    machineZone: 'UTC',
    scope: document => document,
    identify,
    isSameItem: () => false,
    isNoItem: () => false,
    identifyAddress: identityOfTelegramAddress,
    accountUrl: telegramAccountUrl,
    // Not `item`: an address tells no number, so its key may be another one than the message's own.
    expects: (document, place) => {
      const shown = [...document.querySelectorAll(widgets)]
      const hasOnlyService = shown.length > 0 && shown.every(one => one.closest(services) !== null)
      if (hasOnlyService || document.querySelector(nothing) !== null) return 'nothing'
      return document.querySelector(isList(place) ? lists : widgets) === null ? 'nothing' : 'list'
    },
    pageKind: (document, place) =>
      isList(place) ? 'channel' : document.querySelector(discussions) === null ? 'post' : 'comments',
    isPrivate: () => false,
    placeOf: (document, place) => {
      const stated = place.pathname.split('/').filter(part => part !== '')
      const name = publicNameOf((isList(place) ? stated[1] : stated[0]) ?? '')
      if (name === null) return null
      const message = [...document.querySelectorAll(items)].find(one => nameIn(one) === name)
      const number = message === undefined ? null : numberOfName(message, name)
      const title = listOf(set, 'placeTitles')
        .map(selector => lineOf(document.querySelector(selector)))
        .find(found => found !== null)
      return { key: `telegram:${number ?? `@${name}`}`, title: title ?? null }
    },
    facts: () => noFacts,
    author,
  }
}

export const telegramPreviewSite: AdapterSite = {
  adapter: 'telegram-preview',
  channel: 'telegram',
  title: 'Телеграм, открытые страницы t.me',
  confidence: 'проверено на сохранённой странице',
  matches: ['https://t.me/*'],
  reads: [
    't.me/s/<канал> — записи открытого канала',
    't.me/<канал или группа>/<сообщение>?embed=1 — одно сообщение',
    't.me/<канал>/<запись>?embed=1&discussion=1 — комментарии к записи',
    'альбом из нескольких снимков — одна запись, по первому снимку',
  ],
  identity:
    'Имя канала и номер сообщения дают адрес t.me/<имя>/<сообщение>; номер канала, который страница тоже называет, даёт один ключ с веб-версиями K и A. Если страница номера не назвала, ключ — по имени: его с ключом по номеру соединяет только адрес.',
  never: [
    'номера автора в группе: только имя и адрес',
    'комментариев к записи на странице канала: они в отдельном окне',
    'кому отвечает комментарий: он записан прямо под записью',
    'записи на странице t.me/<канал>/<сообщение> без embed=1: она показана во вложенном окне',
    'подписи под записью канала: автор — канал',
  ],
}

export const telegramPreview: Adapter = {
  id: 'telegram-preview',
  isAt: () => true,
  define,
}

// Seen on: test/pages/telegram/s-channel.html, s-empty.html, embed-group.html, embed-bare.html, embed-error.html, embed-comments.html, embed-comments-closed.html, embed-service.html, embed-sticker.html, s-search.html, page-of-post.html
