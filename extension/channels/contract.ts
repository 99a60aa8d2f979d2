/*
 * Channels: what a site looks like.
 *
 * One adapter per layout family of a site: a pack of selectors (packs/NAME.json, data that the office's server may
 * replace) and a file that states what is no selector: how identity is formed, who the author is, what is private. The
 * shared reader (reader.ts) turns both into drafts; text.ts and dates.ts read what every site writes in its own way. An
 * adapter gets a Document and an address and returns values: no storage, no network, no clock.
 *
 * Three rules hold for all of them. A field that cannot be read is `null` and named in `missing`, never invented.
 * Identity and author come from the item itself or not at all. What looks like a post and was not read is a problem
 * that people hear about.
 *
 * A new adapter begins with a copy of telegram-k.ts, its pack and a page in test/pages; index.ts registers it.
 */
import type { ChannelId } from '../../shared/reference/channels.ts'
import type { Identity } from '../../shared/sources/identity.ts'
import type { SelectorSet, Selectors } from '../../shared/sources/selector-set.ts'
import type { DatePrecision, SourceDraft } from '../../shared/ticket/source.ts'
import type { Still } from './still.ts'
import type { TextReading } from './text.ts'

export type { DateSelector, SelectorSet, Selectors, TextSelector } from '../../shared/sources/selector-set.ts'

export type Author = SourceDraft['author']

/** A moment as far as the page tells it. `at` is an ISO instant, UTC. */
export type Moment = { at: string; precision: DatePrecision }

export type { Identity }

/** The instant of capture, ISO, and the zone in which the page shows its clocks. */
export type When = { now: string; zone: string }

/** Only what an address is made of, so that Node tests can pass a URL. */
export type Place = Pick<URL, 'href' | 'hostname' | 'pathname' | 'search' | 'hash'>

/** One item of a page while it is being read. */
export type ItemContext = {
  root: Element
  identity: Identity
  place: Place
  /** Facts that stand once on the page and not in the item. Read once per page. */
  facts: PageFacts
  /** The item's own elements: nothing of a repost, a quote or a comment inside it. In document order. */
  ownAll: (selector: string) => Element[]
  /** The first own element of the first selector that has one. */
  own: (selectors: Selectors) => Element | null
}

/** A chat, a community, a page: `key` is `channel:owner`, `title` as the page shows it. */
export type PlaceOfChannel = { key: string; title: string | null }

export type PageFacts = {
  /** Moments that the page states per key, outside of the items (JSON-LD). */
  publishedAt: ReadonlyMap<string, Moment>
}

/** Lists that the reader uses; a pack may leave out what its site does not have. Adapters name their own beside these. */
export const readerLists = [
  /** Roots of posts, comments, messages. */
  'item',
  /** What inside an item belongs to somebody else: reposts, quotes, lists of comments. */
  'foreign',
  /** Known non-items: advertisements, service rows. Also applied to what stands inside of them. */
  'nonItem',
  /** Never the author's words: clocks, counters, quotes. */
  'textNoise',
  /** «Показать ещё»: never part of the text; a sign that the text goes on. */
  'more',
  /** The date as people see it. */
  'publishedText',
  'photos',
  /** What looks like an item to somebody who knows the site less well. Unread ones are reported. */
  'suspect',
  /** «Запись удалена»: stands where the item of the page's address was. */
  'deleted',
] as const

export const adapterIds = [
  'vk',
  'vk-messages',
  'ok',
  'telegram-k',
  'telegram-a',
  'telegram-preview',
  'max',
  'whatsapp',
  'pos',
] as const
export type AdapterId = (typeof adapterIds)[number]

/** What people and the manifest ask of an adapter; not sent to every page. */
export type AdapterSite = {
  adapter: AdapterId
  channel: ChannelId
  /** «ВКонтакте: стены, записи, комментарии» */
  title: string
  confidence: 'проверено на сохранённой странице' | 'по описанию, не проверено на живой странице'
  /** Match patterns of the manifest: a scheme, one host, a path that may end in `*`. */
  matches: readonly string[]
  /** Which pages are read, in words, a line each. */
  reads: readonly string[]
  /** How identity and canonical address are formed, in words. */
  identity: string
  /** What an item there never has, and what stands for it, in words, a line each. */
  never: readonly string[]
}

