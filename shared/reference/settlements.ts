import * as z from 'zod'

/**
 * A settlement of the district. Aliases are other ways to write its name: «Б. Нагаткино» (a word with a point is an
 * abbreviation), «БН» (capitals only: matched exactly so). Inflected forms need no alias.
 */
export const settlementSchema = z.object({
  id: z.string().regex(/^[a-z_]+$/),
  title: z.string().min(1).max(100),
  aliases: z.array(z.string().min(1).max(100)).max(30),
  /** The name was seen in a public source; `false` asks the customer to check it. */
  verified: z.boolean(),
})

export const settlementsSchema = z
  .array(settlementSchema)
  .max(1_000)
  .refine(list => new Set(list.map(settlement => settlement.id)).size === list.length, {
    message: 'settlement ids must be unique',
  })

export type Settlement = z.infer<typeof settlementSchema>

/** Names that contain one of ours but lie elsewhere: the river, and a village in Tatarstan (UTC+3). */
export const namesElsewhere: readonly string[] = [
  'Большая Цильна',
  'Б. Цильна',
  'река Цильна',
  'речка Цильна',
]
