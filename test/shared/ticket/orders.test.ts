import { describe, expect, it } from 'vitest'
import { answerOverdueAt, levelOf, overdueAt, ticketLevel } from '../../../shared/deadlines/deadline.ts'
import { describeTrace } from '../../../shared/deadlines/words.ts'
import { findActor } from '../../../shared/policy/actor.ts'
import { holderOf, isMine } from '../../../shared/policy/holder.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { orderState, queueGroupOf } from '../../../shared/reports/queue-groups.ts'
import { isBeforeHead } from '../../../shared/ticket/ticket.ts'
import { answer, does, sorted, ticketOf } from './acting.ts'
import { actBySystem, pass, settingsOf, type World, worldOf } from './world.ts'

/** Friday, 10:00 in Ulyanovsk. */
const friday = '2026-10-30T06:00:00.000Z'
/** Tuesday before the holiday, a short day: until 16:00 there. */
const shortDay = '2026-11-03'
const endOfShortDay = '2026-11-03T12:00:00.000Z'

const toPlumber = { type: 'recipient', recipientId: 'water' }

const giveOrder = (world: World, id: string, changes: object = {}) =>
  does(world, 'chief', id, 'give_order', {
    to: toPlumber,
    dueOn: shortDay,
    text: 'Доложить о ремонте',
    ...changes,
  })

const ordersOn = (world: World, id: string) =>
  ticketOf(world, id).stages.filter(({ stage }) => stage === 'order')

const report = (world: World, id: string, at = 0) =>
  does(world, 'head', id, 'report_order', {
    orderId: ticketOf(world, id).orders[at]?.orderId,
    text: 'Труба заменена',
  })

function isMineFor(world: World, id: string, personId: string): boolean {
  const actor = findActor(world.settings, personId, world.now)
  return actor !== undefined && isMine(ticketOf(world, id), actor, world.settings, world.now)
}

function ordered(settings: Settings = settingsOf()) {
  const world = worldOf(settings, friday)
  const id = sorted(world)
  expect(giveOrder(world, id)).toBe('accepted')
  return { world, id }
}

describe('«Поручение Главы» is done by the end of the working day that was named', () => {
  it('given on Friday for a short Tuesday: until four in the afternoon, and the trace says why', () => {
    const { world, id } = ordered()
    const [clock] = ordersOn(world, id)
    expect(clock).toMatchObject({ startedAt: friday, dueAt: endOfShortDay, stoppedAt: null })
    expect(clock && describeTrace(clock, world.settings.deadlines)).toEqual([
      'Глава дал поручение: пятница, 30\u00a0октября\u00a02026, 10:00',
      'Глава поручил выполнить до 3\u00a0ноября\u00a02026',
      'Срок: 3\u00a0ноября\u00a02026, 16:00; крайний по правилу: 3\u00a0ноября\u00a02026',
    ])
  })

  it('reported in time it stops in time', () => {
    const { world, id } = ordered()
    world.now = '2026-11-03T11:59:00.000Z'
    expect(report(world, id)).toBe('accepted')
    expect(ordersOn(world, id)).toMatchObject([{ dueAt: endOfShortDay, stoppedAt: world.now }])
    expect(isMineFor(world, id, 'plumber')).toBe(false)
  })

  it('reported late it stays late, and the timeliness of the reply is untouched', () => {
    const { world, id } = ordered()
    expect(answer(world, 'zhkh', id)).toBe('accepted')
    world.now = endOfShortDay
    const { stages } = ticketOf(world, id)
    expect(overdueAt(stages, world.now)).toBe(true)
    expect(answerOverdueAt(stages, world.now)).toBe(false)
    pass(world, 30)
    expect(report(world, id)).toBe('accepted')
    expect(ordersOn(world, id)).toMatchObject([
      { dueAt: endOfShortDay, stoppedAt: '2026-11-03T12:30:00.000Z' },
    ])
    expect(overdueAt(ticketOf(world, id).stages, world.now)).toBe(false)
  })

  it('of several the earliest that waits has the clock, then the next', () => {
    const { world, id } = ordered()
    pass(world, 5)
    giveOrder(world, id, { dueOn: '2026-11-02' })
    pass(world, 5)
    giveOrder(world, id, { dueOn: '2026-11-20' })
    const waits = () => ordersOn(world, id).filter(({ stoppedAt }) => stoppedAt === null)
    expect(waits().map(({ dueAt }) => dueAt.slice(0, 10))).toEqual(['2026-11-02'])
    expect(report(world, id, 1)).toBe('accepted')
    expect(waits().map(({ dueAt }) => dueAt.slice(0, 10))).toEqual([shortDay])
    expect(report(world, id, 0)).toBe('accepted')
    expect(waits().map(({ dueAt }) => dueAt.slice(0, 10))).toEqual(['2026-11-20'])
    expect(ordersOn(world, id)).toHaveLength(3)
  })

  it('taken back by the chief, it leaves no clock', () => {
    const { world, id } = ordered()
    const stepId = ticketOf(world, id).lastStep?.stepId
    expect(does(world, 'chief', id, 'undo', { stepId })).toBe('accepted')
    expect(ordersOn(world, id)).toEqual([])
  })
})

