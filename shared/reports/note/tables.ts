/** The note's tables; every number of them carries the list behind it. */
import { blocks } from '../../reference/blocks.ts'
import type { Cell, ReportTable, TableColumn } from '../document.ts'
import { measures, metrics, shares } from '../metrics.ts'
import { dateWords, periodOf, yearOf } from '../period.ts'
import { percentOfChange } from '../sentences.ts'
import type { BlockLine, Correction, GroupLine, ListOf, NoteData, OrderLine, PeriodMetric } from './data.ts'

const nbsp = '\u00a0'
export const text = (words: string, href?: string): Cell => ({ kind: 'text', text: words, href })
export const count = (value: number, href?: string): Cell => ({ kind: 'count', value, href })
const change = (value: number, before: number | null): Cell => ({
  kind: 'change',
  value: before === null ? null : value - before,
})
const percent = (value: number, before: number | null): Cell => ({
  kind: 'percent-change',
  value: percentOfChange(value, before),
})
const beforeCell = (value: number | null): Cell =>
  value === null ? { kind: 'change', value: null } : count(value)

const cardsNote =
  'Сообщение — карточка: один пост может стать несколькими карточками, присоединённые считаются каждая. Процент показан от\u00a020; «—»: сравнить не с чем или числа малы.'

/** Page one: the few numbers that a planning meeting asks for. */
export function keyTable(data: NoteData, listOf: ListOf): ReportTable {
  const { total, before, period, previous } = data
  const counted = (metric: PeriodMetric) => ({
    cells: [
      text(metrics[metric].title),
      count(total.counts[metric], listOf(metric, period)),
      before === null ? beforeCell(null) : count(before[metric], listOf(metric, previous)),
      change(total.counts[metric], before?.[metric] ?? null),
    ],
  })
  const now = (metric: 'open' | 'overdue' | 'before_head') => ({
    cells: [
      text(`${metrics[metric].title} (сейчас)`),
      count(total.counts[metric], listOf(metric, period)),
      beforeCell(null),
      change(0, null),
    ],
  })
  return {
    id: 'key',
    title: 'Коротко',
    columns: [
      { id: 'metric', title: 'Показатель', kind: 'text', width: 5 },
      { id: 'week', title: 'За неделю', kind: 'count', width: 2 },
      { id: 'before', title: 'Неделей раньше', kind: 'count', width: 2 },
      { id: 'change', title: 'Изменение', kind: 'change', width: 2 },
    ],
    rows: [counted('received'), counted('answered'), now('open'), now('overdue'), now('before_head')],
  }
}

export function channelTable({ channels, total, before, period }: NoteData, listOf: ListOf): ReportTable {
  const year = yearOf(period.firstDate, { zone: period.zone, firstWeekday: 1 })
  const sinceYear = periodOf('any', year.firstDate, period.lastDate, period.zone)
  const row = ({ id, title, now, before: was, year: sum }: GroupLine) => ({
    cells: [
      text(title),
      count(now, listOf('received', period, { channel: id })),
      beforeCell(was),
      change(now, was),
      percent(now, was),
      count(sum, listOf('received', sinceYear, { channel: id })),
    ],
  })
  const all = channels.reduce((sum, each) => sum + each.year, 0)
  const was = before?.received ?? null
  return {
    id: 'channels',
    title: 'Поступило по каналам',
    columns: [
      { id: 'channel', title: 'Канал', kind: 'text', width: 5 },
      { id: 'week', title: 'За неделю', kind: 'count', width: 2, formula: metrics.received.formula },
      { id: 'before', title: 'Неделей раньше', kind: 'count', width: 2 },
      { id: 'change', title: 'Изменение', kind: 'change', width: 2 },
      { id: 'percent', title: 'Изменение, %', kind: 'percent-change', width: 2 },
      { id: 'year', title: 'С начала года', kind: 'count', width: 2 },
    ],
    rows: [
      ...channels.map(row),
      {
        isTotal: true,
        cells: [
          text('Всего'),
          count(total.counts.received, listOf('received', period)),
          beforeCell(was),
          change(total.counts.received, was),
          percent(total.counts.received, was),
          count(all, listOf('received', sinceYear)),
        ],
      },
    ],
    note: cardsNote,
  }
}

