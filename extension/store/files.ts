/**
 * Files beside a ticket, named by their SHA-256. Their bytes wait in `files` until they are on the server, and stay in
 * `sentFiles` as long as a command that names them may have to go up again.
 */
import type { Command, FileReference } from '../../shared/ticket/commands.ts'
import { type Desk, sentDays } from './desk.ts'

export const maxFileBytes = 10 * 1024 * 1024

export type FilePut = { outcome: 'kept'; file: FileReference } | { outcome: 'refused'; words: string }

/** The part of `File` that is needed. */
export type GivenFile = Pick<File, 'name' | 'type' | 'size' | 'arrayBuffer'>

export async function putFile(desk: Desk, given: GivenFile): Promise<FilePut> {
  const name = given.name.trim().slice(-300) || 'Файл без имени'
  if (given.size === 0) return { outcome: 'refused', words: `Файл «${name}» пустой.` }
  if (given.size > maxFileBytes) {
    const megabytes = (given.size / 1024 / 1024).toLocaleString('ru-RU', { maximumFractionDigits: 1 })
    const words = `Файл «${name}» больше 10\u00a0МБ (${megabytes}\u00a0МБ). Уменьшите его или приложите ссылку.`
    return { outcome: 'refused', words }
  }
  let bytes: ArrayBuffer
  try {
    bytes = await given.arrayBuffer()
  } catch {
    return { outcome: 'refused', words: `Файл «${name}» не читается. Выберите его ещё раз.` }
  }
  const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes))
  const mime = given.type.slice(0, 100) || 'application/octet-stream'
  await desk.files.put({ sha256, name, mime, bytes, failedWords: null })
  return { outcome: 'kept', file: { name, mime, size: bytes.byteLength, sha256 } }
}

/** The server has the bytes. What was chosen again meanwhile with another name is the same file. */
export async function markPut(desk: Desk, sha256: string, now: string): Promise<void> {
  await desk.transaction('rw', [desk.files, desk.sentFiles], async () => {
    const row = await desk.files.get(sha256)
    if (!row) return
    const { failedWords: _, ...file } = row
    await desk.sentFiles.put({ ...file, putAt: now })
    await desk.files.delete(sha256)
  })
}

/** A restored server is given the bytes again. One by one: together they may be larger than the memory. */
export async function putFilesBack(desk: Desk): Promise<void> {
  for (const sha256 of await desk.sentFiles.toCollection().primaryKeys()) {
    const row = await desk.sentFiles.get(sha256)
    if (!row) continue
    const { putAt: _, ...file } = row
    await desk.files.put({ ...file, failedWords: null })
    await desk.sentFiles.delete(sha256)
  }
}

/** Bytes that were put long ago and that no command here names any more. */
export async function forgetFiles(desk: Desk, now: string): Promise<void> {
  const old = new Date(Date.parse(now) - sentDays * 86_400_000).toISOString()
  const idle = await desk.sentFiles.where('putAt').below(old).primaryKeys()
  if (idle.length === 0) return
  const tables = [desk.outbox, desk.sent, desk.refused, desk.discarded]
  await desk.transaction('rw', [...tables, desk.sentFiles], async () => {
    const rows = await Promise.all([
      desk.outbox.toArray(),
      desk.sent.toArray(),
      desk.refused.toArray(),
      desk.discarded.toArray(),
    ])
    const named = new Set(rows.flat().flatMap(({ command }) => filesOf(command)))
    await desk.sentFiles.bulkDelete(idle.filter(sha256 => !named.has(sha256)))
  })
}

function filesOf({ data }: Command): string[] {
  return 'files' in data ? data.files.map(file => file.sha256) : []
}

function hex(digest: ArrayBuffer): string {
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
