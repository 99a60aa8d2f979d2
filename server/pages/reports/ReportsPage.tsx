import { formatDate, formatDateTime } from '../../../shared/deadlines/words.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { type DutyState, dutyClauses } from '../../../shared/reports/duties.ts'
import { reportStageTitles } from '../../../shared/reports/life.ts'
import { periodWords } from '../../../shared/reports/period.ts'
import type { Look } from '../../../shared/reports/queue-groups.ts'
import type { Signed } from '../../office.ts'
import type { LineOrder } from '../../reports/archive/orders.ts'
import type { ArchivedReport } from '../../reports/archive/reports.ts'
import { mayMakeReports, mayReportOrder } from '../../reports/archive/rights.ts'
import { LongTextField, Notice } from '../Field.tsx'
import { Page } from '../layout.tsx'
import { FileLinks } from '../rating/FileLinks.tsx'
import { shapes } from '../TicketState.tsx'
import type { DutyRow } from './duty-rows.ts'
import { ReportFiles } from './files.tsx'
import { placeOf } from './places.ts'

type Props = {
  signed: Signed
  now: string
  duties: readonly DutyRow[]
  orders: readonly LineOrder[]
  archive: readonly ArchivedReport[]
  isReader: boolean
  done: string | undefined
  problem: string | undefined
}

export function ReportsPage({ signed, now, duties, orders, archive, isReader, done, problem }: Props) {
  return (
    <Page signed={signed} tab="reports" title="Отчёты" wide stands={problem !== undefined}>
      <div class="headline">
        <h1>Отчёты</h1>
        <p class="links">
          {mayMakeReports(signed.actor) && (
            <>
              <a href="/reports/requests">Запросы материалов</a>{' '}
              <a href="/settings/reports">Сроки и адресаты</a>{' '}
            </>
          )}
          <a href="/rating">Рейтинг получателей</a> <a href="/indicators">Показатели</a>
          {isReader && (
            <>
              {' '}
              <a href="/reports/planning">Справка для планирования</a>
            </>
          )}
        </p>
      </div>
      {done && <Notice tone="done">{done}</Notice>}
      {problem && <Notice tone="refused">{problem}</Notice>}
      <Duties rows={duties} zone={signed.settings.deadlines.zone} />
      <Orders orders={orders} signed={signed} now={now} />
      {isReader && <Archive reports={archive} zone={signed.settings.deadlines.zone} />}
      {archive.length > 0 && <FileLinks path="/reports/archive" query={{}} />}
    </Page>
  )
}

const states: Readonly<Record<DutyState, { look: Look; words: string }>> = {
  done: { look: 'done', words: 'готово' },
  overdue: { look: 'overdue', words: 'срок истёк' },
  reminded: { look: 'today', words: 'пора' },
  later: { look: 'running', words: 'позже' },
}

function Duties({ rows, zone }: { rows: readonly DutyRow[]; zone: string }) {
  return (
    <section class="sheet flush" aria-labelledby="duties">
      <table class="list">
        <caption id="duties">Что и когда сдать</caption>
        <thead>
          <tr>
            <th scope="col">Отчёт</th>
            <th scope="col">За что</th>
            <th scope="col">Срок</th>
            <th scope="col">Состояние</th>
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <td colSpan={4}>Пока сдавать нечего: сообщений ещё не записывали.</td>
            </tr>
          )}
          {rows.map(({ duty, title, state, detail, href }) => {
            const { look, words } = states[state]
            return (
              <tr key={href}>
                <th scope="row">
                  <a href={href}>{title}</a> <small class="quiet">{dutyClauses[duty.kind]}</small>
                </th>
                <td>{periodWords(duty.period)}</td>
                <td>
                  {formatDateTime(duty.dueAt, zone)}
                  {duty.readyOn !== null && duty.readyOn !== localDateOf(duty.dueAt, zone) && (
                    <small class="quiet">{`лучше к\u00a0${formatDate(duty.readyOn)}`}</small>
                  )}
                </td>
                <td>
                  <span class={`state ${look}`}>
                    <span class="shape" aria-hidden="true">
                      {shapes[look]}
                    </span>
                    {detail === '' ? words : state === 'done' ? detail : `${words}, ${detail}`}
                  </span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Orders({ orders, signed, now }: { orders: readonly LineOrder[]; signed: Signed; now: string }) {
  if (orders.length === 0) return null
  const { zone } = signed.settings.deadlines
  const today = localDateOf(now, zone)
  return (
    <section class="sheet stack" aria-labelledby="orders">
      <h2 id="orders">Поручения Главы по отчётам</h2>
      <ul class="plain stack">
        {orders.map(({ id, line, text, to, toParty, dueOn, doneAt, result }) => (
          <li key={id}>
            <p>
              <b>{text}</b>
              {line !== '' && <span class="quiet">{` (${line})`}</span>}
            </p>
            <p>
              {`${to}, до ${formatDate(dueOn)}. `}
              {doneAt === null ? (
                <b>{dueOn < today ? '▲ просрочено' : 'исполняется'}</b>
              ) : (
                `Исполнено ${formatDate(localDateOf(doneAt, zone))}: ${result ?? ''}`
              )}
            </p>
            {doneAt === null && mayReportOrder(signed.actor, toParty) && (
              <details>
                <summary>Доложить об исполнении</summary>
                <form method="post" action={`/reports/orders/${id}/done`} class="stack tight">
                  <LongTextField
                    name="result"
                    scope={id}
                    label="Что сделано"
                    help="Войдёт в следующую записку: без имён и адресов жителей."
                    rows={2}
                    required
                    maxLength={4_000}
                  />
                  <button type="submit">Доложить</button>
                </form>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Archive({ reports, zone }: { reports: readonly ArchivedReport[]; zone: string }) {
  return (
    <section class="sheet flush" aria-labelledby="archive">
      <table class="list">
        <caption id="archive">Утверждённые и отправленные</caption>
        <thead>
          <tr>
            <th scope="col">Отчёт</th>
            <th scope="col">Утверждён</th>
            <th scope="col">Отправлен</th>
            <th scope="col">Файлы</th>
          </tr>
        </thead>
        <tbody>
          {reports.length === 0 && (
            <tr>
              <td colSpan={4}>Здесь будут утверждённые отчёты с файлами и их контрольными суммами.</td>
            </tr>
          )}
          {reports.map(({ id, kind, period, life, files }) => (
            <tr key={id}>
              <th scope="row">
                <a href={placeOf(kind).addressOf(period)}>
                  {`${placeOf(kind).title} №\u00a0${life.number ?? '—'}`}
                </a>
                <br />
                <small>{periodWords(period)}</small>
                {life.version > 1 && <small class="quiet">{`, версия ${life.version}`}</small>}
              </th>
              <td>
                {life.approved === null
                  ? reportStageTitles[life.stage]
                  : formatDateTime(life.approved.at, zone)}
                {life.approved !== null && (
                  <>
                    <br />
                    <small class="quiet">
                      SHA-256 <code title={life.approved.sha256}>{life.approved.sha256.slice(0, 16)}…</code>
                    </small>
                  </>
                )}
              </td>
              <td>
                {life.sent === null ? (
                  '—'
                ) : (
                  <>
                    {formatDate(life.sent.sentOn)}
                    <br />
                    <small>
                      {[life.sent.to, life.sent.outgoingNumber, life.sent.portalEntry]
                        .filter(Boolean)
                        .join(', ')}
                    </small>
                  </>
                )}
              </td>
              <td>
                <ReportFiles id={id} version={life.version} files={files} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
