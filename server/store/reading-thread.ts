/**
 * A connection that only reads, in a thread of its own: while a report is counted for seconds, whoever sent a ticket or
 * opened a page is answered. The thread starts with the first statement and rests without holding the process.
 */
import { Worker } from 'node:worker_threads'
import type { CompiledQuery, QueryResult } from 'kysely'

export type ThreadOptions = {
  file: string
  busyMilliseconds: number
  cachedStatements: number
  /** Milliseconds for one statement, those before it on this connection included. */
  longest: number
}

/** Counted longer than anybody waits. Nothing has changed; a smaller question may be answered. */
export class ReadTooLong extends Error {
  override name = 'ReadTooLong'
}

/** So many rows are made at once: between portions the process goes on with other work. */
const portion = 1_000

type Answer = {
  id: number
  /** With the first portion only. */
  columns?: string[]
  rows: unknown[][]
  isLast: boolean
}
type Answered = Answer | { id: number; error: { message: string; code?: string } }

type Waiting = {
  columns: readonly string[]
  rows: Record<string, unknown>[]
  timer: NodeJS.Timeout
  resolve(rows: Record<string, unknown>[]): void
  reject(error: Error): void
}

export class ThreadConnection {
  readonly #options: ThreadOptions
  readonly #waiting = new Map<number, Waiting>()
  #thread: Worker | undefined
  #lastId = 0
  #isClosed = false

  constructor(options: ThreadOptions) {
    this.#options = options
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    // A view ends with the thread in which it began.
    if (sql === 'rollback' && this.#thread === undefined) return { rows: [] }
    // The door: SQLite cannot know the type of a row, Kysely derives it from the query.
    return { rows: (await this.#ask(sql, parameters)) as Row[] }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a stream, and nobody here reads one
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('Read in pages by key: a stream would hold the connection')
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#end(new Error('The store is closing'))
  }

  #ask(sql: string, parameters: readonly unknown[]): Promise<Record<string, unknown>[]> {
    if (this.#isClosed) return Promise.reject(new Error('The store is closing'))
    const { longest } = this.#options
    return new Promise((resolve, reject) => {
      const thread = this.#thread ?? this.#start()
      this.#lastId += 1
      const id = this.#lastId
      const timer = setTimeout(
        () => void this.#end(new ReadTooLong(`Not counted in ${longest} ms: ${sql}`)),
        longest,
      )
      this.#waiting.set(id, { columns: [], rows: [], timer, resolve, reject })
      thread.ref()
      thread.postMessage({ id, sql, parameters })
    })
  }

  #start(): Worker {
    const { file, busyMilliseconds, cachedStatements } = this.#options
    const thread = new Worker(new URL('./reading-thread.mjs', import.meta.url), {
      workerData: { file, busyMilliseconds, cachedStatements, portion },
      // The thread needs nothing that this process was started with.
      execArgv: [],
      env: {},
    })
    this.#thread = thread
    thread.on('message', (answered: Answered) => this.#take(thread, answered))
    thread.on('error', error => {
      if (this.#thread === thread) void this.#end(new Error('The reading thread failed', { cause: error }))
    })
    thread.on('exit', code => {
      if (this.#thread === thread) void this.#end(new Error(`The reading thread ended with ${code}`))
    })
    return thread
  }

  #take(thread: Worker, answered: Answered): void {
    const asked = this.#waiting.get(answered.id)
    if (asked === undefined) return
    if ('error' in answered) {
      const { message, code } = answered.error
      this.#settle(answered.id, asked).reject(Object.assign(new Error(message), { code }))
      return
    }
    asked.columns = answered.columns ?? asked.columns
    for (const values of answered.rows) asked.rows.push(named(asked.columns, values))
    if (answered.isLast) this.#settle(answered.id, asked).resolve(asked.rows)
    else thread.postMessage({ id: answered.id })
  }

  #settle(id: number, asked: Waiting): Waiting {
    clearTimeout(asked.timer)
    this.#waiting.delete(id)
    // A server may stop while its thread rests.
    if (this.#waiting.size === 0) this.#thread?.unref()
    return asked
  }

  /** What was asked fails; the next statement starts a new thread. */
  async #end(error: Error): Promise<void> {
    const thread = this.#thread
    this.#thread = undefined
    for (const [id, asked] of [...this.#waiting]) this.#settle(id, asked).reject(error)
    await thread?.terminate()
  }
}

function named(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [index, column] of columns.entries()) row[column] = values[index]
  return row
}
