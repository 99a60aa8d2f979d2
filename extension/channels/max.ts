/*
 * MAX, web client (web.max.ru): dialogues, groups, channels; the chat that is open.
 *
 * No page was seen by us. A message there has neither a number nor a machine time, so its key is made of the chat, the
 * day above it, its side and the sender's name where the bubble shows one, its clock and its words. The name stands
 * above the first message of a run alone; the messages below it are the same sender's. The list re-uses its nodes:
 * nothing is kept between two questions.
 */
import { syntheticKey } from '../../shared/sources/hash.ts'
import { maxChatOf, maxPlaceKey, parseMaxAddress } from '../../shared/sources/max-address.ts'
import {
  type Adapter,
  type AdapterSite,
  type Author,
  anyOf,
  type ChannelDefinition,
  type Identity,
  type ItemContext,
  lineOf,
  listOf,
  noAuthor,
  noFacts,
  type Place,
  type SelectorSet,
} from './contract.ts'
import { fromDayAndClock } from './dates.ts'
import { clockOfWords, dayOfLabel } from './message-day.ts'
import { textOfAll } from './text.ts'

export const maxSite: AdapterSite = {
  adapter: 'max',
  channel: 'max',
  title: 'MAX: чаты и каналы',
  confidence: 'по описанию, не проверено на живой странице',
  matches: ['https://web.max.ru/*'],
  reads: ['открытый чат: диалог, группа, канал'],
  identity:
    'Номера сообщения на странице нет. Вместо него — чат из адреса, день, сторона, имя в сообщении, время и слова: то же самое сообщение узнаётся, изменённое — уже другое.',
  never: [
    'номера сообщения: ключ составной; два одинаковых сообщения одного человека за минуту считаются одним',
    'дня, если строка с датой прокручена за край: тогда дата неизвестна, и то же сообщение может быть записано ещё раз',
    'адреса сообщения: ссылка из «Копировать ссылку» — другой ключ',
    'имени во всех сообщениях: оно стоит над первым из нескольких подряд',
    'номера автора',
  ],
}

/** Calls are written like messages: «Пропущенный вызов Аудио». Nothing but a length may follow. */
const service =
  /^(?:(?:пропущенный|входящий|исходящий|отклон[её]нный|отмен[её]нный|неотвеченный|групповой)(?: (?:аудио|видео))?[- ]?(?:вызов|звонок)|(?:missed|incoming|outgoing|declined|cancelled)(?: audio| video| voice)? call)(?:[\s,·]*(?:аудио|видео|audio|video))?(?:[\s,·(]*\d+(?::\d\d|\s*(?:сек|мин|ч|sec|min|h)[а-яa-z.]*)\)?)*$/iu

/** How many elements above are asked for the sender's name and for the day; a page holds some 25 messages. */
const runLimit = 40
const dayLimit = 120

