import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { blockIds } from '../../../shared/reference/blocks.ts'
import { checkNote, wordsOf, wordsOfPeople } from '../../../shared/reports/note/checks.ts'
import { correctionsOf, type PeriodCounts } from '../../../shared/reports/note/corrections.ts'
import {
  type ListOf,
  type NoteCounts,
  type NoteData,
  noteMetrics,
  periodMetrics,
} from '../../../shared/reports/note/data.ts'
import { personalIn } from '../../../shared/reports/note/personal.ts'
import { approvedDocument, noteDocument } from '../../../shared/reports/note/report.ts'
import { previousPeriod, weekOf } from '../../../shared/reports/period.ts'
import {
  changeWords,
  counted,
  listed,
  messageForms,
  percentChange,
  sentence,
} from '../../../shared/reports/sentences.ts'

const periods = { zone: 'Europe/Ulyanovsk', firstWeekday: 4 } as const
const period = weekOf('2026-11-25', periods)
const listOf: ListOf = metric => `/tickets?metric=${metric}`
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

function countsWith(given: Partial<NoteCounts>): NoteCounts {
  const zero = Object.fromEntries(noteMetrics.map(metric => [metric, 0]))
  return { ...emptyCounts, ...zero, ...given }
}
const emptyCounts: NoteCounts = {
  received: 0,
  answered: 0,
  first_due: 0,
  first_in_time: 0,
  final_due: 0,
  final_in_time: 0,
  impossible: 0,
  open: 0,
  overdue: 0,
  not_sorted: 0,
  outside: 0,
  to_publish: 0,
  before_head: 0,
  promises: 0,
  promises_broken: 0,
  promises_due: 0,
  promises_kept: 0,
  promises_moved: 0,
  orders_overdue: 0,
  repeats: 0,
  solved: 0,
}
const noMean = { value: null, of: 0 }

function dataWith(
  given: Partial<NoteData> = {},
  counts: Partial<NoteCounts> = {},
  before: number | null = null,
): NoteData {
  return {
    organisation: 'Администрация',
    addressee: 'Главе администрации',
    preparedBy: 'Руководитель МЦУ',
    period,
    previous: previousPeriod(period, periods),
    asOfWords: 'По состоянию на 25 ноября 2026, 16:40',
    asOf: '2026-11-25T12:40:00.000Z',
    chainHead: 'abc',
    seq: 12,
    total: { counts: countsWith(counts), receivedBefore: before, firstReply: noMean, satisfaction: noMean },
    oldestOpenAt: null,
    before: null,
    blocks: [],
    authors: 0,
    channels: [],
    subtopics: [],
    heat: { blocks: [], lines: [] },
    trend: [],
    orders: [],
    problems: { total: 0, lines: [] },
    solved: { total: 0, lines: [] },
    promises: { total: 0, lines: [] },
    entered: { roadmaps: [], informing: [] },
    summaries: { expected: 0, handedIn: 0, missing: [], causes: [], proposals: [] },
    watched: { watched: 0, inTime: 0, isChanged: false },
    corrections: [],
    texts: {},
    ...given,
  }
}

const words = (data: NoteData) => plain(wordsOf(noteDocument(data, listOf)).join('\n'))

