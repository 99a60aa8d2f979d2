/** Random weeks of an office: whoever does whatever to any ticket, mostly what is offered, sometimes what is not. */
import fc from 'fast-check'
import type { ActContext, ActType, FormValues } from '../../../shared/acts/contract.ts'
import { formFor, readForm } from '../../../shared/acts/forms.ts'
import { offersFor } from '../../../shared/acts/offers.ts'
import { kinds } from '../../../shared/deadlines/rules.ts'
import { findActor } from '../../../shared/policy/actor.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { actWords } from '../../../shared/reference/acts.ts'
import { type TicketView, unreachable } from '../../../shared/ticket/ticket.ts'
import { fill, type Picks, picksFrom } from '../acts/fill.ts'
import { act, actBySystem, capture, pass, people, settingsOf, type World, worldOf } from './world.ts'

export type Step = {
  how: 'capture' | 'offered' | 'anything' | 'clock' | 'withdraw' | 'evidence'
  person: string
  ticket: number
  minutes: number
  picks: number[]
}

const persons = people.map(each => each.id)
const acts = Object.keys(actWords).filter((each): each is ActType => Object.hasOwn(actWords, each))

export const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  how: fc.oneof(
    { weight: 10, arbitrary: fc.constant('offered' as const) },
    { weight: 3, arbitrary: fc.constant('anything' as const) },
    { weight: 2, arbitrary: fc.constant('capture' as const) },
    { weight: 1, arbitrary: fc.constant('clock' as const) },
    { weight: 1, arbitrary: fc.constant('withdraw' as const) },
    { weight: 2, arbitrary: fc.constant('evidence' as const) },
  ),
  // Heads may do most, so that walks go far.
  person: fc.oneof(fc.constantFrom(...persons), fc.constantFrom('head', 'zhkh', 'operator')),
  ticket: fc.nat(5),
  minutes: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(60 * 24 * 9)),
  picks: fc.array(fc.nat(1_000), { minLength: 3, maxLength: 8 }),
})

export const walkArbitrary = fc.array(stepArbitrary, { minLength: 1, maxLength: 22 })

export function walked(
  steps: readonly Step[],
  seen: (world: World) => void = () => {},
  settings: Settings = settingsOf(),
): World {
  const world = worldOf(settings)
  capture(world, 'operator')
  for (const step of steps) {
    walk(world, step)
    seen(world)
  }
  return world
}

export function contextOf(world: World, personId: string): ActContext {
  const { settings, now } = world
  const actor = findActor(settings, personId, now)
  if (actor === undefined) throw new Error(`No person ${personId}`)
  const nearby = [...world.views.keys()].map(ticketId => ({ ticketId, label: `№ ${ticketId.slice(-3)}` }))
  return { actor, settings, now, nearby }
}

export function walk(world: World, { how, person, ticket, minutes, picks: numbers }: Step): void {
  pass(world, minutes)
  const picks = picksFrom(numbers)
  const ids = [...world.views.keys()]
  const ticketId = ids[ticket % ids.length]
  const view = ticketId === undefined ? undefined : world.views.get(ticketId)
  if (ticketId === undefined || view === undefined) return
  const context = contextOf(world, person)
  switch (how) {
    case 'capture':
      captureSomething(world, person, picks)
      return
    case 'withdraw':
      act(world, person, ticketId, { type: 'withdraw', data: {} })
      return
    case 'evidence':
      lookAtPost(world, person, view, picks)
      return
    case 'clock':
      for (const type of ['escalate_overdue', 'close_silent', 'close_answered', 'recompute'] as const)
        actBySystem(world, ticketId, type)
      return
    case 'offered': {
      const offers = offersFor(view, context)
      const offer = offers[picks.next(offers.length)]
      if (offer !== undefined) doAct(world, person, view, offer.act, picks)
      return
    }
    case 'anything': {
      const wanted = acts[picks.next(acts.length)]
      if (wanted !== undefined) doAct(world, person, view, wanted, picks)
      return
    }
    default:
      unreachable(how)
  }
}

function captureSomething(world: World, person: string, picks: Picks): void {
  const kind = kinds[picks.next(kinds.length)]
  const block = (['zhkh', 'roads', 'health', 'none'] as const)[picks.next(4)]
  const suggestedBy = (['keywords', 'person', 'nobody'] as const)[picks.next(3)]
  capture(world, person, { kind, block, suggestedBy, urgent: picks.next(4) === 0 })
}

/** «Снимок поста» of the record or of a later look, beside whatever people do meanwhile. */
export function lookAtPost(world: World, person: string, { ticket }: TicketView, picks: Picks): void {
  const evidenceId = `look-${world.commands}`
  const sourceId = ticket.sources[0]?.sourceId ?? 'none'
  const isPictured = picks.next(2) === 0
  const part = { sha256: 'a'.repeat(64), size: 1_000 }
  act(world, person, ticket.id, {
    type: 'attach_evidence',
    data: {
      evidenceId,
      sourceId,
      takenAt: world.now,
      picture: isPictured
        ? { ...part, mime: 'image/webp', width: 600, height: 400, isFragment: picks.next(2) === 0 }
        : null,
      noPicture: isPictured ? null : 'tab-not-active',
      html: part,
      text: part,
      address: 'https://vk.com/wall-100_1',
    },
  })
  const state = (['changed', 'deleted', null] as const)[picks.next(3)] ?? null
  if (state !== null)
    act(world, person, ticket.id, {
      type: 'observe_source',
      data: { sourceId, state, evidenceId: state === 'changed' ? evidenceId : null },
    })
}

/** What comes of a filled form. */
export function doAct(world: World, person: string, view: TicketView, wanted: ActType, picks: Picks) {
  const context = contextOf(world, person)
  const values: FormValues = fill(formFor(wanted, view, context), world, picks)
  const read = readForm(wanted, values, view, context)
  if (read.outcome === 'faults') return { outcome: 'faults' as const, faults: read.faults, values }
  return { ...act(world, person, view.ticket.id, read.command), values }
}
