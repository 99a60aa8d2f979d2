/** What changed between two looks at one post: runs of words that stayed, went and came. */

export type Run = { kind: 'same' | 'gone' | 'new'; text: string }

/** How two lists differ; the library that knows it is brought along by whoever asks. */
export type DiffArrays = (
  before: string[],
  after: string[],
  options: { maxEditLength: number },
) => { added: boolean; removed: boolean; value: string[] }[] | undefined

/** Longer texts, and those that differ in nearly everything, are not compared word by word. */
const longestText = 20_000
const longestEdit = 600

/** `null`: too different or too long to be told word by word. */
export function textChanges(diffArrays: DiffArrays, before: string, after: string): Run[] | null {
  if (before.length > longestText || after.length > longestText) return null
  const changes = diffArrays(tokensOf(before), tokensOf(after), { maxEditLength: longestEdit })
  if (changes === undefined) return null
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'new' : removed ? 'gone' : 'same',
    text: value.join(''),
  }))
}

/** Words of any alphabet, numbers, spaces, and each other sign by itself. */
function tokensOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}]+|\p{N}+|\s+|[^\p{L}\p{M}\p{N}\s]/gu) ?? []
}
