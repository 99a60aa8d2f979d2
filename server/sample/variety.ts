/**
 * What makes the sample a living district beside its 400 usual messages: questions to authors, outside bodies, promises,
 * approvals, decisions of the head, marks of authors, gratitude, a rumour and a general problem. Each is a command of
 * the person who would give it, in time before `now`.
 */
import { v7 as uuidv7 } from 'uuid'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import { sampleBlockHeads } from './district.ts'
import type { Step } from './load.ts'
import type { SampleTicket } from './tickets.ts'
import { addWorkingMinutes } from './working-time.ts'

type Occasion = {
  ticket: SampleTicket
  ticketId: string
  /** Its place among the tickets of the same state, from 0. */
  order: number
  /** The last step so far, ISO. */
  lastAt: string
  now: Date
}

/** Steps after the usual ones of this ticket. */
export function turnsOf({ ticket, ticketId, order, lastAt, now }: Occasion): Step[] {
  const blockHead = sampleBlockHeads.get(ticket.block) ?? 'head'
  const step = (minutes: number, by: string, command: Step['command']): Step[] => {
    const at = new Date(addWorkingMinutes(Date.parse(lastAt), minutes))
    return at.getTime() > now.getTime() ? [] : [{ at: at.toISOString(), order: 100, by, ticketId, command }]
  }
  switch (ticket.state) {
    case 'in_execution':
      return executionTurn(order, blockHead, ticket, step, now)
    case 'answered':
      return answeredTurns(order, blockHead, step)
    case 'not_sorted':
    case 'to_publish':
      return []
    default: {
      const never: never = ticket.state
      return never
    }
  }
}

type MakeStep = (minutes: number, by: string, command: Step['command']) => Step[]

function executionTurn(
  order: number,
  blockHead: string,
  ticket: SampleTicket,
  step: MakeStep,
  now: Date,
): Step[] {
  if (ticket.block === 'none') return []
  switch (order % 8) {
    case 1:
      return step(40, blockHead, {
        type: 'ask_author',
        data: { text: 'Здравствуйте! Напишите, пожалуйста, номер дома и с какого дня это продолжается.' },
      })
    case 3:
      return step(50, blockHead, {
        type: 'await_outside',
        data: {
          organisationId: 'power-grid',
          until: localDate(now, 3),
          text: 'Запросили, когда закончат работы на линии.',
        },
      })
    case 5:
      return step(55, blockHead, {
        type: 'put_before_head',
        data: {
          question: 'Работ на этот год в плане нет, жители пишут повторно. Нужны средства из резерва?',
          proposal: 'Выделить технику поселения на два дня, остальное включить в план следующего года.',
        },
      })
    case 6:
      return step(30, blockHead, {
        type: 'add_note',
        data: { text: 'Мастер выехал на место, фото обещал к вечеру.' },
      })
    default:
      return []
  }
}

function answeredTurns(order: number, blockHead: string, step: MakeStep): Step[] {
  const rated =
    order % 4 === 0
      ? step(120, blockHead, {
          type: 'rate_completeness',
          data: {
            met:
              order % 8 === 0
                ? ['answers_question', 'names_measure', 'names_date', 'names_responsible']
                : ['answers_question', 'names_measure'],
            templateOnly: false,
          },
        })
      : []
  const marked =
    order % 9 === 0
      ? step(600, 'informer', { type: 'record_satisfaction', data: { mark: 'solved' } })
      : order % 61 === 7
        ? step(600, 'informer', {
            type: 'record_satisfaction',
            data: { mark: 'not_solved', text: 'Пишет, что через день всё повторилось.' },
          })
        : []
  return [...rated, ...marked]
}

/** Tickets of their own beside the 400; ages in working minutes before `now` are rough. */
export function extraSteps(now: Date): Step[] {
  return [...gratitude(now), ...rumour(now), ...plan(now), ...problem(now)]
}

function gratitude(now: Date): Step[] {
  const texts = [
    'Спасибо дорожникам, на Мира наконец-то ровно!',
    'Хочу поблагодарить фельдшера из Тимерсян, приехала ночью.',
    'Свет на площадке починили за один день, спасибо.',
  ]
  return texts.map((text, index) => {
    const at = ago(now, 2 + index * 5, 3)
    return capture(at, uuidv7(), vkComment(9000 + index, text, at), {
      block: 'none',
      kind: 'gratitude',
      suggestedBy: 'person',
    })
  })
}

function rumour(now: Date): Step[] {
  const at = ago(now, 3, 2)
  const ticketId = uuidv7()
  return [
    capture(at, ticketId, vkComment(9100, 'Говорят, с понедельника закроют школу в Норовке. Правда?', at), {
      block: 'education',
      subtopic: 'education.school',
      settlement: 'norovka',
      kind: 'rumour',
      suggestedBy: 'person',
    }),
    after(at, 60, 'education', ticketId, {
      type: 'check_fact',
      data: { result: 'refuted', text: 'Школа работает, закрывать её не планируют; идёт ремонт спортзала.' },
    }),
    after(at, 90, 'informer', ticketId, {
      type: 'publish',
      data: {
        kind: 'final',
        outcome: 'explained',
        url: 'https://vk.com/wall-212000001_9100?reply=9103',
        text: 'Школа в Норовке работает в обычном режиме, закрывать её не планируют.',
        accountId: 'vk-district',
        promisedDate: null,
      },
    }),
  ]
}

