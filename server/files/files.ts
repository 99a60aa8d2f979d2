/**
 * Photos and documents beside a ticket (PRACTICE P6): kept once under their SHA-256, given out under the ticket's scope.
 * A command may name a file before its bytes have come (the desk works offline): until then the ticket says
 * «файл ещё не загружен».
 */
import type { Kysely } from 'kysely'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import type { Tx, Write } from '../store/writer.ts'
import { type Blobs, DiskFull, hashOf } from './blobs.ts'
import { settleClaims } from './claims.ts'
import { type FileKind, fileKinds, kindOf } from './kind.ts'
import { removeUnused } from './unused.ts'

export const maxFileBytes = 10 * 1024 * 1024
/** Of one person in 24 hours: a day of photos, and not a disk full of them. */
export const maxBytesPerDay = 200 * 1024 * 1024
/** A file that no ticket names is kept so long: a desk may be offline for a while. */
const unnamedDays = 30
const dayMilliseconds = 24 * 60 * 60 * 1000

export type StoredFile = { sha256: string; mime: FileKind; size: number }

export type FileFault = {
  outcome: 'failed'
  code: 'too-large' | 'empty' | 'unknown-kind' | 'hash' | 'too-much' | 'disk-full'
  words: string
}

export type FoundFile =
  | { outcome: 'file'; bytes: Uint8Array; mime: FileKind; name: string }
  /** The ticket names it, but its bytes have not come yet. */
  | { outcome: 'not-uploaded'; name: string }
  /** Its bytes had come and are gone from the disk. */
  | { outcome: 'lost'; name: string }

export type Files = {
  /** Idempotent. `sha256`: what the sender says it is; checked where given. */
  put(
    bytes: Uint8Array,
    given: { sha256?: string; by: string },
  ): Promise<{ outcome: 'stored'; file: StoredFile } | FileFault>
  /** A file that the ticket names; the caller has the ticket in scope. `undefined`: it names none such. */
  find(view: TicketView, contentId: string): Promise<FoundFile | undefined>
  /** Which of these hashes this person has put on the server. */
  known(sha256s: readonly string[], by: string): Promise<Set<string>>
}

type Desk = { organisationId: string; now(): string; reader: Kysely<Database>; write: Write; blobs: Blobs }

export function createFiles({ organisationId, now, reader, write, blobs }: Desk): Files {
  return {
    async put(bytes, { sha256, by }) {
      const fault = findFault(bytes, sha256)
      if (fault) return fault
      const mime = kindOf(bytes)
      if (mime === undefined) return unknownKind
      const file: StoredFile = { sha256: hashOf(bytes), mime, size: bytes.byteLength }
      const at = now()
      // Before the row that names them: what the database knows is on the disk.
      try {
        await blobs.put(file.sha256, bytes)
      } catch (error) {
        if (error instanceof DiskFull)
          return { outcome: 'failed', code: 'disk-full', words: `${error.message} Файл пока не принят.` }
        throw error
      }
      const put = await write<{ outcome: 'stored'; file: StoredFile } | FileFault>(async tx => {
        if (await hasPut(tx, file.sha256, by)) return { outcome: 'stored', file }
        if ((await bytesSince(tx, by, daysBefore(at, 1))) + file.size > maxBytesPerDay) return tooMuch
        const stored = await tx
          .insertInto('files')
          .values({
            organisation_id: organisationId,
            sha256: file.sha256,
            mime,
            size: file.size,
            bytes: Buffer.alloc(0),
            created_at: at,
            created_by: by,
          })
          .onConflict(conflict => conflict.doNothing())
          .returning('sha256')
          .executeTakeFirst()
        await tx
          .insertInto('file_puts')
          .values({
            organisation_id: organisationId,
            sha256: file.sha256,
            person_id: by,
            size: file.size,
            at,
          })
          .execute()
        const isFirst = stored !== undefined
        await settleClaims(tx, { organisationId, sha256: file.sha256, by, isFirst })
        return { outcome: 'stored', file }
      })
      if (put.outcome === 'failed') await removeUnused({ db: reader, blobs, organisationId }, [file.sha256])
      return put
    },

    async find(view, contentId) {
      const body = view.contents[contentId]
      if (body?.kind !== 'file') return undefined
      const row = await reader
        .selectFrom('files')
        .innerJoin('ticket_files', join =>
          join
            .onRef('ticket_files.organisation_id', '=', 'files.organisation_id')
            .onRef('ticket_files.sha256', '=', 'files.sha256'),
        )
        .select(['files.bytes', 'files.mime', 'files.size'])
        .where('files.organisation_id', '=', organisationId)
        .where('files.sha256', '=', body.sha256)
        .where('ticket_files.ticket_id', '=', view.ticket.id)
        .where('ticket_files.withheld', '=', 0)
        .executeTakeFirst()
      const mime = Object.keys(fileKinds).find((kind): kind is FileKind => kind === row?.mime)
      if (row === undefined || mime === undefined) return { outcome: 'not-uploaded', name: body.name }
      const isInside = row.bytes.byteLength === row.size
      const bytes = isInside ? row.bytes : await blobs.read(body.sha256)
      if (bytes === undefined) return { outcome: 'lost', name: body.name }
      return { outcome: 'file', bytes, mime, name: body.name }
    },

    async known(sha256s, by) {
      if (sha256s.length === 0) return new Set()
      const rows = await reader
        .selectFrom('file_puts')
        .select('sha256')
        .where('organisation_id', '=', organisationId)
        .where('person_id', '=', by)
        .where('sha256', 'in', [...sha256s])
        .execute()
      return new Set(rows.map(row => row.sha256))
    },
  }

  async function hasPut(tx: Tx, sha256: string, by: string): Promise<boolean> {
    const put = await tx
      .selectFrom('file_puts')
      .select('sha256')
      .where('organisation_id', '=', organisationId)
      .where('sha256', '=', sha256)
      .where('person_id', '=', by)
      .executeTakeFirst()
    return put !== undefined
  }

  async function bytesSince(tx: Tx, by: string, at: string): Promise<number> {
    const { bytes } = await tx
      .selectFrom('file_puts')
      .select(({ fn }) => fn.sum<number | string | null>('size').as('bytes'))
      .where('organisation_id', '=', organisationId)
      .where('person_id', '=', by)
      .where('at', '>', at)
      .executeTakeFirstOrThrow()
    return Number(bytes ?? 0)
  }
}

