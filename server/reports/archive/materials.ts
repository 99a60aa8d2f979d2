/** What was made for a request for material: kept byte by byte with its checksum and cut-off, given out again as it was. */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Failure, Signed } from '../../office.ts'
import type { Database } from '../../store/schema.ts'
import type { Write } from '../../store/writer.ts'
import { failed } from './reports.ts'
import { mayMakeReports } from './rights.ts'
import { fileRow } from './store.ts'

export const materialForms = ['docx', 'xlsx', 'csv'] as const
export type MaterialForm = (typeof materialForms)[number]

export type MaterialFile = { form: MaterialForm; name: string; bytes: Uint8Array }

/** `title`: what it is and of which period and blocks; `asOf`: instant of its numbers. */
export type MadeMaterial = { title: string; asOf: string; files: readonly MaterialFile[] }

export type StoredMaterial = {
  id: string
  requestId: string
  title: string
  asOf: string
  files: { form: MaterialForm; sha256: string; size: number }[]
}

export type Materials = {
  /** For a request that was not answered yet: what was sent stays what was sent. */
  keep(by: Signed, requestId: string, made: MadeMaterial): Promise<Failure | undefined>
  /** Without the bytes; the latest first. */
  materials(): Promise<StoredMaterial[]>
  material(
    by: Signed,
    id: string,
    form: MaterialForm,
  ): Promise<(MaterialFile & { sha256: string }) | undefined>
}

type Desk = { organisationId: string; reader: Kysely<Database>; write: Write }

export function createMaterials({ organisationId, reader, write }: Desk): Materials {
  return {
    keep: async (by, requestId, { title, asOf, files }) => {
      if (!mayMakeReports(by.actor))
        return failed('head-only', 'Материалы по запросам готовит руководитель МЦУ.')
      return write(async tx => {
        const request = await tx
          .selectFrom('report_requests')
          .select('answered_on')
          .where('organisation_id', '=', organisationId)
          .where('id', '=', requestId)
          .executeTakeFirst()
        if (request === undefined) return failed('unknown-request', 'Такого запроса нет.')
        if (request.answered_on !== null)
          return failed('unknown-request', 'На запрос уже ответили: запишите новый запрос.')
        const id = uuidv7()
        await tx
          .insertInto('request_materials')
          .values({
            organisation_id: organisationId,
            request_id: requestId,
            id,
            title,
            as_of: asOf,
            made_by: by.person.id,
          })
          .execute()
        for (const file of files) {
          await tx
            .insertInto('request_material_files')
            .values({ organisation_id: organisationId, material_id: id, ...fileRow(file) })
            .execute()
        }
        return undefined
      })
    },

    async materials() {
      const rows = await reader
        .selectFrom('request_materials')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .orderBy('id', 'desc')
        .execute()
      const files = await reader
        .selectFrom('request_material_files')
        .select(['material_id', 'form', 'sha256', 'size'])
        .where('organisation_id', '=', organisationId)
        .execute()
      return rows.map(row => ({
        id: row.id,
        requestId: row.request_id,
        title: row.title,
        asOf: row.as_of,
        files: materialForms.flatMap(form =>
          files
            .filter(file => file.material_id === row.id && file.form === form)
            .map(({ sha256, size }) => ({ form, sha256, size })),
        ),
      }))
    },

    async material(by, id, form) {
      if (!mayMakeReports(by.actor)) return undefined
      const row = await reader
        .selectFrom('request_material_files')
        .select(['name', 'sha256', 'bytes'])
        .where('organisation_id', '=', organisationId)
        .where('material_id', '=', id)
        .where('form', '=', form)
        .executeTakeFirst()
      return row && { form, ...row }
    },
  }
}
