/**
 * Any interleaving of two devices' commands, with retries, lost answers, aliases, refusals, and pulls at any moment, ends
 * in the same tickets on both and on the server, each command applied once. The reference is the plain algebra: `decide`
 * and `apply` from shared/, one command after another, without a database.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../server/tickets/canonical.ts'
import { verifyChain } from '../../server/tickets/verify-chain.ts'
import { findActor } from '../../shared/policy/actor.ts'
import { facetsOf, inScope, readScope } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import type { Mark, Outcome, PullAnswer } from '../../shared/sync/wire.ts'
import { type CommandInput, commandSchema } from '../../shared/ticket/commands.ts'
import { apply, decide } from '../../shared/ticket/decide.ts'
import { type TicketView, ticketSchema } from '../../shared/ticket/ticket.ts'
import {
  assign,
  capture,
  classify,
  openOffice,
  prepareReply,
  publish,
  type TestDevice,
  type TestOffice,
  withdraw,
} from './office-for-tests.ts'

const runs = Number(process.env.PROPERTY_RUNS ?? 40)
const keys = ['vk:-1:1', 'vk:-1:2', 'vk:-1:3'] as const
const blocks = ['zhkh', 'roads', 'none'] as const

const stepArbitrary = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ step: fc.constant('capture' as const), who: fc.nat(1), n: fc.nat(8) }),
  },
  { weight: 6, arbitrary: fc.record({ step: fc.constant('edit' as const), who: fc.nat(1), n: fc.nat(400) }) },
  { weight: 4, arbitrary: fc.record({ step: fc.constant('push' as const), who: fc.nat(1), n: fc.nat(5) }) },
  {
    weight: 3,
    arbitrary: fc.record({ step: fc.constant('lost answer' as const), who: fc.nat(1), n: fc.nat(5) }),
  },
  { weight: 4, arbitrary: fc.record({ step: fc.constant('pull' as const), who: fc.nat(1), n: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({ step: fc.constant('lost pull' as const), who: fc.nat(1), n: fc.nat(1) }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('duties' as const), who: fc.nat(1), n: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('time' as const), who: fc.nat(1), n: fc.nat(30) }) },
)

/** A device as the extension keeps it: an outbox, a generation of tickets and marks, a shadow during a resync. */
class Desk {
  readonly device: TestDevice
  outbox: CommandInput[] = []
  cursor: string | null = null
  tickets = new Map<string, TicketView>()
  marks = new Map<string, Mark>()
  shadow = { tickets: new Map<string, TicketView>(), marks: new Map<string, Mark>() }
  /** Ids under which this device may speak of a ticket: what it received, and what it recorded itself. */
  own: string[] = []

  constructor(device: TestDevice) {
    this.device = device
  }

  take(answer: PullAnswer) {
    if (answer.first) this.shadow = { tickets: new Map(), marks: new Map() }
    const into = answer.resync ? this.shadow : this
    for (const view of answer.tickets) into.tickets.set(view.ticket.id, view)
    for (const id of answer.gone) into.tickets.delete(id)
    for (const mark of answer.marks) {
      if (mark.status !== 'withdrawn') into.marks.set(mark.key, mark)
      else if (into.marks.get(mark.key)?.ticketId === mark.ticketId) into.marks.delete(mark.key)
    }
    if (answer.resync && !answer.more) {
      this.tickets = this.shadow.tickets
      this.marks = this.shadow.marks
      this.shadow = { tickets: new Map(), marks: new Map() }
    }
    this.cursor = answer.cursor
  }

  /** Even desks rewrite their pending commands when a capture was held by another ticket; odd ones leave it to the server. */
  acknowledge(outcomes: Outcome[], rewrites: boolean) {
    for (const outcome of outcomes) {
      const done = this.outbox.find(command => command.id === outcome.commandId)
      this.outbox = this.outbox.filter(command => command !== done)
      if (!rewrites || done?.type !== 'capture' || outcome.outcome !== 'accepted') continue
      this.outbox = this.outbox.map(command =>
        command.ticketId === done.ticketId ? { ...command, ticketId: outcome.ticketId } : command,
      )
    }
  }
}

