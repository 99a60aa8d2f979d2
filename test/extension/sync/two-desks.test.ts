import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { afterEach, describe, expect, it } from 'vitest'
import { undoLast } from '../../../extension/store/undo.ts'
import { placeText } from '../../../shared/ticket/decision.ts'
import { capture, openOffice, sourceDraft, type TestOffice } from '../../server/office-for-tests.ts'
import { createDesk, type TestDesk, type Weather } from './desk-for-tests.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function twoDesks() {
  const office = await openOffice()
  const first = createDesk(office, await office.enrol('operator'))
  const second = createDesk(office, await office.enrol('zhkhHead'))
  closers.push(async () => {
    await first.close()
    await second.close()
    await office.close()
  })
  await first.sync()
  await second.sync()
  return { office, first, second }
}

function record(desk: TestDesk, post: number) {
  const { data } = capture({ source: sourceDraft({ key: `vk:-212000009:${post}` }) })
  return desk.act({ type: 'capture', ticketId: uuid(), data })
}

async function views(desk: TestDesk) {
  const records = await desk.desk.tickets.toArray()
  return records.filter(row => row.view.ticket.status !== 'withdrawn').sort((a, b) => (a.id < b.id ? -1 : 1))
}

describe('Two people at two computers', () => {
  it('who record the same post offline have one ticket, and both later edits are on it', async () => {
    const { office, first, second } = await twoDesks()
    const one = await record(first, 1)
    const two = await record(second, 1)
    if (one.outcome === 'refused' || two.outcome === 'refused') throw new Error('refused')
    await first.act({
      type: 'classify',
      ticketId: one.ticketId,
      data: { changes: { place: { from: null, to: 'Садовая, 5' } }, sorted: true },
    })
    await second.act({
      type: 'classify',
      ticketId: two.ticketId,
      data: { changes: { urgent: { from: false, to: true } }, sorted: true },
    })
    await first.sync()
    await second.sync()
    await first.sync()

    const [onFirst, ...noMore] = await views(first)
    const [onSecond, ...noMoreEither] = await views(second)
    expect([noMore, noMoreEither]).toEqual([[], []])
    expect(onFirst?.view).toEqual(onSecond?.view)
    expect(onSecond?.view.ticket.urgent).toBe(true)
    expect(onSecond && placeText(onSecond.view)).toBe('Садовая, 5')
    expect(await second.desk.refused.count()).toBe(0)
    expect(office.errors).toEqual([])
  })

  it('an answer that was lost on the way leaves one ticket, not two', async () => {
    const { first } = await twoDesks()
    await record(first, 1)
    expect(await first.sync('answer-lost')).toEqual({ link: 'offline' })
    expect(await first.desk.outbox.count()).toBe(1)
    await first.sync()
    expect(await first.desk.outbox.count()).toBe(0)
    const [ticket, ...others] = await views(first)
    expect(ticket?.view.ticket.number).toBe(1)
    expect(others).toEqual([])
  })

  it('a server restored from yesterday gets today again from the computers', async () => {
    const { office, first } = await twoDesks()
    await record(first, 1)
    await first.sync()
    // The restored database knows nothing of today and carries another epoch.
    const [{ id } = { id: '' }] = await views(first)
    await first.desk.meta.put({ name: 'epoch', value: 'before the restore' })
    await first.sync()
    expect(await first.desk.outbox.count()).toBe(0)
    expect((await views(first)).map(row => row.id)).toEqual([id])
    expect(office.errors).toEqual([])
  })

  it('an edit of the same field is refused with both values and waits in the tray', async () => {
    const { first, second } = await twoDesks()
    await record(first, 1)
    await first.sync()
    await second.sync()
    const [{ id } = { id: '' }] = await views(second)
    const move = (desk: TestDesk, to: 'energy' | 'none') =>
      desk.act({
        type: 'classify',
        ticketId: id,
        data: { changes: { block: { from: 'zhkh', to } }, sorted: true },
      })
    await move(first, 'none')
    await move(second, 'energy')
    await second.sync()
    await first.sync()
    const [refused] = await first.desk.refused.toArray()
    expect(refused?.refusal).toEqual({
      code: 'conflict',
      details: { field: 'block', current: 'energy', wanted: 'none' },
    })
    const [row] = await views(first)
    expect(row?.view.ticket.block).toBe('energy')
  })
})

type Step =
  | { does: 'record'; who: 0 | 1; post: number }
  | { does: 'edit'; who: 0 | 1; which: number; field: 'urgent' | 'place' | 'block' }
  | { does: 'assign'; who: 0 | 1; which: number }
  | { does: 'answer'; who: 0 | 1; which: number }
  | { does: 'withdraw'; who: 0 | 1; which: number }
  | { does: 'merge'; who: 0 | 1; which: number; into: number }
  | { does: 'unmerge' | 'split' | 'note' | 'prepare' | 'thank' | 'undo'; who: 0 | 1; which: number }
  | { does: 'sync'; who: 0 | 1; weather: Weather }
  | { does: 'time'; seconds: number }

