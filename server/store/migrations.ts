/** The tables as they came to be, one numbered step after another. A step that was released never changes. */
import { type CreateTableBuilder, type Kysely, type Migration, Migrator, sql } from 'kysely'
import { canonicalAddresses } from './canonical-addresses.ts'
import { statistics } from './migration-0010-statistics.ts'
import { rating } from './migration-0011-rating.ts'
import { reports } from './migration-0012-reports.ts'
import { requestMaterials } from './migration-0013-request-materials.ts'
import type { Database } from './schema.ts'

/** `last`: as an earlier version left it, for tests of updates; else the newest. */
export async function migrate(db: Kysely<Database>, last?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await (last === undefined ? migrator.migrateToLatest() : migrator.migrateTo(last))
  if (error !== undefined) throw error
}

/** `name`, or `name?` where null is allowed. */
function texts<Table extends string>(
  table: CreateTableBuilder<Table>,
  ...columns: string[]
): CreateTableBuilder<Table, string> {
  return columns.reduce<CreateTableBuilder<Table, string>>(
    (built, column) =>
      column.endsWith('?')
        ? built.addColumn(column.slice(0, -1), 'text')
        : built.addColumn(column, 'text', type => type.notNull()),
    table,
  )
}

function integers<Table extends string>(
  table: CreateTableBuilder<Table, string>,
  ...columns: string[]
): CreateTableBuilder<Table, string> {
  return columns.reduce((built, column) => built.addColumn(column, 'integer', type => type.notNull()), table)
}

