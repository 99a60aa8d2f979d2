import { describe, expect, it } from 'vitest'
import { offerActs } from '../../../extension/ui/acts.ts'
import { actorFor, now, sampleRows, settings } from './office.ts'

const rows = sampleRows()

function offered(number: number, person: string) {
  const row = rows.find(each => each.ticket.number === number)
  if (row === undefined) throw new Error(`No ticket ${number}`)
  return offerActs(row, actorFor(person), settings, now)
}

describe('The big button', () => {
  it.each([
    ['an operator sorts what is not sorted', 1001, 'operator', 'Разобрать'],
    ['a head answers at once in the own block', 1004, 'zhkh-head', 'Ответить сразу'],
    ['an executor prepares the answer', 1002, 'executor', null],
    ['an informer marks a ready answer published', 1005, 'informer', 'Отметить опубликованным'],
    ['the head of the centre chooses the block where there is none', 1006, 'head', 'Исправить тему'],
    ['nobody has one on an answered card', 1008, 'zhkh-head', null],
    ['the chief reads and has no acts', 1001, 'chief', null],
  ])('%s', (_sentence, number, person, title) => {
    expect(offered(number, person).next?.title ?? null).toBe(title)
  })

  it('an executor prepares the answer to an assignment of the own recipient', () => {
    const assigned = rows.find(row => row.ticket.number === 1005)
    if (assigned?.ticket.status !== 'to_publish' || assigned.ticket.assignment === null)
      throw new Error('assigned')
    const { prepared: _, ...rest } = assigned.ticket
    const ticket = { ...rest, status: 'assigned' as const, assignment: assigned.ticket.assignment }
    const { next } = offerActs({ ...assigned, ticket }, actorFor('executor'), settings, now)
    expect(next?.title).toBe('Подготовить ответ')
  })
})

describe('Acts that cannot be done', () => {
  it('are named with the reason: a card without a block cannot be assigned', () => {
    const assign = offered(1006, 'head').more.find(act => act.id === 'assign')
    expect(assign?.reason).toMatch(/Сначала выберите блок/)
  })

  it('are absent where the role never has them', () => {
    const { next, beside, more } = offered(1001, 'operator')
    expect([next, beside, ...more].map(act => act?.id)).not.toContain('assign')
  })

  it('do not offer to withdraw a record after the time has passed', () => {
    expect(offered(1001, 'operator').more.map(act => act.id)).not.toContain('withdraw')
  })
})
