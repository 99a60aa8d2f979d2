/*
 * Which elements of ВКонтакте are posts and comments, and who they are.
 *
 * What did not change since 2011 is the address `/wall{owner}_{post}[?reply=…]`, so it decides about comments. A post
 * also carries `data-post-id` (repeated on parts inside it) and `id="post…"`; where several are there they must agree.
 *
 * Beside selectors: the month they were last known to hold, and the paragraph of DOM-FACTS part 1 or the source.
 */

import {
  commentIdentity,
  parseWallAddress,
  postIdentity,
  type WallAddress,
} from '../../shared/sources/vk-address.ts'
import { anyOf, type Identity } from './contract.ts'

const reactComments = [
  // 2026-07, §2: botnadzor, a scraper of 2026-03, context-vkru
  '[data-testid="wall_comments_comment_root"]',
  '[data-testid="wall_comments_comment_in_thread"]',
  '[data-testid="comment"]',
]
const serverComments = [
  // 2026-07, §3: botnadzor desktopPreReactComment; a page of 2012
  '.reply',
]
export const comments = [...reactComments, ...serverComments]

export const posts = [
  // 2026-08, §1: a saved page of 2026-08, React sources of 2026
  '[data-testid="post"]',
  // 2026-08, §2: ruadlist, vk-classic-feed
  '[role="feed"] > article > [data-post-id]',
  '#posts_container > [data-post-id]',
  '#page_wall_posts > [data-post-id]',
  '.feed_row > [data-post-id]',
  // 2026-08, §1: saved pages of 2011–2026
  '.post[id^="post"]:not(.reply)',
  '._post[id^="post"]:not(.reply)',
  // 2025-09, §3: vk-classic-feed
  '#wl_post',
]

export const reposts = [
  // 2026-03, §2: post in post has a nesting level
  '[data-post-nesting-lvl]:not([data-post-nesting-lvl="0"])',
  // 2025-02, §3: RSS-Bridge, botnadzor
  '.copy_quote',
]

export const comment = anyOf(comments)
const item = anyOf([...posts, ...comments])
const repost = anyOf(reposts)
const commentsInThread = '[data-testid="wall_comments_comment_in_thread"]'
const commentDate = anyOf([
  // 2026-07, §2
  'a[data-testid="wall_comment_date"]',
  // 2026-07, §3: pages of 2012–2024
  'a.wd_lnk',
  '.reply_date a',
])
const postDate = anyOf([
  // 2026-07, §2
  'a[data-testid="post_date_block_preview"]',
  // 2026-08, §3: a saved page of 2026-08
  'a.post_link',
  // 2024-06, §3: RSS-Bridge, skraper
  'a.PostHeaderSubtitle__link',
])
const words = '[data-testid="comment-text"],.wall_reply_text,.wall_post_text,[data-testid="showmoretext"]'

export const numbersOf = (value: string | null | undefined, prefix = ''): [string, string] | null => {
  const form = /^(-?\d{1,20})_(\d{1,20})$/u.exec(value?.startsWith(prefix) ? value.slice(prefix.length) : '')
  return form?.[1] && form[2] ? [form[1], form[2]] : null
}

const hrefOf = (link: Element, place: { href: string }): WallAddress | null =>
  parseWallAddress(link.getAttribute('href') ?? '', place.href)

/** Elements inside the root that stand in no repost, no other item and no author's words. */
const ownLinks = (root: Element, selector: string): Element[] =>
  [...root.querySelectorAll(selector)].filter(link => {
    const owner = link.closest(`${item},${repost}`)
    const isOwn = owner === root || (owner !== null && isSamePost(owner, root))
    return isOwn && link.closest(words) === null
  })

export const isSamePost = (inner: Element, outer: Element): boolean => {
  const value = inner.getAttribute('data-post-id')
  return (
    value !== null &&
    value === outer.getAttribute('data-post-id') &&
    !inner.matches(comment) &&
    !outer.matches(comment)
  )
}

