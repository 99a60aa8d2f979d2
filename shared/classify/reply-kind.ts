import type { ReplyKind } from '../ticket/events.ts'
import { compileLexicon, findHits } from './lexicon.ts'
import { asWritten, type Token, tokenize } from './tokens.ts'

/** Which clock a reply stops (PRACTICE.md P1). */
export type ReplyKindSuggestion = {
  readonly kind: ReplyKind
  /** The words that decided, as they stand; empty: nothing known was found and `first`, which stops least, is offered. */
  readonly matched: readonly string[]
  /** `YYYY-MM-DD`: the reply says «до 25 ноября». */
  readonly promisedDate?: string
}

/** In the order of the keyword lists below. */
const kinds = ['first', 'interim', 'final'] as const satisfies readonly ReplyKind[]

const lexicon = compileLexicon([
  [
    'принят* работу^4',
    'принял* работу^4',
    'взял* работу^4',
    'взят* работу^4',
    'сообщение принят*^3',
    'приняли^2',
    'принято^2',
    'передан*^3',
    'передал*^3',
    'передад*^2',
    'направлен*^2',
    'направил*^2',
    'перенаправ*^2',
    'уточните^4',
    'уточним^3',
    'разберемся^3',
    'проверим^3',
    'спасибо за сигнал^2',
    'спасибо информацию^2',
    'сообщим^2',
    'напишите адрес^4',
    'выясняем^3',
    'рассмотрим^2',
  ],
  [
    'будет^3',
    'будут^3',
    'ответим до^5',
    'ответ* до^3',
    'планируется^4',
    'планируют^4',
    'планируем^4',
    'запланирован*^4',
    'намечен*^3',
    'включен* план*^4',
    'включим план*^4',
    'будет выполнен*^4',
    'будут выполнен*^4',
    'будет восстановлен*^4',
    'будет проведен*^4',
    'будут проведен*^4',
    'будет устранен*^4',
    'будут устранен*^4',
    'будет отремонтирован*^4',
    'будет вывезен*^4',
    'будет установлен*^4',
    'будут установлен*^4',
    'будет организован*^4',
    'приступ*^3',
    'выполним^4',
    'устраним^4',
    'отремонтируем^4',
    'вывезем^4',
    'установим^4',
    'восстановим^4',
    'заменим^4',
    'уберем^4',
    'почистим^4',
    'ведутся работы^4',
    'работы ведутся^4',
    'ближайшее время^3',
    'находится контроле^3',
    'на контроле^3',
    'дополнительно сообщим^3',
    'после схода снега^3',
    'ожида* поставк*^3',
    'срок до^3',
  ],
  [
    'выполнен*^3',
    'устранен*^3',
    'устранил*^4',
    'отремонтирован*^3',
    'отремонтировал*^4',
    'восстановлен*^3',
    'восстановил*^4',
    'вывезен*^3',
    'вывезли^4',
    'очищен*^3',
    'очистил*^4',
    'расчистил*^4',
    'почистил*^4',
    'убрали^4',
    'убран*^3',
    'заменил*^4',
    'заменен*^3',
    'починил*^4',
    'засыпал*^3',
    'отгрейдирован*^3',
    'установлен*^2',
    'установил*^4',
    'возобновлен*^4',
    'возобновил*^4',
    'завершен*^4',
    'завершил*^4',
    'проведен*^2',
    'провели^3',
    'выплачен*^4',
    'разъясняем^4',
    'поясняем^4',
    'соответствии законом^3',
    'согласно^2',
    'необходимо обратиться^3',
    'можете обратиться^3',
    'вам следует^3',
    'не предусмотрен*^3',
    'не подтвердил*^3',
    'факт* не подтвердил*^4',
    'отпущен*^2',
    'отловлен*^4',
    'пересчитан*^4',
    'решен^2',
    'решена^2',
    'решено^2',
    'решены^2',
    'расчищен*^2',
    'выполнил*^2',
    'оказан*^2',
    'выдан*^2',
    'освобожден*^2',
    'засыпан*^2',
    'обеспечен*^2',
    'поступил*^2',
    'доставлен*^2',
    'предоставлен*^2',
    'записаны^2',
    'записан^2',
    'назначен*^2',
    'прекращен*^2',
    'проверен*^2',
    'произвел*^2',
    'произведен*^2',
    'ликвидирован*^2',
    'обработан*^2',
    'предупрежден*^2',
    'доведен*^2',
    'оштраф*^2',
    'разъяснен*^2',
    'посыпан*^2',
    'закреплен*^2',
    'спилен*^2',
    'выявлен*^2',
    'уточнен*^2',
    'открыты^2',
    'сняты^2',
    'готов^2',
    'приведен* порядок^4',
    'составлен* протокол*^3',
    'приняты меры^3',
    'не выявлено^3',
    'решение принято^4',
    'проведена беседа^4',
    'произведен* перерасчет*^4',
  ],
])

