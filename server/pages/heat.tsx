/**
 * «Тепловая карта» (DOMAIN.md §6): settlements by blocks. Numbers stand in the cells and open their lists; the colour, one
 * hue from light to dark, only repeats what the second number of a cell says.
 */
import type { Context, Hono } from 'hono'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import type { Cell, ReportTable } from '../../shared/reports/document.ts'
import { metrics } from '../../shared/reports/metrics.ts'
import {
  type Period,
  periodQuery,
  periodSettingsOf,
  periodWords,
  periodWordsInside,
  previousPeriod,
  readPeriod,
} from '../../shared/reports/period.ts'
import type { Office, Signed } from '../office.ts'
import { type HeatCell, type HeatColour, type HeatMap, heatColours } from '../reports/heat/heat.ts'
import { readHeatMap } from '../reports/heat/query.ts'
import { firstCapture } from '../reports/note/lines.ts'
import { listAddress } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice } from './Field.tsx'
import { cellNarrowing, HeatTable, settlementTitle } from './heat/HeatTable.tsx'
import { Legend } from './heat/Legend.tsx'
import { Page } from './layout.tsx'
import { PeriodPicker } from './PeriodPicker.tsx'
import { FileLine } from './report/FileLine.tsx'
import {
  FilterForm,
  filterWords,
  Narrowed,
  pageAddress,
  type ReportFilters,
  readFilters,
} from './report/filters.tsx'
import { answerCsv, answerXlsx, type TableFile } from './table-files.ts'
import { asOfWords, noTicketsWords } from './words.ts'

export type HeatProps = {
  map: HeatMap
  colour: HeatColour
  period: Period
  previous: Period
  filters: ReportFilters
  settings: Settings
  asOf: string
  problem: string | undefined
}

/** Settlements and blocks are what the map is of. */
const narrowable = ['channel', 'kind'] as const

export function mountHeat(app: Hono, office: Office): void {
  const withMap = (
    answer: (context: Context, signed: Signed, props: HeatProps) => Response | Promise<Response>,
  ) =>
    signedIn(office, async (context, signed) => {
      const scope = office.tickets.scopeOf(signed)
      if (isEmptyScope(scope)) return forbiddenPage(context, signed, noTicketsWords)
      const query = context.req.query()
      const asOf = office.now()
      const periods = periodSettingsOf(signed.settings)
      const { period, problem } = readPeriod(query, asOf, periods)
      const { channel, kind } = readFilters(query)
      const filters = { channel, kind }
      const place = { reader: office.reportReader, organisationId: office.organisationId, scope }
      const first = await firstCapture(place)
      const previous = previousPeriod(period, periods)
      const isComparable = first !== null && first < previous.to
      return answer(context, signed, {
        map: await readHeatMap(place, { period, previous: isComparable ? previous : null, asOf }, filters),
        colour: heatColours.find(each => each === query.colour) ?? 'overdue',
        period,
        previous,
        filters,
        settings: signed.settings,
        asOf,
        problem,
      })
    })

  app.get(
    '/heat',
    withMap((context, signed, props) => answerPage(context, <HeatPage signed={signed} {...props} />)),
  )
  app.get(
    '/heat.xlsx',
    withMap((context, _signed, props) => answerXlsx(context, fileOf(props))),
  )
  app.get(
    '/heat.csv',
    withMap((context, _signed, props) => answerCsv(context, fileOf(props))),
  )
}

const colourTitles: Readonly<Record<HeatColour, string>> = {
  overdue: 'Цвет: просроченные',
  growth: 'Цвет: рост',
}

