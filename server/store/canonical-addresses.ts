/**
 * Migration 0009: one message is one ticket, also where two pages name it by two keys. `sources.url` is the address that
 * names exactly this message (shared/sources/canonical-address.ts), `source_keys` are further keys under which a message
 * was recorded.
 */
import { type Kysely, type Migration, sql } from 'kysely'
import * as z from 'zod'
import { canonicalAddressOf } from '../../shared/sources/canonical-address.ts'
import { erasedName } from './erased-names.ts'

/** Rows at once: none is large. */
const portion = 500

/** Of a stored source, whatever version wrote it: all that its address needs. */
const storedSchema = z.object({
  source: z.object({
    key: z.string(),
    url: z.string().nullable(),
    isPrivate: z.boolean().optional(),
  }),
})

export const canonicalAddresses: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema.alterTable('sources').addColumn('url', 'text').execute()
    await schema
      .createTable('source_keys')
      .addColumn('organisation_id', 'text', column => column.notNull())
      .addColumn('key', 'text', column => column.notNull())
      .addColumn('source_id', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('source_keys_key', ['organisation_id', 'key'])
      .addForeignKeyConstraint('source_keys_source', ['organisation_id', 'source_id'], 'sources', [
        'organisation_id',
        'id',
      ])
      .execute()
    await schema
      .createIndex('source_keys_of_source')
      .on('source_keys')
      .columns(['organisation_id', 'source_id', 'key'])
      .execute()
    await fill(db)
    await sql`create index sources_by_url on sources (organisation_id, url) where withdrawn = 0 and url is not null`.execute(
      db,
    )
  },
}

type Row = { organisation: string; id: string; key: string; body: string | null; erased_at: string | null }

async function fill(db: Kysely<unknown>): Promise<void> {
  let after = { organisation: '', id: '' }
  for (;;) {
    const { rows } = await sql<Row>`
      select sources.organisation_id as organisation, sources.id, sources.key, contents.body, contents.erased_at
      from sources
      join contents on contents.organisation_id = sources.organisation_id and contents.id = sources.content_id
      where (sources.organisation_id, sources.id) > (${after.organisation}, ${after.id})
      order by sources.organisation_id, sources.id limit ${portion}`.execute(db)
    for (const { organisation, id, key, body, erased_at } of rows) {
      after = { organisation, id }
      // The version before erased the words and left the name.
      if (erased_at !== null)
        await sql`update sources set key = ${erasedName(organisation, key)}
          where organisation_id = ${organisation} and id = ${id}`.execute(db)
      const url = addressIn(body)
      if (url === null) continue
      await sql`update sources set url = ${url} where organisation_id = ${organisation} and id = ${id}`.execute(
        db,
      )
    }
    if (rows.length < portion) return
  }
}

/** `null` also for what was erased or cannot be read. */
function addressIn(body: string | null): string | null {
  if (body === null) return null
  try {
    const stored = storedSchema.safeParse(JSON.parse(body)).data
    return stored === undefined ? null : canonicalAddressOf(stored.source)
  } catch {
    return null
  }
}
