import { describe, expect, it } from 'vitest'
import { findActor } from '../../../shared/policy/actor.ts'
import { holderOf, isMine, isWaitTooLong } from '../../../shared/policy/holder.ts'
import { isBeforeHead, isOpen } from '../../../shared/ticket/ticket.ts'
import { answer, classify, does, planned, running, sorted, ticketOf } from './acting.ts'
import { actBySystem, capture, pass, settingsOf, type World, worldOf } from './world.ts'

const holder = (world: World, id: string) => holderOf(ticketOf(world, id), world.settings, world.now)
const isWaiting = (world: World, id: string) => ticketOf(world, id).pauses.some(({ to }) => to === null)
const day = 24 * 60

describe('A pause ends with the waiting', () => {
  const ways: [string, (world: World, id: string) => string][] = [
    ['the ticket is assigned', (world, id) => does(world, 'head', id, 'assign', { recipientId: 'water' })],
    ['the block refuses it', (world, id) => does(world, 'zhkh', id, 'refuse_block', { reason: 'Не наше' })],
    [
      'the executor refuses it',
      (world, id) => does(world, 'plumber', id, 'decline_assignment', { reason: 'Не наше' }),
    ],
    ['it is joined to another', (world, id) => does(world, 'head', id, 'merge', { into: sorted(world) })],
  ]
  it.each(ways)('when %s', (_, end) => {
    const world = worldOf()
    const id = sorted(world)
    does(world, 'zhkh', id, 'assign', { recipientId: 'water' })
    does(world, 'plumber', id, 'ask_author', { text: 'Какой дом?' })
    expect(isWaiting(world, id)).toBe(true)
    pass(world, 60)
    expect(end(world, id)).toBe('accepted')
    expect(isWaiting(world, id)).toBe(false)
    expect(ticketOf(world, id).stages.filter(({ pausedAt }) => pausedAt !== null)).toEqual([])
  })

  it('«Ждём до …» that has passed is noticed by the head of the block', () => {
    const world = worldOf()
    const id = sorted(world)
    does(world, 'zhkh', id, 'assign', { recipientId: 'water' })
    does(world, 'zhkh', id, 'await_outside', { organisationId: 'gas', until: '2026-11-24', text: 'Когда?' })
    const zhkh = findActor(world.settings, 'zhkh', world.now)
    const noticed = () => zhkh !== undefined && isMine(ticketOf(world, id), zhkh, world.settings, world.now)
    expect(isWaitTooLong(ticketOf(world, id), world.now, world.settings)).toBe(false)
    expect(noticed()).toBe(false)
    world.now = '2026-11-24T20:30:00.000Z'
    expect(isWaitTooLong(ticketOf(world, id), world.now, world.settings)).toBe(true)
    expect(noticed()).toBe(true)
  })
})

describe('Silence of the author', () => {
  const ask = (world: World) => {
    const id = sorted(world)
    does(world, 'zhkh', id, 'ask_author', { text: 'Какой дом?' })
    return id
  }
  const close = (world: World, id: string) => does(world, 'zhkh', id, 'close', { reason: 'author_silent' })

  it('ends the ticket only after a reminder and the days of the setting, by hand as by the rule', () => {
    const world = worldOf()
    const id = ask(world)
    pass(world, 20 * day)
    expect(actBySystem(world, id, 'close_silent')).toBe(false)
    expect(close(world, id)).toBe('reminder-needed')
    does(world, 'zhkh', id, 'remind_author')
    expect(close(world, id)).toBe('too-early')
    pass(world, 2 * day)
    expect(close(world, id)).toBe('too-early')
    pass(world, 7 * day)
    expect(close(world, id)).toBe('accepted')
  })

  it.each(['appeal', 'info_request', 'media_request'])('never ends what the law has answered: %s', kind => {
    const world = worldOf()
    const id = sorted(world, kind === 'appeal' ? {} : { kind })
    if (kind === 'appeal') does(world, 'zhkh', id, 'register_appeal', { number: '17', date: '2026-11-23' })
    does(world, 'zhkh', id, 'ask_author', { text: 'Какой дом?' })
    does(world, 'zhkh', id, 'remind_author')
    pass(world, 40 * day)
    expect(actBySystem(world, id, 'close_silent')).toBe(false)
    expect(close(world, id)).toBe('statutory-answer')
    for (const reason of ['gratitude', 'spam'])
      expect(does(world, 'zhkh', id, 'reject', { reason, text: null })).toBe('statutory-answer')
  })
})

