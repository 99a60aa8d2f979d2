/*
 * ВКонтакте on vk.com and vk.ru: the server-rendered layouts of 2022–2026, the React layout of 2025–2026, the layer
 * `?w=wall…`. One page may mix them: a server-rendered post whose comments React drew.
 *
 * Beside selectors: the month they were last known to hold, and the paragraph of DOM-FACTS part 1 or the source.
 *
 * What a page never tells: the number of an author whose link is a screen name in the React layout (`id` is null), the
 * exact time of a React post (words only), the tail of a text that «Показать ещё» still has to fetch.
 */

import { accountUrl, identityOfAddress, parseWallAddress } from '../../shared/sources/vk-address.ts'
import {
  anyOf,
  type ChannelDefinition,
  type ChannelSite,
  type Identity,
  type PageFacts,
  type Place,
} from './contract.ts'
import { fromMachineTime } from './dates.ts'
import { authorOfItem } from './vk-author.ts'
import {
  comment,
  comments,
  identifyElement,
  isNested,
  isSamePost,
  numbersOf,
  posts,
  reposts,
} from './vk-identity.ts'
import { fieldOf, photosOfPostData, postDataOf, publishedOfPostData, textOfPostData } from './vk-post-data.ts'

const zone = 'Europe/Moscow'

/** Where a wall puts its posts; with children it promises some. */
const walls = anyOf([
  // 2026-08, §2 and §3
  '#page_wall_posts',
  '#posts_container',
  '#feed_rows',
  '[role="feed"]',
])
const closedOrEmpty = anyOf([
  // 2023-06, §3: snscrape
  '#page_no_wall',
  '.profile_closed_wall_dummy',
  '.profile_deleted_text',
])

const identifyAddress = (address: string): Identity | null => {
  const wall = parseWallAddress(address)
  return wall === null ? null : identityOfAddress(wall)
}

const expects = (document: Document, place: Place): 'item' | 'list' | 'nothing' => {
  if (parseWallAddress(place.href) !== null) return 'item'
  if (document.querySelector(closedOrEmpty) !== null) return 'nothing'
  const hasPosts = [...document.querySelectorAll(walls)].some(wall => wall.childElementCount > 0)
  return hasPosts || /^\/wall-?\d+$/u.test(place.pathname) ? 'list' : 'nothing'
}

/** JSON-LD of a single post's page: the only place with seconds. After navigation inside the site it may be stale. */
const facts = (document: Document): PageFacts => {
  const publishedAt = new Map<
    string,
    { at: string; precision: 'second' | 'minute' | 'hour' | 'day' | 'unknown' }
  >()
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const words = script.textContent ?? ''
    if (words.length > 500_000 || !words.includes('datePublished')) continue
    try {
      const data: unknown = JSON.parse(words)
      const name = fieldOf(data, '@id')
      const date = fieldOf(data, 'datePublished')
      const identity = typeof name === 'string' ? identifyAddress(name) : null
      const moment = typeof date === 'string' ? fromMachineTime(date, zone) : null
      if (identity !== null && moment !== null) publishedAt.set(identity.key, moment)
    } catch {
      // Somebody else's broken JSON is no reason to lose the post's own date.
    }
  }
  return { publishedAt }
}

/** A wrapper or a part without a wall's numbers, a repost, an attached post. */
const isNoItem = (element: Element): boolean => {
  if (element.matches(comment)) return element.closest('.copy_quote') !== null
  if (isNested(element)) return true
  const isNamed =
    numbersOf(element.getAttribute('data-post-id')) !== null || numbersOf(element.id, 'post') !== null
  return !isNamed && !element.matches('[data-testid="post"],#wl_post')
}

export const vkSite: ChannelSite = {
  version: '2026-11-23',
  title: 'ВКонтакте',
  confidence: 'проверено на сохранённой странице',
  matches: ['https://vk.com/*', 'https://vk.ru/*'],
  suspect: [
    // 2026-08, §1
    '[id^="post-"]',
    '[id^="post"][class]',
    'div[data-post-id]',
    'article[data-post-id]',
    '.wall_item',
    '[data-testid^="wall_comments_comment"]',
  ],
}

