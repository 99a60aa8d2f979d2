/** Acts on several tickets at once: one command, one commit, all or nothing. */
import Sqlite from 'better-sqlite3'
import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyChain } from '../../server/tickets/verify-chain.ts'
import {
  capture,
  command,
  openOffice,
  publish,
  type TestDevice,
  type TestOffice,
  verdict,
} from './office-for-tests.ts'

let t: TestOffice
let head: TestDevice
beforeEach(async () => {
  t = await openOffice()
  head = await t.enrol('head')
})
afterEach(async () => {
  const chain = await t.office.reader.transaction().execute(db => verifyChain(db, t.office.organisationId))
  expect(chain.problems).toEqual([])
  expect(t.errors).toEqual([])
  await t.close()
})

const key = 'vk:-212000001:90'
const beginning = { block: 'roads', subtopic: null, settlement: null, place: null, urgent: false } as const
const splitOff = (ticketId: string, newTicketId: string) =>
  command('split', ticketId, { newTicketId, essence: 'И ещё яма', ...beginning })

async function eventsOf(commandId: string) {
  return t.office.reader
    .selectFrom('events')
    .select(['ticket_id', 'type'])
    .where('command_id', '=', commandId)
    .orderBy('seq')
    .execute()
}

async function find(id: string) {
  const view = await t.office.tickets.find(await t.signed('head'), { id })
  if (view === undefined) throw new Error(`No ticket ${id}`)
  return view
}

test('joining is written on both tickets under one command, and parting takes it back on both', async () => {
  const [one, two] = [capture(), capture()]
  await head.push([one, two])
  const before = await find(two.ticketId)
  const join = command('merge', two.ticketId, { into: one.ticketId })
  expect((await head.push([join])).map(verdict)).toEqual(['accepted'])
  expect(await eventsOf(join.id)).toEqual([
    { ticket_id: two.ticketId, type: 'merged' },
    { ticket_id: one.ticketId, type: 'joined' },
  ])
  expect((await find(two.ticketId)).ticket).toMatchObject({ status: 'merged', merged: { intoNumber: 1 } })
  expect((await find(one.ticketId)).ticket.joined).toMatchObject([{ ticketId: two.ticketId, number: 2 }])
  await head.push([command('unmerge', two.ticketId, {})])
  const after = await find(two.ticketId)
  expect(after.ticket).toMatchObject({ status: 'new', stages: before.ticket.stages })
  expect((await find(one.ticketId)).ticket.joined).toEqual([])
})

test('a refused joining leaves both as they were; the neighbours in the push go through', async () => {
  const [one, two, three] = [capture(), capture(), capture()]
  await head.push([one, two])
  const outcomes = await head.push([
    command('merge', two.ticketId, { into: two.ticketId }),
    command('merge', two.ticketId, { into: uuid() }),
    command('close', one.ticketId, { reason: 'done' }),
    three,
  ])
  expect(outcomes.map(verdict)).toEqual(['cannot-join', 'unknown-ticket', 'not-now', 'accepted'])
  expect((await find(one.ticketId)).ticket.version).toBe((await find(three.ticketId)).ticket.version)
})

test('where the second ticket cannot be written, the first is not written either', async () => {
  const [one, two, three] = [capture(), capture(), capture()]
  await head.push([one, two])
  const file = new Sqlite(`${t.folder}/pult.sqlite`)
  file.exec(`create trigger fault before insert on events when new.type = 'joined'
    begin select raise(abort, 'a fault of ours'); end`)
  file.close()
  const join = command('merge', two.ticketId, { into: one.ticketId })
  expect((await head.push([join, three])).map(verdict)).toEqual(['server-error', 'accepted'])
  expect(await eventsOf(join.id)).toEqual([])
  expect((await find(two.ticketId)).ticket.status).toBe('new')
  expect(t.errors.splice(0)).toHaveLength(1)
})

