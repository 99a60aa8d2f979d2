import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { narrowingOf, statisticsBy } from '../../../server/reports/block-statistics/by.ts'
import { listTickets } from '../../../server/reports/block-statistics/list.ts'
import { measuresBy } from '../../../server/reports/block-statistics/measures.ts'
import { blockStatistics } from '../../../server/reports/block-statistics/query.ts'
import { trend, trendMetrics } from '../../../server/reports/block-statistics/trend.ts'
import { periodVoices, voicesBy } from '../../../server/reports/voices.ts'
import { readScope, type Scope } from '../../../shared/policy/permissions.ts'
import { monthOf, periodOf, periodsUntil, weekOf } from '../../../shared/reports/period.ts'
import { minutesBetween } from '../../../shared/reports/reply-times.ts'
import { countedMetrics, dimensions } from '../../../shared/reports/statistics.ts'
import { capture, command, openOffice, publish, type TestOffice, verdict } from '../office-for-tests.ts'
import { openSampleOffice, sampleNow } from '../pages/sample-office.ts'

const settings = { zone: 'Europe/Ulyanovsk', firstWeekday: 4 } as const
const everything: Scope = { any: [{ all: true }], notAbout: [] }
const autumn = periodOf('any', '2026-10-01', '2026-11-25', settings.zone)

