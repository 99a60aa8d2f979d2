/**
 * Reports as files and pictures, made in threads: one for files, which take seconds, and one for the pictures of pages,
 * which nobody should wait for behind a file. Both throw `RenderFailure` where something could not be made.
 */
import { createHash } from 'node:crypto'
import type { ReportChart, ReportDocument, ReportTable } from '../../../shared/reports/document.ts'
import { type FlatTable, flatTable, tablesOf } from './flat-table.ts'
import { createLane, RenderFailure } from './lane.ts'
import type { Made } from './thread.ts'
import type { FlatBook } from './xlsx.ts'

export { RenderFailure } from './lane.ts'

const idle = 120_000
const files = createLane({ longest: 60_000, idle })
const drawings = createLane({ longest: 20_000, idle })

/** What stands over a book of tables: in «Сведения» and in the heads of printed sheets. */
export type BookHead = Omit<FlatBook, 'tables'>

export async function documentDocx(report: ReportDocument): Promise<Uint8Array> {
  return bytesOf(await files.ask({ job: 'docx', report }))
}

/** A sheet for each table, and «Сведения». */
export function tablesXlsx(tables: readonly ReportTable[], head: BookHead): Promise<Uint8Array> {
  return flatXlsx(tables.map(flatTable), head)
}

/** All tables of a report, those behind charts too. */
export function documentXlsx(report: ReportDocument): Promise<Uint8Array> {
  return tablesXlsx(tablesOf(report), documentHead(report))
}

export function documentHead(report: ReportDocument): BookHead {
  const { title, subtitle, asOf, organisation, marks, footer } = report
  return { title, subtitle, asOf, lines: [[organisation, ...marks].join(' · '), ...footer] }
}

/** For long lists, which are flat from the start. */
export async function flatXlsx(tables: readonly FlatTable[], head: BookHead): Promise<Uint8Array> {
  return bytesOf(await files.ask({ job: 'xlsx', book: { ...head, tables } }))
}

/** By the chart's id: an SVG as the address of an image, which the pages' policy lets in (`img-src data:`). */
export type Pictures = ReadonlyMap<string, string>

/** Charts that did not change are not drawn again. */
const drawn = new Map<string, string>()
const mostDrawn = 200

/** Heat maps are tables of a page and have no picture there. */
export async function chartPictures(charts: readonly ReportChart[]): Promise<Pictures> {
  const wanted = charts.filter(({ kind }) => kind !== 'heat').map(chart => ({ chart, key: keyOf(chart) }))
  const missing = wanted.filter(({ key }) => !drawn.has(key))
  const made =
    missing.length === 0
      ? []
      : await drawings.ask({ job: 'pictures', charts: missing.map(({ chart }) => chart) })
  if (made instanceof Uint8Array) throw new RenderFailure('Pictures came out as a file')
  const fresh = new Map(missing.map(({ key }, at) => [key, addressOf(made[at] ?? '')]))
  const pictures = new Map(wanted.map(({ chart, key }) => [chart.id, fresh.get(key) ?? drawn.get(key) ?? '']))
  for (const [key, address] of fresh) drawn.set(key, address)
  // The oldest go first.
  for (const key of drawn.keys()) {
    if (drawn.size <= mostDrawn) break
    drawn.delete(key)
  }
  return pictures
}

export function documentPictures({ sections }: Pick<ReportDocument, 'sections'>): Promise<Pictures> {
  return chartPictures(
    sections.flatMap(({ blocks }) => blocks.flatMap(block => (block.block === 'chart' ? [block.chart] : []))),
  )
}

const addressOf = (svg: string) => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`

const keyOf = (chart: ReportChart) => createHash('sha256').update(JSON.stringify(chart)).digest('base64url')

function bytesOf(made: Made): Uint8Array {
  if (made instanceof Uint8Array) return made
  throw new RenderFailure('A file came out as pictures')
}
