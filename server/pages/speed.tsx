/**
 * «Быстро решаем: где теряется время»: how long answers lay in each stage, how much each block has, and a person's own
 * load — which that person and the head of the centre see, and nobody else (PRACTICE P19); no document tells it.
 */
import type { Hono } from 'hono'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import { type Period, periodSettingsOf, periodWords, readPeriod } from '../../shared/reports/period.ts'
import type { Office, Signed } from '../office.ts'
import { mayMakeReports } from '../reports/archive/rights.ts'
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
import { FilterForm, Narrowed, pageAddress, type ReportFilters, readFilters } from './report/filters.tsx'
import { Loads } from './speed/Loads.tsx'
import { blockStageTable, loadTable, stageTable } from './speed/tables.ts'
import { asOfWords, counted, noTicketsWords } from './words.ts'

export function mountSpeed(app: Hono, office: Office): void {
  app.get(
    '/speed',
    signedIn(office, async (context, signed) => {
      const scope = office.tickets.scopeOf(signed)
      if (isEmptyScope(scope)) return forbiddenPage(context, signed, noTicketsWords)
      const { settings, actor, person } = signed
      const query = context.req.query()
      const asOf = office.now()
      const { period, problem } = readPeriod(query, asOf, periodSettingsOf(settings))
      const filters = readFilters(query)
      const { reader, organisationId } = office
      const place = { reader, organisationId, scope }
      const people = mayMakeReports(actor)
        ? settings.people
        : settings.people.filter(({ id }) => id === person.id)
      return answerPage(
        context,
        <SpeedPage
          signed={signed}
          period={period}
          filters={filters}
          asOf={asOf}
          problem={problem}
          times={await readStageTimes(place, { period, asOf }, settings.deadlines, filters)}
          statistics={await blockStatistics(reader, organisationId, scope, period, asOf, filters)}
          {...(await readLoads(place, people, settings, asOf))}
        />,
      )
    }),
  )
}

type Props = {
  signed: Signed
  period: Period
  filters: ReportFilters
  asOf: string
  problem: string | undefined
  times: StageTimes
  statistics: BlockStatistics
  loads: readonly PersonLoad[]
  isCut: boolean
}

function SpeedPage(props: Props) {
  const { signed, period, filters, asOf, problem, times, statistics, loads, isCut } = props
  const { settings } = signed
  return (
    <Page signed={signed} tab="queue" title={`Где теряется время: ${periodWords(period)}`} wide stands>
      <p class="back">
        <a href="/tickets">← К очереди</a>
      </p>
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
          <TableView table={stageTable(times)} />
          <TableView table={blockStageTable(times)} />
        </>
      )}
      <TableView table={loadTable(statistics, filters)} />
      <Loads loads={loads} isCut={isCut} signed={signed} />
    </Page>
  )
}