export function blockTable({ blocks: lines, total, period }: NoteData, listOf: ListOf): ReportTable {
  const cells = (
    { counts, receivedBefore, firstReply, satisfaction }: Omit<BlockLine, 'block'>,
    block?: BlockLine['block'],
  ) => {
    const within = block === undefined ? {} : { block }
    const share = (part: 'first_in_time' | 'final_in_time', base: 'first_due' | 'final_due'): Cell => ({
      kind: 'share',
      part: counts[part],
      base: counts[base],
      href: listOf(base, period, within),
    })
    return [
      count(counts.received, listOf('received', period, within)),
      change(counts.received, receivedBefore),
      count(counts.answered, listOf('answered', period, within)),
      share('first_in_time', 'first_due'),
      share('final_in_time', 'final_due'),
      count(counts.overdue, listOf('overdue', period, within)),
      { kind: 'duration', minutes: firstReply.value, of: firstReply.of } as const,
      count(counts.repeats, listOf('repeats', period, within)),
      { kind: 'mean', value: satisfaction.value, of: satisfaction.of } as const,
    ]
  }
  const columns: TableColumn[] = [
    { id: 'block', title: 'Блок', kind: 'text', width: 5 },
    {
      id: 'received',
      title: metrics.received.title,
      kind: 'count',
      width: 2,
      formula: metrics.received.formula,
    },
    { id: 'change', title: 'Изменение', kind: 'change', width: 2 },
    {
      id: 'answered',
      title: metrics.answered.title,
      kind: 'count',
      width: 2,
      formula: metrics.answered.formula,
    },
    {
      id: 'first',
      title: shares.first_in_time.title,
      kind: 'share',
      width: 3,
      formula: shares.first_in_time.formula,
    },
    {
      id: 'final',
      title: shares.final_in_time.title,
      kind: 'share',
      width: 3,
      formula: shares.final_in_time.formula,
    },
    {
      id: 'overdue',
      title: 'Просрочено (сейчас)',
      kind: 'count',
      width: 2,
      formula: metrics.overdue.formula,
    },
    {
      id: 'reply',
      title: 'Первый ответ, среднее',
      kind: 'duration',
      width: 3,
      formula: measures.first_reply_mean.formula,
    },
    {
      id: 'repeats',
      title: metrics.repeats.title,
      kind: 'count',
      width: 2,
      formula: metrics.repeats.formula,
    },
    {
      id: 'satisfaction',
      title: 'Оценка автора',
      kind: 'mean',
      width: 2,
      formula: measures.satisfaction.formula,
    },
  ]
  return {
    id: 'blocks',
    title: 'Рассмотрение по блокам',
    columns,
    rows: [
      ...lines.map(line => ({ cells: [text(blocks[line.block].short), ...cells(line, line.block)] })),
      { isTotal: true, cells: [text('Всего'), ...cells(total)] },
    ],
    note: 'Блоки, в которых ничего не поступало, не отвечено и не осталось в работе, не показаны. Просрочено — на момент составления.',
  }
}

const waitingMetrics = [
  'not_sorted',
  'outside',
  'to_publish',
  'promises_due',
  'promises_kept',
  'promises_moved',
  'promises_broken',
] as const

/** Where answers stand still and what became of promises (PRACTICE P19); `undefined` where there is nothing of it. */
export function waitingTable(
  { total: { counts }, period }: NoteData,
  listOf: ListOf,
): ReportTable | undefined {
  if (waitingMetrics.every(metric => counts[metric] === 0)) return undefined
  return {
    id: 'waiting',
    title: 'Ожидание и обещания',
    columns: [
      { id: 'metric', title: 'Показатель', kind: 'text', width: 6 },
      { id: 'when', title: 'За какое время', kind: 'text', width: 3 },
      { id: 'count', title: 'Всего', kind: 'count', width: 2 },
    ],
    rows: waitingMetrics.map(metric => ({
      cells: [
        text(metrics[metric].title),
        text(metrics[metric].span === 'now' ? 'сейчас' : 'за неделю'),
        count(counts[metric], listOf(metric, period)),
      ],
    })),
  }
}

