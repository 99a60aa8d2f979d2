import { expect, test } from 'vitest'
import {
  type DeadlineFacts,
  interimStage,
  type Pause,
  promiseStage,
  type Stage,
  stagesFor,
} from '../../../shared/deadlines/deadline.ts'
import {
  describeTrace,
  dueWords,
  formatDate,
  formatDateTime,
  overdueWords,
  pausedWords,
} from '../../../shared/deadlines/words.ts'
import { plural } from '../../../shared/reference/plural.ts'
import { at, settings, zone } from './support.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const lines = (stage: Stage) => describeTrace(stage, settings).map(plain)

function stage(capturedAt: string, wanted: Stage['stage'], more: Partial<DeadlineFacts> = {}): Stage {
  const facts: DeadlineFacts = {
    kind: 'message',
    channel: 'vk',
    urgent: false,
    accelerated: false,
    capturedAt: at(capturedAt),
    publishedAt: null,
    registeredAt: null,
    ...more,
  }
  const found = stagesFor(facts, settings).find(each => each.stage === wanted)
  if (!found) throw new Error(`No stage ${wanted}`)
  return found
}

test('the explanation of a first reply names the record, the rule, the hours day by day and the days off', () => {
  expect(lines(stage('2026-11-27 15:20', 'first_reply'))).toMatchInlineSnapshot(`
    [
      "Сообщение записано: пятница, 27 ноября 2026, 15:20",
      "Правило: первый ответ — 8 рабочих часов (Практика ЦУР, по образцу «Инцидент Менеджмент», проверьте в настройках)",
      "27 ноября: 40 мин (15:20–16:00)",
      "28–29 ноября: выходные",
      "30 ноября: 7 ч 20 мин (08:00–12:00, 13:00–16:20)",
      "Срок: 30 ноября 2026, 16:20",
    ]
  `)
})

test('the explanation of a final answer names the legal term and the centre’s own, shorter one', () => {
  expect(lines(stage('2026-11-23 16:20', 'final'))).toMatchInlineSnapshot(`
    [
      "Сообщение записано: понедельник, 23 ноября 2026, 16:20",
      "Правило: решение — 30 календарных дней (Постановление администрации от 24.12.2020 № 697-П, п. 4.3 г)",
      "30 календарных дней: 24 ноября – 23 декабря",
      "Внутренний срок центра короче: 7 рабочих дней",
      "28–29 ноября: выходные",
      "7 рабочих дней: 24 ноября – 2 декабря",
      "Срок: 2 декабря 2026, 17:00; крайний по правилу: 23 декабря 2026",
    ]
  `)
})

test('the explanation warns of a year whose calendar is not final', () => {
  expect(lines(stage('2026-12-28 10:00', 'final'))).toMatchInlineSnapshot(`
    [
      "Сообщение записано: понедельник, 28 декабря 2026, 10:00",
      "Правило: решение — 30 календарных дней (Постановление администрации от 24.12.2020 № 697-П, п. 4.3 г)",
      "30 календарных дней: 29 декабря – 27 января",
      "Внутренний срок центра короче: 7 рабочих дней",
      "31 декабря – 10 января: праздничные и выходные дни",
      "7 рабочих дней: 29 декабря – 15 января",
      "Срок: 15 января 2027, 16:00; крайний по правилу: 27 января 2027",
      "Календарь 2027 года предварительный: срок может измениться",
    ]
  `)
})

test('the explanation of a promise names the promised date', () => {
  expect(lines(interimStage(at('2026-11-23 10:00'), '2026-11-27', settings))).toMatchInlineSnapshot(`
    [
      "Промежуточный ответ опубликован: понедельник, 23 ноября 2026, 10:00",
      "Гражданину обещан ответ до 27 ноября 2026",
      "Срок: 27 ноября 2026, 16:00; крайний по правилу: 27 ноября 2026",
    ]
  `)
})

test('the explanation of a promise to do something names the day by which it is to be done', () => {
  expect(lines(promiseStage(at('2026-11-23 10:00'), '2026-11-27', settings))).toEqual([
    'Обещание дано: понедельник, 23 ноября 2026, 10:00',
    'Гражданину обещано выполнить до 27 ноября 2026',
    'Срок: 27 ноября 2026, 16:00; крайний по правилу: 27 ноября 2026',
  ])
})

const waits = (from: string, to: string | null): Pause[] => [
  { from: at(from), to: to === null ? null : at(to) },
]
const waitLines = (found: Stage) => lines(found).filter(line => /^Ждали|^На паузе/.test(line))

test.each([
  ['2026-11-24 08:00', '2026-11-25 16:00', '24 ноября – 25 ноября, 15 ч рабочего времени не считаются'],
  ['2026-11-24 08:00', '2026-11-24 09:00', '24 ноября, 08:00–09:00, 1 ч рабочего времени не считается'],
  ['2026-11-24 08:00', '2026-11-24 08:40', '24 ноября, 08:00–08:40, 40 мин рабочего времени не считаются'],
  ['2026-11-23 17:00', '2026-11-24 08:00', '23 ноября – 24 ноября, срок не сдвигается'],
])('waiting from %s to %s is explained in working time', (from, to, words) => {
  const found = stage('2026-11-23 16:20', 'fact_check', { kind: 'rumour', pauses: waits(from, to) })
  expect(waitLines(found)).toEqual([`Ждали ответа: ${words}`])
})

