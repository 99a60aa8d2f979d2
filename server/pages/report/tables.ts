/** The head's page as tables: drawn on it, and downloaded as XLSX and CSV, from one value. */
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { type BlockId, blocks } from '../../../shared/reference/blocks.ts'
import { channels } from '../../../shared/reference/channels.ts'
import type { Cell, ReportChart, ReportTable, TableColumn } from '../../../shared/reports/document.ts'
import { type Measure, type MetricId, measures, metrics, shares } from '../../../shared/reports/metrics.ts'
import { weekTitle } from '../../../shared/reports/note/charts.ts'
import { type Period, spanWords } from '../../../shared/reports/period.ts'
import { minutesBetween } from '../../../shared/reports/reply-times.ts'
import { percentOfChange } from '../../../shared/reports/sentences.ts'
import type { CountedMetric, Counts, Mean } from '../../../shared/reports/statistics.ts'
import { withoutSoftHyphens } from '../../reports/documents/cells.ts'
import { weeksBefore } from '../../reports/signals/signals.ts'
import { type ListNarrowing, listAddress } from '../address.ts'
import type { ReportFilters } from './filters.tsx'
import type { Overview } from './read.ts'

type Told = { overview: Overview; filters: ReportFilters; settings: Settings }

const text = (words: string, href?: string): Cell => ({ kind: 'text', text: words, href })
const count = (value: number, href?: string): Cell => ({ kind: 'count', value, href })
const change = (value: number, before: number | null): Cell => ({
  kind: 'change',
  value: before === null ? null : value - before,
})
const percent = (value: number, before: number | null): Cell => ({
  kind: 'percent-change',
  value: percentOfChange(value, before),
})
const was = (value: number | null, href: string): Cell =>
  value === null ? { kind: 'change', value: null } : count(value, href)

const share = (counts: Counts['counts'], of: 'first_in_time' | 'final_in_time', href: string): Cell => ({
  kind: 'share',
  part: counts[of],
  base: counts[of === 'first_in_time' ? 'first_due' : 'final_due'],
  href,
})

function metricColumn(metric: MetricId, kind: TableColumn['kind'] = 'count'): TableColumn {
  const { title, formula } = metrics[metric]
  return { id: metric, title, kind, width: 2, formula }
}

function measureColumn(id: string, { title, formula }: Measure, kind: TableColumn['kind']): TableColumn {
  return { id, title, kind, width: 3, formula }
}

const blockMetrics = [
  'not_sorted',
  'in_execution',
  'outside',
  'to_publish',
  'answered',
  'impossible',
] as const satisfies readonly CountedMetric[]
const lateMetrics = [
  'overdue',
  'due_today',
  'promises_broken',
  'repeats',
] as const satisfies readonly CountedMetric[]

/** The table by blocks; on the page it has a look of its own (BlockTable), with the same numbers. */
export function blockTable({ overview, filters }: Told): ReportTable {
  const { period, statistics, before } = overview
  const cells = (
    row: Counts,
    receivedBefore: number | null,
    mark: Mean | undefined,
    narrowing: ListNarrowing,
  ) => {
    const to = (metric: MetricId) => listAddress(metric, period, narrowing)
    const counted = (metric: CountedMetric) => count(row.counts[metric], to(metric))
    return [
      counted('received'),
      change(row.counts.received, receivedBefore),
      ...blockMetrics.map(counted),
      share(row.counts, 'first_in_time', to('first_due')),
      share(row.counts, 'final_in_time', to('final_due')),
      ...lateMetrics.map(counted),
      {
        kind: 'duration',
        minutes: minutesBetween(row.oldestOpenAt, overview.asOf),
        of: 1,
        href: to('longest'),
      } as const,
      { kind: 'mean', value: mark?.mean ?? null, of: mark?.of ?? 0, href: to('marked') } as const,
    ]
  }
  const beforeOf = (block: BlockId) =>
    before && (before.rows.find(row => row.block === block)?.counts.received ?? 0)
  return {
    id: 'blocks',
    title: 'По блокам',
    columns: [
      { id: 'block', title: 'Блок', kind: 'text', width: 4 },
      metricColumn('received'),
      { id: 'change', title: 'Изменение', kind: 'change', width: 2 },
      ...blockMetrics.map(metric => metricColumn(metric)),
      { ...metricColumn('first_in_time', 'share'), formula: shares.first_in_time.formula },
      { ...metricColumn('final_in_time', 'share'), formula: shares.final_in_time.formula },
      ...lateMetrics.map(metric => metricColumn(metric)),
      metricColumn('longest', 'duration'),
      measureColumn('mark', measures.satisfaction, 'mean'),
    ],
    rows: [
      ...statistics.rows.map(row => ({
        cells: [
          text(blocks[row.block].title),
          ...cells(row, beforeOf(row.block), overview.measures.byBlock.get(row.block)?.satisfaction, {
            ...filters,
            block: row.block,
          }),
        ],
      })),
      {
        isTotal: true,
        cells: [
          text('Всего'),
          ...cells(
            statistics.total,
            before?.total.counts.received ?? null,
            overview.measures.total.satisfaction,
            filters,
          ),
        ],
      },
    ],
    note: 'Не разобрано, исполняется, у сторонних, к публикации и сроки — на момент составления, остальное — за период.',
  }
}

