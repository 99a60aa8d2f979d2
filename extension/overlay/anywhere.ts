/*
 * A page that no channel knows: the selection or the page itself becomes a source. What the page says about itself in
 * JSON-LD, OpenGraph and `<time>` is read; what it does not say is missing.
 */
import { sourceTextLimit } from '../../shared/ticket/limits.ts'
import type { MissableField, SourceDraft } from '../../shared/ticket/source.ts'
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

/** The first article in the page's own description of itself; a broken one is none. */
const articleOf = (document: Document): Record<string, unknown> => {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      const data: unknown = JSON.parse(script.textContent ?? '')
      const parts = [data, ...(isRecord(data) && Array.isArray(data['@graph']) ? data['@graph'] : [])].flat()
      const article = parts.filter(isRecord).find(part => 'datePublished' in part || 'author' in part)
      if (article !== undefined) return article
    } catch {
      // Somebody else's broken JSON: the other signs remain.
    }
  }
  return {}
}

const authorOf = (document: Document, article: Record<string, unknown>): SourceDraft['author'] => {
  const [author] = [article.author].flat()
  const name = isRecord(author) ? line(author.name) : line(author)
  const url = isRecord(author) ? line(author.url) : null
  return { name: name ?? metaOf(document, 'author', 'article:author'), url, id: null }
}

const publishedOf = (
  document: Document,
  article: Record<string, unknown>,
): Pick<SourceDraft, 'publishedAt' | 'publishedText' | 'precision'> => {
  const time = document.querySelector(
    'article time[datetime], main time[datetime], time[pubdate], time[itemprop="datePublished"]',
  )
  const shown = line(time?.textContent)
  const stated =
    line(article.datePublished) ??
    metaOf(document, 'article:published_time', 'datePublished') ??
    line(time?.getAttribute('datetime'))
  const isDay = stated !== null && /^\d{4}-\d{2}-\d{2}$/u.test(stated)
  // A time without a zone is somebody's local one; the browser's zone is the office's.
  const instant = stated === null ? Number.NaN : Date.parse(isDay ? `${stated}T00:00` : stated)
  if (Number.isNaN(instant))
    return { publishedAt: null, publishedText: shown ?? stated, precision: 'unknown' }
  return {
    publishedAt: new Date(instant).toISOString(),
    publishedText: shown ?? stated,
    precision: isDay ? 'day' : 'minute',
  }
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

/** 53 bits (cyrb53, public domain): SubtleCrypto is absent on http pages and cannot be waited for in a click. */
const hashOf = (text: string): string => {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
}

const pageText = (document: Document, article: Record<string, unknown>): string => {
  const title = metaOf(document, 'og:title') ?? line(document.title)
  const [only, ...others] = document.querySelectorAll<HTMLElement>('article')
  const body =
    (typeof article.articleBody === 'string' ? article.articleBody : null) ??
    (only !== undefined && others.length === 0 ? only.innerText : null) ??
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
    overlay.recordAt(range, () => draftOf(document, location.href, selected))
    answer(true)
  })
}
