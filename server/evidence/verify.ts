/**
 * Recomputes every file of «Снимок поста» and of the executors against the hashes that events and contents name. The
 * chain vouches for the hashes (verify-chain.ts), this for the bytes. Numbers of tickets only, nothing of citizens.
 */
import type { Kysely } from 'kysely'
import { type EvidencePart, evidencePartTitles } from '../../shared/reference/evidence.ts'
import { evidenceSchema } from '../../shared/ticket/evidence.ts'
import { type Blobs, hashOf } from '../files/blobs.ts'
import type { Database } from '../store/schema.ts'
import { partsOf } from './parts.ts'

export type BlobProblem = {
  problem: 'missing' | 'changed' | 'unnamed'
  /** `null` for a file of several tickets. */
  number: number | null
  /** «снимок: картинка», «файл исполнителя» */
  title: string
  sha256: string
}

export type BlobReport = {
  /** Whole, of those that had come. */
  whole: number
  /** Not brought yet: they wait at the desks. */
  waiting: number
  erased: number
  problems: BlobProblem[]
}

const pageSize = 500

export async function verifyBlobs(
  db: Kysely<Database>,
  blobs: Blobs,
  organisationId: string,
): Promise<BlobReport> {
  const report: BlobReport = { whole: 0, waiting: 0, erased: 0, problems: [] }
  for (let seq = 0; ; ) {
    const events = await db
      .selectFrom('events')
      .innerJoin('tickets', join =>
        join
          .onRef('tickets.organisation_id', '=', 'events.organisation_id')
          .onRef('tickets.id', '=', 'events.ticket_id'),
      )
      .select(['events.seq', 'events.data', 'events.ticket_id', 'tickets.number'])
      .where('events.organisation_id', '=', organisationId)
      .where('events.type', '=', 'evidence_attached')
      .where('events.seq', '>', seq)
      .orderBy('events.seq')
      .limit(pageSize)
      .execute()
    for (const { data, number } of events) {
      const evidence = evidenceSchema.parse(JSON.parse(data))
      const rows = await rowsOf(db, organisationId, evidence.evidenceId)
      for (const { part, sha256 } of partsOf(evidence)) {
        const row = rows.get(part)
        const title = `снимок: ${evidencePartTitles[part]}`
        // The event is the truth: a row that tells otherwise was changed.
        if (row === undefined || row.sha256 !== sha256)
          report.problems.push({ problem: 'unnamed', number, title, sha256 })
        else if (row.erased_at !== null) report.erased += 1
        else if (row.stored_at === null) report.waiting += 1
        else await check(report, blobs, { number, title, sha256 })
      }
    }
    seq = events.at(-1)?.seq ?? seq
    if (events.length < pageSize) break
  }
  await verifyFiles(db, blobs, organisationId, report)
  return report
}

async function check(
  report: BlobReport,
  blobs: Blobs,
  named: Pick<BlobProblem, 'number' | 'title' | 'sha256'>,
): Promise<void> {
  const state = await blobs.check(named.sha256)
  if (state === 'whole') report.whole += 1
  else report.problems.push({ problem: state, ...named })
}

async function rowsOf(db: Kysely<Database>, organisationId: string, evidenceId: string) {
  const rows = await db
    .selectFrom('evidence_parts')
    .select(['part', 'sha256', 'stored_at', 'erased_at'])
    .where('organisation_id', '=', organisationId)
    .where('evidence_id', '=', evidenceId)
    .execute()
  return new Map<EvidencePart, (typeof rows)[number]>(rows.map(row => [row.part, row]))
}

async function verifyFiles(db: Kysely<Database>, blobs: Blobs, organisationId: string, report: BlobReport) {
  const title = 'файл исполнителя'
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('files')
      .select(['sha256', 'size', 'bytes'])
      .where('organisation_id', '=', organisationId)
      .where('sha256', '>', after)
      .orderBy('sha256')
      .limit(20)
      .execute()
    for (const { sha256, bytes } of rows) {
      const isInside = bytes.byteLength > 0
      const number = isInside && hashOf(bytes) === sha256 ? null : await numberOf(db, organisationId, sha256)
      if (!isInside) await check(report, blobs, { number, title, sha256 })
      else if (hashOf(bytes) === sha256) report.whole += 1
      else report.problems.push({ problem: 'changed', number, title, sha256 })
    }
    after = rows.at(-1)?.sha256 ?? after
    if (rows.length < 20) return
  }
}

async function numberOf(db: Kysely<Database>, organisationId: string, sha256: string) {
  const row = await db
    .selectFrom('ticket_files')
    .innerJoin('tickets', join =>
      join
        .onRef('tickets.organisation_id', '=', 'ticket_files.organisation_id')
        .onRef('tickets.id', '=', 'ticket_files.ticket_id'),
    )
    .select('tickets.number')
    .where('ticket_files.organisation_id', '=', organisationId)
    .where('ticket_files.sha256', '=', sha256)
    .orderBy('tickets.number')
    .executeTakeFirst()
  return row?.number ?? null
}

export function problemWords({ problem, number, title, sha256 }: BlobProblem): string {
  const where = number === null ? '' : `№\u00a0${number}, `
  const what = {
    missing: 'нет на диске',
    changed: 'изменён: контрольная сумма другая',
    unnamed: 'не совпадает с историей',
  }[problem]
  return `${where}${title}: ${what} (SHA-256 ${sha256.slice(0, 12)}…)`
}
