/*
 * Which elements of ВКонтакте are posts, comments, reviews, and who they are.
 *
 * What did not change since 2011 is the address `/wall{owner}_{post}[?reply=…]`, so it decides about comments. A post
 * also carries `data-post-id` (repeated on parts inside it), `id="post…"`, on mobile an anchor `name="post…"`; where
 * several are there they must agree. A comment without an address of its own is identified by its number and by what
 * surely is around it: the post's element, the list's id, or the photo, video, discussion of the page's address.
 */

import { syntheticKey } from '../../shared/sources/hash.ts'
import type { Identity } from '../../shared/sources/identity.ts'
import {
  accountIdOf,
  accountUrl,
  identityOfAddress,
  ownerOfAddress,
  parseVkAddress,
  type VkAddress,
} from '../../shared/sources/vk-address.ts'
import { anyOf, listOf, type SelectorSet } from './contract.ts'
import type { Still } from './still.ts'

type At = { href: string }
type Named = VkAddress & { comment: string }
type Wall = { owner: string; number: string }

export const numbersOf = (value: string | null | undefined, prefix = ''): Wall | null => {
  const form = /^(-?\d{1,20})_(\d{1,20})$/u.exec(value?.startsWith(prefix) ? value.slice(prefix.length) : '')
  return form?.[1] && form[2] ? { owner: form[1], number: form[2] } : null
}

const addressIn = (link: Element, place: At): VkAddress | null =>
  parseVkAddress(link.getAttribute('href') ?? '', place.href)

const onWall = ({ owner, number }: Wall): VkAddress => ({
  thing: 'wall',
  owner,
  number,
  comment: null,
  thread: null,
})

export type Identification = {
  isComment: (element: Element) => boolean
  isReview: (element: Element) => boolean
  identifyElement: (root: Element, place: At) => Identity | null
  isSamePost: (inner: Element, outer: Element) => boolean
  /** Looks like an item and is known not to be one: a wrapper without numbers, a repost, an attached post. */
  isNoItem: (element: Element) => boolean
}

