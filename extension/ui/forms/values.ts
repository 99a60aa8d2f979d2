/**
 * What a form holds: the values it opened with (`seen`) and those the person has now (`typed`). When a colleague
 * changes the ticket meanwhile, an untouched field follows; one that both changed is asked (PRACTICE: nothing typed is lost).
 */
import type { ActForm, Field, FormValues } from '../../../shared/acts/contract.ts'
import { isShown } from '../../../shared/acts/reading.ts'

export type Value = string | readonly string[]

/** A ticked box. */
export const ticked = 'yes'

/** Both people changed this field, each to another value. */
export type Conflict = { field: Field; mine: Value; theirs: Value }

export type Merged = { values: FormValues; conflicts: Conflict[] }

/** The values that a form opens with. */
export function openingValues({ fields }: Pick<ActForm, 'fields'>): Record<string, Value> {
  return Object.fromEntries(fields.map(field => [field.name, openingValue(field)]))
}

function openingValue(field: Field): Value {
  if (field.control === 'files') return ''
  if (field.control === 'check') return field.value ? ticked : ''
  return field.value
}

export function mergeEdits(fresh: ActForm, seen: FormValues, typed: FormValues): Merged {
  const conflicts: Conflict[] = []
  const values = openingValues(fresh)
  for (const field of fresh.fields) {
    const { name } = field
    const mine = typed[name]
    // A hidden field says what stood when the form was opened: that is now.
    if (field.control === 'hidden' || mine === undefined) continue
    const theirs = values[name] ?? ''
    const before = seen[name] ?? ''
    // A moment opens with the present minute: that it moved on is nobody's edit. A file is added, never replaced.
    const isTheirs = field.control !== 'files' && field.control !== 'moment' && !isSame(theirs, before)
    if (isTheirs && isSame(mine, before)) continue
    values[name] = mine
    if (isTheirs && !isSame(mine, theirs)) conflicts.push({ field, mine, theirs })
  }
  return { values, conflicts }
}

function isSame(a: Value, b: Value): boolean {
  const [left, right] = [a, b].map(value =>
    typeof value === 'string' ? value.trim() : [...value].toSorted().join('\n'),
  )
  return left === right
}

/** What is sent: what stands on the form, an unticked box and an empty list being absent. */
export function sentValues(form: ActForm, values: FormValues): FormValues {
  return Object.fromEntries(
    form.fields.flatMap(field => {
      const value = values[field.name]
      const isAbsent = value === undefined || value.length === 0
      const mayBeAbsent = field.control === 'check' || field.control === 'choices'
      if (value === undefined || !isShown(field, form, values) || (isAbsent && mayBeAbsent)) return []
      return [[field.name, value]]
    }),
  )
}

export function textIn(values: FormValues, name: string): string {
  return [values[name] ?? ''].flat()[0] ?? ''
}

/** A value in the words of its field: «ЖКХ», «не указано». */
export function valueWords(field: Field, value: Value): string {
  if (field.control === 'check') return value === '' ? 'нет' : 'да'
  const parts = [value].flat().filter(part => part !== '')
  if (parts.length === 0) return 'не указано'
  if (field.control !== 'choice' && field.control !== 'choices') return parts.join(', ')
  return parts.map(part => field.options.find(option => option.value === part)?.label ?? part).join(', ')
}
