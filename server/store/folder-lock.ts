/**
 * One server per data folder. The lock is SQLite's own on a file beside the database: the system takes it back when the
 * process dies, however it dies, so no stale pid file can keep an office closed.
 */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

export class FolderInUse extends Error {
  override name = 'FolderInUse'
}

export function lockFolder(folder: string): () => void {
  const lock = new Sqlite(join(folder, 'server.lock'), { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new FolderInUse(folder, { cause: error })
    }
    throw error
  }
  return () => lock.close()
}
