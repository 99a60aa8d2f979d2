/** Files that were kept, of an approved report or for a request: with their sizes and checksums, and as they are given out. */
import type { Hono } from 'hono'
import type { Office } from '../../office.ts'
import { formTypes } from '../../reports/archive/forms.ts'
import { type MaterialForm, materialForms, type StoredMaterial } from '../../reports/archive/materials.ts'
import { mayMakeReports, mayReadReports } from '../../reports/archive/rights.ts'
import { type FileForm, fileForms, type StoredFile } from '../../reports/archive/store.ts'
import { signedIn } from '../answer.tsx'
import { forbiddenPage, missingPage, refusedPage } from '../errors.tsx'
import { reportsOnlyWords } from './words.ts'

export function mountReportFiles(app: Hono, office: Office): void {
  app.get(
    '/reports/files/:id/:version/:form',
    signedIn(office, async (context, signed) => {
      if (!mayReadReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
      const { id = '', version = '', form = '' } = context.req.param()
      const known = fileForms.find(each => each === form)
      const file = known && (await office.reports.file(signed, id, Number(version), known))
      if (file === undefined) return missingPage(context)
      return 'outcome' in file ? refusedPage(context, file.words) : keptFile(file)
    }),
  )

  app.get(
    '/reports/requests/materials/:id/:form',
    signedIn(office, async (context, signed) => {
      if (!mayMakeReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
      const { id = '', form = '' } = context.req.param()
      const known = materialForms.find(each => each === form)
      const file = known && (await office.reportRequests.material(signed, id, known))
      return file === undefined ? missingPage(context) : keptFile(file)
    }),
  )
}

/** The very bytes that were kept, with their checksum. */
function keptFile(file: {
  form: FileForm | MaterialForm
  name: string
  bytes: Uint8Array
  sha256: string
}): Response {
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': formTypes[file.form],
      // Also the HTML: it carries styles of its own, which pages of this server may not.
      'content-disposition': `attachment; filename="${file.name}"`,
      'x-checksum-sha256': file.sha256,
      'cache-control': 'no-store',
    },
  })
}

const titles = { docx: 'DOCX', xlsx: 'XLSX', csv: 'CSV', html: 'HTML для печати' } as const

export function ReportFiles({
  id,
  version,
  files,
}: {
  id: string
  version: number
  files: readonly StoredFile[]
}) {
  return <KeptFiles path={`/reports/files/${id}/${version}`} files={files} />
}

export function MaterialFiles({ id, files }: Pick<StoredMaterial, 'id' | 'files'>) {
  return <KeptFiles path={`/reports/requests/materials/${id}`} files={files} />
}

type Kept = { form: FileForm | MaterialForm; sha256: string; size: number }

/** `path`: of a file without its form. */
function KeptFiles({ path, files }: { path: string; files: readonly Kept[] }) {
  if (files.length === 0) return null
  return (
    <ul class="bare report-files">
      {files.map(({ form, sha256, size }) => (
        <li key={form}>
          <a href={`${path}/${form}`}>{titles[form]}</a>{' '}
          <span class="quiet">
            {`${Math.max(1, Math.round(size / 1024))}\u00a0КБ, SHA-256 `}
            <code title={sha256}>{sha256.slice(0, 16)}…</code>
          </span>
        </li>
      ))}
    </ul>
  )
}
