/**
 * Photos and documents beside a ticket (PRACTICE P6): kept once under their SHA-256, given out under the ticket's scope.
 * A command may name a file before its bytes have come (the desk works offline): until then the ticket says
 * «файл ещё не загружен».
 */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import type { Write } from '../store/writer.ts'
import { type FileKind, fileKinds, kindOf } from './kind.ts'

export const maxFileBytes = 10 * 1024 * 1024

export type StoredFile = { sha256: string; mime: FileKind; size: number }

export type FileFault = {
  outcome: 'failed'
  code: 'too-large' | 'empty' | 'unknown-kind' | 'hash'
  words: string
}

export type FoundFile =
  | { outcome: 'file'; bytes: Uint8Array; mime: FileKind; name: string }
  /** The ticket names it, but its bytes have not come yet. */
  | { outcome: 'not-uploaded'; name: string }

export type Files = {
  /** Idempotent. `sha256`: what the sender says it is; checked where given. */
  put(
    bytes: Uint8Array,
    given: { sha256?: string; by: string },
  ): Promise<{ outcome: 'stored'; file: StoredFile } | FileFault>
  /** A file that the ticket names; the caller has the ticket in scope. `undefined`: it names none such. */
  find(view: TicketView, contentId: string): Promise<FoundFile | undefined>
  /** Which of these hashes are on the server, for «файл ещё не загружен». */
  known(sha256s: readonly string[]): Promise<Set<string>>
}

type Desk = { organisationId: string; now(): string; reader: Kysely<Database>; write: Write }

export function createFiles({ organisationId, now, reader, write }: Desk): Files {
  return {
    async put(bytes, { sha256, by }) {
      const fault = findFault(bytes, sha256)
      if (fault) return fault
      const mime = kindOf(bytes)
      if (mime === undefined) return unknownKind
      const file: StoredFile = { sha256: hashOf(bytes), mime, size: bytes.byteLength }
      await write(tx =>
        tx
          .insertInto('files')
          .values({
            organisation_id: organisationId,
            sha256: file.sha256,
            mime,
            size: file.size,
            bytes: Buffer.from(bytes),
            created_at: now(),
            created_by: by,
          })
          .onConflict(conflict => conflict.doNothing())
          .execute(),
      )
      return { outcome: 'stored', file }
    },

    async find(view, contentId) {
      const body = view.contents[contentId]
      if (body?.kind !== 'file') return undefined
      const row = await reader
        .selectFrom('files')
        .select(['bytes', 'mime'])
        .where('organisation_id', '=', organisationId)
        .where('sha256', '=', body.sha256)
        .executeTakeFirst()
      const mime = Object.keys(fileKinds).find((kind): kind is FileKind => kind === row?.mime)
      if (row === undefined || mime === undefined) return { outcome: 'not-uploaded', name: body.name }
      return { outcome: 'file', bytes: row.bytes, mime, name: body.name }
    },

    async known(sha256s) {
      if (sha256s.length === 0) return new Set()
      const rows = await reader
        .selectFrom('files')
        .select('sha256')
        .where('organisation_id', '=', organisationId)
        .where('sha256', 'in', [...sha256s])
        .execute()
      return new Set(rows.map(row => row.sha256))
    },
  }
}

const unknownKind: FileFault = {
  outcome: 'failed',
  code: 'unknown-kind',
  words: 'Такой файл сервер не принимает. Подойдут фото (JPEG, PNG, WebP, HEIC) и PDF.',
}

/** Sizes first: a hash of ten megabytes is work. */
function findFault(bytes: Uint8Array, sha256: string | undefined): FileFault | undefined {
  if (bytes.byteLength === 0)
    return { outcome: 'failed', code: 'empty', words: 'Файл пустой. Выберите его ещё раз.' }
  if (bytes.byteLength > maxFileBytes)
    return {
      outcome: 'failed',
      code: 'too-large',
      words: 'Файл больше 10 МБ. Уменьшите фото или выберите другое.',
    }
  if (sha256 !== undefined && sha256 !== hashOf(bytes))
    return {
      outcome: 'failed',
      code: 'hash',
      words: 'Файл повредился по дороге: контрольная сумма не сошлась. Отправьте его ещё раз.',
    }
  return undefined
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
