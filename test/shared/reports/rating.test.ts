import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Recipient } from '../../../shared/policy/settings.ts'
import { groupOf, pointsOf, type RatingRow, rate, type Scored } from '../../../shared/reports/rating.ts'
import { timeScore } from '../../../shared/reports/rating-item.ts'
import { type RatingSettings, usualRating } from '../../../shared/reports/rating-settings.ts'

const recipients: Recipient[] = [
  { id: 'roads', title: 'Отдел дорог', kind: 'unit' },
  { id: 'culture', title: 'Отдел культуры', kind: 'unit' },
  { id: 'nagatkino', title: 'Администрация поселения', kind: 'settlement' },
  { id: 'school', title: 'Школа', kind: 'institution' },
  { id: 'heat', title: 'МУП «Теплосеть»', kind: 'municipal_company' },
  { id: 'grid', title: 'Россети', kind: 'outside' },
]
const norm = 480

/** A contribution by its time; the score follows from it as in life. */
function item(recipientId: string, ownMinutes: number, given: Partial<Scored> = {}): Scored {
  const t = timeScore(
    {
      end: 'presented',
      endedAt: '2026-10-15T08:00:00.000Z',
      ownMinutes,
      normMinutes: norm,
      dueAt: null,
    },
    '2026-10-31T20:00:00.000Z',
  )
  return { recipientId, ownMinutes, t, q: null, mark: null, correction: null, ...given }
}

const several = (count: number, recipientId: string, minutes = 60, given: Partial<Scored> = {}) =>
  Array.from({ length: count }, () => item(recipientId, minutes, given))

function rowsOf(items: readonly Scored[], settings: RatingSettings = usualRating, repeats: string[] = []) {
  const { rows } = rate(
    items,
    repeats.map(recipientId => ({ recipientId })),
    recipients,
    settings,
  )
  return (id: string): RatingRow => {
    const row = rows.find(each => each.recipientId === id)
    if (row === undefined) throw new Error(`No row of ${id}`)
    return row
  }
}

describe('places', () => {
  test('a place is given from five tickets; two to four are for reference, one is not rated', () => {
    const row = rowsOf([...several(5, 'roads'), ...several(4, 'culture'), ...several(1, 'nagatkino')])
    expect(row('roads')).toMatchObject({ place: 1, standing: 'placed', score: 100 })
    expect(row('culture')).toMatchObject({ place: null, standing: 'few', score: 100 })
    expect(row('nagatkino')).toMatchObject({ place: null, standing: 'none', score: null })
  })

  test('units, settlements and institutions with municipal companies each have a first place', () => {
    const row = rowsOf(['roads', 'nagatkino', 'school', 'heat'].flatMap(id => several(6, id)))
    expect(['roads', 'nagatkino', 'heat', 'school'].map(id => row(id).place)).toEqual([1, 1, 1, 2])
    expect(groupOf('municipal_company')).toBe(groupOf('institution'))
  })

  test('an outside organisation is for reference, however many tickets it had', () => {
    expect(rowsOf(several(50, 'grid'))('grid')).toMatchObject({
      place: null,
      standing: 'outside',
      score: 100,
    })
  })

  test('of equal points the one with more tickets stands higher, then the alphabet decides', () => {
    const more = rowsOf([...several(5, 'roads'), ...several(6, 'culture')])
    expect([more('culture').place, more('roads').place]).toEqual([1, 2])
    const equal = rowsOf([...several(5, 'roads'), ...several(5, 'culture')])
    expect([equal('roads').place, equal('culture').place]).toEqual([1, 2])
  })
})

