/**
 * The one writer. Jobs run one after another; those that wait at the same moment share a transaction, so that one
 * fsync serves them all. Each has a savepoint of its own: one that throws takes back only its own rows.
 * A promise resolves after COMMIT and never before. A job awaits nothing but the database.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from './schema.ts'

export type Tx = Transaction<Database>
export type Write = <Result>(job: (tx: Tx) => Promise<Result>) => Promise<Result>

const maxJobsPerCommit = 64

type Waiting = {
  /** Runs the job and returns what to tell its caller once the commit is durable. */
  run(tx: Tx): Promise<() => void>
  reject(error: unknown): void
}

export function createWriter(db: Kysely<Database>): { write: Write; close(): Promise<void> } {
  const waiting: Waiting[] = []
  let working: Promise<void> | undefined
  let closed = false

  async function work() {
    while (waiting.length > 0) {
      // Requests that arrived together should be committed together: let the event loop hand them over first.
      await new Promise(resolve => setImmediate(resolve))
      const batch = waiting.splice(0, maxJobsPerCommit)
      try {
        const answers = await db.transaction().execute(async tx => {
          const settled: (() => void)[] = []
          for (const job of batch) settled.push(await job.run(tx))
          return settled
        })
        for (const answer of answers) answer()
      } catch (error) {
        for (const job of batch) job.reject(error)
      }
    }
    working = undefined
  }

  return {
    write<Result>(job: (tx: Tx) => Promise<Result>): Promise<Result> {
      if (closed) return Promise.reject(new Error('The store is closing'))
      return new Promise<Result>((resolve, reject) => {
        waiting.push({
          async run(tx) {
            try {
              const result = await inSavepoint(tx, () => job(tx))
              return () => resolve(result)
            } catch (error) {
              if (error instanceof TransactionLost) throw error
              return () => reject(error)
            }
          },
          reject,
        })
        working ??= work()
      })
    },
    async close() {
      closed = true
      await working
    },
  }
}

/** SQLite gave up the whole transaction (disk full, I/O error): nobody's rows of this batch stand. */
export class TransactionLost extends Error {
  override name = 'TransactionLost'
}

/** All of `job` or nothing of it. Savepoints of one name nest: the innermost is meant. */
export async function inSavepoint<Result>(tx: Tx, job: () => Promise<Result>): Promise<Result> {
  await sql`savepoint step`.execute(tx)
  try {
    const result = await job()
    await sql`release savepoint step`.execute(tx)
    return result
  } catch (error) {
    try {
      await sql`rollback to savepoint step`.execute(tx)
      await sql`release savepoint step`.execute(tx)
    } catch {
      throw new TransactionLost('The transaction was lost', { cause: error })
    }
    throw error
  }
}
