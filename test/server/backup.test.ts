import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { BackupUnusable, backUp, keyFiles, restore } from '../../server/store/backup.ts'
import { FolderInUse } from '../../server/store/folder-lock.ts'
import { createDesk } from '../extension/sync/desk-for-tests.ts'
import { capture, headPassword, newFolder, openOffice, type TestOffice } from './office-for-tests.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function open(): Promise<TestOffice> {
  const office = await openOffice()
  closers.push(() => office.close())
  return office
}

async function epochOf(office: TestOffice): Promise<string> {
  const { epoch } = await office.office.reader
    .selectFrom('organisations')
    .select('epoch')
    .executeTakeFirstOrThrow()
  return epoch
}

describe('A backup', () => {
  it('is made while the server works, and what came after it returns from the desks after the restore', async () => {
    const office = await open()
    const desk = createDesk(office, await office.enrol('operator'))
    closers.unshift(desk.close)
    await desk.sync()
    const record = (ticketId: string) => desk.act({ type: 'capture', ticketId, data: capture().data })
    await record(crypto.randomUUID())
    await desk.sync()
    const copy = join(newFolder(), 'copy')
    expect(await backUp(office.folder, copy)).toEqual({ tickets: 1, files: 0 })
    const before = await epochOf(office)
    await record(crypto.randomUUID())
    await desk.sync()
    expect(await desk.desk.outbox.count()).toBe(0)

    await office.handOver()
    const { aside } = restore(office.folder, copy, '2026-11-16T06:00:00.000Z')
    expect(aside !== null && existsSync(join(aside, 'pult.sqlite'))).toBe(true)
    await office.restart()
    expect(await epochOf(office)).not.toBe(before)
    await desk.sync()
    const rows = await office.office.reader.selectFrom('tickets').select('number').orderBy('number').execute()
    expect(rows).toEqual([{ number: 1 }, { number: 2 }])
    expect(await desk.desk.tickets.count()).toBe(2)
  })

  it('takes the keys of the extension and of its selector packs along, and brings them back', async () => {
    const office = await open()
    for (const name of keyFiles) writeFileSync(join(office.folder, name), `the office's ${name}`)
    const copy = join(newFolder(), 'copy')
    await backUp(office.folder, copy)
    await office.handOver()
    writeFileSync(join(office.folder, 'pack-key.pem'), 'made anew by a build')
    rmSync(join(office.folder, 'pack-key.pub.pem'))
    const { aside } = restore(office.folder, copy, '2026-11-16T06:00:00.000Z')
    for (const name of keyFiles)
      expect(readFileSync(join(office.folder, name), 'utf8')).toBe(`the office's ${name}`)
    expect(readFileSync(join(aside ?? '', 'pack-key.pem'), 'utf8')).toBe('made anew by a build')
    expect(readdirSync(office.folder).filter(name => name.endsWith('.new'))).toEqual([])
  })

  it('whose private pack key is kept elsewhere leaves the one of the office alone', async () => {
    const office = await open()
    writeFileSync(join(office.folder, 'pack-key.pub.pem'), 'public')
    const copy = join(newFolder(), 'copy')
    await backUp(office.folder, copy)
    await office.handOver()
    writeFileSync(join(office.folder, 'pack-key.pem'), 'brought here since')
    restore(office.folder, copy, '2026-11-16T06:00:00.000Z')
    expect(readFileSync(join(office.folder, 'pack-key.pem'), 'utf8')).toBe('brought here since')
  })

  it('opens to nobody by a session, a link or an invitation of its day, and lies in one file', async () => {
    const office = await open()
    const signedIn = await office.office.access.signIn('Руководитель МЦУ', headPassword, 'here')
    if (signedIn.outcome === 'failed') throw new Error(signedIn.words)
    const device = await office.office.access.byDeviceToken((await office.enrol('head')).token)
    if (device.outcome === 'failed') throw new Error(device.words)
    const link = await office.office.access.issueTicket(device.device)
    const code = await office.invite('operator')
    const copy = join(newFolder(), 'copy')
    await backUp(office.folder, copy)
    await office.handOver()
    restore(office.folder, copy, '2026-11-16T06:00:00.000Z')
    expect(readdirSync(office.folder).filter(name => /\.new|-wal|-shm/.test(name))).toEqual([])
    await office.restart()
    expect(await office.office.access.bySession(signedIn.session)).toBeUndefined()
    expect(await office.office.access.redeemTicket(link)).toMatchObject({ outcome: 'failed' })
    expect(await office.office.people.enrol(code, 'x')).toMatchObject({ code: 'invitation-used' })
  })

  it('that fails halfway leaves the data as they stood', async () => {
    const office = await open()
    const operator = await office.enrol('operator')
    await operator.push([capture()])
    const epoch = await epochOf(office)
    await office.handOver()
    // A database with tickets that is not an office: it passes the first look and fails when it is made ready.
    const copy = newFolder()
    const stranger = new Sqlite(join(copy, 'pult.sqlite'))
    stranger.exec('create table tickets (id text)')
    stranger.close()
    expect(() => restore(office.folder, copy, '2026-11-16T06:00:00.000Z')).toThrow(BackupUnusable)
    expect(readdirSync(office.folder).filter(name => /\.new|before-restore/.test(name))).toEqual([])
    await office.restart()
    expect(await epochOf(office)).toBe(epoch)
    expect((await operator.pull()).tickets).toHaveLength(1)
  })

  it('is not restored over a working server', async () => {
    const office = await open()
    const copy = join(newFolder(), 'copy')
    await backUp(office.folder, copy)
    expect(() => restore(office.folder, copy, '2026-11-16T06:00:00.000Z')).toThrow(FolderInUse)
  })

  it('that is no database is refused and changes nothing', () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'pult.sqlite'), 'not a database at all, only words in a file')
    const target = newFolder()
    expect(() => restore(target, folder, '2026-11-16T06:00:00.000Z')).toThrow(BackupUnusable)
    expect(existsSync(join(target, 'pult.sqlite'))).toBe(false)
  })
})