describe('P11: one wrong click on a kind without an answer', () => {
  it('on the record is mended by correcting the kind: the ticket is taken up with its clocks', () => {
    const world = worldOf()
    const id = capture(world, 'operator', { kind: 'gratitude' })
    expect(isOpen(ticketOf(world, id))).toBe(false)
    expect(classify(world, 'operator', id, { kind: { from: 'gratitude', to: 'message' } })).toBe('accepted')
    expect(ticketOf(world, id).status).toBe('new')
    expect(running(world, id)).toEqual(['first_reply', 'final'])
  })

  it('on a ticket in work too: its clocks run on as if they never stopped', () => {
    const world = worldOf()
    const id = sorted(world)
    const before = ticketOf(world, id).stages
    classify(world, 'operator', id, { kind: { from: 'message', to: 'info' } })
    expect(running(world, id)).toEqual([])
    pass(world, 60)
    classify(world, 'operator', id, { kind: { from: 'info', to: 'message' } })
    expect(ticketOf(world, id).stages).toEqual(before)
    expect(ticketOf(world, id).reopenings).toBe(0)
  })

  it('leaves alone what a person rejected with a reason', () => {
    const world = worldOf()
    const id = capture(world, 'operator')
    does(world, 'operator', id, 'reject', { reason: 'spam', text: null })
    classify(world, 'head', id, { kind: { from: 'message', to: 'question' } })
    expect(ticketOf(world, id).status).toBe('no_answer_needed')
  })
})

describe('P2: promises', () => {
  const promised = (world: World, changes: object = {}) => {
    const id = sorted(world)
    answer(world, 'zhkh', id, { ...planned, ...changes })
    return id
  }
  const report = (world: World, id: string, data: object) => does(world, 'zhkh', id, 'report_promise', data)

  it('that is broken goes up to the head with what was reported', () => {
    const world = worldOf()
    const id = promised(world)
    report(world, id, { result: 'broken', date: null, reason: 'Нет труб' })
    expect(ticketOf(world, id).headQuestion).toMatchObject({ automatic: false, decision: null })
    expect(ticketOf(world, id).headQuestion?.questionContentId).toMatch(/:reason$/u)
    expect(holder(world, id)).toEqual({ at: 'center_head' })
  })

  it.each([
    ['reopening', 'reopen', { reason: 'repeated' }],
    ['«не решено»', 'record_satisfaction', { mark: 'not_solved' }],
  ])('that was due is broken, though %s noticed it first', (_, type, data) => {
    const [late, timely] = [worldOf(), worldOf()]
    const [a, b] = [promised(late), promised(timely)]
    pass(late, 40 * day)
    pass(timely, 5 * day)
    expect(does(late, 'head', a, type, data)).toBe('accepted')
    expect(does(timely, 'head', b, type, data)).toBe('accepted')
    expect(ticketOf(late, a).brokenPromises).toBe(1)
    expect(ticketOf(late, a).stages.filter(({ stage }) => stage === 'promise')).toHaveLength(1)
    expect(ticketOf(timely, b).brokenPromises).toBe(0)
  })

  it('is not moved beyond two years', () => {
    const world = worldOf()
    const id = promised(world)
    const move = (date: string) => report(world, id, { result: 'moved', date, reason: 'Нет труб' })
    expect(move('9999-12-30')).toBe('promise-out-of-term')
    expect(move('2027-06-01')).toBe('accepted')
  })

  it('and an order of the chief are seen by whoever answers for them', () => {
    const world = worldOf()
    const id = promised(world, { responsible: { type: 'recipient', recipientId: 'water' } })
    expect(holder(world, id)).toEqual({ at: 'recipient', recipientId: 'water' })
    const kept = { result: 'kept', date: null, reason: null }
    expect(does(world, 'executor', id, 'report_promise', kept)).toBe('out-of-scope')
    const to = { type: 'recipient', recipientId: 'roads-unit' }
    does(world, 'chief', id, 'give_order', { to, dueOn: '2026-12-01', text: 'Доложить' })
    expect(does(world, 'executor', id, 'add_note', { text: 'Едем' })).toBe('accepted')
    const orderId = ticketOf(world, id).orders[0]?.orderId
    expect(does(world, 'executor', id, 'report_order', { orderId, text: 'Сделано' })).toBe('accepted')
    expect(does(world, 'plumber', id, 'report_promise', kept)).toBe('accepted')
  })
})

describe('What lies before the head', () => {
  const put = (world: World, id: string) =>
    does(world, 'zhkh', id, 'put_before_head', { question: 'Платим?', proposal: null })

  it('stays with the head after an answer, until decided or closed', () => {
    const world = worldOf()
    const [a, b] = [sorted(world), sorted(world)]
    for (const id of [a, b]) {
      put(world, id)
      answer(world, 'zhkh', id)
      expect(holder(world, id)).toEqual({ at: 'center_head' })
    }
    does(world, 'head', a, 'decide_question', { decision: 'Да' })
    does(world, 'zhkh', b, 'close', { reason: 'done' })
    for (const id of [a, b]) {
      expect(isBeforeHead(ticketOf(world, id))).toBe(false)
      expect(holder(world, id)).toEqual({ at: 'nobody' })
    }
    does(world, 'zhkh', b, 'reopen', { reason: 'repeated' })
    expect(isBeforeHead(ticketOf(world, b))).toBe(false)
  })

  it('is nothing that has its answer', () => {
    const world = worldOf()
    const id = sorted(world)
    answer(world, 'zhkh', id)
    expect(put(world, id)).toBe('already-answered')
  })
})

