/**
 * A citizen's data in words that people typed: names of authors in the cases and orders in which one writes them, phones,
 * addresses, profiles, documents. Words that the office makes itself are not asked: a settlement may be called as an author.
 */

const dash = '[-–—]'
const gap = '[\\s.()–—-]'
const alone = '(?<![\\p{L}\\d№])(?<!№\\s)'
const pattern = (...ways: readonly string[]) => new RegExp(ways.map(way => `(?:${way})`).join('|'), 'u')

const phone = pattern(
  // «8 937 123-45-67», «+7(937)1234567», «8.927.123.45.67».
  `${alone}(?:\\+7|[78])${gap}{0,3}\\d{3}${gap}{0,3}\\d{3}${gap}?\\d{2}${gap}?\\d{2}(?![\\p{L}\\d])`,
  `${alone}(?:\\+7|[78])${gap}{0,3}9\\d{2}${gap}{0,2}(?:\\d${gap}{0,2}){6}\\d(?![\\p{L}\\d])`,
  // With the code of a district: «8 (84231) 2-34-56», «8 84231 2-34-56».
  `${alone}(?:\\+7|[78])${gap}{0,3}\\(\\s?\\d{3,5}(?:\\s\\d{1,2})?\\s?\\)${gap}{0,2}\\d{1,3}(?:${gap}?\\d{2}){2}(?!\\d)`,
  `${alone}(?:\\+7|[78])${gap}{1,2}\\d{5}${gap}{1,2}\\d${gap}?\\d{2}${gap}?\\d{2}(?![\\p{L}\\d])`,
  // «9271234567», «927 123-45-67».
  `${alone}9\\d{9}(?![\\p{L}\\d])(?!\\s?(?:руб|₽|тыс|млн|млрд|кВт|куб))`,
  `${alone}\\(?9\\d{2}\\)?${gap}{1,2}\\d{3}${gap}\\d{2}${gap}\\d{2}(?![\\p{L}\\d])`,
  // Of the district itself, «2-34-56»; «25-11-26» is a day.
  `${alone}(?<![\\d.,]|${dash})(?!(?:0[1-9]|[12]\\d|3[01])${dash}(?:0[1-9]|1[0-2])${dash}[23]\\d(?!\\d))\\d{1,3}${dash}\\d{2}${dash}\\d{2}(?![\\p{L}\\d]|${dash})`,
  // Said to be one: «тел. 23456».
  `(?<!\\p{L})[Тт]ел(?:ефон\\p{L}*)?[.:\\s]+\\+?\\(?\\d(?:${gap}{0,2}\\d){4,}`,
)
const profile =
  /(?:vk\.(?:com|ru)\/(?:id\d|[a-z_])|ok\.ru\/[\p{L}\d]|(?:t|wa)\.me\/[\p{L}\d+]|max\.ru\/u\/)|(?<![\p{L}\d._])@[a-z][a-z\d_.]{2,}/iu
const mail = /[\w.+-]+@[\w-]+\.[\w.]+/
const streetWord =
  '(?:[Уу]л(?:\\.|иц\\p{L}{1,2})?|[Пп]ер(?:\\.|еул\\p{L}+)|[Пп]р-[тд]\\p{L}?|[Пп]росп(?:\\.|ект\\p{L}{0,2})|[Пп]роезд\\p{L}{0,2}|[Шш]оссе|[Пп]л(?:\\.|ощад\\p{L}+)|[Мм]кр\\p{L}{0,2}\\.?|[Мм]икрорайон\\p{L}{0,2}|[Бб]-р|[Бб]ульвар\\p{L}{0,2}|[Тт]упик\\p{L}{0,2})'
const months = '(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)'
const notDay = `(?!\\d{1,2}\\s${months}|\\d+[.]\\d|\\d{4})`
const house = pattern(
  // «ул. Садовая, д. 5», «На улице Садовой дом 5».
  `(?<!\\p{L})${streetWord}(?!\\p{L})[^;\\n]{2,40}?[,\\s](?:д|дом\\p{L}{0,2})\\.?\\s?№?\\s?${notDay}\\d`,
  // «ул. Садовая, 5», «улица Мира 12, кв. 3»; not «улица Садовая, 57 обращений».
  `(?<!\\p{L})${streetWord}(?!\\p{L})\\s?(?:\\d+\\s)?(?:\\p{L}+\\s)?\\p{Lu}[\\p{L}-]*(?:\\s\\p{L}+)?(?:,\\s?|\\s)${notDay}\\d{1,3}(?:[а-я](?!\\p{L})|(?:\\s?\\p{L}(?!\\p{L}))?(?:[/-]\\d{1,3})?(?=\\s*(?:$|[;:!?)»\\n]|[.,](?!\\d)|кв|корп|стр)))`,
  // «Садовая, д. 5».
  `(?<!\\p{L})\\p{Lu}\\p{L}+(?:,\\s?(?:д\\.?|дом)|\\sд\\.)\\s?№?\\s?${notDay}\\d`,
  // «кв. 3»; «4 кв. 2026» is a part of the year.
  `(?<![\\p{L}\\d]|[\\dIVX]\\s)[Кк]в(?:\\.|артир\\p{L}+)\\s?№?\\s?\\d{1,3}(?!\\d)`,
)
const paper = pattern(
  '(?<!\\d)\\d{3}-\\d{3}-\\d{3}[\\s-]\\d{2}(?!\\d)',
  'СНИЛС[^\\d\\n]{0,10}\\d{3}',
  '[Пп]аспорт\\p{L}*[^\\d\\n]{0,25}\\d{2}\\s?\\d{2}[\\s№]*\\d{6}',
)

