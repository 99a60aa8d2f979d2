import { formatDate, formatDateTime } from '../../../shared/deadlines/words.ts'
import { addDays } from '../../../shared/deadlines/zone.ts'
import { blockIds, blocks } from '../../../shared/reference/blocks.ts'
import type { Signed } from '../../office.ts'
import type { StoredMaterial } from '../../reports/archive/materials.ts'
import { materialKinds, materialTitles } from '../../reports/archive/request-material.ts'
import type { MaterialRequest } from '../../reports/archive/requests.ts'
import { ChoicesField, LongTextField, Notice, SelectField, TextField } from '../Field.tsx'
import type { Form } from '../form.ts'
import { Page } from '../layout.tsx'
import { FileLinks } from '../rating/FileLinks.tsx'
import { MaterialFiles } from './files.tsx'

type Props = {
  signed: Signed
  /** Local date. */
  today: string
  requests: readonly MaterialRequest[]
  materials: readonly StoredMaterial[]
  typed: Form
  done: string | undefined
  problem: string | undefined
}

/** «Запросы материалов»: of the regional centre and others (decree 697-П, 4.4 г, д). */
export function RequestsPage({ signed, today, requests, materials, typed, done, problem }: Props) {
  return (
    <Page signed={signed} tab="reports" title="Запросы материалов" stands={problem !== undefined}>
      <p class="back">
        <a href="/reports">← Отчёты</a>
      </p>
      <h1>Запросы материалов</h1>
      <p class="quiet">
        Кто и когда запросил сведения (п.&nbsp;4.4&nbsp;г, д), срок и чем ответили. Материал для ответа
        составляется здесь же, без данных жителей; утверждённые отчёты — в «Отчётах». Без запроса:{' '}
        <a href="/reports/planning">справка для планирования</a>.
      </p>
      {done && <Notice tone="done">{done}</Notice>}
      {problem && <Notice tone="refused">{problem}</Notice>}
      {requests.length === 0 ? (
        <section class="sheet empty">
          <h2>Запросов ещё не было</h2>
          <p>Запишите первый ниже: о сроке ответа напомним на всех страницах.</p>
        </section>
      ) : (
        <ul class="bare stack">
          {requests.map(request => (
            <Request
              key={request.id}
              request={request}
              materials={materials.filter(({ requestId }) => requestId === request.id)}
              today={today}
              zone={signed.settings.deadlines.zone}
              typed={typed}
            />
          ))}
        </ul>
      )}
      {requests.length > 0 && <FileLinks path="/reports/requests" query={{}} />}
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

type RequestProps = {
  request: MaterialRequest
  materials: readonly StoredMaterial[]
  today: string
  zone: string
  typed: Form
}

function Request({ request, materials, today, zone, typed }: RequestProps) {
  const { id, fromWhom, number, subject, receivedOn, dueOn, answeredOn, answer } = request
  return (
    <li class="sheet stack tight">
      <p>
        <b>{fromWhom}</b>
        {number !== '' && `, № ${number}`}
        {`, от ${formatDate(receivedOn)}`}
      </p>
      <p>{subject}</p>
      {materials.map(({ id: materialId, title, asOf, files }) => (
        <div key={materialId}>
          <p>
            {title} <span class="quiet">{`на ${formatDateTime(asOf, zone)}`}</span>
          </p>
          <MaterialFiles id={materialId} files={files} />
        </div>
      ))}
      {answeredOn !== null ? (
        <p class="state done">{`✓ Отвечено ${formatDate(answeredOn)}${answer ? `: ${answer}` : ''}`}</p>
      ) : (
        <>
          <p class={`state ${dueOn < today ? 'overdue' : 'today'}`}>
            {dueOn < today ? `▲ Срок истёк ${formatDate(dueOn)}` : `◆ Ответить до ${formatDate(dueOn)}`}
          </p>
          <MaterialForm request={request} today={today} typed={typed} />
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

/** What is sent in answer: of which days and blocks. Kept with the request as it was made. */
function MaterialForm({ request: { id }, today, typed }: Pick<RequestProps, 'request' | 'today' | 'typed'>) {
  const isTyped = typed.one('request') === id
  const value = (name: string, usual: string) => (isTyped ? typed.one(name) : usual)
  return (
    <details open={isTyped}>
      <summary>Составить материал</summary>
      <form method="post" action={`/reports/requests/${id}/material`} class="stack tight">
        <input type="hidden" name="request" value={id} />
        <SelectField
          name="kind"
          scope={id}
          label="Что"
          value={value('kind', 'tickets')}
          choices={materialKinds.map(kind => ({ value: kind, title: materialTitles[kind] }))}
          help="Перечень — XLSX и CSV, строка на сообщение; справка — поселения, подтемы и три года, ещё и DOCX."
        />
        <TextField
          name="from"
          scope={id}
          label="С"
          type="date"
          value={value('from', `${today.slice(0, 7)}-01`)}
          required
        />
        <TextField
          name="to"
          scope={id}
          label="По"
          type="date"
          value={value('to', today)}
          help="Оба дня входят. Для справки важен только год последнего дня."
          required
        />
        <ChoicesField
          name="blocks"
          label="Блоки"
          choices={blockIds.map(block => ({ value: block, title: blocks[block].short }))}
          values={isTyped ? typed.all('blocks') : []}
          help="Ничего не отмечено — все блоки."
        />
        <p class="quiet">Имён, страниц, телефонов, точных адресов и текстов сообщений в файлах нет.</p>
        <div class="buttons">
          <button type="submit">Составить и сохранить</button>
        </div>
      </form>
    </details>
  )
}
