import { describe, expect, it } from 'vitest'
import { formFor, readForm } from '../../../shared/acts/forms.ts'
import { offersFor } from '../../../shared/acts/offers.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { historyLines } from '../../../shared/ticket/history.ts'
import { answer, byPhone, classify, does, planned, running, sorted, ticketOf } from './acting.ts'
import { contextOf } from './walk.ts'
import { pass, settingsOf, viewOf, type World, worldOf } from './world.ts'

const off = { subtopics: [], urgent: false, conflict: false, refusal: false, executors: false }

function linesOf(world: World, id: string) {
  const entries = (world.facts.get(id) ?? []).map((fact, seq) => ({
    fact,
    seq,
    occurredAt: fact.at,
    receivedAt: fact.at,
  }))
  return historyLines(id, entries, world.settings, world.contents.get(id) ?? {})
}

describe('P5: approval binds the answer that is given at once', () => {
  const strict = () => worldOf(settingsOf({ approval: { ...off, urgent: true } }))

  it('what needs approval is not given without it, and is offered as a draft', () => {
    const world = strict()
    const id = sorted(world, { urgent: true })
    expect(answer(world, 'zhkh', id, byPhone)).toBe('approval-needed')
    const offers = offersFor(viewOf(world, id), contextOf(world, 'zhkh'))
    expect(offers.find(({ weight }) => weight === 'main')?.act).toBe('prepare_reply')
    expect(offers.find(({ act }) => act === 'publish')).toMatchObject({
      weight: 'more',
      title: 'Отметить опубликованный ответ',
    })
    does(world, 'zhkh', id, 'prepare_reply', { kind: 'final', text: 'Починили' })
    expect(does(world, 'zhkh2', id, 'approve_reply')).toBe('accepted')
    expect(answer(world, 'informer', id, byPhone)).toBe('accepted')
  })

  it('what stands on a page is recorded all the same, and the history says that nobody approved it', () => {
    const world = strict()
    const id = sorted(world, { urgent: true })
    expect(answer(world, 'zhkh', id)).toBe('accepted')
    expect(linesOf(world, id).map(({ what }) => what)).toContain(
      'Ответ опубликован: окончательный ответ, без согласования',
    )
  })

  it('«принято» and the head’s own answer need none', () => {
    const world = strict()
    const [a, b] = [sorted(world, { urgent: true }), sorted(world, { urgent: true })]
    expect(answer(world, 'zhkh', a, { ...byPhone, kind: 'first' })).toBe('accepted')
    expect(answer(world, 'head', b, byPhone)).toBe('accepted')
  })

  it('an answer prepared without a refusal does not become one at its publication', () => {
    const world = worldOf(settingsOf({ approval: { ...off, refusal: true } }))
    const id = sorted(world)
    does(world, 'zhkh', id, 'prepare_reply', { kind: 'final', text: 'Починили', outcome: 'solved' })
    expect(answer(world, 'informer', id, { ...byPhone, outcome: 'refused' })).toBe('approval-needed')
    expect(answer(world, 'informer', id, { ...byPhone, outcome: 'solved' })).toBe('accepted')
  })
})

describe('P1: the kind of a reply is mended after the end too', () => {
  it('a mistaken «Запланировано» is taken back with a reason: the promise and its clock go', () => {
    const world = worldOf()
    const id = sorted(world)
    answer(world, 'zhkh', id, planned)
    pass(world, 60)
    const replyId = ticketOf(world, id).replies[0]?.replyId
    const change = (reason: string | null) =>
      does(world, 'zhkh', id, 'change_reply_kind', { replyId, kind: 'first', reason })
    expect(change(null)).toBe('reason-needed')
    expect(change('Это было «принято»')).toBe('accepted')
    expect(running(world, id)).toEqual(['final'])
    expect(ticketOf(world, id)).toMatchObject({ status: 'new', brokenPromises: 0 })
  })

  it('of a closed ticket as well', () => {
    const world = worldOf()
    const id = sorted(world)
    answer(world, 'zhkh', id)
    does(world, 'zhkh', id, 'close', { reason: 'done' })
    const replyId = ticketOf(world, id).replies[0]?.replyId
    const change = { replyId, kind: 'first', reason: 'Это было «принято»' }
    expect(does(world, 'zhkh', id, 'change_reply_kind', change)).toBe('accepted')
    expect(running(world, id)).toEqual(['final'])
  })

  it('a reply of the round before a reopening moves no clock of this one', () => {
    const world = worldOf()
    const id = sorted(world)
    answer(world, 'zhkh', id)
    pass(world, 60)
    does(world, 'zhkh', id, 'reopen', { reason: 'repeated' })
    const before = running(world, id)
    const replyId = ticketOf(world, id).replies[0]?.replyId
    does(world, 'zhkh', id, 'change_reply_kind', { replyId, kind: 'first', reason: 'Ошибка' })
    expect(running(world, id)).toEqual(before)
    expect(ticketOf(world, id).status).toBe('reopened')
  })
})

