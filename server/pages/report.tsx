/** «Все знаем — сводка»: the state of all blocks now and over a period; every number opens the list behind it. */
import type { Hono } from 'hono'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import { type BlockId, blocks } from '../../shared/reference/blocks.ts'
import { type MetricId, metricIds, metrics, percentBase, shareWords } from '../../shared/reports/metrics.ts'
import {
  defaultFirstWeekday,
  type Period,
  type PeriodSettings,
  periodWords,
  readPeriod,
  spanWords,
} from '../../shared/reports/period.ts'
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
import { shapes, type Urgency } from './TicketState.tsx'
import { ageWords, asOfWords, counted, noTicketsWords, ticketForms } from './words.ts'

export function mountReport(app: Hono, office: Office): void {
  app.get(
    '/',
    signedIn(office, async (context, signed) => {
      const scope = office.tickets.scopeOf(signed)
      if (isEmptyScope(scope)) return forbiddenPage(context, signed, noTicketsWords)
      const now = office.now()
      const periodSettings = { zone: signed.settings.deadlines.zone, firstWeekday: defaultFirstWeekday }
      const { period, problem } = readPeriod(context.req.query(), now, periodSettings)
      const statistics = await blockStatistics(office.reader, office.organisationId, scope, period, now)
      const voices = await periodVoices(office.reader, office.organisationId, scope, period, now)
      return answerPage(
        context,
        <ReportPage
          signed={signed}
          statistics={statistics}
          voices={voices}
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
  digests: Digest[]
  /** Not narrowed to own blocks or assignments. */
  seesAll: boolean
  problem: string | undefined
  periodSettings: PeriodSettings
}

function ReportPage({ signed, statistics, voices, digests, seesAll, problem, periodSettings }: ReportProps) {
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

function isEmpty({ counts }: Counts): boolean {
  return counts.open === 0 && counts.received === 0 && counts.answered === 0 && counts.first_due === 0
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

/** What only a head can move: put before them, promises that were not kept. */
function NeedsDecision({ total: { counts }, period }: { total: Counts; period: Period }) {
  const asked = (['before_head', 'promises_broken'] as const).filter(metric => counts[metric] > 0)
  if (asked.length === 0) return null
  return (
    <section class="notice overdue needs" aria-label="Требует решения">
      <b>Требует решения:</b>{' '}
      {asked.map((metric, index) => (
        <span key={metric}>
          {index > 0 && ' · '}
          {metrics[metric].title.toLowerCase()} <a href={listAddress(metric, period)}>{counts[metric]}</a>
        </span>
      ))}
    </section>
  )
}

/** The answer before the question: what is urgent now, then how the period went. */
function Figures({ total, period }: { total: Counts; period: Period }) {
  const { counts } = total
  return (
    <div class="figures">
      <section aria-labelledby="figures-now">
        <h2 id="figures-now">Сейчас</h2>
        <dl>
          <Figure
            metric="overdue"
            total={total}
            period={period}
            urgency={counts.overdue > 0 ? 'overdue' : 'done'}
          />
          <Figure
            metric="due_today"
            total={total}
            period={period}
            urgency={counts.due_today > 0 ? 'today' : 'done'}
          />
          <Figure metric="not_sorted" total={total} period={period} />
          <Figure metric="to_publish" total={total} period={period} />
        </dl>
      </section>
      <section aria-labelledby="figures-period">
        <h2 id="figures-period">{capital(spanWords(period))}</h2>
        <dl>
          <Figure metric="received" total={total} period={period} />
          <Figure metric="answered" total={total} period={period} />
          <ShareFigure part="first_in_time" base="first_due" total={total} period={period} />
          <ShareFigure part="final_in_time" base="final_due" total={total} period={period} />
        </dl>
      </section>
    </div>
  )
}

type Counted = Exclude<MetricId, 'longest'>
type FigureProps = { total: Counts; period: Period }

function Figure({ metric, total, period, urgency }: FigureProps & { metric: Counted; urgency?: Urgency }) {
  return (
    <div class={urgency ? `figure ${urgency}` : 'figure'}>
      <dt>{metrics[metric].title}</dt>
      <dd>
        <a href={listAddress(metric, period)}>
          {urgency && (
            <span class="shape" aria-hidden="true">
              {shapes[urgency]}
            </span>
          )}
          {total.counts[metric]}
        </a>
      </dd>
    </div>
  )
}

function ShareFigure({ part, base, total, period }: FigureProps & { part: Counted; base: Counted }) {
  return (
    <div class="figure">
      <dt>{metrics[part].title}</dt>
      <dd>
        <Share part={part} base={base} row={total} period={period} />
      </dd>
    </div>
  )
}

/** «92 %» with «52 из 57» beneath; on a small base the numbers alone. Both numbers open their lists. */
function Share({
  part,
  base,
  row,
  period,
  block,
}: {
  part: Counted
  base: Counted
  row: Counts
  period: Period
  block?: BlockId
}) {
  const { [part]: n, [base]: m } = row.counts
  if (m === 0) return <span class="quiet">—</span>
  const numbers = (
    <>
      <a href={listAddress(part, period, block)}>{n}</a>
      {'\u00a0из\u00a0'}
      <a href={listAddress(base, period, block)}>{m}</a>
    </>
  )
  if (m < percentBase) return <span class="few">{numbers}</span>
  return (
    <>
      <span class="share">{shareWords(n, m)}</span> <small class="quiet">{numbers}</small>
    </>
  )
}

type TableProps = { rows: BlockStatistics['rows']; total: Counts; period: Period; asOf: string }

function BlockTable({ rows, total, period, asOf }: TableProps) {
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
] as const satisfies readonly { metric: MetricId; starts: boolean; base?: Counted; urgency?: Urgency }[]

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

function Count({ metric, row, period, block }: CellProps & { metric: Counted }) {
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

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