describe('points', () => {
  test('what nobody scored leaves the weights: neither nought nor full', () => {
    const row = rowsOf(several(5, 'roads', 900))('roads')
    expect(row.q).toEqual({ value: null, of: 0 })
    expect(row.score).toBe(70)
  })

  test('time, completeness and satisfaction weigh four, four and two', () => {
    const row = rowsOf(several(5, 'roads', 60, { q: 0.5, mark: 0 }))('roads')
    expect(row.score).toBe(60)
  })

  test('one bad mark is drawn towards the mean of the district', () => {
    const items = [
      ...several(5, 'roads', 60),
      item('roads', 60, { mark: 0 }),
      ...several(9, 'culture', 60, { mark: 1 }),
    ]
    // One own nought beside three of the mean 0.9.
    expect(rowsOf(items)('roads').s).toEqual({ value: 0.9 * (3 / 4), own: 0, of: 1 })
  })

  test('each tenth of repeats takes five points, and never more than ten', () => {
    expect(rowsOf(several(10, 'roads'), usualRating, ['roads'])('roads').score).toBe(95)
    expect(rowsOf(several(10, 'roads'), usualRating, Array(9).fill('roads'))('roads').score).toBe(90)
  })

  test('a ticket that the head excluded counts nowhere', () => {
    const row = rowsOf([...several(5, 'roads'), item('roads', 9_000, { correction: 'excluded' })])('roads')
    expect(row).toMatchObject({ n: 5, score: 100 })
  })

  test('weights count by their share: doubled ones change nothing', () => {
    fc.assert(
      fc.property(
        fc.record({
          time: fc.integer({ min: 0, max: 50 }),
          completeness: fc.integer({ min: 0, max: 50 }),
          satisfaction: fc.integer({ min: 1, max: 50 }),
        }),
        fc.array(scored, { maxLength: 20 }),
        (weights, items) => {
          const doubled = {
            time: 2 * weights.time,
            completeness: 2 * weights.completeness,
            satisfaction: 2 * weights.satisfaction,
          }
          const score = (each: typeof weights) =>
            rate(items, [], recipients, { ...usualRating, weights: each })
          expect(score(doubled)).toEqual(score(weights))
        },
      ),
    )
  })

  test('points lie between nought and a hundred', () => {
    fc.assert(
      fc.property(
        fc.array(scored, { maxLength: 30 }),
        fc.array(fc.constantFrom('roads', 'grid')),
        (items, repeats) => {
          const { rows } = rate(
            items,
            repeats.map(recipientId => ({ recipientId })),
            recipients,
            usualRating,
          )
          for (const { score } of rows) if (score !== null) expect(score >= 0 && score <= 100).toBe(true)
        },
      ),
    )
  })
})

const scored: fc.Arbitrary<Scored> = fc
  .record({
    recipientId: fc.constantFrom(...recipients.map(({ id }) => id)),
    minutes: fc.integer({ min: 0, max: 4 * norm }),
    q: fc.option(fc.constantFrom(0, 0.25, 0.5, 0.75, 1), { nil: null }),
    mark: fc.option(fc.constantFrom(0, 0.25, 0.5, 0.75, 1), { nil: null }),
  })
  .map(({ recipientId, minutes, q, mark }) => item(recipientId, minutes, { q, mark }))

/** Many of one recipient, so that places are given. */
const ofSeveral = fc.array(scored, { minLength: 1, maxLength: 60 })

