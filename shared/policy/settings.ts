/**
 * The organisation's settings: one immutable, versioned document, delivered to clients by pull (DESIGN, point 2).
 * Everything that `decide` needs besides the ticket, the actor and the time is here.
 */
import * as z from 'zod'
import { deadlineSettingsSchema } from '../deadlines/deadline.ts'
import { blockIds } from '../reference/blocks.ts'
import { channelIds } from '../reference/channels.ts'
import { roleIds } from '../reference/roles.ts'
import { settlementSchema } from '../reference/settlements.ts'
import { subtopicSchema } from '../reference/subtopics.ts'

const id = z.string().min(1).max(120)
const title = z.string().trim().min(1).max(300)

/** Rating tables and rights differ by kind (PRACTICE P9). */
export const recipientKinds = ['unit', 'settlement', 'institution', 'municipal_company', 'outside'] as const

export const recipientSchema = z.object({ id, title, kind: z.enum(recipientKinds) })
export type Recipient = z.infer<typeof recipientSchema>

/** An account that speaks for the administration, and who may publish under it (PRACTICE P14). */
export const officialAccountSchema = z.object({
  id,
  network: z.enum(channelIds),
  /** The owner's id as it stands in source keys: VK community `-212000001`, Telegram peer `-1845000001`. */
  ownerId: z.string().trim().min(1).max(100),
  title,
  url: z.url({ protocol: /^https$/ }).max(500),
  recipientId: id.nullable(),
  publisherIds: z.array(id),
})
export type OfficialAccount = z.infer<typeof officialAccountSchema>

/** A person as colleagues see them: the post, not the surname (DOMAIN.md §2). */
export const personSchema = z.object({
  id,
  title,
  roles: z.array(z.enum(roleIds)),
  blocks: z.array(z.enum(blockIds)),
  recipientIds: z.array(id),
  active: z.boolean(),
})
export type Person = z.infer<typeof personSchema>

export const settingsSchema = z.object({
  version: z.number().int().positive(),
  organisation: z.object({ id, title }),
  deadlines: deadlineSettingsSchema,
  subtopics: z.array(subtopicSchema),
  settlements: z.array(settlementSchema),
  recipients: z.array(recipientSchema),
  officialAccounts: z.array(officialAccountSchema),
  people: z.array(personSchema),
  /** For how long «Отменить» is offered after recording. */
  withdrawSeconds: z.number().int().min(1).max(600),
})
export type Settings = z.infer<typeof settingsSchema>

/** A label for an id, or the id itself where the document does not know it (an older ticket, a removed unit). */
export function titleOf(list: readonly { id: string; title: string }[], wanted: string | null): string {
  if (wanted === null) return '—'
  return list.find(entry => entry.id === wanted)?.title ?? wanted
}
