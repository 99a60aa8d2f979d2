import { formatDate } from '../../../shared/deadlines/words.ts'
import { addDays } from '../../../shared/deadlines/zone.ts'
import type { Signed } from '../../office.ts'
import type { MaterialRequest } from '../../reports/archive/requests.ts'
import { LongTextField, Notice, TextField } from '../Field.tsx'
import type { Form } from '../form.ts'
import { Page } from '../layout.tsx'

type Props = {
  signed: Signed
  /** Local date. */
  today: string
  requests: readonly MaterialRequest[]
  typed: Form
  done: string | undefined
  problem: string | undefined
}

/** «Запросы материалов»: of the regional centre and others (decree 697-П, 4.4 г, д). */
export function RequestsPage({ signed, today, requests, typed, done, problem }: Props) {
  return (
    <Page signed={signed} tab="reports" title="Запросы материалов" stands={problem !== undefined}>
      <p class="back">
        <a href="/reports">← Отчёты</a>
      </p>
      <h1>Запросы материалов</h1>
      <p class="quiet">
        Кто и когда запросил сведения (п.&nbsp;4.4&nbsp;г, д), срок и чем ответили. Сами сведения — выгрузки
        списков без данных жителей и утверждённые отчёты.
      </p>
      {done && <Notice tone="done">{done}</Notice>}
      {problem && <Notice tone="refused">{problem}</Notice>}
      {requests.length === 0 ? (
        <section class="sheet empty">
          <h2>Запросов ещё не было</h2>
          <p>Запишите первый ниже: о сроке ответа напомним на всех страницах.</p>
        </section>
      ) : (
        <ul class="plain stack">
          {requests.map(request => (
            <Request key={request.id} request={request} today={today} />
          ))}
        </ul>
      )}
      <section class="sheet stack medium" aria-labelledby="new-request">
        <h2 id="new-request">Новый запрос</h2>
        <form method="post" action="/reports/requests" class="stack" data-draft="report-request">
          <TextField
            name="fromWhom"
            label="Кто запросил"
            value={typed.one('fromWhom') || 'Центр управления регионом'}
            required
            maxLength={300}
          />
          <TextField name="number" label="Номер письма" value={typed.one('number')} maxLength={100} />
          <LongTextField
            name="subject"
            label="Что нужно"
            value={typed.one('subject')}
            rows={2}
            required
            maxLength={2_000}
          />
          <TextField
            name="receivedOn"
            label="Получен"
            type="date"
            value={typed.one('receivedOn') || today}
            required
          />
          <TextField
            name="dueOn"
            label="Ответить до"
            type="date"
            value={typed.one('dueOn') || addDays(today, 7)}
            required
          />
          <div class="buttons">
            <button class="main" type="submit">
              Записать запрос
            </button>
          </div>
        </form>
      </section>
    </Page>
  )
}

function Request({ request, today }: { request: MaterialRequest; today: string }) {
  const { id, fromWhom, number, subject, receivedOn, dueOn, answeredOn, answer } = request
  return (
    <li class="sheet stack tight">
      <p>
        <b>{fromWhom}</b>
        {number !== '' && `, № ${number}`}
        {`, от ${formatDate(receivedOn)}`}
      </p>
      <p>{subject}</p>
      {answeredOn !== null ? (
        <p class="state done">{`✓ Отвечено ${formatDate(answeredOn)}${answer ? `: ${answer}` : ''}`}</p>
      ) : (
        <>
          <p class={`state ${dueOn < today ? 'overdue' : 'today'}`}>
            {dueOn < today ? `▲ Срок истёк ${formatDate(dueOn)}` : `◆ Ответить до ${formatDate(dueOn)}`}
          </p>
          <details>
            <summary>Записать ответ</summary>
            <form method="post" action={`/reports/requests/${id}/answer`} class="stack tight">
              <TextField
                name="answeredOn"
                scope={id}
                label="Когда ответили"
                type="date"
                value={today}
                required
              />
              <TextField name="answer" scope={id} label="Что отправлено и каким письмом" maxLength={2_000} />
              <button type="submit">Записать ответ</button>
            </form>
          </details>
        </>
      )}
    </li>
  )
}
