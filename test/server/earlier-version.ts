/** A database as an earlier version would have left it: its tables and columns only, with what stands in them now. */
import { renameSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { migrate } from '../../server/store/migrations.ts'
import { openSqlite } from '../../server/store/sqlite.ts'

/** `last`: the newest migration of that version. The database must be closed. */
export async function asEarlierVersion(path: string, last: string): Promise<void> {
  const newer = `${path}.newer`
  // Folds the write-ahead log into the file, which moves alone.
  const closing = new Sqlite(path)
  closing.pragma('wal_checkpoint(TRUNCATE)')
  closing.close()
  renameSync(path, newer)
  const store = openSqlite(path)
  await migrate(store.writer, last)
  await store.close()

  const file = new Sqlite(path)
  file.pragma('foreign_keys = OFF')
  file.prepare('attach ? as newer').run(newer)
  for (const table of tablesOf(file)) {
    const known = columnsOf(file, 'newer', table)
    const shared = columnsOf(file, 'main', table).filter(column => known.includes(column))
    if (shared.length === 0) continue
    const list = shared.map(column => `"${column}"`).join(', ')
    file.exec(`insert or ignore into main."${table}" (${list}) select ${list} from newer."${table}"`)
  }
  file.close()
}

function tablesOf(file: Sqlite.Database): string[] {
  return file
    .prepare<[], { name: string }>(
      "select name from main.sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'",
    )
    .all()
    .map(({ name }) => name)
}

function columnsOf(file: Sqlite.Database, schema: 'main' | 'newer', table: string): string[] {
  return file
    .prepare<[string, string], { name: string }>('select name from pragma_table_info(?, ?)')
    .all(table, schema)
    .map(({ name }) => name)
}
