/** The files of an approved report: DOCX, XLSX of its tables, and one HTML page to print, all of the same value. */
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { ReportDocument } from '../../../shared/reports/document.ts'
import { DocumentView } from '../documents/DocumentView.tsx'
import { documentDocx, documentPictures, documentXlsx } from '../documents/render.ts'
import type { MaterialForm } from './materials.ts'
import type { MakeFiles } from './reports.ts'
import type { FileForm } from './store.ts'

export const formTypes: Readonly<Record<FileForm | MaterialForm, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
}

/** `publicUrl`: numbers of the HTML open their lists there. */
export function reportFilesMaker(publicUrl: string): MakeFiles {
  return async (report, name) => [
    { form: 'docx', name: `${name}.docx`, bytes: await documentDocx(report) },
    { form: 'xlsx', name: `${name}.xlsx`, bytes: await documentXlsx(report) },
    { form: 'html', name: `${name}.html`, bytes: await documentHtml(report, publicUrl) },
  ]
}

/** Stands alone: opens without the server, looks right on paper. */
async function documentHtml(report: ReportDocument, publicUrl: string): Promise<Uint8Array> {
  const pictures = await documentPictures(report)
  const page = h(
    'html',
    { lang: 'ru' },
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('base', { href: `${publicUrl}/` }),
      h('title', null, `${report.title} ${report.subtitle}`),
      h('style', null, looks),
    ),
    h('body', null, h(DocumentView, { report, pictures })),
  )
  return new TextEncoder().encode(`<!doctype html>${renderToString(page)}`)
}

const looks = `
@page { size: A4; margin: 20mm 10mm 20mm 30mm }
body { font: 12pt/1.4 'Liberation Serif', 'Times New Roman', serif; max-width: 190mm; margin: 0 auto; padding: 5mm }
table { border-collapse: collapse; width: 100%; font-size: 10pt; margin: 3mm 0 }
caption { text-align: left; margin-bottom: 1mm }
th, td { border: 1px solid #777; padding: 1mm 1.5mm; text-align: left; vertical-align: top }
td.number { text-align: right }
thead { display: table-header-group }
tr, figure { break-inside: avoid }
img { max-width: 100% }
a { color: inherit }
.report-break { break-after: page }
summary { font-size: 10pt }
`
