import { describe, expect, it } from 'vitest'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { findActor } from '../../../shared/policy/actor.ts'
import { holderOf } from '../../../shared/policy/holder.ts'
import { facetsOf, inScope, mayDo, readScope } from '../../../shared/policy/permissions.ts'
import type { Decision } from '../../../shared/ticket/decision.ts'
import { isOpen } from '../../../shared/ticket/ticket.ts'
import { act, actBySystem, capture, pass, settingsOf, viewOf, type World, worldOf } from './world.ts'

const codeOf = (decision: Decision) => (decision.outcome === 'refused' ? decision.refusal.code : 'accepted')
const ticketOf = (world: World, id: string) => viewOf(world, id).ticket
const holder = (world: World, id: string) => holderOf(ticketOf(world, id), world.settings, world.now)
const running = (world: World, id: string) =>
  ticketOf(world, id)
    .stages.filter(({ stoppedAt }) => stoppedAt === null)
    .map(({ stage }) => stage)

/** A ticket of the block «ЖКХ» that an operator has sorted. */
function sorted(world: World, changes: Record<string, unknown> = {}): string {
  return capture(world, 'operator', { suggestedBy: 'person', ...changes })
}

const reply = {
  kind: 'final',
  url: 'https://vk.com/wall-1_1?reply=2',
  text: '',
  accountId: null,
  promisedDate: null,
}
const publish = (world: World, who: string, id: string, changes: Record<string, unknown> = {}) =>
  act(world, who, id, { type: 'publish', data: { ...reply, ...changes } })
const prepare = (world: World, who: string, id: string, changes: Record<string, unknown> = {}) =>
  act(world, who, id, { type: 'prepare_reply', data: { kind: 'final', text: 'Ответ', ...changes } })
const assign = (world: World, who: string, id: string, data: Record<string, unknown>) =>
  act(world, who, id, { type: 'assign', data: { recipientId: null, ...data } })

describe('P1: three kinds of reply', () => {
  it('«принято» stops the clock of the first reply only', () => {
    const world = worldOf()
    const id = sorted(world)
    expect(running(world, id)).toEqual(['first_reply', 'final'])
    publish(world, 'zhkh', id, { kind: 'first' })
    expect(running(world, id)).toEqual(['final'])
    expect(isOpen(ticketOf(world, id))).toBe(true)
  })

  it('«ответим до …» begins a term of its own, and the final answer stops every clock', () => {
    const world = worldOf()
    const id = sorted(world)
    publish(world, 'zhkh', id, { kind: 'interim', promisedDate: '2026-11-27' })
    expect(running(world, id)).toEqual(['final', 'interim'])
    const interim = ticketOf(world, id).stages.find(({ stage }) => stage === 'interim')
    expect(localDateOf(interim?.dueAt ?? '', world.settings.deadlines.zone)).toBe('2026-11-27')
    pass(world, 60)
    publish(world, 'zhkh', id, { url: 'https://vk.com/wall-1_1?reply=3' })
    expect(running(world, id)).toEqual([])
    expect(ticketOf(world, id).status).toBe('answered')
  })

  it('the kind is changed freely for a few seconds and later with a reason; the clocks follow', () => {
    const world = worldOf()
    const id = sorted(world)
    publish(world, 'zhkh', id)
    const replyId = ticketOf(world, id).replies[0]?.replyId
    pass(world, 10)
    const change = (reason: string | null) =>
      act(world, 'zhkh', id, { type: 'change_reply_kind', data: { replyId, kind: 'first', reason } })
    expect(codeOf(change(null))).toBe('reason-needed')
    expect(codeOf(change('Это было «принято»'))).toBe('accepted')
    expect(running(world, id)).toEqual(['final'])
    expect(isOpen(ticketOf(world, id))).toBe(true)
  })
})

