import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fromDayAndClock,
  fromMachineTime,
  fromShownText,
  fromUnix,
} from '../../../extension/channels/dates.ts'

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
    ['15:52, 31.08.2026', '2026-08-31T12:52:00.000Z', 'minute'],
    ['27 сент. 2026 г., 19:13:20', '2026-09-27T16:13:20.000Z', 'second'],
    ['5 марта 2026 года', '2026-03-04T21:00:00.000Z', 'day'],
    ['Sept 3 at 08:05', '2026-09-03T05:05:00.000Z', 'minute'],
    ['Jan 13, 2021 at 10:37', '2021-01-13T07:37:00.000Z', 'minute'],
    [
      '14 November 2025, 13:57:47\nOriginal: 13 November 2025, 10:00:00',
      '2025-11-14T10:57:47.000Z',
      'second',
    ],
    ['вчера в 14:05 (ред.)', '2026-11-22T11:05:00.000Z', 'minute'],
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
    '12 марихуана',
    '3 декларации',
    'завтра в 9:00',
    '12/9/2025',
    '24 ноя 2027',
  ])('what is no date stays unread: «%s»', text => expect(fromShownText(text, now, zone)).toBeNull())

  it('a time that is still to come is a wrong zone, not a publication', () => {
    expect(fromShownText('сегодня в 14:05', now, zone)).toBeNull()
    expect(fromShownText('сегодня в 14:05', now, 'Asia/Yekaterinburg')?.at).toBe('2026-11-23T09:05:00.000Z')
  })
})

describe('a day above several items, and a clock of each', () => {
  it.each([
    ['September 26', '14:43', '2026-09-26T11:43:00.000Z', 'minute'],
    ['September 21, 2025', '8:13 PM', '2025-09-21T17:13:00.000Z', 'minute'],
    ['Today', 'edited 09:15', '2026-11-23T06:15:00.000Z', 'minute'],
    ['сегодня', '12:05', '2026-11-23T09:05:00.000Z', 'minute'],
    ['26 сентября', null, '2026-09-25T21:00:00.000Z', 'day'],
    ['26 сентября', 'без времени', '2026-09-25T21:00:00.000Z', 'day'],
  ])('%s, %s', (day, clock, at, precision) => {
    expect(fromDayAndClock(day, clock, now, zone)).toEqual({ at, precision })
  })

  it('an unread day leaves the clock without one, and a clock that is still to come is no date', () => {
    expect(fromDayAndClock('Вторник', '14:43', now, zone)).toBeNull()
    expect(fromDayAndClock('Сегодня', '23:50', now, zone)).toBeNull()
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
        return read === null || Date.parse(read.at) <= Date.parse(at)
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

  it('what a site writes of an instant is read as that minute', () => {
    const parts = (at: string, where: string) => {
      const format = new Intl.DateTimeFormat('ru-RU', {
        timeZone: where,
        dateStyle: 'long',
        timeStyle: 'medium',
      })
      const english = new Intl.DateTimeFormat('en-US', {
        timeZone: where,
        dateStyle: 'medium',
        timeStyle: 'short',
      })
      return [format.format(new Date(at)), english.format(new Date(at))]
    }
    fc.assert(
      fc.property(instants, zones, fc.integer({ min: 1, max: 3_000 }), (at, where, daysLater) => {
        const later = new Date(Date.parse(at) + daysLater * 24 * 3_600_000).toISOString()
        for (const words of parts(at, where)) {
          const read = fromShownText(words, later, where)
          const away = read === null ? Number.NaN : Math.abs(Date.parse(at) - Date.parse(read.at))
          // The hour that a clock shows twice when it is put back is either of the two.
          if (!(away < 60_000 || Math.abs(away - 3_600_000) < 60_000)) return false
        }
        return true
      }),
    )
  })
})