describe('fairness', () => {
  test.each(['points', 'ranks'] as const)('a faster answer never lowers who gave it (%s)', way => {
    const settings = { ...usualRating, way, leastTickets: 1, placeFrom: 1 }
    fc.assert(
      fc.property(ofSeveral, fc.nat(), fc.integer({ min: 0, max: 4 * norm }), (items, index, minutes) => {
        const slow = items[index % items.length]
        if (slow === undefined) return
        const { q, mark } = slow
        const fast = item(slow.recipientId, Math.min(minutes, slow.ownMinutes), { q, mark })
        expectNoLower(items, slow, fast, settings)
      }),
    )
  })

  test.each(['points', 'ranks'] as const)('a fuller answer never lowers who gave it (%s)', way => {
    const settings = { ...usualRating, way, leastTickets: 1, placeFrom: 1 }
    fc.assert(
      fc.property(ofSeveral, fc.nat(), fc.constantFrom(0, 0.25, 0.5, 0.75, 1), (items, index, q) => {
        const partial = items[index % items.length]
        if (partial === undefined || partial.q === null) return
        expectNoLower(items, partial, { ...partial, q: Math.max(partial.q, q) }, settings)
      }),
    )
  })

  test('a better mark never lowers who got it', () => {
    const settings = { ...usualRating, leastTickets: 1, placeFrom: 1 }
    fc.assert(
      fc.property(ofSeveral, fc.nat(), fc.constantFrom(0.25, 0.5, 1), (items, index, mark) => {
        const worse = items[index % items.length]
        if (worse === undefined || worse.mark === null) return
        expectNoLower(items, worse, { ...worse, mark: Math.max(worse.mark, mark) }, settings)
      }),
    )
  })

  test('places of a group are one row of numbers without gaps, the best first', () => {
    fc.assert(
      fc.property(ofSeveral, items => {
        const { rows } = rate(items, [], recipients, { ...usualRating, leastTickets: 1, placeFrom: 2 })
        for (const group of ['unit', 'settlement', 'institution', 'outside']) {
          const placed = rows.filter(row => groupOf(row.kind) === group && row.place !== null)
          expect(placed.map(row => row.place)).toEqual(placed.map((_, index) => index + 1))
          const scores = placed.map(row => row.score ?? -1)
          expect(scores).toEqual(scores.toSorted((a, b) => b - a))
        }
      }),
    )
  })
})

function expectNoLower(
  items: readonly Scored[],
  before: Scored,
  after: Scored,
  settings: RatingSettings,
): void {
  const was = rowsOf(items, settings)(before.recipientId)
  const is = rowsOf(
    items.map(each => (each === before ? after : each)),
    settings,
  )(before.recipientId)
  if (was.score !== null && is.score !== null) {
    if (settings.way === 'points') expect(is.score).toBeGreaterThanOrEqual(was.score)
    else expect(is.score).toBeLessThanOrEqual(was.score)
  }
  if (was.place !== null) expect(is.place).toBeLessThanOrEqual(was.place)
}

describe('timeliness of one ticket', () => {
  const end = { end: 'presented', endedAt: '2026-10-15T08:00:00.000Z', dueAt: null } as const
  test.each([
    [480, 1],
    [481, 0.7],
    [960, 0.7],
    [961, 0.4],
    [1_440, 0.4],
    [1_441, 0],
  ])('%i minutes of a norm of 480 are worth %f', (ownMinutes, worth) => {
    expect(timeScore({ ...end, ownMinutes, normMinutes: norm }, '')).toBe(worth)
  })

  test('open and overdue is worth nothing', () => {
    expect(
      timeScore({ end: 'open', endedAt: null, dueAt: null, ownMinutes: 481, normMinutes: norm }, ''),
    ).toBe(0)
  })

  test('an appeal counts by its own term, extension included, not by hours', () => {
    const appeal = { ...end, ownMinutes: 9_000, normMinutes: null }
    expect(timeScore({ ...appeal, dueAt: '2026-10-15T08:00:00.001Z' }, '')).toBe(1)
    expect(timeScore({ ...appeal, dueAt: '2026-10-15T08:00:00.000Z' }, '')).toBe(0)
  })

  test('what was sent to the competent body before the term is in time', () => {
    const sent = { ...end, end: 'redirected', ownMinutes: 2_000, normMinutes: norm } as const
    expect(timeScore({ ...sent, dueAt: '2026-10-20T08:00:00.000Z' }, '')).toBe(1)
    expect(timeScore({ ...sent, dueAt: '2026-10-10T08:00:00.000Z' }, '')).toBe(0)
  })
})

test('nothing that weighs and is known makes no points', () => {
  const none = { value: null, of: 0 }
  expect(pointsOf({ t: none, q: none, s: { ...none, own: null }, n: 0, repeats: 0 }, usualRating)).toBeNull()
})
