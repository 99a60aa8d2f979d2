/**
 * The line of those who decide where the usual ones may not or are not here: nothing is ownerless (PRACTICE P4), and a
 * complaint never stays with whom it is about (P8). The first whom it does not name has it.
 *
 * The heads of the centre come first, then the chief: P8 names them. 59-ФЗ ст. 8 ч. 6 only forbids whom the complaint
 * is about, so beyond them it goes to whoever stands nearest to a head: the heads of blocks, who answer for the work of
 * others already, then whoever else works here; within one rank by the order of the settings, so that the head of the
 * centre decides who comes next. Substitutes stand in the place of whom they stand in for. Who is on leave comes last:
 * better somebody to be called back than nobody. The administrator never does: texts of citizens are not for that role.
 */
import type { RoleId } from '../reference/roles.ts'
import { type Actor, keysOf, liveGrantsOf } from './grants.ts'
import type { PartyKey } from './parties.ts'

const ranks: readonly RoleId[] = [
  'center_head',
  'chief',
  'block_head',
  'informer',
  'operator',
  'recipient_user',
]

/** `actors` of everybody active, in the order of the settings. */
export function lineOf(actors: readonly Actor[]): Actor[] {
  return actors
    .flatMap(actor => {
      const rank = rankOf(actor)
      return rank === null ? [] : [{ actor, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ actor }) => actor)
}

/** The first in the line whom these keys do not name. */
export function firstInLine(line: readonly Actor[], about: readonly PartyKey[]): Actor | undefined {
  return line.find(actor => !keysOf(actor).some(key => about.includes(key)))
}

function rankOf(actor: Actor): number | null {
  const live = liveGrantsOf(actor).flatMap(grant => grant.roles)
  const present = ranks.findIndex(role => live.includes(role))
  if (present >= 0) return present
  const away = ranks.findIndex(role => actor.roles.includes(role))
  return away < 0 ? null : ranks.length + away
}
