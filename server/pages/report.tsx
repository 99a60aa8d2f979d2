/** «Все знаем — сводка»: the state of all blocks now and over a period; every number opens the list behind it. */
import type { Context, Hono } from 'hono'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import {
  periodQuery,
  periodSettingsOf,
  periodWords,
  periodWordsInside,
  readPeriod,
  weekOf,
} from '../../shared/reports/period.ts'
import { type Coverage, mayLook } from '../../shared/watch/looks.ts'
import type { Office, Signed } from '../office.ts'
import { mayMakeReports, mayReadReports } from '../reports/archive/rights.ts'
import type { Digest } from '../reports/digests.ts'
import { ChartView } from '../reports/documents/ChartView.tsx'
import { chartPictures, type Pictures, RenderFailure } from '../reports/documents/render.ts'
import { TableView } from '../reports/documents/TableView.tsx'
import { listAddress } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { Digests } from './duty.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice } from './Field.tsx'
import { Page } from './layout.tsx'
import { PeriodPicker } from './PeriodPicker.tsx'
import { BlockTable, isEmpty } from './report/BlockTable.tsx'
import { Decisions, type HandedIn } from './report/Decisions.tsx'
import { Figures } from './report/Figures.tsx'
import { FileLine } from './report/FileLine.tsx'
import {
  FilterForm,
  filterWords,
  Narrowed,
  pageAddress,
  type ReportFilters,
  readFilters,
} from './report/filters.tsx'
import { HowCounted } from './report/HowCounted.tsx'
import { Promises } from './report/Promises.tsx'
import { lastDayOf, type Overview, readOverview, type TrendLength, trendLengths } from './report/read.ts'
import { SignalList } from './report/Signals.tsx'
import { Times } from './report/Times.tsx'
import { channelTable, overviewTables, subtopicTable, trendChart, trendTable } from './report/tables.ts'
import { Watched } from './report/Watched.tsx'
import { answerCsv, answerXlsx, type TableFile } from './table-files.ts'
import { asOfWords, counted, noTicketsWords, ticketForms, voicesWords } from './words.ts'

export function mountReport(app: Hono, office: Office): void {
  /** Of readers of tickets only, with everything that the address asks for read. */
  const withReport = (answer: (context: Context, signed: Signed, report: Report) => Promise<Response>) =>
    signedIn(office, async (context, signed) => {
      const scope = office.tickets.scopeOf(signed)
      if (isEmptyScope(scope)) return forbiddenPage(context, signed, noTicketsWords)
      const query = context.req.query()
      const asOf = office.now()
      const { period, problem } = readPeriod(query, asOf, periodSettingsOf(signed.settings))
      const filters = readFilters(query)
      const weeks = trendLengths.find(each => String(each) === query.weeks) ?? 8
      const place = { reader: office.reportReader, organisationId: office.organisationId, scope }
      const overview = await readOverview(place, signed, { period, asOf, filters, weeks })
      const seesAll = scope.any.some(clause => 'all' in clause)
      return answer(context, signed, { overview, filters, weeks, seesAll, problem })
    })

  app.get(
    '/',
    withReport(async (context, signed, report) => {
      const { period, previous, asOf } = report.overview
      return answerPage(
        context,
        <ReportPage
          {...report}
          signed={signed}
          pictures={await picturesOf(report.overview)}
          summaries={
            await summariesOf(
              office,
              signed,
              weekOf(lastDayOf(period, asOf), periodSettingsOf(signed.settings)),
            )
          }
          coverage={await office.watch.coverage(signed.settings, period, previous)}
          digests={await office.digests.unseen(signed)}
        />,
      )
    }),
  )
  app.get(
    '/report.xlsx',
    withReport(async (context, signed, report) => answerXlsx(context, fileOf(signed, report))),
  )
  app.get(
    '/report.csv',
    withReport(async (context, signed, report) => answerCsv(context, fileOf(signed, report))),
  )
}

type Report = {
  overview: Overview
  filters: ReportFilters
  weeks: TrendLength
  /** Not narrowed to own blocks or assignments. */
  seesAll: boolean
  problem: string | undefined
}

const ownWords = 'Показано то, что входит в ваши полномочия'

function fileOf({ settings }: Signed, { overview, filters, seesAll }: Report): TableFile {
  const { period, asOf } = overview
  return {
    name: `svodka-${period.firstDate}-${period.lastDate}`,
    tables: overviewTables({ overview, filters, settings }),
    head: {
      title: 'Сводка',
      subtitle: periodWords(period),
      asOf: asOfWords(asOf, period.zone),
      lines: [...filterWords(filters, settings), ...(seesAll ? [] : [`${ownWords}.`])],
    },
  }
}

/** A picture that could not be drawn leaves its table. */
async function picturesOf(overview: Overview): Promise<Pictures> {
  try {
    return await chartPictures([trendChart({ overview })])
  } catch (error) {
    if (error instanceof RenderFailure) return new Map()
    throw error
  }
}

async function summariesOf(
  office: Office,
  { actor, settings }: Signed,
  week: Overview['period'],
): Promise<HandedIn | undefined> {
  if (!mayReadReports(actor)) return undefined
  const all = await office.summaries.all(settings, week)
  const handedIn = all.filter(({ life }) => life.handedIn !== null).length
  return { week, handedIn, expected: all.length, mayOpen: mayMakeReports(actor) }
}

