/** What a person typed into an act's form: it survives faults, refusals, other views and a closed panel. */
import { useMemo } from 'preact/hooks'
import * as z from 'zod'
import type { ActForm, FormValues } from '../../../shared/acts/contract.ts'
import {
  type Choice,
  type Conflict,
  mergeEdits,
  openingValues,
  type Value,
} from '../../../shared/acts/merge.ts'
import { type Drafts, restore, useDraft } from '../drafts.ts'

const valuesSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const draftSchema = z.object({
  /** The values the form opened with; newer ones are taken in as conflicts are settled. */
  seen: valuesSchema,
  /** Only the fields that the person touched. */
  typed: valuesSchema,
})

export type ActDraft = {
  values: FormValues
  conflicts: readonly Conflict[]
  /** Fields that the person set, and no suggestion may change any more. */
  touched: ReadonlySet<string>
  change: (patch: Readonly<Record<string, Value>>) => void
  settle: (conflict: Conflict, choice: Choice) => void
  clear: () => void
}

/** `begin`: values to open with instead of the form's own, as from a refused command. */
export function useActDraft(drafts: Drafts, key: string, form: ActForm, begin: FormValues = {}): ActDraft {
  const draft = useDraft(drafts, key, draftSchema, () => ({
    seen: stored(openingValues(form)),
    typed: stored(begin),
  }))
  const { seen, typed } = draft.value
  const { values, conflicts } = useMemo(() => mergeEdits({ fresh: form, seen, typed }), [form, seen, typed])
  return {
    values,
    conflicts,
    touched: new Set(Object.keys(typed)),
    change: patch => draft.change({ typed: { ...typed, ...stored(patch) } }),
    settle({ field: { name }, theirs }, choice) {
      const { [name]: mine, ...others } = typed
      const isMine = choice === 'mine' && mine !== undefined
      draft.change({
        seen: { ...seen, ...stored({ [name]: theirs }) },
        typed: isMine ? { ...others, [name]: mine } : others,
      })
    },
    clear: draft.clear,
  }
}

/** What a person set in a form whose draft is kept, by field; nothing where the draft does not fit. */
export function typedOf(draft: string): FormValues {
  return restore(draft, draftSchema)?.typed ?? {}
}

function stored(values: FormValues): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  )
}
