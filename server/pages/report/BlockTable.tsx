/** A row for each block: what came, who works on it, what is late; every number opens its list. */
import { type BlockId, blocks } from '../../../shared/reference/blocks.ts'
import { type MetricId, metrics } from '../../../shared/reports/metrics.ts'
import { type Period, spanWords } from '../../../shared/reports/period.ts'
import type { Look } from '../../../shared/reports/queue-groups.ts'
import type { BlockStatistics, CountedMetric, Counts } from '../../reports/block-statistics/query.ts'
import { listAddress } from '../address.ts'
import { shapes } from '../TicketState.tsx'
import { ageWords } from '../words.ts'
import { Share } from './Share.tsx'

type TableProps = { rows: BlockStatistics['rows']; total: Counts; period: Period; asOf: string }

export function BlockTable({ rows, total, period, asOf }: TableProps) {
  const span = spanWords(period)
  return (
    <section class="sheet flush" aria-labelledby="by-blocks">
      <table class="blocks">
        <caption id="by-blocks">По блокам</caption>
        <thead>
          <tr class="spans">
            <td />
            <th scope="colgroup">{span}</th>
            <th scope="colgroup" colSpan={4}>
              сейчас в работе
            </th>
            <th scope="colgroup" colSpan={4}>
              {span}
            </th>
            <th scope="colgroup" colSpan={4}>
              сейчас по срокам
            </th>
          </tr>
          <tr>
            <th scope="col">Блок</th>
            {columns.map(({ metric, starts, ...column }) => (
              <th
                key={metric}
                scope="col"
                class={['number', starts ? 'starts' : '', 'base' in column ? 'share-head' : '']
                  .filter(Boolean)
                  .join(' ')}
              >
                <abbr title={metrics[metric].formula}>{metrics[metric].short}</abbr>
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
              <Cells row={row} period={period} asOf={asOf} block={row.block} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Всего</th>
            <Cells row={total} period={period} asOf={asOf} />
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
  { metric: 'received', starts: true },
  { metric: 'not_sorted', starts: true },
  { metric: 'in_execution', starts: false },
  { metric: 'outside', starts: false },
  { metric: 'to_publish', starts: false },
  { metric: 'answered', starts: true },
  { metric: 'impossible', starts: false },
  { metric: 'first_in_time', starts: false, base: 'first_due' },
  { metric: 'final_in_time', starts: false, base: 'final_due' },
  { metric: 'overdue', starts: true, urgency: 'overdue' },
  { metric: 'due_today', starts: false, urgency: 'today' },
  { metric: 'promises_broken', starts: false, urgency: 'overdue' },
  { metric: 'longest', starts: false },
] as const satisfies readonly { metric: MetricId; starts: boolean; base?: CountedMetric; urgency?: Look }[]

function Cells({ row, period, asOf, block }: { row: Counts; period: Period; asOf: string; block?: BlockId }) {
  const within = block === undefined ? {} : { block }
  return (
    <>
      {columns.map(column => {
        const { metric, starts } = column
        const names = ['number', starts ? 'starts' : '', metric]
        return (
          <td key={metric} class={names.filter(Boolean).join(' ')} data-label={metrics[metric].title}>
            {metric === 'longest' ? (
              <Longest row={row} period={period} asOf={asOf} {...within} />
            ) : 'base' in column ? (
              <Share part={metric} base={column.base} row={row} period={period} {...within} />
            ) : (
              <Count metric={metric} row={row} period={period} {...within} />
            )}
          </td>
        )
      })}
    </>
  )
}

type CellProps = { row: Counts; period: Period; block?: BlockId }

function Count({ metric, row, period, block }: CellProps & { metric: CountedMetric }) {
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
    <a class={count === 0 ? 'zero' : urgency && `state ${urgency}`} href={listAddress(metric, period, block)}>
      {urgency && (
        <span class="shape" aria-hidden="true">
          {shapes[urgency]}
        </span>
      )}
      {count}
    </a>
  )
}

function Longest({ row, period, asOf, block }: CellProps & { asOf: string }) {
  if (row.oldestOpenAt === null) return <span class="quiet">—</span>
  return <a href={listAddress('longest', period, block)}>{ageWords(row.oldestOpenAt, asOf)}</a>
}
