/**
 * A consistent copy of the office while it works, and the way back. A restored database gets a new epoch:
 * the extensions notice it and offer again what they had sent since the copy (DESIGN, point 4).
 */
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { v4 as uuid } from 'uuid'
import { lockFolder } from './folder-lock.ts'

export const databaseFile = 'pult.sqlite'
/** Pictures, pages and files by their hashes (server/files/blobs.ts). */
export const blobFolder = 'blobs'
/** What was erased on demand (server/evidence/erasure-log.ts): a restored copy must not bring it back. */
export const erasureFile = 'erasures.jsonl'
/**
 * Keys lie beside the database. With another key of the extension every desk would have to enrol again; with another pair
 * for packs every desk would refuse what the office publishes. The private one may be kept elsewhere (PACK_KEY_FILE).
 */
export const keyFiles = ['extension-key.pem', 'pack-key.pem', 'pack-key.pub.pem'] as const
const besides = ['', '-wal', '-shm']

export class BackupUnusable extends Error {
  override name = 'BackupUnusable'
}

/**
 * Copies the database, the files beside it and the keys into a new folder; the server may go on working.
 * The database first: a file never changes under its name, so whatever the copied database names is copied after it.
 */
export async function backUp(dataDir: string, folder: string): Promise<{ tickets: number; files: number }> {
  if (!existsSync(join(dataDir, databaseFile)))
    throw new BackupUnusable(`${dataDir}: нет базы ${databaseFile}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const target = join(folder, databaseFile)
  if (existsSync(target)) throw new BackupUnusable(`${folder}: здесь уже есть копия, выберите другую папку`)
  const database = new Sqlite(join(dataDir, databaseFile), { readonly: true })
  try {
    await database.backup(target)
  } finally {
    database.close()
  }
  for (const name of keysIn(dataDir)) copyFileSync(join(dataDir, name), join(folder, name))
  const erasures = join(dataDir, erasureFile)
  if (existsSync(erasures)) copyFileSync(erasures, join(folder, erasureFile))
  const files = copyBlobs(join(dataDir, blobFolder), join(folder, blobFolder))
  return { ...checkCopy(target), files }
}

/**
 * Puts a copy in the place of the office's data. It is made ready beside them under another name and takes their place
 * only when it is whole: whatever fails before, the data stand as they stood. They are moved aside, never deleted.
 * Refuses while a server works in the folder, and a copy that is damaged.
 */
export function restore(
  dataDir: string,
  folder: string,
  now: string,
): { tickets: number; aside: string | null } {
  const { tickets } = checkCopy(join(folder, databaseFile))
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(dataDir)
  try {
    const ready = join(dataDir, `${databaseFile}.new`)
    const keys = keysIn(folder)
    const readyKey = (name: string) => join(dataDir, `${name}.new`)
    const readyBlobs = join(dataDir, `${blobFolder}.new`)
    const hasBlobs = existsSync(join(folder, blobFolder))
    try {
      removeDatabase(ready)
      copyFileSync(join(folder, databaseFile), ready)
      beginAnew(ready, now)
      for (const name of keys) copyFileSync(join(folder, name), readyKey(name))
      rmSync(readyBlobs, { recursive: true, force: true })
      if (hasBlobs) cpSync(join(folder, blobFolder), readyBlobs, { recursive: true })
      joinErasures(dataDir, folder)
    } catch (error) {
      removeDatabase(ready)
      for (const name of keys) rmSync(readyKey(name), { force: true })
      rmSync(readyBlobs, { recursive: true, force: true })
      throw error
    }
    const aside = moveAside(dataDir, now, hasBlobs)
    if (hasBlobs) renameSync(readyBlobs, join(dataDir, blobFolder))
    renameSync(ready, join(dataDir, databaseFile))
    for (const name of keys) renameSync(readyKey(name), join(dataDir, name))
    return { tickets, aside }
  } finally {
    unlock()
  }
}

/** Another epoch; and no session, link or invitation of the day of the copy opens the office again. */
function beginAnew(path: string, now: string): void {
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(path)
    // Everything in the one file that takes the place; the server turns the log on again.
    database.pragma('journal_mode = DELETE')
    const change = database.transaction((open: Sqlite.Database) => {
      open.prepare('update organisations set epoch = ?').run(uuid())
      open.prepare('delete from sessions').run()
      open.prepare('delete from sign_in_tickets').run()
      open.prepare('update invitations set used_at = ? where used_at is null').run(now)
    })
    change.immediate(database)
  } catch (error) {
    if (error instanceof Sqlite.SqliteError)
      throw new BackupUnusable(`${path}: это не копия Пульта`, { cause: error })
    throw error
  } finally {
    database?.close()
  }
}

/** Whole files only: what came half lies elsewhere and comes again. Answers how many. */
function copyBlobs(from: string, to: string): number {
  if (!existsSync(from)) return 0
  let count = 0
  for (const part of readdirSync(from).filter(name => /^[0-9a-f]{2}$/.test(name))) {
    mkdirSync(join(to, part), { recursive: true, mode: 0o700 })
    for (const name of readdirSync(join(from, part))) {
      try {
        copyFileSync(join(from, part, name), join(to, part, name))
        count += 1
      } catch (error) {
        // Erased on demand a moment ago.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
      }
    }
  }
  return count
}

/** What either of the two knows as erased stays erased. */
function joinErasures(dataDir: string, folder: string): void {
  const copy = join(folder, erasureFile)
  if (!existsSync(copy)) return
  const here = join(dataDir, erasureFile)
  const known = new Set(existsSync(here) ? readFileSync(here, 'utf8').split('\n') : [])
  const added = readFileSync(copy, 'utf8')
    .split('\n')
    .filter(line => line !== '' && !known.has(line))
  if (added.length > 0) appendFileSync(here, `${added.join('\n')}\n`, { mode: 0o600 })
}

function removeDatabase(path: string): void {
  for (const ending of besides) rmSync(path + ending, { force: true })
}

function checkCopy(path: string): { tickets: number } {
  if (!existsSync(path)) throw new BackupUnusable(`${path}: такого файла нет`)
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(path, { readonly: true })
    const sound = database.pragma('integrity_check', { simple: true })
    if (sound !== 'ok') throw new BackupUnusable(`${path}: копия повреждена`)
    const row = database.prepare<[], { tickets: number }>('select count(*) as tickets from tickets').get()
    return { tickets: row?.tickets ?? 0 }
  } catch (error) {
    if (error instanceof Sqlite.SqliteError)
      throw new BackupUnusable(`${path}: это не копия Пульта`, { cause: error })
    throw error
  } finally {
    database?.close()
  }
}

function moveAside(dataDir: string, now: string, withBlobs: boolean): string | null {
  if (!existsSync(join(dataDir, databaseFile))) {
    // Nothing of worth: bytes that no database names.
    if (withBlobs) rmSync(join(dataDir, blobFolder), { recursive: true, force: true })
    return null
  }
  const aside = join(dataDir, `before-restore-${now.replaceAll(/[:.]/g, '-')}`)
  mkdirSync(aside, { mode: 0o700 })
  for (const ending of besides) {
    const path = join(dataDir, databaseFile + ending)
    if (existsSync(path)) renameSync(path, join(aside, databaseFile + ending))
  }
  const blobs = join(dataDir, blobFolder)
  if (withBlobs && existsSync(blobs)) renameSync(blobs, join(aside, blobFolder))
  for (const name of keysIn(dataDir)) copyFileSync(join(dataDir, name), join(aside, name))
  return aside
}

function keysIn(folder: string): string[] {
  return keyFiles.filter(name => existsSync(join(folder, name)))
}
