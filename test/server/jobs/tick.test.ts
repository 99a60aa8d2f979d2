import { join } from 'node:path'
import { v4 as uuid } from 'uuid'
import { afterEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { openSqlite } from '../../../server/store/sqlite.ts'
import type { DeadlineRule } from '../../../shared/deadlines/rules.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { assignmentOf, type TicketView } from '../../../shared/ticket/ticket.ts'
import {
  assign,
  capture,
  classify,
  monday,
  openOffice,
  type PersonName,
  publish,
  sourceDraft,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'

const hour = 60 * 60
const day = 24 * hour

const digestSchema = z.object({ numbers: z.array(z.number()), afterDowntime: z.boolean() })

let office: TestOffice
afterEach(() => office.close())

async function submit(by: PersonName, command: unknown): Promise<string> {
  return verdict(await office.office.tickets.submit(await office.signed(by), command))
}

/** Recorded, sorted and given to the road unit; answers the ticket's id. */
async function assigned(): Promise<string> {
  const ticketId = uuid()
  const at = { occurredAt: office.clock.now() }
  expect(await submit('operator', capture({ ticketId, block: 'roads', ...at }))).toBe('accepted')
  expect(await submit('head', classify(ticketId, {}, at))).toBe('accepted')
  expect(await submit('head', assign(ticketId, 'roads-unit', at))).toBe('accepted')
  return ticketId
}

async function view(ticketId: string): Promise<TicketView> {
  const found = await office.office.tickets.find(await office.signed('head'), { id: ticketId })
  if (found === undefined) throw new Error('The head of the centre sees every ticket')
  return found
}

async function change(patch: (settings: Settings) => Settings): Promise<void> {
  const changed = await office.office.settings.changeWithRecompute(await office.signed('head'), null, patch)
  expect(changed.outcome).toBe('changed')
}

async function digests() {
  const rows = await office.office.reader
    .selectFrom('digests')
    .select('document')
    .where('kind', '=', 'escalated')
    .orderBy('at')
    .execute()
  return rows.map(row => digestSchema.parse(JSON.parse(row.document)))
}

/** A disk that lost a row, say. */
async function spoil(ticketId: string): Promise<void> {
  const { writer, close } = openSqlite(join(office.folder, 'pult.sqlite'))
  await writer.updateTable('tickets').set({ state: '{' }).where('id', '=', ticketId).execute()
  await close()
}

async function eventCount(type: string): Promise<number> {
  const rows = await office.office.reader
    .selectFrom('events')
    .select('seq')
    .where('type', '=', type)
    .execute()
  return rows.length
}

describe('What is overdue comes before the head by itself (decree 697-П, 3.3)', () => {
  it('not at the deadline, but so many working hours after it, and once', async () => {
    office = await openOffice()
    const ticketId = await assigned()
    await office.office.jobs.tick()
    expect(await eventCount('put_before_head')).toBe(0)

    // The first reply was due on Monday evening; eight working hours later is Tuesday evening.
    office.clock.set('2026-11-17T06:00:00.000Z')
    await office.office.jobs.tick()
    expect(await eventCount('put_before_head')).toBe(0)

    office.clock.set('2026-11-18T06:00:00.000Z')
    expect(await office.office.jobs.tick()).toMatchObject({ escalated: 1 })
    const { ticket } = await view(ticketId)
    expect(ticket.headQuestion).toMatchObject({ automatic: true, by: 'system' })
    expect(await office.office.jobs.tick()).toMatchObject({ escalated: 0 })

    const decided = await submit('head', {
      ...classify(ticketId, {}, { occurredAt: office.clock.now() }),
      id: uuid(),
      type: 'decide_question',
      data: { decision: 'Ответить сегодня.' },
    })
    expect(decided).toBe('accepted')
    office.clock.pass(day)
    expect(await office.office.jobs.tick()).toMatchObject({ escalated: 0 })
    expect(await eventCount('put_before_head')).toBe(1)
    expect(office.errors).toEqual([])
  })

  it('after a weekend without the server everything is one digest, not a notice per ticket', async () => {
    office = await openOffice()
    for (let n = 0; n < 5; n += 1) await assigned()
    await office.office.jobs.tick()
    office.clock.set('2026-11-23T06:00:00.000Z')
    expect(await office.office.jobs.tick({ portion: 2 })).toMatchObject({ escalated: 5 })
    expect(await digests()).toEqual([{ numbers: [1, 2, 3, 4, 5], afterDowntime: true }])
  })

  it('a server that ticks every minute calls nothing a downtime', async () => {
    office = await openOffice()
    await assigned()
    office.clock.set('2026-11-18T05:59:00.000Z')
    await change(settings => ({
      ...settings,
      automation: { ...settings.automation, escalateAfterHours: null },
    }))
    await office.office.jobs.tick()
    office.clock.pass(60)
    await change(settings => ({ ...settings, automation: { ...settings.automation, escalateAfterHours: 8 } }))
    await office.office.jobs.tick()
    expect(await digests()).toEqual([{ numbers: [1], afterDowntime: false }])
  })

  it('the digest does not tell the head of a complaint about himself (P8)', async () => {
    office = await openOffice()
    await assigned()
    const complaint = { from: null, to: { personIds: [office.idOf('head')], recipientIds: [] } }
    const aboutHead = await assigned()
    expect(await submit('head', classify(aboutHead, { complaint }))).toBe('accepted')
    office.clock.set('2026-11-18T06:00:00.000Z')
    expect(await office.office.jobs.tick()).toMatchObject({ escalated: 2 })
    const shown = await office.office.digests.unseen(await office.signed('head'))
    expect(shown.map(digest => digest.numbers)).toEqual([[1]])
  })

  it('who reads it later learns no number that became a complaint about them (P8)', async () => {
    office = await openOffice()
    for (let n = 0; n < 2; n += 1) await assigned()
    const complained = await assigned()
    office.clock.set('2026-11-18T06:00:00.000Z')
    expect(await office.office.jobs.tick()).toMatchObject({ escalated: 3 })
    const complaint = { from: null, to: { personIds: [office.idOf('head')], recipientIds: [] } }
    const at = { occurredAt: office.clock.now() }
    expect(await submit('head', classify(complained, { complaint }, at))).toBe('accepted')
    const shown = await office.office.digests.unseen(await office.signed('head'))
    expect(shown.map(digest => digest.numbers)).toEqual([[1, 2]])
  })

  it('what has been put there in this round is not read again every minute', async () => {
    office = await openOffice()
    const ticketId = await assigned()
    office.clock.set('2026-11-18T06:00:00.000Z')
    await office.office.jobs.tick()
    const decision = { decision: 'Ответить сегодня.' }
    const at = { occurredAt: office.clock.now() }
    const decide = { ...classify(ticketId, {}, at), type: 'decide_question', data: decision }
    expect(await submit('head', decide)).toBe('accepted')
    await spoil(ticketId)
    office.clock.pass(60)
    expect(await office.office.jobs.tick()).toMatchObject({ escalated: 0 })
    expect(office.errors).toEqual([])
  })

  it('two ticks at once are one', async () => {
    office = await openOffice()
    await assigned()
    office.clock.set('2026-11-18T06:00:00.000Z')
    const [first, second] = await Promise.all([office.office.jobs.tick(), office.office.jobs.tick()])
    expect(first).toMatchObject({ escalated: 1 })
    expect(second).toBeUndefined()
    expect(await eventCount('put_before_head')).toBe(1)
  })
})

describe('A job that fails', () => {
  it('is reported, and the others go on', async () => {
    office = await openOffice()
    const late = await assigned()
    const answered = await assigned()
    expect(await submit('head', publish(answered))).toBe('accepted')
    await spoil(late)
    office.clock.pass(40 * day)
    expect(await office.office.jobs.tick()).toMatchObject({ escalated: 0, closedAnswered: 1 })
    expect(office.errors).toHaveLength(1)
  })

  it('over one unreadable ticket does its work on all the others', async () => {
    office = await openOffice()
    const ids = [await assigned(), await assigned(), await assigned()]
    await spoil(ids[1] ?? '')
    office.clock.set('2026-11-18T06:00:00.000Z')
    expect(await office.office.jobs.tick()).toMatchObject({ escalated: 2 })
    expect(await digests()).toEqual([{ numbers: [1, 3], afterDowntime: false }])
    expect(office.errors).toHaveLength(1)
  })

  it('and follows changed settings on all the others', async () => {
    office = await openOffice()
    const ids = [await assigned(), await assigned(), await assigned()]
    await spoil(ids[1] ?? '')
    await change(longerTerms)
    expect(await office.office.jobs.tick()).toMatchObject({ recomputed: 2 })
    expect(office.errors).toHaveLength(1)
  })
})

describe('What is over closes by itself', () => {
  it('«Автор не уточнил» closes five working days after the reminder, and not before', async () => {
    office = await openOffice()
    const ticketId = await assigned()
    const asked = { ...classify(ticketId, {}), type: 'ask_author', data: { text: 'Какой дом?' } }
    expect(await submit('head', asked)).toBe('accepted')
    const reminded = { ...classify(ticketId, {}), type: 'remind_author', data: {} }
    expect(await submit('head', reminded)).toBe('accepted')
    office.clock.set('2026-11-20T06:00:00.000Z')
    await office.office.jobs.tick()
    expect((await view(ticketId)).ticket.status).toBe('asking_author')
    office.clock.set('2026-11-25T06:00:00.000Z')
    expect(await office.office.jobs.tick()).toMatchObject({ closedSilent: 1 })
    expect((await view(ticketId)).ticket).toMatchObject({
      status: 'closed',
      closed: { reason: 'author_silent' },
    })
  })

  it('an answer nobody came back to closes after thirty days', async () => {
    office = await openOffice()
    const ticketId = await assigned()
    expect(await submit('head', publish(ticketId))).toBe('accepted')
    office.clock.pass(29 * day)
    await office.office.jobs.tick()
    expect((await view(ticketId)).ticket.status).toBe('answered')
    office.clock.pass(day + hour)
    expect(await office.office.jobs.tick()).toMatchObject({ closedAnswered: 1 })
    expect((await view(ticketId)).ticket).toMatchObject({ status: 'closed', closed: { reason: 'done' } })
  })
})

/** Terms in working hours become one hour longer. */
function longerTerms(settings: Settings): Settings {
  const { deadlines } = settings
  return {
    ...settings,
    deadlines: {
      ...deadlines,
      rules: deadlines.rules.map(rule =>
        rule.unit === 'working_hours' ? { ...rule, amount: rule.amount + 1 } : rule,
      ),
    },
  }
}

async function states(): Promise<Map<number, string>> {
  const rows = await office.office.reader
    .selectFrom('tickets')
    .select(['number', 'state'])
    .orderBy('number')
    .execute()
  return new Map(rows.map(row => [row.number, row.state]))
}

function withRules(settings: Settings, change: (rule: DeadlineRule) => DeadlineRule | null): Settings {
  const { deadlines } = settings
  return {
    ...settings,
    deadlines: { ...deadlines, rules: deadlines.rules.flatMap(rule => change(rule) ?? []) },
  }
}

const changes: readonly (readonly [string, (settings: Settings) => Settings])[] = [
  ['longer terms in working hours', longerTerms],
  [
    'a shorter working day',
    settings => {
      const { deadlines } = settings
      const { days } = deadlines.hours
      return {
        ...settings,
        deadlines: { ...deadlines, hours: { ...deadlines.hours, days: { ...days, 2: days[2].slice(0, 1) } } },
      }
    },
  ],
  [
    'a day off by decree',
    settings => {
      const { deadlines } = settings
      const { calendar } = deadlines
      const year = calendar.years['2026']
      if (year === undefined) throw new Error('The calendar knows 2026')
      const years = { ...calendar.years, 2026: { ...year, nonWorking: [...year.nonWorking, '2026-11-17'] } }
      return { ...settings, deadlines: { ...deadlines, calendar: { ...calendar, years } } }
    },
  ],
  [
    'a clock that is no more',
    settings => withRules(settings, rule => (rule.stage === 'route' ? null : rule)),
  ],
  [
    'clocks that run on while the author is asked',
    settings => ({ ...settings, automation: { ...settings.automation, pauseForAuthor: false } }),
  ],
  [
    'an accelerated subtopic',
    settings => ({
      ...settings,
      subtopics: settings.subtopics.map(each => ({ ...each, accelerated: each.block === 'roads' })),
    }),
  ],
]

describe('Changed settings move the open tickets', () => {
  it.each(changes)('what the preview showed is what then happens: %s', async (_name, patch) => {
    office = await openOffice()
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) {
      office.clock.pass(97 * 60)
      ids.push(await assigned())
    }
    const [answeredId = '', askedId = '', interimId = '', subtopicId = ''] = ids
    const at = () => ({ occurredAt: office.clock.now() })
    const roads = (await office.office.settings())?.subtopics.find(each => each.block === 'roads')?.id ?? null
    const acts = [
      publish(answeredId, {}, at()),
      { ...classify(askedId, {}, at()), type: 'ask_author', data: { text: 'Какой дом?' } },
      publish(interimId, { kind: 'interim', promisedDate: '2026-11-27' }, at()),
      classify(subtopicId, { subtopic: { from: null, to: roads }, urgent: { from: false, to: true } }, at()),
      capture({
        ...at(),
        block: 'roads',
        subtopic: roads,
        source: sourceDraft({ channel: 'pos', key: 'pos:1:2' }),
      }),
    ]
    for (const act of acts) expect(await submit('head', act)).toBe('accepted')
    office.clock.pass(3 * hour)

    const before = await office.office.settings()
    if (before === undefined) throw new Error('The office has settings')
    const preview = await office.office.jobs.preview(before, patch(before))
    expect(preview.tickets).toBeGreaterThan(0)
    expect(preview.rows).toHaveLength(preview.clocks)
    const events = await eventCount('deadlines_set')
    const untouched = (await view(answeredId)).ticket

    await change(patch)
    expect(await office.office.jobs.tick({ portion: 2 })).toMatchObject({ recomputed: preview.tickets })
    expect(await eventCount('deadlines_set')).toBe(events + preview.tickets)
    expect((await view(answeredId)).ticket).toEqual(untouched)
    for (const { number, stage, from, to } of preview.rows) {
      const found = await office.office.tickets.find(await office.signed('head'), { number })
      const clock = found?.ticket.stages.find(each => each.stage === stage && each.stoppedAt === null)
      expect([number, stage, clock?.dueAt ?? null]).toEqual([number, stage, to])
      expect(from).not.toBe(to)
    }
    const after = await office.office.settings()
    if (after === undefined) throw new Error('The office has settings')
    expect(await office.office.jobs.preview(before, after)).toMatchObject({ tickets: 0, rows: [] })
  })

  it('a server that stops in the middle goes on where it was, and nobody is moved twice', async () => {
    office = await openOffice()
    for (let n = 0; n < 5; n += 1) await assigned()
    const events = await eventCount('deadlines_set')
    await change(longerTerms)
    expect(await office.office.jobs.tick({ portion: 2, mostPortions: 1 })).toMatchObject({ recomputed: 2 })
    await office.restart()
    expect(await office.office.jobs.tick({ portion: 2 })).toMatchObject({ recomputed: 3 })
    expect(await eventCount('deadlines_set')).toBe(events + 5)
    const jobs = await office.office.reader
      .selectFrom('recompute_jobs')
      .select(['moved', 'done_at'])
      .execute()
    expect(jobs).toEqual([{ moved: 5, done_at: monday }])
    expect(await office.office.jobs.tick()).toMatchObject({ recomputed: 0 })
  })

  it('settings that touch no deadline write nothing', async () => {
    office = await openOffice()
    const ticketId = await assigned()
    const before = await states()
    await change(settings => ({ ...settings, withdrawSeconds: 30 }))
    expect(await office.office.jobs.tick()).toMatchObject({ recomputed: 0 })
    expect(await states()).toEqual(before)
    expect(assignmentOf((await view(ticketId)).ticket)?.recipientId).toBe('roads-unit')
  })
})