const first: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db

    await integers(
      texts(schema.createTable('organisations'), 'id', 'title', 'epoch', 'chain_head', 'created_at'),
      'next_seq',
      'next_number',
      'settings_version',
    )
      .addPrimaryKeyConstraint('organisations_key', ['id'])
      .execute()

    await integers(
      texts(schema.createTable('settings'), 'organisation_id', 'document', 'created_at', 'created_by?'),
      'version',
    )
      .addPrimaryKeyConstraint('settings_key', ['organisation_id', 'version'])
      .execute()

    await integers(
      texts(schema.createTable('people'), 'organisation_id', 'id', 'title', 'password_hash?', 'created_at'),
      'active',
    )
      .addPrimaryKeyConstraint('people_key', ['organisation_id', 'id'])
      .execute()

    for (const [table, column] of [
      ['person_roles', 'role'],
      ['person_blocks', 'block'],
      ['person_recipients', 'recipient_id'],
    ] as const) {
      await texts(schema.createTable(table), 'organisation_id', 'person_id', column)
        .addPrimaryKeyConstraint(`${table}_key`, ['organisation_id', 'person_id', column])
        .addForeignKeyConstraint(`${table}_person`, ['organisation_id', 'person_id'], 'people', [
          'organisation_id',
          'id',
        ])
        .execute()
    }

    await texts(
      schema.createTable('devices'),
      'organisation_id',
      'id',
      'person_id',
      'title',
      'token_hash',
      'created_at',
      'last_seen_at?',
      'last_effective_at?',
      'revoked_at?',
    )
      .addPrimaryKeyConstraint('devices_key', ['organisation_id', 'id'])
      .addForeignKeyConstraint('devices_person', ['organisation_id', 'person_id'], 'people', [
        'organisation_id',
        'id',
      ])
      .execute()
    await unique(db, 'devices_token', 'devices', ['organisation_id', 'token_hash'])

    await texts(
      schema.createTable('invitations'),
      'organisation_id',
      'id',
      'person_id',
      'code_hash',
      'created_at',
      'expires_at',
      'used_at?',
    )
      .addPrimaryKeyConstraint('invitations_key', ['organisation_id', 'id'])
      .addForeignKeyConstraint('invitations_person', ['organisation_id', 'person_id'], 'people', [
        'organisation_id',
        'id',
      ])
      .execute()
    await unique(db, 'invitations_code', 'invitations', ['organisation_id', 'code_hash'])

    await texts(
      schema.createTable('sessions'),
      'organisation_id',
      'token_hash',
      'person_id',
      'created_at',
      'expires_at',
    )
      .addPrimaryKeyConstraint('sessions_key', ['organisation_id', 'token_hash'])
      .execute()

    await texts(
      schema.createTable('sign_in_tickets'),
      'organisation_id',
      'token_hash',
      'person_id',
      'expires_at',
      'used_at?',
    )
      .addPrimaryKeyConstraint('sign_in_tickets_key', ['organisation_id', 'token_hash'])
      .execute()

    await texts(schema.createTable('sign_in_attempts'), 'organisation_id', 'id', 'subject', 'at')
      .addPrimaryKeyConstraint('sign_in_attempts_key', ['organisation_id', 'id'])
      .execute()
    await index(db, 'sign_in_attempts_subject', 'sign_in_attempts', ['organisation_id', 'subject', 'at'])

    await texts(
      schema.createTable('commands'),
      'organisation_id',
      'id',
      'person_id',
      'ticket_id',
      'type',
      'outcome',
      'received_at',
    )
      .addPrimaryKeyConstraint('commands_key', ['organisation_id', 'id'])
      .execute()

    await integers(
      texts(
        schema.createTable('events'),
        'organisation_id',
        'ticket_id',
        'command_id',
        'type',
        'data',
        'by',
        'at',
        'occurred_at',
        'received_at',
        'content_hashes',
        'previous_hash',
        'hash',
        'after_block',
        'after_recipient_id?',
        'after_status',
      ),
      'seq',
      'after_sorted',
    )
      .addPrimaryKeyConstraint('events_key', ['organisation_id', 'seq'])
      .execute()
    // The scope of a ticket at a past cursor: its last event at or before it.
    await index(db, 'events_of_ticket', 'events', ['organisation_id', 'ticket_id', 'seq desc'])

    await texts(
      schema.createTable('contents'),
      'organisation_id',
      'id',
      'ticket_id',
      'kind',
      'salt?',
      'body?',
      'erased_at?',
    )
      .addPrimaryKeyConstraint('contents_key', ['organisation_id', 'id'])
      .execute()
    await index(db, 'contents_of_ticket', 'contents', ['organisation_id', 'ticket_id'])

    await integers(
      texts(schema.createTable('sources'), 'organisation_id', 'id', 'key', 'channel', 'content_id'),
      'public',
      'withdrawn',
    )
      .addPrimaryKeyConstraint('sources_key', ['organisation_id', 'id'])
      .execute()
    await sql`create unique index sources_standing on sources (organisation_id, key) where withdrawn = 0`.execute(
      db,
    )

    await integers(
      texts(
        schema.createTable('tickets'),
        'organisation_id',
        'id',
        'state',
        'status',
        'block',
        'subtopic?',
        'settlement?',
        'channel',
        'recipient_id?',
        'captured_at',
        'published_at?',
        'first_due_at?',
        'first_stopped_at?',
        'final_due_at?',
        'final_stopped_at?',
        'next_due_at?',
        'closed_at?',
      ),
      'number',
      'seq',
      'version',
      'urgent',
      'sorted',
    )
      .addPrimaryKeyConstraint('tickets_key', ['organisation_id', 'id'])
      .execute()
    await unique(db, 'tickets_number', 'tickets', ['organisation_id', 'number'])
    await unique(db, 'tickets_by_change', 'tickets', ['organisation_id', 'seq'])
    await index(db, 'tickets_by_status', 'tickets', ['organisation_id', 'status', 'next_due_at'])
    await index(db, 'tickets_by_block', 'tickets', ['organisation_id', 'block', 'captured_at'])
    await index(db, 'tickets_by_due', 'tickets', ['organisation_id', 'next_due_at'])
    await index(db, 'tickets_by_capture', 'tickets', ['organisation_id', 'captured_at'])
    await index(db, 'tickets_by_recipient', 'tickets', ['organisation_id', 'recipient_id', 'captured_at'])

    await texts(schema.createTable('ticket_sources'), 'organisation_id', 'ticket_id', 'source_id')
      .addPrimaryKeyConstraint('ticket_sources_key', ['organisation_id', 'ticket_id', 'source_id'])
      .addForeignKeyConstraint('ticket_sources_ticket', ['organisation_id', 'ticket_id'], 'tickets', [
        'organisation_id',
        'id',
      ])
      .addForeignKeyConstraint('ticket_sources_source', ['organisation_id', 'source_id'], 'sources', [
        'organisation_id',
        'id',
      ])
      .execute()
    await index(db, 'ticket_sources_by_source', 'ticket_sources', ['organisation_id', 'source_id'])

    await texts(schema.createTable('ticket_aliases'), 'organisation_id', 'alias_id', 'ticket_id')
      .addPrimaryKeyConstraint('ticket_aliases_key', ['organisation_id', 'alias_id'])
      .addForeignKeyConstraint('ticket_aliases_ticket', ['organisation_id', 'ticket_id'], 'tickets', [
        'organisation_id',
        'id',
      ])
      .execute()

    await texts(schema.createTable('ticket_capturers'), 'organisation_id', 'ticket_id', 'person_id')
      .addPrimaryKeyConstraint('ticket_capturers_key', ['organisation_id', 'ticket_id', 'person_id'])
      .addForeignKeyConstraint('ticket_capturers_ticket', ['organisation_id', 'ticket_id'], 'tickets', [
        'organisation_id',
        'id',
      ])
      .execute()
    await index(db, 'ticket_capturers_by_person', 'ticket_capturers', [
      'organisation_id',
      'person_id',
      'ticket_id',
    ])

    await sql`create trigger events_stay_unchanged before update on events
      begin select raise(abort, 'events are append-only: an event cannot be changed'); end`.execute(db)
    await sql`create trigger events_stay before delete on events
      begin select raise(abort, 'events are append-only: an event cannot be deleted'); end`.execute(db)
  },
}

