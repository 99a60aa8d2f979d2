/** Selector packs in the database: published by `npm run channels:publish`, given out to devices. */
import { type Kysely, sql } from 'kysely'
import { isNewer } from '../../shared/reports/drift.ts'
import { packSchema, type SelectorPack, type SignedPack } from '../../shared/sources/pack.ts'
import type { Database } from '../store/schema.ts'

export type PublishedPack = {
  adapter: string
  serial: number
  version: string
  publishedAt: string
  publishedBy: string
  note: string | null
}

type Place = { db: Kysely<Database>; organisationId: string }

/** Newest first. */
export async function listPacks({ db, organisationId }: Place, adapter?: string): Promise<PublishedPack[]> {
  const rows = await db
    .selectFrom('selector_packs')
    .select(['adapter', 'serial', 'version', 'published_at', 'published_by', 'note'])
    .where('organisation_id', '=', organisationId)
    .$if(adapter !== undefined, query => query.where('adapter', '=', adapter ?? ''))
    .orderBy('published_at', 'desc')
    .orderBy('serial', 'desc')
    .execute()
  return rows.map(({ published_at, published_by, ...row }) => ({
    ...row,
    publishedAt: published_at,
    publishedBy: published_by,
  }))
}

/** The newest serial of each adapter. */
export async function newestSerials({ db, organisationId }: Place): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('selector_packs')
    .select(({ fn }) => ['adapter', fn.max('serial').as('serial')])
    .where('organisation_id', '=', organisationId)
    .groupBy('adapter')
    .execute()
  return Object.fromEntries(rows.map(({ adapter, serial }) => [adapter, serial]))
}

/** Of each adapter the newest pack, where it is newer than the serial that is known. */
export async function newerPacks(
  { db, organisationId }: Place,
  known: ReadonlyMap<string, number>,
): Promise<SignedPack[]> {
  const newest = Object.entries(await newestSerials({ db, organisationId }))
  const found: SignedPack[] = []
  for (const [adapter, serial] of newest) {
    if (serial <= (known.get(adapter) ?? 0)) continue
    found.push(
      await db
        .selectFrom('selector_packs')
        .select(['body', 'signature'])
        .where('organisation_id', '=', organisationId)
        .where('adapter', '=', adapter)
        .where('serial', '=', serial)
        .executeTakeFirstOrThrow(),
    )
  }
  return found
}

/** A pack as published; `undefined` where there is none so old, or where it cannot be read any more. */
export async function findPack(
  { db, organisationId }: Place,
  adapter: string,
  serial: number,
): Promise<SelectorPack | undefined> {
  const row = await db
    .selectFrom('selector_packs')
    .select('body')
    .where('organisation_id', '=', organisationId)
    .where('adapter', '=', adapter)
    .where('serial', '=', serial)
    .executeTakeFirst()
  return row && packSchema.safeParse(JSON.parse(row.body)).data
}

export class PackOutdated extends Error {
  override name = 'PackOutdated'
}

/** Throws `PackOutdated` where another of that serial, or a newer one, was published meanwhile. */
export async function publishPack(
  { db, organisationId }: Place,
  pack: SelectorPack,
  signed: SignedPack,
  published: { at: string; by: string; note: string | null },
): Promise<void> {
  await db.transaction().execute(async tx => {
    const newest = (await newestSerials({ db: tx, organisationId }))[pack.adapter] ?? 0
    if (pack.serial <= newest) throw new PackOutdated(`serial ${newest} is published`)
    await tx
      .insertInto('selector_packs')
      .values({
        organisation_id: organisationId,
        adapter: pack.adapter,
        serial: pack.serial,
        version: pack.version,
        ...signed,
        published_at: published.at,
        published_by: published.by,
        note: published.note,
      })
      .execute()
  })
}

/** Whether the database is of a version that knows packs. */
export async function knowsPacks(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name = 'selector_packs'`.execute(db)
  return rows.length > 0
}

/** The same pack under the next serial, and a version that is newer than `than`: of today, with a number if need be. */
export function renumbered(
  pack: SelectorPack,
  than: { serial: number; version: string },
  today: string,
): SelectorPack {
  const serial = than.serial + 1
  if (isNewer(today, than.version)) return { ...pack, serial, version: today }
  const [day = today, number = '1'] = than.version.split('.')
  return { ...pack, serial, version: `${day}.${Number(number) + 1}` }
}
