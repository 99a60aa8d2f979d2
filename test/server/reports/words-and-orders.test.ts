import { afterAll, beforeAll, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { listOf } from '../../../server/pages/reports/weeks.ts'
import { asOfWords } from '../../../server/pages/words.ts'
import { readNote } from '../../../server/reports/note/query.ts'
import type { NoteData, OrderLine } from '../../../shared/reports/note/data.ts'
import { noteDocument } from '../../../shared/reports/note/report.ts'
import { correctionTable } from '../../../shared/reports/note/tables.ts'
import {
  inWorkSentence,
  longestSentence,
  ordersSentence,
  summariesSentence,
} from '../../../shared/reports/note/words.ts'
import { periodOf, periodWordsInside, weekOf } from '../../../shared/reports/period.ts'
import { changeWords, handedInWords } from '../../../shared/reports/sentences.ts'
import { openOffice, type TestOffice } from '../office-for-tests.ts'
import { plain } from '../pages/form-page.ts'
import { open, send } from '../pages/sample-office.ts'

const week = weekOf('2026-11-25', { zone: 'Europe/Ulyanovsk', firstWeekday: 4 })
let office: TestOffice
let empty: NoteData
beforeAll(async () => {
  office = await openOffice({ mountPages })
  empty = await readNote(office.office, await office.signed('head'), week, { asOfWords, texts: {} })
})
afterAll(() => office.close())

const withCounts = (counts: Partial<NoteData['total']['counts']>): NoteData => ({
  ...empty,
  total: { ...empty.total, counts: { ...empty.total.counts, ...counts } },
})
const order = (state: OrderLine['state']): OrderLine => ({
  about: { number: 7, title: 'Ямы' },
  to: 'Отдел дорог',
  dueOn: '2026-11-24',
  state,
  doneOn: null,
  result: '',
})

test.each([
  [0, 'В работе сообщений не осталось.'],
  [1, 'В работе 1 сообщение, и оно просрочено.'],
  [2, 'В работе 2 сообщения, из них просрочено 1.'],
  [5, 'В работе 5 сообщений, из них просрочено 1.'],
  [11, 'В работе 11 сообщений, из них просрочено 1.'],
  [21, 'В работе 21 сообщение, из них просрочено 1.'],
  [101, 'В работе 101 сообщение, из них просрочено 1.'],
])('messages in work agree with their number: %d', (open, said) => {
  expect(plain(inWorkSentence(withCounts({ open, overdue: Math.min(open, 1) })))).toBe(said)
})

test.each([
  [0, ''],
  [1, 'На исполнении 1 поручение Главы, и оно просрочено.'],
  [2, 'На исполнении 2 поручения Главы, из них просрочены 2.'],
  [5, 'На исполнении 5 поручений Главы, из них просрочено 5.'],
  [11, 'На исполнении 11 поручений Главы, из них просрочено 11.'],
  [21, 'На исполнении 21 поручение Главы, из них просрочено 21.'],
  [101, 'На исполнении 101 поручение Главы, из них просрочено 101.'],
])('orders of the chief agree with their number: %d', (n, said) => {
  expect(plain(ordersSentence({ ...empty, orders: Array.from({ length: n }, () => order('overdue')) }))).toBe(
    said,
  )
})

test.each([
  [1, 2, 'сводку сдал 1 из 2 руководителей'],
  [2, 5, 'сводки сдали 2 из 5 руководителей'],
  [5, 11, 'сводки сдали 5 из 11 руководителей'],
  [11, 21, 'сводки сдали 11 из 21 руководителя'],
  [21, 101, 'сводку сдал 21 из 101 руководителя'],
])('summaries handed in agree with their number: %d of %d', (handedIn, expected, said) => {
  expect(plain(handedInWords(handedIn, expected))).toBe(said)
})

test.each([
  [0, ''],
  [1, 'Сводку сдал единственный руководитель блока.'],
  [2, 'Сводки сдали все руководители блоков: 2.'],
  [21, 'Сводки сдали все руководители блоков: 21.'],
])('all summaries are handed in: %d', (expected, said) => {
  const summaries = { ...empty.summaries, expected, handedIn: expected, missing: [] }
  expect(plain(summariesSentence({ ...empty, summaries }))).toBe(said)
})

test('a change of less than half of a percent is not one percent', () => {
  expect(plain(changeWords(1_001, 1_000, 'за неделю'))).toBe('на 1 (менее чем на 1 %) больше, чем за неделю')
  expect(plain(changeWords(1_010, 1_000, 'за неделю'))).toBe('на 10 (на 1 %) больше, чем за неделю')
})

test('a period inside a sentence begins with a small letter, a Roman number stays', () => {
  expect(plain(periodWordsInside(week))).toBe('неделя 19–25 ноября 2026')
  const quarter = periodOf('quarter', '2026-10-01', '2026-12-31', week.zone)
  expect(plain(periodWordsInside(quarter))).toBe('IV квартал 2026 года')
})

test('only the last total of the corrections is heavy', () => {
  const line = (block: 'total' | 'roads') => ({
    period: 'Неделя 12–18 ноября 2026',
    firstDate: '2026-11-12',
    lastDate: '2026-11-18',
    block,
    metric: 'received' as const,
    was: 1,
    is: 2,
  })
  const { rows } = correctionTable([line('total'), line('roads'), line('total')], week.zone, listOf)
  expect(rows.map(({ isTotal }) => isTotal)).toEqual([false, false, true])
})

test('the note says what is not sorted, to be published, at others, what became of promises, and what waits longest', () => {
  const data = {
    ...withCounts({ not_sorted: 3, promises_kept: 2 }),
    oldestOpenAt: '2026-11-01T00:00:00.000Z',
  }
  const { sections } = noteDocument({ ...data, asOf: '2026-11-22T00:00:00.000Z' }, listOf)
  const tables = sections.flatMap(({ blocks }) =>
    blocks.flatMap(block => (block.block === 'table' ? [block.table] : [])),
  )
  const waiting = tables.find(({ id }) => id === 'waiting')
  expect(waiting?.rows).toHaveLength(7)
  expect(waiting?.rows[0]?.cells[2]).toMatchObject({ kind: 'count', value: 3 })
  expect(waiting?.rows[4]?.cells[2]).toMatchObject({ kind: 'count', value: 2 })
  expect(plain(longestSentence({ ...data, asOf: '2026-11-22T00:00:00.000Z' }))).toBe(
    'Дольше всего в работе сообщение, записанное 21 день назад.',
  )
})

test('the chief sees on the note what was ordered on it, and how it stands', async () => {
  office.clock.set('2026-11-25T12:00:00.000Z')
  const act = (what: string) => `/reports/note/${what}?week=${week.firstDate}`
  for (const what of ['checked', 'approved'])
    expect((await send(office, 'head', act(what), {})).status).toBe(303)
  const given = {
    line: 'Справка к планёрке',
    text: 'Проверить насос',
    to: `person:${office.idOf('zhkhHead')}`,
    dueOn: '2026-12-20',
  }
  const noteOf = async () =>
    plain(
      (await (await open(office, 'chief', `/reports/note?week=${week.firstDate}`)).text()).replaceAll(
        /<[^>]+>/g,
        ' ',
      ),
    )
  expect(await noteOf()).not.toContain('Поручения по этому отчёту')
  expect((await send(office, 'chief', act('ordered'), given)).status).toBe(303)
  const said = await noteOf()
  expect(said).toContain('Поручения по этому отчёту')
  expect(said).toContain('Проверить насос')
  expect(said).toContain('исполняется')
})
