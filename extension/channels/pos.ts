/*
 * ПОС («Госуслуги. Решаем вместе»), the staff cabinet: the card of a message and lists of messages.
 *
 * No page of the cabinet was ever seen by us, so nothing relies on its markup: the number stands in the address of a
 * card or of a link, and the fields are found by their Russian labels, wherever a label stands before its value (`dt`
 * and `dd`, cells of a table, a label and its neighbour, «Категория: Дороги» in a line) or names it (`aria-label`, the
 * head of a column). The words are data of the pack: a list `…Label` of `[aria-label="Слово"]`, which is looked for both
 * as a selector and as the visible word. What is not found is missing; the selection of the person captures the rest.
 */
import { parsePosAddress, posIdentity, posIdentityOf } from '../../shared/sources/pos-address.ts'
import {
  type Adapter,
  type AdapterSite,
  anyOf,
  type ItemContext,
  listOf,
  noFacts,
  type Place,
  type SelectorSet,
} from './contract.ts'
import { fromMachineTime, fromShownText } from './dates.ts'
import { createStill } from './still.ts'
import { textOf } from './text.ts'

export const posSite: AdapterSite = {
  adapter: 'pos',
  channel: 'pos',
  title: 'ПОС «Госуслуги. Решаем вместе»: кабинет сотрудника',
  confidence: 'по описанию, не проверено на живой странице',
  matches: ['https://pos.gosuslugi.ru/backoffice/*'],
  reads: [
    'карточка сообщения: номер, текст, заявитель, дата подачи',
    'список сообщений: каждая строка со ссылкой на карточку',
    'остальное — по выделенному тексту',
  ],
  identity: 'Номер сообщения из адреса карточки: https://pos.gosuslugi.ru/backoffice/appeals/<номер>.',
  never: [
    'адреса автора: кабинет показывает имя заявителя, а не страницу',
    'поля без подписи: они находятся только по подписям «Текст сообщения», «Заявитель», «Дата подачи»',
  ],
}

type Field = 'text' | 'author' | 'published' | 'other'
const fields: readonly Field[] = ['text', 'author', 'published', 'other']

/** The longest label; a longer text is no label. */
const labelLimit = 80
/** «Категория: Дороги» in one line; a longer one is somebody's words. */
const lineLimit = 300
/** Where no label stands: heads of columns, controls, what is not shown. */
const silent = 'thead,script,style,option,textarea,button,nav'
/** How far a label's wrapper may be from its value's wrapper. */
const climbLimit = 4

const emptyWords = /ничего не найдено|нет данных|нет сообщений|сообщений нет|список пуст/iu

const plain = (words: string): string =>
  words
    .replace(/[\s\u00a0]+/gu, ' ')
    .replace(/[\s:*]+$/u, '')
    .trim()
    .toLowerCase()

