/**
 * `/tickets.xlsx` and `/tickets.csv`: the list of `/tickets` with the same query, in the same scope and order, as a file.
 * Without names, profiles, telephones, exact addresses and texts: the contents of tickets are not even read.
 */
import type { Context, Hono } from 'hono'
import { localDateOf, localMinutesOf } from '../../shared/deadlines/zone.ts'
import { holderOf, holderTitle } from '../../shared/policy/holder.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import { kindInfo } from '../../shared/reference/kinds.ts'
import { statusTitle } from '../../shared/reference/statuses.ts'
import { isMetricId, metrics } from '../../shared/reports/metrics.ts'
import { periodWords } from '../../shared/reports/period.ts'
import { assignmentOf } from '../../shared/ticket/ticket.ts'
import { reportError } from '../http/report.ts'
import type { Office, Signed } from '../office.ts'
import { listTicketIds } from '../reports/block-statistics/list.ts'
import { bookCsv } from '../reports/documents/csv.ts'
import type { FlatColumn, FlatTable, FlatValue } from '../reports/documents/flat-table.ts'
import { flatXlsx, RenderFailure } from '../reports/documents/render.ts'
import {
  channelTitle,
  type ExportedTicket,
  exportedTickets,
  mostExported,
} from '../reports/exported-tickets.ts'
import { queueTickets } from '../reports/queue.ts'
import { signedIn } from './answer.tsx'
import { forbiddenPage, refusedPage } from './errors.tsx'
import { otherLoadWords, readListFilter, readNarrowing, readQueueFilter, readTab } from './queue/asked.ts'
import { cutLines } from './queue/ExportLinks.tsx'
import { tabTitles } from './tickets.tsx'
import { asOfWords, noTicketsWords } from './words.ts'

export function mountExports(app: Hono, office: Office): void {
  const withList = (answer: (context: Context, list: List) => Response | Promise<Response>) =>
    signedIn(office, async (context, signed) => {
      if (isEmptyScope(office.tickets.scopeOf(signed))) return forbiddenPage(context, signed, noTicketsWords)
      const list = await readList(office, signed, context.req.query())
      return list === undefined ? forbiddenPage(context, signed, otherLoadWords) : answer(context, list)
    })

  app.get(
    '/tickets.csv',
    withList(async (context, list) =>
      fileOf(context, list, 'csv', await bookCsv({ ...list, tables: [list.table] })),
    ),
  )

  app.get(
    '/tickets.xlsx',
    withList(async (context, list) => {
      try {
        const { table, ...head } = list
        return fileOf(context, list, 'xlsx', await flatXlsx([table], head))
      } catch (error) {
        if (!(error instanceof RenderFailure)) throw error
        reportError(error)
        return refusedPage(
          context,
          'Книгу XLSX составить не получилось. Вернитесь к списку, уточните условия, чтобы он стал короче, или скачайте его как CSV. Карточки не изменились.',
        )
      }
    }),
  )
}

type List = {
  title: string
  subtitle: string | undefined
  asOf: string
  lines: string[]
  day: string
  table: FlatTable
}

