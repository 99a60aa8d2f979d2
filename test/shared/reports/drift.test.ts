import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DriftRow,
  driftFields,
  driftOf,
  driftWords,
  fewItems,
  isNewer,
} from '../../../shared/reports/drift.ts'

const now = '2026-11-23T12:00:00.000Z'
const none = { url: 0, author: 0, publishedAt: 0, text: 0 }

function row(given: Partial<DriftRow> = {}): DriftRow {
  return {
    day: '2026-11-23',
    adapter: 'vk',
    version: '2026-11-23',
    pageKind: 'wall',
    pages: 10,
    emptyPages: 0,
    items: 100,
    missing: none,
    ...given,
  }
}
const earlier = (given: Partial<DriftRow> = {}) => row({ day: '2026-11-15', version: '2026-11-01', ...given })
const lacking = (author: number) => ({ missing: { ...none, author } })
const levelOf = (...rows: DriftRow[]) => driftOf(rows, now)[0]?.level

describe('An alarm stands', () => {
  it('where a field that was read before is missing now', () => {
    const [drift] = driftOf([earlier(lacking(2)), row(lacking(60))], now)
    expect(drift).toMatchObject({ adapter: 'vk', version: '2026-11-23', level: 'jump' })
    expect(drift && driftWords(drift)).toEqual([
      'страницы «стена»: автор — нет у 60\u00a0% записей, раньше у 2\u00a0%',
    ])
  })

  it('where pages that promised posts had none', () => {
    expect(levelOf(row({ items: 0, pages: 4, emptyPages: 3 }))).toBe('jump')
  })
})

describe('No alarm stands', () => {
  it('where a field was as often missing before', () => {
    expect(levelOf(earlier(lacking(50)), row(lacking(60)))).toBe('fine')
  })

  it('where a share has doubled and is small all the same', () => {
    expect(levelOf(earlier(lacking(5)), row(lacking(20)))).toBe('fine')
  })

  it('where nobody knows what is usual there', () => {
    expect(levelOf(row(lacking(100)))).toBe('fine')
  })

  it('where two pages were empty, or half of them', () => {
    expect(levelOf(row({ pages: 2, emptyPages: 2 }))).toBe('fine')
    expect(levelOf(row({ pages: 6, emptyPages: 3 }))).toBe('fine')
  })

  it('any more, once a newer version reads', () => {
    const broken = row({ ...lacking(60), version: '2026-11-22' })
    const repaired = row({ version: '2026-11-23.2', items: 5 })
    expect(levelOf(earlier(), broken)).toBe('jump')
    expect(levelOf(earlier(), broken, repaired)).toBe('too-few')
  })

  it('because one kind of page has fewer fields than another', () => {
    const comments = row({ pageKind: 'comments', ...lacking(100) })
    expect(
      levelOf(earlier({ pageKind: 'comments', ...lacking(100) }), earlier({ items: 10_000 }), comments),
    ).toBe('fine')
  })
})

const days = fc
  .integer({ min: 0, max: 20 })
  .map(ago => new Date(Date.parse(now) - ago * 86_400_000).toISOString().slice(0, 10))
const rows = fc.array(
  fc
    .record({
      day: days,
      items: fc.integer({ min: 0, max: 60 }),
      pages: fc.integer({ min: 0, max: 10 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      empty: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ day, items, pages, share, empty }) =>
      row({
        day,
        items,
        pages,
        emptyPages: Math.floor(pages * empty),
        ...lacking(Math.floor(items * share)),
      }),
    ),
  { maxLength: 12 },
)

describe('Whatever the counts', () => {
  it('more that is missing now never ends an alarm', () => {
    fc.assert(
      fc.property(rows, fc.nat(60), (given, more) => {
        const recent = given.findIndex(({ day }) => day >= '2026-11-22')
        const worse = given.map((each, at) =>
          at === recent ? { ...each, ...lacking(Math.min(each.items, each.missing.author + more)) } : each,
        )
        if (levelOf(...given) === 'jump') expect(levelOf(...worse)).toBe('jump')
      }),
    )
  })

  it('fewer than twenty items never say that a field is missing', () => {
    fc.assert(
      fc.property(rows, given => {
        for (const { kinds } of driftOf(given, now))
          for (const kind of kinds)
            if (kind.items < fewItems)
              for (const field of driftFields) expect(kind.fields[field].isJump).toBe(false)
      }),
    )
  })

  it('an alarm has words, and nothing else has', () => {
    fc.assert(
      fc.property(rows, given => {
        for (const drift of driftOf(given, now))
          expect(driftWords(drift).length > 0).toBe(drift.level === 'jump')
      }),
    )
  })
})

it('versions are ordered by the day and then by the number', () => {
  const ordered = ['2026-09-30', '2026-11-23', '2026-11-23.2', '2026-11-23.10', '2026-12-01']
  expect(ordered.toSorted((a, b) => (isNewer(a, b) ? 1 : -1))).toEqual(ordered)
})
