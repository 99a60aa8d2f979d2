/*
 * A page that no channel knows: the selection or the page itself becomes a source. What the page says about itself in
 * JSON-LD, OpenGraph and `<time>` is read; what it does not say is missing.
 */
import { hashOf } from '../../shared/sources/hash.ts'
import { isPrivateAddress } from '../../shared/sources/private-address.ts'
import { sourceTextLimit } from '../../shared/ticket/limits.ts'
import type { MissableField, SourceDraft } from '../../shared/ticket/source.ts'
import type { Moment } from '../channels/contract.ts'
import { browserZone, fromMachineTime, fromShownText } from '../channels/dates.ts'
import type { Push } from '../messages.ts'
import { newId } from './ids.ts'
import type { Overlay } from './start.ts'
import type { Runtime } from './worker.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const line = (value: unknown): string | null => {
  const words = typeof value === 'string' ? value.replace(/\s+/gu, ' ').trim() : ''
  return words === '' ? null : words.slice(0, 2_000)
}

const metaOf = (document: Document, ...names: string[]): string | null => {
  for (const name of names) {
    const meta = document.querySelector(
      `meta[property="${name}"], meta[name="${name}"], meta[itemprop="${name}"]`,
    )
    const content = line(meta?.getAttribute('content'))
    if (content !== null) return content
  }
  return null
}

/** What a page may call itself when it is one piece of writing; a site, a list or its crumbs are none. */
const writing =
  /(?:Article|Posting|Report|Review|Question|Answer|Comment|CreativeWork|Announcement|SpecialAnnouncement)$/u

const typesOf = (part: Record<string, unknown>): string[] =>
  [part['@type']].flat().filter(type => typeof type === 'string')

/** The first piece of writing in the page's own description of itself; a broken description is none. */
const articleOf = (document: Document): Record<string, unknown> => {
  const found: Record<string, unknown>[] = []
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const words = script.textContent ?? ''
    if (words.length > 500_000) continue
    try {
      const data: unknown = JSON.parse(words)
      for (const part of [data].flat()) {
        if (!isRecord(part)) continue
        const main = isRecord(part.mainEntity) ? [part.mainEntity] : []
        found.push(part, ...[part['@graph']].flat().filter(isRecord), ...main)
      }
    } catch {
      // Somebody else's broken JSON: the other signs remain.
    }
  }
  const isTold = (part: Record<string, unknown>) => 'datePublished' in part || 'author' in part
  return (
    found.find(part => isTold(part) && typesOf(part).some(type => writing.test(type))) ??
    found.find(part => isTold(part) && typesOf(part).length === 0) ??
    {}
  )
}

/** Microdata of the page's own article: not that of a comment or a product inside of it. */
const itemOf = (document: Document, name: string): Element | null => {
  for (const element of document.querySelectorAll(`[itemprop~="${name}"]`)) {
    const owner = element.parentElement?.closest('[itemscope]')
    const isComment = owner?.matches('[itemtype$="/Comment"],[itemtype$="/Product"],[itemtype$="/Offer"]')
    if (isComment !== true) return element
  }
  return null
}

/** An author's name is a name: OpenGraph often gives an address there. */
const nameOf = (words: string | null): string | null =>
  words !== null && /^https?:/u.test(words) ? null : words

const addressIn = (document: Document, value: unknown): string | null => {
  const stated = line(value)
  if (stated === null || !URL.canParse(stated, document.baseURI)) return null
  const { href, protocol } = new URL(stated, document.baseURI)
  return /^https?:$/u.test(protocol) && href.length <= 2_000 ? href : null
}

const authorOf = (document: Document, article: Record<string, unknown>): SourceDraft['author'] => {
  const [author] = [article.author].flat()
  const stated = nameOf(isRecord(author) ? line(author.name) : line(author))
  if (stated !== null) {
    const url = isRecord(author) ? addressIn(document, author.url ?? author['@id']) : null
    return { name: stated, url, id: null }
  }
  const item = itemOf(document, 'author')
  const inner = item?.querySelector('[itemprop~="name"]') ?? item
  const written = line(inner?.getAttribute('content') ?? inner?.textContent)
  const link = item?.querySelector('a[href]') ?? (item?.tagName === 'A' ? item : null)
  if (written !== null)
    return { name: written, url: addressIn(document, link?.getAttribute('href')), id: null }
  const meta = nameOf(metaOf(document, 'author')) ?? nameOf(metaOf(document, 'article:author'))
  const [byline, ...others] = document.querySelectorAll('article [rel~="author"], main [rel~="author"]')
  const only = others.length === 0 ? byline : undefined
  return {
    name: meta ?? line(only?.textContent),
    url: meta === null ? addressIn(document, only?.getAttribute('href')) : null,
    id: null,
  }
}

/** A day alone, and a time without a zone, are the office's own: the browser's. */
const momentOf = (stated: string | null): Moment | null =>
  stated === null ? null : fromMachineTime(stated, browserZone())

