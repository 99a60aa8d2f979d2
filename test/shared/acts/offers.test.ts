import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { formFor } from '../../../shared/acts/forms.ts'
import { offersFor } from '../../../shared/acts/offers.ts'
import { contextOf, doAct, walkArbitrary, walked } from '../ticket/walk.ts'
import { people } from '../ticket/world.ts'
import { picksFrom } from './fill.ts'

const numbers = fc.array(fc.nat(1_000), { minLength: 3, maxLength: 8 })

// Whole weeks of an office are walked in each.
vi.setConfig({ testTimeout: 120_000 })

describe('Acts that are offered', () => {
  it('are accepted when their form is filled: nothing is offered that is always refused', () => {
    const done: Record<string, number> = {}
    fc.assert(
      fc.property(walkArbitrary, numbers, fc.nat(), (steps, picks, which) => {
        const world = walked(steps)
        const ids = [...world.views.keys()]
        const ticketId = ids[which % ids.length]
        if (ticketId === undefined) return
        for (const { id } of people) {
          const view = world.views.get(ticketId)
          if (view === undefined) continue
          const before = new Map(world.views)
          for (const { act: wanted } of offersFor(view, contextOf(world, id))) {
            const outcome = doAct(world, id, view, wanted, picksFrom(picks))
            world.views = new Map(before)
            if (outcome.outcome === 'faults') {
              expect(explained, `${wanted}: ${JSON.stringify(outcome.faults)}`).toContain(
                Object.values(outcome.faults).join(),
              )
              continue
            }
            const refusal = outcome.outcome === 'refused' ? outcome.refusal.code : ''
            expect(mayRefuse[wanted] ?? [''], `${id} ${wanted} ${refusal}`).toContain(refusal)
            if (refusal === '') done[wanted] = (done[wanted] ?? 0) + 1
          }
        }
      }),
      { numRuns: 40 },
    )
    expect(Object.keys(done).length).toBeGreaterThan(30)
  })

  it('have one big button at most, and a key each', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        walked(steps, world => {
          for (const view of world.views.values()) {
            for (const { id } of people) {
              const offers = offersFor(view, contextOf(world, id))
              expect(offers.filter(({ weight }) => weight === 'main').length).toBeLessThanOrEqual(1)
              const keys = offers.flatMap(({ key }) => (key === null ? [] : [key]))
              expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted())
              expect(keys).not.toContain('j')
              expect(keys).not.toContain('k')
              for (const { act, isImmediate } of offers) {
                const shown = formFor(act, view, contextOf(world, id)).fields
                expect(isImmediate, act).toBe(shown.length === 0)
              }
            }
          }
        })
      }),
      { numRuns: 15 },
    )
  })
})

/** What a hurried person may leave as it was. */
const explained = [
  'Ничего не изменено.',
  'Ответ уже такого вида. Выберите другой.',
  'Этот ответ сначала согласуют. Если он уже опубликован, укажите адрес.',
  'Это слух: окончательно отвечают после проверки («Факт проверен»).',
]

/** Only the other ticket, which is not looked at while the act is offered, may say no. */
const mayRefuse: Partial<Record<string, readonly string[]>> = {
  merge: ['', 'cannot-join', 'join-answered', 'out-of-scope'],
}
