import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { CompiledQuery, type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../server/pages/index.ts'
import { migrate } from '../../server/store/migrations.ts'
import { ReadTooLong, ThreadConnection } from '../../server/store/reading-thread.ts'
import type { Database } from '../../server/store/schema.ts'
import { openSqlite, type Store } from '../../server/store/sqlite.ts'
import { capture, newFolder, openOffice } from './office-for-tests.ts'

/** Counts to so many, which takes the database a while. */
const countTo = (most: number) =>
  sql<{
    counted: number
  }>`with recursive steps(n) as (select 1 union all select n + 1 from steps where n < ${most})
    select count(*) as counted from steps`

describe('a heavy report and everybody else', () => {
  test('while two reports are counted, a message is recorded and a page is opened: both are answered first', async () => {
    const office = await openOffice({ mountPages })
    try {
      const device = await office.enrol('operator')
      const done: string[] = []
      const heavy = ['first', 'second'].map(async name => {
        await countTo(4_000_000).execute(office.office.reportReader)
        done.push(`${name} report`)
      })
      await device.push([capture()])
      done.push('message')
      expect((await office.app.request('/sign-in')).status).toBe(200)
      done.push('page')
      await Promise.all(heavy)
      expect(done.slice(0, 2)).toEqual(['message', 'page'])
    } finally {
      await office.close()
    }
  }, 60_000)
})

describe('the reader of reports', () => {
  let folder: string
  let store: Store
  beforeEach(async () => {
    folder = newFolder()
    store = openSqlite(join(folder, 'x.sqlite'))
    await migrate(store.writer)
  })
  afterEach(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })

  const add = (id: string) =>
    store.writer
      .insertInto('sign_in_attempts')
      .values({ organisation_id: 'o', id, subject: 's', at: '2026-01-01T00:00:00.000Z' })
      .execute()
  const ids = async (db: Kysely<Database>) =>
    (await db.selectFrom('sign_in_attempts').select('id').orderBy('id').execute()).map(({ id }) => id)

  test('sees what was committed, and inside a transaction one unchanging view', async () => {
    await add('a')
    expect(await ids(store.reportReader)).toEqual(['a'])
    await store.reportReader.transaction().execute(async view => {
      expect(await ids(view)).toEqual(['a'])
      await add('b')
      expect(await ids(view)).toEqual(['a'])
    })
    expect(await ids(store.reportReader)).toEqual(['a', 'b'])
  })

  test('answers thousands of rows whole and in order, as the other reader does', async () => {
    const rows = sql<{
      n: number
    }>`with recursive steps(n) as (select 1 union all select n + 1 from steps where n < 3500)
      select n, 'строка ' || n as text, null as empty, n / 4.0 as share from steps`
    const asked = await rows.execute(store.reportReader)
    expect(asked.rows).toEqual((await rows.execute(store.reader)).rows)
    expect(asked.rows).toHaveLength(3500)
  })

  test('never writes', async () => {
    await expect(
      sql`insert into sign_in_attempts values ('o', 'x', 's', '2026')`.execute(store.reportReader),
    ).rejects.toMatchObject({ code: 'SQLITE_READONLY' })
    expect(await ids(store.reader)).toEqual([])
  })

  test('an error inside a view ends the view, and the next question is answered', async () => {
    const read = store.reportReader.transaction().execute(view => sql`select id from nowhere`.execute(view))
    await expect(read).rejects.toThrow('no such table: nowhere')
    expect(await ids(store.reportReader)).toEqual([])
  })

  test('several statements of one view at once are all answered', async () => {
    await add('a')
    const answers = await store.reportReader
      .transaction()
      .execute(view => Promise.all([ids(view), countTo(1_000).execute(view), ids(view)]))
    expect(answers.map(each => (Array.isArray(each) ? each : each.rows))).toEqual([
      ['a'],
      [{ counted: 1_000 }],
      ['a'],
    ])
  })

  test('the store closes whole: nothing is left beside the database', async () => {
    await add('a')
    await ids(store.reportReader)
    await store.close()
    expect(existsSync(join(folder, 'x.sqlite-wal'))).toBe(false)
  })
})

describe('a reading thread', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = newFolder()
    file = join(folder, 'x.sqlite')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const open = (longest: number) =>
    new ThreadConnection({ file, busyMilliseconds: 1_000, cachedStatements: 10, longest })
  const one = CompiledQuery.raw('select 1 as one')

  test('a statement that takes too long fails with an error of its own', async () => {
    new Sqlite(file).close()
    const connection = open(1)
    await expect(connection.executeQuery(one)).rejects.toBeInstanceOf(ReadTooLong)
    await connection.close()
  })

  test('after a thread was lost the next statement has a new one', async () => {
    const connection = open(60_000)
    await expect(connection.executeQuery(one)).rejects.toThrow('The reading thread failed')
    // What a transaction does at its end: there is nothing to take back.
    expect(await connection.executeQuery(CompiledQuery.raw('rollback'))).toEqual({ rows: [] })
    new Sqlite(file).close()
    expect(await connection.executeQuery(one)).toEqual({ rows: [{ one: 1 }] })
    await connection.close()
  })

  test('closing answers what was asked with an error, and takes no more', async () => {
    new Sqlite(file).close()
    const connection = open(60_000)
    const asked = expect(connection.executeQuery(one)).rejects.toThrow('closing')
    await connection.close()
    await asked
    await expect(connection.executeQuery(one)).rejects.toThrow('closing')
  })
})
