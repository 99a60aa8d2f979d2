/*
 * The one reader behind every channel: a definition in, drafts out.
 *
 * It never throws: a field whose reading fails is missing, and the failure is named in `problems`. It asks the page
 * for no layout, and every element is visited a bounded number of times, so a long wall costs in proportion.
 */
import { sourceTextLimit } from '../../shared/ticket/limits.ts'
import type { MissableField, SourceDraft } from '../../shared/ticket/source.ts'
import {
  anyOf,
  type ChannelDefinition,
  type Identity,
  type ItemContext,
  lineOf,
  listOf,
  type Moment,
  noAuthor,
  noFacts,
  type PageFacts,
  type Place,
  type readerLists,
} from './contract.ts'
import { browserZone, fromMachineTime, fromShownText, fromUnix } from './dates.ts'
import { cutText, hasTail, type TextReading, textOf, textOfAll } from './text.ts'

export type ReadItem = {
  draft: SourceDraft
  /** The post under which a comment stands: an official reply there answers that post's ticket. */
  postKey: string | null
  problems: string[]
}

export type Reader = {
  readonly channel: ChannelDefinition
  /** Roots of items; of several adapters, those of all. */
  itemSelector: string
  itemRoots: (document: Document) => Element[]
  locate: (target: Element, place: Place, now: string) => Element | null
  keyOf: (root: Element, place: Place, now: string) => string | null
  readItem: (root: Element, document: Document, place: Place, now: string, zone?: string) => ReadItem | null
}

/** The steps of reading, for whoever reads a whole page (page-reading.ts). */
export type ReaderAtWork = Reader & {
  identify: (root: Element, place: Place, now: string) => Identity | null
  outermost: (root: Element) => Element
  readWith: (
    root: Element,
    identity: Identity,
    place: Place,
    now: string,
    zone: string,
    facts: PageFacts,
  ) => ReadItem
  factsOf: (document: Document, problems: string[]) => PageFacts
}

const photoLimit = 50

/** Nothing a page holds may throw to the caller; a failure with a name is told in `problems`. */
export const attempt = <Value>(
  otherwise: Value,
  act: () => Value,
  problems?: string[],
  what?: string,
): Value => {
  try {
    return act()
  } catch (error) {
    problems?.push(`${what} (${error instanceof Error ? error.name : 'сбой'})`)
    return otherwise
  }
}

