/**
 * A generated year of a district: 20 000 tickets and what people did with each, decided by the rules of the centre one act
 * after another. The same on every machine. Many acts fall on the very borders of weeks, months and years, a millisecond
 * before and after them, and on the very instants of deadlines.
 */

import { createRandom, type Random } from '../../../server/sample/random.ts'
import type { Actor } from '../../../shared/policy/actor.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { blockIds } from '../../../shared/reference/blocks.ts'
import { channelIds } from '../../../shared/reference/channels.ts'
import { decideSystem } from '../../../shared/ticket/automation.ts'
import type { Command, CommandOf, CommandType } from '../../../shared/ticket/commands.ts'
import { applyChange, decide } from '../../../shared/ticket/decide.ts'
import type { Accepted, NewContent } from '../../../shared/ticket/decision.ts'
import type { TicketEvent } from '../../../shared/ticket/events.ts'
import type { Ticket, TicketView } from '../../../shared/ticket/ticket.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Europe/Ulyanovsk has no summer time. */
const zoneOffset = 4 * hour

/** Midnight in the district. */
export const midnight = (date: string): number => Date.parse(date) - zoneOffset

export const goldenYear = 2026
/** Lives that are decided act by act; each is told anew for four other places, which makes the year of 20 000. */
const size = 4_060
const tellings = 5
/** Besides the year: so that the first and the last week of it have neighbours. */
const around = 60
/** Until when the district lives: two weeks into the next year, so that late answers come after the year. */
const lastAct = midnight('2027-01-14') + 11 * hour

/** One act as it is to be written down: what it did to one ticket. */
export type Deed = {
  ticketId: string
  at: number
  by: string
  step: string
  events: readonly TicketEvent[]
  contents: readonly NewContent[]
  /** The post's key, of a capture. */
  key: string | null
}

export type Lived = {
  /** In the order of time. */
  deeds: Deed[]
  /** How often each act was done, so that a test can say that none is missing. */
  done: ReadonlyMap<string, number>
  /** The very instant of a deadline that nobody met. */
  asOf: string
}

export type Cast = Record<'head' | 'operator' | 'zhkhHead' | 'roadsHead' | 'chief', Actor>

type Act = { [Type in CommandType]: Pick<CommandOf<Type>, 'type' | 'data'> }[CommandType]

export function liveDistrict(settings: Settings, cast: Cast, seed: number, lives = size): Lived {
  const random = createRandom(seed)
  const town = new Town(settings, cast, random)
  const year = [midnight(`${goldenYear}-01-01`), midnight(`${goldenYear + 1}-01-01`)] as const
  const times = [
    ...instants(random, lives, ...year),
    ...instants(random, around, year[0] - 9 * day, year[0]),
    ...instants(random, around, year[1], lastAct - hour),
  ].toSorted((a, b) => a - b)
  for (let n = 0; n < times.length; ) {
    const many = random.chance(0.03) ? random.between(2, 4) : 1
    const at = times.slice(n, n + many)
    if (many === 1) town.live(at[0] ?? year[0])
    else town.liveTogether(at)
    n += many
  }
  return town.lived(settings)
}

/** Of a span, some of them on borders of periods. */
function instants(random: Random, many: number, from: number, to: number): number[] {
  return Array.from({ length: many }, () => {
    const at = from + Math.floor(random.fraction() * (to - from))
    const moved = random.chance(0.05) ? onBorder(random, at) : at
    return Math.min(Math.max(moved, from), to - 1)
  })
}

/** The next midnight that begins a week, a month or a year, or the millisecond before or after it. */
function onBorder(random: Random, at: number): number {
  const local = new Date(at + zoneOffset)
  const [y, m, d] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()]
  const toThursday = ((4 - local.getUTCDay() + 7) % 7) + (local.getUTCDay() === 4 ? 7 : 0)
  const border = random.pick([
    Date.UTC(y, m + 1, 1),
    Date.UTC(y, m, d + toThursday),
    Date.UTC(y, m, d + toThursday),
  ])
  return border - zoneOffset + random.pick([-1, 0, 1])
}

