/** What a plan promises is what happens, and a second import of the same rows does nothing: for any rows and tickets. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Known,
  type KnownTicket,
  planImport,
  printOf,
  tallyOf,
  updated,
} from '../../../shared/imports/plan.ts'
import type { ImportRow } from '../../../shared/imports/rows.ts'
import { noExternal } from '../../../shared/reference/external.ts'
import { posIdentity } from '../../../shared/sources/pos-address.ts'

type Ticket = KnownTicket & { key: string }

const rowArbitrary = fc.record({
  message: fc.integer({ min: 1, max: 6 }),
  isNumbered: fc.boolean(),
  dueOn: fc.constantFrom(null, '2026-11-30', '2026-12-02'),
  stage: fc.constantFrom(null, 'Новое', 'На исполнении', 'Завершено'),
})

function rowsOf(
  system: 'pos' | 'incident',
  drawn: readonly (typeof rowArbitrary extends fc.Arbitrary<infer T> ? T : never)[],
): ImportRow[] {
  const seen = new Set<number>()
  return drawn.flatMap(({ message, isNumbered, dueOn, stage }, index): ImportRow[] => {
    if (seen.has(message)) return []
    seen.add(message)
    const number = system === 'pos' || isNumbered ? `17707357${message}` : null
    return [
      {
        system,
        line: index + 2,
        external: { number, dueOn, stage },
        identity: posIdentity(`17707357${message}`),
        text: 'Текст',
        author: null,
        published: null,
        publishedText: null,
        topic: null,
        organisation: null,
        settlement: null,
        place: null,
        isFinished: stage === 'Завершено',
      },
    ]
  })
}

const known = (tickets: readonly Ticket[]): Known => ({
  byKey: new Map(tickets.map(ticket => [ticket.key, ticket])),
  byNumber: new Map(
    tickets.flatMap(ticket =>
      ticket.external.number === null ? [] : [[ticket.external.number, ticket] as const],
    ),
  ),
})

/** The office, as far as a plan touches it. */
function carriedOut(tickets: readonly Ticket[], plan: ReturnType<typeof planImport>): Ticket[] {
  const after = tickets.map(ticket => ({ ...ticket }))
  for (const planned of plan.rows) {
    if (planned.outcome === 'new') {
      const number = after.length + 1
      after.push({
        ticketId: `t${number}`,
        number,
        mayChange: true,
        key: planned.row.identity.key,
        external: planned.row.external,
      })
    } else if (planned.outcome === 'changed') {
      const ticket = after.find(({ ticketId }) => ticketId === planned.ticket.ticketId)
      if (ticket !== undefined) ticket.external = planned.external
    }
  }
  return after
}

describe('a plan', () => {
  it.each(['pos', 'incident'] as const)('carried out once leaves nothing for the second time: %s', system => {
    fc.assert(
      fc.property(
        fc.array(rowArbitrary, { maxLength: 8 }),
        fc.array(rowArbitrary, { maxLength: 8 }),
        fc.boolean(),
        (first, second, includeFinished) => {
          const options = { includeFinished }
          let tickets: Ticket[] = []
          for (const drawn of [first, second]) {
            const read = { rows: rowsOf(system, drawn), errors: [] }
            const plan = planImport(system, read, known(tickets), options)
            tickets = carriedOut(tickets, plan)
            const again = planImport(system, read, known(tickets), options)
            expect(tallyOf(again)).toMatchObject({ new: 0, changed: 0 })
            expect(carriedOut(tickets, again)).toEqual(tickets)
          }
          // One ticket a message, however often it came.
          expect(new Set(tickets.map(({ key }) => key)).size).toBe(tickets.length)
        },
      ),
    )
  })

  it('an empty cell never erases what stands', () => {
    const standing = { number: '1', dueOn: '2026-11-30', stage: 'Новое' }
    expect(updated(standing, noExternal)).toEqual(standing)
  })

  it('its print tells when something else would happen', () => {
    const read = {
      rows: rowsOf('pos', [{ message: 1, isNumbered: true, dueOn: null, stage: 'Новое' }]),
      errors: [],
    }
    const fresh = planImport('pos', read, known([]), { includeFinished: false })
    const ticket = { ticketId: 't', number: 1, mayChange: true, key: 'pos:177073571', external: noExternal }
    const found = planImport('pos', read, known([ticket]), { includeFinished: false })
    expect(printOf(found)).not.toBe(printOf(fresh))
    expect(printOf(planImport('pos', read, known([ticket]), { includeFinished: false }))).toBe(printOf(found))
  })

  it('a ticket that the person may not change is an error, changed or not', () => {
    const read = {
      rows: rowsOf('pos', [{ message: 1, isNumbered: true, dueOn: null, stage: null }]),
      errors: [],
    }
    const external = { number: '177073571', dueOn: null, stage: null }
    const ticket = { ticketId: 't', number: 7, mayChange: false, key: 'pos:177073571', external }
    const { rows, errors } = planImport('pos', read, known([ticket]), { includeFinished: false })
    expect(rows).toEqual([])
    expect(errors).toMatchObject([{ line: 2, value: '177073571' }])
    expect(errors[0]?.words).not.toContain('7 ')
  })
})
