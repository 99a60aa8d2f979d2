import { describe, expect, it } from 'vitest'
import type { ActForm, ActType, Field, FormValues } from '../../../shared/acts/contract.ts'
import { formFor, readForm } from '../../../shared/acts/forms.ts'
import { type Choice, mergeEdits } from '../../../shared/acts/merge.ts'
import { offersFor } from '../../../shared/acts/offers.ts'
import { formWith } from '../../../shared/acts/reading.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { contextOf } from '../ticket/walk.ts'
import { act, capture, pass, settingsOf, viewOf, type World, worldOf } from '../ticket/world.ts'

const form = (world: World, who: string, wanted: ActType, id: string) =>
  formFor(wanted, viewOf(world, id), contextOf(world, who))
const read = (world: World, who: string, wanted: ActType, id: string, values: FormValues) =>
  readForm(wanted, values, viewOf(world, id), contextOf(world, who))
const offers = (world: World, who: string, id: string) => offersFor(viewOf(world, id), contextOf(world, who))
const main = (world: World, who: string, id: string) =>
  offers(world, who, id).find(({ weight }) => weight === 'main')?.title
const beside = (world: World, who: string, id: string) =>
  offers(world, who, id).flatMap(({ weight, title }) => (weight === 'usual' ? [title] : []))

/** The form as a browser would send it, untouched. */
function sent(shown: ActForm): Record<string, string | readonly string[]> {
  const pairs = shown.fields.flatMap((field): [string, string | readonly string[]][] => {
    if (field.control === 'files') return []
    if (field.control === 'check') return field.value ? [[field.name, 'on']] : []
    return [[field.name, field.value]]
  })
  return Object.fromEntries(pairs)
}

function fieldOf(shown: ActForm, name: string): Field {
  const found = shown.fields.find(field => field.name === name)
  if (found === undefined) throw new Error(`No field ${name}`)
  return found
}

const sorted = (world: World, changes: Record<string, unknown> = {}) =>
  capture(world, 'operator', { suggestedBy: 'person', ...changes })

describe('The one big button is the next act of this person', () => {
  it('operator sorts; the head of the block answers at once or assigns', () => {
    const world = worldOf()
    const fresh = capture(world, 'operator')
    expect(main(world, 'operator', fresh)).toBe('Разобрать')
    const id = sorted(world)
    expect(main(world, 'zhkh', id)).toBe('Ответить сразу')
    expect(beside(world, 'zhkh', id)).toEqual(['Поручить', 'Подготовить ответ', 'Не наш блок'])
  })

  it('executor accepts, then prepares; approver approves or returns; publisher marks it published', () => {
    const settings = settingsOf()
    const world = worldOf({ ...settings, approval: { ...settings.approval, executors: true } })
    const id = sorted(world)
    act(world, 'zhkh', id, { type: 'assign', data: { recipientId: 'water' } })
    expect(main(world, 'plumber', id)).toBe('Принять к исполнению')
    act(world, 'plumber', id, { type: 'accept_assignment', data: {} })
    expect(main(world, 'plumber', id)).toBe('Подготовить ответ')
    act(world, 'plumber', id, { type: 'prepare_reply', data: { kind: 'final', text: 'Починили' } })
    expect(main(world, 'zhkh', id)).toBe('Согласовать')
    expect(beside(world, 'zhkh', id)).toContain('Вернуть на доработку')
    act(world, 'zhkh', id, { type: 'approve_reply', data: {} })
    expect(main(world, 'informer', id)).toBe('Отметить опубликованным')
  })

  it('the head decides what is put before him; on its date a promise is reported', () => {
    const world = worldOf()
    const id = sorted(world)
    act(world, 'zhkh', id, { type: 'put_before_head', data: { question: 'Где деньги?', proposal: null } })
    expect(main(world, 'head', id)).toBe('Принять решение')
    const promised = sorted(world)
    const data = {
      kind: 'final',
      url: null,
      text: 'Сделаем',
      accountId: null,
      outcome: 'planned',
      promisedDate: '2026-11-25',
      responsible: { type: 'person', personId: 'zhkh' },
    }
    act(world, 'zhkh', promised, { type: 'publish', data })
    expect(main(world, 'zhkh', promised)).toBeUndefined()
    pass(world, 2 * 24 * 60)
    expect(main(world, 'zhkh', promised)).toBe('Доложить об обещании')
  })

  it('the own last step is offered to be taken back, by its name; a colleague’s is not', () => {
    const world = worldOf()
    const id = sorted(world)
    act(world, 'zhkh', id, { type: 'assign', data: { recipientId: 'water' } })
    expect(beside(world, 'zhkh', id)).toContain('Отменить: поручение')
    expect(offers(world, 'head', id).map(({ act: each }) => each)).not.toContain('undo')
    act(world, 'zhkh', id, { type: 'add_note', data: { text: 'Позвонить' } })
    expect(beside(world, 'zhkh', id)).toContain('Отменить: заметку')
  })
})

