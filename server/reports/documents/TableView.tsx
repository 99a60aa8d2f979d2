/** A table of a report on a page: a caption, a head that print repeats, numbers that open the lists behind them. */
import type { Cell, ReportTable } from '../../../shared/reports/document.ts'
import { cellWords, isNumeric } from './cells.ts'

/** From so many on a table needs its room for numbers. */
const manyColumns = 9

type Props = {
  table: ReportTable
  /** Instead of the table's own title: with its number in a document. */
  caption?: string
}

export function TableView({ table: { id, title, columns, rows, note }, caption = title }: Props) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard. */}
      <section class="sheet report-scroll" aria-labelledby={`table-${id}`} tabIndex={0}>
        <table class={columns.length >= manyColumns ? 'report-table many' : 'report-table'}>
          <caption id={`table-${id}`}>
            <span>{caption}</span>
          </caption>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column.id} scope="col" class={isNumeric(column.kind) ? 'number' : undefined}>
                  {column.formula ? <abbr title={column.formula}>{column.title}</abbr> : column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ cells, isTotal }, row) => (
              <tr key={row} class={isTotal ? 'total' : undefined}>
                {columns.map((column, at) => {
                  const cell = cells[at]
                  const words = cell === undefined ? null : <CellView cell={cell} />
                  if (at === 0 && column.kind === 'text') {
                    return (
                      <th key={column.id} scope="row">
                        {words}
                      </th>
                    )
                  }
                  return (
                    <td key={column.id} class={isNumeric(column.kind) ? 'number' : undefined}>
                      {words}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {note && <p class="quiet report-note">{note}</p>}
    </>
  )
}

export function CellView({ cell }: { cell: Cell }) {
  const { main, small } = cellWords(cell)
  const words = cell.href === undefined ? main : <a href={cell.href}>{main}</a>
  if (small === undefined) return words
  return (
    <>
      {words} <small class="quiet">{small}</small>
    </>
  )
}
