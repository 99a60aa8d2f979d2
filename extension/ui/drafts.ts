/** What a person typed and has not saved yet, by form: it survives refusals, re-renders and a closed window. */
import { useRef, useState } from 'preact/hooks'
import type * as z from 'zod'

export type Drafts = {
  read(key: string): string | undefined
  keep(key: string, draft: string | null): void
  all(): readonly (readonly [key: string, draft: string])[]
}

export function createDrafts(
  saved: Record<string, string>,
  onKeep: (key: string, draft: string | null) => void,
): Drafts {
  const drafts = new Map(Object.entries(saved))
  return {
    read: key => drafts.get(key),
    keep(key, draft) {
      if (draft === null) drafts.delete(key)
      else drafts.set(key, draft)
      onKeep(key, draft)
    },
    all: () => [...drafts],
  }
}

export type Draft<Value> = { value: Value; change: (patch: Partial<Value>) => void; clear: () => void }

/** A draft of an older version that no longer fits its schema is dropped. */
export function useDraft<Value extends object>(
  drafts: Drafts,
  key: string,
  schema: z.ZodType<Value>,
  initial: () => Value,
): Draft<Value> {
  const [value, setValue] = useState<Value>(() => restore(drafts.read(key), schema) ?? initial())
  const latest = useRef(value)
  return {
    value,
    change(patch) {
      latest.current = { ...latest.current, ...patch }
      setValue(latest.current)
      drafts.keep(key, JSON.stringify(latest.current))
    },
    clear: () => drafts.keep(key, null),
  }
}

/** `undefined`: there is none, or it does not fit. */
export function restore<Value>(saved: string | undefined, schema: z.ZodType<Value>): Value | undefined {
  if (saved === undefined) return undefined
  try {
    return schema.safeParse(JSON.parse(saved)).data
  } catch {
    return undefined
  }
}