export function subtopicTable({ subtopics, period }: NoteData, listOf: ListOf): ReportTable {
  return {
    id: 'subtopics',
    title: 'Пять самых частых подтем',
    columns: [
      { id: 'subtopic', title: 'Подтема', kind: 'text', width: 6 },
      { id: 'week', title: 'За неделю', kind: 'count', width: 2 },
      { id: 'before', title: 'Неделей раньше', kind: 'count', width: 2 },
      { id: 'change', title: 'Изменение', kind: 'change', width: 2 },
      { id: 'settlement', title: 'Больше всего', kind: 'text', width: 5 },
    ],
    rows: subtopics.map(({ id, title, now, before, settlement }) => ({
      cells: [
        text(title),
        count(now, listOf('received', period, { subtopic: id })),
        beforeCell(before),
        change(now, before),
        settlement === null
          ? text('—')
          : text(
              `${settlement.title} (${settlement.count})`,
              listOf('received', period, { subtopic: id, settlement: settlement.id }),
            ),
      ],
    })),
  }
}

const orderStates: Readonly<Record<OrderLine['state'], string>> = {
  done: 'исполнено',
  overdue: 'просрочено',
  waiting: 'исполняется',
}

export function orderTable({ orders }: Pick<NoteData, 'orders'>): ReportTable {
  return {
    id: 'orders',
    title: 'Исполнение поручений Главы',
    columns: [
      { id: 'about', title: 'О чём', kind: 'text', width: 6 },
      { id: 'to', title: 'Кому', kind: 'text', width: 4 },
      { id: 'due', title: 'Срок', kind: 'date', width: 2 },
      { id: 'state', title: 'Исполнение', kind: 'text', width: 5 },
    ],
    rows: orders.map(({ about, to, dueOn, state, doneOn, result }) => ({
      cells: [
        'number' in about
          ? text(`№${nbsp}${about.number}. ${about.title}`, `/tickets/${about.number}`)
          : text(`${about.text} (${about.report})`),
        text(to),
        { kind: 'date', value: dueOn },
        text(
          [orderStates[state], doneOn === null ? '' : dateWords(doneOn)].filter(Boolean).join(' ') +
            (result === '' ? '' : `: ${result}`),
        ),
      ],
    })),
    note: 'Поручения на карточках и на строках записок: все неисполненные и исполненные после прошлой записки.',
  }
}

export function correctionTable(
  corrections: readonly Correction[],
  zone: string,
  listOf: ListOf,
): ReportTable {
  // One heavy line beneath a table; several would cut it into pieces.
  const lastTotal = corrections.findLastIndex(({ block }) => block === 'total')
  return {
    id: 'corrections',
    title: 'Изменилось после отправки',
    columns: [
      { id: 'period', title: 'Неделя', kind: 'text', width: 4 },
      { id: 'block', title: 'Блок', kind: 'text', width: 3 },
      { id: 'metric', title: 'Показатель', kind: 'text', width: 4 },
      { id: 'was', title: 'Было в записке', kind: 'count', width: 2 },
      { id: 'is', title: 'Сейчас', kind: 'count', width: 2 },
      { id: 'change', title: 'Изменение', kind: 'change', width: 2 },
    ],
    rows: corrections.map(({ period, firstDate, lastDate, block, metric, was, is }, at) => {
      const within = block === 'total' ? {} : { block }
      return {
        isTotal: at === lastTotal,
        cells: [
          text(period),
          text(block === 'total' ? 'Всего' : blocks[block].short),
          text(metrics[metric].title),
          count(was),
          count(is, listOf(metric, periodOf('week', firstDate, lastDate, zone), within)),
          change(is, was),
        ],
      }
    }),
    note: 'Отправленные записки не меняются. Причины: сообщения записаны позже, срок истёк или ответ дан после составления, изменён блок.',
  }
}