const publishedOf = (
  document: Document,
  article: Record<string, unknown>,
): Pick<SourceDraft, 'publishedAt' | 'publishedText' | 'precision'> => {
  const item = itemOf(document, 'datePublished')
  const time =
    item?.closest('time') ??
    document.querySelector('time[pubdate]') ??
    document.querySelector('article time[datetime], main time[datetime]')
  const shown = line(time?.textContent) ?? line(item?.textContent)
  const stated = [
    line(article.datePublished),
    metaOf(document, 'article:published_time', 'datePublished', 'og:article:published_time'),
    line(item?.getAttribute('content') ?? item?.getAttribute('datetime')),
    line(time?.getAttribute('datetime')),
    metaOf(document, 'DC.date.issued', 'dc.date', 'date', 'pubdate'),
  ]
  const words = shown ?? stated.find(one => one !== null) ?? null
  const now = new Date().toISOString()
  const moment =
    stated.map(momentOf).find(one => one !== null) ??
    (shown === null ? null : fromShownText(shown, now, browserZone()))
  return moment == null
    ? { publishedAt: null, publishedText: words, precision: 'unknown' }
    : { publishedAt: moment.at, publishedText: words, precision: moment.precision }
}

const tracking = /^(?:utm_.*|yclid|gclid|fbclid|from|ref|_openstat|ysclid)$/u

/** The address without what only counts visits; the page's own word for it where it names the same site. */
export const canonicalAddress = (document: Document, href: string): string | null => {
  const stated =
    document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? metaOf(document, 'og:url')
  for (const address of [stated, href]) {
    if (address == null || !URL.canParse(address, href)) continue
    const url = new URL(address, href)
    if (!/^https?:$/u.test(url.protocol) || url.host !== new URL(href).host) continue
    url.hash = ''
    for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name)
    return url.href.slice(0, 2_000)
  }
  return null
}

/** One article is the page; of several none is. */
const bodyOf = (document: Document): HTMLElement | null => {
  const stated = itemOf(document, 'articleBody')
  if (stated instanceof HTMLElement) return stated
  const all = [...document.querySelectorAll<HTMLElement>('article, [role="article"]')]
  const outer = all.filter(one => !all.some(other => other !== one && other.contains(one)))
  return outer.length === 1 ? (outer[0] ?? null) : null
}

const pageText = (document: Document, article: Record<string, unknown>): string => {
  const title = metaOf(document, 'og:title') ?? line(document.title) ?? line(article.headline)
  const stated = [article.articleBody, article.text].find(one => typeof one === 'string' && one.trim() !== '')
  const body =
    (typeof stated === 'string' ? stated : null) ??
    bodyOf(document)?.innerText ??
    metaOf(document, 'og:description', 'description')
  return [title, body?.trim()].filter(Boolean).join('\n\n')
}

/** `selected`: the words of the selection, or `null` for the whole page. */
export const draftOf = (document: Document, href: string, selected: string | null): SourceDraft => {
  const { host, pathname, search } = new URL(href)
  const url = canonicalAddress(document, href)
  const article = articleOf(document)
  // Data about the page is about the page's author; a selection may be anybody's words under it.
  const author = selected === null ? authorOf(document, article) : { name: null, url: null, id: null }
  const published =
    selected === null
      ? publishedOf(document, article)
      : { publishedAt: null, publishedText: null, precision: 'unknown' as const }
  const whole = selected ?? pageText(document, article)
  const text = whole.slice(0, sourceTextLimit).trim()

  const missing: MissableField[] = []
  if (url === null) missing.push('url')
  if (author.name === null) missing.push('author')
  if (published.publishedAt === null) missing.push('publishedAt')
  if (text === '') missing.push('text')

  const path = url === null ? `${pathname}${search}` : new URL(url).pathname + new URL(url).search
  const place = `other:${host.slice(0, 200)}`
  return {
    key: selected === null ? `${place}:${hashOf(path)}` : `${place}:${newId()}`,
    channel: 'other',
    kind: selected === null ? 'page' : 'selection',
    url,
    parentKey: null,
    author,
    ...published,
    text,
    photos: [],
    truncated: whole.length > sourceTextLimit,
    missing,
  }
}

const silentWords =
  'Это личная переписка: расширение в ней молчит. Чтобы записывать здесь, щёлкните значок расширения и выберите «Включить здесь»'

/** Why nothing of the page may be recorded, in words; `null`: it may. `isPrivate`: as the channel's script knows it. */
const whyNot = (isPrivate: boolean | null): string | null => {
  // Its page and its title name who writes there.
  if (isPrivate) return 'Это личная переписка. Выделите слова в одном сообщении'
  // Under an address that no channel's script is for nobody could switch the extension on.
  return isPrivate === null && isPrivateAddress(location.href)
    ? 'Это личная переписка: по этому адресу расширение в ней молчит. Откройте её по обычному адресу сайта, щёлкните значок расширения и выберите «Включить здесь»'
    : null
}

/** «Записать» in the context menu. The selection of a post that the channel knows is that post. */
export const listenToMenu = (runtime: Runtime, overlay: Overlay): void => {
  if (overlay.hearsMenu) return
  overlay.hearsMenu = true
  runtime.onMessage.addListener((push: Push, _sender, answer) => {
    if (push.type !== 'capture-selection' && push.type !== 'capture-page') return
    const selection = getSelection()
    const range =
      push.type === 'capture-page' || selection === null || selection.rangeCount === 0
        ? null
        : selection.getRangeAt(0)
    const selected = push.type === 'capture-page' ? null : selection?.toString().trim() || push.text
    overlay.recordAt(
      range,
      isPrivate => whyNot(isPrivate) ?? draftOf(document, location.href, selected),
      silentWords,
    )
    answer(true)
  })
}
