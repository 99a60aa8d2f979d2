/**
 * A large district in a temporary folder: the sample district's tickets, copied with their dates moved back, straight into
 * the tables. Not the way tickets come into an office: the chain of events is not whole, states keep the dates of their
 * original, and events are there for the last year only. What reports read stands as the office would have written it.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { composeOffice } from '../../server/compose.ts'
import { loadSample } from '../../server/sample/load.ts'
import { databaseFile } from '../../server/store/backup.ts'

export const benchNow = '2026-11-25T12:40:00.000Z'
export const samplePassword = 'пароль пароль пароль'

/** About as many as a week of 5,000 out of a million makes. */
const ticketsPerDay = 700
/** Copies older than that have ended; younger ones are open as the original is. */
const openDays = 20
const eventDays = 400

const instants = new Set([
  ...['captured_at', 'published_at', 'first_due_at', 'first_stopped_at', 'final_due_at', 'final_stopped_at'],
  ...['next_due_at', 'closed_at', 'before_head_at', 'promise_due_at', 'order_due_at', 'reopened_at'],
  ...['answered_at', 'impossible_at', 'escalated_at', 'at', 'occurred_at', 'received_at'],
])
const names = new Set(['id', 'ticket_id', 'source_id', 'content_id', 'command_id', 'step', 'key'])

/** Tables in the order of copying, and which of their rows are copied. */
const tables: readonly { table: string; where?: string }[] = [
  { table: 'tickets' },
  { table: 'ticket_figures' },
  { table: 'ticket_moments' },
  { table: 'ticket_sources' },
  { table: 'ticket_capturers' },
  { table: 'ticket_executors' },
  { table: 'sources' },
  { table: 'contents', where: "row.kind = 'source'" },
  { table: 'events', where: `copy.days < ${eventDays}` },
]

/** An office's folder with the sample district in it: what every size is copied from. */
export async function makeSample(folder: string): Promise<void> {
  const clock = { now: benchNow }
  const composed = await composeOffice({
    dataDir: folder,
    publicUrl: 'http://bench.test',
    now: () => clock.now,
    report: error => console.error(error),
  })
  await loadSample(composed.office, clock, {
    now: new Date(benchNow),
    seed: 7,
    setupCode: composed.setupCode,
    password: samplePassword,
  })
  await composed.close()
}

/** Answers how many tickets there are: `atLeast`, and not a whole copy more. */
export function copyDistrict(sampleFolder: string, folder: string, atLeast: number): number {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, databaseFile)
  const sample = new Sqlite(join(sampleFolder, databaseFile))
  sample.exec(`vacuum into '${file}'`)
  sample.close()
  const db = new Sqlite(file)
  db.pragma('foreign_keys = off')
  db.pragma('journal_mode = off')
  db.pragma('synchronous = off')
  db.pragma('cache_size = -400000')
  db.exec(`attach '${join(sampleFolder, databaseFile)}' as sample`)
  const copies = makeCopies(db, atLeast)
  const indexes = takeIndexesAway(db)
  for (const { table, where = '1' } of tables) {
    const columns = db
      .prepare<[], { name: string }>(`select name from pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => name)
    db.exec(`insert into main.${table} (${columns.map(quoted).join(', ')})
      select ${columns.map(copiedColumn).join(', ')}
      from copies as copy cross join sample.${table} as row
      where ${where} and ${ofEnded(table)}
      order by copy.k`)
  }
  for (const sql of indexes) db.exec(sql)
  db.exec(`update organisations set
    next_seq = (select max(seq) from events) + 1, next_number = (select max(number) from tickets) + 1;
    delete from counter_states; delete from block_counters`)
  const [counted] = db.prepare<[], { count: number }>('select count(*) as count from ticket_figures').all()
  db.pragma('journal_mode = wal')
  db.close()
  console.error(`${counted?.count} tickets in ${copies + 1} copies`)
  return counted?.count ?? 0
}

/** The oldest first, so that ids and times grow together. */
function makeCopies(db: Sqlite.Database, atLeast: number): number {
  const count = (where: string) =>
    db.prepare<[], { count: number }>(`select count(*) as count from ticket_figures where ${where}`).get()
      ?.count ?? 0
  const [all, ended] = [count('1'), count("is_open = 0 and status <> 'under_control'")]
  const copies = Math.max(0, Math.ceil((atLeast - all) / ended))
  const perDay = ticketsPerDay / ended
  db.exec('create temp table copies (k integer primary key, days integer, shift text)')
  const insert = db.prepare('insert into copies values (?, ?, ?)')
  for (let k = 1; k <= copies; k += 1) {
    const days = 1 + Math.floor((copies - k) / perDay)
    insert.run(k, days, `-${days} days`)
  }
  return copies
}

/** To make them anew afterwards is much faster than to keep them meanwhile. */
function takeIndexesAway(db: Sqlite.Database): string[] {
  const found = db
    .prepare<[], { name: string; sql: string; tbl_name: string }>(
      "select name, sql, tbl_name from sqlite_master where type = 'index' and sql is not null",
    )
    .all()
    .filter(({ tbl_name }) => tables.some(({ table }) => table === tbl_name))
  for (const { name } of found) db.exec(`drop index ${quoted(name)}`)
  return found.map(({ sql }) => sql)
}

function copiedColumn(column: string): string {
  const value = `row.${quoted(column)}`
  if (names.has(column)) return `printf('%07d-', copy.k) || ${value}`
  if (column === 'state') return `replace(${value}, row.id, printf('%07d-', copy.k) || row.id)`
  if (column === 'number') return `${value} + copy.k * 1000`
  if (column === 'seq') return `${value} + copy.k * 10000`
  if (instants.has(column)) return `strftime('%Y-%m-%dT%H:%M:%fZ', ${value}, copy.shift)`
  return value
}

function ofEnded(table: string): string {
  const id = table === 'tickets' || table === 'ticket_figures' ? 'row.id' : 'row.ticket_id'
  if (table === 'sources')
    return `(copy.days < ${openDays} or row.id in (select source_id from sample.ticket_sources
      where ticket_id in (${ended})))`
  return `(copy.days < ${openDays} or ${id} in (${ended}))`
}

const ended = "select id from sample.ticket_figures where is_open = 0 and status <> 'under_control'"

function quoted(name: string): string {
  return `"${name}"`
}
