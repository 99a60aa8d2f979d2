import { expect, it } from 'vitest'
import { patchBetween, restored, same, stepBetween } from '../../../shared/ticket/step.ts'
import { type Ticket, ticketSchema, writeState } from '../../../shared/ticket/ticket.ts'
import { capture, viewOf, worldOf } from './world.ts'

function ticket(): Ticket {
  const world = worldOf()
  return viewOf(world, capture(world, 'operator')).ticket
}

/** Sorted, its first clock stopped, its second under another rule, one clock more. */
function after(before: Ticket): Ticket {
  const [route, first, ...rest] = before.stages
  if (route === undefined || first === undefined) throw new Error('A ticket without clocks')
  return {
    ...before,
    sorted: { by: 'operator', at: before.capturedAt },
    stages: [
      { ...route, stoppedAt: before.capturedAt },
      { ...first, ruleId: 'another', trace: [] },
      ...rest,
      { ...first, startedAt: '2027-01-01T00:00:00.000Z' },
    ],
  }
}

it('what a step changed is given back whole, clocks with the reasons for their dates', () => {
  const before = ticket()
  const next = after(before)
  expect(restored(next, stepBetween(before, next))).toEqual(before)
  expect(restored(before, stepBetween(next, before))).toEqual(next)
})

it('a clock that a step left alone is not repeated, nor the reasons of one that only stopped', () => {
  const before = ticket()
  const next = after(before)
  const { set, stages } = stepBetween(before, next)
  expect(set).toEqual({ sorted: null })
  expect(stages?.slice(2)).toEqual(before.stages.slice(2).map((_, place) => place + 2))
  expect(stages?.[0]).toEqual({ of: 0, set: { stoppedAt: null } })
})

it('a patch of an older record, which has its clocks in full, is still taken back', () => {
  const before = ticket()
  const next = after(before)
  const older = patchBetween(before, next)
  expect(older.set.stages).toEqual(before.stages)
  const lastStep = { by: 'operator', at: before.capturedAt, stepId: 'step', undoable: true, before: older }
  const stored = ticketSchema.parse(JSON.parse(JSON.stringify({ ...next, lastStep })))
  expect({ ...restored(stored, older), lastStep: null }).toEqual(before)
})

it('a state is written without what reading fills in, and read as it was', () => {
  const standing = ticket()
  const text = writeState(standing)
  expect(text).not.toContain('"orders"')
  expect(text).not.toContain('"reopenedAt"')
  expect(text.length).toBeLessThan(JSON.stringify(standing).length - 400)
  expect(ticketSchema.parse(JSON.parse(text))).toEqual(standing)
})

it('values are the same whatever the order of their keys, and absent is undefined but not null', () => {
  expect(same({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true)
  expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true)
  expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(true)
  expect(same({ a: 1 }, { a: 1, b: null })).toBe(false)
  expect(same([1, 2], [2, 1])).toBe(false)
  expect(same([], {})).toBe(false)
})
