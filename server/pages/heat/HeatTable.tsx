/** The map itself: in each cell what came, under it what the colour says; both open their lists. */
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { type BlockId, blocks } from '../../../shared/reference/blocks.ts'
import { type Period, spanWords } from '../../../shared/reports/period.ts'
import { type HeatCell, type HeatColour, type HeatMap, heatWeight } from '../../reports/heat/heat.ts'
import { type ListNarrowing, listAddress } from '../address.ts'
import { Change } from '../report/Change.tsx'
import type { ReportFilters } from '../report/filters.tsx'

type Props = {
  map: HeatMap
  colour: HeatColour
  period: Period
  previous: Period
  filters: ReportFilters
  settings: Settings
}

/** What narrows the lists of a row, or of one cell of it. */
export function cellNarrowing(settlement: string | null, block?: BlockId): ListNarrowing {
  return settlement === null ? { without: 'settlement', block } : { settlement, block }
}

/** As a row is called. */
export function settlementTitle(
  settlement: string | null,
  { settlements }: Pick<Settings, 'settlements'>,
): string {
  return settlement === null ? 'Не указан' : titleOf(settlements, settlement)
}

export function HeatTable({ map, colour, period, previous, filters, settings }: Props) {
  const cellOf = (key: string, cell: HeatCell, narrowing: ListNarrowing, isTotal = false) => (
    <td key={key} class={`number ${isTotal ? 'sum' : heatClass(cell, colour)}`}>
      <CellNumbers
        cell={cell}
        colour={colour}
        period={period}
        previous={previous}
        narrowing={{ ...filters, ...narrowing }}
      />
    </td>
  )
  return (
    <section class="stack tight">
      <h2 id="heat-map">
        {colour === 'overdue'
          ? `Поступило ${spanWords(period)}, под числом — просрочено сейчас`
          : `Поступило ${spanWords(period)}, под числом — изменение к предыдущему периоду`}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard. */}
      <section class="sheet report-scroll" aria-labelledby="heat-map" tabIndex={0}>
        <table class="report-table heat heat-map" aria-labelledby="heat-map">
          <thead>
            <tr>
              <th scope="col">Населённый пункт</th>
              {map.blocks.map(block => (
                <th key={block} scope="col" class="number" title={blocks[block].title}>
                  {blocks[block].short}
                </th>
              ))}
              <th scope="col" class="number">
                Всего
              </th>
            </tr>
          </thead>
          <tbody>
            {map.rows.map(({ settlement, cells, total }) => (
              <tr key={settlement}>
                <th scope="row">{settlementTitle(settlement, settings)}</th>
                {map.blocks.map((block, at) => {
                  const cell = cells[at]
                  return cell && cellOf(block, cell, cellNarrowing(settlement, block))
                })}
                {cellOf('total', total, cellNarrowing(settlement), true)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Всего</th>
              {map.blocks.map((block, at) => {
                const cell = map.columns[at]
                return cell && cellOf(block, cell, { block }, true)
              })}
              {cellOf('total', map.total, {}, true)}
            </tr>
          </tfoot>
        </table>
      </section>
    </section>
  )
}

type CellProps = {
  cell: HeatCell
  colour: HeatColour
  period: Period
  previous: Period
  narrowing: ListNarrowing
}

function CellNumbers({ cell, colour, period, previous, narrowing }: CellProps) {
  const { received, before, open, overdue } = cell
  const isEmpty = received === 0 && open === 0 && (colour === 'overdue' || (before ?? 0) === 0)
  if (isEmpty) return <span class="quiet">·</span>
  return (
    <>
      <a href={listAddress('received', period, narrowing)}>{received}</a>
      {colour === 'overdue' && overdue > 0 && (
        <small>
          <span aria-hidden="true">▲ </span>
          <span class="unseen">просрочено </span>
          <a href={listAddress('overdue', period, narrowing)}>{overdue}</a>
        </small>
      )}
      {colour === 'growth' && before !== null && received !== before && (
        <small>
          <Change now={received} before={before} href={listAddress('received', previous, narrowing)} />
        </small>
      )}
    </>
  )
}

/** In tenths: the policy of the pages lets no style into an element. */
function heatClass(cell: HeatCell, colour: HeatColour): string {
  const weight = heatWeight(cell, colour)
  return weight === null ? '' : `heat-${Math.max(1, Math.round(weight * 10))}`
}
