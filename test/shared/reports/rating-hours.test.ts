import fc from 'fast-check'
import { expect, test } from 'vitest'
import { common, hoursOf, type Span } from '../../../shared/reports/rating-hours.ts'
import { type Fact, factSchema } from '../../../shared/ticket/events.ts'

const zone = 'Europe/Ulyanovsk'
const start = Date.parse('2026-10-05T04:00:00.000Z')
/** So many minutes after Monday, 5 October 2026, 08:00 in Ulyanovsk. */
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString()
const cut = at(100_000)

function fact(type: string, minutes: number, data: object = {}): Fact {
  return factSchema.parse({ type, data, at: at(minutes), by: 'somebody', step: `${type}${minutes}` })
}
const assigned = (minutes: number, recipientId = 'roads') => fact('assigned', minutes, { recipientId })
const prepared = (minutes: number, given: object = {}) =>
  fact('reply_prepared', minutes, { kind: 'final', contentId: 'reply', to: 'publication', ...given })
const published = (minutes: number, given: object = {}) =>
  fact('published', minutes, {
    replyId: `r${minutes}`,
    kind: 'final',
    accountId: null,
    promisedDate: null,
    contentId: 'reply',
    ...given,
  })

const lengthOf = (spans: readonly Span[]) =>
  spans.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0) / 60_000
const own = (facts: readonly Fact[], recipientId = 'roads') =>
  lengthOf(hoursOf(facts, at(0), cut, zone).holds.find(hold => hold.recipientId === recipientId)?.spans ?? [])

/** Four instants in order, apart from each other. */
const instants = fc
  .uniqueArray(fc.integer({ min: 1, max: 20_000 }), { minLength: 4, maxLength: 4 })
  .map(minutes => minutes.toSorted((a, b) => a - b))

test('an answer that is presented earlier never counts more time', () => {
  fc.assert(
    fc.property(instants, ([given = 0, asked = 0, early = 0, late = 0]) => {
      const before = [assigned(given), fact('author_asked', asked, { contentId: 'question' })]
      expect(own([...before, prepared(early)])).toBeLessThanOrEqual(own([...before, prepared(late)]))
    }),
  )
})

test('the recipient’s time and the centre’s own fill the time from the record to the publication', () => {
  fc.assert(
    fc.property(instants, ([given = 0, first = 0, returned = 0, last = 0]) => {
      const facts = [
        assigned(given),
        prepared(first, { to: 'approval' }),
        fact('reply_returned', returned, { reasonContentId: 'reason' }),
        prepared(last, { to: 'approval' }),
        fact('reply_approved', last + 10),
        published(last + 30),
      ]
      const { centre } = hoursOf(facts, at(0), cut, zone)
      expect(lengthOf(centre.sorting)).toBe(given)
      expect(lengthOf(centre.approval)).toBe(returned - first + 10)
      expect(lengthOf(centre.publication)).toBe(20)
      const centres = [...centre.sorting, ...centre.approval, ...centre.publication]
      expect(own(facts) + lengthOf(centres)).toBe(last + 30)
    }),
  )
})

test('an interim answer with a date stops the time until the end of that day', () => {
  const interim = prepared(60, { kind: 'interim', promisedDate: '2026-10-07' })
  // Presented on the promised Wednesday: only the first hour counts.
  expect(own([assigned(0), interim, prepared(2 * 1_440 + 120)])).toBe(60)
  // A day after: the time since the midnight of Wednesday counts too.
  const thursdayMorning = 3 * 1_440
  expect(own([assigned(0), interim, prepared(thursdayMorning)])).toBeCloseTo(60 + 480, 2)
})

test('a reply that was called final at first and first later is no answer', () => {
  const changed = fact('reply_kind_changed', 70, { replyId: 'r60', kind: 'first', reasonContentId: null })
  const facts = [assigned(0), published(60), changed, prepared(300), published(310)]
  expect(own(facts)).toBe(300)
})

test('what was given to another counts for each by its own time', () => {
  const facts = [assigned(0), assigned(90, 'school'), prepared(200), published(210)]
  expect([own(facts), own(facts, 'school')]).toEqual([90, 110])
  expect(hoursOf(facts, at(0), cut, zone).answered?.recipientId).toBe('school')
})

test('common parts of spans are what lies in both', () => {
  const span = (from: number, to: number): Span => ({ from: at(from), to: at(to) })
  expect(common([span(0, 10), span(20, 30)], [span(5, 25)])).toEqual([span(5, 10), span(20, 25)])
  expect(common([span(0, 10)], [span(10, 20)])).toEqual([])
})
