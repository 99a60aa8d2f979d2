import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSignals } from '../../../server/reports/signals/query.ts'
import {
  growth,
  leastAuthors,
  type PairVoices,
  signalsOf,
  weeksBefore,
} from '../../../server/reports/signals/signals.ts'
import type { Scope } from '../../../shared/policy/permissions.ts'
import { periodOf, weekOf } from '../../../shared/reports/period.ts'
import { capture, openOffice, sourceDraft, type TestOffice } from '../office-for-tests.ts'

const settings = { zone: 'Europe/Ulyanovsk', firstWeekday: 4 } as const
const everything: Scope = { any: [{ all: true }], notAbout: [] }

const pair = (authors: number): PairVoices => ({
  subtopic: 'zhkh.water_off',
  settlement: 'tsilna',
  authors,
  tickets: authors,
})

describe('A signal', () => {
  const history = fc.array(fc.nat({ max: 30 }), { minLength: weeksBefore, maxLength: weeksBefore })

  test('stands when at least three people wrote, twice as many as usually, and never otherwise', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), history, (authors, before) => {
        const usual = before.reduce((sum, each) => sum + each, 0) / weeksBefore
        const { signals } = signalsOf(
          [pair(authors)],
          before.map(each => [pair(each)]),
        )
        expect(signals.length).toBe(authors >= leastAuthors && authors >= growth * usual ? 1 : 0)
        if (signals[0]) expect(signals[0].usual).toBeCloseTo(usual, 9)
      }),
    )
  })

  test('does not go away because one more person wrote', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), history, (authors, before) => {
        const weeks = before.map(each => [pair(each)])
        if (signalsOf([pair(authors)], weeks).signals.length === 1)
          expect(signalsOf([pair(authors + 1)], weeks).signals.length).toBe(1)
      }),
    )
  })

  test('that grew by more people stands first; those beyond ten are counted, not lost', () => {
    const many = Array.from({ length: 12 }, (_, n) => ({ ...pair(3 + n), settlement: `place-${n}` }))
    const { signals, more } = signalsOf(many, [[], [], [], []])
    expect(signals.map(({ authors }) => authors)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5])
    expect(more).toBe(2)
  })
})

describe('In an office', () => {
  async function record(
    office: TestOffice,
    at: string,
    author: string,
    settlement: string | null = 'tsilna',
  ) {
    office.clock.set(at)
    const source = sourceDraft({ author: { name: author, url: null, id: author } })
    const command = capture({ occurredAt: at, source, subtopic: 'zhkh.water_off', settlement })
    const outcome = await office.office.tickets.submit(await office.signed('operator'), command)
    if (outcome.outcome === 'refused') throw new Error(outcome.refusal.code)
  }

  const week = weekOf('2026-11-20', settings)
  const fourWeeks = periodOf('any', '2026-10-22', '2026-11-18', settings.zone)
  const asOf = '2026-11-25T12:40:00.000Z'
  const read = ({ office }: TestOffice, first: string | null) =>
    readSignals({ ...office, scope: everything }, { week, asOf, first }, settings)

  test('six neighbours are a signal, ten posts of one man are not, and a post without a place is nobody’s', async () => {
    const office = await openOffice()
    await record(office, '2026-10-27T06:00:00.000Z', 'old')
    for (const author of ['a', 'b', 'c', 'd', 'e', 'f'])
      await record(office, '2026-11-20T06:00:00.000Z', author)
    await record(office, '2026-11-20T06:10:00.000Z', 'a')
    for (let n = 0; n < 10; n += 1) await record(office, '2026-11-21T06:00:00.000Z', 'loud', 'arbuzovka')
    for (const author of ['g', 'h', 'i']) await record(office, '2026-11-21T07:00:00.000Z', author, null)
    expect(await read(office, '2026-10-01T06:00:00.000Z')).toEqual({
      week,
      before: fourWeeks,
      signals: [{ subtopic: 'zhkh.water_off', settlement: 'tsilna', authors: 6, tickets: 7, usual: 0.25 }],
      more: 0,
    })
    await office.close()
  })

  test('whoever has recorded for less than the four weeks before hears that it is too early', async () => {
    const office = await openOffice()
    await record(office, '2026-11-20T06:00:00.000Z', 'a')
    expect(await read(office, '2026-11-20T06:00:00.000Z')).toEqual({
      week,
      before: fourWeeks,
      signals: null,
      more: 0,
    })
    expect(await read(office, null)).toEqual({ week, before: fourWeeks, signals: null, more: 0 })
    await office.close()
  })
})