describe('P2: promises are kept under control', () => {
  const planned = {
    outcome: 'planned',
    promisedDate: '2026-12-25',
    responsible: { type: 'person', personId: 'zhkh' },
  }

  it('«запланировано» demands a date and a responsible person', () => {
    const world = worldOf()
    const id = sorted(world)
    expect(codeOf(publish(world, 'zhkh', id, { outcome: 'planned' }))).toBe('promise-incomplete')
    expect(codeOf(publish(world, 'zhkh', id, planned))).toBe('accepted')
    expect(ticketOf(world, id).status).toBe('under_control')
    expect(holder(world, id)).toEqual({ at: 'person', personId: 'zhkh' })
    expect(running(world, id)).toEqual(['promise'])
  })

  it('moving it needs a reason and a date; breaking it reopens, and the reply stays timely', () => {
    const world = worldOf()
    const id = sorted(world)
    publish(world, 'zhkh', id, planned)
    const final = () => ticketOf(world, id).stages.find(({ stage }) => stage === 'final')
    const before = final()
    pass(world, 33 * 24 * 60)
    const report = (data: object) => act(world, 'zhkh', id, { type: 'report_promise', data })
    expect(codeOf(report({ result: 'moved', date: '2027-01-20', reason: null }))).toBe('reason-needed')
    expect(codeOf(report({ result: 'moved', date: '2027-01-20', reason: 'Нет материалов' }))).toBe('accepted')
    expect(ticketOf(world, id).status).toBe('under_control')
    report({ result: 'broken', date: null, reason: 'Не сделали' })
    expect(ticketOf(world, id)).toMatchObject({ status: 'reopened', brokenPromises: 1 })
    expect(final()).toEqual(before)
  })

  it('«сделано» closes it, and a follow-up reply may come', () => {
    const world = worldOf()
    const id = sorted(world)
    publish(world, 'zhkh', id, planned)
    act(world, 'zhkh', id, { type: 'report_promise', data: { result: 'kept', date: null, reason: null } })
    expect(ticketOf(world, id).status).toBe('closed')
    expect(codeOf(publish(world, 'zhkh', id, { url: 'https://vk.com/wall-1_1?reply=9' }))).toBe('accepted')
    expect(ticketOf(world, id)).toMatchObject({ status: 'closed', replies: [{}, {}] })
  })
})

describe('P4: the ball is always with one', () => {
  it('«Не наш блок» once: sorted again; twice: the head of the centre', () => {
    const world = worldOf()
    const id = sorted(world)
    const refuse = (who: string) => act(world, who, id, { type: 'refuse_block', data: { reason: 'Не наше' } })
    expect(holder(world, id)).toEqual({ at: 'block', block: 'zhkh' })
    refuse('zhkh')
    expect(holder(world, id)).toEqual({ at: 'operators' })
    const changes = { block: { from: 'none', to: 'roads' } }
    act(world, 'operator', id, { type: 'classify', data: { changes, sorted: true } })
    expect(holder(world, id)).toEqual({ at: 'block', block: 'roads' })
    refuse('roads')
    expect(holder(world, id)).toEqual({ at: 'center_head' })
  })

  it('what waits for a recipient where nobody works is its block’s again', () => {
    const world = worldOf()
    const id = sorted(world)
    assign(world, 'zhkh', id, { recipientId: 'empty' })
    expect(holder(world, id)).toEqual({ at: 'block', block: 'zhkh' })
  })

  it('is not given to a colleague who could not even open it', () => {
    const world = worldOf()
    const id = sorted(world)
    expect(codeOf(assign(world, 'zhkh', id, { personId: 'admin' }))).toBe('unknown-person')
    expect(codeOf(assign(world, 'zhkh', id, { personId: 'operator2' }))).toBe('unknown-person')
  })
})

