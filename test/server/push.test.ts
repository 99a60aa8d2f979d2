import Sqlite from 'better-sqlite3'
import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyChain } from '../../server/tickets/verify-chain.ts'
import { protocolVersion, pushAnswerSchema } from '../../shared/sync/wire.ts'
import {
  assign,
  capture,
  classify,
  monday,
  openOffice,
  prepareReply,
  publish,
  sourceDraft,
  type TestOffice,
  verdict,
  withdraw,
} from './office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

const key = 'vk:-212000001:4711'
const earlier = (seconds: number) => new Date(Date.parse(monday) - seconds * 1000).toISOString()

describe('the loop', () => {
  test('a post that an operator recorded arrives at the head of its block, with the deadlines of a message', async () => {
    const operator = await t.enrol('operator')
    const head = await t.enrol('zhkhHead')
    const [outcome] = await operator.push([capture()])
    expect(outcome).toMatchObject({ outcome: 'accepted', number: 1, duplicate: false })
    const { tickets, marks, resync, first, more, settings } = await head.pull()
    expect({ resync, first, more }).toEqual({ resync: true, first: true, more: false })
    expect(tickets).toHaveLength(1)
    expect(tickets[0]?.ticket.stages.map(stage => stage.stage)).toEqual(['route', 'first_reply', 'final'])
    expect(Object.values(tickets[0]?.contents ?? {})).toHaveLength(1)
    expect(marks).toHaveLength(1)
    expect(settings?.people).toHaveLength(9)
  })

  test('from the record to the published answer: sorted, assigned, drafted by the executor, published by the press', async () => {
    const operator = await t.enrol('operator')
    const head = await t.enrol('roadsHead')
    const executor = await t.enrol('executor')
    const informer = await t.enrol('informer')
    const recorded = capture({ block: 'roads' })
    const { ticketId } = recorded
    expect((await operator.push([recorded])).map(verdict)).toEqual(['accepted'])
    expect((await head.push([classify(ticketId, {}), assign(ticketId, 'roads-unit')])).map(verdict)).toEqual([
      'accepted',
      'accepted',
    ])
    expect((await executor.push([prepareReply(ticketId, 'Яму засыпали.')])).map(verdict)).toEqual([
      'accepted',
    ])
    const waiting = await informer.pull()
    expect(waiting.tickets.map(view => view.ticket.status)).toEqual(['to_publish'])
    expect((await informer.push([publish(ticketId)])).map(verdict)).toEqual(['accepted'])
    const after = await informer.pull(waiting.cursor)
    expect(after.gone).toEqual([ticketId])
    const { entries } = await t.office.tickets.history(await t.signed('head'), ticketId)
    expect(entries.map(entry => entry.fact.type)).toEqual([
      'captured',
      'deadlines_set',
      'classified',
      'assigned',
      'reply_prepared',
      'published',
    ])
  })
})

describe('the same command twice', () => {
  test('a command that is sent again because the answer was lost is applied once', async () => {
    const operator = await t.enrol('operator')
    const command = capture()
    const [first] = await operator.push([command])
    const [again, inOnePush] = await operator.push([command, command])
    expect(first).toMatchObject({ duplicate: false })
    expect(again).toEqual({ ...first, duplicate: true })
    expect(inOnePush).toEqual(again)
    const events = await t.office.reader.selectFrom('events').select('type').execute()
    expect(events.map(event => event.type)).toEqual(['captured', 'deadlines_set'])
  })

  test('a refused command that is sent again gets the same refusal, even when it would be allowed by now', async () => {
    const operator = await t.enrol('operator')
    const recorded = capture()
    const order = assign(recorded.ticketId, 'roads-unit')
    expect((await operator.push([recorded, order])).map(verdict)).toEqual(['accepted', 'forbidden'])
    await t.change('operator', { roles: ['center_head'] })
    const [again] = await operator.push([order])
    expect(again).toMatchObject({ outcome: 'refused', refusal: { code: 'forbidden' }, duplicate: true })
  })

  test('the number of a command that another person used is refused', async () => {
    const operator = await t.enrol('operator')
    const other = await t.enrol('operator2')
    const command = capture()
    await operator.push([command])
    expect((await other.push([command])).map(verdict)).toEqual(['command-id-taken'])
  })
})

