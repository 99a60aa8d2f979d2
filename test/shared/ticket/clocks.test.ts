import { describe, expect, it } from 'vitest'
import type { StageId } from '../../../shared/deadlines/deadline.ts'
import { ticketLevel } from '../../../shared/deadlines/deadline.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { clocksDiffer, clocksOf, isWaitOver } from '../../../shared/ticket/clocks.ts'
import { act, actBySystem, capture, pass, settingsOf, viewOf, type World, worldOf } from './world.ts'

const hour = 60
const day = 24 * hour

const ticketOf = (world: World, id: string) => viewOf(world, id).ticket
const stagesOf = (world: World, id: string, wanted: StageId) =>
  ticketOf(world, id).stages.filter(({ stage }) => stage === wanted)
const clock = (world: World, id: string, wanted: StageId) => stagesOf(world, id, wanted).at(-1)

function sorted(world: World, changes: Record<string, unknown> = {}): string {
  return capture(world, 'operator', { suggestedBy: 'person', ...changes })
}

/** Accepted, or the test has nothing to say. */
function done(world: World, who: string, id: string, type: string, data: Record<string, unknown>): void {
  const decision = act(world, who, id, { type, data })
  if (decision.outcome === 'refused') throw new Error(`${type}: ${decision.refusal.code}`)
}

const publish = (world: World, id: string, changes: Record<string, unknown> = {}) =>
  done(world, 'zhkh', id, 'publish', {
    kind: 'final',
    url: 'https://vk.com/wall-1_1?reply=2',
    text: '',
    accountId: null,
    promisedDate: null,
    ...changes,
  })

/** The first reply is due within so many working hours from now on. */
function shortenReplies({ version, deadlines, ...settings }: Settings, amount: number): Settings {
  const rules = deadlines.rules.map(rule => (rule.stage === 'first_reply' ? { ...rule, amount } : rule))
  return { ...settings, version: version + 1, deadlines: { ...deadlines, rules } }
}

describe('A clock that stopped stays as it ended', () => {
  it('a rule that is shorter now makes no timely reply late', () => {
    const world = worldOf()
    const id = sorted(world)
    pass(world, 3 * hour)
    publish(world, id, { kind: 'first' })
    const before = clock(world, id, 'first_reply')
    world.settings = shortenReplies(world.settings, 1)
    actBySystem(world, id, 'recompute')
    expect(clock(world, id, 'first_reply')).toEqual(before)
  })

  it('«Срочно» that is ticked after the reply changes the clocks that run and no other', () => {
    const world = worldOf()
    const id = sorted(world)
    pass(world, 5 * hour)
    publish(world, id, { kind: 'first' })
    const before = clock(world, id, 'first_reply')
    done(world, 'operator', id, 'classify', { changes: { urgent: { from: false, to: true } }, sorted: true })
    expect(clock(world, id, 'first_reply')).toEqual(before)
  })

  it('an answer given while the author is asked still gets the time of the waiting', () => {
    const world = worldOf()
    const id = sorted(world)
    done(world, 'zhkh', id, 'ask_author', { text: 'Какой дом?' })
    const before = clock(world, id, 'final')?.dueAt ?? ''
    pass(world, 20 * day)
    publish(world, id)
    const final = clock(world, id, 'final')
    expect(final).toMatchObject({ stoppedAt: world.now, pausedAt: null })
    expect((final?.dueAt ?? '') > world.now && world.now > before).toBe(true)
  })
})