describe('in the sample district', () => {
  let sample: TestOffice
  beforeAll(async () => {
    sample = await openSampleOffice({ every: 3 })
  }, 120_000)
  afterAll(() => sample.close())

  const placeOf = (scope = everything) => ({ ...sample.office, scope })

  test.each(dimensions)('by %s the rows add up to the same total', async dimension => {
    for (const period of [weekOf('2026-11-25', settings), autumn]) {
      const { reader, organisationId } = sample.office
      const { total } = await blockStatistics(reader, organisationId, everything, period, sampleNow)
      const by = await statisticsBy(placeOf(), dimension, { period, asOf: sampleNow })
      expect(by.total).toEqual(total)
      expect(by.rows.length).toBeGreaterThan(0)
    }
  })

  test.each(dimensions)('by %s every number equals the length of its list', async dimension => {
    const { reader, organisationId } = sample.office
    for (const name of ['head', 'zhkhHead'] as const) {
      const { actor, settings: standing } = await sample.signed(name)
      const scope = readScope(actor, standing)
      const by = await statisticsBy(placeOf(scope), dimension, { period: autumn, asOf: sampleNow })
      for (const row of by.rows.slice(0, 6)) {
        for (const metric of ['received', 'open', 'final_due', 'overdue'] as const) {
          const filter = { metric, period: autumn, ...narrowingOf(dimension, row) }
          const { total } = await listTickets(reader, organisationId, scope, filter, sampleNow)
          expect(total, `${name} ${row.key} ${row.block} ${metric}`).toBe(row.counts[metric])
        }
      }
    }
  })

  test('one channel, kind or settlement is counted as the row of it', async () => {
    const { reader, organisationId } = sample.office
    for (const dimension of ['channel', 'kind', 'settlement'] as const) {
      const by = await statisticsBy(placeOf(), dimension, { period: autumn, asOf: sampleNow })
      const [row] = by.rows
      if (row === undefined) throw new Error('Nothing came')
      const narrowing = narrowingOf(dimension, row)
      const { total } = await blockStatistics(
        reader,
        organisationId,
        everything,
        autumn,
        sampleNow,
        narrowing,
      )
      expect(total.counts).toEqual(row.counts)
    }
  })

  test('the weeks of a trend say what the block table says of each, whoever reads and whatever is chosen', async () => {
    const { reader, organisationId } = sample.office
    const weeks = periodsUntil('week', '2026-11-25', 8, settings)
    for (const [name, narrowing] of [
      ['head', {}],
      ['head', { block: 'zhkh' }],
      ['head', { channel: 'vk' }],
      ['zhkhHead', {}],
      ['operator', {}],
    ] as const) {
      const { actor, settings: standing } = await sample.signed(name)
      const scope = readScope(actor, standing)
      const points = await trend(placeOf(scope), weeks, sampleNow, narrowing)
      expect(points.map(point => point.period)).toEqual(weeks)
      for (const { period, counts } of points) {
        const { total } = await blockStatistics(reader, organisationId, scope, period, sampleNow, narrowing)
        for (const metric of trendMetrics)
          expect(counts[metric], `${name} ${period.firstDate} ${metric}`).toBe(total.counts[metric])
      }
    }
    const all = await trend(placeOf(), weeks, sampleNow)
    expect(all.reduce((sum, { counts }) => sum + counts.received, 0)).toBeGreaterThan(50)
  })

  test('the months of a year are its whole', async () => {
    const { reader, organisationId } = sample.office
    const months = await trend(placeOf(), periodsUntil('month', '2026-12-31', 12, settings), sampleNow)
    const year = periodOf('any', '2026-01-01', '2026-12-31', settings.zone)
    const { total } = await blockStatistics(reader, organisationId, everything, year, sampleNow)
    for (const metric of trendMetrics)
      expect(months.reduce((sum, { counts }) => sum + counts[metric], 0)).toBe(total.counts[metric])
  })

  test('times of replies are those of the tickets in the list behind them', async () => {
    const { reader, organisationId } = sample.office
    const { deadlines } = (await sample.signed('head')).settings
    const reading = { period: monthOf('2026-11-25', settings), asOf: sampleNow }
    const { rows, total } = await measuresBy(placeOf(), 'block', reading, deadlines)
    const statistics = await blockStatistics(reader, organisationId, everything, reading.period, sampleNow)
    expect(total.firstReply.of).toBe(statistics.total.counts.first_replied)
    expect(total.final.of).toBe(statistics.total.counts.final_replied)
    expect(total.firstReply.of).toBeGreaterThan(10)
    const minutes: number[] = []
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const filter = { metric: 'first_replied' as const, period: reading.period }
      const found = await listTickets(reader, organisationId, everything, filter, sampleNow, page)
      pages = found.pages
      for (const { ticket } of found.rows) {
        const clock = ticket.stages.find(({ stage }) => stage === 'first_reply')
        minutes.push(minutesBetween(ticket.capturedAt, clock?.stoppedAt ?? null) ?? Number.NaN)
      }
    }
    expect(total.firstReply.mean).toBeCloseTo(
      minutes.reduce((sum, each) => sum + each, 0) / minutes.length,
      6,
    )
    expect(total.firstReply.max).toBeCloseTo(Math.max(...minutes), 6)
    expect(rows.reduce((sum, row) => sum + row.firstReply.of, 0)).toBe(total.firstReply.of)
    // The office sleeps, the clock does not; a post is written before it is recorded.
    expect(total.firstReplyWorking.mean ?? 0).toBeLessThan(total.firstReply.mean ?? 0)
    expect(total.postReply.mean ?? 0).toBeGreaterThan(total.firstReply.mean ?? 0)
  })

  test('authors of blocks are counted each for themselves, tickets of blocks add up', async () => {
    const { reader, organisationId } = sample.office
    const all = await periodVoices(reader, organisationId, everything, autumn, sampleNow)
    const rows = await voicesBy(placeOf(), 'block', { period: autumn, asOf: sampleNow })
    expect(rows.reduce((sum, { voices }) => sum + voices.tickets, 0)).toBe(all.tickets)
    for (const { voices } of rows) expect(voices.authors).toBeLessThanOrEqual(voices.messages)
    expect(Math.max(...rows.map(({ voices }) => voices.authors))).toBeLessThanOrEqual(all.authors)
  })
})

