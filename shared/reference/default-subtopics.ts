import { type BlockId, isBlockId } from './blocks.ts'
import data from './subtopics.json' with { type: 'json' }
import { type Competence, competences, type Subtopic } from './subtopics.ts'

/**
 * The subtopics a new organisation starts with. A test parses them; start-up does not. Not the district's are those that
 * DOMAIN.md §8 names (health, power grid, regional operator, МФЦ, gas, telecom); accelerated are the examples of §4,
 * row 12: snow, icicles, rubbish at container sites. The customer corrects both in the settings.
 */
export const subtopics: readonly Subtopic[] = data.subtopics.map(({ block, competence, ...rest }) => ({
  ...rest,
  block: knownBlock(block),
  competence: knownCompetence(competence),
}))

function knownCompetence(wanted: string): Competence {
  const found = competences.find(each => each === wanted)
  if (found === undefined) throw new Error(`subtopics.json names an unknown competence: ${wanted}`)
  return found
}

function knownBlock(block: string): BlockId {
  if (!isBlockId(block)) throw new Error(`subtopics.json names an unknown block: ${block}`)
  return block
}
