/*
 * ВКонтакте on vk.com, vk.ru, m.vk.com and m.vk.ru: walls, the feed, posts and their layers, comments under posts,
 * photos and videos, discussions, reviews. Layouts of 2011–12, the server-rendered one of 2022–2026, React of 2025–2026,
 * mobile with and without an account. One page may mix them: a server-rendered post whose comments React drew.
 *
 * A photo or a video itself is no item: its address tells who it is, its comments are read.
 */

import {
  accountUrl,
  identifyVkAddress,
  parseDialogue,
  parseVkAddress,
} from '../../shared/sources/vk-address.ts'
import {
  type Adapter,
  type AdapterSite,
  anyOf,
  type ItemContext,
  listOf,
  type Moment,
  type PageFacts,
  type Place,
  type SelectorSet,
} from './contract.ts'
import { fromMachineTime } from './dates.ts'
import { createStill } from './still.ts'
import { hasTail, textOf } from './text.ts'
import { createAuthorReading } from './vk-author.ts'
import { createIdentification, createPlaceReading } from './vk-identity.ts'
import { createPostDataReading, fieldOf, photosOfPostData, textOfPostData } from './vk-post-data.ts'

const zone = 'Europe/Moscow'

/** JSON-LD of a single post's page: the only place with seconds. After navigation inside the site it may be stale. */
const facts = (document: Document): PageFacts => {
  const publishedAt = new Map<string, Moment>()
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const words = script.textContent ?? ''
    if (words.length > 500_000 || !words.includes('datePublished')) continue
    try {
      const data: unknown = JSON.parse(words)
      const name = fieldOf(data, '@id')
      const date = fieldOf(data, 'datePublished')
      const identity = typeof name === 'string' ? identifyVkAddress(name) : null
      const moment = typeof date === 'string' ? fromMachineTime(date, zone) : null
      if (identity !== null && moment !== null) publishedAt.set(identity.key, moment)
    } catch {
      // Somebody else's broken JSON is no reason to lose the post's own date.
    }
  }
  return { publishedAt }
}

/**
 * «Показать полностью» of 2011–12: the hidden part is the whole text once more, not its tail. `null` where the text is
 * not folded, or folded as the reader expects.
 */
const createUnfolding = (set: SelectorSet): ((item: ItemContext) => string | null) => {
  const more = anyOf(listOf(set, 'more'))
  const noise = anyOf([...listOf(set, 'textNoise'), ...listOf(set, 'foreign')])
  return ({ ownAll }) => {
    const whole = ownAll(more).flatMap(link => {
      const head = (link.previousElementSibling?.textContent ?? '').trim()
      const tail = link.nextElementSibling
      const isWhole = head !== '' && hasTail(link) && (tail?.textContent ?? '').trim().startsWith(head)
      return tail !== null && isWhole ? [tail] : []
    })
    const [first] = whole
    return first === undefined ? null : textOf(first, { collapse: true, noise, more }).text
  }
}

export const vkSite: AdapterSite = {
  adapter: 'vk',
  channel: 'vk',
  title: 'ВКонтакте: стены, записи, комментарии',
  confidence: 'проверено на сохранённой странице',
  matches: ['https://vk.com/*', 'https://vk.ru/*', 'https://m.vk.com/*', 'https://m.vk.ru/*'],
  reads: [
    'стена сообщества и человека, лента новостей',
    'запись на своей странице и в окне поверх другой (?w=wall…)',
    'комментарии и ветки ответов под записями, фотографиями, видео и клипами',
    'обсуждения (/topic…) и отзывы (/reviews…) — по описанию',
    'компьютерная и мобильная версия, с входом и без входа; вёрстка 2011–2012, 2022 и 2026 годов',
  ],
  identity:
    'номер владельца и номер записи из адреса /wall{владелец}_{запись}, у комментария — ещё ?reply={номер}; у фотографии, видео и обсуждения — номер с его словом (photo, video, topic). vk.ru, m.vk.com и окна поверх страниц дают тот же ключ',
  never: [
    'номер автора в новой вёрстке, если его ссылка — короткое имя: хранится ссылка',
    'точное время записи в новой вёрстке: только слова «сегодня в 9:05», время считается от минуты записи',
    'конец длинного текста, который «Показать ещё» ещё не загрузило: отмечено, что текст обрезан',
    'номер отзыва в мобильной версии: ключ составлен из автора и текста',
    'слова репоста: они чужие, в текст записи не попадают',
  ],
}

