/**
 * 0012: the life of reports. Every act is a row and stays; what was checked and approved is kept with its cut-off, and the
 * files that were approved byte by byte.
 */
import { type Kysely, type Migration, sql } from 'kysely'

export const reports: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('reports')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('id', 'text', type => type.notNull())
      .addColumn('kind', 'text', type => type.notNull())
      .addColumn('period_kind', 'text', type => type.notNull())
      .addColumn('first_date', 'text', type => type.notNull())
      .addColumn('last_date', 'text', type => type.notNull())
      .addColumn('subject', 'text', type => type.notNull())
      .addColumn('created_at', 'text', type => type.notNull())
      .addPrimaryKeyConstraint('reports_key', ['organisation_id', 'id'])
      .addUniqueConstraint('reports_of_period', [
        'organisation_id',
        'kind',
        'period_kind',
        'first_date',
        'last_date',
        'subject',
      ])
      .execute()
    await schema
      .createTable('report_acts')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('report_id', 'text', type => type.notNull())
      .addColumn('position', 'integer', type => type.notNull())
      .addColumn('type', 'text', type => type.notNull())
      .addColumn('at', 'text', type => type.notNull())
      .addColumn('document', 'text', type => type.notNull())
      .addPrimaryKeyConstraint('report_acts_key', ['organisation_id', 'report_id', 'position'])
      .execute()
    await schema
      .createTable('report_versions')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('report_id', 'text', type => type.notNull())
      .addColumn('version', 'integer', type => type.notNull())
      .addColumn('document', 'text', type => type.notNull())
      .addColumn('figures', 'text', type => type.notNull())
      .addColumn('sha256', 'text', type => type.notNull())
      .addColumn('at', 'text', type => type.notNull())
      .addPrimaryKeyConstraint('report_versions_key', ['organisation_id', 'report_id', 'version'])
      .execute()
    await schema
      .createTable('report_files')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('report_id', 'text', type => type.notNull())
      .addColumn('version', 'integer', type => type.notNull())
      .addColumn('form', 'text', type => type.notNull())
      .addColumn('name', 'text', type => type.notNull())
      .addColumn('sha256', 'text', type => type.notNull())
      .addColumn('size', 'integer', type => type.notNull())
      .addColumn('bytes', 'blob', type => type.notNull())
      .addPrimaryKeyConstraint('report_files_key', ['organisation_id', 'report_id', 'version', 'form'])
      .execute()
    await schema
      .createTable('report_orders')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('id', 'text', type => type.notNull())
      .addColumn('report_id', 'text', type => type.notNull())
      .addColumn('line', 'text', type => type.notNull())
      .addColumn('text', 'text', type => type.notNull())
      .addColumn('to_party', 'text', type => type.notNull())
      .addColumn('due_on', 'text', type => type.notNull())
      .addColumn('given_at', 'text', type => type.notNull())
      .addColumn('given_by', 'text', type => type.notNull())
      .addColumn('done_at', 'text')
      .addColumn('done_by', 'text')
      .addColumn('result', 'text')
      .addPrimaryKeyConstraint('report_orders_key', ['organisation_id', 'id'])
      .execute()
    await schema
      .createTable('report_requests')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('id', 'text', type => type.notNull())
      .addColumn('from_whom', 'text', type => type.notNull())
      .addColumn('number', 'text', type => type.notNull())
      .addColumn('received_on', 'text', type => type.notNull())
      .addColumn('due_on', 'text', type => type.notNull())
      .addColumn('subject', 'text', type => type.notNull())
      .addColumn('created_at', 'text', type => type.notNull())
      .addColumn('created_by', 'text', type => type.notNull())
      .addColumn('answered_on', 'text')
      .addColumn('answer', 'text')
      .addColumn('answered_by', 'text')
      .addPrimaryKeyConstraint('report_requests_key', ['organisation_id', 'id'])
      .execute()
    // What people wrote in a draft may have to be erased on demand; what they decided, and what went out, never changes.
    await sql`create trigger report_acts_stay_unchanged before update on report_acts
      when old.type in ('checked', 'returned', 'approved', 'sent')
      begin select raise(abort, 'acts of reports stay: one cannot be changed'); end`.execute(db)
    await sql`create trigger report_acts_stay before delete on report_acts
      begin select raise(abort, 'acts of reports stay: one cannot be deleted'); end`.execute(db)
    await sql`create trigger approved_versions_stay_unchanged before update on report_versions
      when exists (select 1 from report_acts where organisation_id = old.organisation_id and report_id = old.report_id
        and type = 'approved' and json_extract(document, '$.version') = old.version)
      begin select raise(abort, 'an approved report cannot be changed'); end`.execute(db)
    await sql`create trigger report_versions_stay before delete on report_versions
      begin select raise(abort, 'versions of reports stay: one cannot be deleted'); end`.execute(db)
    await sql`create trigger report_files_stay_unchanged before update on report_files
      begin select raise(abort, 'an approved file cannot be changed'); end`.execute(db)
    await sql`create trigger report_files_stay before delete on report_files
      begin select raise(abort, 'an approved file cannot be deleted'); end`.execute(db)
    // SQLite takes it only where the condition stands in the same words (server/reports/note/orders.ts).
    await sql`create index events_of_reported_orders on events (organisation_id, at)
      where type = 'order_reported'`.execute(db)
  },
}