describe('what happens more than once', () => {
  const week = weekOf('2026-11-17', settings)
  const next = weekOf('2026-11-24', settings)
  const later = weekOf('2026-12-01', settings)
  const answer = { url: 'https://vk.com/wall-1_2', text: '', accountId: null, promisedDate: null }
  const solved = { ...answer, kind: 'final', outcome: 'solved' } as const
  const planned = {
    ...answer,
    kind: 'final',
    outcome: 'planned',
    promisedDate: '2026-11-25',
    responsible: { type: 'recipient', recipientId: 'teploset' },
  } as const

  async function lived(live: (act: Act, office: TestOffice) => Promise<void>) {
    const office = await openOffice({ mountPages })
    const { ticketId, ...rest } = capture()
    await office.office.tickets.submit(await office.signed('operator'), { ticketId, ...rest })
    await live(async (at, type, data) => {
      office.clock.set(at)
      const sent =
        type === 'publish'
          ? publish(ticketId, data, { occurredAt: at })
          : { ...command('add_note', ticketId, { text: '' }, { occurredAt: at }), type, data }
      const outcome = await office.office.tickets.submit(await office.signed('head'), sent)
      expect(verdict(outcome), type).toBe('accepted')
      return outcome.commandId
    }, office)
    return {
      office,
      async counts(period: typeof week) {
        const { reader, organisationId } = office.office
        return (await blockStatistics(reader, organisationId, everything, period, office.clock.now())).total
          .counts
      },
    }
  }
  type Act = (at: string, type: string, data: Record<string, unknown>) => Promise<string>
  const reopen = { reason: 'not_solved', text: null }

  test('a ticket that came back twice in a week counts once there, and again in the next week', async () => {
    const { office, counts } = await lived(async act => {
      await act('2026-11-16T07:00:00.000Z', 'publish', solved)
      await act('2026-11-16T08:00:00.000Z', 'reopen', reopen)
      await act('2026-11-16T09:00:00.000Z', 'publish', { ...solved, url: 'https://vk.com/wall-1_3' })
      await act('2026-11-17T08:00:00.000Z', 'reopen', reopen)
      await act('2026-11-17T09:00:00.000Z', 'publish', { ...solved, url: 'https://vk.com/wall-1_4' })
      await act('2026-11-24T08:00:00.000Z', 'reopen', reopen)
    })
    expect((await counts(week)).reopened).toBe(1)
    expect((await counts(next)).reopened).toBe(1)
    expect((await counts(later)).reopened).toBe(0)
    // Taken up again it is not solved any more, though it was answered.
    expect(await counts(week)).toMatchObject({ answered: 1, solved: 0 })
    await office.close()
  })

  test('a return that was taken back did not happen', async () => {
    const { office, counts } = await lived(async act => {
      await act('2026-11-16T07:00:00.000Z', 'publish', solved)
      const stepId = await act('2026-11-16T08:00:00.000Z', 'reopen', reopen)
      await act('2026-11-16T08:01:00.000Z', 'undo', { stepId })
    })
    expect(await counts(week)).toMatchObject({ reopened: 0, answered: 1, solved: 1 })
    await office.close()
  })

  test('a promise is due on its last date, moved once in its week, kept in the week of the report', async () => {
    const { office, counts } = await lived(async act => {
      await act('2026-11-16T07:00:00.000Z', 'publish', planned)
      await act('2026-11-17T07:00:00.000Z', 'report_promise', {
        result: 'moved',
        date: '2026-12-01',
        reason: 'Нет труб',
      })
    })
    expect(await counts(week)).toMatchObject({ promises_due: 0, promises_moved: 1, promises_failed: 0 })
    expect(await counts(next)).toMatchObject({ promises_due: 0, promises_failed: 0 })
    expect(await counts(later)).toMatchObject({ promises_due: 1, promises_kept: 0, promises_failed: 0 })
    office.clock.set('2026-12-02T07:00:00.000Z')
    expect(await counts(later)).toMatchObject({ promises_due: 1, promises_failed: 1, promises_broken: 1 })
    await office.close()
  })

  test('a promise that was reported as kept is due and kept, one that was not is due and failed', async () => {
    for (const [result, expected] of [
      ['kept', { promises_due: 1, promises_kept: 1, promises_failed: 0, reopened: 0 }],
      ['broken', { promises_due: 1, promises_kept: 0, promises_failed: 1, reopened: 1 }],
    ] as const) {
      const { office, counts } = await lived(async act => {
        await act('2026-11-16T07:00:00.000Z', 'publish', planned)
        await act('2026-11-24T07:00:00.000Z', 'report_promise', { result, date: null, reason: 'Насос' })
      })
      expect(await counts(next)).toMatchObject(expected)
      await office.close()
    }
  })

  test('of several marks of a ticket the last of the period counts; words are no marks', async () => {
    const { office, counts } = await lived(async act => {
      await act('2026-11-16T07:00:00.000Z', 'publish', solved)
      await act('2026-11-16T07:30:00.000Z', 'rate_completeness', {
        met: ['answers_question', 'names_date', 'names_measure'],
        templateOnly: false,
      })
      await act('2026-11-16T08:00:00.000Z', 'record_satisfaction', { mark: 'solved', scale: 5, text: null })
      await act('2026-11-16T09:00:00.000Z', 'record_satisfaction', {
        mark: 'not_solved',
        scale: 2,
        text: null,
      })
      await act('2026-11-16T10:00:00.000Z', 'record_satisfaction', {
        mark: 'solved',
        scale: null,
        text: null,
      })
      await act('2026-11-24T10:00:00.000Z', 'record_satisfaction', { mark: 'solved', scale: 4, text: null })
    })
    expect(await counts(week)).toMatchObject({
      marked: 1,
      marked_high: 0,
      author_solved: 1,
      author_not_solved: 0,
      rated: 1,
    })
    expect(await counts(next)).toMatchObject({ marked: 1, marked_high: 1, author_solved: 0 })
    const place = { ...office.office, scope: everything }
    const { deadlines } = (await office.signed('head')).settings
    const asOf = office.clock.now()
    const { total } = await measuresBy(place, 'block', { period: week, asOf }, deadlines)
    expect(total.satisfaction).toEqual({ mean: 2, median: 2, max: 2, of: 1 })
    expect(total.completeness).toMatchObject({ mean: 0.75, of: 1 })
    await office.close()
  })

  test('a message that left for another body after more than seven days left late', async () => {
    const transfer = {
      organisationId: 'gas',
      way: 'letter',
      date: '2026-11-16',
      outgoingNumber: '17',
      ...answer,
      text: 'Горгаз',
    }
    const left = async (at: string, period: typeof week) => {
      const { office, counts } = await lived(async act => {
        await act(at, 'transfer', transfer)
      })
      const found = await counts(period)
      await office.close()
      return [found.redirected, found.redirected_late]
    }
    expect(await left('2026-11-23T06:00:00.000Z', next)).toEqual([1, 0])
    expect(await left('2026-11-23T06:00:00.001Z', next)).toEqual([1, 1])
  })

  test('what was put before the head in a week counts there, decided or not', async () => {
    const { office, counts } = await lived(async act => {
      await act('2026-11-16T07:00:00.000Z', 'put_before_head', { question: 'Что делать?', proposal: null })
      await act('2026-11-17T07:00:00.000Z', 'decide_question', { decision: 'Чинить' })
    })
    expect(await counts(week)).toMatchObject({ escalated: 1, before_head: 0 })
    await office.close()
  })

  test('there is a list behind every number, empty where the number is none', async () => {
    const { office } = await lived(async () => undefined)
    const { reader, organisationId } = office.office
    for (const metric of countedMetrics) {
      const { total } = await blockStatistics(reader, organisationId, everything, week, office.clock.now())
      const found = await listTickets(
        reader,
        organisationId,
        everything,
        { metric, period: week },
        office.clock.now(),
      )
      expect(found.total, metric).toBe(total.counts[metric])
    }
    await office.close()
  })
})
