/**
 * A database of the version before this one goes on working. `office-of-version-1.sql` was written by that version
 * itself (commit f06f7ba): six tickets, one of them withdrawn, and the devices of four people.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ComposedOffice, composeOffice } from '../../server/compose.ts'
import type { Office, Signed, SignedDevice } from '../../server/office.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { canonicalJson } from '../../server/tickets/canonical.ts'
import { printedProgress, rebuildStates, stateVersion } from '../../server/tickets/rebuild.ts'
import { inScopeSql } from '../../server/tickets/scope-sql.ts'
import { verifyChain } from '../../server/tickets/verify-chain.ts'
import { command, newFolder, publicUrl, signedAs, verdict } from './office-for-tests.ts'

const later = '2026-11-17T06:00:00.000Z'
const ticketId = (n: number) => `00000000-0000-4000-8000-00000000000${n}`

let folder: string
let composed: ComposedOffice
const errors: unknown[] = []
const open = () =>
  composeOffice({ dataDir: folder, publicUrl, now: () => later, report: e => errors.push(e) })

beforeEach(async () => {
  folder = newFolder()
  const file = new Sqlite(join(folder, 'pult.sqlite'))
  file.exec(readFileSync(new URL('office-of-version-1.sql', import.meta.url), 'utf8'))
  file.close()
  composed = await open()
})
afterEach(async () => {
  await composed.close()
  rmSync(folder, { recursive: true, force: true })
  expect(errors).toEqual([])
})

async function signed(title: string): Promise<Signed> {
  const settings = await composed.office.settings()
  const person = settings?.people.find(each => each.title === title)
  return signedAs(composed.office, person?.id ?? title)
}

async function deviceOf(office: Office, title: string): Promise<SignedDevice> {
  const who = await signed(title)
  const { id } = await office.reader
    .selectFrom('devices')
    .select('id')
    .where('person_id', '=', who.person.id)
    .executeTakeFirstOrThrow()
  return { ...who, deviceId: id }
}

test('its history is whole, and every state is what its events say under the rules of now', async () => {
  const { office } = composed
  const report = await office.reader.transaction().execute(db => verifyChain(db, office.organisationId))
  expect(report).toMatchObject({ problems: [] })
  expect(report.events).toBeGreaterThan(15)
  const rows = await office.reader
    .selectFrom('tickets')
    .select(['number', 'status', 'kind', 'executors', 'is_complaint', 'about', 'before_head_at'])
    .orderBy('number')
    .execute()
  const none = { kind: 'message', is_complaint: 0, about: '[]', before_head_at: null }
  const roads = '["recipient:roads-unit"]'
  expect(rows).toEqual([
    { number: 1, status: 'assigned', executors: roads, ...none },
    { number: 2, status: 'withdrawn', executors: '[]', ...none },
    { number: 3, status: 'answered', executors: '[]', ...none },
    { number: 4, status: 'to_publish', executors: roads, ...none },
    { number: 5, status: 'in_progress', executors: roads, ...none },
    { number: 6, status: 'new', executors: '[]', ...none },
  ])
})

test('people see what they saw: in lists, by pull and in the history', async () => {
  const { office } = composed
  const executor = await deviceOf(office, 'Специалист отдела дорог')
  const listed = await office.reader
    .selectFrom('tickets')
    .select('number')
    .where(inScopeSql(office.tickets.scopeOf(executor)))
    .orderBy('number')
    .execute()
  expect(listed.map(row => row.number)).toEqual([1, 4, 5])
  const { tickets } = await office.tickets.pull(executor, { cursor: null, settingsVersion: null })
  expect(tickets.map(view => view.ticket.number)).toEqual([1, 4, 5])
  const { entries } = await office.tickets.history(await signed('Руководитель МЦУ'), ticketId(4))
  expect(entries.map(({ fact }) => [fact.type, fact.behalf])).toEqual([
    ['captured', null],
    ['deadlines_set', null],
    ['assigned', null],
    ['reply_prepared', null],
  ])
})

test('what leaves a scope is named as gone although its events are of the version before', async () => {
  const { office } = composed
  const executor = await deviceOf(office, 'Специалист отдела дорог')
  const { cursor } = await office.tickets.pull(executor, { cursor: null, settingsVersion: null })
  const head = await signed('Руководитель МЦУ')
  const moved = command('assign', ticketId(1), { recipientId: 'teploset' }, { occurredAt: later })
  expect(verdict(await office.tickets.submit(head, moved))).toBe('accepted')
  const answer = await office.tickets.pull(executor, { cursor, settingsVersion: null })
  expect(answer).toMatchObject({ resync: false, gone: [ticketId(1)], tickets: [] })
})

test('work goes on where it stopped: the prepared answer is published, the withdrawn post recorded anew', async () => {
  const { office } = composed
  const head = await signed('Руководитель МЦУ')
  const given = { occurredAt: later }
  const answer = {
    kind: 'final' as const,
    url: 'https://vk.com/wall-212000001_4704?reply=1',
    text: '',
    accountId: 'vk-district',
    promisedDate: null,
  }
  expect(verdict(await office.tickets.submit(head, command('publish', ticketId(4), answer, given)))).toBe(
    'accepted',
  )
  const view = await office.tickets.find(head, { number: 4 })
  expect(view?.ticket.status).toBe('answered')
  const report = await office.reader.transaction().execute(db => verifyChain(db, office.organisationId))
  expect(report.problems).toEqual([])
})

test('the states are made anew once: a second start changes nothing', async () => {
  const read = async () =>
    canonicalJson(await composed.office.reader.selectFrom('tickets').selectAll().orderBy('id').execute())
  const before = await read()
  await composed.close()
  composed = await open()
  expect(await read()).toBe(before)
  const { state_version } = await composed.office.reader
    .selectFrom('organisations')
    .select('state_version')
    .executeTakeFirstOrThrow()
  expect(state_version).toBe(stateVersion)
})

/** Closes the office, spoils its file and marks it as not made anew yet. */
async function spoiled(statements: string): Promise<void> {
  await composed.close()
  const file = new Sqlite(join(folder, 'pult.sqlite'))
  file.exec(`drop trigger events_stay_unchanged; update organisations set state_version = 1; ${statements}`)
  file.close()
}