describe('P6: the routing table fills the assignment', () => {
  const route = { settlement: null, block: 'zhkh', phone: '', coRecipientIds: [] } as const
  const routes: Settings['routes'] = [
    { ...route, id: '1', subtopic: 'zhkh.heating', recipientId: 'empty', coRecipientIds: [] },
    {
      ...route,
      id: '2',
      subtopic: 'zhkh.heating',
      settlement: 'tsilna',
      recipientId: 'water',
      phone: '2-15-40',
      coRecipientIds: ['roads-unit'],
    },
  ]

  it('the row that names both the matter and the place wins', () => {
    const settings = settingsOf({ routes })
    const [settlement] = settings.settlements
    const placed = {
      ...settings,
      routes: routes.map(each =>
        each.settlement === null ? each : { ...each, settlement: settlement?.id ?? null },
      ),
    }
    const world = worldOf(placed)
    const id = sorted(world, { subtopic: 'zhkh.heating', settlement: settlement?.id })
    const shown = form(world, 'zhkh', 'assign', id)
    expect(fieldOf(shown, 'to')).toMatchObject({
      value: 'recipient:water',
      hint: 'Телефон по маршруту: 2-15-40',
    })
    expect(fieldOf(shown, 'to')).toHaveProperty('options.0.label', 'по маршруту: МУП «Водоканал»')
    expect(read(world, 'zhkh', 'assign', id, sent(shown))).toMatchObject({
      command: { data: { recipientId: 'water', personId: null, coRecipientIds: ['roads-unit'] } },
    })
    const elsewhere = sorted(world, { subtopic: 'zhkh.heating' })
    expect(fieldOf(form(world, 'zhkh', 'assign', elsewhere), 'to')).toMatchObject({
      value: 'recipient:empty',
    })
  })
})

describe('A form that cannot be read says what to do, and keeps what was typed', () => {
  it('«запланировано» asks for date and responsible where it is chosen, and not elsewhere', () => {
    const world = worldOf()
    const id = sorted(world)
    const shown = form(world, 'zhkh', 'publish', id)
    const values = { ...sent(shown), text: 'Отремонтируем весной', outcome: 'planned' }
    const answer = read(world, 'zhkh', 'publish', id, values)
    expect(answer).toEqual({
      outcome: 'faults',
      faults: { promisedDate: 'Укажите дату.', responsible: 'Выберите: кто отвечает за обещание.' },
    })
    const filled = formWith(shown, values, answer.outcome === 'faults' ? answer.faults : {})
    expect(fieldOf(filled, 'text')).toMatchObject({ value: 'Отремонтируем весной' })
    expect(fieldOf(filled, 'promisedDate')).toMatchObject({ fault: 'Укажите дату.' })
    expect(read(world, 'zhkh', 'publish', id, { ...values, outcome: 'solved' }).outcome).toBe('command')
    // A plan that was typed before the kind became «принято» is not sent.
    expect(read(world, 'zhkh', 'publish', id, { ...values, kind: 'first' })).toMatchObject({
      command: { data: { kind: 'first', outcome: null, promisedDate: null } },
    })
  })

  it('an address without its beginning is completed, and by phone there is none', () => {
    const world = worldOf()
    const id = sorted(world)
    const values = sent(form(world, 'zhkh', 'publish', id))
    const url = 'vk.com/wall-1_1?reply=2'
    expect(read(world, 'zhkh', 'publish', id, { ...values, url })).toMatchObject({
      command: { data: { url: `https://${url}`, way: 'published' } },
    })
    expect(read(world, 'zhkh', 'publish', id, { ...values, url, way: 'phone' })).toMatchObject({
      faults: { text: 'Запишите, что ответили: текст или суть.' },
    })
    expect(read(world, 'zhkh', 'publish', id, { ...values, url: 'просто слова' })).toMatchObject({
      faults: { url: 'Вставьте адрес целиком, как в строке браузера: https://…' },
    })
  })

  it('a moment is the organisation’s, wherever the computer stands', () => {
    const world = worldOf()
    const id = sorted(world)
    const shown = form(world, 'zhkh', 'tell_emergency', id)
    expect(fieldOf(shown, 'at')).toMatchObject({ value: '2026-11-23T10:00' })
    expect(read(world, 'zhkh', 'tell_emergency', id, { to: 'ЕДДС, Петров', at: '2026-11-23T09:15' })).toEqual(
      {
        outcome: 'command',
        command: { type: 'tell_emergency', data: { to: 'ЕДДС, Петров', at: '2026-11-23T05:15:00.000Z' } },
      },
    )
  })

  it('a date that came too early is refused with the earliest one', () => {
    const world = worldOf()
    const id = sorted(world)
    act(world, 'zhkh', id, { type: 'assign', data: { recipientId: 'water' } })
    expect(
      read(world, 'plumber', 'request_date', id, { date: '2026-11-20', reason: 'Нет насоса' }),
    ).toMatchObject({ faults: { date: 'Укажите дату не раньше 23\u00a0ноября\u00a02026.' } })
  })

  it('splitting needs the new ticket’s id from whoever shows the form', () => {
    const world = worldOf()
    const id = sorted(world)
    const values = { ...sent(form(world, 'zhkh', 'split', id)), essence: 'И яма', block: 'roads' }
    expect(read(world, 'zhkh', 'split', id, values).outcome).toBe('faults')
    const newTicketId = '90000000-0000-4000-8000-000000000001'
    expect(read(world, 'zhkh', 'split', id, { ...values, newTicketId })).toMatchObject({
      command: { data: { newTicketId, essence: 'И яма', block: 'roads' } },
    })
  })
})