const kinds = [
  [phone, 'номер телефона'],
  [mail, 'адрес электронной почты'],
  [profile, 'ссылку на страницу'],
  [house, 'точный адрес'],
  [paper, 'номер документа'],
] as const

/** `authors`: names of those who wrote; of one word they are found nowhere, for «Вода» may be a name in a network. */
export function personalIn(texts: readonly string[], authors: readonly string[] = []): string[] {
  const faults: string[] = []
  const names = authors.flatMap(name => nameOf(name) ?? [])
  for (const words of new Set(texts)) {
    for (const [of, what] of kinds) if (of.test(words)) faults.push(`Уберите ${what}: «${shortened(words)}».`)
    const tokens = names.length === 0 ? [] : tokensOf(words)
    if (names.some(name => stands(name, tokens)))
      faults.push(
        `Уберите имя автора сообщения: «${shortened(words)}». Должностное лицо назовите по должности.`,
      )
  }
  return [...new Set(faults)]
}

/** Whether a name stands in the words: quick, for every author of years is asked. */
export function namedIn(texts: readonly string[]): (name: string) => boolean {
  const all = texts.map(tokensOf)
  const stems = new Set(all.flatMap(tokens => tokens.map(({ stem }) => stem)))
  const initials = new Set(all.flatMap(tokens => tokens.flatMap(each => (each.isInitial ? each.lower : []))))
  const isThere = (word: string) => stems.has(stemOf(word)) || initials.has(word[0] ?? '')
  return name => {
    const of = nameOf(name)
    return of !== undefined && isThere(of.first) && isThere(of.last) && all.some(tokens => stands(of, tokens))
  }
}

type Name = { words: string[]; first: string; last: string; stems: readonly [string, string] }
type Token = { lower: string; stem: string; isCapital: boolean; isInitial: boolean }

const plain = (word: string) => word.toLowerCase().replaceAll('ё', 'е')
const isPatronymic = (word: string) => /(?:вич|вн|ичн)(?:а|у|ы|е|ой|ем)?$/.test(word) && word.length > 5

/** `first`, `last`: the two words of it that name a person, the patronymic apart. */
function nameOf(name: string): Name | undefined {
  const words = (name.match(/[\p{L}\d]+/gu) ?? []).map(plain)
  if (words.length < 2) return undefined
  const bare = words.length > 2 ? words.filter(word => !isPatronymic(word)) : words
  const [first = '', last = ''] = bare.length === 2 ? bare : words
  return { words, first, last, stems: [stemOf(first), stemOf(last)] }
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[\p{L}\d]+/gu)].map(({ 0: word, index }) => ({
    lower: plain(word),
    stem: stemOf(plain(word)),
    isCapital: /^\p{Lu}/u.test(word),
    isInitial: /^\p{Lu}$/u.test(word) && text[index + 1] === '.',
  }))
}

const ending =
  /(?:ого|его|ому|ему|ыми|ими|ами|ями|ой|ей|ою|ею|ом|ем|ым|им|ых|их|ую|юю|ам|ям|ах|ях|ий|ый|[аеиоуыэюяйь])$/

/** One for all cases of a Russian name, «Павел» and «Павла», «Сергей» and «Сергея»; of another word the word. */
function stemOf(word: string): string {
  if (!/^[а-я]{3,}$/.test(word)) return word
  const cut = (of: string, by: RegExp) => (of.replace(by, '').length < 2 ? of : of.replace(by, ''))
  return cut(cut(word, ending), /[аеиоуыэюяйь]+$/).replace(/[ео](?=[лцк]$)/, '')
}

function stands({ words, first, last, stems }: Name, tokens: readonly Token[]): boolean {
  const [one, other] = stems
  const isSpelled = (at: number, spelling: readonly string[]) =>
    spelling.every((word, index) => tokens[at + index]?.lower === word)
  return tokens.some((token, at) => {
    if (isSpelled(at, words) || isSpelled(at, words.toReversed())) return true
    if (words.length > 2 && words.filter(word => !isPatronymic(word)).length !== 2) return false
    const isOne = token.stem === one
    if (!token.isCapital || (!isOne && token.stem !== other)) return false
    const [wanted, initial] = isOne ? [other, last] : [one, first]
    const next = tokens[at + 1]
    const after = next !== undefined && isPatronymic(next.lower) ? tokens[at + 2] : next
    if ([next, after].some(each => each?.isCapital === true && each.stem === wanted)) return true
    if (token.lower.length < 3) return false
    // «Иванова А. С.», «А. С. Иванова».
    const isShort = (each: Token | undefined) => each?.isInitial === true && each.lower === initial[0]
    const [before, earlier] = [tokens[at - 1], tokens[at - 2]]
    return isShort(next) || (earlier?.isInitial ? isShort(earlier) : isShort(before))
  })
}

const shortened = (words: string) => (words.length > 80 ? `${words.slice(0, 80)}…` : words)
