import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { listTickets } from '../../../server/reports/block-statistics/list.ts'
import { blockStatistics, countedMetrics } from '../../../server/reports/block-statistics/query.ts'
import { periodVoices } from '../../../server/reports/voices.ts'
import { readScope, type Scope } from '../../../shared/policy/permissions.ts'
import { blockIds } from '../../../shared/reference/blocks.ts'
import { monthOf, periodOf, weekOf } from '../../../shared/reports/period.ts'
import {
  capture,
  command,
  openOffice,
  type PersonName,
  publish,
  type TestOffice,
  verdict,
  withdraw,
} from '../office-for-tests.ts'
import { open, openSampleOffice, sampleNow } from './sample-office.ts'

const settings = { zone: 'Europe/Ulyanovsk', firstWeekday: 4 } as const
const periods = [
  weekOf('2026-11-25', settings),
  monthOf('2026-10-15', settings),
  periodOf('any', '2026-10-01', '2026-11-25', settings.zone),
]

const everything: Scope = { any: [{ all: true }], notAbout: [] }

const plain = (text: string) => text.replaceAll(/[\u00a0\u00ad]/g, ' ')

describe('in the sample district', () => {
  let sample: TestOffice
  beforeAll(async () => {
    sample = await openSampleOffice({ every: 3 })
  }, 60_000)
  afterAll(() => sample.close())

  async function statisticsOf(name: PersonName, period = periods[0] ?? weekOf('2026-11-25', settings)) {
    const { office } = sample
    const { actor, settings: standing } = await sample.signed(name)
    const scope = readScope(actor, standing)
    return {
      scope,
      statistics: await blockStatistics(office.reader, office.organisationId, scope, period, sampleNow),
    }
  }

  test.each(periods)('every number equals the length of its list: %#', async period => {
    const { office } = sample
    for (const name of ['head', 'zhkhHead', 'operator', 'executor'] as const) {
      const { scope, statistics } = await statisticsOf(name, period)
      for (const metric of countedMetrics) {
        for (const block of [...blockIds, undefined]) {
          const row =
            block === undefined ? statistics.total : statistics.rows.find(each => each.block === block)
          let length = 0
          for (let page = 1, pages = 1; page <= pages; page += 1) {
            const filter = { metric, block, period }
            const found = await listTickets(
              office.reader,
              office.organisationId,
              scope,
              filter,
              sampleNow,
              page,
            )
            length += found.rows.length
            pages = found.pages
          }
          expect(length, `${name} ${metric} ${block}`).toBe(row?.counts[metric])
        }
      }
    }
  })

  test('there is something to count', async () => {
    const { statistics } = await statisticsOf('head')
    const { counts } = statistics.total
    expect(counts.received).toBeGreaterThan(10)
    expect(counts.overdue).toBeGreaterThan(0)
    expect(counts.answered).toBeGreaterThan(0)
  })

  test('what is not sorted, in execution, at outside bodies and to publish is together everything in work', async () => {
    const { statistics } = await statisticsOf('head')
    for (const { counts } of [...statistics.rows, statistics.total]) {
      expect(counts.not_sorted + counts.in_execution + counts.outside + counts.to_publish).toBe(counts.open)
      expect(counts.first_in_time).toBeLessThanOrEqual(counts.first_due)
      expect(counts.final_in_time).toBeLessThanOrEqual(counts.final_due)
    }
  })

  test('the oldest open ticket stands first in the list behind its age', async () => {
    const { office } = sample
    const { scope, statistics } = await statisticsOf('head')
    const found = await listTickets(
      office.reader,
      office.organisationId,
      scope,
      { metric: 'longest', period: statistics.period },
      sampleNow,
    )
    expect(found.rows[0]?.ticket.capturedAt).toBe(statistics.total.oldestOpenAt)
  })

  test('every number on the page is a link, and the page behind it says the same number', async () => {
    const html = await (await open(sample, 'head', '/')).text()
    const links = [
      ...html.matchAll(/<a[^>]*href="(\/tickets\?[^"]+)"[^>]*>(?:<span[^>]*>.<\/span>)?(\d+)<\/a>/g),
    ]
    expect(links.length).toBeGreaterThan(100)
    const seen = new Map(links.map(([, href = '', number = '']) => [href.replaceAll('&amp;', '&'), number]))
    for (const [href, number] of seen) {
      const list = plain(await (await open(sample, 'head', href)).text())
      expect(list, href).toMatch(new RegExp(`<b class="ink">${number} карточ`))
    }
  }, 60_000)

  test('a head of a block sees numbers of own blocks only', async () => {
    const { statistics } = await statisticsOf('zhkhHead')
    const { statistics: all } = await statisticsOf('head')
    const of = (from: typeof all, block: string) =>
      from.rows.find(row => row.block === block)?.counts.received
    expect(of(statistics, 'zhkh')).toBe(of(all, 'zhkh'))
    expect(of(statistics, 'health')).toBe(0)
    const html = await (await open(sample, 'zhkhHead', '/')).text()
    expect(html).toContain('Показано то, что входит в ваши полномочия')
    expect(html).not.toContain('scope="row" title="Здравоохранение"')
    expect(html).toContain('scope="row" title="Энергетика"')
  })

  test('the page says as of when, and by which clock', async () => {
    const html = plain(await (await open(sample, 'chief', '/')).text())
    expect(html).toContain('По состоянию на 25 ноября 2026, 16:40 (Ульяновск, UTC+4)')
    expect(html).toContain('Неделя 19–25 ноября 2026')
  })

  test('a slip in the address is told in words', async () => {
    const html = await (await open(sample, 'head', '/?period=week&date=<script>')).text()
    expect(html).toContain('Дата «&lt;script>» не читается')
  })

  test('words find a ticket in any spelling, a number finds its ticket', async () => {
    const { office } = sample
    const { scope, statistics } = await statisticsOf('head')
    const find = (text: string) =>
      listTickets(
        office.reader,
        office.organisationId,
        scope,
        { metric: 'received', period: periods[2] ?? statistics.period, text },
        sampleNow,
      )
    expect((await find('ЗДРАВСТВУЙТЕ')).total).toBe((await find('здравствуйте')).total)
    expect((await find('здравствуйте')).total).toBeGreaterThan(5)
    expect((await find('№ 40')).rows.some(({ ticket }) => ticket.number === 40)).toBe(true)
    expect((await find('%')).total).toBeLessThan(200)
    expect((await find("'; drop table tickets; --")).total).toBe(0)
  })
})

