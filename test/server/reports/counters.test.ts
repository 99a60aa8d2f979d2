import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { composeOffice } from '../../../server/compose.ts'
import { statisticsBy } from '../../../server/reports/block-statistics/by.ts'
import { blockStatistics } from '../../../server/reports/block-statistics/query.ts'
import { trend } from '../../../server/reports/block-statistics/trend.ts'
import { keepCounters } from '../../../server/reports/counters/keep.ts'
import { findCounted } from '../../../server/reports/counters/read.ts'
import { openSqlite } from '../../../server/store/sqlite.ts'
import { createWriter, type Tx } from '../../../server/store/writer.ts'
import { readScope, type Scope } from '../../../shared/policy/permissions.ts'
import { blockIds } from '../../../shared/reference/blocks.ts'
import { monthOf, type Period, periodOf, periodsUntil, weekOf } from '../../../shared/reports/period.ts'
import { countedMetrics } from '../../../shared/reports/statistics.ts'
import {
  assign,
  capture,
  classify,
  command,
  monday,
  newFolder,
  openOffice,
  type PersonName,
  prepareReply,
  publicUrl,
  publish,
  type TestOffice,
  verdict,
  withdraw,
} from '../office-for-tests.ts'

const zone = 'Europe/Ulyanovsk'
const settings = { zone, firstWeekday: 4 } as const
const everything: Scope = { any: [{ all: true }], notAbout: [] }

let office: TestOffice
afterEach(() => office.close())

const answer = { url: 'https://vk.com/wall-1_2', text: '', accountId: null, promisedDate: null }
const promised = {
  ...answer,
  outcome: 'planned' as const,
  promisedDate: '2026-11-25',
  responsible: { type: 'recipient' as const, recipientId: 'teploset' },
}

/** Few, so that much happens to each. */
const mostTickets = 4

type Turn = (ticketId: string, other: string, n: number, at: string) => [PersonName, unknown]

/** Whatever can happen to a ticket; what the rules refuse happens to none, and must change no number either. */
const turns: Turn[] = [
  (id, _, n, occurredAt) => [
    'head',
    classify(id, { block: { from: 'zhkh', to: n % 2 === 0 ? 'roads' : 'zhkh' } }, { occurredAt }),
  ],
  (id, _, n, occurredAt) => [
    'head',
    classify(
      id,
      {
        complaint: {
          from: null,
          to: { personIds: n % 2 === 0 ? [office.idOf('zhkhHead')] : [], recipientIds: [] },
        },
      },
      { occurredAt },
    ),
  ],
  (id, _, n, occurredAt) => [
    'head',
    classify(id, { kind: { from: 'message', to: n % 2 === 0 ? 'gratitude' : 'question' } }, { occurredAt }),
  ],
  (id, _, __, occurredAt) => ['head', assign(id, 'roads-unit', { occurredAt })],
  (id, _, __, occurredAt) => ['head', publish(id, { ...answer, kind: 'first' }, { occurredAt })],
  (id, _, __, occurredAt) => [
    'head',
    publish(id, { ...answer, kind: 'final', outcome: 'solved' }, { occurredAt }),
  ],
  (id, _, __, occurredAt) => ['head', publish(id, { ...promised, kind: 'final' }, { occurredAt })],
  (id, _, n, occurredAt) => [
    'head',
    command(
      'report_promise',
      id,
      n % 3 === 0
        ? { result: 'kept', date: null, reason: null }
        : n % 3 === 1
          ? { result: 'moved', date: '2026-12-04', reason: 'Нет труб' }
          : { result: 'broken', date: null, reason: 'Нет труб' },
      { occurredAt },
    ),
  ],
  (id, _, __, occurredAt) => [
    'head',
    command('reopen', id, { reason: 'not_solved', text: null }, { occurredAt }),
  ],
  (id, _, __, occurredAt) => ['head', command('reject', id, { reason: 'spam', text: null }, { occurredAt })],
  (id, _, n, occurredAt) => [
    'head',
    command(
      'mark_impossible',
      id,
      { reason: 'comments_closed', text: null, closes: n % 2 === 0 },
      { occurredAt },
    ),
  ],
  (id, other, _, occurredAt) => ['head', command('merge', id, { into: other }, { occurredAt })],
  (id, _, __, occurredAt) => ['head', command('unmerge', id, {}, { occurredAt })],
  (id, _, __, occurredAt) => [
    'head',
    command(
      'transfer',
      id,
      {
        organisationId: 'gas',
        way: 'letter',
        date: '2026-11-16',
        outgoingNumber: '17',
        ...answer,
        text: 'Горгаз',
      },
      { occurredAt },
    ),
  ],
  (id, _, __, occurredAt) => [
    'zhkhHead',
    command('put_before_head', id, { question: 'Что делать?', proposal: null }, { occurredAt }),
  ],
  (id, _, __, occurredAt) => ['head', command('decide_question', id, { decision: 'Чинить' }, { occurredAt })],
  (id, _, n, occurredAt) => [
    'chief',
    command(
      'give_order',
      id,
      { to: promised.responsible, dueOn: n % 2 === 0 ? '2026-11-18' : '2026-12-01', text: 'Доложить' },
      { occurredAt },
    ),
  ],
  (id, _, n, occurredAt) => [
    'head',
    command(
      'record_satisfaction',
      id,
      { mark: n % 2 === 0 ? 'solved' : 'not_solved', scale: n % 3 === 0 ? null : (n % 5) + 1, text: null },
      { occurredAt },
    ),
  ],
  (id, _, n, occurredAt) => [
    'head',
    command('rate_completeness', id, { met: ['names_date'], templateOnly: n % 2 === 0 }, { occurredAt }),
  ],
  (id, _, __, occurredAt) => ['head', prepareReply(id, 'Починим', { occurredAt })],
  (id, _, n, occurredAt) => [
    'head',
    command(
      'await_outside',
      id,
      { organisationId: 'gas', until: n % 2 === 0 ? '2026-11-18' : '2026-12-01', text: 'Горгаз' },
      { occurredAt },
    ),
  ],
  (id, other, _, occurredAt) => [
    'head',
    classify(id, { repeatOf: { from: null, to: other } }, { occurredAt }),
  ],
  (id, _, __, occurredAt) => ['operator', withdraw(id, { occurredAt })],
]

