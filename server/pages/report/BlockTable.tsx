/** A row for each block: what came, who works on it, what is late; every number opens its list. */
import { type BlockId, blocks } from '../../../shared/reference/blocks.ts'
import { type MetricId, measures, metrics } from '../../../shared/reports/metrics.ts'
import { type Period, spanWords } from '../../../shared/reports/period.ts'
import type { CountedMetric, Counts, Mean } from '../../../shared/reports/statistics.ts'
import { cellWords } from '../../reports/documents/cells.ts'
import { type ListNarrowing, listAddress } from '../address.ts'
import { shapes } from '../TicketState.tsx'
import { ageWords } from '../words.ts'
import { Change } from './Change.tsx'
import type { ReportFilters } from './filters.tsx'
import { Share } from './Share.tsx'

/** `receivedBefore`: in the previous period, `null` where it cannot be compared with. */
export type TableRow = Counts & { receivedBefore: number | null; mark: Mean | undefined }

type TableProps = {
  rows: readonly (TableRow & { block: BlockId })[]
  total: TableRow
  period: Period
  previous: Period
  asOf: string
  filters: ReportFilters
}

export function BlockTable({ rows, total, period, previous, asOf, filters }: TableProps) {
  const span = spanWords(period)
  return (
    <section class="sheet flush" aria-labelledby="by-blocks">
      <table class="blocks">
        <caption id="by-blocks">По блокам</caption>
        <thead>
          <tr class="spans">
            <td />
            <th scope="colgroup" colSpan={2}>
              {span}
            </th>
            <th scope="colgroup" colSpan={4}>
              сейчас в работе
            </th>
            <th scope="colgroup" colSpan={4}>
              {span}
            </th>
            <th scope="colgroup" colSpan={4}>
              сейчас по срокам
            </th>
            <th scope="colgroup" colSpan={2}>
              {span}
            </th>
          </tr>
          <tr>
            <th scope="col">Блок</th>
            {columns.map(column => (
              <th
                key={column.id}
                scope="col"
                class={['number', column.starts ? 'starts' : '', 'base' in column ? 'share-head' : '']
                  .filter(Boolean)
                  .join(' ')}
              >
                <abbr title={headOf(column.id).formula}>{headOf(column.id).short}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.block} class={isEmpty(row) ? 'nothing' : undefined}>
              <th scope="row" title={blocks[row.block].title}>
                {blocks[row.block].short}
              </th>
              <Cells
                row={row}
                period={period}
                previous={previous}
                asOf={asOf}
                narrowing={{ ...filters, block: row.block }}
              />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Всего</th>
            <Cells row={total} period={period} previous={previous} asOf={asOf} narrowing={filters} />
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

export function isEmpty({ counts }: Counts): boolean {
  return counts.open === 0 && counts.received === 0 && counts.answered === 0 && counts.first_due === 0
}

/** In the order of the head's wireframe; `starts` opens a group of the upper head. */
const columns = [
  { id: 'received', starts: true },
  { id: 'change', starts: false },
  { id: 'not_sorted', starts: true },
  { id: 'in_execution', starts: false },
  { id: 'outside', starts: false },
  { id: 'to_publish', starts: false },
  { id: 'answered', starts: true },
  { id: 'impossible', starts: false },
  { id: 'first_in_time', starts: false, base: 'first_due' },
  { id: 'final_in_time', starts: false, base: 'final_due' },
  { id: 'overdue', starts: true },
  { id: 'due_today', starts: false },
  { id: 'promises_broken', starts: false },
  { id: 'longest', starts: false },
  { id: 'repeats', starts: true },
  { id: 'marked', starts: false },
] as const satisfies readonly {
  id: MetricId | 'change'
  starts: boolean
  base?: CountedMetric
}[]
type Column = (typeof columns)[number]

/** What stands over a column, and its name in full beside a number of a phone's card. */
function headOf(id: Column['id']): { title: string; short: string; formula: string } {
  if (id === 'marked') return { ...measures.satisfaction, short: 'оценка (число)' }
  if (id === 'change')
    return {
      title: 'Изменение',
      short: 'изме\u00adнение',
      formula: 'Поступило в этом периоде без поступившего в предыдущем.',
    }
  return metrics[id]
}

type RowProps = { row: TableRow; period: Period; previous: Period; asOf: string; narrowing: ListNarrowing }

function Cells(props: RowProps) {
  return (
    <>
      {columns.map(column => (
        <td
          key={column.id}
          class={['number', column.starts ? 'starts' : '', column.id].filter(Boolean).join(' ')}
          data-label={headOf(column.id).title}
        >
          <CellOf column={column} {...props} />
        </td>
      ))}
    </>
  )
}

function CellOf({ column, row, period, previous, asOf, narrowing }: RowProps & { column: Column }) {
  if ('base' in column)
    return <Share part={column.id} base={column.base} row={row} period={period} narrowing={narrowing} />
  switch (column.id) {
    case 'change':
      return (
        <Change
          now={row.counts.received}
          before={row.receivedBefore}
          href={listAddress('received', previous, narrowing)}
        />
      )
    case 'marked':
      return <Mark mark={row.mark} period={period} narrowing={narrowing} />
    case 'longest':
      return <Longest row={row} period={period} asOf={asOf} narrowing={narrowing} />
    default:
      return <Count metric={column.id} row={row} period={period} narrowing={narrowing} />
  }
}

type CellProps = { row: Counts; period: Period; narrowing: ListNarrowing }

/** «3,9 (7)»: never without how many marks it was made of. */
function Mark({ mark, period, narrowing }: Omit<CellProps, 'row'> & { mark: Mean | undefined }) {
  if (mark === undefined || mark.of === 0) return <span class="quiet">—</span>
  const { main } = cellWords({ kind: 'mean', value: mark.mean, of: mark.of })
  return <a href={listAddress('marked', period, narrowing)}>{main}</a>
}

function Count({ metric, row, period, narrowing }: CellProps & { metric: CountedMetric }) {
  const count = row.counts[metric]
  const urgency =
    count === 0
      ? undefined
      : metric === 'overdue' || metric === 'promises_broken'
        ? 'overdue'
        : metric === 'due_today'
          ? 'today'
          : undefined
  return (
    <a
      class={count === 0 ? 'zero' : urgency && `state ${urgency}`}
      href={listAddress(metric, period, narrowing)}
    >
      {urgency && (
        <span class="shape" aria-hidden="true">
          {shapes[urgency]}
        </span>
      )}
      {count}
    </a>
  )
}

function Longest({ row, period, asOf, narrowing }: CellProps & { asOf: string }) {
  if (row.oldestOpenAt === null) return <span class="quiet">—</span>
  return <a href={listAddress('longest', period, narrowing)}>{ageWords(row.oldestOpenAt, asOf)}</a>
}
