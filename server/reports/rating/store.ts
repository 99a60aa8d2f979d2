/** Where a rating's stages and its approved document stand: the door to two tables. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { type MonthRating, monthRatingSchema } from '../../../shared/reports/rating.ts'
import { type RatingAct, ratingActSchema } from '../../../shared/reports/rating-life.ts'
import type { Database } from '../../store/schema.ts'
import type { Tx } from '../../store/writer.ts'
import { canonicalJson } from '../../tickets/canonical.ts'

export type ApprovedRating = {
  rating: MonthRating
  sha256: string
  approvedAt: string
  approvedBy: string
  /** Whether the stored text still has the checksum that was approved. */
  isWhole: boolean
}

/** In the order in which they were done. */
export async function readActs(
  db: Kysely<Database>,
  organisationId: string,
  month: string,
): Promise<RatingAct[]> {
  const rows = await db
    .selectFrom('rating_acts')
    .select('document')
    .where('organisation_id', '=', organisationId)
    .where('month', '=', month)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(({ document }) => ratingActSchema.parse(JSON.parse(document)))
}

export async function writeAct(tx: Tx, organisationId: string, month: string, act: RatingAct): Promise<void> {
  await tx
    .insertInto('rating_acts')
    .values({
      organisation_id: organisationId,
      id: uuidv7(),
      month,
      at: act.at,
      document: JSON.stringify(act),
    })
    .execute()
}

export async function findApproved(
  db: Kysely<Database>,
  organisationId: string,
  month: string,
): Promise<ApprovedRating | undefined> {
  const row = await db
    .selectFrom('approved_ratings')
    .select(['document', 'sha256', 'approved_at', 'approved_by'])
    .where('organisation_id', '=', organisationId)
    .where('month', '=', month)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    rating: monthRatingSchema.parse(JSON.parse(row.document)),
    sha256: row.sha256,
    approvedAt: row.approved_at,
    approvedBy: row.approved_by,
    isWhole: sha256Of(row.document) === row.sha256,
  }
}

/** Keeps the very text and answers its checksum. */
export async function writeApproved(
  tx: Tx,
  organisationId: string,
  rating: MonthRating,
  { at, by }: { at: string; by: string },
): Promise<string> {
  const document = canonicalJson(rating)
  const sha256 = sha256Of(document)
  await tx
    .insertInto('approved_ratings')
    .values({
      organisation_id: organisationId,
      month: rating.month,
      document,
      sha256,
      approved_at: at,
      approved_by: by,
    })
    .execute()
  return sha256
}

function sha256Of(document: string): string {
  return createHash('sha256').update(document, 'utf8').digest('hex')
}