const who = fc.constantFrom<0 | 1>(0, 1)
const which = fc.nat(5)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('record' as const), who, post: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('edit' as const),
      who,
      which,
      field: fc.constantFrom('urgent' as const, 'place' as const, 'block' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.record({ does: fc.constant('assign' as const), who, which }),
      fc.record({ does: fc.constant('answer' as const), who, which }),
      fc.record({ does: fc.constant('withdraw' as const), who, which }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.oneof(
      fc.record({ does: fc.constant('merge' as const), who, which, into: fc.nat(5) }),
      fc.record({
        does: fc.constantFrom(
          'unmerge' as const,
          'split' as const,
          'note' as const,
          'prepare' as const,
          'thank' as const,
          'undo' as const,
        ),
        who,
        which,
      }),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('sync' as const),
      who,
      weather: fc.constantFrom<Weather>('fine', 'fine', 'down', 'answer-lost'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('time' as const),
      seconds: fc.integer({ min: 1, max: 90_000 }),
    }),
  },
)

async function take(taken: Step, office: TestOffice, desks: readonly [TestDesk, TestDesk], serial: number) {
  if (taken.does === 'time') return office.clock.pass(taken.seconds)
  const desk = desks[taken.who]
  if (taken.does === 'sync') return desk.sync(taken.weather)
  if (taken.does === 'record') return record(desk, taken.post)
  const rows = await desk.desk.tickets.orderBy('id').toArray()
  const row = rows[taken.which % Math.max(1, rows.length)]
  if (!row) return
  const { ticket } = row.view
  const ticketId = row.id
  if (taken.does === 'withdraw') return desk.act({ type: 'withdraw', ticketId, data: {} })
  if (taken.does === 'assign')
    return desk.act({ type: 'assign', ticketId, data: { recipientId: 'teploset' } })
  if (taken.does === 'answer') {
    const url = `https://vk.com/wall-212000001_${serial}`
    const data = { kind: 'final' as const, url, text: '', accountId: null, promisedDate: null }
    return desk.act({ type: 'publish', ticketId, data })
  }
  switch (taken.does) {
    case 'merge':
      return desk.act({
        type: 'merge',
        ticketId,
        data: { into: rows[taken.into % rows.length]?.id ?? ticketId },
      })
    case 'unmerge':
      return desk.act({ type: 'unmerge', ticketId, data: {} })
    case 'note':
      return desk.act({ type: 'add_note', ticketId, data: { text: `заметка ${serial}` } })
    case 'prepare': {
      const data = { kind: 'interim' as const, text: `ответ ${serial}` }
      return desk.act({ type: 'prepare_reply', ticketId, data })
    }
    case 'thank': {
      const changes = { kind: { from: ticket.kind, to: 'gratitude' as const } }
      return desk.act({ type: 'classify', ticketId, data: { changes, sorted: true } })
    }
    case 'undo':
      return undoLast(desk.desk, ticketId, uuid(), office.clock.now())
    case 'split': {
      const { block, subtopic, settlement, urgent } = ticket
      const data = { newTicketId: uuid(), essence: `второе ${serial}`, block, subtopic, settlement, urgent }
      return desk.act({ type: 'split', ticketId, data: { ...data, place: null } })
    }
    default:
  }
  const changes = {
    urgent: { urgent: { from: ticket.urgent, to: !ticket.urgent } },
    place: { place: { from: placeText(row.view), to: `место ${serial}` } },
    block: {
      block: { from: ticket.block, to: ticket.block === 'zhkh' ? ('energy' as const) : ('zhkh' as const) },
    },
  }[taken.field]
  return desk.act({ type: 'classify', ticketId, data: { changes, sorted: serial % 2 === 0 } })
}

describe('Any order of two people’s acts, with retries, lost answers and refusals', () => {
  it('ends in the same tickets on both computers and the server, each act done once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async steps => {
        const { office, first, second } = await twoDesks()
        let serial = 0
        for (const each of steps) {
          serial += 1
          await take(each, office, [first, second], serial)
        }
        for (const desk of [first, second, first, second])
          expect(await desk.sync()).toEqual({ link: 'online' })

        for (const [desk, name] of [
          [first, 'operator'],
          [second, 'zhkhHead'],
        ] as const) {
          expect(await desk.desk.outbox.count()).toBe(0)
          const device = await office.enrol(name)
          const answer = await device.pull()
          expect(answer.more).toBe(false)
          const onServer = answer.tickets.sort((a, b) => (a.ticket.id < b.ticket.id ? -1 : 1))
          expect((await views(desk)).map(row => row.view)).toEqual(onServer)
        }

        const events = await office.office.reader
          .selectFrom('events')
          .select(['command_id', 'type'])
          .groupBy(['command_id', 'type'])
          .having(eb => eb.fn.countAll<number>(), '>', 1)
          .execute()
        expect(events).toEqual([])
        const standing = await office.office.reader
          .selectFrom('sources')
          .select('key')
          .where('withdrawn', '=', 0)
          .groupBy('key')
          .having(eb => eb.fn.countAll<number>(), '>', 1)
          .execute()
        expect(standing).toEqual([])
        expect(office.errors).toEqual([])
        for (const close of closers.splice(0)) await close()
      }),
      { numRuns: 40 },
    )
  }, 120_000)
})