/** A post inside of a post or a comment is somebody's repost or attachment. */
export const isNested = (root: Element): boolean => {
  if (root.matches(repost) || root.closest('.copy_quote') !== null) return true
  for (let up = root.parentElement?.closest(item); up; up = up.parentElement?.closest(item)) {
    if (!isSamePost(root, up)) return true
  }
  return false
}

export const identifyPost = (root: Element, place: { href: string }): Identity | null => {
  if (isNested(root)) return null
  const marks = [numbersOf(root.getAttribute('data-post-id')), numbersOf(root.id, 'post')]
  // The header comes first; a later date may be a repost's in a layout that marks reposts otherwise.
  const [date] = ownLinks(root, postDate)
  const permalink = date === undefined ? null : hrefOf(date, place)
  if (permalink !== null && permalink.comment === null) marks.push([permalink.owner, permalink.post])
  if (root.id === 'wl_post') {
    const address = parseWallAddress(place.href, place.href)
    if (address !== null) marks.push([address.owner, address.post])
  }
  const named = new Set(marks.filter(mark => mark !== null).map(mark => mark.join('_')))
  // Two names for one element: a page in the middle of a change, or a decoy. Not certain, so not read.
  const [only] = named.size === 1 ? named : []
  const numbers = numbersOf(only)
  return numbers === null ? null : postIdentity(...numbers)
}

/** The post around a comment: its element, the list's id, or the address of the open post. */
const postAround = (root: Element, place: { href: string }): [string, string] | null => {
  for (let up = root.parentElement?.closest(item); up; up = up.parentElement?.closest(item)) {
    if (up.matches(comment)) continue
    const found = identifyPost(up, place)
    if (found !== null) return numbersOf(found.key.slice(3).replace(':', '_'))
  }
  const list = root.closest('.replies_list:not(.replies_list_deep)[id^="replies"]')
  return numbersOf(list?.id, 'replies')
}

/** The root comment of a thread that the link does not name. */
const threadAround = (root: Element, place: { href: string }): string | null => {
  const deep = numbersOf(root.closest('.replies_list_deep[id^="replies"]')?.id, 'replies')
  if (deep !== null) return deep[1]
  if (!root.matches(commentsInThread)) return null
  const above = root.parentElement?.closest(comment)
  const found = above ? identifyComment(above, place) : null
  return found?.key.split(':')[3] ?? null
}

export const identifyComment = (root: Element, place: { href: string }): Identity | null => {
  const dates = ownLinks(root, commentDate)
  const links = dates.length > 0 ? dates : ownLinks(root, 'a[href*="reply="]')
  const named = new Map<string, WallAddress & { comment: string }>()
  for (const link of links) {
    const address = hrefOf(link, place)
    if (address?.comment)
      named.set(`${address.owner}_${address.post}_${address.comment}`, {
        ...address,
        comment: address.comment,
      })
  }
  if (named.size > 1) return null
  const [only] = named.values()
  if (only !== undefined)
    return commentIdentity({ ...only, thread: only.thread ?? threadAround(root, place) })
  // A link to a comment under a photo or a video: not a wall, and not to be taken for one.
  if (links.some(link => /\/(?:photo|video|clip|topic)-?\d/u.test(link.getAttribute('href') ?? '')))
    return null
  const own = numbersOf(root.id, 'post') ?? numbersOf(root.id)
  const post = postAround(root, place)
  if (own === null || post === null) return null
  if (root.id.startsWith('post') && own[0] !== post[0]) return null
  return commentIdentity({
    owner: post[0],
    post: post[1],
    comment: own[1],
    thread: threadAround(root, place),
  })
}

export const identifyElement = (root: Element, place: { href: string }): Identity | null => {
  if (root.matches(comment)) return root.closest('.copy_quote') === null ? identifyComment(root, place) : null
  return identifyPost(root, place)
}
