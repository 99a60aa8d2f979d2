import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { capture, openOffice, type TestOffice } from '../office-for-tests.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice()
  await (await office.enrol('operator')).push([capture(), capture()])
})
afterEach(() => office.close())

function run(name: string, args: string[] = [], DATA_DIR = office.folder) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join('server', 'commands', `${name}.ts`), ...args],
    { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR }, encoding: 'utf8' },
  )
  return { status, said: stdout + stderr }
}

test('a whole history is told in words, while the server works and after it stopped', {
  timeout: 60_000,
}, async () => {
  expect(run('verify')).toMatchObject({
    status: 0,
    said: expect.stringMatching(/^История цела: .*\nСобытий 4,/),
  })
  await office.handOver()
  expect(run('verify')).toMatchObject({ status: 0 })
  await office.restart()
})

test('a changed event and a missing text are named, and the command fails', { timeout: 60_000 }, () => {
  const file = new Sqlite(join(office.folder, 'pult.sqlite'))
  file.exec('drop trigger events_stay_unchanged')
  file.exec(`update events set at = '2020-01-01T00:00:00.000Z' where seq = 3`)
  file.exec('delete from contents where rowid = 1')
  file.close()
  const { status, said } = run('verify')
  expect(status).toBe(1)
  expect(said).toContain('История нарушена')
  expect(said).toContain('событие 3 изменено')
  expect(said).toMatch(/текст \S+ пропал/)
  expect(said).not.toContain('Садовой')
})

test('a folder without a database is told so and stays empty', { timeout: 60_000 }, () => {
  expect(run('verify', [], join(office.folder, 'nothing'))).toMatchObject({
    status: 1,
    said: expect.stringContaining('базы нет'),
  })
})

test('a copy is for its owner only, and a restore says what has to be done anew', {
  timeout: 60_000,
}, async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'pult-')), 'copy')
  expect(run('backup', ['backup', folder]).status).toBe(0)
  expect(statSync(join(folder, 'pult.sqlite')).mode & 0o077).toBe(0)
  await office.handOver()
  const { status, said } = run('backup', ['restore', folder])
  expect(status).toBe(0)
  expect(said).toContain('Устройства, доступ которых закрыли после копии, снова действуют')
  expect(said).toContain('Прежние приглашения больше не действуют: создайте новые')
  await office.restart()
  rmSync(folder, { recursive: true })
})
