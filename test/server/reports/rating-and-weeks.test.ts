import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import type { Recipient } from '../../../shared/policy/settings.ts'
import { changedWeeks, type Weeks, weekOf } from '../../../shared/reports/period.ts'
import { rate, type Scored } from '../../../shared/reports/rating.ts'
import { itemsOf, timeScore } from '../../../shared/reports/rating-item.ts'
import { usualRating } from '../../../shared/reports/rating-settings.ts'
import { ratingNote } from '../../../shared/reports/rating-words.ts'
import type { Command } from '../../../shared/ticket/commands.ts'
import { factSchema } from '../../../shared/ticket/events.ts'
import {
  assign,
  capture,
  command,
  openOffice,
  type PersonName,
  prepareReply,
  publish,
  type TestOffice,
} from '../office-for-tests.ts'
import { open, send } from '../pages/sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await office.close()
})

const zone = 'Europe/Ulyanovsk'
const plain = (html: string) => html.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ')
const read = async (by: PersonName, path: string) => plain(await (await open(office, by, path)).text())
const at = (clock: string, day = '2026-11-16') => new Date(`${day}T${clock}:00+04:00`).toISOString()

async function act(
  by: PersonName,
  when: string,
  given: { type: Command['type']; ticketId: string },
): Promise<void> {
  office.clock.set(when)
  const outcome = await office.office.tickets.submit(await office.signed(by), { ...given, occurredAt: when })
  if (outcome.outcome === 'refused') throw new Error(`${given.type} was refused: ${outcome.refusal.code}`)
}

/** Recorded and given to the road unit at 10:00 of Monday, 16 November. */
async function given(): Promise<string> {
  const captured = capture({ block: 'roads' })
  await act('operator', at('10:00'), captured)
  await act('roadsHead', at('10:00'), assign(captured.ticketId, 'roads-unit'))
  return captured.ticketId
}

async function rating(month = '2026-11') {
  const settings = await office.office.settings()
  if (settings === undefined) throw new Error('No settings')
  return (await office.office.ratings.read(month, settings)).rating
}

describe('the week of the note set otherwise', () => {
  const setTo = async (note: Weeks['note']) => {
    const changed = await office.office.settings.change(await office.signed('head'), null, settings => ({
      ...settings,
      weeks: { note, regionalCentre: 4 },
    }))
    expect(changed.outcome).toBe('changed')
  }

  test('an approved note is found by its link after the day of the week was changed', async () => {
    office.clock.set(at('16:00', '2026-11-25'))
    for (const what of ['checked', 'approved'])
      expect((await send(office, 'head', `/reports/note/${what}?week=2026-11-19`, {})).status).toBe(303)
    await setTo(1)
    const [, link = ''] =
      /href="(\/reports\/note\?week=[^"]*)"[^>]*>Записка №/.exec(await read('chief', '/reports')) ?? []
    const note = await read('chief', link)
    expect(note).toContain('19–25 ноября')
    expect(note).toContain('Утверждено · № 1')
    expect(note).not.toContain('16–22 ноября')
    expect(await read('head', '/summaries?week=2026-11-19')).toContain('19–25 ноября')
    // The week between is short, and the next begins on Monday.
    expect(await read('head', '/summaries?week=2026-11-26')).toContain('26–29 ноября')
    expect(await read('head', '/summaries?week=2026-12-02')).toContain('30 ноября — 6 декабря')
    expect(plain(await read('head', '/settings/reports'))).toContain('неделя между ними короче')
  })

  test('weeks follow each other without a gap and without an overlap, however often the day is changed', () => {
    const day = fc.constantFrom(...([1, 2, 3, 4, 5, 6, 7] as const))
    const plus = (date: string, days: number) =>
      new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), day), { maxLength: 5 }), changes => {
        let weeks: Weeks = { note: 4, regionalCentre: 4 }
        let today = '2026-11-02'
        const periods = () => ({ zone, firstWeekday: weeks.note, earlierWeeks: weeks.earlier })
        for (const [days, note] of changes) {
          today = plus(today, days)
          const running = weekOf(today, periods())
          weeks = changedWeeks(weeks, { note, regionalCentre: 4 }, today, zone)
          // Neither the week that runs nor any before it moves.
          expect(weekOf(today, periods())).toEqual(running)
        }
        for (let date = '2026-10-20'; date < plus(today, 40); ) {
          const week = weekOf(date, periods())
          expect(week.firstDate).toBe(weekOf(week.lastDate, periods()).firstDate)
          const next = weekOf(plus(week.lastDate, 1), periods())
          expect(next.firstDate).toBe(plus(week.lastDate, 1))
          date = next.firstDate
        }
      }),
    )
  })
})

describe('«не наше»', () => {
  test('who only says «не наше» gets no place and no points, and it is shown apart', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) {
      const id = await given()
      await act('executor', at('11:00'), command('decline_assignment', id, { reason: 'Дорога областная' }))
      ids.push(id)
    }
    office.clock.set(at('10:00', '2026-12-01'))
    const { rows, declined, items } = await rating()
    expect(rows.find(row => row.recipientId === 'roads-unit')).toMatchObject({
      n: 0,
      place: null,
      score: null,
    })
    expect(items).toEqual([])
    expect(declined.map(({ ticketId }) => ticketId).toSorted()).toEqual(ids.toSorted())
    expect(await read('executor', '/rating/roads-unit?month=2026-11')).toContain(
      'Возвращено как «не наше» в срок: 5',
    )
  })

  test('«не наше» said too late counts with nought for the time', async () => {
    const id = await given()
    await act('executor', at('14:00', '2026-11-18'), command('decline_assignment', id, { reason: 'Не наше' }))
    const { items, declined } = await rating()
    expect(items).toMatchObject([{ recipientId: 'roads-unit', end: 'declined', t: 0 }])
    expect(declined).toEqual([])
  })
})