const define: Adapter['define'] = set => {
  const still = createStill()
  const { identifyElement, isComment, isReview, isSamePost, isNoItem } = createIdentification(set, still)
  const postData = createPostDataReading(set)
  const { postDataOf, publishedOfPostData } = postData
  const unfolded = createUnfolding(set)
  const walls = anyOf(listOf(set, 'walls'))
  const commentLists = anyOf(listOf(set, 'commentLists'))
  const deleted = anyOf(listOf(set, 'deleted'))
  const closed = anyOf(listOf(set, 'closed'))

  const isFilled = (document: Document, containers: string): boolean =>
    [...document.querySelectorAll(containers)].some(({ childElementCount }) => childElementCount > 0)

  const pageKind = (document: Document, place: Place): string => {
    const thing = parseVkAddress(place.href)?.thing
    if (thing !== undefined) return thing === 'wall' ? 'post' : thing
    if (place.pathname.startsWith('/feed')) return 'feed'
    if (place.pathname.startsWith('/reviews')) return 'reviews'
    return /^\/wall/u.test(place.pathname) || document.querySelector(walls) !== null ? 'wall' : 'other'
  }

  return {
    id: 'vk',
    adapter: 'vk',
    set,
    machineZone: zone,
    still,
    scope: document => document,
    identify: identifyElement,
    isSameItem: isSamePost,
    isNoItem,
    identifyAddress: address => identifyVkAddress(address),
    accountUrl,
    expects: (document, place) => {
      if (document.querySelector(deleted) !== null) return 'nothing'
      const named = parseVkAddress(place.href)
      if (named !== null && (named.thing === 'wall' || named.comment !== null)) return 'item'
      if (named !== null) return isFilled(document, commentLists) ? 'list' : 'nothing'
      if (document.querySelector(closed) !== null) return 'nothing'
      return isFilled(document, walls) || /^\/wall-?\d+$/u.test(place.pathname) ? 'list' : 'nothing'
    },
    // The page of an error tells other errors too.
    saysDeleted: marker => /удал[её]н|deleted/iu.test(marker.textContent ?? ''),
    pageKind,
    isPrivate: () => false,
    placeOf: createPlaceReading(set),
    facts,
    author: createAuthorReading(set, postData, root => isComment(root) || isReview(root)),
    better: {
      text: item => {
        const data = postDataOf(item)
        return (data === null ? null : textOfPostData(data)) ?? unfolded(item)
      },
      published: item => (item.identity.kind === 'post' ? publishedOfPostData(item) : null),
      photos: item => {
        const data = postDataOf(item)
        return data === null ? [] : photosOfPostData(data)
      },
    },
  }
}

export const vk: Adapter = { id: 'vk', isAt: place => parseDialogue(place.href) === null, define }

// Seen on: test/pages/vk/post-server-2022.html, wall-react-2026.html, wall-data-2026.html, layer-2026.html, layer-server-2023.html, broken-2027.html, albums.html, user-wall-2011.html, user-wall-2012.html, post-2012.html, wall-replies-2012.html, mobile-wall-2022.html, mobile-post-2026.html, mobile-signed-2026.html, mobile-react-2026.html, photo-comments-2023.html, video-comments-2026.html, topic-2024.html, reviews-2026.html, feed-2026.html, deleted-post-2022.html, closed-wall-2023.html, moderation-2026.html
