import * as z from 'zod'
import { blockIds } from './blocks.ts'

export const competences = ['district', 'region', 'other'] as const
export type Competence = (typeof competences)[number]

export const competenceTitles: Readonly<Record<Competence, string>> = {
  district: 'район',
  region: 'область',
  other: 'другая организация',
}

/**
 * What a message is about, one step below the block. Kept in the settings document, where the customer edits it.
 *
 * Keyword syntax: lower case, ё = е; `вод*` a word that begins so, `парк` that very word; several words = all of
 * them within six, in any order; `^3` is the weight, 1 unless given. Example: `отключ* вод*^3`.
 */
export const subtopicSchema = z.object({
  id: z.string().regex(/^[a-z]+\.[a-z_]+$/),
  block: z.enum(blockIds),
  title: z.string().min(1).max(200),
  urgentByDefault: z.boolean(),
  keywords: z.array(z.string().min(1).max(100)).max(200),
  /** Who answers for it; of what is not the district's the citizen is told who is (DOMAIN.md §8, PRACTICE P10). */
  competence: z.enum(competences).default('district'),
  outsideOrganisationId: z.string().max(120).nullable().default(null),
  /** Solved by the accelerated rules (DOMAIN.md §4, row 12). */
  accelerated: z.boolean().default(false),
})

export const subtopicsSchema = z
  .array(subtopicSchema)
  .max(500)
  .refine(list => new Set(list.map(subtopic => subtopic.id)).size === list.length, {
    message: 'subtopic ids must be unique',
  })

export type Subtopic = z.infer<typeof subtopicSchema>