const define = (set: SelectorSet): ChannelDefinition => {
  const list = (name: string) => listOf(set, name)
  const [items, days, names, outgoing, incoming, contents, bubbles] = [
    anyOf(list('item')),
    anyOf(list('days')),
    anyOf(list('senderNames')),
    anyOf(list('outgoing')),
    anyOf(list('incoming')),
    anyOf(list('contents')),
    anyOf(list('bubbles')),
  ]
  const noise = anyOf([...list('textNoise'), ...list('foreign')])
  const quotes = anyOf(list('foreign'))
  const texts = set.text.map(({ selector }) => selector)

  const firstOf = (scope: ParentNode | null, selectors: readonly string[]): Element | null => {
    for (const selector of selectors) {
      const found = scope?.querySelector(selector)
      if (found) return found
    }
    return null
  }
  const isAt = (root: Element, selector: string) =>
    root.matches(selector) || root.querySelector(selector) !== null

  const openedChat = (document: Document): Element | null => firstOf(document, list('chat'))

  const wordsOf = (root: Element): string => {
    for (const selector of texts) {
      const found = [...root.querySelectorAll(selector)].filter(one => one.closest(quotes) === null)
      const { text } = textOfAll(found, { collapse: false, noise, more: ':not(*)' })
      if (text !== '') return text
    }
    return ''
  }

  const clockOf = (root: Element): string | null =>
    clockOfWords(lineOf(firstOf(root, list('clocks')))?.replace(/\u202f/gu, ' ') ?? '')

  /** What stands above an element, nearest first: of a long chat only so much, so that a chat costs in proportion. */
  function* above(root: Element, limit: number): Generator<Element> {
    const scope = openedChat(root.ownerDocument)
    let count = 0
    for (let node: Element | null = root; node !== null && node !== scope; node = node.parentElement) {
      for (let up = node.previousElementSibling; up !== null; up = up.previousElementSibling) {
        if (++count > limit) return
        yield up
      }
    }
  }

  /** The label of the day above the message; the nearest one that is a day. */
  const dayLabelOf = (root: Element, now: string): string | null => {
    for (const row of above(root, dayLimit)) {
      const labels = row.matches(days) ? [row] : [...row.querySelectorAll(days)].reverse()
      for (const label of labels) {
        const words = label.closest(contents) === null ? lineOf(label) : null
        if (words !== null && dayOfLabel(words, now) !== null) return words
      }
    }
    return null
  }

  const ownName = (root: Element): string | null =>
    lineOf([...root.querySelectorAll(names)].find(name => name.closest(quotes) === null))

  const isService = (root: Element): boolean => service.test(wordsOf(root).trim())
  /** «Анна вступила в группу» stands in no bubble. */
  const isNoItem = (root: Element): boolean =>
    isService(root) || (!isAt(root, contents) && !isAt(root, bubbles))

  const identify = (root: Element, place: Place, now: string): Identity | null => {
    const chat = maxChatOf(place.pathname)
    const clock = clockOf(root)
    const isOwn = isAt(root, outgoing)
    if (chat === null || clock === null || (!isOwn && !isAt(root, incoming)) || isNoItem(root)) return null
    const label = dayLabelOf(root, now)
    const words = wordsOf(root)
    const files = [...root.querySelectorAll(anyOf(list('fileNames')))].map(file => lineOf(file) ?? '')
    return {
      key: syntheticKey(maxPlaceKey(chat), {
        author: isOwn ? '>' : (ownName(root) ?? ''),
        day: (label === null ? null : dayOfLabel(label, now)) ?? '',
        clock,
        text: [words, ...files].join('\n'),
      }),
      kind: 'message',
      url: null,
      parentKey: null,
      postKey: null,
    }
  }

  const titleOf = (document: Document): string | null => {
    const shown = lineOf(firstOf(openedChat(document), list('chatTitles')))
    const title = shown?.replace(/^(?:окно чата с|chat with)\s+/iu, '') ?? null
    return title === '' ? null : title
  }

  const isChannel = (document: Document, chat: string): boolean =>
    chat.startsWith('-') &&
    /(?:подписчик|subscriber)/iu.test(lineOf(firstOf(openedChat(document), list('subtitles'))) ?? '')

  /** Up to the first message of the run, which shows the name; another side, a day or a gap ends the run. */
  const nameInRun = (root: Element): string | null => {
    let number = rowOf(root)
    for (const row of above(root, runLimit)) {
      if (row.matches(days)) return null
      const messages = row.matches(items) ? [row] : [...row.querySelectorAll(items)].reverse()
      for (const message of messages) {
        const next = rowOf(message)
        const isGap = number !== null && next !== null && number - next > 1
        if (isGap || isNoItem(message) || !isAt(message, incoming)) return null
        const name = ownName(message)
        if (name !== null) return name
        number = next
      }
      if (row.querySelector(days) !== null) return null
    }
    return null
  }

  const author = ({ root, place }: ItemContext): Author => {
    const chat = maxChatOf(place.pathname)
    if (chat === null) return noAuthor
    const document = root.ownerDocument
    if (isChannel(document, chat)) return { name: titleOf(document), url: null, id: chat }
    if (isAt(root, outgoing)) return noAuthor
    if (!chat.startsWith('-')) return { name: titleOf(document), url: null, id: null }
    return { name: ownName(root) ?? nameInRun(root), url: null, id: null }
  }

  return {
    id: 'max',
    adapter: 'max',
    set,
    machineZone: null,
    isSameItem: () => false,
    scope: openedChat,
    identify,
    isNoItem,
    identifyAddress: parseMaxAddress,
    expects: (document, place) => {
      if (maxChatOf(place.pathname) === null) return 'nothing'
      const history = firstOf(openedChat(document), list('history'))
      return history === null || (history.textContent ?? '').trim() === '' || hasOnlyService(history)
        ? 'nothing'
        : 'list'
    },
    pageKind: (document, place) => {
      const chat = maxChatOf(place.pathname)
      if (chat === null) return 'chats'
      return !chat.startsWith('-') ? 'dialogue' : isChannel(document, chat) ? 'channel' : 'group'
    },
    // Messengers are silent until switched on; a channel is a publication if the page says that it is one.
    isPrivate: (document, place) => {
      const chat = maxChatOf(place.pathname)
      if (chat === null) return openedChat(document)?.querySelector(items) != null
      return !isChannel(document, chat)
    },
    placeOf: (document, place) => {
      const chat = maxChatOf(place.pathname)
      return chat === null ? null : { key: maxPlaceKey(chat), title: titleOf(document) }
    },
    facts: () => noFacts,
    author,
    better: {
      published: ({ root }, { now, zone }) => {
        const label = dayLabelOf(root, now)
        const clock = clockOf(root)
        return label === null || clock === null ? null : fromDayAndClock(label, clock, now, zone)
      },
      publishedText: ({ root }, { now }) => {
        const clock = clockOf(root)
        const label = dayLabelOf(root, now)
        return [label, clock].filter(part => part !== null).join(', ') || null
      },
    },
  }

  function hasOnlyService(history: Element): boolean {
    const rows = [...history.querySelectorAll(items)]
    return rows.length > 0 && rows.every(isService)
  }
}

/** The row's place in the list: rows that were scrolled away leave a gap. */
const rowOf = (message: Element): number | null => {
  const index = message.closest('.item[data-index]')?.getAttribute('data-index')
  return index && /^\d{1,9}$/u.test(index) ? Number(index) : null
}

export const max: Adapter = {
  id: 'max',
  isAt: ({ hostname }) => hostname === 'web.max.ru',
  define,
}

// Seen on: test/pages/max
