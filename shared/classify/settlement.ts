import { namesElsewhere, type Settlement } from '../reference/settlements.ts'
import { asWritten, type Token, tokenize } from './tokens.ts'

export type SettlementMatch = { readonly id: string; readonly matched: string }

type Name = {
  /** `null`: a name that contains one of ours but lies elsewhere. */
  readonly id: string | null
  /** For each word of the name, the forms it may take. */
  readonly words: readonly ReadonlySet<string>[]
  /** «БН»: only these very letters. */
  readonly exactly: string | null
}

/** Names by the forms of their first word; longer names first. */
type Gazetteer = ReadonlyMap<string, readonly Name[]>

const compiled = new WeakMap<readonly Settlement[], Gazetteer>()

/** After these a name is a street's: «ул. Марьевка» is not the village. */
const streetWords = new Set(['ул', 'улица', 'улице', 'улицы', 'улицу', 'пер', 'переулок', 'переулке'])

/** The first settlement the text names; of two names that begin at one word, the longer. */
export function findSettlement(
  text: string,
  tokens: readonly Token[],
  settlements: readonly Settlement[],
): SettlementMatch | null {
  const gazetteer = gazetteerOf(settlements)
  for (let i = 0; i < tokens.length; i++) {
    const names = gazetteer.get(tokens[i]?.word ?? '')
    if (names === undefined || streetWords.has(tokens[i - 1]?.word ?? '')) continue
    const name = names.find(candidate => standsAt(candidate, text, tokens, i))
    if (name === undefined) continue
    const last = i + name.words.length - 1
    if (name.id === null) i = last
    else return { id: name.id, matched: asWritten(text, tokens[i]?.start ?? 0, tokens[last]?.end ?? 0) }
  }
  return null
}

function standsAt(name: Name, text: string, tokens: readonly Token[], at: number): boolean {
  const first = tokens[at]
  if (name.exactly !== null && first !== undefined) return text.slice(first.start, first.end) === name.exactly
  return name.words.every((forms, offset) => forms.has(tokens[at + offset]?.word ?? ''))
}

function gazetteerOf(settlements: readonly Settlement[]): Gazetteer {
  const known = compiled.get(settlements)
  if (known !== undefined) return known
  const names = settlements.flatMap(({ id, title, aliases }) =>
    [title, ...aliases].map(name => nameOf(id, name)),
  )
  for (const name of namesElsewhere) names.push(nameOf(null, name))
  names.sort((a, b) => b.words.length - a.words.length)

  const gazetteer = new Map<string, Name[]>()
  for (const name of names) {
    for (const form of name.words[0] ?? []) {
      const others = gazetteer.get(form)
      if (others === undefined) gazetteer.set(form, [name])
      else others.push(name)
    }
  }
  compiled.set(settlements, gazetteer)
  return gazetteer
}

function nameOf(id: string | null, name: string): Name {
  const words = tokenize(name).map(token => {
    const isAbbreviation = name[token.end] === '.' || token.word.length <= 2
    return new Set(isAbbreviation ? [token.word] : formsOf(token.word))
  })
  return { id, words, exactly: /^[А-ЯЁ]{2,4}$/.test(name) ? name : null }
}

/** Endings of a name's word in its cases, by the ending it has in the nominative. The first that fits is taken. */
const declensions: readonly (readonly [ending: string, forms: readonly string[]])[] = [
  ['ое', ['ое', 'ого', 'ому', 'ым', 'им', 'ом']],
  ['ее', ['ее', 'его', 'ему', 'им', 'ем']],
  ['ая', ['ая', 'ой', 'ую', 'ою']],
  ['яя', ['яя', 'ей', 'юю']],
  ['ые', ['ые', 'ых', 'ым', 'ыми']],
  ['ие', ['ие', 'их', 'им', 'ими']],
  ['ый', ['ый', 'ого', 'ому', 'ым', 'ом']],
  ['о', ['о', 'а', 'у', 'ом', 'е', 'ым']],
  ['а', ['а', 'ы', 'и', 'е', 'у', 'ой', 'ою']],
  ['ы', ['ы', '', 'ам', 'ами', 'ах']],
  ['и', ['и', 'ей', 'ам', 'ами', 'ах']],
  ['ь', ['ь', 'и', 'ю', 'ью', 'я', 'е', 'ем']],
  ['', ['', 'а', 'у', 'ом', 'е']],
]

function formsOf(word: string): string[] {
  const [ending, forms] = declensions.find(([candidate]) => word.endsWith(candidate)) ?? ['', ['']]
  const stem = word.slice(0, word.length - ending.length)
  return forms.map(form => stem + form)
}
