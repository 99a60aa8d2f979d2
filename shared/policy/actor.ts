/** Who acts at a moment: own rights, and those lent by a substitution or a duty shift (PRACTICE P17). */
import { addDays, endOfDate, localDateOf } from '../deadlines/zone.ts'
import { type Actor, type Grant, grantsOf, keysOf } from './grants.ts'
import { lineOf } from './line.ts'
import type { Absence, DutyShift, Person, Settings } from './settings.ts'

export { type Actor, type Grant, grantsOf }

/** Own rights only; for what does not depend on the moment. */
export function actorOf(person: Person): Actor {
  return {
    personId: person.id,
    roles: person.active ? person.roles : [],
    blocks: person.blocks,
    recipientIds: person.recipientIds,
  }
}

/** The person as an actor at `now`, with what others lent for the time; `undefined` for an unknown id. */
export function findActor(settings: Settings, personId: string, now: string): Actor | undefined {
  const person = settings.people.find(each => each.id === personId)
  return person && actorAt(person, settings, now)
}

export function actorAt(person: Person, settings: Settings, now: string): Actor {
  if (!person.active) return actorOf(person)
  const line = lineAt(settings, now)
  const place = line.findIndex(each => each.personId === person.id)
  return {
    ...withLent(person, settings, now),
    onDuty: shiftAt(settings, now)?.personId === person.id,
    ...(place < 0 ? {} : { before: line.slice(0, place).map(keysOf) }),
  }
}

/** The own rights with those of the absent people for whom this one stands in. */
function withLent(person: Person, settings: Settings, now: string): Actor {
  const own = actorOf(person)
  const absences = absencesAt(settings, now)
  const lent = absences
    .filter(absence => absence.substituteId === person.id)
    .flatMap(absence => settings.people.filter(each => each.id === absence.absentId && each.active))
    .map(actorOf)
  const grants: Grant[] = [own, ...lent]
  return {
    personId: person.id,
    roles: unique(grants.flatMap(grant => grant.roles)),
    blocks: unique(grants.flatMap(grant => grant.blocks)),
    recipientIds: unique(grants.flatMap(grant => grant.recipientIds)),
    grants,
    isAbsent: absences.some(absence => absence.absentId === person.id),
  }
}

/** One document of settings on one day is asked about every person and every ticket. */
const lastLine = new WeakMap<Settings, { today: string; line: Actor[] }>()

/** Everybody active in the line of those who decide (line.ts), the first first. */
export function lineAt(settings: Settings, now: string): readonly Actor[] {
  const today = localDateOf(now, settings.deadlines.zone)
  const known = lastLine.get(settings)
  if (known?.today === today) return known.line
  const line = lineOf(settings.people.filter(each => each.active).map(each => withLent(each, settings, now)))
  lastLine.set(settings, { today, line })
  return line
}

/** Absences in force on the organisation's local date. */
export function absencesAt(
  { absences, deadlines: { zone } }: Pick<Settings, 'absences' | 'deadlines'>,
  now: string,
): Absence[] {
  if (absences.length === 0) return []
  const today = localDateOf(now, zone)
  return absences.filter(({ from, to }) => from <= today && today <= to)
}

/** The shift of the duty roster at a moment; of two at once the one that began later. */
export function shiftAt({ dutyShifts }: Pick<Settings, 'dutyShifts'>, now: string): DutyShift | undefined {
  const at = Date.parse(now)
  return dutyShifts
    .filter(shift => Date.parse(shift.from) <= at && at < endOfShift(shift))
    .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))
    .at(-1)
}

/** The next instant at which somebody's rights change by the clock; `null` where none will. */
export function nextChangeOfActors(settings: Settings, now: string): string | null {
  const { zone } = settings.deadlines
  const instants = [
    ...settings.absences.flatMap(({ from, to }) => [endOfDate(addDays(from, -1), zone), endOfDate(to, zone)]),
    ...settings.dutyShifts.flatMap(shift => [shift.from, new Date(endOfShift(shift)).toISOString()]),
  ]
  const later = instants.map(instant => Date.parse(instant)).filter(instant => instant > Date.parse(now))
  return later.length === 0 ? null : new Date(Math.min(...later)).toISOString()
}

function endOfShift({ to, handedOverAt }: DutyShift): number {
  return Math.min(Date.parse(to), handedOverAt === null ? Number.POSITIVE_INFINITY : Date.parse(handedOverAt))
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)]
}