export const pos: Adapter = {
  id: 'pos',
  isAt: ({ hostname, pathname }) => hostname === 'pos.gosuslugi.ru' && pathname.startsWith('/backoffice'),
  define: set => {
    const still = createStill()
    const rows = anyOf(listOf(set, 'row'))
    const links = anyOf(listOf(set, 'link'))
    const cards = listOf(set, 'card')
    const noise = anyOf(listOf(set, 'textNoise'))
    const boundary = anyOf([...listOf(set, 'item'), ...listOf(set, 'foreign')])
    const labels = wordsOf(set, ['Label'])
    const columns = wordsOf(set, ['Label', 'Column'])
    const isRow = (element: Element) => element.matches(rows)
    /** On a card only a row under heads is a message of a list; «Дубль сообщения — 177073001» is a field of the card. */
    const isListRow = (row: Element) =>
      !isOnCard(row.ownerDocument) || (row.matches('tr,[role="row"]') && hasHeads(row))
    const owns = (root: Element, element: Element): boolean => {
      let owner = element.closest(boundary)
      while (owner !== null && owner !== root && isRow(owner) && !isListRow(owner))
        owner = owner.parentElement?.closest(boundary) ?? null
      return owner === root
    }

    const numberOfRow = (row: Element): string | null => {
      const numbers = new Set<string>()
      for (const link of row.querySelectorAll(links)) {
        const number = parsePosAddress(link.getAttribute('href') ?? '')
        if (number !== null) numbers.add(number)
        // A row of two messages is no row of either.
        if (numbers.size > 1) return null
      }
      const [number] = numbers
      return number ?? null
    }

    /** The part in front that has fields: a window over the list, else the main part, else the page. */
    const cardOf = still.kept((document: Document): Element | null => {
      for (const selector of cards) {
        for (const part of document.querySelectorAll(selector)) {
          if (byLabels(part, labels, label => owns(part, label)).size > 0) return part
        }
      }
      return null
    })

    /** A read is one context: its labels are looked for once. */
    const read = new WeakMap<ItemContext, ReadonlyMap<Field, Value>>()
    const valuesOf = (item: ItemContext): ReadonlyMap<Field, Value> => {
      const known = read.get(item)
      if (known !== undefined) return known
      const { root } = item
      const found = byLabels(root, labels, label => owns(root, label))
      if (isRow(root)) for (const [field, value] of byColumns(root, columns)) found.set(field, value)
      read.set(item, found)
      return found
    }
    const lineIn = (item: ItemContext, field: Field): string | null => {
      // A name may be followed by a telephone in the next line.
      const [first = ''] = (valuesOf(item).get(field)?.text(noise) ?? '').trim().split('\n', 1)
      const line = first.replace(/\s+/gu, ' ').trim()
      return line === '' ? null : line.slice(0, 2000)
    }

    return {
      id: 'pos',
      adapter: 'pos',
      set,
      machineZone: null,
      still,
      isSameItem: () => false,
      scope: document => document,
      identify: (root, place) => {
        const addressed = parsePosAddress(place.href)
        if (isRow(root)) {
          const number = isListRow(root) ? numberOfRow(root) : null
          return number === null ? null : posIdentity(number)
        }
        return addressed !== null && cardOf(root.ownerDocument) === root ? posIdentity(addressed) : null
      },
      isNoItem: element => !isRow(element) || !isListRow(element),
      identifyAddress: posIdentityOf,
      expects: (document, place) => {
        if (parsePosAddress(place.href) !== null) return 'item'
        if (!isList(place)) return 'nothing'
        return emptyWords.test(document.body?.textContent ?? '') ? 'nothing' : 'list'
      },
      pageKind: (_document, place) =>
        parsePosAddress(place.href) !== null ? 'card' : isList(place) ? 'list' : 'other',
      isPrivate: () => false,
      placeOf: () => ({ key: 'pos:cabinet', title: 'Кабинет ПОС' }),
      facts: () => noFacts,
      author: item => ({ name: lineIn(item, 'author'), url: null, id: null }),
      better: {
        text: item => valuesOf(item).get('text')?.text(noise) ?? null,
        published: (item, { now, zone }) => {
          const line = lineIn(item, 'published')
          return line === null ? null : (fromMachineTime(line, zone) ?? fromShownText(line, now, zone))
        },
        publishedText: item => lineIn(item, 'published'),
      },
    }
  },
}

const isOnCard = ({ location }: Document): boolean =>
  location !== null && parsePosAddress(location.href) !== null

/** Whether the columns of the row's table are named. */
function hasHeads(row: Element): boolean {
  const first = row.closest('table,[role="table"],[role="grid"]')?.querySelector('tr,[role="row"]')
  const cells = [...(first?.children ?? [])]
  return first !== row && cells.length > 1 && cells.every(cell => cell.matches('th,[role="columnheader"]'))
}

const isList = ({ pathname }: Place): boolean => /\/appeals\/?$/u.test(pathname)

/** What stands after a label: an element, a control, or the rest of the line. */
type Value = { text: (noise: string) => string; nodes: readonly Node[] }

/** The visible word of a label → the field it names; `ends` are the lists' names after the field's. */
function wordsOf(set: SelectorSet, ends: readonly string[]): ReadonlyMap<string, Field> {
  const words = new Map<string, Field>()
  for (const field of fields) {
    for (const selector of ends.flatMap(end => listOf(set, `${field}${end}`))) {
      const word = /^\[aria-label="([^"]+)"\]$/u.exec(selector)?.[1]
      if (word !== undefined && !words.has(plain(word))) words.set(plain(word), field)
    }
  }
  return words
}

/** What a person would read in the element: the value of a control, else its text with line breaks. */
function valueOfElement(element: Element): Value {
  return {
    nodes: [element],
    text: noise => {
      const control = element.matches('input,textarea,select')
        ? element
        : element.querySelector('input:not([type="hidden"]),textarea,select')
      if (control instanceof HTMLSelectElement) return control.selectedOptions[0]?.textContent?.trim() ?? ''
      if (control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement)
        return control.value.trim()
      return textOf(element, { collapse: false, noise, more: ':not(*)' }).text
    },
  }
}

