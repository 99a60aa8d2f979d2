/*
 * Сообщения ВКонтакте: the messenger of 2025–2026 (vk.com/im, /gim…, web.vk.me, mobile) and the one of 2016–2023. The
 * office's post is the messages of its community, `/gim{community}`. Always private: silent until switched on.
 *
 * The old messenger wrote a message's number, its dialogue and its second beside it. The new one has none of these: the
 * dialogue is in the address, the day in a separator above, the clock beside the message, and the key is made of them.
 * `data-itemkey` is a number of the message by some descriptions and a place in the list by others, so it is not used.
 * Both leave the dialogue before in the page for a moment after the address has changed: what says that it is of another
 * dialogue is not read.
 */
import { syntheticKey } from '../../shared/sources/hash.ts'
import {
  accountIdOf,
  accountUrl,
  addressOfAccountId,
  addressOfDialogue,
  type Dialogue,
  dialogueKey,
  parseDialogue,
} from '../../shared/sources/vk-address.ts'
import {
  type Adapter,
  type AdapterSite,
  type Author,
  anyOf,
  type Identity,
  type ItemContext,
  lineOf,
  listOf,
  noAuthor,
  noFacts,
  type Place,
} from './contract.ts'
import { fromDayAndClock, fromUnix } from './dates.ts'
import { clockOfWords, dayOfLabel } from './message-day.ts'
import { createStill } from './still.ts'
import { textOfAll } from './text.ts'

export const vkMessagesSite: AdapterSite = {
  adapter: 'vk-messages',
  channel: 'vk',
  title: 'ВКонтакте: сообщения сообщества',
  confidence: 'по описанию, не проверено на живой странице',
  matches: [
    'https://vk.com/*',
    'https://vk.ru/*',
    'https://m.vk.com/*',
    'https://m.vk.ru/*',
    'https://web.vk.me/*',
  ],
  reads: [
    'открытый диалог сообщества (/gim…) и личный (/im, web.vk.me) — только после «Включить здесь»',
    'прежний мессенджер с номерами сообщений',
  ],
  identity:
    'диалог — из адреса (sel, peer, /convo/…). Номера сообщения в новом мессенджере нет: ключ составлен из диалога, стороны, дня, времени и текста',
  never: [
    'номер сообщения: два одинаковых сообщения одной стороны в одну минуту считаются одним, исправленное — другим',
    'секунды: только часы и минуты',
    'имя сотрудника, ответившего от имени сообщества: автор — сообщество',
    'день, пока его разделитель не загружен: такое сообщение не читается',
  ],
}

const isConversation = (peer: string): boolean => Number(peer) > 2_000_000_000

const numberIn = (value: string | null): string | null =>
  value !== null && /^-?[1-9]\d{0,19}$/u.test(value) ? value : null