const kinds = ['message', 'question', 'proposal', 'rumour', 'info_request', 'media_request'] as const
const kindWeights = [80, 8, 4, 3, 3, 2]
const endKinds = ['gratitude', 'info', 'irrelevant'] as const
const outcomes = ['solved', 'explained', 'refused', 'no_facts'] as const
const outcomeWeights = [50, 35, 8, 7]
const questions = ['answers_question', 'names_measure', 'names_date', 'names_responsible'] as const

class Town {
  readonly #views = new Map<string, TicketView>()
  readonly #deeds: Deed[] = []
  readonly #done = new Map<string, number>()
  readonly #settings: Settings
  readonly #cast: Cast
  readonly #random: Random
  readonly #places: (string | null)[]
  #steps = 0
  #number = 1

  constructor(settings: Settings, cast: Cast, random: Random) {
    this.#settings = settings
    this.#cast = cast
    this.#random = random
    this.#places = [null, null, ...settings.settlements.slice(0, 14).map(({ id }) => id)]
  }

  lived(settings: Settings): Lived {
    const tellers = Array.from({ length: tellings - 1 }, (_, index) => toldAgain(index + 1, settings))
    const again = this.#deeds.flatMap(deed => tellers.map(tell => tell(deed)))
    const deeds = [...this.#deeds, ...again].filter(({ at }) => at <= lastAct).toSorted((a, b) => a.at - b.at)
    // Nobody did anything any more, and the next deadline has just come.
    const [asOf = lastAct] = [...this.#views.values()]
      .flatMap(({ ticket }) => ticket.stages)
      .filter(({ stoppedAt, pausedAt }) => stoppedAt === null && pausedAt === null)
      .map(({ dueAt }) => Date.parse(dueAt))
      .filter(due => due > lastAct && (due + zoneOffset) % day !== 0 && (due + zoneOffset) % day !== day - 1)
      .toSorted((a, b) => a - b)
    return { deeds, done: this.#done, asOf: new Date(asOf).toISOString() }
  }

  /** From the record to wherever it comes. */
  live(capturedAt: number): void {
    const random = this.#random
    if (random.chance(0.07)) {
      this.#liveShortly(capturedAt)
      return
    }
    const id = this.#capture(capturedAt, random.weighted(kindWeights))
    const life = new Life(this, id, capturedAt, random)
    if (random.chance(0.015)) {
      life.do(minute / 4, 'operator', { type: 'withdraw', data: {} })
      return
    }
    this.#sort(life)
    if (random.chance(0.05)) return
    this.#work(life)
    this.#end(life)
    this.#after(life)
  }

  /** Thanks, advertising: over with the record, now and then by mistake. */
  #liveShortly(capturedAt: number): void {
    const random = this.#random
    const kind = random.pick(endKinds)
    const life = new Life(this, this.#capture(capturedAt, 0, kind), capturedAt, random)
    if (!random.chance(0.15)) return
    life.do(2 * hour, 'head', classify({ kind: { from: kind, to: 'message' } }))
    if (random.chance(0.7)) this.#answer(life, 'solved')
  }

  #capture(at: number, weight: number, kind?: (typeof endKinds)[number]): string {
    const random = this.#random
    const n = this.#number
    const id = idOf('c', n)
    const block = random.chance(0.06) ? 'none' : (blockIds[random.between(0, 9)] ?? 'none')
    const topics = this.#settings.subtopics.filter(each => each.block === block).slice(0, 4)
    const channel = channelIds[random.between(0, channelIds.length - 1)] ?? 'other'
    const author = random.between(1, 6_000)
    const isKnown = random.chance(0.8)
    this.act(id, at, 'operator', {
      type: 'capture',
      data: {
        sourceId: idOf('d', n),
        source: {
          key: `${channel}:golden:${n}`,
          channel,
          kind: 'post',
          url: `https://example.org/${channel}/${n}`,
          parentKey: null,
          author: random.chance(0.1)
            ? { name: null, url: null, id: null }
            : { name: `Житель ${author}`, url: null, id: random.chance(0.7) ? `id${author}` : null },
          publishedAt: isKnown ? iso(at - random.between(0, 3 * day)) : null,
          publishedText: null,
          precision: isKnown ? 'minute' : 'unknown',
          text: 'Сообщение жителя',
          photos: [],
          truncated: false,
          missing: [],
        },
        block,
        subtopic: random.chance(0.8) ? (topics[random.between(0, topics.length - 1)]?.id ?? null) : null,
        settlement: this.#places[random.between(0, this.#places.length - 1)] ?? null,
        place: null,
        urgent: random.chance(0.05),
        kind: kind ?? kinds[weight] ?? 'message',
        authorType: 'citizen',
        suggestedBy: random.chance(0.6) ? 'person' : 'keywords',
        files: [],
      },
    })
    return id
  }

  #sort(life: Life): void {
    const random = this.#random
    const { ticket } = life
    if (ticket.block === 'none' || random.chance(0.1)) {
      const to = blockIds[random.between(0, 9)] ?? 'zhkh'
      life.do(3 * hour, 'head', classify({ block: { from: ticket.block, to } }))
    } else if (ticket.sorted === null && random.chance(0.8)) life.do(2 * hour, 'head', classify({}))
    if (random.chance(0.03)) {
      const earlier = idOf(
        'c',
        Math.max(1, Number.parseInt(ticket.id.slice(-12), 10) - random.between(1, 900)),
      )
      life.do(hour, 'head', classify({ repeatOf: { from: null, to: earlier } }))
    }
    if (random.chance(0.03)) {
      const by = this.#blockHead(life.ticket)
      if (by !== undefined) life.do(4 * hour, by, { type: 'refuse_block', data: { reason: 'Не наш' } })
    }
    if (random.chance(0.03))
      life.do(day, 'head', { type: 'register_appeal', data: { number: '17', date: dateOf(life.at) } })
  }

  #blockHead({ block }: Ticket): 'zhkhHead' | 'roadsHead' | undefined {
    if (block === 'zhkh' || block === 'energy') return 'zhkhHead'
    return block === 'roads' ? 'roadsHead' : undefined
  }

