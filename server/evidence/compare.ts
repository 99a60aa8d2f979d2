/** What changed between two looks at one post, word by word. */
import { diffArrays } from 'diff'
import { type Run, textChanges } from '../../shared/reference/text-changes.ts'

export type { Run }

/** `null`: too different or too long to be told word by word. */
export function compareTexts(before: string, after: string): Run[] | null {
  return textChanges(diffArrays, before, after)
}
