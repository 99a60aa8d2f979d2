import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorAt } from '../../../shared/policy/actor.ts'
import { holderOf, isHeldBy } from '../../../shared/policy/holder.ts'
import { facetsOf, inScope, readScope } from '../../../shared/policy/permissions.ts'
import type { Absence, Person, Settings } from '../../../shared/policy/settings.ts'
import { blockIds } from '../../../shared/reference/blocks.ts'
import { roleIds } from '../../../shared/reference/roles.ts'
import { isOpen, type Ticket } from '../../../shared/ticket/ticket.ts'
import { walkArbitrary, walked } from '../ticket/walk.ts'
import { people, settingsOf } from '../ticket/world.ts'

const colleague: fc.Arbitrary<Person> = fc
  .record({
    // Some are those whom the tickets of the walk name, with other duties now.
    id: fc.constantFrom('operator', 'zhkh', 'zhkh2', 'executor', 'plumber', 'informer', 'newcomer'),
    roles: fc.subarray([...roleIds]),
    blocks: fc.subarray([...blockIds]),
    recipientIds: fc.subarray(['roads-unit', 'water']),
    active: fc.boolean(),
  })
  .map(each => ({ ...each, title: 'Должность' }))

const heads: fc.Arbitrary<Person[]> = fc
  .tuple(fc.boolean(), fc.boolean())
  .map(([head, chief]) =>
    people
      .filter(({ id }) => id === 'head' || id === 'chief')
      .map(person => ({ ...person, active: person.id === 'head' ? head : chief })),
  )

const absence: fc.Arbitrary<Absence> = fc
  .record({
    absentId: fc.constantFrom('head', 'chief', 'zhkh', 'executor', 'informer', 'operator'),
    substituteId: fc.option(fc.constantFrom('zhkh2', 'newcomer', 'plumber')),
  })
  .map(each => ({ id: each.absentId, ...each, from: '2026-01-01', to: '2027-12-31' }))

describe('«Сейчас у»', () => {
  it('of an open ticket is always somebody who works here now and may see it, whoever has left or is on leave', () => {
    fc.assert(
      fc.property(
        walkArbitrary,
        heads,
        fc.uniqueArray(colleague, { maxLength: 6, selector: each => each.id }),
        fc.uniqueArray(absence, { maxLength: 4, selector: each => each.id }),
        (steps, bosses, others, absences) => {
          const world = walked(steps)
          const settings = settingsOf({ people: [...bosses, ...others], absences })
          for (const { ticket } of world.views.values()) {
            if (!isOpen(ticket) || !isAnybodyAbove(ticket, settings, world.now)) continue
            const holder = holderOf(ticket, settings, world.now)
            const holders = settings.people
              .filter(person => person.active)
              .map(person => actorAt(person, settings, world.now))
              .filter(
                actor =>
                  isHeldBy(holder, actor, settings) && inScope(facetsOf(ticket), readScope(actor, settings)),
              )
            expect(holders.length, `${ticket.status} ${JSON.stringify(holder)}`).toBeGreaterThan(0)
          }
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})

/** A head of the centre who is here and whom the complaint does not name; for a complaint about a head, the chief. */
function isAnybodyAbove(ticket: Ticket, settings: Settings, now: string): boolean {
  const isHere = (person: Person, role: 'center_head' | 'chief') => {
    const actor = actorAt(person, settings, now)
    return (
      person.active &&
      actor.isAbsent !== true &&
      person.roles.includes(role) &&
      inScope(facetsOf(ticket), readScope(actor, settings))
    )
  }
  const isAboutHead = settings.people.some(
    person =>
      person.active &&
      person.roles.includes('center_head') &&
      facetsOf(ticket).about.includes(`person:${person.id}`),
  )
  return settings.people.some(
    person => isHere(person, 'center_head') || (isAboutHead && isHere(person, 'chief')),
  )
}