describe('P5: approval only where a setting says so, and never by oneself', () => {
  const off = { subtopics: [], urgent: false, conflict: false, refusal: false, executors: false }
  const urgent = { urgent: true }
  it.each([
    ['nothing is set', off, urgent, {}, 'zhkh', 'to_publish'],
    [
      'the subtopic',
      { subtopics: ['zhkh.heating'] },
      { subtopic: 'zhkh.heating' },
      {},
      'zhkh',
      'in_approval',
    ],
    [
      'another subtopic',
      { subtopics: ['zhkh.heating'] },
      { subtopic: 'zhkh.sewer' },
      {},
      'zhkh',
      'to_publish',
    ],
    ['urgent ones', { urgent: true }, urgent, {}, 'zhkh', 'in_approval'],
    ['not urgent', { urgent: true }, {}, {}, 'zhkh', 'to_publish'],
    ['refusals', { refusal: true }, {}, { outcome: 'refused' }, 'zhkh', 'in_approval'],
    ['no refusal', { refusal: true }, {}, { outcome: 'solved' }, 'zhkh', 'to_publish'],
    ['executors', { executors: true }, {}, {}, 'plumber', 'in_approval'],
    ['executors, a head writes', { executors: true }, {}, {}, 'zhkh', 'to_publish'],
  ])('%s', (_, approval, captured, answer, who, status) => {
    const world = worldOf(settingsOf({ approval: { ...off, ...approval } }))
    const id = sorted(world, captured)
    if (who === 'plumber') assign(world, 'zhkh', id, { recipientId: 'water' })
    prepare(world, who, id, answer)
    expect(ticketOf(world, id).status).toBe(status)
  })

  it('a conflict is approved', () => {
    const world = worldOf(settingsOf({ approval: { ...off, conflict: true } }))
    const id = sorted(world)
    const changes = { conflict: { from: null, to: 'media' } }
    act(world, 'zhkh', id, { type: 'classify', data: { changes, sorted: true } })
    prepare(world, 'zhkh', id)
    expect(ticketOf(world, id).status).toBe('in_approval')
  })

  it('who wrote the answer or executes it himself does not approve it; another head does', () => {
    const world = worldOf(settingsOf({ approval: { ...off, refusal: true } }))
    const id = sorted(world)
    assign(world, 'zhkh', id, { personId: 'zhkh' })
    prepare(world, 'zhkh', id, { outcome: 'refused' })
    expect(codeOf(act(world, 'zhkh', id, { type: 'approve_reply', data: {} }))).toBe('own-reply')
    expect(holder(world, id)).toEqual({ at: 'approver', block: 'zhkh', except: ['zhkh', 'zhkh'] })
    expect(codeOf(act(world, 'zhkh2', id, { type: 'approve_reply', data: {} }))).toBe('accepted')
    expect(holder(world, id)).toEqual({ at: 'publishers' })
  })
})

describe('P8: a complaint never goes to whom it is about', () => {
  const complain = (world: World, id: string, personIds: string[], recipientIds: string[] = []) =>
    act(world, 'operator', id, {
      type: 'classify',
      data: { changes: { complaint: { from: null, to: { personIds, recipientIds } } }, sorted: true },
    })
  const sees = (world: World, who: string, id: string) => {
    const actor = findActor(world.settings, who, world.now)
    return actor !== undefined && inScope(facetsOf(ticketOf(world, id)), readScope(actor, world.settings))
  }

  it('goes to the head of the centre; the named head of the block does not see it', () => {
    const world = worldOf()
    const id = sorted(world)
    expect(sees(world, 'zhkh', id)).toBe(true)
    complain(world, id, ['zhkh'])
    expect(sees(world, 'zhkh', id)).toBe(false)
    expect(holder(world, id)).toEqual({ at: 'center_head' })
  })

  it('is assigned to nobody whom it names, nor to the recipient that it names', () => {
    const world = worldOf()
    const id = sorted(world)
    complain(world, id, ['zhkh'], ['water'])
    expect(codeOf(assign(world, 'head', id, { personId: 'zhkh' }))).toBe('about-them')
    expect(codeOf(assign(world, 'head', id, { recipientId: 'water' }))).toBe('about-them')
    expect(codeOf(assign(world, 'head', id, { recipientId: 'roads-unit', coRecipientIds: ['water'] }))).toBe(
      'about-them',
    )
    expect(codeOf(assign(world, 'head', id, { recipientId: 'roads-unit' }))).toBe('accepted')
  })

  it('about the head of the centre is the chief’s', () => {
    const world = worldOf()
    const id = sorted(world)
    complain(world, id, ['head'])
    expect(holder(world, id)).toEqual({ at: 'chief' })
    expect(sees(world, 'head', id)).toBe(false)
    const chief = findActor(world.settings, 'chief', world.now)
    expect(chief && mayDo(chief, 'assign', world.settings, facetsOf(ticketOf(world, id)))).toBe(true)
  })
})

