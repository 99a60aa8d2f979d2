/** 0013: what was made for a request for material, byte by byte, with its cut-off. */
import { type Kysely, type Migration, sql } from 'kysely'

export const requestMaterials: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('request_materials')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('request_id', 'text', type => type.notNull())
      .addColumn('id', 'text', type => type.notNull())
      .addColumn('title', 'text', type => type.notNull())
      .addColumn('as_of', 'text', type => type.notNull())
      .addColumn('made_by', 'text', type => type.notNull())
      .addPrimaryKeyConstraint('request_materials_key', ['organisation_id', 'request_id', 'id'])
      .execute()
    await schema
      .createTable('request_material_files')
      .addColumn('organisation_id', 'text', type => type.notNull())
      .addColumn('material_id', 'text', type => type.notNull())
      .addColumn('form', 'text', type => type.notNull())
      .addColumn('name', 'text', type => type.notNull())
      .addColumn('sha256', 'text', type => type.notNull())
      .addColumn('size', 'integer', type => type.notNull())
      .addColumn('bytes', 'blob', type => type.notNull())
      .addPrimaryKeyConstraint('request_material_files_key', ['organisation_id', 'material_id', 'form'])
      .execute()
    await sql`create trigger request_material_files_stay_unchanged before update on request_material_files
      begin select raise(abort, 'a file that was given out cannot be changed'); end`.execute(db)
    await sql`create trigger request_material_files_stay before delete on request_material_files
      begin select raise(abort, 'a file that was given out cannot be deleted'); end`.execute(db)
  },
}
