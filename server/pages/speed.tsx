/**
 * «Быстро решаем: где теряется время»: how long answers lay in each stage, how much each block has, and a person's own
 * load — which that person and the head of the centre see, and nobody else (PRACTICE P19); no document tells it.
 */
import type { Context, Hono } from 'hono'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import {
  type Period,
  periodQuery,
  periodSettingsOf,
  periodWords,
  periodWordsInside,
  readPeriod,
} from '../../shared/reports/period.ts'
import type { Office, Signed } from '../office.ts'
import type { Place } from '../reports/block-statistics/live.ts'
import { type BlockStatistics, blockStatistics } from '../reports/block-statistics/query.ts'
import { numberWords } from '../reports/documents/cells.ts'
import { TableView } from '../reports/documents/TableView.tsx'
import { type PersonLoad, readLoads, readStageTimes, type StageTimes } from '../reports/stages/query.ts'
import { listAddress } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice } from './Field.tsx'
import { Page } from './layout.tsx'
import { PeriodPicker } from './PeriodPicker.tsx'
import { maySeeLoad } from './queue/asked.ts'
import { FileLine } from './report/FileLine.tsx'
import {
  FilterForm,
  filterWords,
  Narrowed,
  pageAddress,
  type ReportFilters,
  readFilters,
} from './report/filters.tsx'
import { Loads } from './speed/Loads.tsx'
import { blockStageTable, loadTable, stageTable } from './speed/tables.ts'
import { answerCsv, answerXlsx, type TableFile } from './table-files.ts'
import { asOfWords, counted, noTicketsWords } from './words.ts'

export function mountSpeed(app: Hono, office: Office): void {
  const withSpeed = (answer: (context: Context, speed: Speed, place: Place) => Promise<Response>) =>
    signedIn(office, async (context, signed) => {
      const scope = office.tickets.scopeOf(signed)
      if (isEmptyScope(scope)) return forbiddenPage(context, signed, noTicketsWords)
      const { settings } = signed
      const query = context.req.query()
      const asOf = office.now()
      const { period, problem } = readPeriod(query, asOf, periodSettingsOf(settings))
      const filters = readFilters(query)
      const { reportReader: reader, organisationId } = office
      const place = { reader, organisationId, scope }
      const times = await readStageTimes(place, { period, asOf }, settings.deadlines, filters)
      const statistics = await blockStatistics(reader, organisationId, scope, period, asOf, filters)
      return answer(context, { signed, period, filters, asOf, problem, times, statistics }, place)
    })

  app.get(
    '/speed',
    withSpeed(async (context, speed, place) => {
      const { signed, asOf } = speed
      const { settings } = signed
      const people = settings.people.filter(({ id }) => maySeeLoad(signed, id))
      return answerPage(
        context,
        <SpeedPage {...speed} {...(await readLoads(place, people, settings, asOf))} />,
      )
    }),
  )
  app.get(
    '/speed.xlsx',
    withSpeed((context, speed) => answerXlsx(context, fileOf(speed))),
  )
  app.get(
    '/speed.csv',
    withSpeed(async (context, speed) => answerCsv(context, fileOf(speed))),
  )
}

type Speed = {
  signed: Signed
  period: Period
  filters: ReportFilters
  asOf: string
  problem: string | undefined
  times: StageTimes
  statistics: BlockStatistics
}

type Props = Speed & { loads: readonly PersonLoad[]; isCut: boolean }

/** Without people: a person's load stands in no file. */
function fileOf({ signed: { settings }, period, filters, asOf, times, statistics }: Speed): TableFile {
  return {
    name: `vremya-${period.firstDate}-${period.lastDate}`,
    tables: [...stageTables(times, period, filters), loadTable(statistics, filters)],
    head: {
      title: 'Где теряется время',
      subtitle: periodWords(period),
      asOf: asOfWords(asOf, period.zone),
      lines: [
        ...filterWords(filters, settings),
        ...(times.followed < times.answered
          ? [
              `Этапы прослежены по последним ${numberWords(times.followed)} из ${numberWords(times.answered)} карточек с окончательным ответом.`,
            ]
          : []),
      ],
    },
  }
}

function stageTables(times: StageTimes, period: Period, filters: ReportFilters) {
  return times.followed === 0
    ? []
    : [stageTable(times, period, filters), blockStageTable(times, period, filters)]
}

function SpeedPage(props: Props) {
  const { signed, period, filters, asOf, problem, times, statistics, loads, isCut } = props
  const { settings } = signed
  return (
    <Page
      signed={signed}
      tab="queue"
      section={{ current: 'speed', to: { speed: pageAddress('/speed', period, filters) } }}
      title={`Где теряется время: ${periodWordsInside(period)}`}
      wide
      stands
    >
      <div class="headline">
        <div>
          <h1>{`Где теряется время. ${periodWords(period)}`}</h1>
          <p class="quiet">{asOfWords(asOf, period.zone)}</p>
          <Narrowed path="/speed" period={period} filters={filters} settings={settings} />
        </div>
        <PeriodPicker
          period={period}
          today={localDateOf(asOf, period.zone)}
          settings={periodSettingsOf(settings)}
          path="/speed"
          kept={filters}
          addressOf={other => pageAddress('/speed', other, filters)}
        />
      </div>
      {problem && <Notice tone="warned">{problem}</Notice>}
      <FilterForm path="/speed" period={period} filters={filters} settings={settings} />
      {times.followed === 0 ? (
        <section class="sheet empty">
          <h2>За этот период окончательных ответов не давали</h2>
          <p>
            Здесь будет видно, сколько рабочего времени карточка ждёт разбора, поручения, исполнения,
            согласования и публикации. Считается по карточкам, на которые дан ответ.
          </p>
        </section>
      ) : (
        <>
          <p>
            По <a href={listAddress('final_replied', period, filters)}>{numberWords(times.answered)}</a>{' '}
            {counted(times.answered, ['карточке', 'карточкам', 'карточкам']).replace(/^\S+\u00a0/, '')}, на
            которые дан окончательный ответ
            {times.followed < times.answered &&
              `; прослежены последние ${numberWords(times.followed)}, чтобы страница не заставляла ждать`}
            .
          </p>
          {stageTables(times, period, filters).map(table => (
            <TableView key={table.id} table={table} />
          ))}
        </>
      )}
      <TableView table={loadTable(statistics, filters)} />
      <FileLine path="/speed" query={{ ...periodQuery(period), ...filters }} />
      <Loads loads={loads} isCut={isCut} signed={signed} />
    </Page>
  )
}
