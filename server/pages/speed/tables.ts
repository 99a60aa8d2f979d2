/** Stage times and load as tables; hours are working hours, for a night is nobody's delay. */
import { blocks } from '../../../shared/reference/blocks.ts'
import type { Cell, ReportTable } from '../../../shared/reports/document.ts'
import { metrics, percentBase } from '../../../shared/reports/metrics.ts'
import type { BlockStatistics, CountedMetric, Counts } from '../../reports/block-statistics/query.ts'
import type { StageTimes } from '../../reports/stages/query.ts'
import { type StageId, stageIds } from '../../reports/stages/stages.ts'
import { type ListNarrowing, listAddress } from '../address.ts'
import type { ReportFilters } from '../report/filters.tsx'

export const stageTitles: Readonly<Record<StageId, { title: string; short: string; formula: string }>> = {
  sorting: {
    title: 'Ждёт разбора',
    short: 'разбор',
    formula: 'От записи, пока блок не подтверждён; «Не наш блок» возвращает сюда.',
  },
  assigning: {
    title: 'Ждёт поручения',
    short: 'поручение',
    formula: 'От разбора до поручения. Если ответили без поручения, это время — исполнение.',
  },
  execution: {
    title: 'Исполняется',
    short: 'исполнение',
    formula: 'От поручения до ответа на согласование или публикацию, и после возврата с согласования.',
  },
  waiting: {
    title: 'Ждёт автора или стороннюю организацию',
    short: 'ожидание',
    formula: 'Пока автор не уточнил или сторонняя организация не ответила.',
  },
  approval: {
    title: 'На согласовании',
    short: 'согласование',
    formula: 'От передачи на согласование до согласования или возврата.',
  },
  publication: {
    title: 'Ждёт публикации',
    short: 'публикация',
    formula: 'От готового ответа до публикации.',
  },
}

const hours = (minutes: number | null): Cell => ({
  kind: 'number',
  value: minutes === null ? null : minutes / 60,
  decimals: 1,
})

/** The share of all time needs enough tickets, as every percentage does. */
export function stageTable({ total, followed }: Pick<StageTimes, 'total' | 'followed'>): ReportTable {
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
      { id: 'of', title: 'По карточкам', kind: 'number', width: 2 },
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
          { kind: 'number', value: of, decimals: 0 },
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

export function blockStageTable({ blocks: rows, total, followed }: StageTimes): ReportTable {
  const cells = (means: StageTimes['total'], of: number): Cell[] => [
    { kind: 'number', value: of, decimals: 0 },
    ...stageIds.map(stage => {
      const { median, of: n } = means[stage]
      return { kind: 'mean', value: median === null ? null : median / 60, of: n } as const
    }),
  ]
  return {
    id: 'stages-by-block',
    title: 'Медианы этапов по блокам, рабочие часы; в скобках — по скольким карточкам',
    columns: [
      { id: 'block', title: 'Блок', kind: 'text', width: 4 },
      { id: 'of', title: 'Отвечено', kind: 'number', width: 2 },
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
        cells: [{ kind: 'text', text: blocks[block].short } as const, ...cells(means, of)],
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
