/** Undoing without the history: what a step changed, kept as the values before it (issue of undo and of unmerging). */
import { type Patch, type Ticket, ticketSchema } from './ticket.ts'

/** Fields that no step gives back: they count and name what happened, not what stands. */
const kept: ReadonlySet<string> = new Set(['version', 'lastStep'])

/** Values of `before` where `after` differs from it; fields that only `after` has are named in `unset`. */
export function patchBetween(before: Ticket, after: Ticket): Patch {
  const earlier = new Map(Object.entries(before))
  const later = new Map(Object.entries(after))
  const set: Patch['set'] = {}
  for (const [field, value] of earlier) {
    if (!kept.has(field) && !same(value, later.get(field))) set[field] = value
  }
  const unset = [...later.keys()].filter(field => !kept.has(field) && !earlier.has(field))
  return { set, unset }
}

/** The ticket with the values of the patch. The version stays: it counts events. */
export function restored(ticket: Ticket, { set, unset }: Patch): Ticket {
  const standing = Object.entries(ticket).filter(([field]) => !unset.includes(field))
  return ticketSchema.parse({ ...Object.fromEntries(standing), ...set })
}

/** Values of one field. Whatever the order of keys: a state that was stored and read again has another than one that was just made. */
export function same(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder)
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