function HeatPage({ signed, ...props }: HeatProps & { signed: Signed }) {
  const { map, colour, period, filters, settings, asOf, problem } = props
  const more = { colour: colour === 'overdue' ? undefined : colour }
  const to = (other: Period) => pageAddress('/heat', other, filters, more)
  return (
    <Page
      signed={signed}
      tab="report"
      section={{ current: 'heat', to: { summary: pageAddress('/', period, filters), heat: to(period) } }}
      title={`Тепловая карта: ${periodWordsInside(period)}`}
      wide
    >
      <div class="headline">
        <div>
          <h1>{`Тепловая карта. ${periodWords(period)}`}</h1>
          <p class="quiet">{asOfWords(asOf, period.zone)}</p>
          <Narrowed path="/heat" period={period} filters={filters} settings={settings} more={more} />
        </div>
        <PeriodPicker
          period={period}
          today={localDateOf(asOf, period.zone)}
          settings={periodSettingsOf(settings)}
          path="/heat"
          kept={{ ...filters, ...more }}
          addressOf={to}
        />
      </div>
      {problem && <Notice tone="warned">{problem}</Notice>}
      <FilterForm
        path="/heat"
        period={period}
        filters={filters}
        settings={settings}
        names={narrowable}
        more={more}
      />
      <nav class="queue-tabs" aria-label="Что показывает цвет">
        {heatColours.map(each => (
          <a
            key={each}
            href={pageAddress('/heat', period, filters, { colour: each })}
            aria-current={each === colour ? 'page' : undefined}
          >
            {colourTitles[each]}
          </a>
        ))}
      </nav>
      {map.rows.length === 0 ? (
        <section class="sheet empty">
          <h2>За этот период сообщений нет, и в работе ничего не осталось</h2>
          <p>
            Здесь будет строка на каждый населённый пункт и столбец на каждый блок: сколько поступило и
            сколько из этого просрочено. Населённый пункт указывают в карточке, когда её записывают.
          </p>
        </section>
      ) : (
        <>
          <Legend colour={colour} isComparable={map.total.before !== null} />
          <HeatTable {...props} />
        </>
      )}
      <FileLine path="/heat" query={{ ...periodQuery(period), ...filters }} />
    </Page>
  )
}

/** The numbers of the cells, and those of the previous period of which the growth is made. */
const mapTables = ['received', 'before', 'overdue'] as const

function fileOf({ map, period, previous, filters, settings, asOf }: HeatProps): TableFile {
  return {
    name: `karta-${period.firstDate}-${period.lastDate}`,
    tables: mapTables
      .filter(name => name !== 'before' || map.total.before !== null)
      .map(name => tableOf(name, { map, period, previous, filters, settings })),
    head: {
      title: 'Тепловая карта',
      subtitle: periodWords(period),
      asOf: asOfWords(asOf, period.zone),
      lines: filterWords(filters, settings),
    },
  }
}

function tableOf(
  name: (typeof mapTables)[number],
  {
    map,
    period,
    previous,
    filters,
    settings,
  }: Pick<HeatProps, 'map' | 'period' | 'previous' | 'filters' | 'settings'>,
): ReportTable {
  const metric = name === 'overdue' ? 'overdue' : 'received'
  const spans = { received: '', before: ' в предыдущем периоде', overdue: ' (сейчас)' } as const
  const count = (cell: HeatCell, narrowing: ReturnType<typeof cellNarrowing>): Cell => ({
    kind: 'count',
    value: cell[name] ?? 0,
    href: listAddress(metric, name === 'before' ? previous : period, { ...filters, ...narrowing }),
  })
  const blockAt = (at: number) => map.blocks[at]
  return {
    id: name,
    title: `${metrics[metric].title}${spans[name]} по населённым пунктам и блокам`,
    columns: [
      { id: 'settlement', title: 'Населённый пункт', kind: 'text', width: 4 },
      ...map.blocks.map(
        block => ({ id: block, title: blocks[block].title, kind: 'count', width: 2 }) as const,
      ),
      { id: 'total', title: 'Всего', kind: 'count', width: 2, formula: metrics[metric].formula },
    ],
    rows: [
      ...map.rows.map(({ settlement, cells, total }) => ({
        cells: [
          { kind: 'text', text: settlementTitle(settlement, settings) } as const,
          ...cells.map((cell, at) => count(cell, cellNarrowing(settlement, blockAt(at)))),
          count(total, cellNarrowing(settlement)),
        ],
      })),
      {
        isTotal: true,
        cells: [
          { kind: 'text', text: 'Всего' } as const,
          ...map.columns.map((cell, at) => count(cell, { block: blockAt(at) })),
          count(map.total, {}),
        ],
      },
    ],
  }
}
