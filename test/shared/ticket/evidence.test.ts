import { describe, expect, it } from 'vitest'
import { noteOf } from './evidence-for-tests.ts'
import { act, capture, pass, viewOf, type World, worldOf } from './world.ts'

const look = (world: World, person: string, ticketId: string, given: Record<string, unknown> = {}) =>
  act(world, person, ticketId, { type: 'attach_evidence', data: noteOf(given) })

describe('«Снимок поста» is kept beside the work', () => {
  it('the hashes stand in the ticket and in the history, the address is a content of its own', () => {
    const world = worldOf()
    const ticketId = capture(world, 'operator')
    expect(look(world, 'operator', ticketId, { address: 'https://vk.com/wall-100_1' }).outcome).toBe('events')
    const { ticket, contents } = viewOf(world, ticketId)
    expect(ticket.evidence).toHaveLength(1)
    expect(JSON.stringify(world.facts.get(ticketId))).not.toContain('https://vk.com/wall-100_1')
    expect(contents[ticket.evidence[0]?.addressContentId ?? '']).toEqual({
      kind: 'text',
      text: 'https://vk.com/wall-100_1',
    })
  })

  it('the last step can still be taken back, and the record withdrawn', () => {
    const world = worldOf()
    const ticketId = capture(world, 'operator', { kind: 'message' })
    act(world, 'operator', ticketId, {
      type: 'classify',
      data: { changes: { urgent: { from: false, to: true } }, sorted: true },
    })
    const stepId = viewOf(world, ticketId).ticket.lastStep?.stepId
    look(world, 'operator', ticketId)
    expect(act(world, 'operator', ticketId, { type: 'undo', data: { stepId } }).outcome).toBe('events')
    const { ticket } = viewOf(world, ticketId)
    expect([ticket.urgent, ticket.sorted, ticket.evidence.length]).toEqual([false, null, 1])
    expect(act(world, 'operator', ticketId, { type: 'withdraw', data: {} }).outcome).toBe('events')
    // The picture of a withdrawn record comes a moment later: it is left aside, and nobody sees a refusal.
    expect(look(world, 'operator', ticketId, { evidenceId: 'late' })).toMatchObject({
      outcome: 'events',
      events: [],
    })
  })

  it('a look that came twice is one, and a closed ticket takes looks too', () => {
    const world = worldOf()
    const ticketId = capture(world, 'operator')
    act(world, 'operator', ticketId, { type: 'reject', data: { reason: 'spam', text: null } })
    look(world, 'operator', ticketId)
    expect(look(world, 'operator', ticketId)).toMatchObject({ outcome: 'events', events: [] })
    expect(viewOf(world, ticketId).ticket.evidence).toHaveLength(1)
  })

  it('each state of a post is told once: changed with what was kept, deleted with nothing', () => {
    const world = worldOf()
    const ticketId = capture(world, 'operator')
    const { sourceId = '' } = viewOf(world, ticketId).ticket.sources[0] ?? {}
    const observe = (state: string, evidenceId: string | null) =>
      act(world, 'operator', ticketId, { type: 'observe_source', data: { sourceId, state, evidenceId } })
    look(world, 'operator', ticketId, { evidenceId: 'second' })
    observe('changed', 'second')
    expect(observe('changed', 'second')).toMatchObject({ events: [] })
    pass(world, 60)
    observe('deleted', null)
    expect(observe('deleted', null)).toMatchObject({ events: [] })
    expect(viewOf(world, ticketId).ticket.observations).toMatchObject([{ sourceId, state: 'deleted' }])
  })

  it('a post that a colleague recorded under another id is found by its identity', () => {
    const world = worldOf()
    const ticketId = capture(world, 'operator')
    const { sourceId } = viewOf(world, ticketId).ticket.sources[0] ?? {}
    act(world, 'operator2', ticketId, {
      type: 'attach_evidence',
      data: noteOf({ sourceId: 'of-another-click', sourceKey: 'vk:-100:1' }),
    })
    expect(viewOf(world, ticketId).ticket.evidence).toMatchObject([{ sourceId }])
  })

  it('whoever neither handles nor recorded it adds nothing', () => {
    const world = worldOf()
    const ticketId = capture(world, 'operator')
    act(world, 'head', ticketId, {
      type: 'classify',
      data: { changes: {}, sorted: true },
    })
    expect(look(world, 'roads', ticketId)).toMatchObject({ refusal: { code: 'out-of-scope' } })
    expect(look(world, 'admin', ticketId)).toMatchObject({ refusal: { code: 'forbidden' } })
    expect(look(world, 'zhkh', ticketId).outcome).toBe('events')
  })
})