test('a state that the schema of now does not read is made anew from its events', async () => {
  await spoiled(`update tickets set state = '{"of":"another time"}' where number = 1`)
  composed = await open()
  const view = await composed.office.tickets.find(await signed('Руководитель МЦУ'), { number: 1 })
  expect(view?.ticket.status).toBe('assigned')
})

test('a ticket that cannot be read at all is reported and left, and the centre starts', async () => {
  await spoiled(`update tickets set state = '{' where number = 1;
    update events set data = '{' where ticket_id = '${ticketId(1)}';
    update events set data = '{' where ticket_id = '${ticketId(3)}'`)
  composed = await open()
  // Of the first neither its events nor its state; of the third the events only.
  expect(errors.splice(0)).toHaveLength(3)
  const head = await signed('Руководитель МЦУ')
  expect((await composed.office.tickets.find(head, { number: 3 }))?.ticket.status).toBe('answered')
  const rows = await composed.office.reader
    .selectFrom('tickets')
    .select(['number', 'state'])
    .where('state', '=', '{')
    .execute()
  expect(rows).toEqual([{ number: 1, state: '{' }])
})

test('a start that was interrupted goes on where it ended, and says how far it is', async () => {
  await spoiled(`update tickets set kind = 'spoilt'`)
  const { writer, close } = openSqlite(join(folder, 'pult.sqlite'))
  const kinds = async () =>
    (await writer.selectFrom('tickets').select('kind').orderBy('id').execute()).map(row => row.kind)
  const told: [number, number][] = []
  const rebuild = (stopAt: number) =>
    rebuildStates(writer, {
      report: error => errors.push(error),
      portion: 2,
      progress(done, total) {
        told.push([done, total])
        if (done === stopAt) throw new Error('The power went out')
      },
    })
  await expect(rebuild(2)).rejects.toThrow('The power went out')
  expect(await kinds()).toEqual(['message', 'message', ...Array(4).fill('spoilt')])
  await writer.updateTable('tickets').set({ kind: 'done before' }).where('kind', '=', 'message').execute()
  await rebuild(0)
  expect(await kinds()).toEqual(['done before', 'done before', ...Array(4).fill('message')])
  expect(told).toEqual([
    [2, 6],
    [4, 6],
    [6, 6],
  ])
  await close()
  composed = await open()
})

test('numbers in other systems stand as the events say, whatever stood there', async () => {
  const head = await signed('Руководитель МЦУ')
  const set = (n: number, data: { system: 'pos' | 'sed'; number: string | null; dueOn?: string }) =>
    composed.office.tickets.submit(head, command('set_external', ticketId(n), data, { occurredAt: later }))
  await set(1, { system: 'pos', number: '177073571', dueOn: '2026-11-30' })
  await set(1, { system: 'sed', number: 'А-17/26' })
  await set(3, { system: 'pos', number: '177073572' })
  await set(3, { system: 'pos', number: null })
  const read = () =>
    composed.office.reader
      .selectFrom('ticket_externals')
      .selectAll()
      .orderBy('ticket_id')
      .orderBy('system')
      .execute()
  const before = await read()
  expect(before.map(row => row.number)).toEqual(['177073571', 'А-17/26'])
  await spoiled(`update ticket_externals set number = '100000000' where system = 'pos';
    delete from ticket_externals where system = 'sed';
    insert into ticket_externals select organisation_id, id, 'incident', 'ИМ-1', null, null from tickets where number = 3`)
  composed = await open()
  expect(await read()).toEqual(before)
})

test('who waits for a long start reads a line every few seconds', () => {
  let at = 0
  const lines: string[] = []
  const progress = printedProgress(
    line => lines.push(line.replaceAll(/\s/g, ' ')),
    () => at,
  )
  for (let done = 500; done <= 12_000; done += 500) {
    at += 400
    progress(done, 12_000)
  }
  expect(lines).toEqual([
    'Обновляю карточки: 4 000 из 12 000',
    'Обновляю карточки: 8 000 из 12 000',
    'Обновляю карточки: 12 000 из 12 000',
  ])
})