/** The first value of each field, in document order; one walk over the texts of the element. */
function byLabels(
  root: Element,
  labels: ReadonlyMap<string, Field>,
  isOwn: (element: Element) => boolean,
): Map<Field, Value> {
  const found = new Map<Field, Value>()
  /** What citizens wrote may hold words that look like labels. */
  const values: Node[] = []
  const take = (field: Field, label: Element, value: Value | null) => {
    if (value === null || found.has(field) || !isOwn(label) || value.text(':not(*)') === '') return
    found.set(field, value)
    values.push(...value.nodes)
  }
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const label = node.parentElement
    const words = (node.nodeValue ?? '').trim()
    if (label === null || words === '') continue
    const field = words.length <= labelLimit ? labels.get(plain(words)) : undefined
    const [, before = '', after = ''] =
      field === undefined && words.length <= lineLimit
        ? (/^([^:\n]{2,80}):\s+(\S.*)$/u.exec(words) ?? [])
        : []
    const inLine = labels.get(plain(before))
    if (field === undefined && inLine === undefined) continue
    if (label.closest(silent) !== null || values.some(value => value.contains(node))) continue
    if (field !== undefined) take(field, label, valueAfter(node, label, root, labels))
    else if (inLine !== undefined) take(inLine, label, { nodes: [node], text: () => after.trim() })
  }
  for (const named of root.querySelectorAll('[aria-label],[data-label]')) {
    const field = labels.get(
      plain(named.getAttribute('aria-label') ?? named.getAttribute('data-label') ?? ''),
    )
    if (field !== undefined && named.closest('thead,button,nav') === null)
      take(field, named, valueOfElement(named))
  }
  return found
}

/** The value of the label whose word is the text node. */
function valueAfter(
  node: Node,
  label: Element,
  root: Element,
  labels: ReadonlyMap<string, Field>,
): Value | null {
  const target = label.closest('label')
  if (target instanceof HTMLLabelElement && target.control !== null) return valueOfElement(target.control)
  // A row of nothing but heads names columns, not a field.
  const head = label.closest('th')
  if (head !== null && [...(head.parentElement?.children ?? [])].every(({ tagName }) => tagName === 'TH'))
    return null
  let from: Node = node
  for (let climbed = 0; climbed <= climbLimit; climbed += 1) {
    for (let next = from.nextSibling; next !== null; next = next.nextSibling) {
      const words = (next.textContent ?? '').trim()
      const isControl =
        next instanceof Element &&
        (next.matches('input,textarea,select') || next.querySelector('input,textarea,select') !== null)
      if (words === '' && !isControl) {
        // The place of the value is there and empty; an empty mark inside the label is none.
        if (climbed > 0 && next instanceof Element) return null
        continue
      }
      // The next label follows at once: this field is empty.
      if (labels.has(plain(firstWords(next)))) return null
      return next instanceof Element ? valueOfElement(next) : valueOfNodes(next, labels)
    }
    const parent: Element | null = from.parentElement
    if (parent === null || parent === root) return null
    // Something else stands before the label: its wrapper is no label any more.
    if (plain(parent.textContent ?? '') !== plain(node.nodeValue ?? '')) return null
    from = parent
  }
  return null
}

/** Bare words after a label, with their line breaks, up to the next label. */
function valueOfNodes(first: Node, labels: ReadonlyMap<string, Field>): Value {
  const nodes: Node[] = []
  for (let node: Node | null = first; node !== null; node = node.nextSibling) {
    if (node !== first && labels.has(plain(firstWords(node)))) break
    nodes.push(node)
  }
  return {
    nodes,
    text: noise => {
      // Beside the page, never in it.
      const copy = document.createElement('div')
      copy.append(...nodes.map(node => node.cloneNode(true)))
      return textOf(copy, { collapse: false, noise, more: ':not(*)' }).text.replace(/^[:\s]+/u, '')
    },
  }
}

/** What the element begins with. */
function firstWords(node: Node): string {
  for (let first: Node | null = node; first !== null; first = first.firstChild) {
    while (first !== null && (first.textContent ?? '').trim() === '') first = first.nextSibling
    if (first === null) return ''
    if (!(first instanceof Element)) return (first.nodeValue ?? '').trim().slice(0, labelLimit)
  }
  return ''
}

/** The cells of a list's row, named by the heads of its columns. */
function byColumns(row: Element, labels: ReadonlyMap<string, Field>): Map<Field, Value> {
  const found = new Map<Field, Value>()
  const table = row.closest('table,[role="table"],[role="grid"]')
  const head = table?.querySelector('tr,[role="row"]')
  if (head == null || head === row) return found
  const names = [...head.children].map(cell => labels.get(plain(cell.textContent ?? '')))
  for (const [index, cell] of [...row.children].entries()) {
    const field = names[index]
    if (field !== undefined && !found.has(field)) found.set(field, valueOfElement(cell))
  }
  return found
}

// Seen on: test/pages/pos/card-dl.html, card-table.html, card-blocks.html, list.html, list-cards.html, list-empty.html, unknown.html, reports.html, card-lines.html
