/**
 * SQLite for Kysely: one connection that writes, a few that only read, and two that read in threads of their own.
 * Kysely's own dialect sends a plain `begin` on one connection: a reader would wait behind every open transaction,
 * and a transaction that reads first and writes later could end in SQLITE_BUSY.
 */
import Sqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { ThreadConnection } from './reading-thread.ts'
import type { Database } from './schema.ts'

const readerConnections = 4
/** As many reports at once; the next waits, and with it nobody who asks something short. */
const readingThreads = 2
const longestReading = 120_000
const busyMilliseconds = 5_000
const cachedStatements = 400

export type Store = {
  /** For `createWriter` and migrations only. Its transactions begin with BEGIN IMMEDIATE. */
  writer: Kysely<Database>
  /** Sees committed rows only; a transaction on it is one unchanging view of the database. */
  reader: Kysely<Database>
  /** The same for what may take long: statements run in threads, and other requests are answered meanwhile. */
  reportReader: Kysely<Database>
  close(): Promise<void>
}

export function openSqlite(file: string): Store {
  const writer = new Kysely<Database>({
    dialect: dialect({
      begin: 'begin immediate',
      connections: 1,
      open: () => inProcess(openForWriting(file)),
    }),
  })
  const reader = new Kysely<Database>({
    dialect: dialect({
      begin: 'begin',
      connections: readerConnections,
      open: () => inProcess(openForReading(file)),
    }),
  })
  const open = () =>
    new ThreadConnection({ file, busyMilliseconds, cachedStatements, longest: longestReading })
  const reportReader = new Kysely<Database>({
    dialect: dialect({ begin: 'begin', connections: readingThreads, open }),
  })
  return {
    writer,
    reader,
    reportReader,
    async close() {
      // The writer closes last: it folds the write-ahead log into the database.
      await reportReader.destroy()
      await reader.destroy()
      await writer.destroy()
    },
  }
}

function openForWriting(file: string): Sqlite.Database {
  const connection = new Sqlite(file, { timeout: busyMilliseconds })
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  // Without it INSERT OR REPLACE would pass by the trigger that forbids deleting events.
  connection.pragma('recursive_triggers = ON')
  return connection
}

function openForReading(file: string): Sqlite.Database {
  const connection = new Sqlite(file, { readonly: true, timeout: busyMilliseconds })
  connection.pragma('query_only = ON')
  return connection
}

const inProcess = (connection: Sqlite.Database) => new SqliteConnection(connection)

type Opened = DatabaseConnection & { close(): void | Promise<void> }

type Settings = { begin: string; connections: number; open(): Opened }

function dialect(settings: Settings): Dialect {
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new SqliteDriver(settings),
    createIntrospector: db => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** SQLite can undo a half-done migration; Kysely's adapter does not say so. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true
  }
}

class SqliteDriver implements Driver {
  readonly #settings: Settings
  readonly #all: Opened[] = []
  readonly #idle: DatabaseConnection[] = []
  readonly #waiting: ((connection: DatabaseConnection) => void)[] = []

  constructor(settings: Settings) {
    this.#settings = settings
  }

  async init() {
    for (let opened = 0; opened < this.#settings.connections; opened += 1) {
      const connection = this.#settings.open()
      this.#all.push(connection)
      this.#idle.push(connection)
    }
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#idle.pop() ?? new Promise<DatabaseConnection>(resolve => this.#waiting.push(resolve))
  }

  async releaseConnection(connection: DatabaseConnection) {
    if (!this.#all.some(each => each === connection)) throw new Error('A connection of another driver')
    const next = this.#waiting.shift()
    if (next) next(connection)
    else this.#idle.push(connection)
  }

  async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw(this.#settings.begin))
  }

  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async destroy() {
    await Promise.all(this.#all.splice(0).map(connection => connection.close()))
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #connection: Sqlite.Database
  readonly #statements = new Map<string, Sqlite.Statement>()

  constructor(connection: Sqlite.Database) {
    this.#connection = connection
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = this.#prepared(sql)
    if (statement.reader) {
      // The door: SQLite cannot know the type of a row, Kysely derives it from the query.
      return { rows: statement.all(parameters) as Row[] }
    }
    const { changes, lastInsertRowid } = statement.run(parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a stream, and nobody here reads one
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('Read in pages by key: a stream would hold the connection')
  }

  close() {
    this.#statements.clear()
    this.#connection.close()
  }

  #prepared(sql: string): Sqlite.Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#connection.prepare(sql)
    // Lists of ids give statements of many lengths; the oldest make room.
    const [oldest] = this.#statements.keys()
    if (oldest !== undefined && this.#statements.size >= cachedStatements) this.#statements.delete(oldest)
    this.#statements.set(sql, statement)
    return statement
  }
}
