/**
 * The bytes of «Снимок поста», after the commands that name them. Each goes in portions: the server says how much it has,
 * and the next portion begins there, so that a slow line, a dead worker and a restarted server lose nothing.
 */
import type { EvidencePart } from '../../shared/reference/evidence.ts'
import { type EvidenceReceived, evidenceReceivedSchema } from '../../shared/sync/wire.ts'
import type { Connection } from '../store/connection.ts'
import type { Desk } from '../store/desk.ts'
import { type EvidenceRow, forgetEvidence, markEvidenceSent } from '../store/evidence.ts'
import { type FileRead, fetchFile } from './files.ts'
import { call, type Failure, putBytes, type Reply } from './server.ts'

const portionBytes = 256 * 1024
/** The server answers where to go on; more turns than this are no progress. */
const spareTurns = 4
const damagedWords = 'Снимок дважды пришёл на сервер повреждённым. Он остаётся на этом компьютере.'

/** What cannot go now waits for the next round: only a lost line ends this one. */
export async function putEvidence(
  connection: Connection,
  desk: Desk,
  now: () => string,
): Promise<Failure | null> {
  const waiting = await desk.evidence
    .filter(row => row.sentAt === null && row.failedWords === null)
    .primaryKeys()
  for (const sha256 of waiting) {
    const row = await desk.evidence.get(sha256)
    const failure = row ? await putOne(connection, desk, row, now) : null
    if (failure?.outcome === 'unreachable') return failure
    // A day's room is used up: the next one would hear the same.
    if (failure?.outcome === 'problem' && failure.status === 429) break
  }
  await forgetEvidence(desk, now())
  return null
}

async function putOne(
  connection: Connection,
  desk: Desk,
  row: EvidenceRow,
  now: () => string,
): Promise<Failure | null> {
  const { sha256, bytes } = row
  const path = `/api/evidence/${sha256}`
  let reply = await call(connection, path, evidenceReceivedSchema)
  const turns = Math.ceil(bytes.byteLength / portionBytes) + spareTurns
  for (let turn = 0; reply.outcome === 'ok' && !reply.body.isComplete && turn < turns; turn += 1) {
    const { received } = reply.body
    const portion = bytes.slice(received, received + portionBytes)
    reply = await send(connection, `${path}?offset=${received}`, portion)
    if (reply.outcome === 'ok' && reply.body.mismatch) {
      const mismatches = row.mismatches + 1
      await desk.evidence.update(sha256, {
        mismatches,
        ...(mismatches > 1 ? { failedWords: damagedWords } : {}),
      })
      if (mismatches > 1) return null
      return putOne(connection, desk, { ...row, mismatches }, now)
    }
  }
  if (reply.outcome === 'ok') {
    if (reply.body.isComplete) await markEvidenceSent(desk, sha256, now())
    return null
  }
  // 413: larger than the ticket says; the same bytes would be refused again.
  if (reply.outcome === 'problem' && (reply.status === 413 || reply.status === 400))
    await desk.evidence.update(sha256, { failedWords: reply.words })
  return reply
}

function send(connection: Connection, path: string, bytes: ArrayBuffer): Promise<Reply<EvidenceReceived>> {
  return putBytes(connection, path, evidenceReceivedSchema, { bytes, mime: 'application/octet-stream' })
}

/** A part of a look: what lies here, else from the server, which remembers by itself who opened it. */
export async function readEvidence(
  connection: Connection,
  desk: Desk,
  { ticketId, evidenceId, part }: { ticketId: string; evidenceId: string; part: EvidencePart },
  noteOpening: (what: string) => Promise<void>,
): Promise<FileRead> {
  const ticket = (await desk.tickets.get(ticketId))?.view.ticket
  const look = ticket?.evidence.find(each => each.evidenceId === evidenceId)
  const own = look?.[part] ? await desk.evidence.get(look[part].sha256) : undefined
  if (own && look?.erasedAt === null) {
    await noteOpening(`${evidenceId}:${part}`)
    return { outcome: 'file', file: new Blob([own.bytes], { type: own.mime }) }
  }
  const names = [ticketId, 'evidence', evidenceId, part].map(encodeURIComponent)
  return fetchFile(connection, `/api/tickets/${names.join('/')}`, failures)
}

const failures: Readonly<Record<number, string>> = {
  401: 'Сервер больше не знает этого компьютера. Подключите его заново.',
  404: 'Такого снимка нет, или карточка не у вас.',
  409: 'Снимок ещё не загружен: он придёт с компьютера, на котором его сделали.',
  410: 'Снимка больше нет на сервере: он удалён по требованию или повреждён.',
}
