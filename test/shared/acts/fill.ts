/** Fills a form as a person who hurries would: something valid in every field, chosen by numbers. */

import type { ActForm, Field, FormValues, Option } from '../../../shared/acts/contract.ts'
import { todayOf } from '../../../shared/acts/fields.ts'
import { addDays } from '../../../shared/deadlines/zone.ts'
import { uuidOf, type World } from '../ticket/world.ts'

/** An endless row of numbers. */
export type Picks = { next(below: number): number }

export function picksFrom(numbers: readonly number[]): Picks {
  let at = 0
  return {
    next(below) {
      const number = numbers[at % Math.max(1, numbers.length)] ?? 0
      at += 1
      return below <= 0 ? 0 : (number + at) % below
    },
  }
}

export function fill(form: ActForm, world: World, picks: Picks): FormValues {
  const values: Record<string, string | readonly string[]> = {}
  for (const field of form.fields) {
    const value = valueFor(field, world, picks)
    if (value !== null) values[field.name] = value
  }
  return values
}

function valueFor(field: Field, world: World, picks: Picks): string | readonly string[] | null {
  switch (field.control) {
    case 'line':
      return picks.next(4) === 0 && !field.required ? field.value : `слово ${picks.next(9)}`
    case 'area':
      return picks.next(3) === 0 ? (field.ready?.[0]?.value ?? 'слова') : `слова ${picks.next(9)}`
    case 'address':
      return field.required || picks.next(2) === 0 ? `https://vk.com/wall-1_${picks.next(50)}` : ''
    case 'date': {
      if (!field.required && picks.next(2) === 0) return ''
      if (field.min !== undefined && field.max !== undefined && field.max < field.min) return ''
      const first = field.min ?? field.max ?? todayOf(world)
      const wanted = addDays(first, field.min === undefined ? 0 : picks.next(12))
      return field.max !== undefined && wanted > field.max ? field.max : wanted
    }
    case 'moment':
      return field.value
    case 'check':
      return picks.next(3) === 0 ? 'on' : null
    case 'choice':
      return field.empty !== undefined && picks.next(2) === 0 ? '' : (one(field.options, picks)?.value ?? '')
    case 'choices':
      return field.options.filter(() => picks.next(3) === 0).map(option => option.value)
    case 'files':
      return ''
    case 'hidden':
      return field.name === 'newTicketId' ? uuidOf('ticket', world.views.size + 1) : field.value
    default: {
      const never: never = field
      return never
    }
  }
}

function one(options: readonly Option[], picks: Picks): Option | undefined {
  return options[picks.next(options.length)]
}
