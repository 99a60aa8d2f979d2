/* Who an element of Одноклассники is: a topic by what it or the address states, a comment by its number and its topic. */
import {
  type OkAddress,
  okAccountOf,
  okCommentId,
  okCommentIdentity,
  okIdentity,
  parseOkAddress,
} from '../../shared/sources/ok-address.ts'
import { anyOf, type Identity, listOf, type Place, type SelectorSet } from './contract.ts'
import type { Still } from './still.ts'

export type OkIdentities = {
  identify: (root: Element, place: Place) => Identity | null
  isComment: (element: Element) => boolean
  isInComment: (element: Element) => boolean
  isSameItem: (inner: Element, outer: Element) => boolean
  isNoItem: (element: Element) => boolean
  /** The accounts in the head of an item to which its topic belongs, first the likeliest. */
  headsOf: (root: Element, under: OkAddress) => Element[]
  deletedIn: (scope: ParentNode) => Element | null
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** A value deep in somebody's JSON. */
export const valueAt = (value: unknown, ...path: string[]): unknown => {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Object.getOwnPropertyDescriptor(found, name)?.value
  }
  return found
}

export const jsonOf = (element: Element | null, attribute: string): unknown =>
  parsed(element?.getAttribute(attribute) ?? '')

/** A link in the head of an item and the account that a topic's address names; `null` where they cannot be compared. */
const isOwner = (head: Element, { owner, url }: OkAddress): boolean | null => {
  const account = okAccountOf(head.getAttribute('href') ?? '')
  if (account === null || owner === null) return null
  if (account.toLowerCase() === owner.toLowerCase()) return true
  const isPerson = account.startsWith('profile/') || head.matches('.user-link, .usr')
  const isOfPerson = owner.startsWith('profile/') || url?.includes('/statuses/') === true
  if (isPerson !== isOfPerson) return false
  // A name and a number: they may be one account.
  return account.includes('/') === owner.includes('/') ? false : null
}

const seen = '[data-seen-params]'
const promo = /^\s*(?:промо|реклама|рекомендуем|может быть интересно)\s*$/iu