const presence: Migration = {
  async up(db: Kysely<unknown>) {
    await texts(db.schema.createTable('presence'), 'organisation_id', 'ticket_id', 'person_id', 'doing', 'at')
      .addPrimaryKeyConstraint('presence_key', ['organisation_id', 'ticket_id', 'person_id'])
      .execute()
  },
}

/**
 * The whole life of a ticket. New columns of rows that stand already have the values of what an older version knew; the
 * states themselves are made anew from the events at the next start (server/tickets/rebuild.ts), not here: a step of the
 * schema must not depend on code that goes on changing.
 */
const lifeOfATicket: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db

    await schema
      .alterTable('organisations')
      .addColumn('state_version', 'integer', type => type.notNull().defaultTo(1))
      .execute()
    await schema.alterTable('organisations').addColumn('rebuilt_after', 'text').execute()

    for (const column of [
      'assignee_id',
      'before_head_at',
      'promise_due_at',
      'reopened_at',
      'escalated_at',
      'answered_at',
      'impossible_at',
      'merged_into',
    ] as const) {
      await schema.alterTable('tickets').addColumn(column, 'text').execute()
    }
    for (const [column, standing] of [
      ['kind', 'message'],
      ['executors', '[]'],
      ['about', '[]'],
    ] as const) {
      await schema
        .alterTable('tickets')
        .addColumn(column, 'text', type => type.notNull().defaultTo(standing))
        .execute()
    }
    await schema
      .alterTable('tickets')
      .addColumn('is_complaint', 'integer', type => type.notNull().defaultTo(0))
      .execute()
    await schema
      .alterTable('tickets')
      .addColumn('is_open_problem', 'integer', type => type.notNull().defaultTo(0))
      .execute()
    await index(db, 'tickets_before_head', 'tickets', ['organisation_id', 'before_head_at'])

    await schema.alterTable('events').addColumn('behalf', 'text').execute()
    // Empty in rows of the version before: their only executor is the recipient.
    await schema
      .alterTable('events')
      .addColumn('after_executors', 'text', type => type.notNull().defaultTo(''))
      .execute()
    await schema
      .alterTable('events')
      .addColumn('after_is_complaint', 'integer', type => type.notNull().defaultTo(0))
      .execute()
    await schema
      .alterTable('events')
      .addColumn('after_about', 'text', type => type.notNull().defaultTo('[]'))
      .execute()
    await schema
      .alterTable('events')
      .addColumn('after_is_open_problem', 'integer', type => type.notNull().defaultTo(0))
      .execute()

    for (const [table, column] of [
      ['ticket_executors', 'executor'],
      ['ticket_about', 'party'],
    ] as const) {
      await texts(schema.createTable(table), 'organisation_id', 'ticket_id', column)
        .addPrimaryKeyConstraint(`${table}_key`, ['organisation_id', 'ticket_id', column])
        .addForeignKeyConstraint(`${table}_ticket`, ['organisation_id', 'ticket_id'], 'tickets', [
          'organisation_id',
          'id',
        ])
        .execute()
      await index(db, `${table}_by_${column}`, table, ['organisation_id', column, 'ticket_id'])
    }
    await sql`insert into ticket_executors (organisation_id, ticket_id, executor)
      select organisation_id, id, 'recipient:' || recipient_id from tickets where recipient_id is not null`.execute(
      db,
    )
    await sql`update tickets set executors = json_array('recipient:' || recipient_id)
      where recipient_id is not null`.execute(db)

    await texts(
      schema.createTable('openings'),
      'organisation_id',
      'id',
      'ticket_id',
      'person_id',
      'at',
      'way',
    )
      .addPrimaryKeyConstraint('openings_key', ['organisation_id', 'id'])
      .execute()
    await index(db, 'openings_of_ticket', 'openings', ['organisation_id', 'ticket_id', 'at'])

    await integers(
      texts(schema.createTable('files'), 'organisation_id', 'sha256', 'mime', 'created_at', 'created_by'),
      'size',
    )
      .addColumn('bytes', 'blob', type => type.notNull())
      .addPrimaryKeyConstraint('files_key', ['organisation_id', 'sha256'])
      .execute()
    await texts(schema.createTable('ticket_files'), 'organisation_id', 'ticket_id', 'sha256')
      .addColumn('withheld', 'integer', type => type.notNull().defaultTo(0))
      .addPrimaryKeyConstraint('ticket_files_key', ['organisation_id', 'ticket_id', 'sha256'])
      .execute()
    await index(db, 'ticket_files_by_file', 'ticket_files', ['organisation_id', 'sha256'])
    await integers(
      texts(schema.createTable('file_puts'), 'organisation_id', 'sha256', 'person_id', 'at'),
      'size',
    )
      .addPrimaryKeyConstraint('file_puts_key', ['organisation_id', 'sha256', 'person_id'])
      .execute()
    await index(db, 'file_puts_by_person', 'file_puts', ['organisation_id', 'person_id', 'at'])

    await texts(
      schema.createTable('assignment_links'),
      'organisation_id',
      'id',
      'token_hash',
      'ticket_id',
      'recipient_id',
      'person_id?',
      'created_by',
      'created_at',
      'expires_at',
      'revoked_at?',
      'used_at?',
    )
      .addPrimaryKeyConstraint('assignment_links_key', ['organisation_id', 'id'])
      .execute()
    await unique(db, 'assignment_links_token', 'assignment_links', ['organisation_id', 'token_hash'])
    await index(db, 'assignment_links_of_ticket', 'assignment_links', ['organisation_id', 'ticket_id'])
    await texts(schema.createTable('link_openings'), 'organisation_id', 'link_id', 'at').execute()
    await index(db, 'link_openings_of_link', 'link_openings', ['organisation_id', 'link_id', 'at'])

    await integers(
      texts(
        schema.createTable('recompute_jobs'),
        'organisation_id',
        'id',
        'after_ticket_id',
        'done_at?',
        'created_at',
        'created_by',
      ),
      'settings_version',
      'moved',
    )
      .addPrimaryKeyConstraint('recompute_jobs_key', ['organisation_id', 'id'])
      .execute()

    await texts(schema.createTable('digests'), 'organisation_id', 'id', 'at', 'kind', 'document')
      .addColumn('seen_by', 'text', type => type.notNull().defaultTo('[]'))
      .addPrimaryKeyConstraint('digests_key', ['organisation_id', 'id'])
      .execute()
    await index(db, 'digests_by_time', 'digests', ['organisation_id', 'at'])
  },
}

