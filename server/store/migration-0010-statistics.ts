/**
 * 0010: what statistics need. Columns and moments of tickets that stand already are made from their events at the next
 * start (server/tickets/rebuild.ts), and the counters from the tickets (server/reports/counters/): a step of the schema must
 * not depend on code that goes on changing.
 */
import { type CreateTableBuilder, type Kysely, type Migration, sql } from 'kysely'

/** The counters as this step made them: a new one is a column of a later step. */
const counters = [
  'received',
  'repeats',
  'answered',
  'solved',
  'impossible',
  'first_due',
  'first_in_time',
  'first_replied',
  'final_due',
  'final_in_time',
  'final_replied',
  'upcoming',
  'open',
  'not_sorted',
  'in_execution',
  'outside',
  'to_publish',
  'before_head',
  'overdue',
  'promises',
  'promises_broken',
  'orders_overdue',
]

/** Columns of `ticket_figures`, with `?` where null is allowed. */
const texts = [
  'organisation_id',
  'id',
  'status',
  'block',
  'channel',
  'kind',
  'subtopic?',
  'settlement?',
  'recipient_id?',
  'captured_at',
  'published_at?',
  'first_due_at?',
  'first_stopped_at?',
  'final_due_at?',
  'final_stopped_at?',
  'next_due_at?',
  'before_head_at?',
  'promise_due_at?',
  'order_due_at?',
  'answered_at?',
  'impossible_at?',
  'repeat_of?',
  'outcome?',
]
const integers = ['number', 'sorted', 'is_complaint', 'is_open_problem', 'is_open', 'broken_promises']

export const statistics: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    for (const column of ['is_open', 'broken_promises']) {
      await schema
        .alterTable('tickets')
        .addColumn(column, 'integer', type => type.notNull().defaultTo(0))
        .execute()
    }
    for (const column of ['repeat_of', 'outcome'])
      await schema.alterTable('tickets').addColumn(column, 'text').execute()

    const figures = texts.reduce<CreateTableBuilder<string, string>>(
      (built, column) =>
        column.endsWith('?')
          ? built.addColumn(column.slice(0, -1), 'text')
          : built.addColumn(column, 'text', type => type.notNull()),
      schema.createTable('ticket_figures'),
    )
    await integers
      .reduce((built, column) => built.addColumn(column, 'integer', type => type.notNull()), figures)
      .addPrimaryKeyConstraint('ticket_figures_key', ['organisation_id', 'id'])
      // The rows lie in the order of their key, and every index leads to it by itself.
      .modifyEnd(sql`without rowid`)
      .execute()
    const names = sql.join([...texts, ...integers].map(column => sql.ref(column.replace('?', ''))))
    await sql`insert into ticket_figures (${names}) select ${names} from tickets`.execute(db)

    await schema
      .createTable('ticket_moments')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('ticket_id', 'text', type => type.notNull())
      .addColumn('seq', 'integer', type => type.notNull())
      .addColumn('step', 'text', type => type.notNull())
      .addColumn('what', 'text', type => type.notNull())
      .addColumn('at', 'text', type => type.notNull())
      .addColumn('value', 'integer', type => type.notNull())
      .addPrimaryKeyConstraint('ticket_moments_key', ['organisation_id', 'seq', 'what'])
      .execute()
    await schema
      .createIndex('ticket_moments_by_time')
      .on('ticket_moments')
      .columns(['organisation_id', 'what', 'at', 'ticket_id', 'value', 'seq'])
      .execute()
    await schema
      .createIndex('ticket_moments_of_ticket')
      .on('ticket_moments')
      .columns(['organisation_id', 'ticket_id'])
      .execute()

    const table = counters.reduce(
      (built, column) => built.addColumn(column, 'integer', type => type.notNull().defaultTo(0)),
      schema
        .createTable('block_counters')
        .addColumn('organisation_id', 'text', type => type.notNull())
        .addColumn('day', 'text', type => type.notNull())
        .addColumn('block', 'text', type => type.notNull()),
    )
    await table.addPrimaryKeyConstraint('block_counters_key', ['organisation_id', 'day', 'block']).execute()
    await schema
      .createTable('counter_states')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('zone', 'text', type => type.notNull())
      .addColumn('as_of', 'text', type => type.notNull())
      .addColumn('revision', 'integer', type => type.notNull())
      .addPrimaryKeyConstraint('counter_states_key', ['organisation_id'])
      .execute()

    // Each holds only the rows that a statement can ask for by it: most tickets are not open and few are complaints.
    for (const [name, columns, condition] of [
      ['by_capture', 'captured_at', undefined],
      ['by_answer', 'answered_at', 'answered_at is not null'],
      ['by_first_reply', 'first_stopped_at', 'first_stopped_at is not null'],
      ['by_final_reply', 'final_stopped_at', 'final_stopped_at is not null'],
      ['impossible', 'impossible_at', 'impossible_at is not null'],
      ['open', 'block, captured_at', 'is_open = 1'],
      ['open_by_next_due', 'next_due_at', 'is_open = 1'],
      ['open_by_first_due', 'first_due_at', 'is_open = 1'],
      ['open_by_final_due', 'final_due_at', 'is_open = 1'],
      ['by_promise', 'promise_due_at', 'promise_due_at is not null'],
      ['by_order', 'order_due_at', 'order_due_at is not null'],
      ['before_head', 'before_head_at', 'before_head_at is not null'],
      ['under_control', 'id', "status = 'under_control'"],
      ['joined', 'id', "status = 'merged'"],
      ['to_publish', 'id', "status = 'to_publish'"],
      ['problems', 'id', 'is_open_problem = 1'],
      ['complaints', 'id', 'is_complaint = 1'],
    ] as const) {
      const where = condition === undefined ? '' : ` where ${condition}`
      await sql
        .raw(`create index figures_${name} on ticket_figures (organisation_id, ${columns})${where}`)
        .execute(db)
    }
  },
}
