/** «Все знаем — сводка»: the state of all blocks now and over a period; every number opens the list behind it. */
import type { Hono } from 'hono'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import { metricIds, metrics } from '../../shared/reports/metrics.ts'
import {
  type Period,
  type PeriodSettings,
  periodSettingsOf,
  periodWords,
  previousPeriod,
  readPeriod,
} from '../../shared/reports/period.ts'
import { type Coverage, mayLook } from '../../shared/watch/looks.ts'
import type { Office, Signed } from '../office.ts'
import { type BlockStatistics, blockStatistics, type Counts } from '../reports/block-statistics/query.ts'
import type { Digest } from '../reports/digests.ts'
import { type PeriodVoices, periodVoices } from '../reports/voices.ts'
import { listAddress } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { Digests } from './duty.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice } from './Field.tsx'
import { Page } from './layout.tsx'
import { PeriodPicker } from './PeriodPicker.tsx'
import { BlockTable, isEmpty } from './report/BlockTable.tsx'
import { Figures } from './report/Figures.tsx'
import { Watched } from './report/Watched.tsx'
import { asOfWords, counted, noTicketsWords, ticketForms } from './words.ts'

export function mountReport(app: Hono, office: Office): void {
  app.get(
    '/',
    signedIn(office, async (context, signed) => {
      const scope = office.tickets.scopeOf(signed)
      if (isEmptyScope(scope)) return forbiddenPage(context, signed, noTicketsWords)
      const now = office.now()
      const periodSettings = periodSettingsOf(signed.settings)
      const { period, problem } = readPeriod(context.req.query(), now, periodSettings)
      const statistics = await blockStatistics(office.reader, office.organisationId, scope, period, now)
      const voices = await periodVoices(office.reader, office.organisationId, scope, period, now)
      return answerPage(
        context,
        <ReportPage
          signed={signed}
          statistics={statistics}
          voices={voices}
          coverage={
            await office.watch.coverage(signed.settings, period, previousPeriod(period, periodSettings))
          }
          digests={await office.digests.unseen(signed)}
          seesAll={scope.any.some(clause => 'all' in clause)}
          problem={problem}
          periodSettings={periodSettings}
        />,
      )
    }),
  )
}

type ReportProps = {
  signed: Signed
  statistics: BlockStatistics
  voices: PeriodVoices
  coverage: Coverage
  digests: Digest[]
  /** Not narrowed to own blocks or assignments. */
  seesAll: boolean
  problem: string | undefined
  periodSettings: PeriodSettings
}

function ReportPage({
  signed,
  statistics,
  voices,
  coverage,
  digests,
  seesAll,
  problem,
  periodSettings,
}: ReportProps) {
  const { period, asOf, total } = statistics
  const rows = statistics.rows.filter(
    row => seesAll || signed.actor.blocks.includes(row.block) || !isEmpty(row),
  )
  return (
    <Page signed={signed} tab="report" title={`Сводка: ${periodWords(period)}`} wide>
      <div class="headline">
        <div>
          <h1>{periodWords(period)}</h1>
          <p class="quiet">
            {asOfWords(asOf, period.zone)}
            {!seesAll && '. Показано то, что входит в ваши полномочия'}
          </p>
          {voices.tickets > 0 && (
            <p class="quiet">
              <abbr title="Один пост может стать несколькими карточками, а несколько постов написать один человек: сообщения и авторы сосчитаны отдельно.">
                Поступило
              </abbr>
              : {voicesWords(voices)}
            </p>
          )}
        </div>
        <PeriodPicker period={period} today={localDateOf(asOf, period.zone)} settings={periodSettings} />
      </div>
      {problem && <Notice tone="warned">{problem}</Notice>}
      <Digests digests={digests} back="report" />
      {isEmpty(total) ? (
        <EmptyReport />
      ) : (
        <>
          <NeedsDecision total={total} period={period} />
          <Figures total={total} period={period} />
          <BlockTable rows={rows} total={total} period={period} asOf={asOf} />
        </>
      )}
      <Watched coverage={coverage} mayOpen={mayLook(signed.actor)} />
      <p class="links">
        <a href="/rating">Рейтинг ответственных получателей</a> <a href="/indicators">Показатели</a>
      </p>
      <HowCounted />
    </Page>
  )
}

/** «3 карточки · 2 сообщения · 1 автор» of what came in the period. */
function voicesWords({ tickets, messages, authors }: PeriodVoices): string {
  return [
    counted(tickets, ticketForms),
    counted(messages, ['сообщение', 'сообщения', 'сообщений']),
    counted(authors, ['автор', 'автора', 'авторов']),
  ].join(' · ')
}

function EmptyReport() {
  return (
    <section class="sheet empty">
      <h2>За этот период сообщений нет, и в работе ничего не осталось</h2>
      <p>
        Здесь будет строка на каждый блок: сколько поступило, кто работает, что просрочено. Сообщение попадает
        сюда, когда оператор нажимает «Записать» у поста или комментария на странице социальной сети.
      </p>
    </section>
  )
}

/** What only a head can move: put before them, promises that were not kept, orders of the chief without a report. */
function NeedsDecision({ total: { counts }, period }: { total: Counts; period: Period }) {
  const asked = (['before_head', 'promises_broken', 'orders_overdue'] as const).filter(
    metric => counts[metric] > 0,
  )
  if (asked.length === 0) return null
  return (
    <section class="notice overdue needs" aria-label="Требует решения">
      <b>Требует решения:</b>{' '}
      {asked.map((metric, index) => (
        <span key={metric}>
          {index > 0 && ' · '}
          {lowerFirst(metrics[metric].title)} <a href={listAddress(metric, period)}>{counts[metric]}</a>
        </span>
      ))}
    </section>
  )
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}

function HowCounted() {
  return (
    <details class="how">
      <summary>Как считаются показатели</summary>
      <dl class="dictionary">
        {metricIds.map(id => (
          <div key={id}>
            <dt>{metrics[id].title}</dt>
            <dd>
              {metrics[id].formula} <span class="quiet">({metrics[id].clause})</span>
            </dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        Период включает первый день и последний день целиком. Доля в процентах показана, когда сравнивать есть
        что: от 20 карточек; на меньшем числе — «18 из 19». Пункты — по постановлению от 24.12.2020 № 697-П.
      </p>
    </details>
  )
}