export const vk: ChannelDefinition = {
  id: 'vk',
  machineZone: zone,

  selectors: {
    item: [...posts, ...comments],
    foreign: [
      ...reposts,
      // 2026-07, §2
      '[data-testid="wall_comments_layout_root"]',
      '[data-testid="wall_comments_layout_thread"]',
      // 2026-08, §3: a saved page of 2026-08
      '.replies_wrap',
      '.replies_list',
      '.replies_list_deep',
      '.wl_replies',
    ],
    nonItem: [
      // 2026-08, §8: ruadlist
      '[class*="AdBlockProtector"]',
      // 2026-08, public blockers of 2021–2026
      '._ads_promoted_post',
      '._ads_block_data_w',
      '.ads_ads_news_wrap',
      '[data-ad-block-uniqid]',
      '[data-ad-view]',
      '[data-post-id^="ad"]',
      '[id^="ads_"]',
      // 2026-08, §3: a saved page of 2026-08
      '.reply_box',
      '.reply_fakebox_wrap',
    ],
    // 2026-07, §2: a scraper of 2026-03, notes of 2026-07
    text: [
      { selector: '[data-testid="showmoretext-in-expanded"]', whole: true },
      { selector: '[data-testid="showmoretext-in"]' },
      { selector: '[data-testid="comment-text"]' },
      // 2026-08
      { selector: '[data-testid="wall_post_text"],.wall_post_text', collapse: true },
      { selector: '.wall_reply_text', collapse: true },
      { selector: '[data-testid="showmoretext"]' },
      {
        selector: '[data-testid="post-content-container"]',
        // The container also holds what is attached; its titles and counters are not the author's words.
        noise: [
          ...[
            'attachment',
            'media',
            'photo',
            'video',
            'audio',
            'music',
            'link',
            'poll',
            'doc',
            'article',
            'footer',
          ].map(part => `[data-testid*="${part}"]`),
          '[data-video]',
          '[role="button"]',
          'figure',
          'a[href^="/photo"]',
          'a[href^="/video"]',
          'a[href^="/clip"]',
          'a[href^="/audio"]',
          'a[href^="/doc"]',
        ].join(','),
      },
    ],
    textNoise: [
      // 2026-08, §2 and §3
      'time',
      '.rel_date',
      '[data-testid="post-footer-author"]',
      '[data-testid="wall_comment_date"]',
      '.wall_signed',
      '.page_post_sized_thumbs',
      '.media_desc',
      '.PostContentDumbSkeleton',
    ],
    more: [
      // 2026-07, §2
      '[data-testid="showmoretext-after"]',
      // 2024-06, public sources of 2018–2024
      '.wall_post_more',
      '.wall_reply_more',
      '.PostTextMore',
    ],
    published: [
      // 2023-12, §7: pages of 2011–2023
      { selectors: ['.rel_date[time]'], as: 'unix', attribute: 'time' },
      // 2026-08, §3: a saved page of 2026-08
      { selectors: ['time[datetime]'], as: 'machine', attribute: 'datetime' },
      {
        selectors: [
          // 2026-07, §2: in the page only while the pointer is on the date
          '[data-testid="post_date_block_date"]',
          // 2026-07, §2
          '[data-testid="post_date_block_preview"]',
          '[data-testid="wall_comment_date"]',
        ],
        as: 'shown',
      },
      // 2024-06, §3 and §7
      { selectors: ['.rel_date[abs_time]'], as: 'shown', attribute: 'abs_time' },
      {
        selectors: ['.rel_date', '.post_date time', '.PostHeaderSubtitle__item', 'a.post_link', 'a.wd_lnk'],
        as: 'shown',
      },
    ],
    publishedText: [
      // 2026-08, §2 and §3
      '[data-testid="post_date_block_preview"]',
      '[data-testid="wall_comment_date"]',
      '.post_date time',
      '.rel_date',
      'time.PostHeaderSubtitle__item',
      'a.post_link',
      'a.wd_lnk',
    ],
    photos: [
      // 2026-08, §3: a saved page of 2026-08
      '.page_post_thumb_wrap',
      // 2012-01, saved pages of 2012
      '.page_media_photo',
      // 2026-07, §2
      '[data-testid="primary-attachment-image-content"]',
      '[data-testid="media-grid-image"]',
      'a[href^="/photo"] img',
    ],
  },

  scope: document => document,
  identify: identifyElement,
  isSameItem: isSamePost,
  isNoItem,
  identifyAddress,
  accountUrl,
  expects,
  isPrivate: (_document, place) => /^\/(?:im|gim\d*|mail|write\d*)(?:\/|$)/u.test(place.pathname),
  facts,
  author: authorOfItem,
  better: {
    text: item => {
      const data = postDataOf(item)
      return data === null ? null : textOfPostData(data)
    },
    published: item => (item.identity.kind === 'post' ? publishedOfPostData(item, postDataOf(item)) : null),
    photos: item => {
      const data = postDataOf(item)
      return data === null ? [] : photosOfPostData(data)
    },
  },
}

// Seen on: test/pages/vk/post-server-2022.html, wall-react-2026.html, wall-data-2026.html, layer-2026.html
