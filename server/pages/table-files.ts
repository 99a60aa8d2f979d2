/** Reports and their tables as files to download, made when they are asked for. */
import type { Context } from 'hono'
import type { ReportDocument, ReportTable } from '../../shared/reports/document.ts'
import { reportError } from '../http/report.ts'
import { formTypes } from '../reports/archive/forms.ts'
import { bookCsv } from '../reports/documents/csv.ts'
import { flatTable } from '../reports/documents/flat-table.ts'
import {
  type BookHead,
  documentDocx,
  documentXlsx,
  RenderFailure,
  tablesXlsx,
} from '../reports/documents/render.ts'
import { refusedPage } from './errors.tsx'

/** `name`: of the file, in Latin letters, without the ending. */
export type TableFile = { name: string; tables: readonly ReportTable[]; head: BookHead }

export async function answerXlsx(context: Context, { name, tables, head }: TableFile): Promise<Response> {
  try {
    const book = new Uint8Array(await tablesXlsx(tables, head))
    return context.body(book, 200, {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': `attachment; filename="${name}.xlsx"`,
    })
  } catch (error) {
    if (!(error instanceof RenderFailure)) throw error
    reportError(error)
    return refusedPage(context, 'Книгу XLSX составить не получилось. Скачайте таблицу как CSV.')
  }
}

export async function answerCsv(context: Context, { name, tables, head }: TableFile): Promise<Response> {
  return context.body(await bookCsv({ ...head, tables: tables.map(flatTable) }), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  })
}

/** `name`: as of a table's file. `refused`: what to do where the file could not be made. */
export async function answerDocument(
  context: Context,
  report: ReportDocument,
  { name, form, refused }: { name: string; form: 'docx' | 'xlsx'; refused: string },
): Promise<Response> {
  try {
    const bytes = await (form === 'docx' ? documentDocx(report) : documentXlsx(report))
    return context.body(new Uint8Array(bytes), 200, {
      'Content-Type': formTypes[form],
      'Content-Disposition': `attachment; filename="${name}.${form}"`,
      'Cache-Control': 'no-store',
    })
  } catch (error) {
    if (!(error instanceof RenderFailure)) throw error
    reportError(error)
    return refusedPage(context, `Файл составить не получилось. ${refused}`)
  }
}