export const createIdentification = (set: SelectorSet, still: Still): Identification => {
  const comment = anyOf(listOf(set, 'comments'))
  const review = anyOf(listOf(set, 'reviews'))
  const item = anyOf(listOf(set, 'item'))
  const repost = anyOf(listOf(set, 'reposts'))
  const quote = anyOf(listOf(set, 'quotes'))
  const surePost = anyOf(listOf(set, 'surePosts'))
  const postAnchor = anyOf(listOf(set, 'postAnchors'))
  const postText = anyOf(listOf(set, 'postTexts'))
  const commentsInThread = anyOf(listOf(set, 'commentsInThread'))
  const commentDate = anyOf(listOf(set, 'commentLinks'))
  const postDate = anyOf(listOf(set, 'postLinks'))
  const mediaView = anyOf(listOf(set, 'mediaViews'))
  const avatar = anyOf(listOf(set, 'commentAvatars'))
  const words = anyOf(listOf(set, 'words'))

  /** Elements inside the root that stand in no repost, no quote, no other item and no author's words. */
  const ownLinks = (root: Element, selector: string): Element[] =>
    [...root.querySelectorAll(selector)].filter(link => {
      const owner = link.closest(`${item},${repost}`)
      const isOwn = owner === root || (owner !== null && isSamePost(owner, root))
      const quoted = link.closest(quote)
      const isQuoted = quoted !== null && quoted !== root && root.contains(quoted)
      return isOwn && !isQuoted && link.closest(words) === null
    })

  const isSamePost = (inner: Element, outer: Element): boolean => {
    const value = inner.getAttribute('data-post-id')
    return (
      value !== null &&
      value === outer.getAttribute('data-post-id') &&
      !inner.matches(comment) &&
      !outer.matches(comment)
    )
  }

  /** A post inside of a post or a comment is somebody's repost or attachment. */
  const isNested = (root: Element): boolean => {
    if (root.matches(repost) || root.closest(quote) !== null) return true
    for (let up = root.parentElement?.closest(item); up; up = up.parentElement?.closest(item)) {
      if (!isSamePost(root, up)) return true
    }
    return false
  }

  const anchorOf = (root: Element): Wall | null => {
    const [anchor] = ownLinks(root, postAnchor)
    return numbersOf(anchor?.getAttribute('name'), 'post')
  }

  const identifyPost = still.kept((root: Element, place: At): Identity | null => {
    if (isNested(root)) return null
    const marks = [numbersOf(root.getAttribute('data-post-id')), numbersOf(root.id, 'post'), anchorOf(root)]
    // The header comes first; a later date may be a repost's in a layout that marks reposts otherwise.
    const [permalink] = ownLinks(root, postDate).flatMap(date => addressIn(date, place) ?? [])
    if (permalink?.thing === 'wall' && permalink.comment === null) marks.push(permalink)
    if (root.id === 'wl_post' || root.id === 'fw_post') {
      const address = parseVkAddress(place.href)
      if (address?.thing === 'wall') marks.push(address)
    }
    // The page of one post of 2011–2014 tells the numbers at its text alone.
    if (root.id === 'fw_post') marks.push(numbersOf(ownLinks(root, postText)[0]?.id, 'wpt'))
    const known = marks.filter(mark => mark !== null)
    const [only] = known
    // Two names for one element: a page in the middle of a change, or a decoy. Not certain, so not read.
    const agree = known.every(({ owner, number }) => owner === only?.owner && number === only.number)
    return only === undefined || !agree ? null : identityOfAddress(onWall(only))
  })

  /** The post of a wall around a comment: its element, or the list's id. */
  const postAround = (root: Element, place: At): Wall | null => {
    for (let up = root.parentElement?.closest(item); up; up = up.parentElement?.closest(item)) {
      if (up.matches(comment)) continue
      const found = identifyPost(up, place)
      if (found !== null) return numbersOf(found.key.slice('vk:'.length).replace(':', '_'))
    }
    const list = root.closest('.replies_list:not(.replies_list_deep)[id^="replies"]')
    const mobile = root.closest('[id^="wall"][id$="_replies"]')
    return numbersOf(list?.id, 'replies') ?? numbersOf(mobile?.id.replace(/_replies$/u, ''), 'wall')
  }

  /** The root comment of a thread that the link does not name. */
  const threadAround = (root: Element, place: At): string | null => {
    const deep = numbersOf(root.closest('.replies_list_deep[id^="replies"]')?.id, 'replies')
    if (deep !== null) return deep.number
    const mobile = /^RepliesThread(\d{1,20})$/u.exec(root.closest('[id^="RepliesThread"]')?.id ?? '')
    if (mobile?.[1] !== undefined) return mobile[1]
    if (!root.matches(commentsInThread)) return null
    const above = root.parentElement?.closest(comment)
    const found = above ? identifyComment(above, place) : null
    return found?.key.split(':')[3] ?? null
  }

  const asComment = (root: Element, place: At, address: Named): Identity => {
    const thread = address.thread ?? (address.thing === 'topic' ? null : threadAround(root, place))
    return identityOfAddress({ ...address, thread })
  }

  /** Without an address of its own: the number from the element, the rest from around. */
  const identifyByNumber = (root: Element, place: At): Identity | null => {
    const own = numbersOf(root.id, 'post') ?? numbersOf(root.id, 'wall_reply') ?? numbersOf(root.id)
    const post = postAround(root, place)
    if (post !== null) {
      if (own === null || (/^(?:post|wall_reply)/u.test(root.id) && own.owner !== post.owner)) return null
      return asComment(root, place, { ...onWall(post), comment: own.number })
    }
    const page = parseVkAddress(place.href)
    // Behind a photo's layer stands a wall: a comment there is not the photo's.
    if (page === null || page.thing === 'wall' || root.closest(mediaView) === null) return null
    if (own !== null && root.id.startsWith('post') && own.owner !== page.owner) return null
    const number = own?.number ?? /^(?:comment[-_]?)?(\d{1,20})$/u.exec(root.id)?.[1]
    return number === undefined ? null : asComment(root, place, { ...page, comment: number, thread: null })
  }

  const identifyComment = (root: Element, place: At): Identity | null => {
    const dates = ownLinks(root, commentDate)
    const links = dates.length > 0 ? dates : ownLinks(root, 'a[href*="reply="],a[href*="?post="]')
    const named = new Map<string, Named>()
    for (const link of links) {
      const address = addressIn(link, place)
      if (address?.comment == null) continue
      const { thing, owner, number, comment } = address
      named.set(`${thing}${owner}_${number}_${comment}`, { ...address, comment })
    }
    if (named.size > 1) return null
    const [only] = named.values()
    if (only === undefined) return identifyByNumber(root, place)
    // Under a post of a wall, and its address is a photo's: not certain where it stands.
    if (only.thing !== 'wall' && postAround(root, place) !== null) return null
    return asComment(root, place, only)
  }

  /** A review has a number on desktop; on mobile its author and words stand for it. */
  const identifyReview = (root: Element, place: At): Identity | null => {
    const group = /\/reviews(-[1-9]\d{0,19})/u.exec(place.href)?.[1]
    if (group === undefined) return null
    const number = /^(?:\D*|.*_)([1-9]\d{0,19})$/u.exec(root.id)?.[1]
    const author = root.querySelector(avatar)?.getAttribute('href') ?? ''
    const text = root.querySelector(words)?.textContent ?? ''
    const by = accountIdOf(author) ?? accountUrl(author)
    if (number === undefined && (by === null || text.trim() === '')) return null
    return {
      key:
        number === undefined
          ? syntheticKey(`vk:${group}:review`, { author: by ?? '', day: '', clock: '', text })
          : `vk:${group}:review${number}`,
      kind: 'post',
      url: `https://vk.com/reviews${group}`,
      parentKey: null,
      postKey: null,
    }
  }

  return {
    isComment: element => element.matches(comment),
    isReview: element => element.matches(review),
    isSamePost,
    identifyElement: (root, place) => {
      if (root.matches(review)) return identifyReview(root, place)
      if (!root.matches(comment)) return identifyPost(root, place)
      return root.closest(quote) === null ? identifyComment(root, place) : null
    },
    isNoItem: element => {
      if (element.matches(review)) return false
      if (element.matches(comment)) return element.closest(quote) !== null
      if (isNested(element)) return true
      const isNamed =
        numbersOf(element.getAttribute('data-post-id')) !== null || numbersOf(element.id, 'post') !== null
      return !isNamed && !element.matches(surePost)
    },
  }
}