describe('P13: an answer without a page has a time of its own', () => {
  it('stops the clocks when the citizen was answered, not when it was recorded', () => {
    const world = worldOf()
    const id = sorted(world)
    const answeredAt = new Date(Date.parse(world.now) + 30 * 60_000).toISOString()
    pass(world, 24 * 60)
    expect(answer(world, 'zhkh', id, { ...byPhone, answeredAt })).toBe('accepted')
    const stopped = ticketOf(world, id).stages.filter(({ stage }) => stage !== 'route')
    expect(new Set(stopped.map(({ stoppedAt }) => stoppedAt))).toEqual(new Set([answeredAt]))
    const details = linesOf(world, id).flatMap(({ changes }) => changes)
    expect(details.find(({ field }) => field === 'Когда ответили')).toBeDefined()
  })

  it('is neither in the future nor before the record', () => {
    const world = worldOf()
    const id = sorted(world)
    const at = (answeredAt: string) => answer(world, 'zhkh', id, { ...byPhone, answeredAt })
    expect(at('2026-11-23T06:30:00.000Z')).toBe('date-in-future')
    expect(at('2026-11-22T06:30:00.000Z')).toBe('answered-before-record')
    expect(at('2026-11-23T06:00:00.000Z')).toBe('accepted')
  })

  it('is asked for only where there is no page', () => {
    const world = worldOf()
    const id = sorted(world)
    const [view, context] = [viewOf(world, id), contextOf(world, 'zhkh')]
    const values = { kind: 'final', way: 'phone', text: 'Рассказали', answeredAt: '2026-11-22T10:00' }
    expect(readForm('publish', values, view, context)).toMatchObject({
      outcome: 'faults',
      faults: { answeredAt: 'Ответ не мог быть раньше, чем записано сообщение.' },
    })
    const onPage = { ...values, way: 'published', url: 'https://vk.com/wall-1_1' }
    expect(readForm('publish', onPage, view, context)).toMatchObject({
      outcome: 'command',
      command: { data: { answeredAt: null } },
    })
  })
})

describe('P11: a rumour', () => {
  it('is not answered finally before somebody has checked it', () => {
    const world = worldOf()
    const id = sorted(world, { kind: 'rumour' })
    expect(answer(world, 'zhkh', id)).toBe('fact-first')
    expect(answer(world, 'zhkh', id, { kind: 'first' })).toBe('accepted')
    expect(offersFor(viewOf(world, id), contextOf(world, 'zhkh'))[0]?.act).toBe('check_fact')
    does(world, 'zhkh', id, 'check_fact', { result: 'refuted', text: 'Звонили' })
    expect(answer(world, 'zhkh', id)).toBe('accepted')
  })
})

