import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MarkView } from '../../../extension/messages.ts'
import { actorFor, getRules } from '../../../extension/store/project.ts'
import type { AtHand } from '../../../extension/worker/desk-at-hand.ts'
import { findLikely } from '../../../extension/worker/likely.ts'
import { marksFor } from '../../../extension/worker/marks.ts'
import { publishReply } from '../../../extension/worker/publish.ts'
import type { TestDesk } from './desk-for-tests.ts'
import { openPeople, type People, record, ticketAt } from './people-for-tests.ts'

let people: People
let head: TestDesk
beforeEach(async () => {
  people = await openPeople()
  head = await people.deskOf('head')
})
afterEach(() => people.close())

async function atHand({ desk, personId }: TestDesk): Promise<AtHand> {
  const rules = await getRules(desk)
  const now = people.office.clock.now()
  const connection = { server: 'http://pult.test', token: '', deviceId: '', personId, organisationId: 'o' }
  return { connection, desk, rules, actor: actorFor(rules, now), now }
}

async function markOf(desk: TestDesk, ticketId: string): Promise<MarkView> {
  const keys = (await desk.desk.tickets.get(ticketId))?.keys ?? []
  const found = await marksFor(keys, await atHand(desk))
  const [mark] = Object.values(found)
  if (!mark) throw new Error('The post has no mark')
  return mark
}

async function sorted(desk: TestDesk, text?: string): Promise<string> {
  const ticketId = await record(desk, text)
  await desk.act({ type: 'classify', ticketId, data: { changes: {}, sorted: true } })
  return ticketId
}

const promise = {
  kind: 'final' as const,
  url: 'https://vk.com/wall-1_1',
  text: '',
  accountId: null,
  outcome: 'planned' as const,
  promisedDate: '2026-12-01',
  responsible: { type: 'recipient' as const, recipientId: 'teploset' },
}

describe('The mark at a post', () => {
  it('says to which ticket it was joined', async () => {
    const [post, outage] = [await sorted(head), await sorted(head)]
    await head.act({ type: 'merge', ticketId: post, data: { into: outage } })
    await head.sync()
    expect((await markOf(head, post)).label).toBe(
      '№\u00a01 · ЖКХ · присоединено к\u00a0№\u00a02 · завтра до\u00a010:00',
    )
  })

  it('says until when a promise is under control', async () => {
    const ticketId = await sorted(head)
    await head.act({ type: 'publish', ticketId, data: promise })
    await head.sync()
    const mark = await markOf(head, ticketId)
    expect(mark.label).toMatch(/^№\s1 · ЖКХ · на контроле до\s1\sдекабря\s2026$/u)
    expect(mark.open).toBe(true)
  })

  it('stands out while the ticket lies before the head', async () => {
    const ticketId = await sorted(head)
    await head.act({ type: 'put_before_head', ticketId, data: { question: 'Чья труба?', proposal: null } })
    expect(await markOf(head, ticketId)).toMatchObject({
      level: 'head',
      label: expect.stringMatching(/вынесено на решение/u),
    })
  })

  it('is a tick once the ticket needs no answer', async () => {
    const ticketId = await sorted(head, 'Спасибо за остановку')
    const changes = { kind: { from: 'message' as const, to: 'gratitude' as const } }
    await head.act({ type: 'classify', ticketId, data: { changes, sorted: true } })
    expect(await markOf(head, ticketId)).toMatchObject({ level: 'closed', open: false })
  })

  it('tells a colleague without access the status in the same words', async () => {
    const informer = await people.deskOf('informer')
    await sorted(head)
    await head.sync()
    await informer.sync()
    expect(await informer.desk.tickets.count()).toBe(0)
    const [key] = (await informer.desk.marks.toArray()).map(mark => mark.key)
    const found = await marksFor([key ?? ''], await atHand(informer))
    expect(found[key ?? '']?.label).toMatch(/^№\u00a01 · ЖКХ · новое · завтра до/u)
  })
})

describe('The mark of a ticket that is somebody else’s', () => {
  it.each([
    ['joined', /^№\u00a01 · ЖКХ · присоединено к\u00a0№\u00a02 · завтра/u, 'open'],
    ['promised', /^№\u00a01 · ЖКХ · на контроле до\s1\sдекабря\s2026$/u, 'open'],
    ['before the head', /^№\u00a01 · ЖКХ · вынесено на решение/u, 'head'],
  ] as const)('says that it is %s in the words that its owner reads', async (situation, words, level) => {
    const informer = await people.deskOf('informer')
    const ticketId = await sorted(head)
    if (situation === 'joined')
      await head.act({ type: 'merge', ticketId, data: { into: await sorted(head) } })
    if (situation === 'promised') await head.act({ type: 'publish', ticketId, data: promise })
    if (situation === 'before the head')
      await head.act({ type: 'put_before_head', ticketId, data: { question: 'Чья труба?', proposal: null } })
    await head.sync()
    await informer.sync()
    const [key = ''] = (await head.desk.tickets.get(ticketId))?.keys ?? []
    const own = await markOf(head, ticketId)
    const { [key]: theirs } = await marksFor([key], await atHand(informer))
    expect(theirs).toMatchObject({ label: expect.stringMatching(words), level })
    expect(theirs?.label).toBe(own.label)
  })
})