describe('a sentence of the note', () => {
  test.each([
    [1, '1 сообщение'],
    [3, '3 сообщения'],
    [11, '11 сообщений'],
    [21, '21 сообщение'],
    [57, '57 сообщений'],
    [112, '112 сообщений'],
  ])('agrees with its number: %d', (n, expected) => {
    expect(plain(counted(n, messageForms))).toBe(expected)
    expect(words(dataWith({}, { received: n }))).toContain(`поступило ${expected}`)
  })

  test('says by how much more, and a percentage only of twenty', () => {
    expect(words(dataWith({ authors: 47 }, { received: 57 }, 51))).toContain(
      'За неделю 19–25 ноября 2026 поступило 57 сообщений от 47 авторов, на 6 (на 12 %) больше, чем за предыдущую неделю.',
    )
    expect(words(dataWith({}, { received: 9 }, 12))).toContain('поступило 9 сообщений, на 3 меньше, чем')
    expect(words(dataWith({}, { received: 9 }, 9))).toContain('столько же, сколько за предыдущую неделю')
  })

  test('says nothing of a change that cannot be computed', () => {
    const said = words(dataWith({}, { received: 9 }, null))
    expect(said).toContain('поступило 9 сообщений.')
    expect(said).not.toMatch(/больше|меньше/)
    expect(percentChange(9, null)).toBe('—')
    expect(percentChange(9, 0)).toBe('—')
    expect(percentChange(30, 19)).toBe('—')
    expect(plain(percentChange(30, 20))).toBe('+50 %')
    expect(plain(percentChange(19, 20))).toBe('−5 %')
  })

  test('where nothing came says so', () => {
    expect(words(dataWith())).toContain('За неделю 19–25 ноября 2026 сообщений не поступало.')
  })

  test('gives a share of few as numbers', () => {
    const said = words(
      dataWith({}, { answered: 3, first_due: 19, first_in_time: 18, final_due: 50, final_in_time: 46 }),
    )
    expect(said).toContain(
      'Дан ответ на 3 сообщения, первый ответ в срок — 18 из 19, решение в срок — 92 % (46 из 50).',
    )
  })

  test('names the promises that are broken or near, and what was entered of roadmaps and of informing', () => {
    const line = {
      ticketId: 'a',
      number: 7,
      block: 'roads',
      subtopic: 'Ямы',
      settlement: 'с. Степное',
    } as const
    const said = words(
      dataWith(
        {
          promises: {
            total: 3,
            lines: [
              { ...line, dueOn: '2026-11-20', isBroken: true },
              { ...line, number: 8, dueOn: '2026-11-27', isBroken: false },
            ],
          },
          entered: {
            roadmaps: [
              { title: 'Меры дорожных карт в срок', unit: '%', decimals: 0, value: 80, month: '2026-11' },
            ],
            informing: [
              { title: 'Информирующие публикации', unit: 'ед.', decimals: 0, value: 12, month: '2026-10' },
            ],
          },
        },
        { promises: 4, promises_broken: 1 },
      ),
    )
    expect(said).toContain('№ 7 · Дороги · Ямы · с. Степное: обещано до 20 ноября 2026, не исполнено.')
    expect(said).toContain('№ 8 · Дороги · Ямы · с. Степное: обещано до 27 ноября 2026.')
    expect(said).toContain('И ещё 1 сообщение')
    expect(said).toContain('Меры дорожных карт в срок: 80 % (ноябрь 2026).')
    expect(said).toContain('Информирующие публикации: 12 ед. (октябрь 2026).')
  })

  test('names who has not handed in', () => {
    const said = (expected: number, missing: string[]) =>
      words(
        dataWith({
          summaries: { expected, handedIn: expected - missing.length, missing, causes: [], proposals: [] },
        }),
      )
    expect(said(6, ['Начальник отдела дорог'])).toContain(
      'Сводки сдали 5 из 6 руководителей; не сдал: Начальник отдела дорог.',
    )
    expect(said(6, [])).toContain('Сводки сдали все руководители блоков: 6.')
    expect(said(2, ['А', 'Б'])).toContain('Сводок пока нет; не сдали: А, Б.')
  })

  test('is put together from what there is', () => {
    expect(sentence('', '')).toBe('')
    expect(sentence('вода', '', 'свет')).toBe('Вода, свет.')
    expect(plain(listed(['ЖКХ', 'Дороги', 'ТКО']))).toBe('ЖКХ, Дороги и ТКО')
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (now, before) => {
        const said = changeWords(now, before, 'за предыдущую неделю')
        expect(said.includes('больше')).toBe(now > before)
        expect(said.includes('меньше')).toBe(now < before)
        expect(said.includes('%')).toBe(before >= 20 && now !== before)
      }),
    )
  })
})

describe('the note', () => {
  test('has no empty section', () => {
    for (const section of noteDocument(dataWith(), listOf).sections) {
      const said = section.blocks.filter(({ block }) => block !== 'page-break')
      expect(said.length, section.id).toBeGreaterThan(0)
    }
    expect(noteDocument(dataWith(), listOf).sections.map(({ id }) => id)).toEqual(['main'])
  })

  test('opens with the orders of the chief and their execution', () => {
    const order = { to: 'Отдел дорог', dueOn: '2026-11-24', doneOn: null, result: '' } as const
    const { sections } = noteDocument(
      dataWith({
        orders: [
          { ...order, about: { number: 7, title: 'Ямы, Нагаткино' }, state: 'overdue' },
          {
            ...order,
            about: { report: 'записка № 3', text: 'ЖКХ: проверить' },
            state: 'done',
            doneOn: '2026-11-23',
          },
        ],
      }),
      listOf,
    )
    const [first, second] = sections[0]?.blocks ?? []
    expect(first?.block === 'generated' && plain(first.text)).toBe(
      'На исполнении 1 поручение Главы, и оно просрочено, с прошлой записки исполнено 1 поручение.',
    )
    expect(second?.block === 'table' && second.table.id).toBe('orders')
  })

  test('keeps page one to itself, and people’s words in their own section', () => {
    const { sections } = noteDocument(
      dataWith({ texts: { main: 'Нужно решение', informing: 'Три поста' } }),
      listOf,
    )
    expect(sections[0]?.blocks.at(-1)).toEqual({ block: 'page-break' })
    expect(sections[0]?.blocks.at(-2)).toEqual({ block: 'written', text: 'Нужно решение' })
    expect(sections.find(({ id }) => id === 'informing')?.blocks).toEqual([
      { block: 'written', text: 'Три поста' },
    ])
  })

  test('differs after approval by the words of the approval only', () => {
    const value = noteDocument(dataWith(), listOf)
    const approved = approvedDocument(value, { number: 3, version: 2, by: 'Руководитель', on: '26 ноября' })
    expect(approved.marks).toEqual(['№ 3', 'утверждено', 'версия 2'])
    expect({ ...approved, marks: value.marks, people: value.people }).toEqual(value)
  })
})