/** Deletes files that no ticket has named for so long; answers their hashes: the bytes beside the database go after it. */
export async function dropUnnamedFiles(
  tx: Tx,
  { organisationId, now, most }: { organisationId: string; now: string; most: number },
): Promise<string[]> {
  const rows = await tx
    .selectFrom('files')
    .select('sha256')
    .where('organisation_id', '=', organisationId)
    .where('created_at', '<', daysBefore(now, unnamedDays))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ticket_files')
            .select('ticket_files.sha256')
            .where('ticket_files.organisation_id', '=', organisationId)
            .whereRef('ticket_files.sha256', '=', 'files.sha256'),
        ),
      ),
    )
    .limit(most)
    .execute()
  if (rows.length === 0) return []
  const dropped = rows.map(row => row.sha256)
  for (const table of ['file_puts', 'files'] as const) {
    await tx
      .deleteFrom(table)
      .where('organisation_id', '=', organisationId)
      .where('sha256', 'in', dropped)
      .execute()
  }
  return dropped
}

/** Of the version that kept them inside the database: some of them, to the disk. Answers how many were moved. */
export async function moveFilesOut(
  { organisationId, reader, write, blobs }: Omit<Desk, 'now'>,
  most: number,
): Promise<number> {
  const rows = await reader
    .selectFrom('files')
    .select(['sha256', 'bytes'])
    .where('organisation_id', '=', organisationId)
    .where(({ eb, fn }) => eb(fn<number>('length', ['bytes']), '>', 0))
    .limit(most)
    .execute()
  for (const { sha256, bytes } of rows) await blobs.put(sha256, bytes)
  const moved = rows.map(row => row.sha256)
  if (moved.length > 0)
    await write(tx =>
      tx
        .updateTable('files')
        .set({ bytes: Buffer.alloc(0) })
        .where('organisation_id', '=', organisationId)
        .where('sha256', 'in', moved)
        .execute(),
    )
  return moved.length
}

function daysBefore(at: string, days: number): string {
  return new Date(Date.parse(at) - days * dayMilliseconds).toISOString()
}

const tooMuch: FileFault = {
  outcome: 'failed',
  code: 'too-much',
  words: 'За сутки вы отправили уже 200 МБ файлов. Остальные отправьте завтра.',
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