/** Selector packs as published, and how the adapters fare at the desks; nothing of people or devices. */
const channels: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await integers(
      texts(
        schema.createTable('selector_packs'),
        'organisation_id',
        'adapter',
        'version',
        'body',
        'signature',
        'published_at',
        'published_by',
        'note?',
      ),
      'serial',
    )
      .addPrimaryKeyConstraint('selector_packs_key', ['organisation_id', 'adapter', 'serial'])
      .execute()
    await integers(
      texts(
        schema.createTable('channel_readings'),
        'organisation_id',
        'day',
        'adapter',
        'version',
        'page_kind',
      ),
      'items',
      'missing_url',
      'missing_author',
      'missing_published_at',
      'missing_text',
      'pages',
      'empty_pages',
      'refused_selectors',
    )
      .addPrimaryKeyConstraint('channel_readings_key', [
        'organisation_id',
        'day',
        'adapter',
        'version',
        'page_kind',
      ])
      .execute()
    await integers(
      texts(schema.createTable('pack_refusals'), 'organisation_id', 'day', 'adapter', 'fault'),
      'serial',
      'times',
    )
      .addPrimaryKeyConstraint('pack_refusals_key', ['organisation_id', 'day', 'adapter', 'serial', 'fault'])
      .execute()
    await texts(schema.createTable('reading_batches'), 'organisation_id', 'id', 'received_at')
      .addPrimaryKeyConstraint('reading_batches_key', ['organisation_id', 'id'])
      .execute()
    await index(db, 'reading_batches_by_time', 'reading_batches', ['organisation_id', 'received_at'])
  },
}

