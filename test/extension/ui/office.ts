/** A small office with forty tickets, made by the real rules, for looking at the panel and for its tests. */

import type { NewCommand, TicketRow } from '../../../extension/ui/bridge.ts'
import { defaultDeadlineSettings } from '../../../shared/deadlines/defaults.ts'
import { type Actor, actorAt } from '../../../shared/policy/actor.ts'
import { type Person, type Settings, settingsSchema } from '../../../shared/policy/settings.ts'
import type { BlockId } from '../../../shared/reference/blocks.ts'
import type { ChannelId } from '../../../shared/reference/channels.ts'
import { settlements } from '../../../shared/reference/default-settlements.ts'
import { subtopics } from '../../../shared/reference/default-subtopics.ts'
import { commandSchema } from '../../../shared/ticket/commands.ts'
import { apply, applyChange, decide } from '../../../shared/ticket/decide.ts'
import type { SourceDraft } from '../../../shared/ticket/source.ts'
import type { TicketView } from '../../../shared/ticket/ticket.ts'

/** Wednesday, 25 November 2026, 14:40 in Ulyanovsk. */
export const now = '2026-11-25T10:40:00.000Z'

const people: Person[] = [
  {
    id: 'head',
    title: 'Первый заместитель главы администрации',
    roles: ['center_head'],
    blocks: ['none'],
    recipientIds: [],
    active: true,
  },
  {
    id: 'zhkh-head',
    title: 'Начальник управления ТЭР, ЖКХ и дорог',
    roles: ['block_head'],
    blocks: ['zhkh', 'roads', 'energy'],
    recipientIds: [],
    active: true,
  },
  {
    id: 'operator',
    title: 'Оператор мониторинга',
    roles: ['operator'],
    blocks: [],
    recipientIds: [],
    active: true,
  },
  {
    id: 'executor',
    title: 'Исполнитель: МУП «Районный коммунальщик»',
    roles: ['recipient_user'],
    blocks: [],
    recipientIds: ['utility'],
    active: true,
  },
  {
    id: 'informer',
    title: 'Начальник отдела общественных коммуникаций',
    roles: ['informer'],
    blocks: [],
    recipientIds: [],
    active: true,
  },
  { id: 'chief', title: 'Глава администрации', roles: ['chief'], blocks: [], recipientIds: [], active: true },
]

export const settings: Settings = settingsSchema.parse({
  version: 3,
  organisation: { id: 'tsilna', title: 'Администрация Цильнинского района' },
  deadlines: defaultDeadlineSettings,
  subtopics: subtopics.map(each =>
    each.id === 'roads.potholes'
      ? { ...each, competence: 'region', outsideOrganisationId: 'roads-agency' }
      : each,
  ),
  settlements: [...settlements],
  recipients: [
    { id: 'units', title: 'Управления администрации района', kind: 'unit' },
    { id: 'nagatkino', title: 'Администрация Большенагаткинского поселения', kind: 'settlement' },
    { id: 'hospital', title: 'Районная больница', kind: 'institution' },
    { id: 'utility', title: 'МУП «Районный коммунальщик»', kind: 'municipal_company' },
    { id: 'dor', title: 'Дорсервис', kind: 'outside' },
  ],
  officialAccounts: [
    {
      id: 'vk-district',
      network: 'vk',
      ownerId: '-212000001',
      title: 'Администрация Цильнинского района',
      url: 'https://vk.com/club212000001',
      recipientId: null,
      publisherIds: ['informer', 'zhkh-head', 'head'],
    },
  ],
  people,
  withdrawSeconds: 10,
  outsideOrganisations: [
    {
      id: 'roads-agency',
      title: 'Департамент автомобильных дорог области',
      phone: '8 (8422) 00-00-00',
      contact: 'диспетчер',
      url: null,
      texts: [{ subtopic: null, text: 'Дорогу содержит область: 8 (8422) 00-00-00.' }],
    },
  ],
})

export function person(id: string): Person {
  const found = people.find(each => each.id === id)
  if (found === undefined) throw new Error(`No such person: ${id}`)
  return found
}

export function actorFor(id: string): Actor {
  return actorAt(person(id), settings, now)
}

let serial = 0
const someId = '00000000-0000-7000-8000-0000000000ff'

/** Applies commands as the server would; a refusal here is a mistake in the sample. `related`: other tickets at hand. */
export function after(
  view: TicketView | null,
  command: NewCommand,
  by: string,
  at: string,
  id: string,
  number: number | null,
  related: (ticketId: string) => TicketView | null = () => null,
) {
  serial += 1
  const step = `00000000-0000-7000-8000-${String(serial).padStart(12, '0')}`
  const parsed = commandSchema.parse({
    id: step,
    // The sample's ids are short, so that tests can be read.
    ticketId: someId,
    occurredAt: at,
    baseVersion: view?.ticket.version ?? 0,
    dependsOn: null,
    ...command,
  })
  const full = { ...parsed, ticketId: id }
  const decision = decide(view, full, {
    actor: actorFor(by),
    now: at,
    settings,
    nextNumber: number,
    related,
  })
  if (decision.outcome === 'refused')
    return { outcome: 'refused' as const, refusal: decision.refusal, command: full }
  const head = { at, by, step }
  const others = decision.others.map(change => ({
    id: change.ticketId,
    view: applyChange(related(change.ticketId), change, change.ticketId, {
      ...head,
      behalf: decision.behalf,
    }),
  }))
  return { outcome: 'done' as const, view: apply(view, decision, id, head), others, command: full }
}

