/** The bytes of files, one by one, after the commands: the server knows a file by its SHA-256 and takes it once. */
import * as z from 'zod'
import type { Connection } from '../store/connection.ts'
import type { Desk } from '../store/desk.ts'
import { forgetFiles, markPut } from '../store/files.ts'
import { type Failure, putBytes } from './server.ts'

/** Answers that will be the same next time: the file is not for this server. */
const finalStatuses: readonly number[] = [400, 413, 415, 422]

/** A file that cannot go now never keeps the tickets from coming: only the lost line ends the round. */
export async function putFiles(
  connection: Connection,
  desk: Desk,
  now: () => string,
): Promise<Failure | null> {
  const rows = await desk.files.filter(row => row.failedWords === null).primaryKeys()
  for (const sha256 of rows) {
    const row = await desk.files.get(sha256)
    if (!row) continue
    const reply = await putBytes(connection, `/api/files/${sha256}`, z.unknown(), row)
    if (reply.outcome === 'unreachable') return reply
    if (reply.outcome === 'ok') await markPut(desk, sha256, now())
    if (reply.outcome === 'problem' && finalStatuses.includes(reply.status))
      await desk.files.put({ ...row, failedWords: reply.words })
  }
  await forgetFiles(desk, now())
  return null
}