describe('Whoever was ordered has the ticket in «У меня»', () => {
  it('and the ball stays where it is', () => {
    const { world, id } = ordered()
    expect(isMineFor(world, id, 'plumber')).toBe(true)
    expect(isMineFor(world, id, 'executor')).toBe(false)
    expect(holderOf(ticketOf(world, id), world.settings, world.now)).toEqual({ at: 'block', block: 'zhkh' })
  })

  it('the substitute instead of whoever is on leave', () => {
    const leave = { id: 'leave', absentId: 'plumber', substituteId: 'executor' }
    const absences = [{ ...leave, from: '2026-10-30', to: '2026-11-10' }]
    const { world, id } = ordered(settingsOf({ absences }))
    expect(isMineFor(world, id, 'plumber')).toBe(false)
    expect(isMineFor(world, id, 'executor')).toBe(true)
  })

  it.each([
    ['an answer', (world: World, id: string) => answer(world, 'zhkh', id)],
    [
      'a rejection',
      (world: World, id: string) => does(world, 'head', id, 'reject', { reason: 'off_topic', text: null }),
    ],
    [
      'a ticket closed without an answer',
      (world: World, id: string) =>
        does(world, 'head', id, 'mark_impossible', { reason: 'deleted_by_author', text: null, closes: true }),
    ],
  ])('%s does not take the order away', (_what, end) => {
    const { world, id } = ordered()
    expect(end(world, id)).toBe('accepted')
    expect(ordersOn(world, id)).toMatchObject([{ stoppedAt: null }])
    expect(isMineFor(world, id, 'plumber')).toBe(true)
    expect(report(world, id)).toBe('accepted')
    expect(ordersOn(world, id)).toMatchObject([{ stoppedAt: world.now }])
  })

  it('nothing is closed by itself while an order waits', () => {
    const { world, id } = ordered()
    answer(world, 'zhkh', id)
    pass(world, 60 * 24 * 40)
    expect(actBySystem(world, id, 'close_answered')).toBe(false)
    report(world, id)
    expect(actBySystem(world, id, 'close_answered')).toBe(true)
  })

  it('and a group of its own once the ticket is answered; withdrawn, nothing is left of it', () => {
    const { world, id } = ordered()
    const group = () => queueGroupOf(ticketOf(world, id), world.settings, world.now)
    expect(group()).not.toBe('ordered')
    answer(world, 'zhkh', id)
    expect(group()).toBe('ordered')
    expect(orderState(ticketOf(world, id), world.now)).toEqual({
      words: 'Поручение Главы до 3\u00a0ноября\u00a02026',
      look: 'today',
    })
    expect(orderState(ticketOf(world, id), endOfShortDay)?.look).toBe('overdue')
    report(world, id)
    expect(group()).toBe('answered')
    expect(orderState(ticketOf(world, id), world.now)).toBe(null)
  })

  it('late, it alone puts nothing before the head as overdue', () => {
    const { world, id } = ordered()
    expect(answer(world, 'zhkh', id, { kind: 'first', outcome: null })).toBe('accepted')
    world.now = '2026-11-06T05:00:00.000Z'
    expect(overdueAt(ordersOn(world, id), world.now)).toBe(true)
    expect(answerOverdueAt(ticketOf(world, id).stages, world.now)).toBe(false)
    expect(actBySystem(world, id, 'escalate_overdue')).toBe(false)
  })

  it('late, it makes the ticket overdue for them', () => {
    const { world, id } = ordered()
    answer(world, 'zhkh', id)
    const levelAt = (now: string) => {
      const ticket = ticketOf(world, id)
      return ticketLevel(
        { stages: ticket.stages, isBeforeHead: isBeforeHead(ticket) },
        now,
        world.settings.deadlines,
      )
    }
    expect(levelAt('2026-11-03T05:00:00.000Z')).toBe('due_today')
    expect(levelAt(endOfShortDay)).toBe('overdue')
    expect(ordersOn(world, id).map(stage => levelOf(stage, endOfShortDay, world.settings.deadlines))).toEqual(
      ['overdue'],
    )
  })
})