describe('a refusal among others', () => {
  test('undoes none of its neighbours, before or after', async () => {
    const operator = await t.enrol('operator')
    const [a, b] = [capture(), capture()]
    const outcomes = await operator.push([a, assign(a.ticketId, 'roads-unit'), { nonsense: true }, b])
    expect(outcomes.map(verdict)).toEqual(['accepted', 'forbidden', 'invalid-command', 'accepted'])
    const { tickets } = await operator.pull()
    expect(tickets.map(view => view.ticket.number)).toEqual([1, 2])
  })

  test('what depends on a refused command is not tried; what stands on its own is', async () => {
    const operator = await t.enrol('operator')
    const wrong = capture({ subtopic: 'no.such_topic' })
    const next = classify(wrong.ticketId, { urgent: { from: false, to: true } }, { dependsOn: wrong.id })
    const unknown = classify(wrong.ticketId, {}, { dependsOn: uuid() })
    const outcomes = await operator.push([wrong, next, unknown, capture()])
    expect(outcomes.map(verdict)).toEqual([
      'unknown-subtopic',
      'dependency-refused',
      'dependency-refused',
      'accepted',
    ])
  })

  test('a refused capture uses up no number', async () => {
    const operator = await t.enrol('operator')
    const outcomes = await operator.push([capture({ subtopic: 'no.such_topic' }), capture()])
    expect(outcomes[1]).toMatchObject({ number: 1 })
  })

  test('two people change one field: the second learns both values; another field goes through', async () => {
    const operator = await t.enrol('operator')
    const other = await t.enrol('operator2')
    const recorded = capture({ key })
    const { ticketId } = recorded
    await operator.push([recorded])
    await operator.push([classify(ticketId, { block: { from: 'zhkh', to: 'tko' } }, { sorted: false })])
    const outcomes = await other.push([
      classify(ticketId, { block: { from: 'zhkh', to: 'roads' } }, { sorted: false }),
      classify(ticketId, { urgent: { from: false, to: true } }, { sorted: false }),
    ])
    expect(outcomes[0]).toMatchObject({
      refusal: { code: 'conflict', details: { field: 'block', current: 'tko', wanted: 'roads' } },
    })
    expect(verdict(outcomes[1])).toBe('accepted')
  })
})

describe('a fault of our own', () => {
  test('refuses the one command that met it, in words; its neighbours go through and the chain holds', async () => {
    const operator = await t.enrol('operator')
    const file = new Sqlite(`${t.folder}/pult.sqlite`)
    // A source without a ticket cannot come about by commands.
    file
      .prepare(
        `insert into sources (organisation_id, id, key, channel, content_id, public, withdrawn) values (?, 'lost', ?, 'vk', 'none', 1, 0)`,
      )
      .run(t.office.organisationId, key)
    file.close()
    const [a, b, c] = [capture(), capture({ key }), capture()]
    const outcomes = await operator.push([a, b, c])
    expect(outcomes.map(verdict)).toEqual(['accepted', 'server-error', 'accepted'])
    expect(outcomes[2]).toMatchObject({ number: 2 })
    expect(t.errors.splice(0)).toHaveLength(1)
    const chain = await t.office.reader.transaction().execute(db => verifyChain(db, t.office.organisationId))
    expect(chain).toMatchObject({ events: 4, problems: [] })
  })
})

