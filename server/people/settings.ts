/** The organisation's settings document: read with every decision, rewritten as a new version with every change. */
import type { Kysely } from 'kysely'
import * as z from 'zod'
import { type Person, personSchema, type Settings, settingsSchema } from '../../shared/policy/settings.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'

export type ReadSettings = (db: Kysely<Database>) => Promise<Settings | undefined>

/**
 * A committed version never changes, so it is parsed once. `remember` is false inside a write transaction:
 * a version that is rolled back would leave its number to another document.
 */
export function createSettingsReader(organisationId: string): {
  committed: ReadSettings
  inTransaction: ReadSettings
} {
  let known: Settings | undefined
  async function read(db: Kysely<Database>, remember: boolean): Promise<Settings | undefined> {
    const organisation = await db
      .selectFrom('organisations')
      .select('settings_version')
      .where('id', '=', organisationId)
      .executeTakeFirst()
    if (organisation === undefined) return undefined
    if (known?.version === organisation.settings_version) return known
    const { document } = await db
      .selectFrom('settings')
      .select('document')
      .where('organisation_id', '=', organisationId)
      .where('version', '=', organisation.settings_version)
      .executeTakeFirstOrThrow()
    const settings = settingsSchema.parse(JSON.parse(document))
    if (remember) known = settings
    return settings
  }
  return { committed: db => read(db, true), inTransaction: db => read(db, false) }
}

type Change = { organisationId: string; now: string; by: string | null }

/** What a change may rewrite: the people stand in tables, the version and the organisation are not anybody's to say. */
export type ChangeableSettings = Omit<Settings, 'people' | 'version' | 'organisation'>

/** Writes the next version: the previous one, `changed`, with the people as the tables have them now. */
export async function writeSettings(
  tx: Tx,
  { organisationId, now, by }: Change,
  base: Settings,
  changed: Partial<ChangeableSettings> = {},
): Promise<Settings> {
  const { settings_version: version } = await tx
    .updateTable('organisations')
    .set(eb => ({ settings_version: eb('settings_version', '+', 1) }))
    .where('id', '=', organisationId)
    .returning('settings_version')
    .executeTakeFirstOrThrow()
  const people = await readPeople(tx, organisationId)
  const settings = settingsSchema.parse({
    ...base,
    ...changed,
    organisation: base.organisation,
    people,
    version,
  })
  await tx
    .insertInto('settings')
    .values({
      organisation_id: organisationId,
      version,
      document: JSON.stringify(settings),
      created_at: now,
      created_by: by,
    })
    .execute()
  return settings
}

/** In the order in which they were added. */
export async function readPeople(db: Kysely<Database>, organisationId: string): Promise<Person[]> {
  const people = await db
    .selectFrom('people')
    .select(['id', 'title', 'active'])
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const roles = await db
    .selectFrom('person_roles')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('role')
    .execute()
  const blocks = await db
    .selectFrom('person_blocks')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('block')
    .execute()
  const recipients = await db
    .selectFrom('person_recipients')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('recipient_id')
    .execute()
  return z.array(personSchema).parse(
    people.map(person => ({
      id: person.id,
      title: person.title,
      roles: roles.filter(row => row.person_id === person.id).map(row => row.role),
      blocks: blocks.filter(row => row.person_id === person.id).map(row => row.block),
      recipientIds: recipients.filter(row => row.person_id === person.id).map(row => row.recipient_id),
      active: person.active === 1,
    })),
  )
}
