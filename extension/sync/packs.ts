/** Asks the office's server for selector packs that are newer than those known here. Data, never code. */
import { packsAnswerSchema } from '../../shared/sync/wire.ts'
import type { Connection } from '../store/connection.ts'
import { call, type Reply } from './server.ts'

/** Packs as they came: who takes them judges each by itself. */
export async function fetchPacks(
  connection: Connection,
  known: Readonly<Record<string, number>>,
): Promise<Reply<{ packs: unknown[] }>> {
  const words = Object.entries(known).map(([adapter, serial]) => `${adapter}:${serial}`)
  return call(connection, `/api/packs?known=${encodeURIComponent(words.join())}`, packsAnswerSchema)
}