describe('one post, two people', () => {
  test('who recorded it second, offline, gets the same ticket, and the later edits of both land on it', async () => {
    const first = await t.enrol('operator')
    const second = await t.enrol('operator2')
    const mine = capture({ key })
    const theirs = capture({ key })
    const edit = classify(
      theirs.ticketId,
      { settlement: { from: null, to: 'tsilna' } },
      { sorted: false, dependsOn: theirs.id },
    )
    const [accepted] = await first.push([mine])
    const outcomes = await second.push([theirs, edit])
    expect(accepted).toMatchObject({ ticketId: mine.ticketId, number: 1 })
    expect(outcomes).toMatchObject([
      { outcome: 'accepted', ticketId: mine.ticketId, number: 1 },
      { outcome: 'accepted', ticketId: mine.ticketId, number: 1 },
    ])
    await first.push([classify(mine.ticketId, { urgent: { from: false, to: true } }, { sorted: false })])
    const { tickets } = await second.pull()
    expect(tickets).toHaveLength(1)
    expect(tickets[0]?.ticket).toMatchObject({
      id: mine.ticketId,
      settlement: 'tsilna',
      urgent: true,
      capturers: [t.idOf('operator'), t.idOf('operator2')],
    })
    const found = await t.office.tickets.find(await t.signed('operator2'), { id: theirs.ticketId })
    expect(found?.ticket.id).toBe(mine.ticketId)
  })

  test('who records the same post again gets the ticket and adds nothing', async () => {
    const operator = await t.enrol('operator')
    const mine = capture({ key })
    await operator.push([mine])
    const [again] = await operator.push([capture({ key })])
    expect(again).toMatchObject({ ticketId: mine.ticketId, duplicate: false })
    const events = await t.office.reader.selectFrom('events').select('seq').execute()
    expect(events).toHaveLength(2)
  })

  test('an answered ticket still holds its post', async () => {
    const head = await t.enrol('head')
    const mine = capture({ key })
    await head.push([mine, publish(mine.ticketId)])
    const [again] = await (await t.enrol('operator')).push([capture({ key })])
    expect(again).toMatchObject({ ticketId: mine.ticketId })
  })

  test('a capture may not take over the id of another ticket or source', async () => {
    const operator = await t.enrol('operator')
    const a = capture()
    const sameTicket = capture({ ticketId: a.ticketId })
    const sameSource = capture({ sourceId: a.data.sourceId })
    const outcomes = await operator.push([a, sameTicket, sameSource])
    expect(outcomes.map(verdict)).toEqual(['accepted', 'invalid-command', 'invalid-command'])
    expect(outcomes[1]).toMatchObject({ refusal: { details: { fields: ['ticketId'] } } })
    expect(outcomes[2]).toMatchObject({ refusal: { details: { fields: ['data.sourceId'] } } })
  })
})

describe('taking a record back', () => {
  test('within the first seconds its author can; the post is free again for the next one', async () => {
    const operator = await t.enrol('operator')
    const mine = capture({ key })
    expect((await operator.push([mine, withdraw(mine.ticketId)])).map(verdict)).toEqual([
      'accepted',
      'accepted',
    ])
    const [next] = await operator.push([capture({ key })])
    expect(next).toMatchObject({ outcome: 'accepted', number: 2 })
  })

  test('after the time has passed, or for somebody else, or when somebody joined, the reason is told', async () => {
    const operator = await t.enrol('operator')
    const other = await t.enrol('operator2')
    const [late, joined] = [capture(), capture({ key })]
    await operator.push([late, joined])
    expect((await other.push([withdraw(late.ticketId)])).map(verdict)).toEqual(['not-author'])
    await other.push([capture({ key })])
    expect((await operator.push([withdraw(joined.ticketId)])).map(verdict)).toEqual(['others-acted'])
    t.clock.pass(60)
    const [tooLate] = await operator.push([withdraw(late.ticketId, { occurredAt: t.clock.now() })])
    expect(verdict(tooLate)).toBe('too-late-to-withdraw')
  })

  test('taken back offline in time and sent an hour later, it counts: the act was in time', async () => {
    const operator = await t.enrol('operator')
    const mine = capture({ key, occurredAt: monday })
    t.clock.pass(3600)
    const eightSecondsLater = new Date(Date.parse(monday) + 8000).toISOString()
    const outcomes = await operator.push([mine, withdraw(mine.ticketId, { occurredAt: eightSecondsLater })])
    expect(outcomes.map(verdict)).toEqual(['accepted', 'accepted'])
  })
})