describe('P10: outside the district’s competence', () => {
  const transfer = (world: World, id: string, changes: object = {}) =>
    act(world, 'zhkh', id, {
      type: 'transfer',
      data: {
        organisationId: 'power-grid',
        way: 'letter',
        date: '2026-11-23',
        outgoingNumber: '17/3',
        url: 'https://vk.com/wall-1_1?reply=2',
        text: 'Отвечает сетевая организация',
        accountId: null,
        ...changes,
      },
    })

  it('does not leave before the citizen was told where everybody reads it', () => {
    const world = worldOf()
    const id = sorted(world)
    expect(codeOf(transfer(world, id, { url: null }))).toBe('address-needed')
    expect(codeOf(transfer(world, id, { organisationId: 'nobody' }))).toBe('unknown-organisation')
    expect(codeOf(transfer(world, id))).toBe('accepted')
    expect(ticketOf(world, id).status).toBe('transferred')
    expect(running(world, id)).toEqual([])
  })

  it('the first explanation stays the answer, however often the matter comes back', () => {
    const world = worldOf()
    const id = sorted(world)
    const first = world.now
    expect(codeOf(transfer(world, id))).toBe('accepted')
    pass(world, 60)
    expect(codeOf(act(world, 'head', id, { type: 'reopen', data: { reason: 'repeated' } }))).toBe('accepted')
    expect(ticketOf(world, id).explainedAt).toBe(first)
    expect(codeOf(transfer(world, id))).toBe('accepted')
    expect(ticketOf(world, id).explainedAt).toBe(first)
  })

  it('«Ждём стороннюю организацию» stays ours: the clock runs on unless a setting stops it', () => {
    for (const pauseForOutside of [false, true]) {
      const settings = settingsOf()
      const world = worldOf({ ...settings, automation: { ...settings.automation, pauseForOutside } })
      const id = sorted(world)
      const data = { organisationId: 'gas', until: '2026-11-30', text: 'Когда включат?' }
      act(world, 'zhkh', id, { type: 'await_outside', data })
      expect(ticketOf(world, id).status).toBe('waiting_outside')
      const waited = ticketOf(world, id).stages.find(({ stage }) => stage === 'final')?.trace ?? []
      expect(waited.some(({ code }) => code === 'paused')).toBe(pauseForOutside)
      expect(holder(world, id)).toEqual({ at: 'block', block: 'zhkh' })
    }
  })
})

describe('P12: ten people about one outage', () => {
  function joined(world: World): { main: string; posts: string[] } {
    const main = sorted(world)
    const posts = [sorted(world), sorted(world)]
    for (const id of posts) act(world, 'zhkh', id, { type: 'merge', data: { into: main } })
    return { main, posts }
  }

  it('counts the time of the solution once: a joined post keeps the clock of its first reply only', () => {
    const world = worldOf()
    const { main, posts } = joined(world)
    for (const id of posts) expect(running(world, id)).toEqual(['first_reply'])
    expect(running(world, main)).toEqual(['first_reply', 'final'])
  })

  it('one publication answers many; it closes when each has an answer', () => {
    const world = worldOf()
    const { main, posts } = joined(world)
    const [first = '', second = ''] = posts
    publish(world, 'zhkh', main, { forJoined: [first] })
    expect(ticketOf(world, first)).toMatchObject({ status: 'merged', merged: { reply: { way: 'common' } } })
    expect(running(world, first)).toEqual([])
    const close = () => act(world, 'zhkh', main, { type: 'close', data: { reason: 'done' } })
    expect(codeOf(close())).toBe('joined-unanswered')
    expect(isOpen(ticketOf(world, main))).toBe(true)
    const data = { way: 'not_needed', url: null, text: null, accountId: null }
    expect(codeOf(act(world, 'zhkh', second, { type: 'reply_joined', data }))).toBe('reason-needed')
    act(world, 'zhkh', second, { type: 'reply_joined', data: { ...data, text: 'Удалил вопрос' } })
    expect(codeOf(close())).toBe('accepted')
    for (const id of [main, ...posts]) expect(isOpen(ticketOf(world, id))).toBe(false)
  })

  it('chains and circles are refused', () => {
    const world = worldOf()
    const { main, posts } = joined(world)
    const other = sorted(world)
    const merge = (id: string, into: string) =>
      codeOf(act(world, 'head', id, { type: 'merge', data: { into } }))
    expect(merge(main, other)).toBe('has-joined')
    expect(merge(other, posts[0] ?? '')).toBe('cannot-join')
    expect(merge(other, other)).toBe('cannot-join')
  })
})