/** The community or person of a page: by its address, else by the posts of its wall, else by its screen name. */
export const createPlaceReading = (
  set: SelectorSet,
): ((
  document: Document,
  place: At & { pathname: string },
) => { key: string; title: string | null } | null) => {
  const wallPost = anyOf(listOf(set, 'wallPosts'))
  const nonItem = anyOf(listOf(set, 'nonItem'))
  const title = anyOf(listOf(set, 'placeTitles'))

  return (document, place) => {
    const shown = document.querySelector(title)
    const named = (shown?.textContent ?? '').replace(/\s+/gu, ' ').trim().slice(0, 300) || null
    const owner = ownerOfAddress(place.href)
    if (owner !== null) return { key: `vk:${owner}`, title: named }
    const name = /^\/([\w.]{2,64})\/?$/u.exec(place.pathname)?.[1]
    if (name === undefined || name === 'feed') return null
    const owners = [...document.querySelectorAll(wallPost)]
      .filter(post => post.closest(nonItem) === null)
      .map(
        post =>
          numbersOf(post.getAttribute('data-post-id')) ??
          numbersOf(post.id, 'post') ??
          numbersOf(post.getAttribute('name'), 'post'),
      )
      .flatMap(numbers => numbers?.owner ?? [])
    // Posts of several walls: a list of something else.
    const [only] = new Set(owners)
    if (only !== undefined && owners.every(one => one === only)) return { key: `vk:${only}`, title: named }
    return shown === null ? null : { key: `vk:@${name.toLowerCase()}`, title: named }
  }
}