describe('A save on an older version', () => {
  it('sends only what the person changed, so that edits of different fields merge', () => {
    const world = worldOf()
    const id = sorted(world)
    const values = sent(form(world, 'zhkh', 'classify', id))
    act(world, 'head', id, {
      type: 'classify',
      data: { changes: { urgent: { from: false, to: true } }, sorted: false },
    })
    const answer = read(world, 'zhkh', 'classify', id, { ...values, essence: 'Нет воды\r\nтретий день' })
    expect(answer.outcome === 'command' && JSON.parse(JSON.stringify(answer.command))).toEqual({
      type: 'classify',
      data: { changes: { essence: { from: null, to: 'Нет воды\nтретий день' } }, sorted: false },
    })
    expect(answer.outcome === 'command' && act(world, 'zhkh', id, answer.command).outcome).toBe('events')
    expect(viewOf(world, id).ticket.urgent).toBe(true)
  })

  it('names both values where two changed one field, and keeps mine or takes theirs', () => {
    const world = worldOf()
    const id = sorted(world)
    const seen = sent(form(world, 'head', 'classify', id))
    const typed = { ...seen, block: 'roads', place: 'Мира, 3' }
    act(world, 'operator', id, {
      type: 'classify',
      data: {
        changes: { block: { from: 'zhkh', to: 'tko' }, authorType: { from: 'citizen', to: 'abroad' } },
        sorted: true,
      },
    })
    const first = read(world, 'head', 'classify', id, typed)
    const decision = first.outcome === 'command' ? act(world, 'head', id, first.command) : undefined
    if (decision?.outcome !== 'refused') throw new Error('The second save must be refused')
    const fresh = form(world, 'head', 'classify', id)
    const again = (chosen: Record<string, Choice>) => mergeEdits({ fresh, seen, typed, chosen })
    expect(again({}).conflicts).toMatchObject([{ field: { label: 'Блок' }, mine: 'roads', theirs: 'tko' }])
    const theirs = read(world, 'head', 'classify', id, again({ block: 'theirs' }).values)
    expect(
      theirs.outcome === 'command' && Object.keys(JSON.parse(JSON.stringify(theirs.command.data)).changes),
    ).toEqual(['place'])
    const mine = read(world, 'head', 'classify', id, again({ block: 'mine' }).values)
    expect(mine.outcome === 'command' && act(world, 'head', id, mine.command).outcome).toBe('events')
    expect(viewOf(world, id).ticket).toMatchObject({ block: 'roads', authorType: 'abroad' })
  })

  it('a colleague’s newer answer is not overwritten unseen', () => {
    const world = worldOf()
    const id = sorted(world)
    const seen = sent(form(world, 'zhkh', 'prepare_reply', id))
    const typed = { ...seen, text: 'Мой ответ' }
    act(world, 'head', id, { type: 'prepare_reply', data: { kind: 'final', text: 'Ответ руководителя' } })
    const first = read(world, 'zhkh', 'prepare_reply', id, typed)
    const decision = first.outcome === 'command' ? act(world, 'zhkh', id, first.command) : undefined
    if (decision?.outcome !== 'refused') throw new Error('The second save must be refused')
    const fresh = form(world, 'zhkh', 'prepare_reply', id)
    const merged = mergeEdits({ fresh, seen, typed, chosen: { text: 'mine' } })
    expect(mergeEdits({ fresh, seen, typed }).conflicts).toMatchObject([{ theirs: 'Ответ руководителя' }])
    const again = read(world, 'zhkh', 'prepare_reply', id, merged.values)
    expect(again.outcome === 'command' && act(world, 'zhkh', id, again.command).outcome).toBe('events')
  })
})

