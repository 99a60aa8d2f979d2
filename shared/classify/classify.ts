import type { BlockId } from '../reference/blocks.ts'
import type { Settlement } from '../reference/settlements.ts'
import type { Subtopic } from '../reference/subtopics.ts'
import { dangerKeywords } from './danger.ts'
import { compileLexicon, findHits, type Hit, type Lexicon } from './lexicon.ts'
import { findPlace } from './place.ts'
import { findSettlement, type SettlementMatch } from './settlement.ts'
import { asWritten, type Token, tokenize } from './tokens.ts'

export type Suggestion = {
  readonly subtopicId: string
  readonly blockId: BlockId
  /** Sum of the weights of the keywords found; comparable only within one text. */
  readonly score: number
  /** The words of the text that speak for it, as they stand there. */
  readonly matched: readonly string[]
}

export type Classification = {
  /** The best three, best first. Empty: nothing known was found, the block stays `none` until a person sorts. */
  readonly suggestions: readonly Suggestion[]
  readonly settlement: SettlementMatch | null
  /** Street and house as written, when named for sure. */
  readonly place: string | null
  readonly urgent: boolean
  /** Danger words found: show «Позвоните 112». */
  readonly danger: readonly string[]
}

/** What is known to the organisation; both lists come from its settings document. */
export type Knowledge = {
  readonly subtopics: readonly Subtopic[]
  readonly settlements: readonly Settlement[]
}

const shownSuggestions = 3
const shownMatches = 5
const compiled = new WeakMap<readonly Subtopic[], Lexicon>()
const dangerLexicon = compileLexicon([dangerKeywords])

/**
 * Suggests what a text is about and where (DOMAIN.md §8). Only a suggestion: a person sorts.
 * Lists are compiled once per array object: pass the settings' own arrays, not copies.
 */
export function classify(text: string, { subtopics, settlements }: Knowledge): Classification {
  const tokens = tokenize(text)
  const suggestions = suggest(text, tokens, subtopics)
  const danger = wordsOf(text, tokens, findHits(dangerLexicon, tokens))
  const best = subtopics.find(subtopic => subtopic.id === suggestions[0]?.subtopicId)
  return {
    suggestions,
    settlement: findSettlement(text, tokens, settlements),
    place: findPlace(text, tokens),
    urgent: danger.length > 0 || best?.urgentByDefault === true,
    danger,
  }
}

function suggest(text: string, tokens: readonly Token[], subtopics: readonly Subtopic[]): Suggestion[] {
  const hitsOf = new Map<number, Hit[]>()
  for (const hit of findHits(lexiconOf(subtopics), tokens)) {
    const hits = hitsOf.get(hit.owner)
    if (hits === undefined) hitsOf.set(hit.owner, [hit])
    else hits.push(hit)
  }
  return [...hitsOf]
    .map(([owner, hits]) => ({
      owner,
      hits,
      score: hits.reduce((sum, hit) => sum + hit.weight, 0),
      strongest: Math.max(...hits.map(hit => hit.weight)),
    }))
    .sort((a, b) => b.score - a.score || b.strongest - a.strongest || a.owner - b.owner)
    .slice(0, shownSuggestions)
    .flatMap(({ owner, hits, score }) => {
      const subtopic = subtopics[owner]
      if (subtopic === undefined) return []
      return [
        { subtopicId: subtopic.id, blockId: subtopic.block, score, matched: wordsOf(text, tokens, hits) },
      ]
    })
}

function lexiconOf(subtopics: readonly Subtopic[]): Lexicon {
  const known = compiled.get(subtopics)
  if (known !== undefined) return known
  const lexicon = compileLexicon(subtopics.map(subtopic => subtopic.keywords))
  compiled.set(subtopics, lexicon)
  return lexicon
}

/** The words of the hits, in the order of the text, those within another hit («воды» in «нет воды») left out. */
function wordsOf(text: string, tokens: readonly Token[], hits: readonly Hit[]): string[] {
  const widest = [...hits].sort((a, b) => b.at.length - a.at.length)
  const kept: Hit[] = []
  for (const hit of widest) {
    const isWithin = kept.some(other => hit.at.every(index => other.at.includes(index)))
    if (!isWithin) kept.push(hit)
  }
  kept.sort((a, b) => (a.at[0] ?? 0) - (b.at[0] ?? 0))
  return [...new Set(kept.map(hit => phraseOf(text, tokens, hit.at)))].slice(0, shownMatches)
}

/** «нет воды»; words that stand apart are joined by «…». */
function phraseOf(text: string, tokens: readonly Token[], at: readonly number[]): string {
  let phrase = ''
  at.forEach((index, order) => {
    const token = tokens[index]
    const before = tokens[at[order - 1] ?? -1]
    if (token === undefined) return
    if (before === undefined) phrase = asWritten(text, token.start, token.end)
    else if (at[order - 1] === index - 1 && token.start - before.end <= 3)
      phrase +=
        text.slice(before.end, token.start).replace(/\s+/g, ' ') + asWritten(text, token.start, token.end)
    else phrase += ` … ${asWritten(text, token.start, token.end)}`
  })
  return asWritten(phrase, 0, phrase.length)
}