/** The algebra without a database. */
class Reference {
  readonly views = new Map<string, TicketView>()
  readonly aliases = new Map<string, string>()
  readonly holders = new Map<string, string>()
  readonly outcomes = new Map<string, string>()
  readonly events = new Map<string, number>()
  readonly lastAt = new Map<string, string>()

  take(input: CommandInput, personId: string, now: string, settings: Settings) {
    const command = commandSchema.parse(input)
    if (this.outcomes.has(command.id)) return
    if (command.dependsOn !== null && this.outcomes.get(command.dependsOn) !== 'accepted') {
      this.outcomes.set(command.id, 'dependency-refused')
      return
    }
    const named = this.aliases.get(command.ticketId) ?? command.ticketId
    const ticketId = command.type === 'capture' ? this.holders.get(command.data.source.key) : named
    const view = (ticketId === undefined ? undefined : this.views.get(ticketId)) ?? null
    const previous = this.lastAt.get(personId) ?? ''
    const corrected = command.occurredAt < now ? command.occurredAt : now
    const at = corrected < previous ? previous : corrected
    const actor = findActor(settings, personId, now)
    if (actor === undefined) throw new Error('Nobody')
    const decision = decide(view, command, { actor, now: at, settings, nextNumber: this.views.size + 1 })
    if (decision.outcome === 'refused') {
      this.outcomes.set(command.id, decision.refusal.code)
      return
    }
    this.lastAt.set(personId, at)
    const id = view?.ticket.id ?? command.ticketId
    const next = apply(view, decision, id, { by: personId, at, step: command.id })
    this.views.set(id, next)
    this.outcomes.set(command.id, 'accepted')
    this.events.set(command.id, decision.events.length)
    if (command.type === 'capture') {
      this.holders.set(command.data.source.key, id)
      if (id !== command.ticketId) this.aliases.set(command.ticketId, id)
    }
    if (next.ticket.status === 'withdrawn') {
      for (const [key, holder] of this.holders) if (holder === id) this.holders.delete(key)
    }
  }
}

function edit(desk: Desk, n: number, occurredAt: string): CommandInput | undefined {
  const known = [...new Set([...desk.own, ...desk.tickets.keys()])]
  const ticketId = known[n % Math.max(1, known.length)]
  if (ticketId === undefined) return undefined
  const standing = desk.tickets.get(ticketId)?.ticket
  const recorded = desk.outbox.find(command => command.type === 'capture' && command.ticketId === ticketId)
  const given = { occurredAt, dependsOn: recorded?.id ?? null }
  const block = blocks[n % 3] ?? 'none'
  switch (n % 8) {
    case 0:
      return classify(
        ticketId,
        { block: { from: standing?.block ?? 'zhkh', to: block } },
        { ...given, sorted: n % 5 === 0 },
      )
    case 1:
      return classify(
        ticketId,
        { urgent: { from: standing?.urgent ?? false, to: n % 5 < 3 } },
        { ...given, sorted: false },
      )
    case 2:
      return classify(ticketId, { place: { from: null, to: `дом ${n}` } }, given)
    case 3:
      return assign(ticketId, n % 5 === 0 ? 'nobody' : 'roads-unit', given)
    case 4:
      return prepareReply(ticketId, `Ответ ${n}`, given)
    case 5:
      return publish(ticketId, { kind: (['first', 'interim', 'final'] as const)[n % 3] ?? 'final' }, given)
    default:
      return withdraw(ticketId, given)
  }
}

const sorted = (views: Iterable<TicketView>) =>
  [...views]
    .map(({ ticket, contents }) => canonicalJson({ ticket: ticketSchema.parse(ticket), contents }))
    .sort()

async function settle(t: TestOffice, desks: readonly Desk[], reference: Reference) {
  for (const [at, desk] of desks.entries()) await push(t, desk, at, desk.outbox.length, reference, true)
  for (const desk of desks) {
    let more = true
    while (more) {
      const answer = await desk.device.pull(desk.cursor)
      desk.take(answer)
      more = answer.more
    }
  }
}

