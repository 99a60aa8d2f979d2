/** A word of a text. `word` is normalised for comparing; `start` and `end` are its place in the text as it stands. */
export type Token = { readonly word: string; readonly start: number; readonly end: number }

/** Zero-width and direction marks, soft hyphen, accents, variation selectors: seen by nobody, so read by nobody. */
const invisible =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\ufe00-\ufe0f]/g
const accent = /[\u0300-\u036f]/g

/** Latin letters that stand in Russian words by a slip of the keyboard layout. */
const twins: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
}

/** The words of a text: letters and digits, lower case, ё = е, without invisible marks. One pass. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let start = -1
  let last = -1
  let plain = true
  for (let i = 0; i <= text.length; i++) {
    const sort = i < text.length ? sortOf(text.charCodeAt(i)) : 'other'
    if (sort === 'letter') {
      if (start < 0) start = i
      last = i
    } else if (sort === 'mark') {
      if (start >= 0) plain = false
    } else if (start >= 0) {
      const raw = text.slice(start, last + 1)
      tokens.push({ word: normalizeWord(raw, plain), start, end: last + 1 })
      start = -1
      plain = true
    }
  }
  return tokens
}

/** A piece of the text as it stands, for showing: without invisible marks, white space in a row made one space. */
export function asWritten(text: string, start: number, end: number): string {
  return text.slice(start, end).replace(invisible, '').replace(/\s+/g, ' ').trim()
}

function sortOf(code: number): 'letter' | 'mark' | 'other' {
  if (code >= 0x400 && code <= 0x52f) return code >= 0x482 && code <= 0x489 ? 'mark' : 'letter'
  if (code < 0x80) {
    const lower = code | 0x20
    return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) ? 'letter' : 'other'
  }
  if (code === 0xad) return 'mark'
  if (code >= 0xc0 && code <= 0x24f) return code === 0xd7 || code === 0xf7 ? 'other' : 'letter'
  if (code >= 0x300 && code <= 0x36f) return 'mark'
  if (code === 0x61c || code === 0x180e || code === 0xfeff) return 'mark'
  if (code >= 0x200b && code <= 0x200f) return 'mark'
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f)) return 'mark'
  return code >= 0xfe00 && code <= 0xfe0f ? 'mark' : 'other'
}

function normalizeWord(raw: string, plain: boolean): string {
  let word = raw.toLowerCase()
  if (!plain) word = word.replace(invisible, '').replaceAll('и\u0306', 'й').replace(accent, '')
  if (word.includes('ё')) word = word.replaceAll('ё', 'е')
  if (/[a-z]/.test(word) && /[а-я]/.test(word))
    word = word.replace(/[a-z]/g, letter => twins[letter] ?? letter)
  return word
}