export const createReader = (channel: ChannelDefinition): ReaderAtWork => {
  const { set } = channel
  const list = (name: (typeof readerLists)[number]) => listOf(set, name)
  const item = anyOf(list('item'))
  const boundary = anyOf([...list('item'), ...list('foreign')])
  const nonItem = anyOf(list('nonItem'))
  const noise = anyOf(list('textNoise'))
  const more = anyOf(list('more'))

  const still = <Value>(act: () => Value): Value => (channel.still ? channel.still.during(act) : act())

  const owns = (root: Element, element: Element): boolean => {
    let owner = element.closest(boundary)
    while (owner !== null && owner !== root && owner.matches(item) && channel.isSameItem(owner, root)) {
      owner = owner.parentElement?.closest(boundary) ?? null
    }
    return owner === root
  }

  const identify = (root: Element, place: Place, now: string): Identity | null =>
    root.closest(nonItem) === null ? channel.identify(root, place, now) : null

  /** The outermost element of the same item. */
  const outermost = (root: Element): Element => {
    let outer = root
    for (let up = root.parentElement?.closest(item); up; up = up.parentElement?.closest(item)) {
      if (channel.isSameItem(outer, up)) outer = up
    }
    return outer
  }

  const itemRoots = (document: Document): Element[] =>
    attempt([], () =>
      still(() =>
        [...(channel.scope(document)?.querySelectorAll(item) ?? [])].filter(root => outermost(root) === root),
      ),
    )

  const locate = (target: Element, place: Place, now: string): Element | null =>
    attempt(null, () => still(() => locateIn(target, place, now)))

  const locateIn = (target: Element, place: Place, now: string): Element | null => {
    if (!channel.scope(target.ownerDocument)?.contains(target)) return null
    for (let root = target.closest(item); root; root = root.parentElement?.closest(item) ?? null) {
      if (identify(root, place, now) !== null) return outermost(root)
      // An item that cannot be identified must not be taken for the one around it.
      if (!channel.isNoItem(root)) return null
    }
    return null
  }

  const keyOf = (root: Element, place: Place, now: string): string | null =>
    attempt(null, () => still(() => identify(root, place, now)?.key ?? null))

  const contextOf = (root: Element, identity: Identity, place: Place, facts: PageFacts): ItemContext => {
    const ownAll = (selector: string) =>
      [...root.querySelectorAll(selector)].filter(found => owns(root, found))
    const own = (choices: readonly string[]) => {
      for (const selector of choices) {
        const [first] = ownAll(selector)
        if (first !== undefined) return first
      }
      return null
    }
    return { root, identity, place, facts, ownAll, own }
  }

  const textField = (context: ItemContext): TextReading => {
    const better = channel.better?.text?.(context)
    if (typeof better === 'string' && better !== '') return cutText(better)
    if (better && typeof better !== 'string' && better.text !== '') return better
    let isCut = false
    for (const choice of set.text) {
      const all = context.ownAll(choice.selector)
      const [found] = all
      if (found === undefined) continue
      const skip = [noise, boundary, choice.noise ?? ':not(*)'].join(',')
      const options = { collapse: choice.collapse === true, noise: skip, more }
      const reading = choice.every === true ? textOfAll(all, options) : textOf(found, options)
      isCut ||= reading.truncated
      if (reading.text === '') continue
      if (choice.whole === true)
        return { text: reading.text, truncated: reading.text.length >= sourceTextLimit - 1 }
      // A «Показать ещё» beside the text cuts it too; one inside it was weighed by textOf.
      const isCutBeside = context.ownAll(more).some(link => !found.contains(link) && !hasTail(link))
      return { text: reading.text, truncated: reading.truncated || isCutBeside }
    }
    return { text: '', truncated: isCut }
  }

  const publishedField = (context: ItemContext, now: string, zone: string): Moment | null => {
    const better =
      channel.better?.published?.(context, { now, zone }) ??
      context.facts.publishedAt.get(context.identity.key)
    if (better) return better
    for (const { selectors: choices, as, attribute } of set.published) {
      for (const element of choices.flatMap(context.ownAll)) {
        const value = attribute === undefined ? lineOf(element) : element.getAttribute(attribute)
        if (value === null) continue
        const read =
          as === 'unix'
            ? fromUnix(value)
            : as === 'machine'
              ? fromMachineTime(value, channel.machineZone)
              : fromShownText(value, now, zone)
        if (read !== null) return read
      }
    }
    return null
  }

  const photosField = (context: ItemContext): string[] => {
    const found = channel.better?.photos?.(context) ?? []
    const images = context.ownAll(anyOf(list('photos'))).map(pictureOf)
    const usable = [...found, ...images].filter(
      address => /^https?:\/\//u.test(address) && address.length <= 2000,
    )
    return [...new Set(usable)].slice(0, photoLimit)
  }

  const readWith = (
    root: Element,
    identity: Identity,
    place: Place,
    now: string,
    zone: string,
    facts: PageFacts,
  ): ReadItem => {
    const problems: string[] = []
    const field = <Value>(name: string, otherwise: Value, read: () => Value): Value =>
      attempt(otherwise, read, problems, `${identity.key}: не прочитано поле «${name}»`)
    const context = contextOf(root, identity, place, facts)
    const author = field('автор', noAuthor, () => channel.author(context))
    const published = field<Moment | null>('дата', null, () => publishedField(context, now, zone))
    const publishedText = field<string | null>(
      'дата на странице',
      null,
      () =>
        channel.better?.publishedText?.(context, { now, zone }) ?? lineOf(context.own(list('publishedText'))),
    )
    const { text, truncated } = field('текст', { text: '', truncated: false }, () => textField(context))
    const photos = field<string[]>('фотографии', [], () => photosField(context))

    const missing: MissableField[] = []
    if (identity.url === null) missing.push('url')
    if (author.name === null) missing.push('author')
    if (published === null) missing.push('publishedAt')
    if (text === '') missing.push('text')

    const draft: SourceDraft = {
      key: identity.key,
      channel: channel.id,
      kind: identity.kind,
      url: identity.url,
      parentKey: identity.parentKey,
      author,
      publishedAt: published?.at ?? null,
      publishedText,
      precision: published?.precision ?? 'unknown',
      text,
      photos,
      truncated,
      missing,
    }
    return { draft, postKey: identity.postKey, problems }
  }

  const factsOf = (document: Document, problems: string[]): PageFacts =>
    attempt(noFacts, () => channel.facts(document), problems, 'не прочитаны общие сведения страницы')

  const readItem: Reader['readItem'] = (root, document, place, now, zone = browserZone()) =>
    attempt(null, () =>
      still(() => {
        const identity = identify(root, place, now)
        if (identity === null) return null
        const problems: string[] = []
        const facts = factsOf(document, problems)
        const read = readWith(root, identity, place, now, zone, facts)
        return { ...read, problems: [...problems, ...read.problems] }
      }),
    )

  return {
    channel,
    itemSelector: item,
    itemRoots,
    locate,
    keyOf,
    readItem,
    identify,
    outermost,
    readWith,
    factsOf,
  }
}

/** The address of a picture: its own, that of the picture inside, or that of its background. */
const pictureOf = (element: Element): string => {
  const image = element.tagName === 'IMG' ? element : element.querySelector('img')
  const address = image?.getAttribute('src') ?? ''
  if (address !== '') return address
  return /url\(["']?([^"')]+)/u.exec(element.getAttribute('style') ?? '')?.[1] ?? ''
}