describe('the time of an act', () => {
  async function effective(occurredAt: string, deviceTime: string) {
    const operator = await t.enrol('operator')
    const command = capture({ occurredAt })
    await operator.push([command], deviceTime)
    const view = await t.office.tickets.find(await t.signed('head'), { id: command.ticketId })
    return view?.ticket.capturedAt
  }

  test('an act of two hours ago, recorded offline, counts from then', async () => {
    expect(await effective(earlier(7200), monday)).toBe(earlier(7200))
  })

  test('a device whose clock is three days ahead changes nothing: its clock is measured and taken off', async () => {
    const ahead = (at: string) => new Date(Date.parse(at) + 3 * 86400_000).toISOString()
    expect(await effective(ahead(earlier(600)), ahead(monday))).toBe(earlier(600))
  })

  test('an act is never later than its arrival, nor older than a week', async () => {
    expect(await effective(new Date(Date.parse(monday) + 5000).toISOString(), monday)).toBe(monday)
    expect(await effective(earlier(8 * 86400), monday)).toBe(monday)
  })

  test('an act is never before the previous one of its device, even when the clock was put back between them', async () => {
    const operator = await t.enrol('operator')
    const [a, b] = [capture({ occurredAt: earlier(60) }), capture({ occurredAt: earlier(3600) })]
    await operator.push([a])
    await operator.push([b])
    const view = await t.office.tickets.find(await t.signed('head'), { id: b.ticketId })
    expect(view?.ticket.capturedAt).toBe(earlier(60))
    const { entries } = await t.office.tickets.history(await t.signed('head'), b.ticketId)
    expect(entries[0]).toMatchObject({ occurredAt: earlier(3600), receivedAt: monday })
  })
})

describe('a command from a page', () => {
  test('goes through the same writer and the same rules', async () => {
    const operator = await t.enrol('operator')
    const recorded = capture({ block: 'roads' })
    await operator.push([recorded])
    const command = assign(recorded.ticketId, 'roads-unit')
    expect(verdict(await t.office.tickets.submit(await t.signed('operator'), command))).toBe('forbidden')
    const own = assign(recorded.ticketId, 'roads-unit')
    expect(verdict(await t.office.tickets.submit(await t.signed('roadsHead'), own))).toBe('accepted')
  })
})

describe('a server that was restored from a copy', () => {
  test('decides nothing for a device that knows the former epoch, and tells it the new one', async () => {
    const operator = await t.enrol('operator')
    const { epoch } = await operator.pull()
    const command = capture()
    const send = async (known: { epoch?: string | null }) => {
      const body = { protocol: protocolVersion, deviceTime: monday, commands: [command], ...known }
      return pushAnswerSchema.parse(await (await t.post('/api/push', body, operator.token)).json())
    }
    expect(await send({ epoch: 'former' })).toMatchObject({ epoch, outcomes: [] })
    expect(await t.office.reader.selectFrom('commands').select('id').execute()).toEqual([])
    expect((await send({ epoch })).outcomes).toMatchObject([{ outcome: 'accepted', duplicate: false }])
    expect((await send({ epoch: null })).outcomes).toMatchObject([{ duplicate: true }])
    expect((await send({})).outcomes).toMatchObject([{ duplicate: true }])
  })
})

