/** Stage times and load as tables; hours are working hours, for a night is nobody's delay. */
import { type BlockId, blocks } from '../../../shared/reference/blocks.ts'
import type { Cell, ReportTable } from '../../../shared/reports/document.ts'
import { metrics, percentBase } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { BlockStatistics, CountedMetric, Counts } from '../../reports/block-statistics/query.ts'
import type { StageTimes } from '../../reports/stages/query.ts'
import { type StageId, stageIds } from '../../reports/stages/stages.ts'
import { type ListNarrowing, listAddress } from '../address.ts'
import { pageAddress, type ReportFilters } from '../report/filters.tsx'
import { stageTitles } from './words.ts'

const hours = (minutes: number | null): Cell => ({
  kind: 'number',
  value: minutes === null ? null : minutes / 60,
  decimals: 1,
})

const behindStage = (stage: StageId | 'any', period: Period, narrowing: ListNarrowing) =>
  listAddress('final_replied', period, { ...narrowing, stage })

/** The share of all time needs enough tickets, as every percentage does. */
export function stageTable(
  { total, followed }: StageTimes,
  period: Period,
  filters: ReportFilters,
): ReportTable {
  const sumOf = (stage: StageId) => (total[stage].mean ?? 0) * total[stage].of
  const all = stageIds.reduce((sum, stage) => sum + sumOf(stage), 0)
  return {
    id: 'stages',
    title: 'Сколько времени уходит на каждый этап, рабочие часы',
    columns: [
      { id: 'stage', title: 'Этап', kind: 'text', width: 5 },
      { id: 'median', title: 'Половина быстрее (медиана)', kind: 'number', width: 2 },
      { id: 'mean', title: 'В среднем', kind: 'number', width: 2 },
      { id: 'max', title: 'Дольше всего', kind: 'number', width: 2 },
      { id: 'of', title: 'По карточкам', kind: 'count', width: 2 },
      { id: 'share', title: 'Доля всего времени, %', kind: 'number', width: 2 },
    ],
    rows: stageIds.map(stage => {
      const { median, mean, max, of } = total[stage]
      return {
        cells: [
          { kind: 'text', text: stageTitles[stage].title },
          hours(median),
          hours(mean),
          hours(max),
          { kind: 'count', value: of, href: behindStage(stage, period, filters) },
          {
            kind: 'number',
            value: followed < percentBase || all === 0 ? null : (sumOf(stage) / all) * 100,
            decimals: 0,
          },
        ],
      }
    }),
    note: `${stageIds.map(stage => `${stageTitles[stage].title}: ${lowerFirst(stageTitles[stage].formula)}`).join(' ')} Этап, которого не было, не считается. Доля — от ${percentBase}\u00a0карточек.`,
  }
}

/**
 * Where more was answered than is followed, the latest of all blocks are not the latest of one: its numbers open this page
 * of the block alone.
 */
export function blockStageTable(
  { blocks: rows, total, followed, answered }: StageTimes,
  period: Period,
  filters: ReportFilters,
): ReportTable {
  const cells = (means: StageTimes['total'], of: number, block?: BlockId): Cell[] => {
    const narrowing = { ...filters, block: block ?? filters.block }
    const isOther = followed < answered && block !== undefined && filters.block === undefined
    const to = (stage: StageId | 'any') =>
      isOther ? pageAddress('/speed', period, narrowing) : behindStage(stage, period, narrowing)
    return [
      { kind: 'count', value: of, href: to('any') },
      ...stageIds.map(stage => {
        const { median, of: n } = means[stage]
        const href = n === 0 ? undefined : to(stage)
        return { kind: 'mean', value: median === null ? null : median / 60, of: n, href } as const
      }),
    ]
  }
  return {
    id: 'stages-by-block',
    title: 'Медианы этапов по блокам, рабочие часы; в скобках — по скольким карточкам',
    columns: [
      { id: 'block', title: 'Блок', kind: 'text', width: 4 },
      { id: 'of', title: 'Отвечено', kind: 'count', width: 2 },
      ...stageIds.map(
        stage =>
          ({
            id: stage,
            title: stageTitles[stage].short,
            kind: 'mean',
            width: 2,
            formula: stageTitles[stage].formula,
          }) as const,
      ),
    ],
    rows: [
      ...rows.map(({ block, means, of }) => ({
        cells: [{ kind: 'text', text: blocks[block].short } as const, ...cells(means, of, block)],
      })),
      { isTotal: true, cells: [{ kind: 'text', text: 'Всего' }, ...cells(total, followed)] },
    ],
  }
}

const loadMetrics = [
  'open',
  'not_sorted',
  'in_execution',
  'outside',
  'to_publish',
  'overdue',
  'due_today',
  'before_head',
] as const satisfies readonly CountedMetric[]

/** What lies in each block now; blocks with nothing are left out. */
export function loadTable({ rows, total, period }: BlockStatistics, filters: ReportFilters): ReportTable {
  const cells = ({ counts }: Counts, narrowing: ListNarrowing): Cell[] =>
    loadMetrics.map(metric => ({
      kind: 'count',
      value: counts[metric],
      href: listAddress(metric, period, narrowing),
    }))
  return {
    id: 'load',
    title: 'Нагрузка блоков сейчас',
    columns: [
      { id: 'block', title: 'Блок', kind: 'text', width: 4 },
      ...loadMetrics.map(
        metric =>
          ({
            id: metric,
            title: metrics[metric].title,
            kind: 'count',
            width: 2,
            formula: metrics[metric].formula,
          }) as const,
      ),
    ],
    rows: [
      ...rows
        .filter(({ counts }) => loadMetrics.some(metric => counts[metric] > 0))
        .map(row => ({
          cells: [
            { kind: 'text', text: blocks[row.block].short } as const,
            ...cells(row, { ...filters, block: row.block }),
          ],
        })),
      { isTotal: true, cells: [{ kind: 'text', text: 'Всего' }, ...cells(total, filters)] },
    ],
  }
}

const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1)