export type Step = { by: string; at: string; command: NewCommand }

export type Sample = {
  text: string
  capturedAt: string
  by?: string
  channel?: ChannelId
  author?: string | null
  url?: string | null
  block?: BlockId
  subtopic?: string
  settlement?: string
  place?: string
  urgent?: boolean
  steps?: Step[]
  waiting?: number
  numbered?: boolean
}

export const sort = (by: string, at: string) => ({
  by,
  at,
  command: { type: 'classify', data: { changes: {}, sorted: true } } satisfies NewCommand,
})
const assign = (by: string, at: string, recipientId: string) => ({
  by,
  at,
  command: { type: 'assign', data: { recipientId } } satisfies NewCommand,
})
const prepare = (by: string, at: string, text: string) => ({
  by,
  at,
  command: { type: 'prepare_reply', data: { kind: 'final', text } } satisfies NewCommand,
})
const publish = (
  by: string,
  at: string,
  kind: 'first' | 'interim' | 'final',
  text: string,
  promisedDate: string | null = null,
) => ({
  by,
  at,
  command: {
    type: 'publish',
    data: {
      kind,
      url: 'https://vk.com/wall-212000001_77?reply=78',
      text,
      accountId: 'vk-district',
      promisedDate,
    },
  } satisfies NewCommand,
})

export const day = (date: number, time: string) => `2026-11-${String(date).padStart(2, '0')}T${time}:00.000Z`

export const hostileText =
  '<img src=x onerror="window.hacked=true"><script>window.hacked=true</script>\n\u202Eнет воды\u200B на Садовой\u202C 🚰'

const samples: Sample[] = [
  {
    text: 'Третий день нет воды на Садовой, звонили в МУП — трубку не берут.\n\nКогда дадут воду? В доме двое маленьких детей.',
    capturedAt: day(25, '05:10'),
    settlement: 'bolshoe_nagatkino',
    place: 'Садовая',
    block: 'zhkh',
    subtopic: 'zhkh.water_off',
    urgent: true,
  },
  {
    text: 'Ямы на улице Мира такие, что скорая объезжает через поле. Сколько можно писать?',
    capturedAt: day(19, '06:00'),
    block: 'roads',
    place: 'ул. Мира',
    steps: [sort('operator', day(19, '06:20')), assign('zhkh-head', day(19, '08:00'), 'dor')],
  },
  {
    text: hostileText,
    capturedAt: day(25, '09:00'),
    block: 'zhkh',
    author: '<b>Злой</b> автор',
    url: 'javascript:alert(1)',
  },
  {
    text: 'В подъезде на Советской 12 не горит свет уже неделю.',
    capturedAt: day(24, '07:00'),
    block: 'zhkh',
    steps: [sort('operator', day(24, '07:10'))],
  },
  {
    text: 'Спасибо за отремонтированную колонку! Но вода идёт ржавая, посмотрите, пожалуйста.',
    capturedAt: day(20, '07:00'),
    block: 'zhkh',
    steps: [
      sort('operator', day(20, '07:10')),
      assign('zhkh-head', day(20, '08:00'), 'utility'),
      publish('zhkh-head', day(20, '10:00'), 'first', 'Сообщение приняли, передали в МУП.'),
      prepare(
        'executor',
        day(25, '08:00'),
        'Добрый день! Колонку промыли, вода чистая. Работы завершены 24 ноября.',
      ),
    ],
  },
  {
    text: 'Почему отменили автобус 7:20 до Ульяновска? Дети не успевают на учёбу.',
    capturedAt: day(23, '04:30'),
    channel: 'telegram',
    url: 'https://t.me/cilna_primer/512',
    block: 'none',
    steps: [sort('operator', day(23, '05:00'))],
  },
  {
    text: 'Когда заасфальтируют дорогу до Степного Анненкова?',
    capturedAt: day(16, '07:00'),
    block: 'roads',
    steps: [
      sort('operator', day(16, '07:10')),
      assign('zhkh-head', day(16, '08:00'), 'dor'),
      publish(
        'zhkh-head',
        day(17, '06:00'),
        'interim',
        'Ремонт включён в план, ответим до 4 декабря.',
        '2026-12-04',
      ),
    ],
  },
  {
    text: 'Прорвало трубу у школы, вода течёт по дороге.',
    capturedAt: day(17, '07:00'),
    block: 'zhkh',
    steps: [
      sort('operator', day(17, '07:05')),
      publish('zhkh-head', day(17, '09:00'), 'final', 'Порыв устранили к 12:00, подача воды восстановлена.'),
    ],
  },
  {
    text: 'Фонари на Центральной горят днём, а ночью темно.',
    capturedAt: day(25, '10:30'),
    block: 'energy',
    waiting: 1,
    numbered: false,
  },
  {
    text: 'Звонок: упало дерево на провода у дома 5 по Заречной, искрит.',
    capturedAt: day(25, '06:30'),
    channel: 'phone',
    author: null,
    url: null,
    block: 'energy',
    urgent: true,
    by: 'zhkh-head',
    steps: [sort('zhkh-head', day(25, '06:40'))],
  },
]

