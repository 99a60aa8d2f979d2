/**
 * «Снимок поста» at the server: takes the bytes that an event has named, and gives them out under the ticket's scope.
 * Only who named a hash may bring it, and only a ticket whose person has brought it gives it out: whoever learns a hash
 * learns nothing by naming it.
 */
import type { Kysely } from 'kysely'
import type { EvidencePart } from '../../shared/reference/evidence.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import { type Blobs, DiskFull } from '../files/blobs.ts'
import { removeUnused } from '../files/unused.ts'
import type { Database } from '../store/schema.ts'
import type { Write } from '../store/writer.ts'

/** Of one person in 24 hours: some hundreds of posts, and not a disk full of them. */
export const maxEvidenceBytesPerDay = 400 * 1024 * 1024
/** A portion: what a slow line brings before it is given up. */
export const maxPortionBytes = 256 * 1024
const dayMilliseconds = 24 * 60 * 60 * 1000

export type Received = { outcome: 'received'; received: number; isComplete: boolean }
export type EvidenceFault = {
  outcome: 'failed'
  code: 'not-named' | 'hash' | 'too-large' | 'too-much' | 'disk-full'
  words: string
}

export type FoundPart =
  | { outcome: 'part'; bytes: Uint8Array; mime: string; sha256: string }
  /** It waits on the computer that took it. */
  | { outcome: 'not-uploaded' }
  | { outcome: 'erased'; at: string }
  /** It had come, and is not on the disk or is not what it was. */
  | { outcome: 'lost' }

/** What is on the server of one look. */
export type PartState = {
  evidenceId: string
  part: EvidencePart
  state: 'stored' | 'not-uploaded' | 'erased'
}

export type EvidenceStore = {
  /** How much has come from this person of bytes that they named. */
  received(sha256: string, by: string): Promise<Received | EvidenceFault>
  /** A portion from `offset` on; idempotent, answers where to go on. */
  take(sha256: string, by: string, offset: number, bytes: Uint8Array): Promise<Received | EvidenceFault>
  /** The caller has the ticket in scope. `undefined`: it has no such part. */
  find(ticket: Ticket, evidenceId: string, part: EvidencePart): Promise<FoundPart | undefined>
  states(ticket: Ticket): Promise<PartState[]>
}

type Desk = { organisationId: string; now(): string; reader: Kysely<Database>; write: Write; blobs: Blobs }

