/*
 * Reads an XLSX into rows of plain cells, in a thread of its own: a large book takes seconds, and the office goes on
 * meanwhile. Plain JavaScript, because it is started as it stands, from the sources and from the bundle alike.
 * In: `{bytes, rows, columns, cell}`. Out: `{outcome: 'sheets', sheets}`, `{outcome: 'too-many'}` or `{outcome: 'damaged'}`.
 */
import { parentPort, workerData } from 'node:worker_threads'
import ExcelJS from 'exceljs'

parentPort?.postMessage(await read(workerData))

async function read({ bytes, rows: rowLimit, columns, cell: cellLimit }) {
  const workbook = new ExcelJS.Workbook()
  try {
    await workbook.xlsx.load(bytes.buffer, { ignoreNodes: ['dataValidations', 'conditionalFormatting'] })
  } catch {
    return { outcome: 'damaged' }
  }
  const visible = workbook.worksheets.filter(({ state }) => state === 'visible')
  const count = visible.reduce((sum, { actualRowCount }) => sum + actualRowCount, 0)
  if (count > rowLimit) return { outcome: 'too-many' }
  const sheets = visible.map(worksheet => {
    const rows = []
    worksheet.eachRow({ includeEmpty: false }, (row, line) => {
      const width = Math.min(row.cellCount, columns)
      const cells = Array.from({ length: width }, (_, at) => cellOf(row.getCell(at + 1), cellLimit))
      rows.push({ line, cells })
    })
    return { title: worksheet.name, rows }
  })
  return { outcome: 'sheets', sheets }
}

function cellOf({ value, hyperlink }, limit) {
  const isWeb = typeof hyperlink === 'string' && /^https?:\/\//iu.test(hyperlink)
  return { text: textOf(value).slice(0, limit), link: isWeb ? hyperlink.slice(0, 2000) : null }
}

/** Formulas are never computed: the value that the file holds is taken. */
function textOf(value) {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return shownDate(value)
  if (typeof value === 'boolean') return value ? 'да' : 'нет'
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value.richText)) return value.richText.map(({ text }) => text).join('')
  if ('hyperlink' in value) return textOf(value.text)
  return 'result' in value ? textOf(value.result) : ''
}

/** A date of a sheet has no zone: the library gives what the clock shows as if it were UTC. */
function shownDate(date) {
  if (Number.isNaN(date.getTime())) return ''
  // Sheets keep fractions of a day, so that a whole second comes a little off.
  const whole = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString().slice(0, 19)
  return whole.endsWith('T00:00:00') ? whole.slice(0, 10) : whole
}