describe('the search', () => {
  test('finds words of the message, its author, place and reply, and never what only the format says', async () => {
    const office = await openOffice({ mountPages })
    const head = await office.signed('head')
    const command = capture({ place: 'у дома 5%' })
    for (const each of [command, publish(command.ticketId, { text: 'Насос «Ока» заменён\\' })])
      await office.office.tickets.submit(head, each)
    const found = async (text: string) => {
      const filter = { metric: 'received' as const, period: weekOf('2026-11-17', settings), text }
      const { reader, organisationId } = office.office
      return (await listTickets(reader, organisationId, everything, filter, sampleNow)).total
    }
    for (const text of ['садовой', 'житель', 'дома 5%', '«ока»', 'ВОДЫ житель', 'заменён\\'])
      expect(await found(text), text).toBe(1)
    for (const text of ['post', 'url', 'vk', 'text', 'null', 'author', '{', '"', '_ока_', '%', '!', '\\n'])
      expect(await found(text), text).toBe(text === '%' ? 1 : 0)
    await office.close()
  })
})

async function act(office: TestOffice, ticketId: string, type: string, data: unknown): Promise<void> {
  const outcome = await office.office.tickets.submit(await office.signed('head'), {
    id: uuid(),
    ticketId,
    occurredAt: office.clock.now(),
    baseVersion: 0,
    dependsOn: null,
    type,
    data,
  })
  if (outcome.outcome === 'refused') throw new Error(`${type}: ${outcome.refusal.code}`)
}

