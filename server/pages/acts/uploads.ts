import type { FileReference } from '../../../shared/ticket/commands.ts'
import type { Office, Signed } from '../../office.ts'

/** A file that the server does not take; the form shows the words at its field. */
export class FileRefusal extends Error {
  readonly field: string
  readonly words: string

  constructor(field: string, words: string) {
    super(words)
    this.field = field
    this.words = words
  }
}

/** Puts the bytes on the server and answers what a command may name. */
export function keepFile(office: Office, signed: Signed) {
  return async (file: File, field = 'files'): Promise<FileReference> => {
    const stored = await office.files.put(new Uint8Array(await file.arrayBuffer()), { by: signed.person.id })
    if (stored.outcome === 'failed') throw new FileRefusal(field, `${file.name}: ${stored.words}`)
    return { name: file.name.slice(-300) || 'файл', ...stored.file }
  }
}