const stepArbitrary = fc.oneof(
  { weight: 3, arbitrary: fc.record({ step: fc.constant('capture' as const), n: fc.nat(9) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      step: fc.constant('turn' as const),
      n: fc.nat(60),
      turn: fc.nat(turns.length - 1),
      on: fc.nat(9),
    }),
  },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('undo' as const), n: fc.nat(9) }) },
  {
    weight: 5,
    arbitrary: fc.record({ step: fc.constant('time' as const), n: fc.integer({ min: 1, max: 90 }) }),
  },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('tick' as const), n: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('look' as const), n: fc.nat(30) }) },
)

/** Every number by blocks from the counters, and the same counted from the tickets. */
async function compare(scope: Scope, period: Period) {
  const { reader, organisationId } = office.office
  const asOf = office.clock.now()
  const stored = await blockStatistics(reader, organisationId, scope, period, asOf)
  const counted = await statisticsBy({ reader, organisationId, scope }, 'block', { period, asOf })
  const rows = new Map(counted.rows.map(row => [row.key, row]))
  for (const { block, counts, oldestOpenAt } of stored.rows) {
    const recount = rows.get(block)
    expect(counts, block).toEqual(
      recount?.counts ?? Object.fromEntries(countedMetrics.map(each => [each, 0])),
    )
    expect(oldestOpenAt).toBe(recount?.oldestOpenAt ?? null)
  }
  expect(stored.total.counts).toEqual(counted.total.counts)
}

async function countersAnswer(period: Period): Promise<boolean> {
  const { reader, organisationId } = office.office
  const reading = { period, asOf: office.clock.now() }
  return (await findCounted({ reader, organisationId }, blockIds, reading)) !== undefined
}

function periodsAround(n: number): Period[] {
  const today = office.clock.now().slice(0, 10)
  const week = weekOf(today, settings)
  return [
    week,
    weekOf('2026-11-16', settings),
    monthOf(today, settings),
    periodOf('any', '2026-11-16', `2026-11-${16 + (n % 14)}`, zone),
  ]
}

/** The rows as they stand, without those that came to nothing. */
function storedRows(folder: string): unknown[] {
  const file = new Sqlite(join(folder, 'pult.sqlite'))
  const rows = file.prepare('select * from block_counters order by day, block').all()
  file.close()
  return rows.filter(
    row =>
      typeof row === 'object' &&
      row !== null &&
      Object.values(row).some(value => typeof value === 'number' && value !== 0),
  )
}

