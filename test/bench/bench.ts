/*
 * npm run bench -- reports [--tickets 100000] [--json FILE] [--folder FOLDER]
 * Measures in one process what people wait for, and prints a table; times of two machines cannot be compared, ratios can.
 */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { benchReports, type Line } from './reports.ts'

const usual = '100000'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tickets: { type: 'string', default: usual },
    json: { type: 'string' },
    folder: { type: 'string' },
  },
})
const tickets = Number(values.tickets)
if (positionals.some(each => each !== 'reports') || !Number.isInteger(tickets) || tickets < 1) {
  console.error('npm run bench -- reports [--tickets 100000] [--json FILE] [--folder FOLDER]')
  process.exit(2)
}
const place = (path: string) => resolve(process.env.INIT_CWD ?? process.cwd(), path)
const lines = await benchReports({
  tickets,
  folder: values.folder === undefined ? undefined : place(values.folder),
})
print(lines)
if (values.json !== undefined) writeFileSync(place(values.json), `${JSON.stringify(lines, null, 2)}\n`)
process.exit(0)

function print(measured: readonly Line[]): void {
  const columns = ['tickets', 'what', 'p50 ms', 'p99 ms', 'longest pause ms', 'runs']
  const rows = measured.map(({ tickets: of, what, p50, p99, longestPause, runs }) => [
    String(of),
    what,
    ...[p50, p99, longestPause].map(n => n.toFixed(n < 10 ? 2 : 0)),
    String(runs),
  ])
  const widths = columns.map((column, at) =>
    Math.max(...[columns, ...rows].map(row => (row[at] ?? column).length)),
  )
  for (const row of [columns, ...rows])
    console.log(
      row
        .map((cell, at) => (at === 1 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
  const statistics = measured.filter(({ what }) => what === 'block statistics, week')
  const [smallest, largest] = [statistics[0], statistics.at(-1)]
  const bySql = measured.findLast(({ what }) => what === 'the same by indexed SQL')
  if (smallest === undefined || largest === undefined || bySql === undefined) return
  console.log(
    `block statistics, ${smallest.tickets} → ${largest.tickets} tickets: × ${(largest.p50 / smallest.p50).toFixed(2)}`,
  )
  console.log(
    `block statistics against indexed SQL at ${largest.tickets}: 1/${(bySql.p50 / largest.p50).toFixed(1)}`,
  )
}