describe('P13: answers without an address, or none possible', () => {
  it('by phone there is no address, but what was said', () => {
    const world = worldOf()
    const id = sorted(world)
    expect(codeOf(publish(world, 'zhkh', id, { way: 'phone', url: null }))).toBe('address-needed')
    expect(codeOf(publish(world, 'zhkh', id, { way: 'phone', url: null, text: 'Рассказали' }))).toBe(
      'accepted',
    )
    expect(ticketOf(world, id).status).toBe('answered')
  })

  it('«Ответить невозможно» leaves the clock of the reply; the problem may stay in work', () => {
    const world = worldOf()
    const id = sorted(world)
    const mark = (closes: boolean) =>
      act(world, 'zhkh', id, {
        type: 'mark_impossible',
        data: { reason: 'comments_closed', text: null, closes },
      })
    mark(false)
    expect(running(world, id)).toEqual(['final'])
    expect(isOpen(ticketOf(world, id))).toBe(true)
    mark(true)
    expect(ticketOf(world, id)).toMatchObject({ status: 'closed', closed: { reason: 'impossible' } })
  })

  it('«Автор не уточнил»: one reminder, closed after the days of the setting, reopened when the author replies', () => {
    const world = worldOf()
    const id = capture(world, 'operator')
    act(world, 'operator', id, { type: 'ask_author', data: { text: 'Где это?' } })
    const remind = () => act(world, 'operator', id, { type: 'remind_author', data: {} })
    expect(remind()).toMatchObject({ outcome: 'events', events: [{ type: 'author_reminded' }] })
    expect(remind()).toMatchObject({ outcome: 'events', events: [] })
    expect(actBySystem(world, id, 'close_silent')).toBe(false)
    pass(world, 9 * 24 * 60)
    expect(actBySystem(world, id, 'close_silent')).toBe(true)
    expect(actBySystem(world, id, 'close_silent')).toBe(false)
    act(world, 'operator', id, { type: 'record_author_answer', data: { text: 'На Мира' } })
    expect(ticketOf(world, id)).toMatchObject({ status: 'reopened', reopened: { reason: 'author_replied' } })
  })
})

describe('P20: the ceiling of 30 days', () => {
  it('«ответим до» goes no further without an extension', () => {
    const world = worldOf()
    const id = sorted(world)
    const interim = (promisedDate: string) =>
      codeOf(publish(world, 'zhkh', id, { kind: 'interim', promisedDate }))
    expect(interim('2026-12-24')).toBe('promise-out-of-term')
    const until = (date: string) =>
      codeOf(
        act(world, 'zhkh', id, {
          type: 'extend',
          data: { until: date, reason: 'Ждём материалы', notice: { way: 'phone', date: '2026-11-23' } },
        }),
      )
    expect(until('2027-06-01')).toBe('extension-out-of-term')
    expect(until('2026-12-29')).toBe('accepted')
    expect(interim('2026-12-24')).toBe('accepted')
  })
})

describe('Clocks of an appeal that was reopened', () => {
  it('are the same however often they are computed: registration is counted once', () => {
    const world = worldOf()
    const id = sorted(world)
    publish(world, 'zhkh', id)
    pass(world, 60)
    act(world, 'head', id, { type: 'reopen', data: { reason: 'repeated' } })
    act(world, 'head', id, { type: 'register_appeal', data: { number: '17', date: '2026-11-23' } })
    const { stages } = ticketOf(world, id)
    expect(stages.filter(({ stage }) => stage === 'registration')).toHaveLength(1)
    expect(actBySystem(world, id, 'recompute')).toBe(false)
  })
})

describe('Decree 3.3: put before the head by the rule', () => {
  it('once in a round, however often the job runs, and again after a reopening', () => {
    const world = worldOf()
    const id = sorted(world)
    expect(actBySystem(world, id, 'escalate_overdue')).toBe(false)
    pass(world, 20 * 24 * 60)
    expect(actBySystem(world, id, 'escalate_overdue')).toBe(true)
    expect(holder(world, id)).toEqual({ at: 'center_head' })
    expect(actBySystem(world, id, 'escalate_overdue')).toBe(false)
    act(world, 'head', id, { type: 'decide_question', data: { decision: 'Ответить сегодня' } })
    expect(actBySystem(world, id, 'escalate_overdue')).toBe(false)
    pass(world, 60)
    publish(world, 'zhkh', id)
    pass(world, 60)
    act(world, 'zhkh', id, { type: 'reopen', data: { reason: 'repeated' } })
    pass(world, 20 * 24 * 60)
    expect(actBySystem(world, id, 'escalate_overdue')).toBe(true)
  })
})