describe('Waiting for an outside organisation', () => {
  const paused = () => {
    const { automation } = settingsOf()
    return settingsOf({ automation: { ...automation, pauseForOutside: true } })
  }
  const wait = (world: World, id: string, until: string) =>
    done(world, 'zhkh', id, 'await_outside', {
      organisationId: world.settings.outsideOrganisations[0]?.id,
      until,
      text: 'Почините опору',
    })

  it('takes no time after the date until which it was to last, answered or not', () => {
    const world = worldOf(paused())
    const id = sorted(world)
    const before = clock(world, id, 'final')?.dueAt ?? ''
    wait(world, id, '2026-11-25')
    const waited = clock(world, id, 'final')
    expect(waited?.pausedAt).toBeNull()
    expect((waited?.dueAt ?? '') > before).toBe(true)
    pass(world, 60 * day)
    const { stages } = ticketOf(world, id)
    expect(ticketLevel({ stages, isBeforeHead: false }, world.now, world.settings.deadlines)).toBe('overdue')
    done(world, 'zhkh', id, 'record_outside_answer', { text: 'Починили' })
    expect(clock(world, id, 'final')?.dueAt).toBe(waited?.dueAt)
  })

  it('an answer before that date gives back what was not needed', () => {
    const world = worldOf(paused())
    const id = sorted(world)
    wait(world, id, '2026-12-10')
    const waited = clock(world, id, 'final')?.dueAt ?? ''
    pass(world, 2 * day)
    done(world, 'zhkh', id, 'record_outside_answer', { text: 'Починили' })
    expect((clock(world, id, 'final')?.dueAt ?? '') < waited).toBe(true)
  })

  it('is over on the day after, whether the clock stood or not', () => {
    const world = worldOf()
    const id = sorted(world)
    wait(world, id, '2026-11-25')
    const over = () => isWaitOver(ticketOf(world, id), world.now, world.settings.deadlines)
    pass(world, 2 * day)
    expect(over()).toBe(false)
    pass(world, day)
    expect(over()).toBe(true)
  })
})

describe('An interim reply with a date', () => {
  it('moves the control date of the solution: who told the citizen a date is not late before it', () => {
    const world = worldOf()
    const id = sorted(world)
    const { legalDueAt = '' } = clock(world, id, 'final') ?? {}
    publish(world, id, { kind: 'interim', promisedDate: '2026-12-18' })
    expect(clock(world, id, 'final')).toMatchObject({ dueAt: '2026-12-18T12:00:00.000Z', legalDueAt })
    expect(clocksDiffer(ticketOf(world, id).stages, clocksOf(ticketOf(world, id), world.settings))).toBe(
      false,
    )
  })
})

describe('A joined post', () => {
  it('keeps the clock of its first reply up to date and gets no other', () => {
    const world = worldOf()
    const [first, second] = [sorted(world), sorted(world)]
    done(world, 'zhkh', second, 'merge', { into: first })
    const before = clock(world, second, 'first_reply')?.dueAt ?? ''
    world.settings = shortenReplies(world.settings, 2)
    expect(actBySystem(world, second, 'recompute')).toBe(true)
    expect((clock(world, second, 'first_reply')?.dueAt ?? '') < before).toBe(true)
    expect(ticketOf(world, second).stages.map(({ stage }) => stage)).toEqual(['route', 'first_reply'])
    expect(actBySystem(world, second, 'recompute')).toBe(false)
  })

  it('is left alone once its author has been answered', () => {
    const world = worldOf()
    const [first, second] = [sorted(world), sorted(world)]
    done(world, 'zhkh', second, 'merge', { into: first })
    done(world, 'zhkh', second, 'reply_joined', {
      way: 'not_needed',
      url: null,
      text: 'Тот же автор',
      accountId: null,
    })
    world.settings = shortenReplies(world.settings, 2)
    expect(actBySystem(world, second, 'recompute')).toBe(false)
  })
})

describe('Sorting has a clock', () => {
  it('whatever needs an answer, and again after «Не наш блок»', () => {
    const world = worldOf()
    for (const kind of ['message', 'media_request', 'info_request'] as const)
      expect(clock(world, capture(world, 'operator', { kind }), 'route')?.stoppedAt).toBeNull()
    const id = sorted(world)
    expect(clock(world, id, 'route')?.stoppedAt).not.toBeNull()
    pass(world, 30)
    done(world, 'zhkh', id, 'refuse_block', { reason: 'Это дорога' })
    expect(clock(world, id, 'route')).toMatchObject({ startedAt: world.now, stoppedAt: null })
  })
})