/** Two promises: one still ahead, one whose day has come. */
function plan(now: Date): Step[] {
  return [
    { days: 6, until: 9, text: 'На Лесной третий год нет тротуара, дети идут по дороге.' },
    { days: 12, until: -1, text: 'Остановку на Школьной обещали перенести весной, всё на месте.' },
  ].flatMap(({ days, until, text }, index) => {
    const at = ago(now, days, 4)
    const ticketId = uuidv7()
    return [
      capture(at, ticketId, vkComment(9200 + index * 10, text, at), {
        block: 'roads',
        subtopic: 'roads.sidewalk',
        settlement: 'tsilna',
        suggestedBy: 'person',
      }),
      after(at, 200, 'infrastructure', ticketId, {
        type: 'assign',
        data: { recipientId: 'tsilna' },
      }),
      after(at, 500, 'informer', ticketId, {
        type: 'publish',
        data: {
          kind: 'final',
          outcome: 'planned',
          promisedDate: localDate(now, until),
          responsible: { type: 'recipient', recipientId: 'tsilna' },
          url: `https://vk.com/wall-212000001_${9200 + index * 10}?reply=${9205 + index * 10}`,
          text: 'Работы включены в план, срок назван в ответе.',
          accountId: 'vk-district',
        },
      }),
    ]
  })
}

/** An outage about which three people wrote. */
function problem(now: Date): Step[] {
  const texts = [
    'Нет воды на всей Садовой с утра!',
    'Садовая без воды, когда дадут?',
    'А воду на Садовой сегодня включат?',
  ]
  const begun = ago(now, 1, 4)
  const first = uuidv7()
  const captures = texts.map((text, index) => {
    const at = new Date(Date.parse(begun) + index * 9 * 60_000).toISOString()
    return {
      ticketId: index === 0 ? first : uuidv7(),
      at,
      source: vkComment(9300 + index * 3, text, at),
    }
  })
  const lastAt = captures.at(-1)?.at ?? begun
  return [
    ...captures.map(({ at, ticketId, source }) =>
      capture(at, ticketId, source, {
        block: 'zhkh',
        subtopic: 'zhkh.water_off',
        settlement: 'bolshoe_nagatkino',
        place: 'ул. Садовая',
        urgent: true,
        suggestedBy: 'person',
      }),
    ),
    after(lastAt, 10, 'infrastructure', first, {
      type: 'declare_problem',
      data: {
        since: localDate(now, -1),
        expectedEnd: new Date(now.getTime() + 3 * 3_600_000).toISOString(),
        readyText: 'На Садовой порыв водовода, бригада на месте. Воду обещают дать сегодня к вечеру.',
      },
    }),
    ...captures
      .slice(1)
      .map(({ ticketId }, index) =>
        after(lastAt, 15 + index, 'infrastructure', ticketId, { type: 'merge', data: { into: first } }),
      ),
    after(lastAt, 20, 'infrastructure', first, { type: 'assign', data: { recipientId: 'utility' } }),
  ]
}

type CaptureData = Extract<Step['command'], { type: 'capture' }>['data']

function capture(at: string, ticketId: string, source: SourceDraft, rest: Partial<CaptureData>): Step {
  return {
    at,
    order: 0,
    by: 'operator-1',
    ticketId,
    command: {
      type: 'capture',
      data: {
        sourceId: uuidv7(),
        source,
        block: 'none',
        subtopic: null,
        settlement: null,
        place: null,
        urgent: false,
        suggestedBy: 'keywords',
        ...rest,
      },
    },
  }
}

function after(at: string, minutes: number, by: string, ticketId: string, command: Step['command']): Step {
  return {
    at: new Date(Date.parse(at) + minutes * 60_000).toISOString(),
    order: minutes,
    by,
    ticketId,
    command,
  }
}

function vkComment(post: number, text: string, at: string): SourceDraft {
  const wall = `https://vk.com/wall-212000001_${post}`
  return {
    key: `vk:-212000001:${post}:${post + 1}`,
    channel: 'vk',
    kind: 'comment',
    url: `${wall}?reply=${post + 1}`,
    parentKey: `vk:-212000001:${post}`,
    author: { name: 'Житель района', url: null, id: null },
    publishedAt: at,
    publishedText: null,
    precision: 'minute',
    text,
    photos: [],
    truncated: false,
    missing: [],
  }
}

/** So many days and hours before `now`, ISO. */
function ago(now: Date, days: number, hours: number): string {
  return new Date(now.getTime() - (days * 24 + hours) * 3_600_000).toISOString()
}

/** A local date of the sample's zone (UTC+4), `days` from `now`. */
function localDate(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000 + 4 * 3_600_000).toISOString().slice(0, 10)
}