export function createEvidence({ organisationId, now, reader, write, blobs }: Desk): EvidenceStore {
  const named = (sha256: string, by: string) =>
    reader
      .selectFrom('evidence_parts')
      .select(['size', 'stored_at'])
      .where('organisation_id', '=', organisationId)
      .where('sha256', '=', sha256)
      .where('person_id', '=', by)
      .where('erased_at', 'is', null)
      .execute()

  /** Portions of one blob come one after another. */
  const going = new Map<string, Promise<unknown>>()
  async function inTurn<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const before = going.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    going.set(key, mine)
    try {
      return await mine
    } finally {
      if (going.get(key) === mine) going.delete(key)
    }
  }

  async function complete(sha256: string, by: string): Promise<Received | EvidenceFault> {
    if (!(await blobs.finish(sha256, by))) return wrongHash
    const at = now()
    await write(tx =>
      tx
        .updateTable('evidence_parts')
        .set({ stored_at: at })
        .where('organisation_id', '=', organisationId)
        .where('sha256', '=', sha256)
        .where('person_id', '=', by)
        .where('stored_at', 'is', null)
        .where('erased_at', 'is', null)
        .execute(),
    )
    const [row] = await named(sha256, by)
    // Erased while its last portion was under way.
    if (row === undefined) await removeUnused({ db: reader, blobs, organisationId }, [sha256])
    return { outcome: 'received', received: row?.size ?? 0, isComplete: true }
  }

  async function bytesSince(by: string, at: string): Promise<number> {
    const { bytes } = await reader
      .selectFrom('evidence_parts')
      .select(({ fn }) => fn.sum<number | string | null>('size').as('bytes'))
      .where('organisation_id', '=', organisationId)
      .where('person_id', '=', by)
      .where('stored_at', '>', at)
      .executeTakeFirstOrThrow()
    return Number(bytes ?? 0)
  }

  return {
    async received(sha256, by) {
      const rows = await named(sha256, by)
      const [row] = rows
      if (row === undefined) return notNamed
      const isComplete = rows.every(each => each.stored_at !== null)
      return {
        outcome: 'received',
        received: isComplete ? row.size : await blobs.received(sha256, by),
        isComplete,
      }
    },

    take: (sha256, by, offset, bytes) =>
      inTurn(`${sha256} ${by}`, async () => {
        const rows = await named(sha256, by)
        const [row] = rows
        if (row === undefined) return notNamed
        if (rows.every(each => each.stored_at !== null))
          return { outcome: 'received', received: row.size, isComplete: true }
        if (bytes.byteLength > maxPortionBytes || offset + bytes.byteLength > row.size) return tooLarge
        const dayAgo = new Date(Date.parse(now()) - dayMilliseconds).toISOString()
        const before = (await bytesSince(by, dayAgo)) + (await blobs.unfinished(by, sha256))
        if (before + row.size > maxEvidenceBytesPerDay) return tooMuch
        try {
          const received = await blobs.append(sha256, by, offset, bytes)
          if (received >= row.size) return await complete(sha256, by)
          if ((await named(sha256, by)).length > 0)
            return { outcome: 'received', received, isComplete: false }
          // Erased while this portion was under way.
          await removeUnused({ db: reader, blobs, organisationId }, [sha256])
          return notNamed
        } catch (error) {
          if (error instanceof DiskFull)
            return {
              outcome: 'failed',
              code: 'disk-full',
              words: `${error.message} Снимок ждёт на компьютере и уйдёт сам.`,
            }
          throw error
        }
      }),

    async find(ticket, evidenceId, part) {
      const row = await reader
        .selectFrom('evidence_parts')
        .select(['sha256', 'mime', 'stored_at', 'erased_at'])
        .where('organisation_id', '=', organisationId)
        .where('ticket_id', '=', ticket.id)
        .where('evidence_id', '=', evidenceId)
        .where('part', '=', part)
        .executeTakeFirst()
      if (row === undefined) return undefined
      if (row.erased_at !== null) return { outcome: 'erased', at: row.erased_at }
      if (row.stored_at === null) return { outcome: 'not-uploaded' }
      // What is not what it was is not shown as evidence.
      if ((await blobs.check(row.sha256)) !== 'whole') return { outcome: 'lost' }
      const bytes = await blobs.read(row.sha256)
      return bytes === undefined
        ? { outcome: 'lost' }
        : { outcome: 'part', bytes, mime: row.mime, sha256: row.sha256 }
    },

    async states(ticket) {
      const rows = await reader
        .selectFrom('evidence_parts')
        .select(['evidence_id', 'part', 'stored_at', 'erased_at'])
        .where('organisation_id', '=', organisationId)
        .where('ticket_id', '=', ticket.id)
        .execute()
      return rows.map(row => ({
        evidenceId: row.evidence_id,
        part: row.part,
        state: row.erased_at !== null ? 'erased' : row.stored_at !== null ? 'stored' : 'not-uploaded',
      }))
    },
  }
}

const notNamed: EvidenceFault = {
  outcome: 'failed',
  code: 'not-named',
  words: 'Сервер ещё не знает этого снимка: он принимает его после записи в карточке.',
}
const wrongHash: EvidenceFault = {
  outcome: 'failed',
  code: 'hash',
  words: 'Снимок повредился по дороге: контрольная сумма не сошлась.',
}
const tooLarge: EvidenceFault = {
  outcome: 'failed',
  code: 'too-large',
  words: 'Снимок больше, чем записано в карточке. Сервер его не принял.',
}
const tooMuch: EvidenceFault = {
  outcome: 'failed',
  code: 'too-much',
  words: 'За сутки вы отправили уже 400 МБ снимков. Остальные уйдут завтра сами.',
}