/** `today` is the local date of the organisation, `YYYY-MM-DD`. */
export function suggestReplyKind(text: string, today: string): ReplyKindSuggestion {
  const tokens = tokenize(text)
  const hits = findHits(lexicon, tokens)
  const promise = findPromise(text, tokens, today)
  const scores = [0, 0, 0]
  for (const hit of hits) scores[hit.owner] = (scores[hit.owner] ?? 0) + hit.weight
  const [first = 0, interim = 0, final = 0] = scores

  const owner = decide({ first, interim: interim + (promise === undefined ? 0 : 4), final })
  const words = hits
    .filter(hit => hit.owner === owner)
    .sort((a, b) => (a.at[0] ?? 0) - (b.at[0] ?? 0))
    .map(({ at }) => asWritten(text, tokens[at[0] ?? 0]?.start ?? 0, tokens[at.at(-1) ?? 0]?.end ?? 0))
  if (promise !== undefined && owner === kinds.indexOf('interim')) words.push(promise.matched)
  return {
    kind: kinds[owner] ?? 'first',
    matched: [...new Set(words)].slice(0, 5),
    ...(promise === undefined ? {} : { promisedDate: promise.date }),
  }
}

/**
 * A promise outweighs what was done («засыпали, асфальт уложим до 1 июня» goes on), and «будет выполнено» contains the
 * word of a final reply; so the final kind needs more than the promise, and the first kind wins only alone.
 */
function decide({ first, interim, final }: Record<ReplyKind, number>): number {
  if (interim > 0 && interim >= final) return 1
  if (final > 0 && final >= first) return 2
  return interim > 0 ? 1 : 0
}

const months = 'январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр'.split(' ')
const deadlineWords = new Set(['до', 'к', 'позднее', 'позже', 'срок'])
/** A day without a year that would lie further ahead than this has just passed: it is not a promise. */
const farAheadDays = 300
const dayMs = 86_400_000

function findPromise(
  text: string,
  tokens: readonly Token[],
  today: string,
): { date: string; matched: string } | undefined {
  for (let i = 0; i < tokens.length; i++) {
    if (!deadlineWords.has(tokens[i]?.word ?? '')) continue
    const found = dayAt(tokens, i + 1, text)
    const date = found === undefined ? undefined : resolveDay(found, today)
    if (found === undefined || date === undefined) continue
    return { date, matched: asWritten(text, tokens[i]?.start ?? 0, tokens[found.last]?.end ?? 0) }
  }
  return undefined
}

type WrittenDay = {
  readonly day: number
  readonly month: number
  readonly year: number | undefined
  readonly last: number
}

/** «25 ноября», «25 ноября 2026», «25.11», «25.11.2026» beginning at token `at`. */
function dayAt(tokens: readonly Token[], at: number, text: string): WrittenDay | undefined {
  const [dayToken, monthToken, yearToken] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  if (dayToken === undefined || monthToken === undefined || !/^\d{1,2}$/.test(dayToken.word)) return undefined
  const isNumeric = /^\d{2}$/.test(monthToken.word) && text.slice(dayToken.end, monthToken.start) === '.'
  const month = isNumeric ? Number(monthToken.word) : monthNumber(monthToken.word)
  if (month < 1 || month > 12) return undefined
  const hasYear =
    yearToken !== undefined && /^20\d\d$/.test(yearToken.word) && yearToken.start - monthToken.end <= 2
  return {
    day: Number(dayToken.word),
    month,
    year: hasYear ? Number(yearToken.word) : undefined,
    last: hasYear ? at + 2 : at + 1,
  }
}

function monthNumber(word: string): number {
  if (word === 'мая' || word === 'маю') return 5
  return word.length < 4 ? 0 : months.findIndex((stem, index) => index !== 4 && word.startsWith(stem)) + 1
}

function resolveDay({ day, month, year }: WrittenDay, today: string): string | undefined {
  const thisYear = Number(today.slice(0, 4))
  if (year !== undefined) return notBefore(isoDay(year, month, day), today)
  const nearest = notBefore(isoDay(thisYear, month, day), today) ?? isoDay(thisYear + 1, month, day)
  if (nearest === undefined) return undefined
  return Date.parse(nearest) - Date.parse(today) <= farAheadDays * dayMs ? nearest : undefined
}

const notBefore = (date: string | undefined, today: string) =>
  date !== undefined && date >= today ? date : undefined

/** `undefined` for a day the calendar does not have, such as 31 November. */
function isoDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : undefined
}
