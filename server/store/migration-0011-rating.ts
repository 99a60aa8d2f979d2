/** 0011: the rating of recipients with its stages, and values of indicators that people enter. */
import { type Kysely, type Migration, sql } from 'kysely'

export const rating: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('rating_acts')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('id', 'text', type => type.notNull())
      .addColumn('month', 'text', type => type.notNull())
      .addColumn('at', 'text', type => type.notNull())
      .addColumn('document', 'text', type => type.notNull())
      .addPrimaryKeyConstraint('rating_acts_key', ['organisation_id', 'id'])
      .execute()
    await schema
      .createIndex('rating_acts_of_month')
      .on('rating_acts')
      .columns(['organisation_id', 'month'])
      .execute()
    await schema
      .createTable('approved_ratings')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('month', 'text', type => type.notNull())
      .addColumn('document', 'text', type => type.notNull())
      .addColumn('sha256', 'text', type => type.notNull())
      .addColumn('approved_at', 'text', type => type.notNull())
      .addColumn('approved_by', 'text', type => type.notNull())
      .addPrimaryKeyConstraint('approved_ratings_key', ['organisation_id', 'month'])
      .execute()
    await schema
      .createTable('indicator_values')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('id', 'text', type => type.notNull())
      .addColumn('indicator_id', 'text', type => type.notNull())
      .addColumn('year', 'integer', type => type.notNull())
      .addColumn('month', 'integer')
      .addColumn('of', 'text', type => type.notNull())
      .addColumn('value', 'real')
      .addColumn('note', 'text', type => type.notNull())
      .addColumn('at', 'text', type => type.notNull())
      .addColumn('by', 'text', type => type.notNull())
      .addPrimaryKeyConstraint('indicator_values_key', ['organisation_id', 'id'])
      .execute()
    await schema
      .createIndex('indicator_values_of_year')
      .on('indicator_values')
      .columns(['organisation_id', 'year'])
      .execute()
    // SQLite takes it only where the condition stands in the same words (server/reports/rating/query.ts).
    await sql`create index events_of_executors on events (organisation_id, at)
      where type in ('reply_prepared', 'assignment_declined')`.execute(db)
    await sql`create index tickets_closed_unanswered on tickets (organisation_id, closed_at)
      where answered_at is null and closed_at is not null`.execute(db)
  },
}
