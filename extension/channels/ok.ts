/*
 * Одноклассники: feed, walls of groups and people, a topic as a page and as a layer, comments; ok.ru and m.ok.ru.
 *
 * No page was seen by us: the adapter is built from public scrapers, tests and lists of blockers. So identity is taken
 * only where it is stated: a topic's from its own links or, for the topic in front, from the page's address; a
 * comment's from its `commentId` and the topic around it. A feed shows reposts and «Класс!» with the topic of somebody
 * else: the link must belong to the account in the head of the item, or nothing is read.
 */
import {
  isOkMessages,
  okAccountId,
  okAccountOf,
  okAccountUrl,
  okIdentity,
  parseOkAddress,
} from '../../shared/sources/ok-address.ts'
import {
  type Adapter,
  type AdapterSite,
  type Author,
  anyOf,
  type ChannelDefinition,
  type ItemContext,
  lineOf,
  listOf,
  type Moment,
  noAuthor,
  type PageFacts,
  type Place,
  type SelectorSet,
} from './contract.ts'
import { fromMachineTime, fromShownText, fromUnix } from './dates.ts'
import { jsonOf, okIdentities, valueAt } from './ok-identity.ts'
import { createStill } from './still.ts'
import { cutText, type TextReading, textOf } from './text.ts'

export const okSite: AdapterSite = {
  adapter: 'ok',
  channel: 'ok',
  title: 'Одноклассники: лента, группы, темы, комментарии',
  confidence: 'по описанию, не проверено на живой странице',
  matches: ['https://ok.ru/*', 'https://m.ok.ru/*'],
  reads: [
    'лента, стена группы или человека',
    'тема: страница и окно поверх ленты',
    'комментарии под темой, фотографией, видео',
    'тема и комментарии на m.ok.ru',
  ],
  identity:
    'Номер темы, единый для всего сайта: из адреса или из ссылок самой записи. У комментария — его номер из данных страницы. Адрес по номеру группы, по её имени и на m.ok.ru — одна запись.',
  never: [
    'адреса отдельного комментария: даётся адрес темы',
    'времени темы в ленте с точностью до секунды: дата читается из слов',
  ],
}

const wordsOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 2000) : null

const accountOf = (name: string | null, href: string): Author => {
  const account = okAccountOf(href)
  return {
    name,
    url: account === null ? null : `https://ok.ru/${account}`,
    id: account === null ? null : okAccountId(account),
  }
}

const accountOfLink = (link: Element | null | undefined): Author =>
  link ? accountOf(lineOf(link), link.getAttribute('href') ?? '') : noAuthor

/** Seconds or milliseconds: the site writes both. Nothing there is older than 2006. */
const fromInteger = (value: string | null): Moment | null => {
  if (value === null || !/^\d{10,13}$/u.test(value)) return null
  const number = Number(value)
  const seconds = number >= 1e11 ? Math.floor(number / 1000) : number
  return seconds >= 1.1e9 ? fromUnix(seconds) : null
}

const continued = /\s*Продолжение ниже(?:…|\.{3})?\s*$/u

/** The moment that the page states for the address it was loaded at. */
const facts = (document: Document): PageFacts => {
  const stated = document.querySelector('link[rel="canonical"]')?.getAttribute('href')
  const shared = document.querySelector('meta[property="og:url"]')?.getAttribute('content')
  const address = parseOkAddress(stated ?? shared ?? '')
  const when = document.querySelector('meta[itemprop="datePublished"]')?.getAttribute('content')
  const moment = address === null || !when ? null : fromMachineTime(when, null)
  return {
    publishedAt: new Map(address === null || moment === null ? [] : [[okIdentity(address).key, moment]]),
  }
}