export const okIdentities = (set: SelectorSet, still: Still): OkIdentities => {
  const list = (name: string) => listOf(set, name)
  const feedItems = anyOf(list('feedItems'))
  const topics = anyOf(list('topics'))
  const comments = anyOf(list('comments'))
  const signs = anyOf(list('commentSigns'))
  const anchors = anyOf(list('commentAnchors'))
  const answers = anyOf(list('answered'))
  const topicHeads = anyOf(list('topicHeads'))
  const topicMarks = anyOf(list('topicMarks'))
  const heads = anyOf(list('headLinks'))
  const authors = anyOf(list('authors'))
  const labels = anyOf(list('promoLabels'))
  const deleted = anyOf(list('deleted'))
  const texts = anyOf(set.text.map(({ selector }) => selector))
  const contents = anyOf([
    ...set.text.map(({ selector }) => selector),
    ...['photos', 'groupAuthor', 'headLinks', 'authors'].flatMap(list),
  ])
  const borders = anyOf([...list('item'), ...list('foreign')])

  const isComment = (element: Element) => element.matches(comments)
  const isTopic = (element: Element) => element.matches(topics)

  const isInComment = (element: Element) => element.closest(comments) !== null
  const deletedIn = (scope: ParentNode): Element | null =>
    [...scope.querySelectorAll(deleted)].find(found => !isInComment(found)) ?? null

  /** The item's own: not of comments, reposts or other items inside. */
  const ownOf = (root: Element, selector: string): Element[] =>
    [...root.querySelectorAll(selector)].filter(found => {
      for (
        let border = found.closest(borders);
        border;
        border = border.parentElement?.closest(borders) ?? null
      ) {
        if (border === root) return true
        if (!isSameItem(border, root)) return false
      }
      return false
    })

  const namedBy = (links: Element[]): OkAddress[] => {
    const found = new Map<string, OkAddress>()
    for (const link of links) {
      const address = parseOkAddress(link.getAttribute('href') ?? '')
      // A photo of a post is no post.
      if (address?.what !== 'topic' || found.has(okIdentity(address).key)) continue
      found.set(okIdentity(address).key, address)
    }
    return [...found.values()]
  }

  /** In the head of the item; where no head is known, the first account that the item names. */
  const allHeadsOf = (root: Element): Element[] => {
    const inHead = ownOf(root, heads)
    if (inHead.length > 0) return inHead
    const [first, ...others] = ownOf(root, authors)
    if (first === undefined) return []
    const account = okAccountOf(first.getAttribute('href') ?? '')
    return [first, ...others.filter(other => okAccountOf(other.getAttribute('href') ?? '') === account)]
  }

  const headsOf = (root: Element, address: OkAddress): Element[] => {
    const whose = allHeadsOf(root).map(head => ({ head, is: isOwner(head, address) }))
    const certain = whose.filter(({ is }) => is === true)
    return (certain.length > 0 ? certain : whose.filter(({ is }) => is === null)).map(({ head }) => head)
  }

  /** A link that stands among words, or shows an address, is a part of what somebody wrote. */
  const isInWords = (link: Element): boolean =>
    link.closest(texts) !== null ||
    /^\s*(?:https?:|(?:m\.)?ok\.ru\/)/iu.test(link.textContent ?? '') ||
    [...(link.parentNode?.childNodes ?? [])].some(
      ({ nodeType, nodeValue }) => nodeType === Node.TEXT_NODE && (nodeValue ?? '').trim() !== '',
    )

  /** The surest first. */
  function* permalinksOf(root: Element): Generator<Element[]> {
    for (const selector of list('permalinks')) yield ownOf(root, selector)
    for (const selector of list('otherPermalinks'))
      yield ownOf(root, selector).filter(link => !isInWords(link))
  }

  /** A topic whose owner is not in the head is a repost, or somebody's «Класс!». */
  const feedTopicOf = (root: Element): OkAddress | null => {
    for (const links of permalinksOf(root)) {
      const [one, another] = namedBy(links)
      if (another !== undefined) return null
      if (one !== undefined) return one.owner !== null && headsOf(root, one).length > 0 ? one : null
    }
    return null
  }

  const marksOf = still.kept((document: Document) => [...document.querySelectorAll(topicMarks)])

  /** The topic in front is the address's, unless it states another one, or several are in front. */
  const frontTopicOf = (root: Element, place: Place): OkAddress | null => {
    const links = root.querySelector(topicHeads)?.querySelectorAll('a[href]') ?? []
    const [stated, another] = namedBy([...links])
    const addressed = parseOkAddress(place.href)
    if (addressed === null) return another === undefined ? (stated ?? null) : null
    const isAlone = marksOf(root.ownerDocument).every(mark => root.contains(mark))
    const isStated = stated !== undefined && okIdentity(stated).key === okIdentity(addressed).key
    if (stated !== undefined && another === undefined && !isStated) return null
    return isAlone || isStated ? addressed : null
  }

  const topicOf = still.kept((root: Element, place: Place): OkAddress | null =>
    isTopic(root) ? frontTopicOf(root, place) : feedTopicOf(root),
  )

  const underOf = (comment: Element, place: Place): OkAddress | null => {
    const around = comment.closest(`${topics},${feedItems}`)
    if (around === null) return parseOkAddress(place.href)
    return topicOf(outermostPost(around), place)
  }

  const outermostPost = (root: Element): Element => {
    let outer = root
    const posts = `${topics},${feedItems}`
    for (let up = root.parentElement?.closest(posts); up; up = up.parentElement?.closest(posts)) {
      if (isSameItem(outer, up)) outer = up
    }
    return outer
  }

  const statedId = (element: Element): string | null =>
    okCommentId(valueAt(jsonOf(element, 'data-seen-params'), 'data', 'commentId'))

  /** Its own number; else the only one inside of it; else that of the element around it. */
  const commentIdsOf = still.kept((root: Element): Set<string> => {
    const own = statedId(root)
    if (own !== null) return new Set([own])
    const inside = [...root.querySelectorAll(seen)].map(statedId)
    const anchored = [...root.querySelectorAll(anchors)].map(anchor =>
      okCommentId(/^msg_?([\w-]+)$/u.exec(anchor.getAttribute('name') ?? '')?.[1]),
    )
    const found = new Set([...inside, ...anchored].filter(id => id !== null))
    const around = root.parentElement?.closest(`${seen}[data-seen-params*="commentId"]`) ?? null
    const outer = found.size === 0 && around !== null ? statedId(around) : null
    return outer === null ? found : new Set([outer])
  })

  const commentIdOf = (root: Element): string | null => {
    const [id, another] = commentIdsOf(root)
    return another === undefined ? (id ?? null) : null
  }

  const isSameItem = (inner: Element, outer: Element): boolean => {
    if (isComment(inner) || isComment(outer)) {
      if (!isComment(inner) || !isComment(outer)) return false
      const id = commentIdOf(outer)
      return id !== null && id === commentIdOf(inner)
    }
    return isTopic(inner) === isTopic(outer)
  }

  const identify = (root: Element, place: Place): Identity | null => {
    if (isNoItem(root)) return null
    if (isComment(root)) {
      const id = commentIdOf(root)
      const under = id === null ? null : underOf(root, place)
      if (id === null || under === null) return null
      const answered = root.querySelector(answers)
      return okCommentIdentity(under, id, okCommentId(answered?.getAttribute('data-rid')))
    }
    const address = topicOf(root, place)
    // A layer that is still empty is not yet the topic of the address.
    return address?.what === 'topic' && root.querySelector(contents) !== null ? okIdentity(address) : null
  }

  const isNoItem = (element: Element): boolean => {
    // A wrapper of several comments, or of a link «Показать ещё».
    if (isComment(element)) return commentIdsOf(element).size > 1 || element.querySelector(signs) === null
    if (isTopic(element)) return deletedIn(element) !== null
    return [...element.querySelectorAll(labels)].some(label => promo.test(label.textContent ?? ''))
  }

  return { identify, isComment, isInComment, isSameItem, isNoItem, headsOf, deletedIn }
}
