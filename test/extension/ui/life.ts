/** One ticket in each state that the short sample does not reach, made by the real rules: `?rows=life`. */
import type { NewCommand, TicketRow } from '../../../extension/ui/bridge.ts'
import type { TicketView } from '../../../shared/ticket/ticket.ts'
import { after, captureOf, day, draftOf, rowWith, type Sample } from './office.ts'

/** Ids that a command may name. */
export const lifeIds = {
  beforeHead: idOf(1),
  promise: idOf(2),
  outside: idOf(3),
  author: idOf(4),
  approval: idOf(5),
  returned: idOf(6),
  problem: idOf(7),
  joined: idOf(8),
  like: idOf(9),
  complaint: idOf(10),
  appeal: idOf(11),
  danger: idOf(12),
  order: idOf(13),
  satisfied: idOf(14),
  assigned: idOf(15),
  rumour: idOf(16),
  competence: idOf(17),
  waitOver: idOf(18),
}

function idOf(at: number): string {
  return `10000000-0000-7000-8000-${String(at).padStart(12, '0')}`
}

export function lifeRows(): TicketRow[] {
  const office = new Map<string, TicketView>()
  let number = 1100
  const act = (id: string, by: string, at: string, command: NewCommand) => {
    const result = after(
      office.get(id) ?? null,
      command,
      by,
      at,
      id,
      number,
      each => office.get(each) ?? null,
    )
    if (result.outcome === 'refused') throw new Error(`${command.type}: ${result.refusal.code}`)
    office.set(id, result.view)
    for (const other of result.others) office.set(other.id, other.view)
  }
  const record = (id: string, sample: Omit<Sample, 'steps'>) => {
    number += 1
    const { block = 'zhkh', subtopic = null, settlement = null, place = null, urgent = false } = sample
    const capture = captureOf(draftOf(sample, number), { block, subtopic, settlement, place, urgent })
    act(id, 'operator', sample.capturedAt, capture)
  }
  const sorted = (id: string, sample: Omit<Sample, 'steps'>) => {
    record(id, sample)
    act(id, 'operator', sample.capturedAt, { type: 'classify', data: { changes: {}, sorted: true } })
  }
  const assigned = (id: string, sample: Omit<Sample, 'steps'>) => {
    sorted(id, sample)
    act(id, 'zhkh-head', sample.capturedAt, {
      type: 'assign',
      data: { recipientId: 'utility', note: 'Осмотреть и устранить', coRecipientIds: ['dor'] },
    })
  }
  const disputed = (id: string, sample: Omit<Sample, 'steps'>) => {
    assigned(id, sample)
    act(id, 'head', sample.capturedAt, {
      type: 'classify',
      data: { changes: { conflict: { from: null, to: 'mass' } }, sorted: true },
    })
    act(id, 'executor', day(24, '10:00'), {
      type: 'prepare_reply',
      data: { kind: 'final', text: 'Добрый день! Насос заменили, вода подаётся.', outcome: 'solved' },
    })
  }

  sorted(lifeIds.beforeHead, {
    text: 'Крыша школы течёт третий год, когда ремонт?',
    capturedAt: day(20, '06:00'),
  })
  act(lifeIds.beforeHead, 'zhkh-head', day(24, '07:00'), {
    type: 'put_before_head',
    data: { question: 'Денег в бюджете нет. Ответить отказом?', proposal: 'Включить в план на 2027 год.' },
  })

  sorted(lifeIds.promise, { text: 'Нет остановки у больницы.', capturedAt: day(16, '06:00') })
  act(lifeIds.promise, 'zhkh-head', day(17, '06:00'), {
    type: 'publish',
    data: {
      kind: 'final',
      url: 'https://vk.com/wall-212000001_77?reply=79',
      text: 'Остановку поставим до 25 ноября.',
      accountId: 'vk-district',
      outcome: 'planned',
      promisedDate: '2026-11-25',
      responsible: { type: 'recipient', recipientId: 'utility' },
    },
  })

  sorted(lifeIds.outside, { text: 'Яма на областной дороге у Кундюковки.', capturedAt: day(24, '08:00') })
  act(lifeIds.outside, 'zhkh-head', day(24, '09:00'), {
    type: 'await_outside',
    data: { organisationId: 'roads-agency', until: '2026-12-01', text: 'Просим заделать яму.' },
  })

  sorted(lifeIds.author, { text: 'У нас опять нет света!', capturedAt: day(24, '08:00') })
  act(lifeIds.author, 'zhkh-head', day(24, '09:00'), {
    type: 'ask_author',
    data: { text: 'Уточните, пожалуйста, улицу и дом.' },
  })

  disputed(lifeIds.approval, {
    text: 'Воды нет, а счета шлют! Все соседи возмущены.',
    capturedAt: day(23, '06:00'),
  })
  disputed(lifeIds.returned, {
    text: 'Мусор не вывозят, весь двор пишет жалобы.',
    capturedAt: day(23, '07:00'),
  })
  act(lifeIds.returned, 'zhkh-head', day(24, '12:00'), {
    type: 'return_reply',
    data: { reason: 'Назовите срок и ответственного.' },
  })

  const outage = { subtopic: 'zhkh.water_off', settlement: 'bolshoe_nagatkino' }
  assigned(lifeIds.problem, {
    ...outage,
    text: 'Авария на Садовой, воды нет во всех домах.',
    capturedAt: day(25, '05:00'),
  })
  act(lifeIds.problem, 'zhkh-head', day(25, '06:00'), {
    type: 'declare_problem',
    data: {
      since: '2026-11-25',
      expectedEnd: '2026-11-25T14:00:00.000Z',
      readyText: 'На Садовой авария, воду обещают дать до 18:00.',
    },
  })
  sorted(lifeIds.joined, { ...outage, text: 'На Садовой нет воды с утра.', capturedAt: day(25, '06:30') })
  act(lifeIds.joined, 'zhkh-head', day(25, '07:00'), { type: 'merge', data: { into: lifeIds.problem } })
  record(lifeIds.like, {
    ...outage,
    text: 'Воды нет во всех домах на Садовой, авария?',
    capturedAt: day(25, '10:20'),
  })

  sorted(lifeIds.complaint, {
    text: 'Мастер водоканала нагрубил и бросил трубку.',
    capturedAt: day(25, '06:00'),
  })
  act(lifeIds.complaint, 'head', day(25, '07:00'), {
    type: 'classify',
    data: {
      changes: { complaint: { from: null, to: { personIds: [], recipientIds: ['utility'] } } },
      sorted: true,
    },
  })

  sorted(lifeIds.appeal, { text: 'Прошу отремонтировать колодец.', capturedAt: day(23, '06:00') })
  act(lifeIds.appeal, 'head', day(23, '08:00'), {
    type: 'register_appeal',
    data: { number: '12-ж/26', date: '2026-11-23' },
  })
  record(lifeIds.danger, { text: 'Пахнет газом в подъезде, Советская 12!', capturedAt: day(25, '10:00') })

  assigned(lifeIds.order, { text: 'Нет тротуара у школы.', capturedAt: day(24, '06:00') })
  act(lifeIds.order, 'chief', day(24, '10:00'), {
    type: 'give_order',
    data: {
      to: { type: 'person', personId: 'zhkh-head' },
      dueOn: '2026-11-30',
      text: 'Подготовить смету тротуара.',
    },
  })
  act(lifeIds.order, 'zhkh-head', day(24, '11:00'), {
    type: 'add_note',
    data: { text: 'Смету ждём от МУП.' },
  })

  sorted(lifeIds.satisfied, { text: 'Не горит фонарь у дома 7.', capturedAt: day(19, '06:00') })
  act(lifeIds.satisfied, 'zhkh-head', day(20, '06:00'), {
    type: 'publish',
    data: {
      kind: 'final',
      url: 'https://vk.com/wall-212000001_77?reply=80',
      text: 'Фонарь заменили.',
      accountId: 'vk-district',
      outcome: 'solved',
      promisedDate: null,
    },
  })
  act(lifeIds.satisfied, 'zhkh-head', day(21, '06:00'), {
    type: 'record_satisfaction',
    data: { mark: 'solved', text: 'Спасибо, горит!' },
  })

  assigned(lifeIds.assigned, { text: 'Подтекает колонка на Мира.', capturedAt: day(25, '08:00') })
  record(lifeIds.rumour, {
    text: 'Говорят, больницу закрывают?',
    capturedAt: day(25, '09:30'),
    block: 'health',
  })
  sorted(lifeIds.competence, {
    text: 'Ямы на трассе до Ульяновска.',
    capturedAt: day(25, '08:30'),
    block: 'roads',
    subtopic: 'roads.potholes',
  })
  sorted(lifeIds.waitOver, {
    text: 'Светофор на трассе не горит, дорожники обещали приехать.',
    capturedAt: day(23, '06:00'),
    block: 'roads',
  })
  act(lifeIds.waitOver, 'zhkh-head', day(23, '06:30'), {
    type: 'publish',
    data: {
      kind: 'first',
      url: 'https://vk.com/wall-212000001_77?reply=81',
      text: 'Передали дорожникам.',
      accountId: 'vk-district',
      promisedDate: null,
    },
  })
  act(lifeIds.waitOver, 'zhkh-head', day(23, '07:00'), {
    type: 'await_outside',
    data: { organisationId: 'roads-agency', until: '2026-11-24', text: 'Просим починить светофор.' },
  })
  return [...office.values()].map(view => rowWith(view))
}