test('waiting is explained in calendar days for the legal term and in working days for the centre’s own', () => {
  const found = stage('2026-11-23 16:20', 'final', { pauses: waits('2026-11-24 10:00', '2026-11-26 10:00') })
  expect(lines(found)).toEqual([
    'Сообщение записано: понедельник, 23 ноября 2026, 16:20',
    'Правило: решение — 30 календарных дней (Постановление администрации от 24.12.2020 № 697-П, п. 4.3 г)',
    'Ждали ответа: 24 ноября – 26 ноября, 2 календарных дня не считаются',
    '30 календарных дней: 24 ноября – 25 декабря',
    'Внутренний срок центра короче: 7 рабочих дней',
    'Ждали ответа: 24 ноября – 26 ноября, 2 рабочих дня не считаются',
    '28–29 ноября: выходные',
    '7 рабочих дней: 24 ноября – 4 декабря',
    'Срок: 4 декабря 2026, 16:00; крайний по правилу: 25 декабря 2026',
  ])
})

test('a clock that stands says so in the explanation and in two words', () => {
  const found = stage('2026-11-23 16:20', 'final', { pauses: waits('2026-11-24 10:00', null) })
  expect(waitLines(found)).toEqual([
    'На паузе с 24 ноября 2026, 10:00: ждём ответа автора, срок сдвинется, когда он придёт',
  ])
  expect(pausedWords(found, zone)).toBe('на\u00a0паузе с\u00a024\u00a0ноя')
  expect(pausedWords({ pausedAt: null }, zone)).toBe('')
})

test('the explanation of an extended term keeps the first one', () => {
  const found = stage('2026-11-23 16:20', 'final', {
    kind: 'appeal',
    registeredAt: at('2026-11-23 10:00'),
    extension: { until: '2026-12-30', grantedAt: at('2026-12-20 10:00') },
  })
  expect(lines(found)).toEqual([
    'Обращение зарегистрировано: понедельник, 23 ноября 2026, 10:00',
    'Правило: решение — 30 календарных дней (59-ФЗ, ст. 12 ч. 1)',
    '30 календарных дней: 24 ноября – 23 декабря',
    'Срок продлён до 30 декабря 2026; без продления — до 23 декабря 2026',
    'Срок: 30 декабря 2026, 17:00; крайний по правилу: 30 декабря 2026',
  ])
})

test('the explanation of a reopened ticket begins with its reopening', () => {
  const found = stage('2026-11-23 16:20', 'route', { reopenedAt: at('2026-12-07 08:00') })
  expect(lines(found)[0]).toBe('Карточка возобновлена: понедельник, 7 декабря 2026, 08:00')
})

test.each([
  ['2026-11-23 17:00', 'до 17:00'],
  ['2026-11-24 12:00', 'завтра до 12:00'],
  ['2026-12-03 17:00', 'до 3 дек'],
  ['2027-12-03 17:00', 'до 3 дек 2027'],
])('what is due on %s is called «%s» on 23 November 2026', (due, words) => {
  expect(plain(dueWords(at(due), at('2026-11-23 10:00'), zone))).toBe(words)
})

test.each([
  ['2026-11-23 10:40', 'просрочено на 40 мин'],
  ['2026-11-23 12:30', 'просрочено на 2 ч'],
  ['2026-11-24 10:00', 'просрочено на 1 день'],
  ['2026-11-25 11:00', 'просрочено на 2 дня'],
  ['2026-12-04 10:00', 'просрочено на 11 дней'],
])('what was due on 23 November at 10:00 is on %s «%s»', (now, words) => {
  expect(plain(overdueWords(at('2026-11-23 10:00'), at(now)))).toBe(words)
})

test('numbers keep to their units by a no-break space', () => {
  expect(dueWords(at('2026-12-03 17:00'), at('2026-11-23 10:00'), zone)).toContain('3\u00a0дек')
  expect(overdueWords(at('2026-11-23 10:00'), at('2026-11-23 10:40'))).toContain('40\u00a0мин')
})

test('dates and times are written as officials write them', () => {
  expect(plain(formatDate('2026-11-23'))).toBe('23 ноября 2026')
  expect(plain(formatDateTime(at('2026-11-23 16:20'), zone))).toBe('23 ноября 2026, 16:20')
})

test.each([
  [1, 'день'],
  [2, 'дня'],
  [5, 'дней'],
  [11, 'дней'],
  [14, 'дней'],
  [21, 'день'],
  [112, 'дней'],
  [0, 'дней'],
  [1.5, 'дня'],
])('%d takes the form «%s»', (n, form) => {
  expect(plural(n, ['день', 'дня', 'дней'])).toBe(form)
})