describe('the answer of another recipient', () => {
  test('is scored as that recipient’s: who had answered before, unpublished, gets neither its score nor its mark', async () => {
    const id = await given()
    await act('executor', at('11:00'), prepareReply(id, 'Плохо'))
    await act('head', at('13:00'), assign(id, 'teploset'))
    await act('head', at('14:00'), prepareReply(id, 'Хорошо'))
    await act('head', at('14:00'), publish(id, { text: 'Хорошо' }))
    await act('head', at('15:00'), command('rate_completeness', id, { met: [], templateOnly: true } as never))
    await act('informer', at('15:30'), command('record_satisfaction', id, { mark: 'solved' } as never))
    const { items } = await rating()
    expect(items.map(({ recipientId, end, q, mark }) => [recipientId, end, q, mark])).toEqual([
      ['teploset', 'presented', 0, 1],
    ])
  })

  test('a score counts in the month of the answer, also when it is published in the next', async () => {
    const id = await given()
    await act('executor', at('11:00'), prepareReply(id, 'Яму засыпали'))
    await act('informer', at('09:00', '2026-12-01'), publish(id))
    await act(
      'head',
      at('10:00', '2026-12-01'),
      command('rate_completeness', id, { met: [], templateOnly: true } as never),
    )
    expect((await rating()).items).toMatchObject([{ recipientId: 'roads-unit', end: 'presented', q: 0 }])
  })
})

test('an appeal goes to the competent body in time within seven days, not within the thirty of the answer', async () => {
  const settings = await office.office.settings()
  if (settings === undefined) throw new Error('No settings')
  const stage = (id: 'redirect' | 'final', dueAt: string) => ({ stage: id, dueAt }) as never
  const happened = (type: string, day: string, data: object) =>
    factSchema.parse({ type, data, at: at('10:00', day), by: 'somebody', step: type })
  const redirectedOn = (day: string) => {
    const assigned = happened('assigned', '2026-11-02', { recipientId: 'roads-unit' })
    const sent = { ...assigned, type: 'transferred', at: at('10:00', day), step: 'sent' } as never
    const { items } = itemsOf(
      {
        ticket: {
          id: 'appeal',
          number: 1,
          kind: 'appeal',
          urgent: false,
          capturedAt: at('09:00', '2026-11-02'),
          status: 'transferred' as never,
          stages: [stage('redirect', at('23:59', '2026-11-09')), stage('final', at('23:59', '2026-12-02'))],
        },
        facts: [assigned, sent],
      },
      {
        from: at('00:00', '2026-11-01'),
        to: at('00:00', '2026-12-01'),
        settings: usualRating,
        deadlines: settings.deadlines,
        belongs: () => false,
        correctionOf: () => null,
      },
    )
    return items.map(({ end, t }) => [end, t])
  }
  expect(redirectedOn('2026-11-09')).toEqual([['redirected', 1]])
  expect(redirectedOn('2026-11-22')).toEqual([['redirected', 0]])
})

describe('one more ticket', () => {
  const recipients: Recipient[] = [
    { id: 'roads', title: 'Дороги', kind: 'unit' },
    { id: 'culture', title: 'Культура', kind: 'unit' },
  ]
  const item = (
    recipientId: string,
    ownMinutes: number,
    end: 'presented' | 'declined' = 'presented',
  ): Scored => ({
    recipientId,
    ownMinutes,
    t: timeScore({ end, endedAt: '2026-10-15T08:00:00.000Z', ownMinutes, normMinutes: 480, dueAt: null }, ''),
    q: null,
    mark: null,
    correction: null,
  })
  const some = fc.array(fc.tuple(fc.constantFrom('roads', 'culture'), fc.integer({ min: 0, max: 2_000 })), {
    maxLength: 20,
  })
  const rowOf = (items: readonly Scored[], way: 'points' | 'ranks') => {
    const settings = { ...usualRating, way, leastTickets: 1, placeFrom: 1 }
    const row = rate(items, [], recipients, settings).rows.find(each => each.recipientId === 'roads')
    return { score: row?.score ?? 0, place: row?.place ?? 9 }
  }

  test('answered in time never lowers points or place (points)', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 480 }), (given, minutes) => {
        const items = given.map(each => item(...each))
        const was = rowOf(items, 'points')
        const is = rowOf([...items, item('roads', minutes)], 'points')
        expect(is.score).toBeGreaterThanOrEqual(was.score)
        expect(is.place).toBeLessThanOrEqual(was.place)
      }),
    )
  })

  test('declined too late never raises points (points)', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 481, max: 2_000 }), (given, minutes) => {
        const items = given.map(each => item(...each))
        const late = rowOf([...items, item('roads', minutes, 'declined')], 'points')
        // In time it would not have counted.
        expect(late.score).toBeLessThanOrEqual(rowOf(items, 'points').score)
      }),
    )
  })

  test('answered in time but slower than usual may lower the place by ranks: the formula’s limit, said on the page', () => {
    const base = [...Array(5).fill(item('roads', 60)), ...Array(5).fill(item('culture', 100))]
    const slower = [...base, item('roads', 470)]
    expect(rowOf(slower, 'ranks').place).toBeGreaterThan(rowOf(base, 'ranks').place)
    expect(ratingNote({ ...usualRating, way: 'ranks' })).toContain('Предел способа: ещё один ответ в срок')
    expect(ratingNote(usualRating)).not.toContain('Предел способа')
  })
})