  #work(life: Life): void {
    const random = this.#random
    const assign = () => {
      const { recipients } = this.#settings
      const recipientId = recipients[random.between(0, recipients.length - 1)]?.id ?? null
      return life.do(5 * hour, 'head', {
        type: 'assign',
        data: { recipientId, personId: null, coRecipientIds: [], note: null, dueOn: null },
      })
    }
    if (random.chance(0.65)) assign()
    if (random.chance(0.03))
      life.do(5 * hour, 'head', { type: 'decline_assignment', data: { reason: 'Нет' } })
    if (random.chance(0.04)) assign()
    if (random.chance(0.3)) life.publish(6 * hour, 'first', null)
    if (random.chance(0.05))
      life.publish(2 * day, 'interim', null, dateOf(life.at + random.between(3, 20) * day))
    if (random.chance(0.04)) {
      life.do(day, 'head', { type: 'ask_author', data: { text: 'Где?' } })
      if (random.chance(0.7))
        life.do(2 * day, 'head', { type: 'record_author_answer', data: { text: 'Тут' } })
    }
    if (random.chance(0.05)) {
      const until = dateOf(life.at + random.between(2, 20) * day)
      life.do(day, 'head', { type: 'await_outside', data: { organisationId: 'gas', until, text: 'Газ' } })
      if (random.chance(0.7))
        life.do(5 * day, 'head', { type: 'record_outside_answer', data: { text: null } })
    }
    if (random.chance(0.03)) {
      const final = life.ticket.stages.findLast(({ stage }) => stage === 'final')
      if (final !== undefined)
        life.do(day, 'head', {
          type: 'extend',
          data: {
            until: dateOf(Date.parse(final.dueAt) + random.between(2, 25) * day),
            reason: 'Сложно',
            notice: { way: 'phone', date: dateOf(life.at) },
          },
        })
    }
    if (random.chance(0.06)) {
      const by = this.#blockHead(life.ticket)
      const asked = by !== undefined && life.do(day, by, question)
      if (asked && random.chance(0.3)) life.undo()
      else if (random.chance(0.5))
        life.do(day, 'head', { type: 'decide_question', data: { decision: 'Чинить' } })
    }
    if (random.chance(0.015))
      life.do(day, 'chief', {
        type: 'give_order',
        data: {
          to: { type: 'recipient', recipientId: 'teploset' },
          dueOn: dateOf(life.at + random.between(1, 20) * day),
          text: 'Доложить',
        },
      })
    if (life.ticket.kind === 'rumour')
      life.do(day, 'head', { type: 'check_fact', data: { result: 'refuted', text: 'Проверено' } })
  }

  #end(life: Life): void {
    const random = this.#random
    const way = random.weighted([70, 12, 4, 4, 5, 5])
    if (way === 0) this.#answer(life, outcomes[random.weighted(outcomeWeights)] ?? 'solved')
    if (way === 1) this.#promise(life)
    if (way === 2) {
      const closes = random.chance(0.5)
      const data = { reason: 'comments_closed', text: null, closes } as const
      life.do(day, 'head', { type: 'mark_impossible', data })
      if (random.chance(0.4)) this.#answer(life, 'explained')
    }
    if (way === 3) life.do(day, 'head', { type: 'reject', data: { reason: 'spam', text: null } })
    if (way === 4) {
      if (random.chance(0.3)) life.wait(8 * day)
      life.do(2 * day, 'head', {
        type: 'transfer',
        data: {
          organisationId: 'gas',
          way: 'letter',
          date: dateOf(life.at),
          outgoingNumber: '17',
          url: 'https://example.org/answer',
          text: 'Передано',
          accountId: null,
        },
      })
    }
    if (way !== 5) return
    // Left to lie: the rule puts it before the head, and it is answered late or never.
    life.wait(random.between(9, 40) * day)
    life.escalate()
    if (random.chance(0.6)) this.#answer(life, 'explained')
  }

  #answer(life: Life, outcome: (typeof outcomes)[number]): void {
    const random = this.#random
    if (random.chance(0.2)) life.do(day, 'head', draft)
    if (random.chance(0.2)) life.wait(random.between(1, 12) * day)
    const onDeadline = random.chance(0.08)
    life.publish(onDeadline ? 'deadline' : 2 * day, 'final', outcome)
  }

  #promise(life: Life): void {
    const random = this.#random
    const date = dateOf(life.at + random.between(4, 60) * day)
    life.publish(2 * day, 'final', 'planned', date)
    if (random.chance(0.25)) return
    if (random.chance(0.4)) life.waitUntil(Date.parse(date))
    const report = (result: 'kept' | 'moved' | 'broken') =>
      life.do(5 * day, 'head', {
        type: 'report_promise',
        data: {
          result,
          date: result === 'moved' ? dateOf(life.at + random.between(9, 40) * day) : null,
          reason: 'Нет труб',
          files: [],
        },
      })
    if (random.chance(0.3)) report('moved')
    if (random.chance(0.2)) report('moved')
    const isKept = random.chance(0.6)
    if (isKept) report('kept')
    if (!isKept && random.chance(0.7) && report('broken')) this.#answer(life, 'solved')
  }

  /** What comes after an answer: marks, reviews, returns, corrections. */
  #after(life: Life): void {
    const random = this.#random
    if (random.chance(0.15)) {
      const met = questions.filter(() => random.chance(0.6))
      const data = { met, templateOnly: random.chance(0.1) }
      life.do(5 * day, 'head', { type: 'rate_completeness', data })
      if (random.chance(0.1)) life.undo()
    }
    for (let n = 0; n < 2 && random.chance(0.2); n += 1) {
      const mark = random.chance(0.75) ? 'solved' : 'not_solved'
      const scale = random.chance(0.6) ? random.between(1, 5) : null
      life.do(3 * day, 'head', { type: 'record_satisfaction', data: { mark, scale, text: null } })
      if (random.chance(0.08)) life.undo()
    }
    if (random.chance(0.02)) {
      const reply = life.ticket.replies.at(-1)
      const data = {
        replyId: reply?.replyId ?? '',
        kind: random.pick(['first', 'interim', 'final']),
        reason: 'Не то',
      }
      life.do(day, 'head', { type: 'change_reply_kind', data })
    }
    for (let n = 0; n < 3 && random.chance(0.1); n += 1) {
      const reopened = life.do(6 * day, 'head', {
        type: 'reopen',
        data: { reason: 'not_solved', text: null },
      })
      if (reopened && random.chance(0.15)) life.undo()
      else if (random.chance(0.8)) this.#answer(life, outcomes[random.weighted(outcomeWeights)] ?? 'solved')
    }
    if (life.ticket.status === 'reopened' && random.chance(0.8)) this.#answer(life, 'explained')
    const [order] = life.ticket.orders
    if (order !== undefined && random.chance(0.6))
      life.do(9 * day, 'head', { type: 'report_order', data: { orderId: order.orderId, text: 'Сделано' } })
    if (random.chance(0.06)) {
      const { block, settlement } = life.ticket
      const to = blockIds[random.between(0, 9)] ?? 'zhkh'
      const place = this.#places[random.between(0, this.#places.length - 1)] ?? null
      const changes = random.chance(0.5)
        ? { block: { from: block, to } }
        : { settlement: { from: settlement, to: place } }
      life.do(20 * day, 'head', classify(changes))
    }
    if (random.chance(0.08)) life.do(10 * day, 'head', { type: 'close', data: { reason: 'done' } })
  }

  /** Several wrote of one thing, or one of several. */
  liveTogether(captured: readonly number[]): void {
    const random = this.#random
    const lives = captured.map(at => new Life(this, this.#capture(at, 0), at, random))
    const [first, ...others] = lives
    if (first === undefined) return
    const moveAll = (at: number) => {
      for (const each of lives) each.waitUntil(at)
    }
    moveAll(captured.at(-1) ?? 0)
    if (random.chance(0.3)) {
      const done = first.do(hour, 'head', {
        type: 'split',
        data: {
          newTicketId: idOf('e', this.#number),
          essence: 'Второй вопрос',
          block: 'roads',
          subtopic: null,
          settlement: first.ticket.settlement,
          place: null,
          urgent: false,
          kind: 'message',
          authorType: 'citizen',
        },
      })
      const part = [...this.#views.keys()].at(-1)
      if (done && part !== undefined) {
        const life = new Life(this, part, first.at, random)
        if (random.chance(0.2)) life.do(minute, 'head', { type: 'undo_split', data: {} })
        else this.#answer(life, 'explained')
      }
    }
    for (const each of others) {
      if (random.chance(0.3)) each.publish(hour, 'first', null)
      moveAll(each.at)
      each.do(2 * hour, 'head', { type: 'merge', data: { into: first.id } })
      moveAll(each.at)
      if (!random.chance(0.15)) continue
      each.do(hour, 'head', { type: 'unmerge', data: {} })
      moveAll(each.at)
    }
    const joined = others.filter(({ ticket }) => ticket.status === 'merged')
    const common = joined.filter(() => random.chance(0.5)).map(({ id }) => id)
    first.publish(2 * day, 'final', 'solved', null, common)
    for (const each of joined) {
      if (common.includes(each.id) || !random.chance(0.8)) continue
      each.waitUntil(first.at)
      each.do(day, 'head', {
        type: 'reply_joined',
        data: { way: 'here', url: 'https://example.org/answer', text: null, accountId: null },
      })
    }
    for (const each of others) if (each.ticket.status !== 'merged') this.#answer(each, 'explained')
  }

  view(id: string): TicketView {
    const view = this.#views.get(id)
    if (view === undefined) throw new Error(`Nobody recorded ${id}`)
    return view
  }

  /** Answers whether the rules allowed it. */
  act(ticketId: string, at: number, who: keyof Cast, act: Act): string | undefined {
    if (at > lastAct) return undefined
    this.#steps += 1
    const head = {
      id: idOf('f', this.#steps),
      ticketId,
      occurredAt: iso(at),
      baseVersion: 0,
      dependsOn: null,
    }
    const command: Command = { ...head, ...act }
    const actor = this.#cast[who]
    const decision = decide(this.#views.get(ticketId) ?? null, command, {
      actor,
      now: iso(at),
      settings: this.#settings,
      nextNumber: this.#number,
      related: id => this.#views.get(id) ?? null,
    })
    if (decision.outcome === 'refused' || decision.events.length === 0) return undefined
    const key = act.type === 'capture' ? act.data.source.key : null
    this.#keep(ticketId, at, actor.personId, command.id, decision, key)
    this.#done.set(act.type, (this.#done.get(act.type) ?? 0) + 1)
    return command.id
  }

  escalate(ticketId: string, at: number): void {
    if (at > lastAct) return
    this.#steps += 1
    const command = { id: idOf('f', this.#steps), type: 'escalate_overdue' } as const
    const { ticket } = this.view(ticketId)
    const decision = decideSystem(ticket, command, { now: iso(at), settings: this.#settings })
    if (decision === null || decision.events.length === 0) return
    this.#keep(ticketId, at, 'system', command.id, decision, null)
    this.#done.set(command.type, (this.#done.get(command.type) ?? 0) + 1)
  }

  #keep(
    ticketId: string,
    at: number,
    by: string,
    step: string,
    decision: Accepted,
    key: string | null,
  ): void {
    const fact = { at: iso(at), by, step, behalf: null }
    for (const { ticketId: id, ...change } of [{ ...decision, ticketId }, ...decision.others]) {
      if (change.events.length === 0) continue
      const before = this.#views.get(id) ?? null
      if (before === null) this.#number += 1
      this.#views.set(id, applyChange(before, change, id, fact))
      const { events, contents } = change
      this.#deeds.push({ ticketId: id, at, by, step, events, contents, key: id === ticketId ? key : null })
    }
  }
}

/** One ticket's way through time. */
class Life {
  readonly id: string
  at: number
  readonly #town: Town
  readonly #random: Random
  #last: { id: string; who: keyof Cast } | undefined
  #replies = 0

  constructor(town: Town, id: string, at: number, random: Random) {
    this.#town = town
    this.id = id
    this.at = at
    this.#random = random
  }

  get ticket(): Ticket {
    return this.#town.view(this.id).ticket
  }

  wait(milliseconds: number): void {
    this.at += milliseconds
  }

  waitUntil(at: number): void {
    this.at = Math.max(this.at, at)
  }

  /** After about so long; now and then on the border of a period. */
  do(about: number, who: keyof Cast, act: Act): boolean {
    const random = this.#random
    const usual = this.at + 1 + Math.floor(random.fraction() * 2 * about)
    const border = onBorder(random, usual)
    return this.#doAt(random.chance(0.05) && border > this.at ? border : usual, who, act)
  }

  #doAt(at: number, who: keyof Cast, act: Act): boolean {
    const id = this.#town.act(this.id, at, who, act)
    if (id === undefined) return false
    this.at = at
    this.#last = { id, who }
    return true
  }

  /** `deadline`: at the very instant of one, or a millisecond before or after. */
  publish(
    about: number | 'deadline',
    kind: 'first' | 'interim' | 'final',
    outcome: 'planned' | (typeof outcomes)[number] | null,
    promisedDate: string | null = null,
    forJoined: string[] = [],
  ): boolean {
    const random = this.#random
    this.#replies += 1
    const isByPhone = random.chance(0.04)
    const act: Act = {
      type: 'publish',
      data: {
        kind,
        way: isByPhone ? 'phone' : 'published',
        url: isByPhone ? null : `https://example.org/answer/${this.#replies}`,
        text: 'Ответ',
        accountId: null,
        outcome,
        promisedDate,
        responsible: outcome === 'planned' ? { type: 'recipient', recipientId: 'teploset' } : null,
        spoken: null,
        answeredAt: isByPhone ? iso(this.at + random.between(0, hour)) : null,
        forJoined,
      },
    }
    const due = this.ticket.stages.findLast(({ stage, stoppedAt }) => stage === 'final' && stoppedAt === null)
    if (about !== 'deadline' || due === undefined || Date.parse(due.dueAt) <= this.at + 1)
      return this.do(about === 'deadline' ? day : about, 'head', act)
    return this.#doAt(Date.parse(due.dueAt) + random.pick([-1, 0, 1]), 'head', act)
  }

  undo(): void {
    if (this.#last === undefined) return
    const { id, who } = this.#last
    this.do(5 * minute, who, { type: 'undo', data: { stepId: id } })
  }

  escalate(): void {
    this.#town.escalate(this.id, this.at)
  }
}

/**
 * The same life of another block, channel, settlement and recipient, under other numbers; in two of the tellings a week
 * earlier or later. Borders of days stay borders.
 */
function toldAgain(telling: number, { settlements, recipients }: Settings): (deed: Deed) => Deed {
  const days = { 3: -7, 4: 7 }[telling] ?? 0
  const rotated = (list: readonly string[], value: string, by: number) => {
    const place = list.indexOf(value)
    return place < 0 ? value : (list[(place + by) % list.length] ?? value)
  }
  const lists: Record<string, readonly string[]> = {
    block: blockIds.filter(block => block !== 'none'),
    channel: channelIds,
    settlement: settlements.slice(0, 14).map(({ id }) => id),
    recipientId: recipients.map(({ id }) => id),
  }
  return deed => {
    const told = JSON.stringify(deed)
      .replaceAll(/([cdef]0000000-0000-7000-8000-)(\d{12})/g, (_, kind: string, n: string) => {
        return `${kind}${String(Number(n) + telling * 1_000_000).padStart(12, '0')}`
      })
      .replaceAll(/"(number|intoNumber)":(\d+)/g, (_, name: string, n: string) => {
        return `"${name}":${Number(n) + telling * 10_000}`
      })
      .replaceAll(/"(block|channel|settlement|recipientId)":"([^"]+)"/g, (_, name: string, value: string) => {
        return `"${name}":"${rotated(lists[name] ?? [], value, telling * 3)}"`
      })
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, instant =>
        days === 0 ? instant : iso(Date.parse(instant) + days * day),
      )
    const parsed: Deed = JSON.parse(told)
    return { ...parsed, at: deed.at + days * day, key: deed.key === null ? null : `${deed.key}:${telling}` }
  }
}

const question = { type: 'put_before_head', data: { question: 'Как?', proposal: null } } as const
const draft: Act = {
  type: 'prepare_reply',
  data: {
    kind: 'final',
    text: 'Ответ',
    outcome: null,
    promisedDate: null,
    responsible: null,
    spoken: null,
    files: [],
    draft: false,
  },
}

function classify(changes: CommandOf<'classify'>['data']['changes']): Act {
  return { type: 'classify', data: { changes, sorted: true } }
}

const iso = (at: number): string => new Date(at).toISOString()
const dateOf = (at: number): string => iso(at + zoneOffset).slice(0, 10)

/** A UUID that says what it is of and its number. */
function idOf(kind: 'c' | 'd' | 'e' | 'f', n: number): string {
  return `${kind}0000000-0000-7000-8000-${String(n).padStart(12, '0')}`
}