const define: Adapter['define'] = set => {
  const still = createStill()
  const list = (name: string) => listOf(set, name)
  const [items, stacks, outgoing, days, dayGroups, masks, links, foreign, services] = [
    anyOf(list('item')),
    anyOf(list('stacks')),
    anyOf(list('outgoing')),
    anyOf(list('days')),
    anyOf(list('dayGroups')),
    anyOf(list('masks')),
    anyOf(list('authorLinks')),
    anyOf(list('foreign')),
    anyOf(list('services')),
  ]
  const noise = anyOf([...list('textNoise'), ...list('foreign')])

  const first = (scope: ParentNode | null, name: string): Element | null => {
    for (const selector of list(name)) {
      const found = [...(scope?.querySelectorAll(selector) ?? [])].find(one => one.closest(foreign) === null)
      if (found !== undefined) return found
    }
    return null
  }

  /** «mePeerFrameOffline36Mask-137130907»: whose avatar it is; a community's number is negative. */
  const peerOfAvatar = (scope: ParentNode | null): string | null => {
    for (const mask of scope?.querySelectorAll(masks) ?? []) {
      if (mask.closest(foreign) !== null) continue
      const form = /Mask(-?[1-9]\d{0,19})/u.exec(`${mask.getAttribute('style') ?? ''} ${mask.id}`)
      if (form?.[1] !== undefined) return form[1]
    }
    return null
  }

  const peerOfLinks = (scope: ParentNode): string | null => {
    for (const link of scope.querySelectorAll(links)) {
      const id = link.closest(foreign) === null ? accountIdOf(link.getAttribute('href') ?? '') : null
      if (id !== null) return id
    }
    return null
  }

  /** The dialogue in front, unless the page still shows another one. */
  const dialogueOf = still.kept((document: Document, place: Place): (Dialogue & { peer: string }) | null => {
    const dialogue = parseDialogue(place.href)
    if (dialogue?.peer == null) return null
    const { community, peer } = dialogue
    const header = first(document, 'headers')
    const shown = header === null ? null : (peerOfAvatar(header) ?? peerOfLinks(header))
    return shown !== null && shown !== peer ? null : { community, peer }
  })

  const wordsOf = (root: Element): string => {
    for (const { selector } of set.text) {
      const found = [...root.querySelectorAll(selector)].filter(one => one.closest(foreign) === null)
      const { text } = textOfAll(found, { collapse: false, noise, more: ':not(*)' })
      if (text !== '') return text
    }
    return ''
  }

  const clockOf = (root: Element): string | null => clockOfWords(lineOf(first(root, 'clocks')) ?? '')

  /** Separators and messages in document order: how many separators stand above each message. */
  const daysOf = still.kept((scope: ParentNode): { labels: string[]; above: Map<Element, number> } => {
    const labels: string[] = []
    const above = new Map<Element, number>()
    for (const element of scope.querySelectorAll(`${items},${days}`)) {
      if (element.matches(items)) above.set(element, labels.length)
      else if (element.closest(items) === null) {
        const words = element.getAttribute('aria-label') ?? lineOf(element)
        if (words !== null) labels.push(words)
      }
    }
    return { labels, above }
  })

  /** The nearest separator above that is a day; «Непрочитанные» is none. */
  const dayLabelOf = (root: Element, now: string): string | null => {
    const { labels, above } = daysOf(root.closest(dayGroups) ?? root.ownerDocument)
    const nearest = labels.slice(0, above.get(root) ?? 0).reverse()
    return nearest.find(words => dayOfLabel(words, now) !== null) ?? null
  }

  /** The author as the message itself shows it, or the stack of one author's messages around it. */
  const shownAuthor = (root: Element): { peer: string | null; url: string | null; name: string | null } => {
    const stack = root.closest(stacks)
    const scopes = stack === null ? [root] : [root, stack]
    const told = <Value>(read: (scope: Element) => Value | null): Value | null => {
      for (const scope of scopes) {
        const found = read(scope)
        if (found !== null) return found
      }
      return null
    }
    const peer = numberIn(stack?.getAttribute('data-peer') ?? null) ?? told(peerOfAvatar) ?? told(peerOfLinks)
    const url = told(scope => {
      const link = [...scope.querySelectorAll(links)].find(one => one.closest(foreign) === null)
      return accountUrl(link?.getAttribute('href') ?? '')
    })
    return { peer, url, name: told(scope => lineOf(first(scope, 'authorNames'))) }
  }

  /**
   * Whose side; `null`: the page does not say, or says that the message is of another dialogue. Only our own messages
   * show whether they were read.
   */
  const sideOf = (
    root: Element,
    { community, peer }: Dialogue & { peer: string },
  ): 'ours' | 'theirs' | null => {
    const isOurs = root.closest(outgoing) !== null || first(root, 'statuses') !== null
    const author = shownAuthor(root).peer
    const isOffice = author !== null && author === `-${community}`
    if (author !== null && !isConversation(peer) && author !== peer && !isOffice) {
      // Somebody third: with us as persons that may be us, and then the page says so.
      return community === null && isOurs ? 'ours' : null
    }
    if (isOurs || isOffice) return 'ours'
    if (author !== null || root.closest(stacks) !== null) return 'theirs'
    // A run of one side's messages shows its author on the first one alone.
    for (let row = rowAbove(root), count = 0; row !== null && count < 100; row = rowAbove(row), count += 1) {
      if (first(row, 'statuses') !== null) return null
      const above = shownAuthor(row).peer
      if (above !== null) return above === peer ? 'theirs' : null
    }
    return null
  }

  const rowsOf = still.kept((group: Element): Map<Element, Element | null> => {
    const rows = [...group.querySelectorAll(items)]
    return new Map(rows.map((row, index) => [row, rows[index - 1] ?? null]))
  })
  const rowAbove = (root: Element): Element | null => {
    const group = root.closest(dayGroups)
    return group === null ? null : (rowsOf(group).get(root) ?? null)
  }

  const messageIdentity = (key: string, url: string): Identity => ({
    key,
    kind: 'message',
    url,
    parentKey: null,
    postKey: null,
  })

  /** The messenger with numbers. */
  const identifyNumbered = (root: Element, number: string, place: Place): Identity | null => {
    const dialogue = parseDialogue(place.href)
    const own = numberIn(root.getAttribute('data-peer'))
    if (dialogue === null || (own !== null && dialogue.peer !== null && own !== dialogue.peer)) return null
    const peer = dialogue.peer ?? own
    const key = dialogueKey({ ...dialogue, peer })
    const base = addressOfDialogue({ ...dialogue, peer: null })
    return key === null ? null : messageIdentity(`${key}:${number}`, `${base}?sel=${peer}&msgid=${number}`)
  }

  const identify = (root: Element, place: Place, now: string): Identity | null => {
    const number = numberIn(root.getAttribute('data-msgid'))
    if (number !== null) return identifyNumbered(root, number, place)
    const dialogue = dialogueOf(root.ownerDocument, place)
    const key = dialogue === null ? null : dialogueKey(dialogue)
    if (dialogue === null || key === null) return null
    const label = dayLabelOf(root, now)
    const day = label === null ? null : dayOfLabel(label, now)
    const clock = clockOf(root)
    const side = sideOf(root, dialogue)
    const { peer, url } = shownAuthor(root)
    const author = side === 'ours' ? '>' : isConversation(dialogue.peer) ? (peer ?? url) : ''
    if (day === null || clock === null || side === null || author === null) return null
    const files = root.querySelectorAll(anyOf([...list('photos'), ...list('attachments')])).length
    const text = `${wordsOf(root)}${files === 0 ? '' : `\n${files}`}`
    return messageIdentity(syntheticKey(key, { author, day, clock, text }), addressOfDialogue(dialogue))
  }

  const titleOf = (document: Document, place: Place): string | null =>
    dialogueOf(document, place) === null ? null : lineOf(first(document, 'headerTitles'))

  const author = ({ root, place }: ItemContext): Author => {
    const numbered = numberIn(root.getAttribute('data-peer'))
    const dialogue = parseDialogue(place.href)
    const peer = dialogue?.peer ?? numbered
    if (dialogue === null || peer === null) return noAuthor
    const { community } = dialogue
    const side = sideOf(root, { community, peer })
    const shown = shownAuthor(root)
    if (side === 'theirs' && isConversation(peer)) {
      const url = shown.url ?? (shown.peer === null ? null : addressOfAccountId(shown.peer))
      return url === null ? noAuthor : { name: shown.name, url, id: shown.peer }
    }
    if (side === 'theirs') {
      const document = root.ownerDocument
      const link = accountUrl(first(document, 'headerLinks')?.getAttribute('href') ?? '')
      const name = titleOf(document, place) ?? shown.name
      return { name, url: link ?? shown.url ?? addressOfAccountId(peer), id: peer }
    }
    if (side !== 'ours' || community === null) return noAuthor
    // In the community's name; which of the staff wrote it is not the citizen's affair.
    return { name: shown.name, url: addressOfAccountId(`-${community}`), id: `-${community}` }
  }

  return {
    id: 'vk',
    adapter: 'vk-messages',
    set,
    machineZone: null,
    still,
    scope: document => document,
    identify,
    isSameItem: () => false,
    isNoItem: element => element.querySelector(services) !== null,
    identifyAddress: address => {
      const dialogue = parseDialogue(address)
      const key = dialogue === null ? null : dialogueKey(dialogue)
      const number = /[?&]msgid=([1-9]\d{0,19})(?:&|$)/u.exec(address)?.[1]
      if (dialogue === null || key === null || number === undefined) return null
      const base = addressOfDialogue({ ...dialogue, peer: null })
      return messageIdentity(`${key}:${number}`, `${base}?sel=${dialogue.peer}&msgid=${number}`)
    },
    accountUrl,
    expects: (document, place) =>
      dialogueOf(document, place) !== null && (first(document, 'histories')?.textContent ?? '').trim() !== ''
        ? 'list'
        : 'nothing',
    pageKind: (_document, place) => {
      const peer = parseDialogue(place.href)?.peer
      return peer == null ? 'dialogues' : isConversation(peer) ? 'conversation' : 'dialogue'
    },
    isPrivate: () => true,
    placeOf: (document, place) => {
      const dialogue = parseDialogue(place.href)
      const key = dialogue === null ? null : dialogueKey(dialogue)
      return key === null ? null : { key, title: titleOf(document, place) }
    },
    facts: () => noFacts,
    author,
    better: {
      published: ({ root }, { now, zone }) => {
        const second = fromUnix(root.getAttribute('data-ts'))
        if (second !== null) return second
        const label = dayLabelOf(root, now)
        const clock = clockOf(root)
        return label === null || clock === null ? null : fromDayAndClock(label, clock, now, zone)
      },
      publishedText: ({ root }, { now }) => {
        const label = dayLabelOf(root, now)
        return [label, clockOf(root)].filter(part => part !== null).join(', ') || null
      },
    },
  }
}

export const vkMessages: Adapter = {
  id: 'vk-messages',
  isAt: place => parseDialogue(place.href) !== null,
  define,
}

// Seen on: test/pages/vk/messages-community-2026.html, messages-personal-2026.html, messages-switching-2026.html, messages-2021.html
