/** The bytes of files, one by one, after the commands: the server knows a file by its SHA-256 and takes it once. */
import * as z from 'zod'
import type { Connection } from '../store/connection.ts'
import type { Desk } from '../store/desk.ts'
import { forgetFiles, markPut } from '../store/files.ts'
import { bearer, type Failure, failureWords, putBytes, timeoutSeconds } from './server.ts'

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

/** `file` has the type under which the server gives it out. */
export type FileRead = { outcome: 'file'; file: Blob } | { outcome: 'failed'; words: string }

/** A photo over a slow line takes longer than words. */
export const fileSeconds = timeoutSeconds * 3

/** The file of a ticket: what waits here to be sent, else from the server. */
export async function readFile(
  connection: Connection,
  desk: Desk,
  ticketId: string,
  contentId: string,
): Promise<FileRead> {
  const body = (await desk.tickets.get(ticketId))?.view.contents[contentId]
  const own = body?.kind === 'file' ? await desk.files.get(body.sha256) : undefined
  if (own) return { outcome: 'file', file: new Blob([own.bytes], { type: own.mime }) }
  const path = `/api/tickets/${encodeURIComponent(ticketId)}/files/${encodeURIComponent(contentId)}`
  return fetchFile(connection, path, fileFailures)
}

/** Bytes of the server, or in words why there are none: `failures` by the status of its answer. */
export async function fetchFile(
  connection: Connection,
  path: string,
  failures: Readonly<Record<number, string>>,
): Promise<FileRead> {
  try {
    const response = await fetch(new URL(path, connection.server), {
      headers: bearer(connection),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(fileSeconds * 1000),
    })
    if (response.ok) return { outcome: 'file', file: await response.blob() }
    return {
      outcome: 'failed',
      words: failures[response.status] ?? failureWords({ outcome: 'unreadable', status: response.status }),
    }
  } catch {
    return { outcome: 'failed', words: 'Сервер не отвечает. Проверьте сеть и повторите.' }
  }
}

const fileFailures: Readonly<Record<number, string>> = {
  401: 'Сервер больше не знает этого компьютера. Подключите его заново.',
  404: 'Такого файла нет, или карточка больше не у вас.',
  409: 'Файл ещё не загружен: он придёт с компьютера, на котором его приложили.',
}
