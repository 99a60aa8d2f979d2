/** What changed between two looks at one post: runs of words that stayed, went and came. */
import { diffWordsWithSpace } from 'diff'

export type Run = { kind: 'same' | 'gone' | 'new'; text: string }

/** Longer texts, and those that differ in nearly everything, are not compared word by word. */
const longestText = 20_000
const longestEdit = 2_000

/** `null`: too different or too long to be told word by word. */
export function compareTexts(before: string, after: string): Run[] | null {
  if (before.length > longestText || after.length > longestText) return null
  const changes = diffWordsWithSpace(before, after, { maxEditLength: longestEdit })
  if (changes === undefined) return null
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'new' : removed ? 'gone' : 'same',
    text: value,
  }))
}
