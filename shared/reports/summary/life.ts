/**
 * The weekly summary of a person who heads blocks (decree 3.3.1 з, PRACTICE P19): one for all of them. Text is demanded for
 * overdue tickets only; where nothing came it hands itself in; the head of the centre may return it.
 */
import * as z from 'zod'
import { type BlockId, blockIds } from '../../reference/blocks.ts'
import { merged, type Texts, textsSchema } from '../life.ts'

const person = { at: z.string(), by: z.string(), behalf: z.string().nullable() }

/** What the numbers were when it was handed in. */
export const summaryFiguresSchema = z.array(
  z.object({
    block: z.enum(blockIds),
    received: z.number().int(),
    answered: z.number().int(),
    overdue: z.number().int(),
  }),
)
export type SummaryFigures = z.infer<typeof summaryFiguresSchema>

export const summaryActSchema = z.discriminatedUnion('type', [
  z.object({ ...person, type: z.literal('written'), texts: textsSchema }),
  z.object({
    ...person,
    type: z.literal('handed_in'),
    /** By itself, because nothing came. */
    automatic: z.boolean(),
    figures: summaryFiguresSchema,
  }),
  z.object({ ...person, type: z.literal('returned'), reason: z.string() }),
])
export type SummaryAct = z.infer<typeof summaryActSchema>
type ActOf<Type extends SummaryAct['type']> = Extract<SummaryAct, { type: Type }>

export type SummaryLife = {
  texts: Texts
  /** `null` while it is not handed in, or was returned. */
  handedIn: ActOf<'handed_in'> | null
  returned: ActOf<'returned'> | null
}

export const newSummary: SummaryLife = { texts: {}, handedIn: null, returned: null }

export function evolveSummary(life: SummaryLife, act: SummaryAct): SummaryLife {
  switch (act.type) {
    case 'written':
      return { ...life, texts: merged(life.texts, act.texts) }
    case 'handed_in':
      return { ...life, handedIn: act, returned: null }
    case 'returned':
      return { ...life, handedIn: null, returned: act }
    default: {
      const never: never = act
      return never
    }
  }
}

export function summaryLifeOf(acts: readonly SummaryAct[]): SummaryLife {
  return acts.reduce(evolveSummary, newSummary)
}

/** Names of the free texts. */
export const causeOf = (ticketId: string) => `cause:${ticketId}`
export const measuresOf = (ticketId: string) => `measures:${ticketId}`
export const causesOf = (block: BlockId) => `causes:${block}`
export const proposalsText = 'proposals'

/** The overdue tickets of which the cause or the measures are not written. */
export function unexplained<Item extends { ticketId: string }>(
  { texts }: Pick<SummaryLife, 'texts'>,
  overdue: readonly Item[],
): Item[] {
  return overdue.filter(({ ticketId }) => !texts[causeOf(ticketId)] || !texts[measuresOf(ticketId)])
}

/** In words for the person; `undefined` where it fits. */
export function whyNotSummary(
  life: SummaryLife,
  type: SummaryAct['type'],
  overdue: readonly { ticketId: string; number: number }[] = [],
): string | undefined {
  switch (type) {
    case 'written':
      return life.handedIn === null
        ? undefined
        : 'Сводка сдана. Чтобы править её, сначала нажмите «Вернуть себе».'
    case 'handed_in': {
      if (life.handedIn !== null) return 'Сводка уже сдана.'
      const missing = unexplained(life, overdue)
      if (missing.length === 0) return undefined
      const numbers = missing
        .slice(0, 10)
        .map(({ number }) => `№\u00a0${number}`)
        .join(', ')
      const more = missing.length > 10 ? ` и ещё ${missing.length - 10}` : ''
      return `Напишите причину и принятые меры по просроченным: ${numbers}${more}.`
    }
    case 'returned':
      return life.handedIn === null ? 'Сводка ещё не сдана.' : undefined
    default: {
      const never: never = type
      return never
    }
  }
}
