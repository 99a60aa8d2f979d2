/** The note's charts, each with the table behind it. */
import { blocks } from '../../reference/blocks.ts'
import type { ReportBlock } from '../document.ts'
import { metrics } from '../metrics.ts'
import { periodWords } from '../period.ts'
import type { ListOf, NoteData } from './data.ts'
import { count, text } from './tables.ts'

/** By what came, coloured by how many are overdue: a share of one or two would shout. */
export function heatBlock({ heat, period }: NoteData, listOf: ListOf): ReportBlock {
  const titles = heat.blocks.map(block => blocks[block].short)
  const darkest = Math.max(3, ...heat.lines.flatMap(({ cells }) => cells.map(({ overdue }) => overdue)))
  const at = (settlement: string, index: number) => {
    const block = heat.blocks[index]
    return listOf('received', period, block === undefined ? { settlement } : { settlement, block })
  }
  return {
    block: 'chart',
    chart: {
      id: 'heat',
      kind: 'heat',
      title: 'Поступило по населённым пунктам и блокам; ▲ и цвет — просрочено сейчас',
      columns: titles,
      rows: heat.lines.map(({ settlement }) => settlement.title),
      cells: heat.lines.map(({ settlement, cells }) =>
        cells.map(({ received, overdue }, index) => ({
          value: received,
          marked: overdue,
          weight: overdue === 0 ? null : overdue / darkest,
          href: at(settlement.id, index),
        })),
      ),
    },
    table: {
      id: 'heat-table',
      title: 'Поступило по населённым пунктам и блокам',
      columns: [
        { id: 'settlement', title: 'Населённый пункт', kind: 'text', width: 4 },
        ...heat.blocks.map(
          block => ({ id: block, title: blocks[block].short, kind: 'count', width: 2 }) as const,
        ),
        { id: 'overdue', title: 'Просрочено', kind: 'count', width: 2 },
      ],
      rows: heat.lines.map(({ settlement, cells, overdue }) => ({
        cells: [
          text(settlement.title),
          ...cells.map(({ received }, index) => count(received, at(settlement.id, index))),
          count(overdue, listOf('overdue', period, { settlement: settlement.id })),
        ],
      })),
      note: 'Показаны населённые пункты, откуда поступило больше всего; сообщения без места не вошли.',
    },
  }
}

export function trendBlock({ trend }: NoteData): ReportBlock {
  return {
    block: 'chart',
    chart: {
      id: 'trend',
      kind: 'lines',
      title: 'Поступило и отвечено за восемь недель',
      categories: trend.map(({ title }) => title),
      series: [
        { title: 'Поступило', values: trend.map(({ received }) => received) },
        { title: 'Отвечено', values: trend.map(({ answered }) => answered) },
        { title: 'Решено с опозданием или без ответа в срок', values: trend.map(({ late }) => late) },
      ],
    },
    table: {
      id: 'trend-table',
      title: 'Поступило и отвечено за восемь недель',
      columns: [
        { id: 'week', title: 'Неделя', kind: 'text', width: 4 },
        { id: 'received', title: metrics.received.title, kind: 'count', width: 2 },
        { id: 'answered', title: metrics.answered.title, kind: 'count', width: 2 },
        { id: 'late', title: 'Не в срок', kind: 'count', width: 2 },
      ],
      rows: trend.map(({ title, received, answered, late }) => ({
        cells: [text(title), count(received), count(answered), count(late)],
      })),
    },
  }
}

/** «19–25 ноября 2026», for a chart's axis. */
export function weekTitle(period: NoteData['period']): string {
  return periodWords(period)
    .replace('Неделя ', '')
    .replace(/\s\d{4}$/, '')
}