describe('a phone call', () => {
  const callKey = 'call:2026-11-16:17'
  const call = () =>
    capture({ source: sourceDraft({ key: callKey, channel: 'phone', kind: 'call', url: null }) })

  test('is not opened to a colleague who records it again, and the refusal names no ticket', async () => {
    const operator = await t.enrol('operator')
    const other = await t.enrol('roadsHead')
    const first = call()
    const second = call()
    expect((await operator.push([first])).map(verdict)).toEqual(['accepted'])
    const [outcome] = await other.push([second])
    expect(verdict(outcome)).toBe('already-captured')
    expect(JSON.stringify(outcome)).not.toContain(first.ticketId)
    expect((await other.pull()).tickets).toEqual([])
    const find = async (id: string) => t.office.tickets.find(await t.signed('roadsHead'), { id })
    expect([await find(first.ticketId), await find(second.ticketId)]).toEqual([undefined, undefined])
    expect(verdict((await other.push([second]))[0])).toBe('already-captured')
    // Who may not record learns nothing, not even that the call is known.
    expect((await (await t.enrol('executor')).push([call()])).map(verdict)).toEqual(['forbidden'])
  })

  test('is one ticket for those who can read it anyway', async () => {
    const first = call()
    await (await t.enrol('operator')).push([first])
    const [outcome] = await (await t.enrol('head')).push([call()])
    expect(outcome).toMatchObject({ outcome: 'accepted', ticketId: first.ticketId })
  })
})

describe('what the settings do not know', () => {
  test('a settlement that is not in the list is refused, at the record and at its correction', async () => {
    const operator = await t.enrol('operator')
    const recorded = capture()
    const outcomes = await operator.push([
      capture({ settlement: 'atlantis' }),
      recorded,
      classify(recorded.ticketId, { settlement: { from: null, to: 'atlantis' } }, { sorted: false }),
      classify(recorded.ticketId, { settlement: { from: null, to: 'tsilna' } }, { sorted: false }),
      classify(recorded.ticketId, { settlement: { from: 'tsilna', to: null } }, { sorted: false }),
    ])
    expect(outcomes.map(verdict)).toEqual([
      'unknown-settlement',
      'accepted',
      'unknown-settlement',
      'accepted',
      'accepted',
    ])
  })

  test('a reply under an account that is not in the settings is refused', async () => {
    const head = await t.enrol('head')
    const recorded = capture()
    const outcomes = await head.push([recorded, publish(recorded.ticketId, { accountId: 'no-such' })])
    expect(outcomes.map(verdict)).toEqual(['accepted', 'unknown-account'])
  })

  test('the right to publish is per account, whatever the role', async () => {
    const signed = await t.signed('head')
    const [account] = signed.settings.officialAccounts
    if (account === undefined) throw new Error('The office has no account')
    await t.office.people.saveOfficialAccounts(signed, [
      account,
      { ...account, id: 'tg-district', network: 'telegram', publisherIds: [t.idOf('informer')] },
    ])
    const publisher = await t.enrol('operator2')
    const [a, b, c] = [capture(), capture(), capture()]
    const outcomes = await publisher.push([
      a,
      publish(a.ticketId, { accountId: 'tg-district' }),
      publish(a.ticketId, { accountId: 'vk-district' }),
      b,
      c,
    ])
    expect(outcomes.map(verdict)).toEqual([
      'accepted',
      'not-your-account',
      'accepted',
      'accepted',
      'accepted',
    ])
    const head = await t.enrol('zhkhHead')
    const byRole = await head.push([
      publish(b.ticketId, { accountId: 'tg-district' }),
      publish(c.ticketId, { accountId: null }),
    ])
    expect(byRole.map(verdict)).toEqual(['not-your-account', 'accepted'])
  })
})

describe('a prepared final answer', () => {
  test.each(['first', 'interim'] as const)('still waits for publication after a %s reply', async kind => {
    const head = await t.enrol('head')
    const recorded = capture()
    const { ticketId } = recorded
    await head.push([recorded, prepareReply(ticketId, 'Воду дали.'), publish(ticketId, { kind })])
    const informer = await t.enrol('informer')
    const [waiting] = (await informer.pull()).tickets
    expect(waiting?.ticket).toMatchObject({ status: 'to_publish', prepared: { kind: 'final' } })
    expect(JSON.stringify(waiting?.contents)).toContain('Воду дали.')
    expect((await informer.push([publish(ticketId)])).map(verdict)).toEqual(['accepted'])
  })
})