export function channelTable({ overview, filters }: Told): ReportTable {
  const { period, previous, channels: rows, statistics, before } = overview
  const cells = (counts: Counts['counts'], receivedBefore: number | null, narrowing: ListNarrowing) => [
    count(counts.received, listAddress('received', period, narrowing)),
    was(receivedBefore, listAddress('received', previous, narrowing)),
    change(counts.received, receivedBefore),
    percent(counts.received, receivedBefore),
    count(counts.answered, listAddress('answered', period, narrowing)),
  ]
  return {
    id: 'channels',
    title: 'По каналам',
    columns: [
      { id: 'channel', title: 'Канал', kind: 'text', width: 5 },
      metricColumn('received'),
      { id: 'before', title: 'Было раньше', kind: 'count', width: 2 },
      { id: 'change', title: 'Изменение', kind: 'change', width: 2 },
      { id: 'percent', title: 'Изменение, %', kind: 'percent-change', width: 2 },
      metricColumn('answered'),
    ],
    rows: [
      ...rows.map(({ channel, counts, receivedBefore }) => ({
        cells: [text(channels[channel]), ...cells(counts, receivedBefore, { ...filters, channel })],
      })),
      {
        isTotal: true,
        cells: [
          text('Всего'),
          ...cells(statistics.total.counts, before?.total.counts.received ?? null, filters),
        ],
      },
    ],
    note: 'Каждая карточка — под своим первым каналом. «—»: сравнить не с чем или раньше было меньше 20.',
  }
}

export function subtopicTable({ overview, filters }: Told): ReportTable {
  const { period, previous, subtopics } = overview
  return {
    id: 'subtopics',
    title: 'Пять самых частых подтем',
    columns: [
      { id: 'subtopic', title: 'Подтема', kind: 'text', width: 6 },
      metricColumn('received'),
      { id: 'before', title: 'Было раньше', kind: 'count', width: 2 },
      { id: 'change', title: 'Изменение', kind: 'change', width: 2 },
      { id: 'percent', title: 'Изменение, %', kind: 'percent-change', width: 2 },
      { id: 'settlement', title: 'Больше всего', kind: 'text', width: 5 },
    ],
    rows: subtopics.map(({ id, title, now, before, settlement }) => ({
      cells: [
        text(title),
        count(now, listAddress('received', period, { ...filters, subtopic: id })),
        was(before, listAddress('received', previous, { ...filters, subtopic: id })),
        change(now, before),
        percent(now, before),
        settlement === null
          ? text('—')
          : text(
              `${settlement.title} (${settlement.count})`,
              listAddress('received', period, { ...filters, subtopic: id, settlement: settlement.id }),
            ),
      ],
    })),
  }
}

const trendTitle = ({ trend }: Overview) =>
  `Поступило и отвечено за ${trend.length === 8 ? 'восемь недель' : `${trend.length}\u00a0недели`}`

/** «19–25.11», «29.10–4.11»: eight of them fit under a chart. */
function shortWeek({ firstDate, lastDate }: Period): string {
  const day = (date: string) => Number(date.slice(8))
  const month = (date: string) => date.slice(5, 7)
  const first = month(firstDate) === month(lastDate) ? '' : `.${month(firstDate)}`
  return `${day(firstDate)}${first}–${day(lastDate)}.${month(lastDate)}`
}

