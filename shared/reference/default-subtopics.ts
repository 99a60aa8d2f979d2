import { type BlockId, isBlockId } from './blocks.ts'
import data from './subtopics.json' with { type: 'json' }
import type { Subtopic } from './subtopics.ts'

/** The subtopics a new organisation starts with. A test parses them; start-up does not. */
export const subtopics: readonly Subtopic[] = data.subtopics.map(({ block, ...rest }) => ({
  ...rest,
  block: knownBlock(block),
}))

function knownBlock(block: string): BlockId {
  if (!isBlockId(block)) throw new Error(`subtopics.json names an unknown block: ${block}`)
  return block
}
