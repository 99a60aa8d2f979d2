/**
 * Tables as spreadsheets of an office write and read them: `;` between cells, quotes doubled, a mark of UTF-8 at the
 * start, CRLF at the end. A cell that a spreadsheet would run as a formula is written after an apostrophe and read
 * back without it (OWASP, «CSV Injection»); a plain number, «-3», «-3,5» or «-12%», is written as it is.
 */

export type CsvRow = { line: number; cells: string[] }

/** What a spreadsheet may run, also after spaces or a line's end before it; with the apostrophes that it already has. */
const runs = /^'*\s*[=+\-@\t\r＝＋－＠]/

/** `undefined`: the text ends inside quotes. Rows without a single filled cell are left out. */
export function parseCsv(text: string): CsvRow[] | undefined {
  const body = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const separator = separatorOf(body)
  const rows: CsvRow[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let wasQuoted = false
  let line = 1
  let startedAt = 1
  const endCell = () => {
    const plain = wasQuoted ? cell : cell.trim()
    cells.push(plain.startsWith("'") && runs.test(plain) ? plain.slice(1) : plain)
    cell = ''
    wasQuoted = false
  }
  const endRow = () => {
    endCell()
    if (cells.some(each => each.trim() !== '')) rows.push({ line: startedAt, cells })
    cells = []
    startedAt = line
  }
  for (let at = 0; at < body.length; at += 1) {
    const letter = body[at] ?? ''
    if (letter === '\n') line += 1
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (body[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (letter === '"' && cell.trim() === '' && !wasQuoted) {
      cell = ''
      quoted = true
      wasQuoted = true
    } else if (letter === separator) endCell()
    else if (letter === '\n') endRow()
    else if (!wasQuoted || letter.trim() !== '') cell += letter
  }
  if (quoted) return undefined
  if (cell !== '' || cells.length > 0) endRow()
  return rows
}

export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map(cells => `${cells.map(written).join(';')}\r\n`).join('')}`
}

/** Excel in Russian saves «CSV» in Windows-1251 and «CSV UTF-8» in UTF-8: what is no UTF-8 is the former. */
export function decodeCsv(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1251').decode(bytes)
  }
}

/** The likelier separator of the first line, outside quotes. */
function separatorOf(body: string): string {
  const plain = (body.split('\n', 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const count = (letter: string) => plain.split(letter).length - 1
  const [best = ';'] = [';', '\t', ','].toSorted((a, b) => count(b) - count(a))
  return best
}

function written(cell: string): string {
  const isFormula = runs.test(cell) && !/^-\d+(?:,\d+)?%?$/.test(cell)
  const safe = isFormula ? `'${cell}` : cell
  return /[;,"\n\r\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