export function trendChart({ overview }: Pick<Told, 'overview'>): ReportChart {
  const { trend } = overview
  return {
    id: 'trend',
    kind: 'lines',
    title: trendTitle(overview),
    categories: trend.map(({ period }) => shortWeek(period)),
    series: [
      { title: metrics.received.title, values: trend.map(({ counts }) => counts.received) },
      { title: metrics.answered.title, values: trend.map(({ counts }) => counts.answered) },
      {
        title: 'Решение не в срок',
        values: trend.map(({ counts }) => counts.final_due - counts.final_in_time),
      },
    ],
  }
}

export function trendTable({ overview, filters }: Told): ReportTable {
  return {
    id: 'trend-table',
    title: trendTitle(overview),
    columns: [
      { id: 'week', title: 'Неделя', kind: 'text', width: 4 },
      metricColumn('received'),
      metricColumn('answered'),
      metricColumn('final_due'),
      metricColumn('final_in_time'),
      { id: 'late', title: 'Решение не в срок', kind: 'count', width: 2 },
    ],
    rows: overview.trend.map(({ period, counts }) => {
      const counted = (metric: 'received' | 'answered' | 'final_due' | 'final_in_time') =>
        count(counts[metric], listAddress(metric, period, filters))
      return {
        cells: [
          text(weekTitle(period)),
          counted('received'),
          counted('answered'),
          counted('final_due'),
          counted('final_in_time'),
          count(
            counts.final_due - counts.final_in_time,
            listAddress('final_due', period, { ...filters, late: true }),
          ),
        ],
      }
    }),
    note: 'Решение не в срок — всего со сроком без тех, что в срок.',
  }
}

export function signalTable({ overview, filters, settings }: Told): ReportTable {
  const { signals } = overview
  return {
    id: 'signals',
    title: `Растёт: ${weekTitle(signals.week)}`,
    columns: [
      { id: 'subtopic', title: 'Подтема', kind: 'text', width: 5 },
      { id: 'settlement', title: 'Населённый пункт', kind: 'text', width: 5 },
      { id: 'authors', title: 'Авторов за неделю', kind: 'number', width: 2 },
      { id: 'usual', title: `В среднем за ${weeksBefore} недели до неё`, kind: 'number', width: 2 },
      { id: 'tickets', title: 'Карточек', kind: 'count', width: 2 },
    ],
    rows: (signals.signals ?? []).map(({ subtopic, settlement, authors, usual, tickets }) => {
      const to = (week: Period) => listAddress('received', week, { ...filters, subtopic, settlement })
      const cells: Cell[] = [
        text(titleOf(settings.subtopics, subtopic)),
        text(titleOf(settings.settlements, settlement)),
        { kind: 'number', value: authors, decimals: 0, href: to(signals.week) },
        { kind: 'number', value: usual, decimals: 1, href: to(signals.before) },
        count(tickets, to(signals.week)),
      ]
      return { cells }
    }),
  }
}

export const promiseMetrics = [
  'promises',
  'promises_due',
  'promises_kept',
  'promises_moved',
  'promises_failed',
] as const satisfies readonly CountedMetric[]

function promiseTable({ overview, filters }: Told): ReportTable {
  const { statistics, period } = overview
  return {
    id: 'promises',
    title: 'Обещания',
    columns: [
      { id: 'metric', title: 'Показатель', kind: 'text', width: 6 },
      { id: 'count', title: 'Карточек', kind: 'count', width: 2 },
      { id: 'when', title: 'Когда', kind: 'text', width: 3 },
    ],
    rows: promiseMetrics.map(metric => ({
      cells: [
        text(metrics[metric].title),
        count(statistics.total.counts[metric], listAddress(metric, period, filters)),
        text(metrics[metric].span === 'now' ? 'сейчас' : spanWords(period)),
      ],
    })),
  }
}

/** For the files: every table of the page, empty ones left out. */
export function overviewTables(told: Told): ReportTable[] {
  const tables = [
    blockTable(told),
    channelTable(told),
    subtopicTable(told),
    signalTable(told),
    promiseTable(told),
    trendTable(told),
  ]
  return tables
    .filter(({ rows }) => rows.length > 0)
    .map(table => ({
      ...table,
      columns: table.columns.map(column => ({ ...column, title: withoutSoftHyphens(column.title) })),
    }))
}
