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
import { createStill } from './still.ts'
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

/** How many messages above are asked for the sender's name; a page holds some 25. */
const runLimit = 40

type Row = {
  element: Element
  /** Words of a label of a day; `null` for a message. */
  label: string | null
  /** Where in the list the nearest label above stands. */
  labelAbove: number
}

const define = (set: SelectorSet): ChannelDefinition => {
  const still = createStill()
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

  const openedChat = still.kept((document: Document) => firstOf(document, list('chat')))

  const wordsOf = still.kept((root: Element): string => {
    for (const selector of texts) {
      const found = [...root.querySelectorAll(selector)].filter(one => one.closest(quotes) === null)
      const { text } = textOfAll(found, { collapse: false, noise, more: ':not(*)' })
      if (text !== '') return text
    }
    return ''
  })

  const clockOf = (root: Element): string | null =>
    clockOfWords(lineOf(firstOf(root, list('clocks')))?.replace(/\u202f/gu, ' ') ?? '')

  /** Messages and labels of days of the open chat, in document order, and where each message stands among them. */
  const rowsOf = still.kept((document: Document): { rows: Row[]; indexOf: Map<Element, number> } => {
    const rows: Row[] = []
    const indexOf = new Map<Element, number>()
    let labelAbove = -1
    for (const element of openedChat(document)?.querySelectorAll(`${items},${days}`) ?? []) {
      const isMessage = element.matches(items)
      const label = isMessage || element.closest(contents) !== null ? null : lineOf(element)
      if (!isMessage && label === null) continue
      if (isMessage) indexOf.set(element, rows.length)
      rows.push({ element, label, labelAbove })
      if (!isMessage) labelAbove = rows.length - 1
    }
    return { rows, indexOf }
  })

  /** The label of the day above the message; the nearest one that is a day. */
  const dayLabelOf = (root: Element, now: string): string | null => {
    const { rows, indexOf } = rowsOf(root.ownerDocument)
    let row = rows[indexOf.get(root) ?? -1]
    while (row !== undefined) {
      row = rows[row.labelAbove]
      const words = row?.label ?? null
      if (words !== null && dayOfLabel(words, now) !== null) return words
    }
    return null
  }

  const ownName = still.kept((root: Element): string | null =>
    lineOf([...root.querySelectorAll(names)].find(name => name.closest(quotes) === null)),
  )

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

  const titleOf = still.kept((document: Document): string | null => {
    const shown = lineOf(firstOf(openedChat(document), list('chatTitles')))
    const title = shown?.replace(/^(?:окно чата с|chat with)\s+/iu, '') ?? null
    return title === '' ? null : title
  })

  const isChannel = still.kept(
    (document: Document, chat: string): boolean =>
      chat.startsWith('-') &&
      /(?:подписчик|subscriber)/iu.test(lineOf(firstOf(openedChat(document), list('subtitles'))) ?? ''),
  )

  /** Up to the first message of the run, which shows the name; another side, a day or a gap ends the run. */
  const nameInRun = (root: Element): string | null => {
    const { rows, indexOf } = rowsOf(root.ownerDocument)
    const from = indexOf.get(root) ?? 0
    let number = rowOf(root)
    for (const { element, label } of rows.slice(Math.max(0, from - runLimit), from).reverse()) {
      const next = rowOf(element)
      const isGap = number !== null && next !== null && number - next > 1
      if (label !== null || isGap || isNoItem(element) || !isAt(element, incoming)) return null
      const name = ownName(element)
      if (name !== null) return name
      number = next
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
    still,
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

// Seen on: test/pages/max/dialogue.html, group.html, channel.html, list.html, broken.html
