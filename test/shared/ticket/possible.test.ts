import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { findActor, lineAt } from '../../../shared/policy/actor.ts'
import { holderOf, isHeldBy } from '../../../shared/policy/holder.ts'
import { firstInLine } from '../../../shared/policy/line.ts'
import { aboutOf } from '../../../shared/policy/parties.ts'
import { facetsOf, inScope, readScope } from '../../../shared/policy/permissions.ts'
import { endedByKind } from '../../../shared/ticket/acts/beginning.ts'
import { decideSystem } from '../../../shared/ticket/automation.ts'
import { evolve } from '../../../shared/ticket/evolve.ts'
import {
  endedStatuses,
  isBeforeHead,
  isOpen,
  type Ticket,
  ticketSchema,
  unansweredJoined,
} from '../../../shared/ticket/ticket.ts'
import { stepArbitrary, walk, walkArbitrary, walked } from './walk.ts'
import { act, capture, pass, type World } from './world.ts'

// Whole weeks of an office are walked in each.
vi.setConfig({ testTimeout: 120_000 })
const runs = { numRuns: 40 }

describe('No sequence of commands by anybody reaches an impossible state', () => {
  it('every state is one of the union, and survives being written and read', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        walked(steps, world => {
          for (const { ticket } of world.views.values()) {
            expect(ticketSchema.parse(ticket)).toEqual(ticket)
            expect(ticketSchema.parse(JSON.parse(JSON.stringify(ticket)))).toEqual(ticket)
          }
        })
      }),
      runs,
    )
  })

  it('exactly one has the ball while a ticket is open and nobody afterwards; whoever has it can open it', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        walked(steps, world => {
          for (const { ticket } of world.views.values()) {
            const holder = holderOf(ticket, world.settings, world.now)
            expect(holder.at !== 'nobody', ticket.status).toBe(isOpen(ticket) || isBeforeHead(ticket))
            if (holder.at !== 'nobody' && isSomebodyLeft(world, ticket))
              expect(holdersOf(world, ticket)).not.toEqual([])
          }
        })
      }),
      runs,
    )
  })

  it('a state is told whole by its facts: replayed with the contents joined they give the stored ticket', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        const world = walked(steps)
        for (const [ticketId, view] of world.views) {
          const facts = world.facts.get(ticketId) ?? []
          const replayed = facts.reduce<Ticket | null>(
            (standing, fact) => evolve(standing, fact, ticketId),
            null,
          )
          expect(replayed).toEqual(view.ticket)
          expect(view.ticket.version).toBe(facts.length)
          expect(namedContents(view.ticket).filter(id => view.contents[id] === undefined)).toEqual([])
        }
      }),
      runs,
    )
  })

  it('what an answered ticket says is in its replies, and only what runs may be late', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        walked(steps, world => {
          for (const { ticket } of world.views.values()) {
            if (ticket.status === 'answered' || ticket.status === 'under_control')
              expect(ticket.replies.filter(reply => reply.kind === 'final')).toContainEqual(ticket.answer)
            const running = ticket.stages.filter(({ stoppedAt }) => stoppedAt === null)
            const once = running.filter(({ stage }) => stage !== 'interim').map(({ stage }) => stage)
            expect(once).toEqual([...new Set(once)])
            const ends = ['closed', 'transferred', 'no_answer_needed', 'withdrawn']
            // An order of the chief waits for its report, whatever became of the ticket (P19).
            if (ends.includes(ticket.status))
              expect(running.filter(({ stage }) => stage !== 'order')).toEqual([])
          }
        })
      }),
      runs,
    )
  })

  it('clocks computed again under the same settings are the same: no event without a reason', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        walked(steps, world => {
          for (const { ticket } of world.views.values())
            expect(decideSystem(ticket, { type: 'recompute' }, world)).toBeNull()
        })
      }),
      runs,
    )
  })

  it('a clock stands still only while somebody is waited for', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        walked(steps, world => {
          for (const { ticket } of world.views.values()) {
            const isWaiting = ticket.status === 'asking_author' || ticket.status === 'waiting_outside'
            expect(
              ticket.pauses.some(({ to }) => to === null),
              ticket.status,
            ).toBe(isWaiting)
          }
        })
      }),
      runs,
    )
  })

  it('no end leaves the author of a joined post without an answer, nor a question before the head', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        walked(steps, world => {
          for (const { ticket } of world.views.values()) {
            if (isBeforeHead(ticket))
              expect(['center_head', 'chief', 'stand_in']).toContain(
                holderOf(ticket, world.settings, world.now).at,
              )
            if (!endedStatuses.includes(ticket.status)) continue
            expect(unansweredJoined(ticket), ticket.status).toEqual([])
            expect(isBeforeHead(ticket)).toBe(false)
          }
        })
      }),
      runs,
    )
  })

  it('whatever ended for its kind alone is taken up again, with its clocks, when the kind is corrected', () => {
    let corrected = 0
    fc.assert(
      fc.property(walkArbitrary, steps => {
        const world = walked(steps)
        for (const kind of ['gratitude', 'info', 'irrelevant']) capture(world, 'operator', { kind })
        for (const [id, { ticket }] of world.views) {
          if (!endedByKind(ticket) || ticket.complaint !== null) continue
          const changes = { kind: { from: ticket.kind, to: 'message' } }
          const decision = act(world, 'head', id, { type: 'classify', data: { changes, sorted: true } })
          expect(decision.outcome).toBe('events')
          const after = world.views.get(id)?.ticket
          corrected += 1
          expect(after && isOpen(after)).toBe(true)
          expect(after?.stages.some(stage => stage.stage === 'final' && stage.stoppedAt === null)).toBe(true)
        }
      }),
      { numRuns: 15 },
    )
    expect(corrected).toBeGreaterThan(15)
  })

  it('joined tickets and split ones know each other', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        walked(steps, world => {
          for (const { ticket } of world.views.values()) {
            for (const each of ticket.joined) {
              const other = world.views.get(each.ticketId)?.ticket
              expect(other?.status === 'merged' && other.merged.into).toBe(ticket.id)
              expect(other?.status === 'merged' && (other.merged.reply?.way ?? null)).toBe(each.replied)
            }
            if (ticket.status === 'merged')
              expect(world.views.get(ticket.merged.into)?.ticket.joined.map(each => each.ticketId)).toContain(
                ticket.id,
              )
            for (const id of ticket.splits) expect(world.views.get(id)?.ticket.splitFrom).toBe(ticket.id)
          }
        })
      }),
      runs,
    )
  })
})

