import { type Token, tokenize } from './tokens.ts'

/** Words of one keyword must stand within this many tokens (DOMAIN.md §8). */
export const keywordWindow = 6

type Phrase = { readonly owner: number; readonly weight: number; readonly terms: readonly number[] }

/** Keyword lists compiled for one pass over a text. */
export type Lexicon = {
  readonly exact: ReadonlyMap<string, number>
  readonly prefixes: ReadonlyMap<string, number>
  /** Lengths that occur among the prefixes, ascending: only these beginnings of a word are looked up. */
  readonly prefixLengths: readonly number[]
  readonly termCount: number
  readonly phrases: readonly Phrase[]
  readonly phrasesOfTerm: readonly (readonly number[])[]
}

/** A keyword found. `owner` is the index of its list, `at` the indexes of its tokens, ascending. */
export type Hit = { readonly owner: number; readonly weight: number; readonly at: readonly number[] }

/** Syntax of a keyword: reference/subtopics.ts. A keyword without any letter is left out. */
export function compileLexicon(lists: readonly (readonly string[])[]): Lexicon {
  const exact = new Map<string, number>()
  const prefixes = new Map<string, number>()
  const phrases: Phrase[] = []
  const phrasesOfTerm: number[][] = []

  const termId = (word: string, isPrefix: boolean): number => {
    const known = isPrefix ? prefixes : exact
    const found = known.get(word)
    if (found !== undefined) return found
    known.set(word, phrasesOfTerm.length)
    phrasesOfTerm.push([])
    return phrasesOfTerm.length - 1
  }

  lists.forEach((keywords, owner) => {
    for (const keyword of keywords) {
      const [words = '', weight = '1'] = keyword.split('^')
      const terms = new Set<number>()
      for (const part of words.split(/\s+/)) {
        const parts = tokenize(part)
        parts.forEach((token, index) => {
          terms.add(termId(token.word, part.endsWith('*') && index === parts.length - 1))
        })
      }
      if (terms.size === 0) continue
      for (const term of terms) phrasesOfTerm[term]?.push(phrases.length)
      phrases.push({ owner, weight: Number(weight) || 1, terms: [...terms] })
    }
  })

  return {
    exact,
    prefixes,
    prefixLengths: [...new Set([...prefixes.keys()].map(prefix => prefix.length))].sort((a, b) => a - b),
    termCount: phrasesOfTerm.length,
    phrases,
    phrasesOfTerm,
  }
}

/** Every keyword of the lexicon that the text contains, each once, at its first place. Linear in the tokens. */
export function findHits(lexicon: Lexicon, tokens: readonly Token[]): Hit[] {
  const hits: Hit[] = []
  const seenAt = new Int32Array(lexicon.termCount).fill(-keywordWindow)
  const found = new Uint8Array(lexicon.phrases.length)
  const termsOfWord = new Map<string, readonly number[]>()

  tokens.forEach(({ word }, position) => {
    let terms = termsOfWord.get(word)
    if (terms === undefined) {
      terms = matchingTerms(lexicon, word)
      termsOfWord.set(word, terms)
    }
    for (const term of terms) {
      seenAt[term] = position
      for (const index of lexicon.phrasesOfTerm[term] ?? []) {
        const phrase = lexicon.phrases[index]
        if (phrase === undefined || found[index] === 1) continue
        const at = placesOf(phrase, seenAt, position)
        if (at === undefined) continue
        found[index] = 1
        hits.push({ owner: phrase.owner, weight: phrase.weight, at })
      }
    }
  })
  return hits
}

function matchingTerms(lexicon: Lexicon, word: string): number[] {
  const terms: number[] = []
  const whole = lexicon.exact.get(word)
  if (whole !== undefined) terms.push(whole)
  for (const length of lexicon.prefixLengths) {
    if (length > word.length) break
    const term = lexicon.prefixes.get(word.slice(0, length))
    if (term !== undefined) terms.push(term)
  }
  return terms
}

function placesOf(phrase: Phrase, seenAt: Int32Array, position: number): number[] | undefined {
  const at: number[] = []
  for (const term of phrase.terms) {
    const place = seenAt[term] ?? -keywordWindow
    if (place < 0 || position - place >= keywordWindow || at.includes(place)) return undefined
    at.push(place)
  }
  return at.sort((a, b) => a - b)
}