/**
 * Whose post it is, without looking at the row: SQLite, which keeps no statistics here, takes all of the organisation's
 * rows for ten, and prefers any index that answers alone.
 */
const postsByCoveringIndex: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.dropIndex('ticket_sources_by_source').execute()
    await index(db, 'ticket_sources_by_source', 'ticket_sources', [
      'organisation_id',
      'source_id',
      'ticket_id',
    ])
  },
}

/** Numbers in other systems (PRACTICE P7). No ticket had any before. */
const externalNumbers: Migration = {
  async up(db: Kysely<unknown>) {
    await texts(
      db.schema.createTable('ticket_externals'),
      'organisation_id',
      'ticket_id',
      'system',
      'number?',
      'due_on?',
      'stage?',
    )
      .addPrimaryKeyConstraint('ticket_externals_key', ['organisation_id', 'ticket_id', 'system'])
      .addForeignKeyConstraint('ticket_externals_ticket', ['organisation_id', 'ticket_id'], 'tickets', [
        'organisation_id',
        'id',
      ])
      .execute()
    await index(db, 'ticket_externals_by_number', 'ticket_externals', [
      'organisation_id',
      'system',
      'number',
      'ticket_id',
    ])
  },
}

/** «Снимок поста»: the bytes lie beside the database (server/files/blobs.ts); here is whose they are and whether they came. */
const evidence: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await integers(
      texts(
        schema.createTable('evidence_parts'),
        'organisation_id',
        'evidence_id',
        'part',
        'ticket_id',
        'sha256',
        'mime',
        'person_id',
        'named_at',
        'stored_at?',
        'erased_at?',
      ),
      'size',
    )
      .addPrimaryKeyConstraint('evidence_parts_key', ['organisation_id', 'evidence_id', 'part'])
      .execute()
    await index(db, 'evidence_parts_by_hash', 'evidence_parts', ['organisation_id', 'sha256'])
    await index(db, 'evidence_parts_of_ticket', 'evidence_parts', ['organisation_id', 'ticket_id'])
    await index(db, 'evidence_parts_by_person', 'evidence_parts', [
      'organisation_id',
      'person_id',
      'stored_at',
    ])
    await schema.alterTable('openings').addColumn('what', 'text').execute()
  },
}

/** «Просмотрено, нового нет» (PRACTICE P16). */
const looks: Migration = {
  async up(db: Kysely<unknown>) {
    await texts(
      db.schema.createTable('looks'),
      'organisation_id',
      'id',
      'watch_id',
      'person_id',
      'at',
      'how',
      'received_at',
    )
      .addPrimaryKeyConstraint('looks_key', ['organisation_id', 'id'])
      .execute()
    await index(db, 'looks_of_place', 'looks', ['organisation_id', 'watch_id', 'at'])
  },
}

/** Orders of the chief have a date of their own (PRACTICE P19); the states are made anew at the next start. */
const orders: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('tickets').addColumn('order_due_at', 'text').execute()
    await index(db, 'tickets_by_order', 'tickets', ['organisation_id', 'order_due_at'])
  },
}

async function index(db: Kysely<unknown>, name: string, table: string, columns: string[]) {
  await db.schema.createIndex(name).on(table).columns(columns).execute()
}

async function unique(db: Kysely<unknown>, name: string, table: string, columns: string[]) {
  await db.schema.createIndex(name).on(table).columns(columns).unique().execute()
}

const migrations: Record<string, Migration> = {
  '0001-first': first,
  '0002-presence': presence,
  '0003-life-of-a-ticket': lifeOfATicket,
  '0004-posts-by-covering-index': postsByCoveringIndex,
  '0004-channels': channels,
  '0005-external-numbers': externalNumbers,
  '0006-evidence': evidence,
  '0007-looks': looks,
  '0008-orders': orders,
  '0009-canonical-addresses': canonicalAddresses,
  '0010-statistics': statistics,
  '0011-rating': rating,
  '0012-reports': reports,
  '0013-request-materials': requestMaterials,
}
