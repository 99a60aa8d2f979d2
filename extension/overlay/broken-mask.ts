/* What becomes of a page's words, numbers, dates and addresses in a report of a broken page (broken.ts says the rules). */
import type { SelectorSet } from '../../shared/sources/selector-set.ts'
import { browserZone, fromMachineTime, fromShownText, fromUnix } from '../channels/dates.ts'
import { dataTypes, dataWords, hostOf, isSameSite } from './broken-names.ts'
import { labelsOf, shapesOf } from './broken-words.ts'

const longestText = 2_000

/** Values that name a part of the page and nobody. */
const structural =
  /^(?:class|role|type|rel|itemprop|itemtype|property|data-testid|data-test-id|tabindex|dir|lang|hidden|disabled|aria-(?:hidden|expanded|level|haspopup|current|pressed|selected))$/u
const addresses = /^(?:href|src|action|cite|data-href|data-src|data-url|data-link|xlink:href)$/u
const sentences = /^(?:alt|title|placeholder|aria-label|aria-description|value|content|label|summary)$/u
/** Words of the sites' own addresses. A name that somebody gave to a page is not among them. */
const addressWords = new Set(
  (
    'wall reply thread photo photos video videos clip clips topic board albums album audio doc id club public event ' +
    'im feed group groups profile friends statuses statusComments st cmd discussions comments comment reviews post ' +
    'posts dk live movie movieLayer message messages mail write gim backoffice appeals convo list single scheduled true false net lid us me ' +
    'Mask msg hook Block k a s c z w g www html php index all own'
  ).split(' '),
)
/** Parameters that say which post is meant. */
const identityParameters = new Set(
  'w z reply thread post p peer sel comment single id msgid act st.cmd st.layer.type st.topicId st.groupId st.themeId st.mvId st.sbj'.split(
    ' ',
  ),
)

/** Numbers that mean more than themselves: messages of a Telegram group (from 2^32 on), seconds and milliseconds. */
const beginnings = ['4294967296', '1577836800', '1577836800000']

const fixedMachine = '2020-01-01T00:00:00+00:00'
const fixedDay = '2020-01-01'
const fixedUnix = '1577836800'
const fixedShown = '1 января 2020 в 00:00'
const fixedDate = '1 января 2020'
/** A day between messages: «20 ноября 2026», «18 мая», "November 21", «Сегодня». */
const dayAlone =
  /^(?:[а-яё]{2,11},?\s+)?(?:\d{1,2}\s+[а-яё]{3,8}\.?(?:,?\s+\d{4}(?:\s*г\.?)?)?|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|сегодня|вчера|today|yesterday)$/iu
const clockAlone = /^\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?\s?m\.?)?$/iu

export type Mask = {
  text: (text: string) => string
  /** JSON in a script. */
  data: (text: string) => string
  attribute: (name: string, value: string, node: Element) => string
  /** `isPage`: the page's own address, which stays complete. */
  address: (address: string, isPage?: boolean) => string
}