test('a device may name the other ticket by the id of its own capture', async () => {
  const operator = await t.enrol('operator')
  const other = await t.enrol('operator2')
  const [one, two] = [capture({ key }), capture()]
  const again = capture({ key })
  await operator.push([one])
  const outcomes = await other.push([again, two, command('merge', two.ticketId, { into: again.ticketId })])
  expect(outcomes.map(verdict)).toEqual(['accepted', 'accepted', 'accepted'])
  expect((await find(two.ticketId)).ticket).toMatchObject({ merged: { into: one.ticketId } })
})

test('one publication answers the joined posts that it names, each with the text of its own', async () => {
  const [one, two, three] = [capture(), capture(), capture()]
  await head.push([one, two, three])
  await head.push([
    command('merge', two.ticketId, { into: one.ticketId }),
    command('merge', three.ticketId, { into: one.ticketId }),
  ])
  const answer = publish(one.ticketId, { text: 'Воду дали.', forJoined: [two.ticketId] })
  expect((await head.push([answer])).map(verdict)).toEqual(['accepted'])
  const joined = await find(two.ticketId)
  expect(joined.ticket).toMatchObject({ status: 'merged', merged: { reply: { way: 'common' } } })
  expect(Object.values(joined.contents).map(content => content.kind)).toContain('reply')
  expect((await find(one.ticketId)).ticket.joined.map(each => each.replied)).toEqual(['common', null])
  expect((await head.push([command('close', one.ticketId, { reason: 'done' })])).map(verdict)).toEqual([
    'joined-unanswered',
  ])
})

test('a post that was split has two tickets with numbers of their own, one text, and one mark: of the open one with the smallest number', async () => {
  const one = capture({ key })
  const two = uuid()
  await head.push([one, splitOff(one.ticketId, two)])
  const [next] = await head.push([capture()])
  expect(next).toMatchObject({ number: 3 })
  expect((await find(two)).ticket).toMatchObject({ number: 2, splitFrom: one.ticketId, block: 'roads' })
  // The head of roads sees the second only, and reads the post.
  const roads = await (await t.enrol('roadsHead')).pull()
  expect(roads.tickets.map(view => view.ticket.id)).toEqual([two])
  expect(JSON.stringify(roads.tickets[0]?.contents)).toContain('Садовой')
  const markOf = async () => (await (await t.enrol('operator')).pull()).marks.filter(mark => mark.key === key)
  expect(new Set((await markOf()).map(mark => mark.number))).toEqual(new Set([1]))
  await head.push([publish(one.ticketId)])
  expect(new Set((await markOf()).map(mark => [mark.number, mark.status].join()))).toEqual(new Set(['2,new']))
})

test('the mark of a joined ticket says so', async () => {
  const [one, two] = [capture(), capture({ key })]
  await head.push([one, two, command('merge', two.ticketId, { into: one.ticketId })])
  const { marks } = await head.pull()
  expect(marks.find(mark => mark.key === key)?.status).toBe('merged')
})

test('a split that is undone gives its post back to the first ticket, which still holds it', async () => {
  const one = capture({ key })
  const two = uuid()
  await head.push([one, splitOff(one.ticketId, two)])
  expect((await head.push([command('undo_split', two, {})])).map(verdict)).toEqual(['accepted'])
  expect((await find(one.ticketId)).ticket.splits).toEqual([])
  const [again] = await (await t.enrol('operator')).push([capture({ key })])
  expect(again).toMatchObject({ ticketId: one.ticketId, number: 1 })
})

test('a split may not take over the id of another ticket, nor an alias', async () => {
  const operator = await t.enrol('operator')
  const [one, two, again] = [capture({ key }), capture(), capture({ key })]
  await head.push([one, two])
  await operator.push([again])
  const outcomes = await head.push([
    splitOff(one.ticketId, two.ticketId),
    splitOff(one.ticketId, again.ticketId),
    splitOff(one.ticketId, one.ticketId),
  ])
  expect(outcomes.map(verdict)).toEqual(['invalid-command', 'invalid-command', 'invalid-command'])
  expect(outcomes[0]).toMatchObject({ refusal: { details: { fields: ['data.newTicketId'] } } })
})
