import { asWritten, type Token } from './tokens.ts'

const streetMarkers = new Set(
  (
    'ул улица улице улицы улицу улицей пер переулок переулке переулка проспект проспекте проспекта пл площадь площади ' +
    'мкр микрорайон микрорайоне микрорайона проезд проезде тупик тупике'
  ).split(' '),
)
const houseMarkers = new Set('д дом дома доме дому'.split(' '))
const wingMarkers = new Set('к корп корпус стр строение'.split(' '))

/** Streets nearly every settlement has: known without the word «улица», so «на Садовой» is taken for a street. */
const usualStreets = new Set(
  (
    'садовой советской школьной центральной молодежной заречной октябрьской первомайской комсомольской набережной ' +
    'полевой лесной луговой зеленой рабочей железнодорожной степной колхозной пионерской ' +
    'ленина мира пушкина гагарина кирова победы куйбышева чапаева горького калинина'
  ).split(' '),
)

/** After a number these say that it was not a house: «на Садовой 5 дней нет воды». */
const countedThings = new Set(
  (
    'день дня дней сутки суток час часа часов минут минуты раз раза год года лет месяц месяца месяцев недель недели ' +
    'неделю человек метр метров м км руб рублей семей домов й я ый ая го е число числа ноября декабря января февраля ' +
    'марта апреля мая июня июля августа сентября октября'
  ).split(' '),
)

/** A capital and a small letter: where all is in capitals, a capital says nothing. */
const isCapitalised = (text: string, token: Token) =>
  /^[А-ЯЁ][а-яё]/.test(text.slice(token.start, token.start + 2))
const isHouseNumber = (word: string) => /^\d{1,3}[а-я]?$/.test(word)

/** Street and house as written, or `null` when none is named for sure. A flat is never taken. */
export function findPlace(text: string, tokens: readonly Token[]): string | null {
  for (let i = 0; i < tokens.length; i++) {
    const place =
      afterMarker(text, tokens, i) ?? beforeMarker(text, tokens, i) ?? afterPreposition(text, tokens, i)
    if (place !== undefined) return place
  }
  return null
}

/** «ул. Садовая, 5», «на улице 50 лет Победы дом 3». */
function afterMarker(text: string, tokens: readonly Token[], at: number): string | undefined {
  const marker = tokens[at]
  if (marker === undefined || !streetMarkers.has(marker.word)) return undefined
  let last = at
  for (let next = at + 1; next <= at + 4; next++) {
    const token = tokens[next]
    if (token === undefined || !follows(text, tokens, next - 1)) break
    const isYears = /^\d+$/.test(token.word) && tokens[next + 1]?.word === 'лет'
    if (
      !isCapitalised(text, token) &&
      !isYears &&
      token.word !== 'лет' &&
      !(next === at + 1 && isUsual(token.word))
    )
      break
    last = next
  }
  if (last === at) return undefined
  return asWritten(text, marker.start, tokens[houseEnd(text, tokens, last)]?.end ?? marker.end)
}

/** «Садовая улица, 5». */
function beforeMarker(text: string, tokens: readonly Token[], at: number): string | undefined {
  const name = tokens[at]
  const marker = tokens[at + 1]
  if (name === undefined || marker === undefined || !/^(улиц|переул|площад|проспект)/.test(marker.word))
    return undefined
  if (
    !streetMarkers.has(marker.word) ||
    !isCapitalised(text, name) ||
    !/(ая|ой|ую|ый|ий|ом)$/.test(name.word)
  )
    return undefined
  return asWritten(text, name.start, tokens[houseEnd(text, tokens, at + 1)]?.end ?? marker.end)
}

/** «на Садовой», «на Луначарского 12»: a usual street with a capital letter, or any name with a house number. */
function afterPreposition(text: string, tokens: readonly Token[], at: number): string | undefined {
  const preposition = tokens[at]?.word
  const name = tokens[at + 1]
  if (name === undefined || (preposition !== 'на' && preposition !== 'по')) return undefined
  const end = houseEnd(text, tokens, at + 1)
  const hasHouse = end > at + 1
  const isNamed = isCapitalised(text, name)
  const isSure = usualStreets.has(name.word)
    ? isNamed || hasHouse
    : isNamed && hasHouse && /(ой|ей|ого|его|а|ы)$/.test(name.word)
  return isSure ? asWritten(text, tokens[at]?.start ?? 0, tokens[end]?.end ?? name.end) : undefined
}

function isUsual(word: string): boolean {
  return usualStreets.has(word) || usualStreets.has(word.replace(/ая$/, 'ой'))
}

/** The index of the last token of the house number that follows token `last`, or `last` itself. */
function houseEnd(text: string, tokens: readonly Token[], last: number): number {
  let at = last + 1
  const isMarked = houseMarkers.has(tokens[at]?.word ?? '')
  if (isMarked) at++
  const number = tokens[at]
  if (number === undefined || !isHouseNumber(number.word) || !follows(text, tokens, at - 1)) return last
  if (!isMarked && countedThings.has(tokens[at + 1]?.word ?? '')) return last
  const isSlashed =
    text.slice(number.end, number.end + 1) === '/' && isHouseNumber(tokens[at + 1]?.word ?? '')
  if (isSlashed) return at + 1
  const isWing = wingMarkers.has(tokens[at + 1]?.word ?? '') && isHouseNumber(tokens[at + 2]?.word ?? '')
  return isWing ? at + 2 : at
}

/** Whether only a little stands between this token and the next: a space, a point, a comma, «№». */
function follows(text: string, tokens: readonly Token[], at: number): boolean {
  const end = tokens[at]?.end ?? 0
  const next = tokens[at + 1]?.start ?? end
  return next - end <= 4 && !/[!?;:\n()]/.test(text.slice(end, next))
}