describe('59-ФЗ: the number and the date in the register', () => {
  const register = (world: World, who: string, id: string, number: string, date: string) =>
    does(world, who, id, 'register_appeal', { number, date })

  it('are corrected: both stand in the history, and the term runs from the right day', () => {
    const world = worldOf()
    const id = sorted(world)
    register(world, 'zhkh', id, '17', '2026-11-23')
    const due = () => ticketOf(world, id).stages.find(({ stage }) => stage === 'final')?.dueAt ?? ''
    const before = due()
    pass(world, 60)
    expect(register(world, 'zhkh', id, '18', '2026-11-20')).toBe('accepted')
    expect(ticketOf(world, id).registration).toMatchObject({ number: '18', date: '2026-11-20' })
    expect(due() < before).toBe(true)
    const change = linesOf(world, id)
      .flatMap(({ changes }) => changes)
      .findLast(({ field }) => field === 'Регистрация')
    expect(change?.before).toContain('17')
    expect(change?.after).toContain('18')
    const form = formFor('register_appeal', viewOf(world, id), contextOf(world, 'zhkh'))
    expect(form.title).toBe('Исправить регистрацию')
    expect(form.fields.map(field => ('value' in field ? field.value : null))).toEqual(['18', '2026-11-20'])
  })

  it.each([
    ['register_appeal', { number: '17', date: '2026-11-23' }],
    ['extend', { until: '2026-12-29', reason: 'Ждём', notice: { way: 'phone', date: '2026-11-23' } }],
    ['tell_emergency', { to: '112', at: '2026-11-23T06:00:00.000Z' }],
  ])('an own last step is taken back: %s', (type, data) => {
    const world = worldOf()
    const id = sorted(world)
    const before = ticketOf(world, id)
    expect(does(world, 'zhkh', id, type, data)).toBe('accepted')
    const stepId = ticketOf(world, id).lastStep?.stepId
    expect(does(world, 'zhkh', id, 'undo', { stepId })).toBe('accepted')
    const { version: _a, lastStep: _b, ...rest } = ticketOf(world, id)
    const { version: _c, lastStep: _d, ...earlier } = before
    expect(rest).toEqual(earlier)
  })

  it('an earlier day is that day on the clock of the organisation, however far east', () => {
    const { deadlines, ...rest } = settingsOf()
    const world = worldOf({ ...rest, deadlines: { ...deadlines, zone: 'Asia/Kamchatka' } })
    const id = sorted(world)
    register(world, 'zhkh', id, '17', '2026-11-20')
    expect(localDateOf(ticketOf(world, id).registration?.at ?? '', 'Asia/Kamchatka')).toBe('2026-11-20')
  })

  it('are recorded by the operator who receives the letter', () => {
    const world = worldOf()
    expect(register(world, 'operator', sorted(world), '17', '2026-11-23')).toBe('accepted')
  })
})

describe('What is offered after the answer', () => {
  it('after «сделано» the author is told so, beside the big button', () => {
    const world = worldOf()
    const id = sorted(world)
    answer(world, 'zhkh', id, planned)
    does(world, 'zhkh', id, 'report_promise', { result: 'kept', date: null, reason: null })
    const offer = offersFor(viewOf(world, id), contextOf(world, 'zhkh')).find(({ act }) => act === 'publish')
    expect(offer).toMatchObject({ weight: 'usual', title: 'Дополнить ответ' })
  })

  it('a problem that was to be over by now is asked about', () => {
    const world = worldOf()
    const id = sorted(world)
    const expectedEnd = '2026-11-23T10:00:00.000Z'
    does(world, 'zhkh', id, 'declare_problem', { since: null, expectedEnd, readyText: 'Чиним' })
    const weight = () =>
      offersFor(viewOf(world, id), contextOf(world, 'zhkh')).find(({ act }) => act === 'end_problem')?.weight
    expect(weight()).toBe('more')
    pass(world, 24 * 60)
    expect(weight()).toBe('usual')
  })

  it('a complaint that another raised is not asked about in the form of who may not change it', () => {
    const world = worldOf()
    const id = sorted(world)
    const to = { personIds: ['zhkh'], recipientIds: [] }
    classify(world, 'operator', id, { complaint: { from: null, to } })
    const asked = (who: string) =>
      formFor('classify', viewOf(world, id), contextOf(world, who)).fields.some(
        ({ name }) => name === 'complaint',
      )
    expect(asked('operator')).toBe(false)
    expect(asked('head')).toBe(true)
  })
})