async function push(
  t: TestOffice,
  desk: Desk,
  at: number,
  count: number,
  reference: Reference,
  answered: boolean,
) {
  const commands = desk.outbox.slice(0, count)
  const settings = await t.office.settings()
  if (settings === undefined) throw new Error('No settings')
  const outcomes = await desk.device.push(commands)
  for (const command of commands) reference.take(command, desk.device.personId, t.clock.now(), settings)
  const codes = outcomes.map(outcome => (outcome.outcome === 'accepted' ? 'accepted' : outcome.refusal.code))
  expect(codes).toEqual(commands.map(command => reference.outcomes.get(command.id)))
  if (answered) desk.acknowledge(outcomes, at % 2 === 0)
}

test(`any interleaving of two devices ends in the same tickets everywhere, each command applied once`, {
  timeout: 240_000,
}, async () => {
  let refused = 0
  let aliased = 0
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { minLength: 8, maxLength: 60, size: 'max' }), async steps => {
      const t = await openOffice()
      try {
        const desks = [new Desk(await t.enrol('operator')), new Desk(await t.enrol('zhkhHead'))] as const
        const reference = new Reference()
        for (const { step, who, n } of steps) {
          const desk = desks[who === 0 ? 0 : 1]
          switch (step) {
            case 'capture': {
              const command = capture({
                key: keys[n % 3] ?? keys[0],
                block: blocks[n % 2] ?? 'zhkh',
                occurredAt: t.clock.now(),
                ...(n === 8 ? { subtopic: 'no.such_topic' } : {}),
              })
              desk.own.push(command.ticketId)
              desk.outbox.push(command)
              break
            }
            case 'edit': {
              const command = edit(desk, n, t.clock.now())
              if (command) desk.outbox.push(command)
              break
            }
            case 'push':
              await push(t, desk, who, n + 1, reference, true)
              break
            case 'lost answer':
              await push(t, desk, who, n + 1, reference, false)
              break
            case 'pull':
              desk.take(await desk.device.pull(desk.cursor))
              break
            case 'lost pull':
              await desk.device.pull(desk.cursor)
              break
            case 'duties':
              await t.change('zhkhHead', { blocks: n % 2 === 0 ? ['zhkh'] : ['zhkh', 'roads'] })
              break
            case 'time':
              t.clock.pass(n)
              break
          }
        }
        await settle(t, desks, reference)

        const signed = await t.signed('head')
        const server: TicketView[] = []
        for (const id of reference.views.keys()) {
          const view = await t.office.tickets.find(signed, { id })
          if (view) server.push(view)
        }
        expect(sorted(server)).toEqual(sorted(reference.views.values()))

        for (const desk of desks) {
          const actor = findActor(signed.settings, desk.device.personId, t.clock.now())
          if (actor === undefined) throw new Error('Nobody')
          const standing = server.filter(view => view.ticket.status !== 'withdrawn')
          const inScopeNow = standing.filter(view =>
            inScope(facetsOf(view.ticket), readScope(actor, signed.settings)),
          )
          const held = [...desk.tickets.values()].filter(view => view.ticket.status !== 'withdrawn')
          expect(sorted(held)).toEqual(sorted(inScopeNow))
          expect([...desk.marks.values()].map(mark => [mark.key, mark.ticketId, mark.status]).sort()).toEqual(
            [...reference.holders]
              .map(([key, id]) => [key, id, reference.views.get(id)?.ticket.status])
              .sort(),
          )
        }

        const events = await t.office.reader.selectFrom('events').select('command_id').execute()
        const counted = new Map<string, number>()
        for (const { command_id } of events) counted.set(command_id, (counted.get(command_id) ?? 0) + 1)
        const expected = [...reference.events].filter(([, count]) => count > 0)
        expect([...counted].sort()).toEqual(expected.sort())

        const chain = await t.office.reader
          .transaction()
          .execute(db => verifyChain(db, t.office.organisationId))
        expect(chain.problems).toEqual([])
        expect(t.errors).toEqual([])
        refused += [...reference.outcomes.values()].filter(code => code !== 'accepted').length
        aliased += reference.aliases.size
      } finally {
        await t.close()
      }
    }),
    { numRuns: runs },
  )
  // The generator must reach what the property is about.
  expect(refused).toBeGreaterThan(0)
  expect(aliased).toBeGreaterThan(0)
})