describe('What a fresh record could be joined to', () => {
  it('is a colleague’s general problem of another block, also offline, until it ends', async () => {
    const [roads, operator] = [await people.deskOf('roadsHead'), await people.deskOf('operator')]
    const outage = await sorted(head, 'Обвалился мост через Свиягу, не проехать')
    const changes = { block: { from: 'zhkh' as const, to: 'roads' as const } }
    await head.act({ type: 'classify', ticketId: outage, data: { changes, sorted: true } })
    await head.sync()
    await roads.sync()
    const declared = { since: null, expectedEnd: null, readyText: 'Мост закрыт, объезд через Лаишевку' }
    await roads.act({ type: 'declare_problem', ticketId: outage, data: declared })
    await roads.sync()
    await operator.sync()

    const post = await record(operator, 'Мост через Свиягу обвалился, не проехать на дачу')
    const view = (await operator.desk.tickets.get(post))?.view
    const likely = view ? await findLikely(view, await atHand(operator)) : []
    expect(likely).toMatchObject([{ ticketId: outage, readyText: declared.readyText }])
    await operator.act({ type: 'merge', ticketId: post, data: { into: outage } })
    expect((await ticketAt(operator, post)).status).toBe('merged')

    await operator.sync()
    expect(await operator.desk.refused.count()).toBe(0)
    expect(await ticketAt(operator, post)).toMatchObject({ merged: { into: outage, intoNumber: 1 } })
    await roads.sync()
    expect((await ticketAt(roads, outage)).joined.map(each => each.ticketId)).toEqual([post])
    await roads.act({ type: 'end_problem', ticketId: outage, data: {} })
    await roads.sync()
    await operator.sync()
    expect(await operator.desk.tickets.get(outage)).toBeUndefined()
    expect((await ticketAt(operator, post)).status).toBe('merged')
  })

  it('is the declared problem first, with its promise and its ready answer', async () => {
    const outage = await sorted(head, 'Авария на Садовой, нет воды во всём квартале')
    const expectedEnd = '2026-11-16T14:00:00.000Z'
    const data = { since: null, expectedEnd, readyText: 'Авария, воду дадут к 18:00' }
    await head.act({ type: 'declare_problem', ticketId: outage, data })
    await sorted(head, 'Когда будет вода на Садовой, нет со вчерашнего дня')
    await head.sync()
    const post = await record(head, 'На Садовой авария, нет воды во всём квартале второй день')
    const view = (await head.desk.tickets.get(post))?.view
    const likely = view ? await findLikely(view, await atHand(head)) : []
    expect(likely[0]).toMatchObject({ ticketId: outage, readyText: 'Авария, воду дадут к 18:00' })
    expect(likely[0]?.label).toMatch(/^Это №\u00a01: .*обещают до\u00a018:00$/u)
  })

  it('is nothing for a post about something else, and nothing that has ended', async () => {
    const ended = await sorted(head, 'Нет воды на Садовой второй день')
    await head.act({ type: 'reject', ticketId: ended, data: { reason: 'spam', text: null } })
    await sorted(head, 'Яма на дороге у школы')
    const post = await record(head, 'Нет воды на Садовой второй день')
    const view = (await head.desk.tickets.get(post))?.view
    expect(view && (await findLikely(view, await atHand(head)))).toEqual([])
  })
})

describe('«Это ответ»', () => {
  const reply = (ticketId: string) => ({
    type: 'publish' as const,
    commandId: crypto.randomUUID(),
    ticketId,
    kind: 'final' as const,
    url: 'https://vk.com/wall-1_1',
    text: 'Воду дали',
    accountId: null,
    promisedDate: null,
  })

  it('without an official account is recorded as from an official’s own page', async () => {
    const ticketId = await sorted(head)
    expect(await publishReply(reply(ticketId), await atHand(head))).toMatchObject({ outcome: 'published' })
    expect((await ticketAt(head, ticketId)).replies).toMatchObject([
      { way: 'personal_page', accountId: null },
    ])
  })

  it('under a joined post answers its author there', async () => {
    const [post, outage] = [await sorted(head), await sorted(head)]
    await head.act({ type: 'merge', ticketId: post, data: { into: outage } })
    await publishReply(reply(post), await atHand(head))
    expect((await ticketAt(head, outage)).joined).toMatchObject([{ ticketId: post, replied: 'here' }])
    await head.sync()
    expect(await head.desk.refused.count()).toBe(0)
  })
})
