import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate } from '../../server/store/migrations.ts'
import { openSqlite, type Store } from '../../server/store/sqlite.ts'
import { createWriter, inSavepoint, type Tx, type Write } from '../../server/store/writer.ts'
import { capture, newFolder, openOffice, verdict } from './office-for-tests.ts'

describe('the one writer', () => {
  let folder: string
  let store: Store
  let write: Write
  let close: () => Promise<void>
  beforeEach(async () => {
    folder = newFolder()
    store = openSqlite(join(folder, 'x.sqlite'))
    await migrate(store.writer)
    ;({ write, close } = createWriter(store.writer))
  })
  afterEach(async () => {
    await close()
    await store.close()
    rmSync(folder, { recursive: true })
  })

  const add = (tx: Tx, id: string) =>
    tx
      .insertInto('sign_in_attempts')
      .values({ organisation_id: 'o', id, subject: 's', at: '2026-01-01T00:00:00.000Z' })
      .execute()
  const ids = async () =>
    (await store.reader.selectFrom('sign_in_attempts').select('id').orderBy('id').execute()).map(
      row => row.id,
    )

  test('jobs that wait together are committed together, and one that fails takes back only its own rows', async () => {
    let seenInside: string[] = []
    const results = await Promise.allSettled([
      write(tx => add(tx, 'a')),
      write(async tx => {
        await add(tx, 'b')
        throw new Error('refused')
      }),
      write(async tx => {
        await add(tx, 'c')
        // A reader sees nothing of a transaction that is not committed yet.
        seenInside = await ids()
      }),
    ])
    expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(seenInside).toEqual([])
    expect(await ids()).toEqual(['a', 'c'])
  })

  test('a promise is kept only after the commit: its rows are there for every reader', async () => {
    await Promise.all(
      Array.from({ length: 150 }, async (_, at) => {
        await write(tx => add(tx, `job-${at}`))
        expect(await ids()).toContain(`job-${at}`)
      }),
    )
    expect(await ids()).toHaveLength(150)
  })

  test('savepoints nest: a refused step inside a job leaves the rest of the job', async () => {
    await write(async tx => {
      await add(tx, 'a')
      await inSavepoint(tx, async () => {
        await add(tx, 'b')
        throw new Error('refused')
      }).catch(() => undefined)
      await inSavepoint(tx, () => add(tx, 'c'))
    })
    expect(await ids()).toEqual(['a', 'c'])
  })

  test('a job that waits when the store closes is still done; a later one is refused', async () => {
    const waiting = write(tx => add(tx, 'a'))
    await close()
    await waiting
    await expect(write(tx => add(tx, 'b'))).rejects.toThrow('closing')
    expect(await ids()).toEqual(['a'])
  })
})

test('pushes of several devices at once: numbers without gaps, each command once, refusals for themselves', async () => {
  const t = await openOffice()
  const devices = await Promise.all([
    t.enrol('operator'),
    t.enrol('operator2'),
    t.enrol('zhkhHead'),
    t.enrol('admin'),
  ])
  const answers = await Promise.all(
    devices.flatMap(device => [device.push([capture(), capture()]), device.push([capture()])]),
  )
  expect(answers.flat().map(verdict).sort()).toEqual([
    ...Array(9).fill('accepted'),
    ...Array(3).fill('forbidden'),
  ])
  const numbers = await t.office.reader.selectFrom('tickets').select('number').orderBy('number').execute()
  expect(numbers.map(row => row.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(t.errors).toEqual([])
  await t.close()
})

test('two offices never work in one folder', async () => {
  const t = await openOffice()
  const { composeOffice } = await import('../../server/compose.ts')
  const second = composeOffice({
    dataDir: t.folder,
    publicUrl: 'http://x',
    now: t.clock.now,
    report: () => undefined,
  })
  await expect(second).rejects.toThrow(t.folder)
  await t.restart()
  await t.close()
})
