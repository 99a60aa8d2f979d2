/** Produced files as a reader of the test opens them: a DOCX by its parts and styles, an XLSX by its sheets. */
import ExcelJS from 'exceljs'
import { strFromU8, unzipSync } from 'fflate'
import { parseHTML } from 'linkedom'

export type OpenedDocx = ReturnType<typeof openDocx>

export function openDocx(bytes: Uint8Array) {
  const parts = unzipSync(bytes)
  const raw = (path: string) => strFromU8(parts[path] ?? new Uint8Array())
  /** Colons of names would be pseudo-classes to a selector: `w:tbl` is asked for as `w-tbl`. */
  const xml = (path: string) => {
    const plain = raw(path).replaceAll(/(<\/?)([a-z0-9]+):/gi, '$1$2-')
    return parseHTML(`<!doctype html><html><body>${plain.replace(/<\?xml[^>]*>/, '')}</body></html>`).document
  }
  const body = xml('word/document.xml')
  return {
    parts,
    raw,
    xml,
    body,
    paragraphs: (style: string) =>
      [...body.querySelectorAll('w-p')].filter(each => styleOf(each) === style).map(wordsOf),
    /** All words of each running head or foot. */
    running: (what: 'header' | 'footer') =>
      Object.keys(parts)
        .filter(name => new RegExp(`^word/${what}\\d\\.xml$`).test(name))
        .map(name => wordsOf(xml(name).body)),
    tables: [...body.querySelectorAll('w-tbl')],
  }
}

export const styleOf = (paragraph: Element) =>
  paragraph.querySelector('w-pStyle')?.getAttribute('w:val') ?? ''
export const wordsOf = (element: Element | null | undefined) =>
  [...(element?.querySelectorAll('w-t') ?? [])].map(each => each.textContent).join('')
export const rowsOf = (table: Element | undefined) => [...(table?.querySelectorAll('w-tr') ?? [])]
export const cellsOf = (row: Element | undefined) => [...(row?.querySelectorAll('w-tc') ?? [])].map(wordsOf)

export async function openXlsx(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(new Uint8Array(bytes).buffer)
  return workbook
}

export function valuesOf(sheet: ExcelJS.Worksheet | undefined, row: number): unknown[] {
  const values = sheet?.getRow(row).values
  return Array.isArray(values) ? values.slice(1) : []
}

/** Everything that a file says, part by part: of a ZIP each part as it stands and its words alone, else the file. */
export function allWords(form: string, bytes: Uint8Array): string[] {
  if (form !== 'docx' && form !== 'xlsx') return [new TextDecoder().decode(bytes)]
  return Object.entries(unzipSync(bytes))
    .filter(([name]) => /\.(?:xml|rels)$/.test(name))
    .flatMap(([, part]) => {
      const text = strFromU8(part)
      return [text, text.replaceAll(/<[^>]+>/g, '')]
    })
}