describe('a number', () => {
  async function counted(
    prepare: (office: TestOffice) => Promise<void>,
    at: string,
    weekDate = '2026-11-17',
  ) {
    const office = await openOffice({ mountPages })
    await prepare(office)
    office.clock.set(at)
    const period = weekOf(weekDate, settings)
    const { reader, organisationId } = office.office
    const { total } = await blockStatistics(reader, organisationId, everything, period, at)
    await office.close()
    return total.counts
  }

  test('a withdrawn record never counts', async () => {
    const counts = await counted(async office => {
      const command = capture()
      const operator = await office.signed('operator')
      await office.office.tickets.submit(operator, command)
      await office.office.tickets.submit(operator, withdraw(command.ticketId))
    }, '2026-11-16T06:00:05.000Z')
    for (const metric of countedMetrics) expect(counts[metric], metric).toBe(0)
  })

  test('silence is not on time: an overdue ticket without an answer stands in the base', async () => {
    const counts = await counted(async office => {
      await office.office.tickets.submit(await office.signed('operator'), capture())
    }, '2026-11-18T12:00:00.000Z')
    expect(counts).toMatchObject({ first_due: 1, first_in_time: 0, overdue: 1, final_due: 0 })
  })

  test('a reply at the very instant of its deadline is late, one second before it is not', async () => {
    const replied = (at: string) =>
      counted(async office => {
        const command = capture()
        await office.office.tickets.submit(await office.signed('operator'), command)
        office.clock.set(at)
        await office.office.tickets.submit(
          await office.signed('head'),
          publish(command.ticketId, { kind: 'final' }, { occurredAt: at }),
        )
      }, '2026-11-18T12:00:00.000Z')
    // Eight working hours from Monday 10:00, lunch apart: Tuesday 10:00.
    expect(await replied('2026-11-17T06:00:00.000Z')).toMatchObject({
      first_due: 1,
      first_in_time: 0,
      final_in_time: 1,
    })
    expect(await replied('2026-11-17T05:59:59.000Z')).toMatchObject({
      first_due: 1,
      first_in_time: 1,
      final_in_time: 1,
    })
  })

  test('gratitude is received and never late, nor on time', async () => {
    const counts = await counted(async office => {
      await office.office.tickets.submit(await office.signed('operator'), capture({ kind: 'gratitude' }))
    }, '2026-11-18T12:00:00.000Z')
    expect(counts).toMatchObject({ received: 1, first_due: 0, final_due: 0, overdue: 0, answered: 0 })
  })

  test('what is off topic is not even received', async () => {
    const counts = await counted(async office => {
      await office.office.tickets.submit(await office.signed('operator'), capture({ kind: 'irrelevant' }))
    }, '2026-11-18T12:00:00.000Z')
    expect(counts).toMatchObject({ received: 0, open: 0 })
  })

  test('where no answer is possible it is neither on time nor late, and stands in a column of its own', async () => {
    const counts = await counted(async office => {
      const command = capture()
      await office.office.tickets.submit(await office.signed('operator'), command)
      office.clock.set('2026-11-18T11:00:00.000Z')
      await act(office, command.ticketId, 'mark_impossible', {
        reason: 'comments_closed',
        text: null,
        closes: true,
      })
    }, '2026-11-18T12:00:00.000Z')
    expect(counts).toMatchObject({
      impossible: 1,
      first_due: 0,
      final_due: 0,
      overdue: 0,
      answered: 0,
      open: 0,
    })
  })

  test('a broken promise stands in its own column and leaves the timeliness of the reply alone', async () => {
    const counts = await counted(async office => {
      const command = capture()
      await office.office.tickets.submit(await office.signed('operator'), command)
      await act(office, command.ticketId, 'publish', {
        kind: 'final',
        url: 'https://vk.com/wall-1_2',
        text: '',
        accountId: null,
        outcome: 'planned',
        promisedDate: '2026-11-17',
        responsible: { type: 'recipient', recipientId: 'teploset' },
      })
    }, '2026-11-18T12:00:00.000Z')
    expect(counts).toMatchObject({
      answered: 1,
      open: 0,
      overdue: 0,
      final_due: 1,
      final_in_time: 1,
      promises: 1,
      promises_broken: 1,
    })
  })

  test('a late order of the chief stands in its own column, and no reply is late for it', async () => {
    const counts = await counted(async office => {
      const give = async (ticketId: string) => {
        const order = {
          to: { type: 'recipient' as const, recipientId: 'teploset' },
          dueOn: '2026-11-17',
          text: 'Доложить',
        }
        const chief = await office.signed('chief')
        const occurredAt = office.clock.now()
        const sent = command('give_order', ticketId, order, { occurredAt })
        expect(verdict(await office.office.tickets.submit(chief, sent))).toBe('accepted')
      }
      const [open, answered] = [await recorded(office), await recorded(office)]
      // The first word is said: the next date of the reply is far away.
      await act(office, open, 'publish', { ...solved, kind: 'first', outcome: null })
      await act(office, answered, 'publish', solved)
      await give(open)
      await give(answered)
      office.clock.set('2026-11-20T06:00:00.000Z')
      expect(await office.office.jobs.tick()).toMatchObject({ escalated: 0 })
    }, '2026-11-20T06:00:00.000Z')
    expect(counts).toMatchObject({ orders_overdue: 2, overdue: 0, due_today: 0, final_in_time: 1, open: 1 })
  })

  const planned = {
    kind: 'final',
    url: 'https://vk.com/wall-1_2',
    text: '',
    accountId: null,
    outcome: 'planned',
    promisedDate: '2026-11-17',
    responsible: { type: 'recipient', recipientId: 'teploset' },
  }
  const solved = { ...planned, outcome: 'solved', promisedDate: null, responsible: null }

  async function recorded(office: TestOffice): Promise<string> {
    const { ticketId, ...rest } = capture()
    await office.office.tickets.submit(await office.signed('operator'), { ...rest, ticketId })
    return ticketId
  }

  test('«не сделано» takes nothing from the answer: it was given, and in time', async () => {
    const counts = await counted(async office => {
      const id = await recorded(office)
      await act(office, id, 'publish', planned)
      office.clock.set('2026-11-18T06:00:00.000Z')
      await act(office, id, 'report_promise', { result: 'broken', date: null, reason: 'Нет труб' })
    }, '2026-11-18T12:00:00.000Z')
    expect(counts).toMatchObject({
      answered: 1,
      first_due: 1,
      first_in_time: 1,
      final_due: 1,
      final_in_time: 1,
      promises_broken: 1,
      open: 1,
    })
  })

  test('an answer counts in the week in which it was first given, whatever the next round becomes', async () => {
    const rounds = async (office: TestOffice) => {
      const id = await recorded(office)
      await act(office, id, 'publish', solved)
      office.clock.set('2026-11-18T06:00:00.000Z')
      await act(office, id, 'reopen', { reason: 'not_solved', text: null })
      // The second answer comes long after every date of its round.
      office.clock.set('2027-01-20T06:00:00.000Z')
      await act(office, id, 'publish', { ...solved, url: 'https://vk.com/wall-1_3' })
    }
    const once = { answered: 1, first_due: 1, first_in_time: 1, final_due: 1, final_in_time: 1 }
    expect(await counted(rounds, '2027-01-20T12:00:00.000Z')).toMatchObject(once)
    const none = { answered: 0, first_due: 0, final_due: 0 }
    expect(await counted(rounds, '2027-01-20T12:00:00.000Z', '2027-01-20')).toMatchObject(none)
  })

  test('where the first round ended without an answer the round that was answered counts', async () => {
    const counts = await counted(async office => {
      const id = await recorded(office)
      await act(office, id, 'reject', { reason: 'spam', text: null })
      office.clock.set('2026-11-17T06:00:00.000Z')
      await act(office, id, 'reopen', { reason: 'not_solved', text: null })
      await act(office, id, 'publish', solved)
    }, '2026-11-18T12:00:00.000Z')
    expect(counts).toMatchObject({ answered: 1, final_due: 1, final_in_time: 1 })
  })

  test('who was told to whom the matter went was answered then, in time, also when it comes back', async () => {
    const explained = {
      organisationId: 'gas',
      way: 'letter',
      date: '2026-11-16',
      outgoingNumber: '17',
      url: 'https://vk.com/wall-1_2',
      text: 'Отвечает Горгаз, 104',
      accountId: null,
    }
    const office = await openOffice({ mountPages })
    const answered = async (week: string) => {
      const html = await (await open(office, 'head', `/tickets?metric=answered&date=${week}`)).text()
      return /<b class="ink">(\d+) карточ/.exec(plain(html))?.[1]
    }
    const id = await recorded(office)
    await act(office, id, 'transfer', explained)
    office.clock.set('2026-11-24T06:00:00.000Z')
    expect(await answered('2026-11-17')).toBe('1')
    await act(office, id, 'reopen', { reason: 'not_solved', text: null })
    // The answer of the second round comes long after its dates, and is not the first.
    office.clock.set('2027-01-20T06:00:00.000Z')
    expect(await answered('2026-11-17')).toBe('1')
    await act(office, id, 'publish', solved)
    expect(await answered('2026-11-17')).toBe('1')
    expect(await answered('2027-01-20')).toBe('0')
    const { reader, organisationId } = office.office
    const countsOf = async (week: string) => {
      const period = weekOf(week, settings)
      const now = office.clock.now()
      return (await blockStatistics(reader, organisationId, everything, period, now)).total.counts
    }
    const once = { answered: 1, first_due: 1, first_in_time: 1, final_due: 1, final_in_time: 1 }
    expect(await countsOf('2026-11-17')).toMatchObject(once)
    expect(await countsOf('2027-01-20')).toMatchObject({ answered: 0, first_due: 0, final_due: 0 })
    await office.close()
  })

  test('messages and authors stand apart from tickets: one post in two tickets, one author of two posts', async () => {
    const office = await openOffice({ mountPages })
    const first = await recorded(office)
    await recorded(office)
    await act(office, first, 'split', {
      newTicketId: uuid(),
      block: 'roads',
      subtopic: null,
      settlement: null,
      place: '',
      urgent: false,
      essence: 'И дорога разбита',
    })
    const { reader, organisationId } = office.office
    const week = weekOf('2026-11-17', settings)
    const now = office.clock.now()
    expect(await periodVoices(reader, organisationId, everything, week, now)).toEqual({
      tickets: 3,
      messages: 2,
      authors: 1,
    })
    const { total } = await blockStatistics(reader, organisationId, everything, week, now)
    expect(total.counts.received).toBe(3)
    const html = plain(await (await open(office, 'head', '/?period=week&date=2026-11-17')).text())
    expect(html.replaceAll(/<[^>]+>/g, '')).toContain('3 карточки · 2 сообщения · 1 автор')
    await office.close()
  })

  test('joined posts count once in the time of the solution, and each as a message that waits for its answer', async () => {
    const counts = await counted(async office => {
      const first = capture()
      const second = capture()
      const operator = await office.signed('operator')
      await office.office.tickets.submit(operator, first)
      await office.office.tickets.submit(operator, second)
      await act(office, second.ticketId, 'merge', { into: first.ticketId })
      const answer = {
        kind: 'final',
        url: 'https://vk.com/wall-1_2',
        text: '',
        accountId: null,
        promisedDate: null,
      }
      await act(office, first.ticketId, 'publish', answer)
    }, '2026-11-16T12:00:00.000Z')
    expect(counts).toMatchObject({
      received: 2,
      final_due: 1,
      final_in_time: 1,
      answered: 1,
      to_publish: 1,
      open: 1,
    })
  })

  test('what waits for an outside body and what lies before the head are counted', async () => {
    const counts = await counted(async office => {
      const command = capture()
      await office.office.tickets.submit(await office.signed('operator'), command)
      await act(office, command.ticketId, 'put_before_head', { question: 'Что делать?', proposal: null })
    }, '2026-11-16T12:00:00.000Z')
    expect(counts).toMatchObject({ before_head: 1, not_sorted: 1 })
  })

  test('where nothing came the page says what will be here and how it gets there', async () => {
    const office = await openOffice({ mountPages })
    const html = await (await open(office, 'head', '/')).text()
    expect(html).toContain('За этот период сообщений нет')
    expect(html).toContain('нажимает «Записать»')
    await office.close()
  })
})