/** One adapter: it becomes a channel definition with the selectors that are in force. */
export type Adapter = {
  id: AdapterId
  /** Whether the address is this adapter's, where one content script holds several. */
  isAt: (place: Place) => boolean
  define: (set: SelectorSet) => ChannelDefinition
}

export type ChannelDefinition = {
  /** Key of the label, folder of test pages. */
  id: ChannelId
  adapter: AdapterId
  /** The selectors in force; what is no part of the reader's lists is the adapter's own. */
  set: SelectorSet
  /** Zone of machine times written without one; `null` where the site always writes an instant. */
  machineZone: string | null
  /** Keeps what is asked of the whole page, as long as one reading lasts. */
  still?: Still
  /** Two nested roots are one item: the site marks its wrapper like the item. */
  isSameItem: (inner: Element, outer: Element) => boolean
  /** The part of the page that is in front; items elsewhere are not read. */
  scope: (document: Document) => ParentNode | null
  /**
   * Who this element is, from the element itself; `null` where that is not certain. `now`: an ISO instant, for sites
   * whose days are words («Сегодня»).
   */
  identify: (root: Element, place: Place, now: string) => Identity | null
  /** An element that looks like an item and is known not to be one: a repost inside a post, a date row. */
  isNoItem: (element: Element) => boolean
  /** What an address names, whichever of the site's addresses it is. */
  identifyAddress: (address: string) => Identity | null
  /** An author's address in its one form, for authors whose number a page does not tell. */
  accountUrl?: (address: string) => string | null
  /** What the page promises; a promise without an item is a problem. */
  expects: (document: Document, place: Place) => 'item' | 'list' | 'nothing'
  /** Which kind of page this is, for the drift report: «wall», «post», «chat». Latin, lower case, never an identity. */
  pageKind: (document: Document, place: Place) => string
  /** Whether a `deleted` marker speaks of the item of the address, where the site marks other things so too. */
  saysDeleted?: (marker: Element) => boolean
  /** A private dialogue: the extension is silent there until a person switches it on. */
  isPrivate: (document: Document, place: Place) => boolean
  /**
   * What the switch «Включить здесь» and the watch list speak of: the open chat, the community. The key is
   * `channel:owner`, stable for all addresses of the place; `null` where the page is of no one place (a feed).
   */
  placeOf: (document: Document, place: Place) => PlaceOfChannel | null
  facts: (document: Document) => PageFacts
  author: (item: ItemContext) => Author
  /** Better sources than the selectors, where a site has them. `null` falls through. */
  better?: {
    /** A bare string is the whole text. */
    text?: (item: ItemContext) => string | TextReading | null
    published?: (item: ItemContext, when: When) => Moment | null
    /** The date as people see it, where the day and the clock stand apart. */
    publishedText?: (item: ItemContext, when: When) => string | null
    photos?: (item: ItemContext) => string[]
  }
}

/** The site says in the place of the addressed item that it was deleted. */
export const showsDeleted = (channel: ChannelDefinition, document: Document): boolean =>
  [...(channel.scope(document)?.querySelectorAll(anyOf(listOf(channel.set, 'deleted'))) ?? [])].some(
    marker => channel.saysDeleted?.(marker) ?? true,
  )

export const noAuthor: Author = { name: null, url: null, id: null }

export const noFacts: PageFacts = { publishedAt: new Map() }

/** The canonical address of whatever the address names. */
export const canonicalUrl = (channel: ChannelDefinition, address: string): string | null =>
  channel.identifyAddress(address)?.url ?? null

/** A named list of the set; an empty one where the pack has none. */
export const listOf = (set: SelectorSet, name: string): Selectors => set.lists[name] ?? []

/** One selector out of a list; of an empty list one that matches nothing. */
export const anyOf = (selectors: Selectors): string => selectors.join(',') || ':not(*)'

/** Text on one line, or `null`. Characters for private use are icons of the site's font. */
export const lineOf = (element: Element | null | undefined): string | null => {
  const line = (element?.textContent ?? '').replace(/[\s\uE000-\uF8FF]+/gu, ' ').trim()
  return line === '' ? null : line.slice(0, 2000)
}
