import { expect, it } from 'vitest'
import { clockOfWords, dayOfLabel } from '../../../extension/channels/message-day.ts'

it('a message of MAX keeps its day when «Сегодня» becomes «Вчера» and a date', () => {
  const noon = (day: number) => `2026-07-0${day}T12:00:00.000Z`
  const days = [
    dayOfLabel('Сегодня', noon(2)),
    dayOfLabel('Вчера', noon(3)),
    dayOfLabel('2 июля', noon(4)),
    dayOfLabel('2 июля 2026', noon(5)),
    dayOfLabel('2 июля', '2027-01-05T12:00:00.000Z'),
  ]
  expect(new Set(days)).toEqual(new Set(['2026-07-02']))
})

it.each(['Непрочитанные', 'Новые сообщения', '', '14:05'])('«%s» is no day', label => {
  expect(dayOfLabel(label, '2026-07-02T12:00:00.000Z')).toBeNull()
})

it.each([
  [' 12:04 ', '12:04'],
  ['10K 23:59 ред.', '23:59'],
  ['9:05 PM', '9:05 pm'],
  ['1:2:3', null],
  ['10K', null],
])('the clock of «%s» is %j', (words, clock) => {
  expect(clockOfWords(words)).toBe(clock)
})