/** `undefined`: what waits for somebody whose load the reader may not see. */
async function readList(
  office: Office,
  signed: Signed,
  query: Record<string, string>,
): Promise<List | undefined> {
  const { reportReader: reader, organisationId } = office
  const { settings } = signed
  const { zone } = settings.deadlines
  const scope = office.tickets.scopeOf(signed)
  const now = office.now()
  const place = { reader, organisationId, scope }
  const found = await readIds()
  if (found === undefined) return undefined
  const rows: FlatValue[][] = []
  for await (const portion of exportedTickets(reader, organisationId, found.ids)) {
    rows.push(...portion.map(each => rowOf(each, settings, now)))
  }
  return {
    title: found.title,
    subtitle: found.subtitle,
    asOf: asOfWords(now, zone),
    lines: [...cutLines(found.total, rows.length, found.looked), withoutWords],
    day: localDateOf(now, zone),
    table: { title: 'Карточки', columns, rows, totals: [], formulas: found.formulas },
  }

  async function readIds() {
    const narrowing = readNarrowing(query, settings, now)
    if (isMetricId(query.metric ?? '')) {
      const { filter } = await readListFilter(place, query, narrowing, settings, now)
      const { title, formula, span } = metrics[filter.metric]
      return {
        ...(await listTicketIds(reader, organisationId, scope, filter, now, mostExported)),
        title: filter.block ? `${title}: ${blocks[filter.block].title}` : title,
        subtitle: span === 'period' ? periodWords(filter.period) : undefined,
        formulas: [{ title, formula }],
        looked: undefined,
      }
    }
    const filter = readQueueFilter(narrowing, readTab(query.tab, signed), signed, now)
    if (filter === undefined) return undefined
    const { tickets, total, looked } = await queueTickets(place, signed, filter, now)
    return {
      looked,
      ids: tickets.slice(0, mostExported).map(({ id }) => id),
      total,
      title:
        narrowing.personId === undefined
          ? `Очередь: ${tabTitles[filter.tab].toLowerCase()}`
          : `Ждёт: ${titleOf(settings.people, narrowing.personId)}`,
      subtitle: undefined,
      formulas: [],
    }
  }
}

const withoutWords =
  'В файле нет имён, страниц, телефонов, точных адресов и текстов: только учётные данные карточек.'

const columns: readonly FlatColumn[] = [
  { title: '№', kind: 'number' },
  { title: 'Блок', kind: 'text' },
  { title: 'Подтема', kind: 'text' },
  { title: 'Населённый пункт', kind: 'text' },
  { title: 'Откуда', kind: 'text' },
  { title: 'Вид', kind: 'text' },
  { title: 'Срочно', kind: 'text' },
  { title: 'Состояние', kind: 'text' },
  { title: 'Записано', kind: 'moment' },
  { title: 'Первый ответ: срок', kind: 'moment' },
  { title: 'Первый ответ: дан', kind: 'moment' },
  { title: 'Решение: срок', kind: 'moment' },
  { title: 'Решение: дано', kind: 'moment' },
  { title: 'Завершено', kind: 'moment' },
  { title: 'Ответственный получатель', kind: 'text' },
  { title: 'Сейчас у', kind: 'text' },
]

function rowOf(exported: ExportedTicket, settings: Settings, now: string): FlatValue[] {
  const { ticket } = exported
  const { zone } = settings.deadlines
  const at = (instant: string | null) => (instant === null ? null : momentOf(instant, zone))
  const recipientId = assignmentOf(ticket)?.recipientId ?? null
  return [
    ticket.number,
    blocks[ticket.block].title,
    ticket.subtopic === null ? null : titleOf(settings.subtopics, ticket.subtopic),
    ticket.settlement === null ? null : titleOf(settings.settlements, ticket.settlement),
    channelTitle(exported.channel),
    kindInfo[ticket.kind].title,
    ticket.urgent ? 'да' : null,
    statusTitle(ticket),
    at(ticket.capturedAt),
    at(exported.firstDueAt),
    at(exported.firstReplyAt),
    at(exported.finalDueAt),
    at(exported.finalReplyAt),
    at(exported.closedAt),
    recipientId === null ? null : titleOf(settings.recipients, recipientId),
    holderTitle(holderOf(ticket, settings, now), settings),
  ]
}

/** «2026-11-25 16:40», by the clock of the organisation. */
function momentOf(instant: string, zone: string): string {
  const minutes = localMinutesOf(instant, zone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${localDateOf(instant, zone)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

function fileOf(
  context: Context,
  { day }: List,
  kind: keyof typeof types,
  content: string | Uint8Array,
): Response {
  const body = typeof content === 'string' ? content : new Uint8Array(content)
  return context.body(body, 200, {
    'Content-Type': types[kind],
    'Content-Disposition': `attachment; filename="kartochki-${day}.${kind}"`,
  })
}