/** `taken`: numbers of the page, which no invented one may be by accident. */
export const createMask = (
  href: string,
  sets: readonly SelectorSet[],
  now: string,
  taken: ReadonlySet<string>,
): Mask => {
  const page = new URL(href)
  const zone = browserZone()
  const numbers = new Map<string, string>()
  const used = new Set<string>()
  const names = new Map<string, string>()
  const clocks = new Map<string, string>()
  const known = vocabularyOf(sets)
  const labels = labelsOf(sets)
  const dates = sets.flatMap(({ published }) => published)

  /** The same for the same number: as long, with the first digit kept, so that a chat stays a chat. */
  const number = (digits: string): string => {
    if (digits.length < 3) return digits
    const before = numbers.get(digits)
    if (before !== undefined) return before
    // A group of Telegram is -100 and its number.
    const group = /^100(\d{9,})$/u.exec(digits)?.[1]
    const invented = group === undefined ? fresh(digits) : `100${number(group)}`
    numbers.set(digits, invented)
    return invented
  }
  const fresh = (digits: string): string => {
    const [first = '1'] = digits
    const floor =
      beginnings.find(each => each.length === digits.length && digits > each) ??
      (first === '0' ? '0' : first.padEnd(digits.length, '0'))
    for (let at = BigInt(numbers.size + 1); ; at += 1n) {
      const invented = String(BigInt(floor) + at).padStart(digits.length, '0')
      if (taken.has(invented) || used.has(invented)) continue
      used.add(invented)
      return invented
    }
  }
  /** Digits of other scripts are no part of what adapters read. */
  const numbersIn = (value: string) =>
    value.replace(/\d{3,}|[^\P{N}0-9]/gu, part => (/\d/u.test(part) ? number(part) : '0'))

  /** The same for the same name; what the site or the pack calls its own stays. */
  const name = (word: string): string => {
    if (known.has(word) || addressWords.has(word) || word.length < 2) return word
    const before = names.get(word)
    if (before !== undefined) return before
    const at = names.size
    const invented = `x${String.fromCharCode(97 + (at % 26))}${at >= 26 ? `x${at}` : ''}`
    names.set(word, invented)
    return invented
  }
  /** An id, a short name, a path: words and numbers each by itself, the signs between them kept. */
  const identifier = (value: string) =>
    known.has(value) ? value : numbersIn(value.replace(/[\p{L}\p{M}]+/gu, name))
  /** A key of data: in somebody's object it may be their name. */
  const dataKey = (key: string) =>
    known.has(key)
      ? key
      : numbersIn(key.replace(/[\p{L}\p{M}]+/gu, word => (dataWords.has(word) ? word : name(word))))

  /** Equal clocks stay equal, so that two messages of one day do not become one. */
  const clock = (shown: string): string => {
    const invented = clocks.get(shown) ?? `00:${String(clocks.size % 60).padStart(2, '0')}`
    clocks.set(shown, invented)
    return /:\d\d:/u.test(shown) ? `${invented}:00` : invented
  }
  const words = (given: string): string => shapesOf(given.slice(0, longestText), clock)

  /** A date that is read now is read afterwards too; which one it was is gone. */
  const text = (value: string): string => {
    // The value may begin with the colon of its label.
    const line = value.trim().replace(/^:\s*/u, '')
    if (line === '' || labels.has(line)) return value
    const field = labels.split(value)
    if (field !== null) return field.label + text(field.value)
    if (clockAlone.test(line)) return words(value)
    if (line.length <= 60 && /\d|назад|только что|вчера|сегодня/iu.test(line)) {
      const date = fromShownText(line, now, zone)
      if (date !== null) return value.replace(line, date.precision === 'day' ? fixedDate : fixedShown)
    }
    if (dayAlone.test(line)) return value.replace(line, fixedDate)
    return words(value)
  }

  /** The site's own word for what it shows, or an identity. */
  const parameter = (key: string, given: string) =>
    key === 'st.cmd' && /^[A-Za-z]{1,60}$/u.test(given) ? given : identifier(given)

  const address = (value: string, isPage = false): string => {
    const trimmed = value.trim()
    if (trimmed === '') return ''
    if (!URL.canParse(trimmed, href)) return ''
    const url = new URL(trimmed, href)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return ''
    if (!isPage && url.host !== page.host && !isSameSite(url.hostname, page.hostname))
      return 'https://elsewhere.invalid/'
    const path = url.pathname.split('/').map(part => identifier(safeDecode(part)))
    const query = [...url.searchParams]
      .filter(([key]) => identityParameters.has(key))
      .map(([key, given]) => `${key}=${encodeURIComponent(parameter(key, given)).replaceAll('%2F', '/')}`)
    const hash = url.hash === '' ? '' : `#${identifier(safeDecode(url.hash.slice(1)))}`
    const rest = `${path.map(encodeURI).join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}${encodeURI(hash)}`
    // Relative where the page wrote it so: selectors look at the beginning.
    if (!isPage && !/^https?:|^\/\//iu.test(trimmed)) return trimmed.startsWith('#') ? encodeURI(hash) : rest
    const port = url.port === '' ? '' : `:${url.port}`
    return `${url.protocol}//${hostOf(url.hostname, identifier)}${port}${rest}`
  }

  const json = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return jsonText(value, key)
    if (typeof value === 'number') return Number(numbersIn(String(Math.trunc(value))))
    if (Array.isArray(value)) return value.map(each => json(each, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        /^[\w@$:/.-]{1,60}$/u.test(name) ? dataKey(name) : words(name),
        json(each, name),
      ]),
    )
  }
  const jsonText = (value: string, key: string): string => {
    if (key === '@type' && dataTypes.has(value)) return value
    if (key === '@context' && /^https?:\/\/schema\.org\/?$/u.test(value)) return value
    if (/^(?:https?:)?\/\//u.test(value) || /^\/\w/u.test(value)) return address(value)
    if (fromMachineTime(value, 'UTC') !== null) return value.length > 10 ? fixedMachine : fixedDay
    if (/^[\w:.@-]+$/u.test(value)) return identifier(value)
    return words(value)
  }
  const data = (value: string): string => {
    try {
      return JSON.stringify(json(JSON.parse(value), '')).replaceAll('<', '\\u003c')
    } catch {
      return ''
    }
  }

  const attribute = (name: string, value: string, node: Element): string => {
    if (value === '' || /^\w{1,2}$/u.test(value) || known.has(value)) return value
    // A number in a class is the layout's, unless it is as long as somebody's.
    if (structural.test(name)) return value.replace(/\d{6,}/gu, number)
    if (name === 'style') return stylesOf(value, identifier)
    if (name.startsWith('on') || /srcset|poster|nonce|integrity|token|hash/u.test(name)) return ''
    const date = dates.find(each => each.attribute === name && each.selectors.some(one => matches(node, one)))
    if (date?.as === 'unix' && fromUnix(value) !== null) return fixedUnix
    if (date?.as === 'shown' && fromShownText(value, now, zone) !== null) return fixedShown
    if (/^\d{4}-\d\d-\d\d/u.test(value) && fromMachineTime(value, 'UTC') !== null)
      return value.length > 10 ? fixedMachine : fixedDay
    if (addresses.test(name)) return address(value)
    if (sentences.test(name)) return /^https?:\/\//u.test(value) ? address(value) : text(value)
    // JSON; a date in brackets, as WhatsApp writes it, is none.
    const json = /^[[{]/u.test(value) ? data(value) : ''
    if (json !== '') return json
    return /\s/u.test(value) ? words(value) : identifier(value)
  }

  return { text, data, attribute, address }
}

/** What selectors name: values in quotes, and the words of attribute values. */
const vocabularyOf = (sets: readonly SelectorSet[]): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const { lists, text, published } of sets) {
    const selectors = [
      ...Object.values(lists).flat(),
      ...text.flatMap(({ selector, noise = '' }) => [selector, noise]),
      ...published.flatMap(each => each.selectors),
    ]
    for (const selector of selectors) {
      for (const [, value = ''] of selector.matchAll(/=\s*["']?([^"'\]]+)["']?/gu)) {
        found.add(value)
        for (const word of value.match(/\p{L}+/gu) ?? []) found.add(word)
      }
      for (const [, id = ''] of selector.matchAll(/#([\w-]+)/gu))
        for (const word of id.match(/\p{L}+/gu) ?? []) found.add(word)
    }
  }
  return found
}

/** What hides or shows, and the mask that VK names after whose picture it is; colours, sizes and pictures go. */
const stylesOf = (value: string, identifier: (value: string) => string): string =>
  value
    .split(';')
    .map(each => each.trim())
    .flatMap(each => {
      if (/^(?:display|visibility|white-space)\s*:[\w\s-]*$/u.test(each)) return [each]
      const mask = /^clip-path\s*:\s*url\(["']?#\w*?Mask(-?\d+)["']?\)$/u.exec(each)
      return mask === null ? [] : [`clip-path: url("#Mask${identifier(mask[1] ?? '')}")`]
    })
    .join('; ')

const matches = (node: Element, selector: string): boolean => {
  try {
    return node.matches(selector)
  } catch {
    return false
  }
}

const safeDecode = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
