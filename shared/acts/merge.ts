/**
 * A save on an older version of a ticket, field by field: what only one person changed is taken as it is; what both
 * changed differently is asked. Nothing that was typed is lost. The same for a panel, whose form follows the ticket while
 * it is open, and for a page, whose form comes back whole.
 */
import type { ActForm, Field, FormValues } from './contract.ts'

export type Value = string | readonly string[]

/** A ticked box. */
export const ticked = 'yes'

/** Both people changed this field, each to another value. */
export type Conflict = { field: Field; mine: Value; theirs: Value }

export type Choice = 'mine' | 'theirs'

type Edited = {
  /** The form as it would open now. */
  fresh: Pick<ActForm, 'fields'>
  /** The values with which the person's form opened. */
  seen: FormValues
  /** What the person set; a field that is not named was not touched. */
  typed: FormValues
  /** By the name of the field, where it was asked already. */
  chosen?: Readonly<Record<string, Choice>>
}

/** The values that a form opens with, of every field; an unticked box is `''`. */
export function openingValues({ fields }: Pick<ActForm, 'fields'>): Record<string, Value> {
  return Object.fromEntries(fields.map(field => [field.name, openingValue(field)]))
}

function openingValue(field: Field): Value {
  if (field.control === 'files') return ''
  if (field.control === 'check') return field.value ? ticked : ''
  return field.value
}

export function mergeEdits({ fresh, seen, typed, chosen = {} }: Edited): {
  values: FormValues
  conflicts: Conflict[]
} {
  const conflicts: Conflict[] = []
  const values = openingValues(fresh)
  for (const field of fresh.fields) {
    const { name } = field
    const mine = typed[name]
    // A hidden field says what stood when the form was opened: that is now.
    if (field.control === 'hidden' || mine === undefined || chosen[name] === 'theirs') continue
    const theirs = values[name] ?? ''
    const before = seen[name] ?? ''
    // A moment opens with the present minute: that it moved on is nobody's edit. A file is added, never replaced.
    const isTheirs = field.control !== 'files' && field.control !== 'moment' && !isSame(theirs, before)
    if (isTheirs && isSame(mine, before)) continue
    values[name] = mine
    if (isTheirs && chosen[name] !== 'mine' && !isSame(mine, theirs)) conflicts.push({ field, mine, theirs })
  }
  return { values, conflicts }
}

function isSame(a: Value, b: Value): boolean {
  const [left, right] = [a, b].map(value =>
    typeof value === 'string' ? value.trim().replaceAll('\r\n', '\n') : [...value].toSorted().join('\n'),
  )
  return left === right
}

/** A value in the words of its field: «ЖКХ», «не указано». */
export function valueWords(field: Field, value: Value): string {
  if (field.control === 'check') return value === '' ? 'нет' : 'да'
  const parts = [value].flat().filter(part => part !== '')
  if (parts.length === 0) return 'не указано'
  if (field.control !== 'choice' && field.control !== 'choices') return parts.join(', ')
  return parts.map(part => field.options.find(option => option.value === part)?.label ?? part).join(', ')
}
