/**
 * A save on an older version of a ticket, field by field: what only one person changed is taken as it is; what both
 * changed differently is asked. Nothing that was typed is lost.
 */
import type { ActForm, Field, FormValues } from '../../../shared/acts/contract.ts'

/** Both people changed this field, each to another value. */
export type Conflict = { field: Field; mine: string | readonly string[]; theirs: string | readonly string[] }

type Merged = { values: FormValues; conflicts: Conflict[] }

type Edited = {
  /** The form as it would open now. */
  fresh: ActForm
  /** The values with which the person's form opened. */
  seen: FormValues
  /** What the person sent. */
  typed: FormValues
  /** «ваше» or «коллеги», by the name of the field, where it was asked already. */
  chosen: Readonly<Record<string, string>>
}

/** The values that a form opens with. */
export function openingValues({ fields }: ActForm): FormValues {
  return Object.fromEntries(
    fields.flatMap(field => {
      if (field.control === 'files' || field.control === 'hidden') return []
      if (field.control === 'check') return field.value ? [[field.name, 'yes']] : []
      return [[field.name, field.value]]
    }),
  )
}

export function mergeEdits({ fresh, seen, typed, chosen }: Edited): Merged {
  const now = openingValues(fresh)
  const values: Record<string, string | readonly string[]> = { ...typed }
  const conflicts: Conflict[] = []
  for (const field of fresh.fields) {
    const { name } = field
    if (field.control === 'hidden') {
      // It says what stood when the form was opened: that is now. What the form itself made stays.
      if (field.value !== '' || name !== 'newTicketId') values[name] = field.value
      continue
    }
    if (field.control === 'files') continue
    const [mine, theirs, before] = [typed[name] ?? '', now[name] ?? '', seen[name] ?? '']
    if (same(mine, theirs)) continue
    const taken =
      same(mine, before) || chosen[name] === 'theirs'
        ? theirs
        : same(theirs, before) || chosen[name] === 'mine'
          ? mine
          : undefined
    if (taken === undefined) conflicts.push({ field, mine, theirs })
    else values[name] = taken
  }
  return { values, conflicts }
}

function same(a: string | readonly string[], b: string | readonly string[]): boolean {
  const [left, right] = [a, b].map(value =>
    typeof value === 'string' ? value.trim().replaceAll('\r\n', '\n') : [...value].toSorted().join('\n'),
  )
  return left === right
}

/** A value in the words of its field. */
export function valueWords(field: Field, value: string | readonly string[]): string {
  if (field.control === 'check') return value === '' ? 'нет' : 'да'
  const each = [value].flat().filter(part => part !== '')
  if (each.length === 0) return 'не указано'
  if (field.control !== 'choice' && field.control !== 'choices') return each.join(', ')
  return each.map(part => field.options.find(option => option.value === part)?.label ?? part).join(', ')
}