describe('P12: joined posts', () => {
  const withJoined = (world: World) => {
    const [main, post] = [sorted(world), sorted(world)]
    does(world, 'zhkh', post, 'merge', { into: main })
    return { main, post }
  }
  const transfer = {
    organisationId: 'power-grid',
    way: 'letter',
    date: '2026-11-23',
    outgoingNumber: '17/3',
    url: 'https://vk.com/wall-1_1?reply=2',
    text: 'Отвечает сетевая организация',
    accountId: null,
  }
  it.each([
    ['reject', { reason: 'spam', text: null }],
    ['transfer', transfer],
    ['mark_impossible', { reason: 'comments_closed', text: null, closes: true }],
    ['classify', { changes: { kind: { from: 'message', to: 'gratitude' } }, sorted: true }],
  ])('without their answer keep the ticket from its end: %s', (type, data) => {
    const world = worldOf()
    const { main } = withJoined(world)
    expect(does(world, 'head', main, type, data)).toBe('joined-unanswered')
  })

  it('without their answer keep it from silence and from a kept promise', () => {
    const world = worldOf()
    const [asked, promised] = [withJoined(world).main, withJoined(world).main]
    does(world, 'zhkh', asked, 'ask_author', { text: 'Какой дом?' })
    does(world, 'zhkh', asked, 'remind_author')
    answer(world, 'zhkh', promised, planned)
    pass(world, 20 * day)
    expect(actBySystem(world, asked, 'close_silent')).toBe(false)
    const kept = { result: 'kept', date: null, reason: null }
    expect(does(world, 'zhkh', promised, 'report_promise', kept)).toBe('joined-unanswered')
  })

  it('that were split off are parted before the split is undone', () => {
    const world = worldOf()
    const [main, source] = [sorted(world), sorted(world)]
    const newTicketId = '90000000-0000-4000-8000-000000000001'
    const beginning = { block: 'zhkh', subtopic: null, settlement: null, place: null, urgent: false }
    does(world, 'zhkh', source, 'split', { newTicketId, essence: 'второе', ...beginning })
    does(world, 'zhkh', newTicketId, 'merge', { into: main })
    expect(does(world, 'zhkh', newTicketId, 'undo_split')).toBe('is-joined')
  })

  it('are not joined to what has its answer already, unless the problem goes on', () => {
    const world = worldOf()
    const [old, ongoing] = [sorted(world), sorted(world)]
    does(world, 'zhkh', ongoing, 'declare_problem', { since: null, expectedEnd: null, readyText: 'Чиним' })
    answer(world, 'zhkh', old)
    answer(world, 'zhkh', ongoing, planned)
    expect(does(world, 'zhkh', sorted(world), 'merge', { into: old })).toBe('join-answered')
    expect(does(world, 'zhkh', sorted(world), 'merge', { into: ongoing })).toBe('accepted')
  })
})

describe('P4: «Не наш блок» starts the clock of sorting anew', () => {
  it('and who is on duty takes what nobody has sorted within it', () => {
    const { from, to } = { from: '2026-11-23T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z' }
    const shift = { id: 'shift', personId: 'operator2', from, to, handedOverAt: null }
    const world = worldOf(settingsOf({ dutyShifts: [shift] }))
    const id = sorted(world)
    pass(world, day)
    does(world, 'zhkh', id, 'refuse_block', { reason: 'Не наше' })
    expect(running(world, id)).toContain('route')
    expect(holder(world, id)).toEqual({ at: 'operators' })
    pass(world, 61)
    expect(holder(world, id)).toEqual({ at: 'person', personId: 'operator2' })
  })
})

describe('P8: a complaint about the head of the centre', () => {
  it('is answered to its end by the chief', () => {
    const world = worldOf()
    const id = sorted(world)
    classify(world, 'operator', id, {
      complaint: { from: null, to: { personIds: ['head'], recipientIds: [] } },
    })
    expect(does(world, 'chief', id, 'assign', { recipientId: 'roads-unit' })).toBe('accepted')
    expect(does(world, 'executor', id, 'prepare_reply', { kind: 'final', text: 'Проверили' })).toBe(
      'accepted',
    )
    expect(holder(world, id)).toEqual({ at: 'chief' })
    expect(answer(world, 'chief', id)).toBe('accepted')
    expect(ticketOf(world, id).status).toBe('answered')
  })
})
