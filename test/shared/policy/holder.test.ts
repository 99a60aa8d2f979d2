import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holderOf, isHeldBy } from '../../../shared/policy/holder.ts'
import { actorOf } from '../../../shared/policy/permissions.ts'
import type { Person } from '../../../shared/policy/settings.ts'
import { type BlockId, blockIds } from '../../../shared/reference/blocks.ts'
import { roleIds } from '../../../shared/reference/roles.ts'
import type { TicketEvent } from '../../../shared/ticket/events.ts'
import { evolve, type Ticket } from '../../../shared/ticket/ticket.ts'

const head: Person = {
  id: 'head',
  title: 'Руководитель МЦУ',
  roles: ['center_head'],
  blocks: [],
  recipientIds: [],
  active: true,
}

const person: fc.Arbitrary<Person> = fc.record({
  id: fc.uuid(),
  title: fc.constant('Должность'),
  roles: fc.subarray([...roleIds]),
  blocks: fc.subarray([...blockIds]),
  recipientIds: fc.subarray(['one', 'two']),
  active: fc.boolean(),
})

const at = '2026-11-23T08:00:00.000Z'
const by = 'operator'

function ticket(block: BlockId, isSorted: boolean, ...more: TicketEvent[]): Ticket {
  const captured: TicketEvent = {
    type: 'captured',
    data: {
      number: 1,
      kind: 'message',
      source: {
        sourceId: 's',
        channel: 'vk',
        kind: 'post',
        publishedAt: null,
        precision: 'unknown',
        contentId: 'c',
      },
      classification: { block, subtopic: null, settlement: null, urgent: false, placeContentId: null },
      suggestedBy: isSorted ? 'person' : 'keywords',
    },
  }
  const begun = evolve(null, { ...captured, at, by }, 't')
  return more.reduce((standing, event) => evolve(standing, { ...event, at, by }, 't'), begun)
}

const open = fc
  .record({
    block: fc.constantFrom(...blockIds),
    isSorted: fc.boolean(),
    more: fc.constantFrom<TicketEvent[]>(
      [],
      [{ type: 'assigned', data: { recipientId: 'one' } }],
      [{ type: 'assigned', data: { recipientId: 'nobody works there' } }],
      [{ type: 'reply_prepared', data: { kind: 'final', contentId: 'r' } }],
    ),
  })
  .map(({ block, isSorted, more }) => ticket(block, isSorted, ...more))

describe('«Сейчас у»', () => {
  it('of an open ticket is always somebody who works here now, whoever has left', () => {
    fc.assert(
      fc.property(open, fc.array(person, { maxLength: 6 }), (standing, people) => {
        const settings = { people: [head, ...people], officialAccounts: [] }
        const holder = holderOf(standing, settings)
        const manned = settings.people.filter(each => isHeldBy(holder, actorOf(each), settings))
        expect(manned.length).toBeGreaterThan(0)
      }),
    )
  })
})
