/** Files beside a ticket: their bytes are kept here until they are on the server, named by their SHA-256. */
import type { FileReference } from '../../shared/ticket/commands.ts'
import type { Desk } from './desk.ts'

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

function hex(digest: ArrayBuffer): string {
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
