/** Ids of entries that people add: made of the title once and never shown; a later change of the title leaves them. */

const letters: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
}

/** Last parts of addresses beside entries: /settings/recipients/new. */
const reserved = ['new', 'import', 'restore', 'clocks', 'automation', 'approval']

/** The id that an entry has, or one that the others of its list do not have. */
export function idOf(
  standing: { id: string } | undefined,
  title: string,
  others: readonly { id: string }[],
): string {
  const taken = others.map(each => each.id)
  return standing?.id ?? idFor(title, taken)
}

/** `otdel_dorog`: Latin letters and `_` only, and not among `taken`. */
export function idFor(title: string, taken: readonly string[]): string {
  const stem =
    [...title.toLowerCase()]
      .map(letter => letters[letter] ?? (/[a-z]/.test(letter) ? letter : '_'))
      .join('')
      .replace(/_+/g, '_')
      .slice(0, 40)
      .replace(/^_|_$/g, '') || 'entry'
  let id = stem
  for (let n = 0; taken.includes(id) || reserved.includes(id); n += 1) id = `${stem}_${inLetters(n)}`
  return id
}

/** 0 → `a`, 25 → `z`, 26 → `ba`: ids of settlements and subtopics know no digits. */
function inLetters(n: number): string {
  const last = String.fromCharCode(97 + (n % 26))
  return n < 26 ? last : inLetters(Math.floor(n / 26)) + last
}