type ReportProps = Report & {
  signed: Signed
  pictures: Pictures
  summaries: HandedIn | undefined
  coverage: Coverage
  digests: Digest[]
}

function ReportPage(props: ReportProps) {
  const { signed, overview, filters, weeks, seesAll, problem, summaries, coverage, digests } = props
  const { settings } = signed
  const { period, previous, asOf, statistics, before, voices } = overview
  const { total } = statistics
  const more = { weeks: weeks === 8 ? undefined : String(weeks) }
  const to = (other: Overview['period']) => pageAddress('/', other, filters, more)
  return (
    <Page
      signed={signed}
      tab="report"
      section={{
        current: 'summary',
        to: {
          summary: to(period),
          heat: pageAddress('/heat', period, { ...filters, settlement: undefined }),
        },
      }}
      title={`Сводка: ${periodWordsInside(period)}`}
      wide
    >
      <div class="headline">
        <div>
          <h1>{periodWords(period)}</h1>
          <p class="quiet">
            {asOfWords(asOf, period.zone)}
            {!seesAll && `. ${ownWords}`}
          </p>
          <Narrowed path="/" period={period} filters={filters} settings={settings} more={more} />
          {voices.tickets > 0 && (
            <p class="quiet">
              <abbr title="Один пост может стать несколькими карточками, а несколько постов написать один человек: сообщения и авторы сосчитаны отдельно.">
                Поступило
              </abbr>
              :{' '}
              <a href={listAddress('received', period, filters)}>
                {`${counted(voices.tickets, ticketForms)} · ${voicesWords(voices)}`}
              </a>
            </p>
          )}
          {before !== null && period.from <= asOf && asOf < period.to && (
            <p class="quiet">Период ещё идёт, а сравнивается он с целым предыдущим.</p>
          )}
        </div>
        <PeriodPicker
          period={period}
          today={localDateOf(asOf, period.zone)}
          settings={periodSettingsOf(settings)}
          path="/"
          kept={{ ...filters, ...more }}
          addressOf={to}
        />
      </div>
      {problem && <Notice tone="warned">{problem}</Notice>}
      <FilterForm path="/" period={period} filters={filters} settings={settings} more={more} />
      <Digests digests={digests} back="report" />
      <Decisions total={total} period={period} narrowing={filters} summaries={summaries} />
      {isEmpty(total) ? (
        <EmptyReport isNarrowed={filterWords(filters, settings).length > 0} />
      ) : (
        <>
          <Figures
            total={total}
            before={before?.total ?? null}
            period={period}
            previous={previous}
            narrowing={filters}
          />
          <Numbers {...props} />
        </>
      )}
      <Watched coverage={coverage} mayOpen={mayLook(signed.actor)} />
      <FileLine path="/report" query={{ ...periodQuery(period), ...filters, ...more }} />
      <p class="links">
        <a href={pageAddress('/speed', period, filters)}>Где теряется время</a>
      </p>
      <HowCounted />
    </Page>
  )
}

/** The tables under the figures. */
function Numbers({ signed: { actor, settings }, overview, filters, weeks, seesAll, pictures }: ReportProps) {
  const { period, previous, asOf, statistics, before, measures, subtopics, signals } = overview
  const told = { overview, filters, settings }
  const rows = statistics.rows.map(row => ({
    ...row,
    receivedBefore: before && (before.rows.find(({ block }) => block === row.block)?.counts.received ?? 0),
    mark: measures.byBlock.get(row.block)?.satisfaction,
  }))
  const chart = trendChart(told)
  return (
    <>
      <BlockTable
        rows={rows.filter(row => seesAll || actor.blocks.includes(row.block) || !isEmpty(row))}
        total={{
          ...statistics.total,
          receivedBefore: before?.total.counts.received ?? null,
          mark: measures.total.satisfaction,
        }}
        period={period}
        previous={previous}
        asOf={asOf}
        filters={filters}
      />
      <div class="report-pair">
        <SignalList signals={signals} settings={settings} narrowing={filters} />
        <section class="sheet stack tight" aria-labelledby="times">
          <h2 id="times">Обещания и время ответа</h2>
          <Promises total={statistics.total} period={period} narrowing={filters} />
          <Times measures={measures.total} period={period} narrowing={filters} />
        </section>
      </div>
      <TableView table={channelTable(told)} />
      {subtopics.length > 0 && <TableView table={subtopicTable(told)} />}
      <section class="stack tight" aria-label="Динамика">
        <p class="links">
          {trendLengths.map(each => (
            <a
              key={each}
              href={pageAddress('/', period, filters, { weeks: String(each) })}
              aria-current={each === weeks ? 'true' : undefined}
            >
              {each === 8 ? '8\u00a0недель' : '52\u00a0недели'}
            </a>
          ))}
        </p>
        <ChartView chart={chart} table={trendTable(told)} picture={pictures.get(chart.id)} />
      </section>
    </>
  )
}

function EmptyReport({ isNarrowed }: { isNarrowed: boolean }) {
  return (
    <section class="sheet empty">
      <h2>
        {isNarrowed
          ? 'По этим условиям за период ничего нет'
          : 'За этот период сообщений нет, и в работе ничего не осталось'}
      </h2>
      <p>
        {isNarrowed
          ? 'Уберите часть условий или выберите другой период.'
          : 'Здесь будет строка на каждый блок: сколько поступило, кто работает, что просрочено. Сообщение попадает сюда, когда оператор нажимает «Записать» у поста или комментария на странице социальной сети.'}
      </p>
    </section>
  )
}