const fillers = [
  'Мусор не вывозят вторую неделю, контейнеры переполнены.',
  'Собаки бегают стаей возле детского сада.',
  'Не работает банкомат и почта закрыта.',
  'В поликлинике нет записи к терапевту до декабря.',
  'Нет отопления в квартире, батареи холодные.',
  'Переход у школы не видно, нужна разметка.',
]

function samplesAll(): Sample[] {
  const more: Sample[] = Array.from({ length: 30 }, (_, at) => {
    const date = 13 + (at % 12)
    const blockOf: BlockId[] = ['tko', 'ecology', 'services', 'health', 'zhkh', 'roads']
    const steps: Step[] = [sort('operator', day(date, '06:00'))]
    if (at % 3 === 0)
      steps.push(publish('head', day(date, '09:00'), 'final', 'Вопрос решён, работы выполнены.'))
    else if (at % 3 === 1) steps.push(publish('head', day(date, '09:00'), 'first', 'Приняли, разберёмся.'))
    return {
      text: `${fillers[at % fillers.length]} (${at + 1})`,
      capturedAt: day(date, '05:00'),
      block: blockOf[at % 6] ?? 'none',
      channel: at % 4 === 0 ? 'ok' : 'vk',
      steps,
    }
  })
  return [...samples, ...more]
}

export function draftOf(sample: Sample, at: number): SourceDraft {
  const channel = sample.channel ?? 'vk'
  return {
    key: `${channel}:-900:${at}`,
    channel,
    kind: channel === 'phone' ? 'call' : at % 2 === 0 ? 'comment' : 'post',
    url: sample.url === undefined ? `https://vk.com/wall-900_${at}` : sample.url,
    parentKey: null,
    author: {
      name: sample.author === undefined ? `Житель ${at}` : sample.author,
      url: sample.author === undefined ? `https://vk.com/id${at}` : null,
      id: null,
    },
    publishedAt:
      channel === 'phone' ? null : new Date(Date.parse(sample.capturedAt) - 40 * 60_000).toISOString(),
    publishedText: channel === 'phone' ? null : 'сорок минут назад',
    precision: channel === 'phone' ? 'unknown' : 'minute',
    text: sample.text,
    photos: [],
    truncated: false,
    missing: [],
  }
}

export function captureOf(
  source: SourceDraft,
  rest: Partial<Extract<NewCommand, { type: 'capture' }>['data']> = {},
): NewCommand {
  return {
    type: 'capture',
    data: {
      sourceId: '00000000-0000-7000-8000-00000000aaaa',
      source,
      block: 'none',
      subtopic: null,
      settlement: null,
      place: null,
      urgent: false,
      suggestedBy: 'keywords',
      ...rest,
    },
  }
}

function rowOf(sample: Sample, at: number): TicketRow {
  const id = `t-${at}`
  const number = sample.numbered === false ? null : 1001 + at
  const capture = captureOf(draftOf(sample, at), {
    block: sample.block ?? 'none',
    subtopic: sample.subtopic ?? null,
    settlement: sample.settlement ?? null,
    place: sample.place ?? null,
    urgent: sample.urgent ?? false,
  })
  const first = { by: sample.by ?? 'operator', at: sample.capturedAt, command: capture }
  let view: TicketView | null = null
  for (const step of [first, ...(sample.steps ?? [])]) {
    const result = after(view, step.command, step.by, step.at, id, number)
    if (result.outcome === 'refused') throw new Error(`Sample ${at}: ${result.refusal.code}`)
    view = result.view
  }
  if (view === null) throw new Error('A sample begins with its capture')
  return rowWith(view, sample.waiting ?? 0)
}

export function rowWith(view: TicketView, waiting = 0): TicketRow {
  return { ...view, waiting, waitingIds: Array.from({ length: waiting }, (_, at) => `w${at}`), aliases: [] }
}

export function sampleRows(): TicketRow[] {
  return samplesAll().map(rowOf)
}

/** Many tickets for looking at speed. */
export function manyRows(count: number): TicketRow[] {
  const [first] = sampleRows()
  if (first === undefined) throw new Error('There are samples')
  return Array.from({ length: count }, (_, at) => ({
    ...first,
    ticket: { ...first.ticket, id: `m-${at}`, number: 5000 + at },
  }))
}
