/**
 * Undoing without the history: what a step changed, kept as the values before it (issue of undo and of unmerging).
 * A patch is a part of every stored ticket, so it says little: clocks carry long traces, and one that a step left alone
 * is named by its place instead of being repeated.
 */
import { type Patch, type Ticket, ticketSchema } from './ticket.ts'

/** A ticket as names and values, whatever its status. */
type Fields = Readonly<Record<string, unknown>>

/** Fields that no step gives back: they count and name what happened, not what stands. */
const kept: ReadonlySet<string> = new Set(['version', 'lastStep'])

/** A patch that changes nothing: for what cannot be taken back. */
export const nothingBefore: Patch = { set: {}, unset: [] }

/**
 * Values of `before` where `after` differs from it; fields that only `after` has are named in `unset`. Good for as long
 * as one likes, whatever happens to the ticket meanwhile.
 */
export function patchBetween(before: Fields, after: Fields): Patch {
  const set: Patch['set'] = {}
  for (const [field, value] of Object.entries(before)) {
    if (!kept.has(field) && !same(value, after[field])) set[field] = value
  }
  const unset = Object.keys(after).filter(field => !kept.has(field) && before[field] === undefined)
  return { set, unset }
}

/** The same, with clocks told by those of `after`: shorter, and good only for `after` itself. */
export function stepBetween(before: Fields, after: Fields): Patch {
  const { set, unset } = patchBetween(before, after)
  const { stages: earlier, ...others } = set
  const standing = after.stages
  if (!Array.isArray(earlier) || !Array.isArray(standing)) return { set, unset }
  return { set: others, unset, stages: earlier.map(stage => told(stage, standing)) }
}

/** A clock by the one that stands: its place, or its place with the values that differ. */
function told(stage: unknown, standing: readonly unknown[]): NonNullable<Patch['stages']>[number] {
  const place = standing.findIndex(each => same(each, stage))
  if (place >= 0) return place
  const wanted = fieldsOf(stage)
  const alike = standing.findIndex(each => isSameClock(fieldsOf(each), wanted))
  return { of: alike < 0 ? null : alike, set: patchBetween(wanted, fieldsOf(standing[alike])).set }
}

function isSameClock(a: Fields, b: Fields): boolean {
  return a.stage === b.stage && a.startedAt === b.startedAt
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** What stood before the step, as names and values; version and last step are those of `ticket`. */
export function fieldsBefore(ticket: Ticket, { set, unset, stages }: Patch): Fields {
  const given = Object.entries(ticket).filter(([field]) => !unset.includes(field))
  const earlier = stages?.map(stage =>
    typeof stage === 'number'
      ? ticket.stages[stage]
      : { ...(stage.of === null ? {} : ticket.stages[stage.of]), ...stage.set },
  )
  return { ...Object.fromEntries(given), ...set, ...(earlier === undefined ? {} : { stages: earlier }) }
}

/** The ticket with the values of the patch. The version stays: it counts events. */
export function restored(ticket: Ticket, patch: Patch): Ticket {
  return ticketSchema.parse(fieldsBefore(ticket, patch))
}

/**
 * Values of one field. Whatever the order of keys: a state that was stored and read again has another than one that was
 * just made. What is undefined counts as absent, as it does where states are written.
 */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, place) => same(item, b[place]))
  }
  const [left, right]: [Fields, Fields] = [{ ...a }, { ...b }]
  return (
    Object.keys(left).every(field => same(left[field], right[field])) &&
    Object.keys(right).every(field => right[field] === undefined || left[field] !== undefined)
  )
}
