/**
 * A chart on a page: a picture that was drawn on the server, and the table behind it. A heat map is a table itself: its
 * numbers open their lists, and its colours follow the page.
 */
import type { ReportChart, ReportTable } from '../../../shared/reports/document.ts'
import { markedWords, numberWords } from './cells.ts'
import { TableView } from './TableView.tsx'

type Props = {
  chart: ReportChart
  table: ReportTable
  /** From `chartPictures`; without one the table stands alone. */
  picture: string | undefined
  /** Instead of the chart's own title: with its number in a document. */
  caption?: string
  behind?: string
}

export function ChartView({
  chart,
  table,
  picture,
  caption = chart.title,
  behind = 'Данные в таблице',
}: Props) {
  if (chart.kind === 'heat') return <HeatView chart={chart} caption={caption} />
  if (!picture) return <TableView table={table} caption={caption} />
  return (
    <figure class="report-chart">
      <img src={picture} alt={`${chart.title}. Числа стоят в таблице под рисунком.`} />
      <figcaption>{caption}</figcaption>
      <details class="behind">
        <summary>{behind}</summary>
        <TableView table={table} />
      </details>
    </figure>
  )
}

type Heat = Extract<ReportChart, { kind: 'heat' }>

function HeatView({ chart: { id, columns, rows, cells }, caption }: { chart: Heat; caption: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard.
    <section class="sheet report-scroll" aria-labelledby={`heat-${id}`} tabIndex={0}>
      <table class="report-table heat">
        <caption id={`heat-${id}`}>
          <span>{caption}</span>
        </caption>
        <thead>
          <tr>
            <td />
            {columns.map(title => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((title, row) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {columns.map((column, at) => {
                const cell = cells[row]?.[at]
                return (
                  <td key={column} class={`number ${heatClass(cell?.weight ?? null)}`}>
                    {cell === undefined ? (
                      ''
                    ) : cell.href === undefined ? (
                      numberWords(cell.value)
                    ) : (
                      <a href={cell.href}>{numberWords(cell.value)}</a>
                    )}
                    {cell?.marked ? <small>{markedWords(cell.marked)}</small> : ''}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** In tenths: the policy of the pages lets no style into an element. */
function heatClass(weight: number | null): string {
  return weight === null ? '' : `heat-${Math.round(Math.min(1, Math.max(0, weight)) * 10)}`
}
