/*
 * The thread of a reading connection (./reading-thread.ts): one statement after another on a connection of its own, rows
 * handed over in portions as they are asked for. Plain JavaScript, so that it starts at once from the sources and beside
 * the bundle alike.
 */
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'

const { file, busyMilliseconds, cachedStatements, portion } = workerData

const db = new Sqlite(file, { readonly: true, timeout: busyMilliseconds })
db.pragma('query_only = ON')

const statements = new Map()
/** Rows not handed over yet, by the id of their question. */
const left = new Map()

parentPort.on('message', ({ id, sql, parameters }) => {
  try {
    if (sql !== undefined) answer(id, prepared(sql), parameters)
    else {
      const { rows, from } = left.get(id)
      handOver(id, rows, undefined, from)
    }
  } catch (error) {
    parentPort.postMessage({ id, error: { message: error.message, code: error.code } })
  }
})

function answer(id, statement, parameters) {
  if (!statement.reader) {
    statement.run(parameters)
    parentPort.postMessage({ id, columns: [], rows: [], isLast: true })
    return
  }
  handOver(
    id,
    statement.all(parameters),
    statement.columns().map(({ name }) => name),
  )
}

function handOver(id, rows, columns, from = 0) {
  const until = from + portion
  const isLast = until >= rows.length
  if (isLast) left.delete(id)
  else left.set(id, { rows, from: until })
  parentPort.postMessage({ id, columns, rows: rows.slice(from, until), isLast })
}

function prepared(sql) {
  const known = statements.get(sql)
  if (known !== undefined) return known
  const statement = db.prepare(sql)
  // Rows without names are handed over faster.
  if (statement.reader) statement.raw()
  const [oldest] = statements.keys()
  if (oldest !== undefined && statements.size >= cachedStatements) statements.delete(oldest)
  statements.set(sql, statement)
  return statement
}
