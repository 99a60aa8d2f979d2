/** What an actor is made of: one's own rights, and those lent by whoever is away (PRACTICE P17). */
import type { BlockId } from '../reference/blocks.ts'
import type { RoleId } from '../reference/roles.ts'
import { type PartyKey, personKey, recipientKey } from './parties.ts'

/** One person's roles and what they are responsible for. */
export type Grant = {
  personId: string
  roles: readonly RoleId[]
  blocks: readonly BlockId[]
  recipientIds: readonly string[]
}

/** Who acts. `roles`, `blocks` and `recipientIds` are all together; rights are decided grant by grant. */
export type Actor = Grant & {
  /** The own grant and those of the absent people this one stands in for; only the own one where absent. */
  grants?: readonly Grant[]
  onDuty?: boolean
  /** On leave: sees and may act, but nothing waits for this person. */
  isAbsent?: boolean
  /** The keys of each who comes earlier in the line (line.ts); missing for who does not stand in it. */
  before?: readonly (readonly PartyKey[])[]
}

export function grantsOf(actor: Actor): readonly Grant[] {
  return actor.grants ?? [actor]
}

/** The grants by which something may wait for the person: what waits for someone on leave waits for the substitute. */
export function liveGrantsOf(actor: Actor): readonly Grant[] {
  return grantsOf(actor).filter(grant => grant.personId !== actor.personId || actor.isAbsent !== true)
}

/** Complaints about any of these are hidden from the person: a substitute of the accused must not decide either (P8). */
export function keysOf(actor: Actor): PartyKey[] {
  const keys = grantsOf(actor).flatMap(grant => [
    personKey(grant.personId),
    ...grant.recipientIds.map(recipientKey),
  ])
  return [...new Set(keys)].sort()
}
