import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Outcome } from '../../shared/sync/wire.ts'
import { capture, classify, openOffice, publish, type TestOffice, verdict } from './office-for-tests.ts'

let office: TestOffice

beforeEach(async () => {
  office = await openOffice()
})
afterEach(async () => {
  await office.close()
})

const accepted: string[] = ['accepted', 'accepted']
const verdicts = (outcomes: Outcome[]) => outcomes.map(verdict)

describe('A reply', () => {
  it('that two people mark is on the ticket once', async () => {
    const head = await office.enrol('head')
    const informer = await office.enrol('informer')
    const recorded = capture()
    const reply = { kind: 'first', url: 'https://vk.com/wall-1_2?reply=3' } as const
    expect(
      verdicts(await head.push([recorded, publish(recorded.ticketId, { ...reply, accountId: null })])),
    ).toEqual(accepted)
    expect(verdicts(await informer.push([publish(recorded.ticketId, reply)]))).toEqual(['accepted'])
    const [view] = (await head.pull()).tickets
    expect(view?.ticket.replies).toHaveLength(1)
  })

  it('that promises a day long past, or after the thirty days of the decree, is refused', async () => {
    const head = await office.enrol('head')
    const recorded = capture()
    const promising = (promisedDate: string) =>
      publish(recorded.ticketId, { kind: 'interim', promisedDate, accountId: null })
    const outcomes = await head.push([
      recorded,
      promising('2026-11-15'),
      promising('2026-12-20'),
      promising('2026-12-16'),
    ])
    expect(verdicts(outcomes)).toEqual(['accepted', 'promise-out-of-term', 'promise-out-of-term', 'accepted'])
  })
})

describe('A topic', () => {
  it('loses the subtopic of the block from which it was moved', async () => {
    const head = await office.enrol('head')
    const recorded = capture({ subtopic: 'zhkh.water_off' })
    const moved = classify(recorded.ticketId, { block: { from: 'zhkh', to: 'roads' } })
    expect(verdicts(await head.push([recorded, moved]))).toEqual(accepted)
    const [view] = (await head.pull()).tickets
    expect(view?.ticket).toMatchObject({ block: 'roads', subtopic: null })
  })
})

describe('The administrator', () => {
  it('cannot give themselves a role that shows citizens’ words', async () => {
    const by = await office.signed('admin')
    const change = office.office.people.change(by, by.person.id, {
      ...by.person,
      roles: ['admin', 'operator'],
    })
    await expect(change).rejects.toMatchObject({ code: 'head-only' })
  })
})
