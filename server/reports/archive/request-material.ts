/**
 * Material for a request (decree 4.4 г, д): what was received in a period, a line a ticket, or «Справка для планирования». Who
 * wrote, what they wrote and where they live is not even read; of time only days stand, of places only settlements.
 */
import { daysBetween, localDateOf } from '../../../shared/deadlines/zone.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { type BlockId, blocks as blockTitles } from '../../../shared/reference/blocks.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import { cutLines } from '../../../shared/reports/life.ts'
import { metrics } from '../../../shared/reports/metrics.ts'
import { type Period, periodWords } from '../../../shared/reports/period.ts'
import { counted, messageForms } from '../../../shared/reports/sentences.ts'
import type { Failure, Office, Signed } from '../../office.ts'
import { listTicketIds } from '../block-statistics/list.ts'
import { inOneView } from '../block-statistics/live.ts'
import { bookCsv } from '../documents/csv.ts'
import type { FlatColumn, FlatTable, FlatValue } from '../documents/flat-table.ts'
import { flatTable, tablesOf } from '../documents/flat-table.ts'
import { documentDocx, documentHead, documentXlsx, flatXlsx } from '../documents/render.ts'
import { channelTitle, type ExportedTicket, exportedTickets, mostExported } from '../exported-tickets.ts'
import { readCut } from '../note/query.ts'
import { readPlanning } from '../planning/query.ts'
import type { MadeMaterial } from './materials.ts'
import { failed } from './reports.ts'

export const materialKinds = ['tickets', 'planning'] as const
export type MaterialKind = (typeof materialKinds)[number]

export const materialTitles: Readonly<Record<MaterialKind, string>> = {
  tickets: 'Обезличенный перечень сообщений',
  planning: 'Справка для планирования',
}

/** `blocks`: empty for all. */
export type AskedMaterial = { period: Period; blocks: readonly BlockId[] }

type AsOfWords = (now: string, zone: string) => string

export function makeMaterial(
  office: Office,
  signed: Signed,
  kind: MaterialKind,
  asked: AskedMaterial,
  asOfWords: AsOfWords,
): Promise<MadeMaterial | Failure> {
  return kind === 'tickets'
    ? ticketMaterial(office, signed, asked, asOfWords)
    : planningMaterial(office, signed, asked, asOfWords)
}

async function ticketMaterial(
  office: Office,
  signed: Signed,
  asked: AskedMaterial,
  asOfWords: AsOfWords,
): Promise<MadeMaterial | Failure> {
  const { reportReader: reader, organisationId } = office
  const { settings } = signed
  const { period, blocks } = asked
  const asOf = office.now()
  const scope = office.tickets.scopeOf(signed)
  const ids: string[] = []
  const late = new Set<string>()
  let total = 0
  const cut = await inOneView(reader, async view => {
    for (const block of blocks.length === 0 ? [undefined] : blocks) {
      const of = (metric: 'received' | 'overdue', most: number) =>
        listTicketIds(view, organisationId, scope, { metric, period, block }, asOf, most)
      const received = await of('received', mostExported)
      ids.push(...received.ids)
      total += received.total
      for (const id of (await of('overdue', everyOverdue)).ids) late.add(id)
    }
    return readCut(view, organisationId)
  })
  // What is given out as an answer is whole: a cut list would be taken for everything.
  if (total > mostExported)
    return failed(
      'too-many',
      `За этот период ${counted(total, messageForms)}, в один файл помещается ${counted(mostExported, messageForms)}. Сократите период или выберите блоки.`,
    )
  const found: ExportedTicket[] = []
  for await (const portion of exportedTickets(reader, organisationId, ids)) found.push(...portion)
  const rows = found
    .toSorted((a, b) => (a.ticket.number ?? 0) - (b.ticket.number ?? 0))
    .map(each => rowOf(each, settings, late))
  const table: FlatTable = {
    title: 'Сообщения',
    columns,
    rows,
    totals: [],
    formulas: (['received', 'overdue'] as const).map(metric => ({
      title: metrics[metric].title,
      formula: metrics[metric].formula,
    })),
  }
  const head = {
    title: materialTitles.tickets,
    subtitle: periodWords(period),
    asOf: asOfWords(asOf, period.zone),
    lines: [
      settings.organisation.title,
      ...(blocks.length === 0 ? [] : [`Блоки: ${blocksWords(blocks)}`]),
      `Всего ${counted(rows.length, messageForms)}`,
      'В файле нет имён, страниц, телефонов, точных адресов и текстов сообщений.',
      ...cutLines(asOfWords(asOf, period.zone), cut),
    ],
  }
  const name = `soobshcheniya-${period.firstDate}_${period.lastDate}`
  return {
    title: titleWords('tickets', asked),
    asOf,
    files: [
      { form: 'xlsx', name: `${name}.xlsx`, bytes: await flatXlsx([table], head) },
      {
        form: 'csv',
        name: `${name}.csv`,
        bytes: new TextEncoder().encode(await bookCsv({ ...head, tables: [table] })),
      },
    ],
  }
}

