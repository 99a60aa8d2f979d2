/**
 * The life of a report: проект → проверен → утверждён → отправлен. Checking fixes the numbers, approving makes the files of
 * exactly these, sending ends it: from then on nothing changes, and what comes late is a correction in the next report. The
 * people's own words are acts of their own, so that no regeneration touches them. Who may do what is decided by the caller.
 */
import * as z from 'zod'

export const reportKinds = ['note', 'indicators', 'targets'] as const
export type ReportKind = (typeof reportKinds)[number]

export const reportStages = ['draft', 'checked', 'approved', 'sent'] as const
export type ReportStage = (typeof reportStages)[number]

export const reportStageTitles: Readonly<Record<ReportStage, string>> = {
  draft: 'Проект',
  checked: 'Проверено',
  approved: 'Утверждено',
  sent: 'Отправлено',
}

/** Longer is a pasted document. */
export const longestText = 20_000

/** By the id of a section. */
export const textsSchema = z.record(z.string().max(300), z.string().max(longestText))
export type Texts = z.infer<typeof textsSchema>

const person = { at: z.string(), by: z.string(), behalf: z.string().nullable() }

/** Up to what the numbers were taken: the moment, the last event and the head of the chain of events. */
export const cutSchema = z.object({ asOf: z.string(), seq: z.number().int(), chainHead: z.string() })
export type Cut = z.infer<typeof cutSchema>

/** At the end of a report: up to what its numbers are. `asOfWords`: «По состоянию на …». */
export function cutLines(asOfWords: string, { seq, chainHead }: Pick<Cut, 'seq' | 'chainHead'>): string[] {
  return [
    `Данные ${asOfWords.charAt(0).toLowerCase()}${asOfWords.slice(1)}, событие № ${seq}`,
    `Отпечаток журнала событий (SHA-256): ${chainHead}`,
  ]
}

export const reportActSchema = z.discriminatedUnion('type', [
  z.object({ ...person, type: z.literal('written'), texts: textsSchema }),
  z.object({ ...person, type: z.literal('checked'), cut: cutSchema, remarks: z.array(z.string()) }),
  z.object({ ...person, type: z.literal('returned'), reason: z.string() }),
  z.object({
    ...person,
    type: z.literal('approved'),
    number: z.number().int(),
    version: z.number().int(),
    /** Of the report's value, from which all files are made. */
    sha256: z.string(),
    /** SHA-256 of each file by its form: what is downloaded later is compared with these. */
    files: z.record(z.string(), z.string()),
  }),
  z.object({
    ...person,
    type: z.literal('sent'),
    to: z.string(),
    sentOn: z.iso.date(),
    /** Outgoing number in the СЭД, may be empty. */
    outgoingNumber: z.string(),
    /** What was entered into the portal, and where; may be empty. */
    portalEntry: z.string(),
  }),
])
export type ReportAct = z.infer<typeof reportActSchema>
type ActOf<Type extends ReportAct['type']> = Extract<ReportAct, { type: Type }>

export type ReportLife = {
  stage: ReportStage
  texts: Texts
  checked: ActOf<'checked'> | null
  approved: ActOf<'approved'> | null
  sent: ActOf<'sent'> | null
  /** Why it went back to the desk, while nobody has checked it anew. */
  returned: ActOf<'returned'> | null
  /** Given with the first approval, kept by the later ones. */
  number: number | null
  /** How often it was approved. */
  version: number
}

/** Has no files yet, or none of these words any more. */
export const isUnapproved = ({ stage }: Pick<ReportLife, 'stage'>): boolean =>
  stage === 'draft' || stage === 'checked'

export const newReport: ReportLife = {
  stage: 'draft',
  texts: {},
  checked: null,
  approved: null,
  sent: null,
  returned: null,
  number: null,
  version: 0,
}

export function evolve(life: ReportLife, act: ReportAct): ReportLife {
  switch (act.type) {
    case 'written':
      return { ...life, stage: 'draft', checked: null, texts: merged(life.texts, act.texts) }
    case 'checked':
      return { ...life, stage: 'checked', checked: act, returned: null }
    case 'returned':
      return { ...life, stage: 'draft', checked: null, approved: null, returned: act }
    case 'approved':
      return { ...life, stage: 'approved', approved: act, number: act.number, version: act.version }
    case 'sent':
      return { ...life, stage: 'sent', sent: act }
    default: {
      const never: never = act
      return never
    }
  }
}

export function lifeOf(acts: readonly ReportAct[]): ReportLife {
  return acts.reduce(evolve, newReport)
}

/** An emptied text is no text. */
export function merged(texts: Texts, changes: Texts): Texts {
  return Object.fromEntries(Object.entries({ ...texts, ...changes }).filter(([, text]) => text.trim() !== ''))
}

/** Only what differs from what stands: a save without a change is no act. */
export function changedTexts(texts: Texts, given: Texts): Texts {
  return Object.fromEntries(Object.entries(given).filter(([name, text]) => text !== (texts[name] ?? '')))
}

/** Why this act does not fit the stage, in words for the person; `undefined` where it does. */
export function whyNot({ stage }: ReportLife, type: ReportAct['type']): string | undefined {
  if (stage === 'sent')
    return 'Отчёт отправлен и больше не меняется. Уточнения войдут в следующий отчёт отдельной таблицей.'
  switch (type) {
    case 'written':
      return stage === 'approved'
        ? 'Отчёт утверждён. Чтобы править текст, сначала верните его на доработку.'
        : undefined
    case 'checked':
      return stage === 'approved' ? 'Отчёт уже проверен и утверждён.' : undefined
    case 'returned':
      return stage === 'draft' ? 'Это и так проект: правьте его.' : undefined
    case 'approved':
      if (stage === 'approved') return 'Отчёт уже утверждён.'
      return stage === 'checked' ? undefined : 'Сначала отметьте «Проверено»: утверждают проверенные числа.'
    case 'sent':
      return stage === 'approved' ? undefined : 'Отправляют утверждённый отчёт: сначала утвердите его.'
    default: {
      const never: never = type
      return never
    }
  }
}
