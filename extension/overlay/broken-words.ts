/* The words of a reported page: which of them stay because nobody wrote them, and what becomes of all others. */
import type { SelectorSet } from '../../shared/sources/selector-set.ts'

/** Words of the sites' own interface by which adapters know a page. */
const interfaceWords =
  'окно чата с|chat with|подписчик(?:а|ов|и)?|участник(?:а|ов|и)?|subscribers?|members?|продолжение ниже|промо|реклама|ред\\.|пропущенный|входящий|исходящий|отклон[её]нный|отмен[её]нный|неотвеченный|групповой|вызов|звонок|аудио|видео|missed|incoming|outgoing|declined|cancelled|audio|video|voice|call|ничего не найдено|нет данных|нет сообщений|сообщений нет|список пуст'
/** What stands beside them: lengths of calls, and large counts in short. */
const units = 'сек|мин|ч|sec|min|h|тыс|млн|k|m'
const ofTheSite = `(?<![\\p{L}\\p{M}])(?:${interfaceWords}|(?<=\\d\\s?)(?:${units}))(?![\\p{L}\\p{M}])`
/** Where the site puts its words before or after somebody's: «Окно чата с …», «… Продолжение ниже…». */
const around = '(?<=^\\s*)(?:окно чата с|chat with)(?=\\s)|продолжение ниже(?=(?:…|\\.{3})?\\s*$)'
/** Dates and clocks that stand among other words or numbers. */
const dates =
  '\\d{1,2}[./-]\\d{1,2}[./-]\\d{4}|\\d{4}[./-]\\d{1,2}[./-]\\d{1,2}|\\d{4}年\\d{1,2}月\\d{1,2}日|\\d{1,2}:\\d\\d(?::\\d\\d)?(?:\\s*[ap]\\.?\\s?m\\b\\.?)?'
const siteWords = new RegExp(ofTheSite, 'giu')
const keptInSiteLine = new RegExp(`${dates}|${ofTheSite}`, 'giu')
const keptInLine = new RegExp(`${dates}|${around}`, 'giu')

/** Words as shapes; dates among them as one date, clocks as `clock` says. */
export const shapesOf = (text: string, clock: (shown: string) => string): string =>
  text
    .split('\n')
    .map(line => shapesOfLine(line, clock))
    .join('\n')

/** A word of the interface stays where the line holds no other: among somebody's words it is theirs. */
const shapesOfLine = (line: string, clock: (shown: string) => string): string => {
  const isOfSite = !/\p{L}/u.test(line.replace(siteWords, ''))
  const kept = isOfSite ? keptInSiteLine : keptInLine
  const stays = (line.match(kept) ?? []).map(shown =>
    /^\p{L}/u.test(shown) ? shown : shown.includes(':') ? clock(shown) : dateShape(shown),
  )
  return line
    .split(kept)
    .map((part, at) => plainShape(part) + (stays[at] ?? ''))
    .join('')
}

/** The one date, written as this one is. Where day and month could be each other, they still could. */
const dateShape = (shown: string): string => {
  if (shown.includes('年')) return '2020年1月1日'
  const [sign = '.'] = /[./-]/u.exec(shown) ?? []
  if (/^\d{4}/u.test(shown)) return ['2020', '01', '01'].join(sign)
  const [one = 1, other = 1] = shown.split(sign).map(Number)
  const [day, month] =
    sign !== '/' || one === other
      ? ['01', '01']
      : one > 12
        ? ['31', '01']
        : other > 12
          ? ['01', '31']
          : ['01', '02']
  return [day, month, '2020'].join(sign)
}

const plainShape = (text: string): string =>
  text
    .replace(/[\p{L}\p{M}]+/gu, wordShape)
    .replace(/\p{N}/gu, '0')
    .replace(/\p{Extended_Pictographic}/gu, '☺')

/** Letters of the same script and case; of the length only the class: short, middle, long. */
const wordShape = (word: string): string => {
  const length = word.length <= 3 ? word.length : word.length <= 7 ? 5 : 9
  const [small, capital] = /\p{Script=Cyrillic}/u.test(word) ? ['а', 'А'] : ['a', 'A']
  const [first = ''] = word
  if (word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase())
    return capital.repeat(length)
  const begins = first !== first.toLowerCase() ? capital : small
  return begins + small.repeat(Math.max(0, length - 1))
}

/** Colons and stars after a label are not its word. */
const bare = (words: string): string =>
  words
    .replace(/[\s\u00a0]+/gu, ' ')
    .replace(/[\s:*]+$/u, '')
    .trim()
    .toLowerCase()

export type Labels = {
  /** «Категория», «Текст обращения *»: the pack names it, the site wrote it. */
  has: (line: string) => boolean
  /** «Категория: Дороги» → the label with its colon, and the value. */
  split: (text: string) => { label: string; value: string } | null
}

/** The visible words by which an adapter finds fields: lists `…Label` and `…Column` of `[aria-label="Слово"]`. */
export const labelsOf = (sets: readonly SelectorSet[]): Labels => {
  const words = new Set(
    sets
      .flatMap(({ lists }) => Object.entries(lists))
      .filter(([name]) => /(?:Label|Column)$/u.test(name))
      .flatMap(([, selectors]) => selectors)
      .flatMap(selector => /^\[aria-label="([^"]+)"\]$/u.exec(selector)?.[1] ?? [])
      .map(bare),
  )
  const has = (line: string) => words.has(bare(line))
  return {
    has,
    split: text => {
      const [, label = '', value = ''] = /^(\s*[^:\n]{2,80}:\s+)(\S.*)$/su.exec(text) ?? []
      return label !== '' && has(label) ? { label, value } : null
    },
  }
}