const define = (set: SelectorSet): ChannelDefinition => {
  const list = (name: string) => listOf(set, name)
  const feeds = anyOf(list('feeds'))
  const emptyFeeds = anyOf(list('emptyFeeds'))
  const groupAuthors = anyOf(list('groupAuthor'))
  const groupNumbers = anyOf(list('groupNumbers'))
  const blocks = '.media-text_cnt_tx'
  const options = {
    collapse: false,
    noise: anyOf([...list('textNoise'), ...list('foreign')]),
    more: anyOf(list('more')),
  }
  const still = createStill()
  const { identify, isComment, isSameItem, isNoItem, isInComment, headsOf, deletedIn } = okIdentities(
    set,
    still,
  )

  const author = (item: ItemContext): Author => {
    if (item.identity.kind === 'comment') return accountOfLink(item.own(list('commentAuthors')))
    const data = jsonOf(item.own(list('groupAuthor')), 'data')
    for (const kind of ['group', 'user', 'author']) {
      const name = wordsOf(valueAt(data, kind, 'name'))
      if (name !== null) return accountOf(name, wordsOf(valueAt(data, kind, 'href')) ?? '')
    }
    const address = parseOkAddress(item.identity.url ?? item.place.href)
    const all = address === null ? [] : headsOf(item.root, address)
    // The avatar and the name lead to one account; two accounts in the head are certain of neither.
    const named = all.filter(link => lineOf(link) !== null)
    const accounts = new Set(all.map(link => okAccountOf(link.getAttribute('href') ?? '')))
    return accounts.size > 1 ? noAuthor : accountOfLink(named[0] ?? all[0])
  }

  const published = (item: ItemContext, when: { now: string; zone: string }): Moment | null => {
    if (isComment(item.root)) {
      const stamped = item.root.hasAttribute('data-time')
        ? item.root
        : item.root.querySelector(':scope > [data-time]')
      const moment = fromInteger(stamped?.getAttribute('data-time') ?? null)
      if (moment !== null) return moment
    } else {
      const created = valueAt(jsonOf(item.own(list('groupAuthor')), 'data'), 'timeInfo', 'createTime')
      const moment =
        typeof created === 'number'
          ? fromInteger(`${created}`)
          : fromMachineTime(wordsOf(created) ?? '', null)
      if (moment !== null) return moment
    }
    // The site writes the clock alone for today.
    const shown = lineOf(item.own(list('publishedText')))
    return shown !== null && /^\d{1,2}:\d\d$/u.test(shown)
      ? fromShownText(`сегодня ${shown}`, when.now, when.zone)
      : null
  }

  /** Between the blocks of a long text the site writes «Продолжение ниже…». */
  const text = (item: ItemContext): TextReading | null => {
    if (item.identity.kind === 'comment') return null
    const parts = item.ownAll(blocks).map(block => textOf(block, options))
    if (!parts.some(part => continued.test(part.text))) return null
    const whole = cutText(
      parts
        .map(part => part.text.replace(continued, ''))
        .filter(part => part !== '')
        .join('\n'),
    )
    // After the last block it promises what is not in the page.
    const isCut =
      continued.test(parts.at(-1)?.text ?? '') ||
      parts.some(({ truncated }) => truncated) ||
      item.ownAll(options.more).length > 0
    return { text: whole.text, truncated: whole.truncated || isCut }
  }

  /** Addresses of pictures begin with two slashes. */
  const photos = ({ ownAll }: ItemContext): string[] =>
    ownAll(anyOf(list('photos')))
      .map(image => image.getAttribute('src') ?? '')
      .filter(address => address.startsWith('//'))
      .map(address => `https:${address}`)

  const hasFeed = (document: Document) => document.querySelector(feeds) !== null

  const expects = (document: Document, place: Place): 'item' | 'list' | 'nothing' => {
    if (deletedIn(document) !== null || document.querySelector(emptyFeeds) !== null) return 'nothing'
    const address = parseOkAddress(place.href)
    if (address !== null) return address.what === 'topic' ? 'item' : 'nothing'
    const isWall = /^\/(?:group|profile)\/\d+\/?$/u.test(place.pathname)
    return isWall || hasFeed(document) ? 'list' : 'nothing'
  }

  const pageKind = (document: Document, place: Place): string => {
    const address = parseOkAddress(place.href)
    if (address !== null) return address.what === 'topic' ? 'post' : address.what
    if (/^\/(?:feed\/?)?$/u.test(place.pathname)) return 'feed'
    return okAccountUrl(place.href) !== null ? 'wall' : hasFeed(document) ? 'feed' : 'other'
  }

  return {
    id: 'ok',
    adapter: 'ok',
    set,
    machineZone: null,
    still,
    isSameItem,
    scope: document => document,
    identify,
    isNoItem,
    identifyAddress: address => {
      const parsed = parseOkAddress(address)
      return parsed === null ? null : okIdentity(parsed)
    },
    accountUrl: okAccountUrl,
    expects,
    saysDeleted: marker => !isInComment(marker),
    pageKind,
    isPrivate: (_document, place) => isOkMessages(place),
    placeOf: (document, place) => {
      const account = okAccountOf(place.href) ?? parseOkAddress(place.href)?.owner
      // Messages with somebody are no page of theirs: what is switched on there says nothing of these.
      if (!account || isOkMessages(place)) return null
      const numbers = new Set(
        [...document.querySelectorAll(groupNumbers)].map(one => one.getAttribute('data-group-id') ?? ''),
      )
      const [number = ''] = numbers
      // A name may be changed; the page of a group tells its number.
      const stated = okAccountOf(wordsOf(groupIn(document, groupAuthors, 'href')) ?? '') ?? ''
      const isTold = numbers.size === 1 && /^[1-9]\d{0,19}$/u.test(number)
      const told = isTold ? `-${number}` : okAccountId(stated)
      const owner = okAccountId(account) ?? told ?? account.toLowerCase()
      const title =
        okAccountUrl(place.href) === null ? null : document.querySelector(anyOf(list('placeTitles')))
      return { key: `ok:${owner}`, title: lineOf(title) ?? wordsOf(groupIn(document, groupAuthors, 'name')) }
    },
    facts,
    author,
    better: { text, published, photos },
  }
}

/** A topic's page names the group in its head. */
const groupIn = (document: Document, groupAuthors: string, field: string): unknown =>
  valueAt(jsonOf(document.querySelector(groupAuthors), 'data'), 'group', field)

export const ok: Adapter = {
  id: 'ok',
  isAt: ({ hostname }) => /(?:^|\.)ok\.ru$/u.test(hostname),
  define,
}

// Seen on: test/pages/ok/feed.html, group.html, topic.html, layer.html, mobile.html, status.html, photo.html, deleted.html, broken.html, empty.html
