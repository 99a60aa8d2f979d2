import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../../shared/classify/likeness.ts'
import { type Matter, similarityOf } from '../../../shared/classify/likeness-of-tickets.ts'

function matter(text: string, about: Partial<Matter> = {}) {
  const print = fingerprint(text)
  return {
    block: 'zhkh' as const,
    subtopic: null,
    settlement: null,
    place: null,
    isProblem: false,
    ...about,
    print,
  }
}

const water = matter('Нет холодной воды на улице Садовой в Большом Нагаткине', { subtopic: 'water' })

describe('«Похоже на №» about cold water', () => {
  it.each([
    'Здравствуйте! Вторые сутки нет воды на улице Садовой в Большом Нагаткине, у людей скотина не поена.',
    'На Садовой опять нет воды второй день, когда дадут?',
    'Когда будет вода на Садовой, нет со вчерашнего дня',
  ])('is offered for «%s»', text => {
    expect(similarityOf(matter(text), water)).toBeGreaterThan(0)
  })

  it.each([
    'Здравствуйте! Нет ответа по земельному участку на улице Садовой в Большом Нагаткине вторую неделю.',
    'Третий раз отказывают в аренде земли под сенокос, улица Садовая в Большом Нагаткине.',
    'Сосед захватил часть участка при межевании, улица Садовая.',
    'Яма на дороге на улице Садовой в Большом Нагаткине',
    'Опять нет света на улице Садовой в Большом Нагаткине, вторые сутки',
  ])('is not offered for «%s», whatever the block', text => {
    expect(similarityOf(matter(text), water)).toBe(0)
    expect(similarityOf(matter(text, { block: 'none' }), water)).toBe(0)
    expect(
      similarityOf(matter(text, { block: 'services', subtopic: 'land' }), { ...water, isProblem: true }),
    ).toBe(0)
  })

  it('is not offered to another settlement, in the same words', () => {
    const theirs = { ...water, settlement: 'tsilna', isProblem: true }
    expect(similarityOf({ ...water, settlement: 'nagatkino' }, theirs)).toBe(0)
    expect(similarityOf(water, theirs)).toBeGreaterThan(0)
  })
})

it('A general problem of the same topic and settlement comes first, in whatever words', () => {
  const own = matter('Сухо в кране, помыться нечем', { subtopic: 'water' })
  const problem = similarityOf(own, { ...water, isProblem: true })
  expect(problem).toBeGreaterThan(similarityOf(water, water))
  expect(similarityOf(own, water)).toBe(0)
})

it('The same topic at the same place is alike in whatever words', () => {
  const own = matter('Сухо в кране', { subtopic: 'water', place: 'Садовая, 5' })
  expect(similarityOf(own, { ...water, place: 'садовая, 5' })).toBeGreaterThan(0)
})