/** As many as there may be: the list is only looked into. */
const everyOverdue = 1_000_000

async function planningMaterial(
  office: Office,
  signed: Signed,
  asked: AskedMaterial,
  asOfWords: AsOfWords,
): Promise<MadeMaterial> {
  const { period, blocks } = asked
  const asOf = office.now()
  const report = await readPlanning(office, signed, { date: period.lastDate, blocks, asOfWords })
  const name = `spravka-planirovaniya-${period.lastDate.slice(0, 4)}`
  // The whole table: the others are sums of it.
  const tables = tablesOf(report).slice(-1).map(flatTable)
  const csv = await bookCsv({ ...documentHead(report), tables })
  return {
    title: titleWords('planning', asked),
    asOf,
    files: [
      { form: 'docx', name: `${name}.docx`, bytes: await documentDocx(report) },
      { form: 'xlsx', name: `${name}.xlsx`, bytes: await documentXlsx(report) },
      { form: 'csv', name: `${name}.csv`, bytes: new TextEncoder().encode(csv) },
    ],
  }
}

function titleWords(kind: MaterialKind, { period, blocks }: AskedMaterial): string {
  const span =
    kind === 'tickets' ? periodWords(period).toLowerCase() : `по ${period.lastDate.slice(0, 4)}\u00a0год`
  return `${materialTitles[kind]}: ${span}${blocks.length === 0 ? '' : `, ${blocksWords(blocks)}`}`
}

const blocksWords = (blocks: readonly BlockId[]) => blocks.map(block => blockTitles[block].short).join(', ')

const columns: readonly FlatColumn[] = [
  { title: '№', kind: 'number' },
  { title: 'Записано', kind: 'date' },
  { title: 'Откуда', kind: 'text' },
  { title: 'Вид', kind: 'text' },
  { title: 'Блок', kind: 'text' },
  { title: 'Подтема', kind: 'text' },
  { title: 'Населённый пункт', kind: 'text' },
  { title: 'Состояние', kind: 'text' },
  { title: 'Первый ответ', kind: 'date' },
  { title: 'Решение: срок', kind: 'date' },
  { title: 'Решение: дано', kind: 'date' },
  { title: 'Дней до решения', kind: 'number' },
  { title: 'Решение позже срока', kind: 'text' },
  { title: 'Просрочено сейчас', kind: 'text' },
]

function rowOf(
  { ticket, channel, firstReplyAt, finalDueAt, finalReplyAt }: ExportedTicket,
  { subtopics, settlements, deadlines: { zone } }: Settings,
  late: ReadonlySet<string>,
): FlatValue[] {
  const day = (instant: string | null) => (instant === null ? null : localDateOf(instant, zone))
  const recorded = localDateOf(ticket.capturedAt, zone)
  const answered = day(finalReplyAt)
  const isLate = finalDueAt !== null && finalReplyAt !== null && finalReplyAt >= finalDueAt
  return [
    ticket.number,
    recorded,
    channelTitle(channel),
    kindInfo[ticket.kind].title,
    blockTitles[ticket.block].title,
    ticket.subtopic === null ? null : titleOf(subtopics, ticket.subtopic),
    ticket.settlement === null ? null : titleOf(settlements, ticket.settlement),
    statusTitle(ticket),
    day(firstReplyAt),
    day(finalDueAt),
    answered,
    answered === null ? null : daysBetween(recorded, answered),
    isLate ? 'да' : null,
    late.has(ticket.id) ? 'да' : null,
  ]
}
