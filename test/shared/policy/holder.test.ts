import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorAt } from '../../../shared/policy/actor.ts'
import { grantsOf } from '../../../shared/policy/grants.ts'
import { holderOf, isHeldBy } from '../../../shared/policy/holder.ts'
import { aboutOf, personKey, recipientKey } from '../../../shared/policy/parties.ts'
import { facetsOf, inScope, readScope } from '../../../shared/policy/permissions.ts'
import type { Absence, Person, Settings } from '../../../shared/policy/settings.ts'
import { blockIds } from '../../../shared/reference/blocks.ts'
import { roleIds } from '../../../shared/reference/roles.ts'
import type { Complaint } from '../../../shared/ticket/events.ts'
import { isBeforeHead, isOpen, type Ticket } from '../../../shared/ticket/ticket.ts'
import { answer, classify, does, sorted, ticketOf } from '../ticket/acting.ts'
import { walkArbitrary, walked } from '../ticket/walk.ts'
import { capture, pass, people, settingsOf, type World, worldOf } from '../ticket/world.ts'

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

const accused: fc.Arbitrary<Complaint> = fc.record({
  personIds: fc.subarray(['head', 'chief', 'zhkh', 'zhkh2', 'executor', 'newcomer', 'operator']),
  recipientIds: fc.subarray(['roads-unit', 'water']),
})

describe('«Сейчас у»', () => {
  it('of an open ticket is always somebody who works here now and may see it, whoever has left or is on leave', () => {
    fc.assert(
      fc.property(
        walkArbitrary,
        heads,
        fc.uniqueArray(colleague, { maxLength: 6, selector: each => each.id }),
        fc.uniqueArray(absence, { maxLength: 4, selector: each => each.id }),
        accused,
        (steps, bosses, others, absences, complaint) => {
          const world = walked(steps)
          const settings = settingsOf({ people: [...bosses, ...others], absences })
          const tickets = [...world.views.values()].map(({ ticket }) => ticket)
          for (const ticket of [...tickets, ...tickets.map(each => ({ ...each, complaint }))]) {
            if (!(isOpen(ticket) || isBeforeHead(ticket)) || !isAnybodyLeft(ticket, settings, world.now))
              continue
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

  it('of a complaint about the head and the chief is the first head of a block whom it does not name', () => {
    const { world, id } = complaintAbout(['head', 'chief', 'zhkh'])
    const ticket = ticketOf(world, id)
    expect(holderOf(ticket, world.settings, world.now)).toEqual({ at: 'stand_in', personId: 'zhkh2' })
    expect(readersOf(world, ticket)).toEqual(['operator', 'zhkh2'])
    expect(does(world, 'roads', id, 'assign', toPlumber)).toBe('out-of-scope')
    expect(does(world, 'chief', id, 'assign', toPlumber)).toBe('out-of-scope')
    expect(does(world, 'zhkh2', id, 'assign', toPlumber)).toBe('accepted')
    expect(does(world, 'plumber', id, 'prepare_reply', { kind: 'final', text: 'Проверено' })).toBe('accepted')
    expect(answer(world, 'zhkh2', id)).toBe('accepted')
  })

  it('of any complaint is the chief, who may decide on it, while no head is here to whom it may be shown', () => {
    const absences = [{ id: 'leave', absentId: 'head', substituteId: 'roads', from: today, to: today }]
    const { world, id } = complaintAbout(['roads'], settingsOf({ absences }))
    expect(holderOf(ticketOf(world, id), world.settings, world.now)).toEqual({ at: 'chief' })
    expect(does(world, 'chief', id, 'assign', toPlumber)).toBe('accepted')
    // Of what is no complaint the chief only orders.
    const other = sorted(world)
    expect(does(world, 'chief', other, 'assign', toPlumber)).toBe('out-of-scope')
  })

  it('with no head and no chief here is the first head of a block, until one of them is back', () => {
    const absences = ['head', 'chief'].map(absentId => ({
      id: absentId,
      absentId,
      substituteId: null,
      from: today,
      to: today,
    }))
    const world = worldOf(settingsOf({ absences }))
    const id = capture(world, 'operator', { block: 'none', suggestedBy: 'person' })
    expect(holderOf(ticketOf(world, id), world.settings, world.now)).toEqual({
      at: 'stand_in',
      personId: 'zhkh',
    })
    expect(classify(world, 'zhkh', id, { block: { from: 'none', to: 'roads' } })).toBe('accepted')
    pass(world, 60 * 24)
    const later = capture(world, 'operator', { block: 'none', suggestedBy: 'person' })
    expect(holderOf(ticketOf(world, later), world.settings, world.now)).toEqual({ at: 'center_head' })
    expect(classify(world, 'zhkh', later, { block: { from: 'none', to: 'roads' } })).toBe('out-of-scope')
  })

  it('of a complaint about everybody who works here is the head in name: nobody may handle it', () => {
    const named = people.filter(({ roles }) => !roles.includes('admin')).map(({ id }) => id)
    const { world, id } = complaintAbout(named)
    const ticket = ticketOf(world, id)
    expect(holderOf(ticket, world.settings, world.now)).toEqual({ at: 'center_head' })
    expect(readersOf(world, ticket)).toEqual([])
  })
})

const today = '2026-11-23'
const toPlumber = { recipientId: 'water', personId: null }

function complaintAbout(personIds: string[], settings = settingsOf()) {
  const world = worldOf(settings)
  const id = capture(world, 'operator')
  classify(world, 'operator', id, { complaint: { from: null, to: { personIds, recipientIds: [] } } })
  return { world, id }
}

function readersOf({ settings, now }: World, ticket: Ticket): string[] {
  return settings.people
    .filter(person => inScope(facetsOf(ticket), readScope(actorAt(person, settings, now), settings)))
    .map(({ id }) => id)
}

/** Somebody works here whom the complaint does not name and who stands in for nobody whom it names. */
function isAnybodyLeft(ticket: Ticket, settings: Settings, now: string): boolean {
  const about: readonly string[] = aboutOf(ticket)
  return settings.people.some(person => {
    const grants = grantsOf(actorAt(person, settings, now))
    const isNamed = grants.some(
      grant =>
        about.includes(personKey(grant.personId)) ||
        grant.recipientIds.some(recipientId => about.includes(recipientKey(recipientId))),
    )
    const works = grants.some(({ roles }) => roles.some(role => role !== 'admin'))
    return person.active && works && !isNamed
  })
}
