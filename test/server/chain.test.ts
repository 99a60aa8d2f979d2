import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyChain } from '../../server/tickets/verify-chain.ts'
import {
  assign,
  capture,
  classify,
  openOffice,
  publish,
  type TestOffice,
  withdraw,
} from './office-for-tests.ts'

let t: TestOffice
let file: Sqlite.Database
beforeEach(async () => {
  t = await openOffice()
  const head = await t.enrol('head')
  const [a, b] = [capture({ place: 'у дома 5' }), capture()]
  await head.push([
    a,
    classify(a.ticketId, { place: { from: 'у дома 5', to: 'у дома 7' } }),
    assign(a.ticketId, 'teploset'),
    publish(a.ticketId, { kind: 'interim', text: 'Выехала бригада', promisedDate: '2026-11-20' }),
    publish(a.ticketId, { text: 'Готово' }),
    b,
    withdraw(b.ticketId),
  ])
  file = new Sqlite(`${t.folder}/pult.sqlite`)
})
afterEach(async () => {
  file.close()
  await t.close()
})

const verify = () => t.office.reader.transaction().execute(db => verifyChain(db, t.office.organisationId))

test('the chain of an untouched office holds, to the head that an anchor prints', async () => {
  const report = await verify()
  const { chain_head } = await t.office.reader
    .selectFrom('organisations')
    .select('chain_head')
    .executeTakeFirstOrThrow()
  expect(report).toEqual({ events: 10, head: chain_head, erased: 0, problems: [] })
})

test('the database itself refuses to change or delete an event, however it is asked', async () => {
  file.pragma('recursive_triggers = ON')
  expect(() => file.exec('update events set at = at')).toThrow(/append-only/)
  expect(() => file.exec('delete from events')).toThrow(/append-only/)
  expect(() => file.exec('insert or replace into events select * from events where seq = 1')).toThrow(
    /append-only/,
  )
})

test('events hold no words of citizens or officials', async () => {
  const events = JSON.stringify(await t.office.reader.selectFrom('events').selectAll().execute())
  expect(events).not.toMatch(/Садовой|Житель|у дома|бригада|Готово|vk\.com/)
})

test('who gets past the database and changes an event is found', async () => {
  file.exec('drop trigger events_stay_unchanged')
  file.exec(`update events set "by" = 'somebody' where seq = 3`)
  expect((await verify()).problems).toContainEqual({ problem: 'event-changed', seq: 3 })
})

test('a removed event is found, the last one too', async () => {
  file.exec('drop trigger events_stay')
  file.exec('delete from events where seq = 10')
  expect((await verify()).problems).toContainEqual({ problem: 'head-differs', seq: 9 })
  file.exec('delete from events where seq = 4')
  expect((await verify()).problems).toContainEqual({ problem: 'event-missing', seq: 4 })
})

test('a changed text is found, and a ticket whose state is not what its events say', async () => {
  const another = '{"kind":"reply","text":"иначе","url":null}'
  file.exec(
    `update contents set body = '${another}' where id = (select min(id) from contents where kind = 'reply')`,
  )
  file.exec(`update tickets set state = replace(state, '"urgent":false', '"urgent":true') where number = 1`)
  expect((await verify()).problems.map(({ problem }) => problem)).toEqual([
    'content-changed',
    'state-differs',
  ])
})

test('erasing texts leaves the chain whole, and the reader sees them as absent', async () => {
  file.exec(
    `update contents set salt = null, body = null, erased_at = '2026-12-01T00:00:00.000Z' where kind = 'source'`,
  )
  const report = await verify()
  expect(report).toMatchObject({ problems: [], erased: 2 })
  const view = await t.office.tickets.find(await t.signed('head'), { number: 1 })
  expect(Object.values(view?.contents ?? {}).map(content => content.kind)).not.toContain('source')
})

test('a text that is missing without having been erased is found', async () => {
  file.exec(`delete from contents where kind = 'place'`)
  expect((await verify()).problems.map(({ problem }) => problem)).toEqual([
    'content-missing',
    'content-missing',
  ])
})