test('the counters equal a recount after any commands and any clock, for everyone who reads them', async () => {
  const runs = Number(process.env.PROPERTY_RUNS ?? 8)
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { minLength: 40, maxLength: 60, size: 'max' }), async steps => {
      office = await openOffice()
      const tickets: string[] = []
      const done: { ticketId: string; id: string; by: PersonName }[] = []
      for (const each of steps) {
        const at = office.clock.now()
        switch (each.step) {
          case 'capture': {
            if (tickets.length === mostTickets) break
            const taken = capture({
              occurredAt: at,
              block: each.n % 3 === 0 ? 'roads' : each.n % 3 === 1 ? 'none' : 'zhkh',
              urgent: each.n % 4 === 0,
            })
            const by: PersonName = each.n % 2 === 0 ? 'operator' : 'zhkhHead'
            await office.office.tickets.submit(await office.signed(by), taken)
            tickets.push(taken.ticketId)
            break
          }
          case 'turn': {
            const [ticketId, other] = [tickets[each.on % tickets.length], tickets[each.n % tickets.length]]
            if (ticketId === undefined || other === undefined) break
            // The first of the turns, from that one on, that the rules allow.
            for (let past = 0; past < turns.length; past += 1) {
              const turn = turns[(each.turn + past) % turns.length]
              if (turn === undefined) break
              const [by, sent] = turn(ticketId, other, each.n, at)
              const outcome = await office.office.tickets.submit(await office.signed(by), sent)
              if (outcome.outcome === 'refused') continue
              done.push({ ticketId, id: outcome.commandId, by })
              break
            }
            break
          }
          case 'undo': {
            const last = done.at(-1)
            if (last === undefined) break
            const undo = command('undo', last.ticketId, { stepId: last.id }, { occurredAt: at })
            await office.office.tickets.submit(await office.signed(last.by), undo)
            break
          }
          case 'time':
            office.clock.pass(each.n * 3_600)
            break
          case 'tick':
            await office.office.jobs.tick()
            break
          case 'look':
            for (const period of periodsAround(each.n)) {
              expect(await countersAnswer(period)).toBe(true)
              await compare(everything, period)
            }
            break
        }
      }
      for (const period of periodsAround(13)) {
        await compare(everything, period)
        for (const name of ['head', 'zhkhHead', 'chief', 'informer', 'operator'] as const) {
          const { actor, settings: standing } = await office.signed(name)
          await compare(readScope(actor, standing), period)
        }
      }
      // Made anew they are the same, row by row.
      await office.office.jobs.tick()
      office.clock.pass(2 * 3_600)
      await office.office.jobs.tick()
      const kept = storedRows(office.folder)
      const file = new Sqlite(join(office.folder, 'pult.sqlite'))
      file.exec('delete from counter_states')
      file.close()
      await office.restart()
      expect(storedRows(office.folder)).toEqual(kept)
      expect(office.errors).toEqual([])
      await office.close()
    }),
    { numRuns: runs },
  )
  office = await openOffice()
}, 300_000)

async function recorded(at: string): Promise<string> {
  office.clock.set(at)
  const { ticketId, ...rest } = capture({ occurredAt: at })
  const outcome = await office.office.tickets.submit(await office.signed('operator'), { ticketId, ...rest })
  expect(verdict(outcome)).toBe('accepted')
  return ticketId
}

test('a ticket recorded a millisecond before midnight is of the week that ends, at midnight of the next one', async () => {
  office = await openOffice()
  // Thursday begins at 20:00 UTC of Wednesday.
  const week = weekOf('2026-11-18', settings)
  const next = weekOf('2026-11-19', settings)
  await recorded('2026-11-18T19:59:59.999Z')
  await recorded('2026-11-18T20:00:00.000Z')
  await recorded('2026-11-18T20:00:00.001Z')
  const { reader, organisationId } = office.office
  const received = async (period: Period) =>
    (await blockStatistics(reader, organisationId, everything, period, office.clock.now())).total.counts
      .received
  expect([await received(week), await received(next)]).toEqual([1, 2])
  expect(await countersAnswer(week)).toBe(true)
})

test('moving the time of a ticket over the border of two periods moves it in exactly these two', async () => {
  const border = Date.parse('2026-11-25T20:00:00.000Z')
  office = await openOffice()
  const weeks = periodsUntil('week', '2026-12-09', 4, settings)
  const place = { ...office.office, scope: everything }
  let before = await trend(place, weeks, office.clock.now())
  for (const shift of [-86_400_000, -1, 0, 1, 86_400_000]) {
    await recorded(new Date(border + shift).toISOString())
    const after = await trend(place, weeks, office.clock.now())
    const grown = after.filter((point, n) => point.counts.received !== before[n]?.counts.received)
    expect(grown.map(point => point.period.firstDate)).toEqual([shift < 0 ? '2026-11-19' : '2026-11-26'])
    before = after
  }
})