describe('What was done can be taken back', () => {
  it('undo returns the earlier ticket', () => {
    let undone = 0
    fc.assert(
      fc.property(walkArbitrary, stepArbitrary, (steps, last) => {
        const world = walked(steps)
        const before = new Map([...world.views].map(([id, { ticket }]) => [id, ticket]))
        walk(world, { ...last, how: 'offered' })
        for (const [id, { ticket }] of world.views) {
          const earlier = before.get(id)
          const { lastStep } = ticket
          if (earlier === undefined || lastStep === null || !lastStep.undoable) continue
          if (earlier.version === ticket.version) continue
          pass(world, 3)
          const decision = act(world, lastStep.by, id, { type: 'undo', data: { stepId: lastStep.stepId } })
          if (decision.outcome !== 'events') continue
          undone += 1
          expect(standing(world.views.get(id)?.ticket)).toEqual(standing(earlier))
        }
      }),
      { numRuns: 60 },
    )
    expect(undone).toBeGreaterThan(5)
  })

  it('joining and parting leaves both tickets as they were', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        const world = walked(steps)
        const [a, b] = [capture(world, 'operator'), capture(world, 'operator2')]
        for (const id of world.views.keys()) {
          if (id === a || id === b) continue
          const before = [world.views.get(id)?.ticket, world.views.get(a)?.ticket]
          pass(world, 5)
          const joined = act(world, 'head', id, { type: 'merge', data: { into: a } })
          if (joined.outcome !== 'events') continue
          pass(world, 5)
          expect(act(world, 'head', id, { type: 'unmerge', data: {} }).outcome).toBe('events')
          expect(standing(world.views.get(id)?.ticket)).toEqual(standing(before[0]))
          expect(standing(world.views.get(a)?.ticket)).toEqual(standing(before[1]))
        }
      }),
      runs,
    )
  })

  it('splitting and undoing it leaves the first ticket as it was, and the second withdrawn', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        const world = walked(steps)
        for (const id of [...world.views.keys()]) {
          const before = world.views.get(id)?.ticket
          const newTicketId = `90000000-0000-4000-8000-${id.slice(-12)}`
          const data = {
            newTicketId,
            essence: 'второй вопрос',
            block: 'roads',
            subtopic: null,
            settlement: null,
            place: null,
            urgent: false,
          }
          if (act(world, 'head', id, { type: 'split', data }).outcome !== 'events') continue
          expect(act(world, 'head', newTicketId, { type: 'undo_split', data: {} }).outcome).toBe('events')
          expect(standing(world.views.get(id)?.ticket)).toEqual(standing(before))
          expect(world.views.get(newTicketId)?.ticket.status).toBe('withdrawn')
        }
      }),
      runs,
    )
  })
})

/** A complaint about the head and about the chief too has nobody above: no rule can name one. */
function isSomebodyLeft({ settings, now }: World, ticket: Ticket): boolean {
  return firstInLine(lineAt(settings, now), aboutOf(ticket)) !== undefined
}

/** The ticket without what counts and names its events. */
function standing(ticket: Ticket | undefined) {
  if (ticket === undefined) return undefined
  const { version: _version, lastStep: _lastStep, ...rest } = ticket
  return rest
}

function holdersOf(world: World, ticket: Ticket): string[] {
  const holder = holderOf(ticket, world.settings, world.now)
  return world.settings.people
    .filter(person => {
      const actor = findActor(world.settings, person.id, world.now)
      return (
        person.active &&
        actor !== undefined &&
        isHeldBy(holder, actor, world.settings) &&
        inScope(facetsOf(ticket), readScope(actor, world.settings))
      )
    })
    .map(person => person.id)
}

/** Every content that the state names, however deep, save those of steps that could be taken back. */
function namedContents({ lastStep: _lastStep, ...ticket }: Ticket): string[] {
  const found: string[] = []
  const visit = (value: unknown, key: string) => {
    if (typeof value === 'string' && /contentId$/iu.test(key)) found.push(value)
    else if (Array.isArray(value)) for (const each of value) visit(each, key.replace(/Ids$/u, 'Id'))
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) visit(each, name)
  }
  visit(ticket, '')
  return found
}