describe('Ready texts', () => {
  const ready = (world: World, wanted: ActType, id: string) => {
    const field = fieldOf(form(world, 'zhkh', wanted, id), 'text')
    return field.control === 'area' ? (field.ready ?? []).map(({ label }) => label) : []
  }

  it('of the general problem stand first, and an official appeal is offered', () => {
    const world = worldOf()
    const id = sorted(world)
    act(world, 'zhkh', id, {
      type: 'declare_problem',
      data: { since: null, expectedEnd: null, readyText: 'Авария на Садовой, до 18:00' },
    })
    expect(ready(world, 'publish', id)[0]).toBe('Общая проблема')
    expect(ready(world, 'publish', id)).toContain('Предложить оформить через Госуслуги')
  })

  it('of an outside organisation are those of the subtopic, and the organisation is chosen already', () => {
    const world = worldOf()
    const id = sorted(world, { block: 'energy', subtopic: 'energy.power_off' })
    expect(fieldOf(form(world, 'zhkh', 'transfer', id), 'organisation')).toMatchObject({
      value: 'power-grid',
    })
    expect(ready(world, 'transfer', id)).toEqual(['Сетевая организация (электросети)'])
  })
})

describe('While a joined post waits for its answer', () => {
  function withJoined(): { world: World; id: string } {
    const world = worldOf()
    const [id, post] = [sorted(world), sorted(world)]
    act(world, 'zhkh', post, { type: 'merge', data: { into: id } })
    return { world, id }
  }
  const optionsOf = (shown: ActForm, name: string) => {
    const field = fieldOf(shown, name)
    return field.control === 'choice' ? field.options.map(({ value }) => value) : []
  }
  const actsOf = (world: World, id: string) => offers(world, 'zhkh', id).map(({ act: offered }) => offered)
  const why = /ждут ответа присоединённые \(№\u00a02\)/u

  it('what ends the ticket is not offered', () => {
    const { world, id } = withJoined()
    expect(actsOf(world, id)).not.toContain('reject')
    expect(actsOf(world, id)).not.toContain('transfer')
    expect(actsOf(world, id)).toContain('publish')
  })

  it('«Ответить невозможно» does not close it, and says why', () => {
    const { world, id } = withJoined()
    const shown = form(world, 'zhkh', 'mark_impossible', id)
    expect(shown.lead).toMatch(why)
    expect(shown.fields.map(({ name }) => name)).not.toContain('closes')
  })

  it('no kind that needs no answer can be chosen, and the field says why', () => {
    const { world, id } = withJoined()
    const shown = form(world, 'zhkh', 'classify', id)
    expect(optionsOf(shown, 'kind')).not.toContain('gratitude')
    expect(fieldOf(shown, 'kind').hint).toMatch(why)
    expect(optionsOf(form(world, 'zhkh', 'classify', sorted(world)), 'kind')).toContain('gratitude')
  })

  it('a promise is moved or reported broken, and kept only afterwards', () => {
    const { world, id } = withJoined()
    const promise = { promisedDate: '2026-12-25', responsible: { type: 'person', personId: 'zhkh' } }
    const data = {
      kind: 'final',
      way: 'phone',
      url: null,
      text: 'Сделаем',
      accountId: null,
      outcome: 'planned',
    }
    act(world, 'zhkh', id, { type: 'publish', data: { ...data, ...promise } })
    expect(actsOf(world, id)).toContain('report_promise')
    expect(optionsOf(form(world, 'zhkh', 'report_promise', id), 'result')).toEqual(['moved', 'broken'])
  })
})

it('A rumour’s reply is not counted as the final one before the fact is checked', () => {
  const world = worldOf()
  const id = sorted(world, { kind: 'rumour' })
  const data = {
    kind: 'first',
    way: 'phone',
    url: null,
    text: 'Проверяем',
    accountId: null,
    promisedDate: null,
  }
  act(world, 'zhkh', id, { type: 'publish', data })
  const shown = sent(form(world, 'zhkh', 'change_reply_kind', id))
  expect(
    read(world, 'zhkh', 'change_reply_kind', id, { ...shown, kind: 'final', reason: 'Ошибка' }),
  ).toMatchObject({ outcome: 'faults', faults: { kind: expect.stringContaining('Факт проверен') } })
})
