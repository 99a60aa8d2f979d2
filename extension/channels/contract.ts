/*
 * Channels: what a site looks like.
 *
 * One file per channel states only what differs: addresses, selectors, how identity is formed. The shared reader (reader.ts) turns that into drafts; text.ts and dates.ts read what every site writes in
 * its own way. A channel gets a Document and an address and returns values: no storage, no network, no clock.
 *
 * Three rules hold for all of them. A field that cannot be read is `null` and named in `missing`, never invented.
 * Identity and author come from the item itself or not at all. What looks like a post and was not read is a problem
 * that people hear about.
 *
 * A new channel begins with a copy of telegram-k.ts and a page in test/pages; index.ts registers it.
 */
import type { ChannelId } from '../../shared/reference/channels.ts'
import type { Identity } from '../../shared/sources/identity.ts'
import type { DatePrecision, SourceDraft } from '../../shared/ticket/source.ts'

/**
 * Newest first. A comment beside says in which month they were last known to hold and where that is known from: it is
 * for whoever repairs a channel, and is not sent to every page.
 */
export type Selectors = readonly string[]

export type TextSelector = {
  selector: string
  /** Line ends in text nodes are the template's, not the author's (pre-wrap). */
  collapse?: true
  /** The element holds the whole text even if a «Показать ещё» stands beside it. */
  whole?: true
  /** Parts of the element that are not the author's words, beside the channel's `textNoise`. */
  noise?: string
}

/** Where a date stands: an attribute a machine wrote, or the words people see. */
export type DateSelector = { selectors: Selectors } & (
  | { as: 'unix' | 'machine'; attribute: string }
  | { as: 'shown'; attribute?: string }
)

export type Author = SourceDraft['author']

/** A moment as far as the page tells it. `at` is an ISO instant, UTC. */
export type Moment = { at: string; precision: DatePrecision }

export type { Identity }

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

export type PageFacts = {
  /** Moments that the page states per key, outside of the items (JSON-LD). */
  publishedAt: ReadonlyMap<string, Moment>
}

export type ChannelSelectors = {
  /** Roots of posts, comments, messages. */
  item: Selectors
  /** What inside an item belongs to somebody else: reposts, quotes, lists of comments. */
  foreign: Selectors
  /** Known non-items: advertisements, service rows. Also applied to what stands inside of them. */
  nonItem: Selectors
  text: readonly TextSelector[]
  /** Never the author's words: clocks, counters, quotes. */
  textNoise: Selectors
  /** «Показать ещё»: never part of the text; a sign that the text goes on. */
  more: Selectors
  published: readonly DateSelector[]
  /** The date as people see it. */
  publishedText: Selectors
  photos: Selectors
}

/** What people, the manifest and the check of whole pages ask of a channel; not sent to every page. */
export type ChannelSite = {
  title: string
  /** Travels with every check, so that drift is seen per adapter version. */
  version: string
  confidence: 'проверено на сохранённой странице' | 'по описанию, не проверено на живой странице'
  matches: readonly string[]
  /** What looks like an item to somebody who knows the site less well. Unread ones are reported. */
  suspect: Selectors
}

export type ChannelDefinition = {
  /** Also the file's name, the folder of test pages and the key of the label. */
  id: ChannelId
  /** Zone of machine times written without one; `null` where the site always writes an instant. */
  machineZone: string | null
  selectors: ChannelSelectors
  /** Two nested roots are one item: the site marks its wrapper like the item. */
  isSameItem: (inner: Element, outer: Element) => boolean
  /** The part of the page that is in front; items elsewhere are not read. */
  scope: (document: Document) => ParentNode | null
  /** Who this element is, from the element itself; `null` where that is not certain. */
  identify: (root: Element, place: Place) => Identity | null
  /** An element that looks like an item and is known not to be one: a repost inside a post, a date row. */
  isNoItem: (element: Element) => boolean
  /** What an address names, whichever of the site's addresses it is. */
  identifyAddress: (address: string) => Identity | null
  /** An author's address in its one form, for authors whose number a page does not tell. */
  accountUrl?: (address: string) => string | null
  /** What the page promises; a promise without an item is a problem. */
  expects: (document: Document, place: Place) => 'item' | 'list' | 'nothing'
  /** A private dialogue: the extension is silent there until a person switches it on. */
  isPrivate: (document: Document, place: Place) => boolean
  facts: (document: Document) => PageFacts
  author: (item: ItemContext) => Author
  /** Better sources than the selectors, where a site has them. `null` falls through. */
  better?: {
    text?: (item: ItemContext) => string | null
    published?: (item: ItemContext) => Moment | null
    photos?: (item: ItemContext) => string[]
  }
}

export const noAuthor: Author = { name: null, url: null, id: null }

export const noFacts: PageFacts = { publishedAt: new Map() }

/** The canonical address of whatever the address names. */
export const canonicalUrl = (channel: ChannelDefinition, address: string): string | null =>
  channel.identifyAddress(address)?.url ?? null

/** One selector out of a list; of an empty list one that matches nothing. */
export const anyOf = (selectors: Selectors): string => selectors.join(',') || ':not(*)'

/** Text on one line, or `null`. */
export const lineOf = (element: Element | null | undefined): string | null => {
  const line = (element?.textContent ?? '').replace(/\s+/gu, ' ').trim()
  return line === '' ? null : line.slice(0, 2000)
}