describe('the check before «проверено»', () => {
  const line = (block: (typeof blockIds)[number], received: number) => ({
    block,
    counts: countsWith({ received }),
    receivedBefore: null,
    firstReply: noMean,
    satisfaction: noMean,
  })
  const channel = (now: number) => ({ id: 'vk', title: 'ВКонтакте', now, before: null, year: now })

  test('finds a table whose sum is another one', () => {
    const sound = dataWith(
      { blocks: [line('zhkh', 2), line('roads', 3)], channels: [channel(5)] },
      { received: 5 },
    )
    expect(checkNote(sound).faults).toEqual([])
    expect(checkNote({ ...sound, blocks: [line('zhkh', 2)] }).faults).toHaveLength(1)
    expect(checkNote({ ...sound, channels: [channel(4)] }).faults).toHaveLength(1)
  })

  test('lists missing summaries and overdue tickets without an explanation', () => {
    const problem = {
      ticketId: 'a',
      block: 'zhkh',
      subtopic: 'Вода',
      settlement: '',
      lateDays: 2,
      isBeforeHead: false,
      cause: '',
      measures: '',
    } as const
    const { remarks } = checkNote(
      dataWith({
        problems: {
          total: 2,
          lines: [
            { ...problem, number: 7 },
            { ...problem, number: 9, cause: 'Нет труб', measures: 'Заказаны' },
          ],
        },
        summaries: {
          expected: 2,
          handedIn: 1,
          missing: ['Начальник отдела дорог'],
          causes: [],
          proposals: [],
        },
      }),
    )
    expect(remarks.map(plain)).toEqual([
      'Сводку не сдал: Начальник отдела дорог.',
      'Нет причины или принятых мер: 1 сообщение (№ 7).',
      'Неделя ещё не кончилась: числа неполные, разница войдёт в следующую записку.',
    ])
  })

  test.each([
    ['Позвоните жителю 8 (937) 123-45-67', 'номер телефона'],
    ['Пишет anna@mail.ru', 'адрес электронной почты'],
    ['См. https://vk.com/id12345', 'ссылку на страницу'],
    ['На улице Садовой, д. 5 нет воды', 'точный адрес'],
    ['Жалуется Иванова Анна, решаем', 'имя автора сообщения'],
    ['Анна ИВАНОВА пишет снова', 'имя автора сообщения'],
  ])('finds a citizen’s data in people’s words: %s', (main, what) => {
    const typed = wordsOfPeople(dataWith({ texts: { main } }))
    expect(personalIn(typed, ['Анна Иванова']).join()).toContain(what)
  })

  test('takes usual words for what they are', () => {
    const main = 'Улица Садовая без воды с 19 ноября, 57 обращений; договор 8937 от 12.11.2026, № 1024'
    expect(personalIn(wordsOfPeople(dataWith({ texts: { main } })), ['Вода', 'Анна Иванова'])).toEqual([])
  })
})

describe('a correction', () => {
  const counts: fc.Arbitrary<PeriodCounts> = fc.record({
    received: fc.nat(9),
    answered: fc.nat(9),
    impossible: fc.nat(9),
    first_due: fc.nat(9),
    first_in_time: fc.nat(9),
    final_due: fc.nat(9),
    final_in_time: fc.nat(9),
  })
  const byBlock = fc
    .dictionary(fc.constantFrom('zhkh', 'roads', 'total'), counts)
    .map(
      each =>
        new Map(
          (['zhkh', 'roads', 'total'] as const).flatMap(id => (each[id] ? [[id, each[id]] as const] : [])),
        ),
    )
  const week = { period: 'Неделя', firstDate: period.firstDate, lastDate: period.lastDate }

  test('is every number that is another one by now, and none that is the same', () => {
    fc.assert(
      fc.property(byBlock, byBlock, (said, now) => {
        const found = correctionsOf({ ...week, said, told: [] }, now)
        for (const [block, current] of now)
          for (const metric of periodMetrics) {
            const was = said.get(block)?.[metric] ?? 0
            const told = found.filter(each => each.block === block && each.metric === metric)
            expect(told.map(each => [each.was, each.is])).toEqual(
              was === current[metric] ? [] : [[was, current[metric]]],
            )
          }
      }),
    )
  })

  test('that was told is not told again', () => {
    fc.assert(
      fc.property(byBlock, byBlock, (said, now) => {
        const told = correctionsOf({ ...week, said, told: [] }, now)
        expect(correctionsOf({ ...week, said, told }, now)).toEqual([])
      }),
    )
  })
})
