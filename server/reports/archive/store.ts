/** The door to the tables of reports: rows in, values out. Who may do what is decided in reports.ts and summaries.ts. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import * as z from 'zod'
import { blockIds } from '../../../shared/reference/blocks.ts'
import type { ReportDocument } from '../../../shared/reports/document.ts'
import { periodMetrics } from '../../../shared/reports/note/data.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { Database } from '../../store/schema.ts'
import type { Tx } from '../../store/writer.ts'
import { canonicalJson } from '../../tickets/canonical.ts'
import { reportDocumentSchema } from './document-schema.ts'

/** `subject`: the person of a summary, else empty. */
export type ReportKey = { kind: string; period: Period; subject: string }

export type Place = { db: Kysely<Database>; organisationId: string }

export async function findReportId(
  { db, organisationId }: Place,
  key: ReportKey,
): Promise<string | undefined> {
  const { kind, period, subject } = key
  const row = await db
    .selectFrom('reports')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', kind)
    .where('period_kind', '=', period.kind)
    .where('first_date', '=', period.firstDate)
    .where('last_date', '=', period.lastDate)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.id
}

/** Found or begun. */
export async function openReport(
  tx: Tx,
  organisationId: string,
  key: ReportKey,
  now: string,
): Promise<string> {
  const standing = await findReportId({ db: tx, organisationId }, key)
  if (standing !== undefined) return standing
  const id = uuidv7()
  const { kind, period, subject } = key
  await tx
    .insertInto('reports')
    .values({
      organisation_id: organisationId,
      id,
      kind,
      period_kind: period.kind,
      first_date: period.firstDate,
      last_date: period.lastDate,
      subject,
      created_at: now,
    })
    .execute()
  return id
}

/** In the order in which they were done, each by the report it belongs to. */
export async function readActs<Act>(
  { db, organisationId }: Place,
  reportIds: readonly string[],
  schema: z.ZodType<Act>,
): Promise<Map<string, Act[]>> {
  const acts = new Map<string, Act[]>(reportIds.map(id => [id, []]))
  if (reportIds.length === 0) return acts
  const rows = await db
    .selectFrom('report_acts')
    .select(['report_id', 'document'])
    .where('organisation_id', '=', organisationId)
    .where('report_id', 'in', [...reportIds])
    .orderBy('report_id')
    .orderBy('position')
    .execute()
  for (const { report_id, document } of rows) acts.get(report_id)?.push(schema.parse(JSON.parse(document)))
  return acts
}

/** `position`: how many stand before it. */
export async function writeAct(
  tx: Tx,
  organisationId: string,
  reportId: string,
  position: number,
  act: { type: string; at: string },
): Promise<void> {
  await tx
    .insertInto('report_acts')
    .values({
      organisation_id: organisationId,
      report_id: reportId,
      position,
      type: act.type,
      at: act.at,
      document: JSON.stringify(act),
    })
    .execute()
}

const places = z.enum([...blockIds, 'total'])

/** What a note said of its week, and how it corrected earlier ones: by these the next note tells what changed. */
export const figuresSchema = z.object({
  counts: z.array(z.object({ block: places, counts: z.record(z.enum(periodMetrics), z.number()) })),
  corrections: z.array(
    z.object({
      firstDate: z.string(),
      lastDate: z.string(),
      block: places,
      metric: z.enum(periodMetrics),
      is: z.number(),
    }),
  ),
})
export type Figures = z.infer<typeof figuresSchema>
export const noFigures: Figures = { counts: [], corrections: [] }

export type StoredVersion = {
  document: ReportDocument
  figures: Figures
  sha256: string
  /** Whether the stored text still has the checksum that was kept. */
  isWhole: boolean
}

export async function findVersion(
  { db, organisationId }: Place,
  reportId: string,
  version: number,
): Promise<StoredVersion | undefined> {
  const row = await db
    .selectFrom('report_versions')
    .select(['document', 'figures', 'sha256'])
    .where('organisation_id', '=', organisationId)
    .where('report_id', '=', reportId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    document: reportDocumentSchema.parse(JSON.parse(row.document)),
    figures: figuresSchema.parse(JSON.parse(row.figures)),
    sha256: row.sha256,
    isWhole: hashOfText(row.document) === row.sha256,
  }
}

/** The version under work is written over; one that was approved never comes here again. */
export async function writeVersion(
  tx: Tx,
  organisationId: string,
  reportId: string,
  version: number,
  { document, figures, at }: { document: ReportDocument; figures: Figures; at: string },
): Promise<string> {
  const text = canonicalJson(document)
  const row = { document: text, figures: JSON.stringify(figures), sha256: hashOfText(text), at }
  await tx
    .insertInto('report_versions')
    .values({ organisation_id: organisationId, report_id: reportId, version, ...row })
    .onConflict(conflict => conflict.columns(['organisation_id', 'report_id', 'version']).doUpdateSet(row))
    .execute()
  return row.sha256
}

export const fileForms = ['docx', 'xlsx', 'html'] as const
export type FileForm = (typeof fileForms)[number]

export type ReportFile = { form: FileForm; name: string; bytes: Uint8Array }
export type StoredFile = { form: FileForm; name: string; sha256: string; size: number }

/** Answers the SHA-256 of each by its form. */
export async function writeFiles(
  tx: Tx,
  organisationId: string,
  reportId: string,
  version: number,
  files: readonly ReportFile[],
): Promise<Record<string, string>> {
  const written: Record<string, string> = {}
  for (const file of files) {
    const row = fileRow(file)
    await tx
      .insertInto('report_files')
      .values({ organisation_id: organisationId, report_id: reportId, version, ...row })
      .execute()
    written[row.form] = row.sha256
  }
  return written
}

/** As a file is kept: its bytes with their checksum. */
export function fileRow<Form extends string>({
  form,
  name,
  bytes,
}: {
  form: Form
  name: string
  bytes: Uint8Array
}) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { form, name, sha256, size: bytes.byteLength, bytes: Buffer.from(bytes) }
}

/** By report and version; without the bytes. */
export async function listFiles(
  { db, organisationId }: Place,
  reportId: string,
  version: number,
): Promise<StoredFile[]> {
  const rows = await db
    .selectFrom('report_files')
    .select(['form', 'name', 'sha256', 'size'])
    .where('organisation_id', '=', organisationId)
    .where('report_id', '=', reportId)
    .where('version', '=', version)
    .execute()
  return fileForms.flatMap(form => rows.filter(row => row.form === form).map(row => ({ ...row, form })))
}

export async function findFile(
  { db, organisationId }: Place,
  reportId: string,
  version: number,
  form: FileForm,
): Promise<ReportFile | undefined> {
  const row = await db
    .selectFrom('report_files')
    .select(['name', 'bytes'])
    .where('organisation_id', '=', organisationId)
    .where('report_id', '=', reportId)
    .where('version', '=', version)
    .where('form', '=', form)
    .executeTakeFirst()
  return row && { form, ...row }
}

function hashOfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
