/** An exported file as sheets of cells: XLSX or CSV in, values or a sentence out. No database, no clock. */
import { Worker } from 'node:worker_threads'
import * as z from 'zod'
import { decodeCsv, parseCsv } from '../../shared/imports/csv.ts'
import { importLimits, type Sheet, textCell } from '../../shared/imports/table.ts'
import { zipContents } from './zip-limits.ts'

export type ReadFile = { outcome: 'sheets'; sheets: Sheet[] } | { outcome: 'refused'; words: string }

const unpackedLimit = 150 * 1024 * 1024
const entryLimit = 500
const longestReading = 60_000
/** Headings above the table and rows of totals are no messages. */
const spareRows = 30

const refused = (words: string): ReadFile => ({ outcome: 'refused', words })

export const tooLargeWords = `Файл больше ${importLimits.bytes / 1024 / 1024}\u00a0МБ. Выгрузите меньший период и загрузите его частями: повторы ничего не портят.`
const tooManyRows = `В файле больше ${importLimits.rows.toLocaleString('ru')} строк. Выгрузите меньший период и загрузите его частями: повторы ничего не портят.`
const damaged =
  'Файл не читается: он повреждён, под паролем или это не XLSX. Откройте его в табличном редакторе, сохраните как «Книга Excel (.xlsx)» или CSV и загрузите снова.'

export async function readFile(bytes: Uint8Array): Promise<ReadFile> {
  if (bytes.byteLength === 0) return refused('Файл пустой. Выберите выгрузку ещё раз.')
  if (bytes.byteLength > importLimits.bytes) return refused(tooLargeWords)
  // An old XLS is a compound file, an XLSX a zip; anything else is taken for a table of text.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    return refused(
      'Это старый формат XLS или файл под паролем. Откройте его, сохраните как «Книга Excel (.xlsx)» и загрузите снова.',
    )
  return startsWith(bytes, [0x50, 0x4b]) ? readXlsx(bytes) : readCsv(bytes)
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}

function readCsv(bytes: Uint8Array): ReadFile {
  // A table of text holds no zero bytes in the encodings that spreadsheets save.
  if (bytes.subarray(0, 4_096).includes(0)) return refused(damaged)
  const rows = parseCsv(decodeCsv(bytes))
  if (rows === undefined)
    return refused('Файл обрывается внутри кавычек: он сохранён не полностью. Выгрузите его ещё раз.')
  if (rows.length > importLimits.rows + spareRows) return refused(tooManyRows)
  const cells = (texts: readonly string[]) =>
    texts.slice(0, importLimits.columns).map(text => textCell(text.slice(0, importLimits.cell)))
  return {
    outcome: 'sheets',
    sheets: [{ title: null, rows: rows.map(row => ({ line: row.line, cells: cells(row.cells) })) }],
  }
}

const answerSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('sheets'),
    sheets: z.array(
      z.object({
        title: z.string().nullable(),
        rows: z.array(
          z.object({
            line: z.number().int(),
            cells: z.array(z.object({ text: z.string(), link: z.string().nullable() })),
          }),
        ),
      }),
    ),
  }),
  z.object({ outcome: z.enum(['too-many', 'damaged']) }),
])

async function readXlsx(bytes: Uint8Array): Promise<ReadFile> {
  const contents = zipContents(bytes)
  if (contents === undefined || contents.entries > entryLimit) return refused(damaged)
  if (contents.unpackedBytes > unpackedLimit)
    return refused(
      'Файл распаковывается в слишком большой. Выгрузите меньший период и загрузите его частями.',
    )
  const answer = answerSchema.safeParse(await askWorker(bytes))
  if (!answer.success) return refused(damaged)
  const { data } = answer
  if (data.outcome === 'sheets') return data
  return refused(data.outcome === 'too-many' ? tooManyRows : damaged)
}

/** What the thread answers; `undefined` where it ended without an answer: no memory, no time. */
function askWorker(bytes: Uint8Array): Promise<unknown> {
  const { rows, columns, cell } = importLimits
  const worker = new Worker(new URL('./xlsx-worker.mjs', import.meta.url), {
    workerData: { bytes: bytes.slice(), rows: rows + spareRows, columns, cell },
    resourceLimits: { maxOldGenerationSizeMb: 768 },
    // The thread needs nothing that this process was started with.
    execArgv: [],
    env: {},
  })
  return new Promise(resolve => {
    const timer = setTimeout(() => void worker.terminate(), longestReading)
    const end = (answer: unknown) => {
      clearTimeout(timer)
      resolve(answer)
    }
    worker.once('message', answer => {
      end(answer)
      void worker.terminate()
    })
    worker.once('error', () => end(undefined))
    worker.once('exit', () => end(undefined))
  })
}
