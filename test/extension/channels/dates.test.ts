import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromMachineTime, fromShownText, fromUnix } from '../../../extension/channels/dates.ts'

const now = '2026-11-23T10:00:00.000Z'
const zone = 'Europe/Moscow'

describe('the words people see, at 13:00 of 23 November 2026 in Moscow', () => {
  it.each([
    ['сегодня в 12:05', '2026-11-23T09:05:00.000Z', 'minute'],
    ['вчера в 14:05', '2026-11-22T11:05:00.000Z', 'minute'],
    ['вчера', '2026-11-21T21:00:00.000Z', 'day'],
    ['5 минут назад', '2026-11-23T09:55:00.000Z', 'minute'],
    ['две минуты назад', '2026-11-23T09:58:00.000Z', 'minute'],
    ['49 секунд назад', '2026-11-23T09:59:11.000Z', 'minute'],
    ['только что', '2026-11-23T10:00:00.000Z', 'minute'],
    ['час назад', '2026-11-23T09:00:00.000Z', 'hour'],
    ['Два часа назад', '2026-11-23T08:00:00.000Z', 'hour'],
    ['15 авг  в 5:04', '2026-08-15T02:04:00.000Z', 'minute'],
    ['31 дек в 22:44', '2025-12-31T19:44:00.000Z', 'minute'],
    ['23 ноя 2025', '2025-11-22T21:00:00.000Z', 'day'],
    ['26 сентября', '2026-09-25T21:00:00.000Z', 'day'],
    ['9 мая в 8:00', '2026-05-09T05:00:00.000Z', 'minute'],
    ['today at 1:00 pm', '2026-11-23T10:00:00.000Z', 'minute'],
    ['yesterday at 3:40 pm', '2026-11-22T12:40:00.000Z', 'minute'],
    ['12 Aug at 12:00 pm', '2026-08-12T09:00:00.000Z', 'minute'],
    ['Sep 27, 2026, 19:13', '2026-09-27T16:13:00.000Z', 'minute'],
    ['14 November 2025, 13:57:47', '2025-11-14T10:57:47.000Z', 'second'],
    ['an hour ago', '2026-11-23T09:00:00.000Z', 'hour'],
    ['08-12-2022', '2022-12-07T21:00:00.000Z', 'day'],
  ])('%s', (text, at, precision) => {
    expect(fromShownText(text, now, zone)).toEqual({ at, precision })
  })

  it.each([
    '',
    'недавно',
    '31 фев',
    '32 ноя в 5:00',
    'сегодня в 25:00',
    '5 апельсинов назад',
    'Закреплено',
    '14:05',
    'неделю назад',
    '12 Aug at 13:00 pm',
  ])('what is no date stays unread: «%s»', text => expect(fromShownText(text, now, zone)).toBeNull())

  it('a time that is still to come is a wrong zone, not a publication', () => {
    expect(fromShownText('сегодня в 14:05', now, zone)).toBeNull()
    expect(fromShownText('сегодня в 14:05', now, 'Asia/Yekaterinburg')?.at).toBe('2026-11-23T09:05:00.000Z')
  })
})

describe('machine times', () => {
  it.each([
    ['2022-12-08 15:07', '2022-12-08T12:07:00.000Z', 'minute'],
    ['2022-12-08T15:07:40+03:00', '2022-12-08T12:07:40.000Z', 'second'],
    ['2022-12-08T12:07:40Z', '2022-12-08T12:07:40.000Z', 'second'],
    ['2022-12-08', '2022-12-07T21:00:00.000Z', 'day'],
  ])('%s', (value, at, precision) => expect(fromMachineTime(value, zone)).toEqual({ at, precision }))

  it('a time without a zone is unknown where the site names no zone', () => {
    expect(fromMachineTime('2022-12-08 15:07', null)).toBeNull()
    expect(fromMachineTime('2022-13-08 15:07', zone)).toBeNull()
    expect(fromUnix('0')).toBeNull()
    expect(fromUnix('1763153717')?.at).toBe('2025-11-14T20:55:17.000Z')
  })
})

describe('for any words and any instant', () => {
  const zones = fc.constantFrom(
    'Europe/Moscow',
    'Europe/Ulyanovsk',
    'Asia/Kamchatka',
    'America/New_York',
    'UTC',
  )
  const instants = fc
    .date({ min: new Date('2015-01-02'), max: new Date('2035-01-01'), noInvalidDate: true })
    .map(date => date.toISOString())

  it('nothing throws and nothing is published after it was captured', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), instants, zones, (text, at, where) => {
        const read = fromShownText(text, at, where)
        return read === null || Date.parse(read.at) <= Date.parse(at) + 5 * 60_000
      }),
    )
  })

  it('a day and month without a year is never in the future and never more than a year old', () => {
    const words = ['янв', 'фев', 'мар', 'апр', 'мая', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек']
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 28 }),
        fc.constantFrom(...words),
        instants,
        zones,
        (day, month, at, where) => {
          const read = fromShownText(`${day} ${month}`, at, where)
          if (read === null) return false
          const age = Date.parse(at) - Date.parse(read.at)
          return age >= -5 * 60_000 && age < 367 * 24 * 3_600_000
        },
      ),
    )
  })
})