test('a moment before that until which the counters stand is counted from the tickets', async () => {
  office = await openOffice()
  await recorded(monday)
  office.clock.pass(30 * 86_400)
  await office.office.jobs.tick()
  const late = office.clock.now()
  office.clock.set('2026-11-16T06:30:00.000Z')
  expect(await countersAnswer(weekOf('2026-11-16', settings))).toBe(false)
  const { reader, organisationId } = office.office
  const period = weekOf('2026-11-16', settings)
  const { total } = await blockStatistics(reader, organisationId, everything, period, office.clock.now())
  expect(total.counts).toMatchObject({ received: 1, open: 1, overdue: 0 })
  office.clock.set(late)
  expect(
    (await blockStatistics(reader, organisationId, everything, period, late)).total.counts,
  ).toMatchObject({
    received: 1,
    open: 1,
    overdue: 1,
  })
})

test('after the clock was set back, and in another zone, the counters are made anew', async () => {
  office = await openOffice()
  await recorded(monday)
  office.clock.pass(30 * 86_400)
  await office.office.jobs.tick()
  office.clock.set('2026-11-16T07:00:00.000Z')
  await office.office.jobs.tick()
  expect(await countersAnswer(weekOf('2026-11-16', settings))).toBe(true)
  await office.office.settings.change(await office.signed('head'), null, standing => ({
    ...standing,
    deadlines: { ...standing.deadlines, zone: 'Asia/Kamchatka' },
  }))
  const kamchatka = { zone: 'Asia/Kamchatka', firstWeekday: 4 } as const
  expect(await countersAnswer(weekOf('2026-11-16', kamchatka))).toBe(false)
  await compare(everything, weekOf('2026-11-16', kamchatka))
  await office.office.jobs.tick()
  expect(await countersAnswer(weekOf('2026-11-16', kamchatka))).toBe(true)
  await compare(everything, weekOf('2026-11-16', kamchatka))
})

test('a database of the first version gets its counters at the start, as the tickets say', async () => {
  office = await openOffice()
  const folder = newFolder()
  const file = new Sqlite(join(folder, 'pult.sqlite'))
  file.exec(readFileSync(new URL('../office-of-version-1.sql', import.meta.url), 'utf8'))
  file.close()
  const now = '2026-11-17T06:00:00.000Z'
  const { office: old, close } = await composeOffice({
    dataDir: folder,
    publicUrl,
    now: () => now,
    report: expect.fail,
  })
  const reading = { period: weekOf('2026-11-16', settings), asOf: now }
  const { reader, organisationId } = old
  expect(await findCounted({ reader, organisationId }, blockIds, reading)).toBeDefined()
  const stored = await blockStatistics(reader, organisationId, everything, reading.period, now)
  const counted = await statisticsBy({ reader, organisationId, scope: everything }, 'block', reading)
  expect(stored.total).toEqual(counted.total)
  expect(stored.total.counts).toMatchObject({ received: 5, open: 4 })
  await close()
  rmSync(folder, { recursive: true, force: true })
})

test('what people do while the counters are made anew is in them once', async () => {
  office = await openOffice()
  const at = '2026-11-18T08:00:00.000Z'
  const moved = await recorded(at)
  await recorded(at)
  const store = openSqlite(join(office.folder, 'pult.sqlite'))
  const { write, close } = createWriter(store.writer)
  try {
    await store.writer.deleteFrom('counter_states').execute()
    const { organisationId, reader, reportReader } = office.office
    const desk = {
      organisationId,
      reader,
      reportReader,
      // All tickets have been read by now, and the counters are not yet written.
      write: async <Result>(job: (tx: Tx) => Promise<Result>) => {
        await recorded(at)
        await office.office.tickets.submit(
          await office.signed('head'),
          classify(moved, { block: { from: 'zhkh', to: 'roads' } }),
        )
        return write(job)
      },
    }
    expect(await keepCounters(desk, { zone, now: office.clock.now() })).toBe(true)
  } finally {
    await close()
    await store.close()
  }
  const week = weekOf('2026-11-18', settings)
  expect(await countersAnswer(week)).toBe(true)
  await compare(everything, week)
  const { total } = await blockStatistics(
    office.office.reader,
    office.office.organisationId,
    everything,
    week,
    office.clock.now(),
  )
  expect(total.counts.received).toBe(3)
})
