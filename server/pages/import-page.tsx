/** The pages of `/import`: the file, «было → станет», how far it is and what came of it. */
import type { ComponentChildren } from 'preact'
import { formatDate } from '../../shared/deadlines/words.ts'
import type { ImportSystem } from '../../shared/imports/columns.ts'
import { type PlannedRow, tallyOf } from '../../shared/imports/plan.ts'
import type { ImportRow, RowError } from '../../shared/imports/rows.ts'
import { importLimits } from '../../shared/imports/table.ts'
import { externalSystems } from '../../shared/reference/external.ts'
import { plural } from '../../shared/reference/plural.ts'
import type { Draft, Run, ShownPlan } from '../imports/desk.ts'
import { tooLargeWords } from '../imports/workbook.ts'
import type { Signed } from '../office.ts'
import { CheckField, Notice, SelectField } from './Field.tsx'
import { Doorstep, Page } from './layout.tsx'

const shownRows = 100

type Shown = { signed: Signed }

function ImportFrame({ signed, title, children }: Shown & { title: string; children: ComponentChildren }) {
  return (
    <Page signed={signed} tab="record" title={title} stands>
      <p class="back">
        <a href="/record">← Записать</a>
      </p>
      <section class="sheet stack">{children}</section>
    </Page>
  )
}

export function UploadPage({
  signed,
  system = null,
  problem,
}: Shown & { system?: ImportSystem | null; problem?: string }) {
  return (
    <ImportFrame signed={signed} title="Загрузить выгрузку">
      <h1>Загрузить выгрузку</h1>
      <p>
        Файл ПОС (лист «Sheet0») или «Инцидент Менеджмент» (лист «Детализация» или «Инциденты»). Новые
        сообщения станут карточками, у известных обновятся номер, срок и стадия. Сначала покажем, что
        изменится: до кнопки «Загрузить» ничего не записывается. Один и тот же файл можно загружать повторно.
      </p>
      {problem && <Notice tone="refused">{problem}</Notice>}
      <form method="post" action="/import" enctype="multipart/form-data" class="stack">
        <div class="field">
          <label for="file">Файл выгрузки</label>
          <input
            type="file"
            id="file"
            name="file"
            required
            accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            aria-describedby="file-help"
          />
          <p class="help" id="file-help">
            {`XLSX или CSV, до ${importLimits.bytes / 1024 / 1024}\u00a0МБ и ${importLimits.rows.toLocaleString('ru')} строк`}
          </p>
        </div>
        <SelectField
          name="system"
          label="Откуда выгрузка"
          value={system ?? ''}
          choices={[
            { value: '', title: 'Определить по столбцам' },
            { value: 'pos', title: externalSystems.pos.title },
            { value: 'incident', title: externalSystems.incident.title },
          ]}
        />
        <CheckField name="finished" label="Записать и сообщения, которые там уже завершены" checked={false} />
        <div class="buttons">
          <button class="main" type="submit">
            Показать, что изменится
          </button>
        </div>
      </form>
    </ImportFrame>
  )
}

export function PlanPage({
  signed,
  draft,
  shown: { plan, print },
  isChanged,
}: Shown & { draft: Draft; shown: ShownPlan; isChanged: boolean }) {
  const tally = tallyOf(plan)
  const count = tally.new + tally.changed
  const { columns, fileName } = draft
  const of = <Outcome extends PlannedRow['outcome']>(outcome: Outcome) =>
    plan.rows.filter((row): row is Extract<PlannedRow, { outcome: Outcome }> => row.outcome === outcome)
  return (
    <ImportFrame signed={signed} title="Выгрузка: что изменится">
      <h1>{`Выгрузка ${externalSystems[columns.system].title}: что изменится`}</h1>
      <p class="quiet">{`${fileName} · ${rowsWords(draft.read.rows.length + draft.read.errors.length)}`}</p>
      {isChanged && (
        <Notice tone="warned">
          Пока вы смотрели, карточки изменились. Ниже — что будет теперь; проверьте и нажмите «Загрузить» ещё
          раз.
        </Notice>
      )}
      <ul class="tally">
        <li>
          Новые карточки: <b>{tally.new}</b>
        </li>
        <li>
          Изменятся: <b>{tally.changed}</b>
        </li>
        <li>
          Без изменений: <b>{tally.same}</b>
        </li>
        {(tally.finished > 0 || draft.includeFinished) && (
          <li>
            Завершены там, не загружаются: <b>{tally.finished}</b>
          </li>
        )}
        <li class={tally.error > 0 ? 'overdue' : undefined}>
          {tally.error > 0 && <span aria-hidden="true">▲ </span>}
          Ошибки: <b>{tally.error}</b>
        </li>
      </ul>
      {columns.unknown.length > 0 && (
        <p class="help">{`Столбцы, которые не загружаются: ${columns.unknown.map(title => `«${title.slice(0, 60)}»`).join(', ')}.`}</p>
      )}
      {count === 0 ? (
        <p>Загружать нечего: файл ничего не меняет.</p>
      ) : (
        <form method="post" action={`/import/${draft.id}`}>
          <input type="hidden" name="print" value={print} />
          <div class="buttons">
            <button class="main" type="submit">
              Загрузить
            </button>
            <a href="/import">Выбрать другой файл</a>
          </div>
        </form>
      )}
      {(tally.finished > 0 || draft.includeFinished) && (
        <form method="post" action={`/import/${draft.id}`}>
          <input type="hidden" name="finished" value={draft.includeFinished ? 'no' : 'yes'} />
          <button class="link" type="submit" name="step" value="finished">
            {draft.includeFinished ? 'Не загружать завершённые' : 'Загрузить и завершённые'}
          </button>
        </form>
      )}
      <Errors errors={plan.errors} id={draft.id} />
      <Changed rows={of('changed')} />
      <Fresh rows={of('new')} />
      <p>
        <a href={`/import/${draft.id}/plan.csv`}>Скачать всё «было → станет» (CSV)</a>
      </p>
    </ImportFrame>
  )
}

function Errors({ errors, id }: { errors: readonly RowError[]; id: string }) {
  if (errors.length === 0) return null
  return (
    <>
      <h2>Ошибки: эти строки не загрузятся</h2>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Строка</th>
            <th scope="col">Столбец</th>
            <th scope="col">Значение</th>
            <th scope="col">Что делать</th>
          </tr>
        </thead>
        <tbody>
          {errors.slice(0, shownRows).map(({ line, column, value, words }) => (
            <tr key={line}>
              <td data-label="Строка">{line}</td>
              <td data-label="Столбец">{column || '—'}</td>
              <td data-label="Значение">{value || '—'}</td>
              <td data-label="Что делать">{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest count={errors.length - shownRows} />
      <p>
        <a href={`/import/${id}/errors.csv`}>Скачать ошибки (CSV)</a>
      </p>
    </>
  )
}

function Changed({ rows }: { rows: readonly Extract<PlannedRow, { outcome: 'changed' }>[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <h2>Изменятся: было → станет</h2>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Строка</th>
            <th scope="col">Карточка</th>
            <th scope="col">Поле</th>
            <th scope="col">Было</th>
            <th scope="col">Станет</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownRows).flatMap(({ row, ticket, changes }) =>
            changes.map(({ field, before, after }) => (
              <tr key={`${row.line} ${field}`}>
                <td data-label="Строка">{row.line}</td>
                <td>
                  <a href={`/tickets/${ticket.number}`}>{`№\u00a0${ticket.number}`}</a>
                </td>
                <td data-label="Поле">{field}</td>
                <td data-label="Было">{before}</td>
                <td data-label="Станет">{after}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      <Rest count={rows.length - shownRows} />
    </>
  )
}

function Fresh({ rows }: { rows: readonly Extract<PlannedRow, { outcome: 'new' }>[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <h2>Новые карточки</h2>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Строка</th>
            <th scope="col">Номер</th>
            <th scope="col">О чём</th>
            <th scope="col">Срок там</th>
            <th scope="col">Стадия там</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownRows).map(({ row }) => (
            <tr key={row.line}>
              <td data-label="Строка">{row.line}</td>
              <td data-label="Номер">{row.external.number ?? '—'}</td>
              <td data-label="О чём">{about(row)}</td>
              <td data-label="Срок там">
                {row.external.dueOn === null ? '—' : formatDate(row.external.dueOn)}
              </td>
              <td data-label="Стадия там">{row.external.stage ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest count={rows.length - shownRows} />
    </>
  )
}

function about({ text, topic, identity }: ImportRow): string {
  const line = (text || topic || identity.url || '').replaceAll(/\s+/g, ' ').trim()
  return line.length > 160 ? `${line.slice(0, 160)}…` : line || '—'
}

function Rest({ count }: { count: number }) {
  return count > 0 ? <p class="quiet">{`И ещё ${count}.`}</p> : null
}

/** While it goes on the page comes back by itself. */
export function RunPage({ signed, draft, run }: Shown & { draft: Draft; run: Run }) {
  const { tally } = run
  return (
    <ImportFrame signed={signed} title={run.isDone ? 'Выгрузка загружена' : 'Выгрузка загружается'}>
      <h1>{run.isDone ? 'Выгрузка загружена' : 'Выгрузка загружается'}</h1>
      <p class="quiet">{draft.fileName}</p>
      {!run.isDone && (
        <Notice tone="told">
          <p>{`Загружено ${run.done} из ${run.total}. Страница обновляется сама; её можно закрыть, загрузка продолжится.`}</p>
          <progress max={run.total} value={run.done} aria-label="Загружено строк" />
        </Notice>
      )}
      {run.stopped && <Notice tone="refused">{run.stopped}</Notice>}
      {run.isDone && !run.stopped && (
        <Notice tone="done">
          {`Записано новых карточек: ${tally.new}. Обновлено: ${tally.changed}. Без изменений: ${tally.same}.${
            tally.error > 0 ? ` Не загружено: ${rowsWords(tally.error)}.` : ''
          }`}
        </Notice>
      )}
      {run.recorded.length > 0 && (
        <p class="links">
          {'Новые: '}
          {run.recorded.map(number => (
            <a key={number} href={`/tickets/${number}`}>{`№\u00a0${number}`}</a>
          ))}
          {tally.new > run.recorded.length && <span class="quiet">и другие</span>}
        </p>
      )}
      {run.isDone && <Errors errors={run.errors} id={draft.id} />}
      {run.isDone && (
        <p class="links">
          <a href="/tickets">К очереди</a> <a href="/import">Загрузить ещё одну выгрузку</a>
        </p>
      )}
    </ImportFrame>
  )
}

/** The file was not read, so nobody is known by it. */
export function TooLargePage() {
  return (
    <Doorstep title="Слишком большой файл">
      <h1>Слишком большой файл</h1>
      <p>{tooLargeWords}</p>
      <p>
        <a href="/import">Загрузить выгрузку</a>
      </p>
    </Doorstep>
  )
}

/** A file is kept in memory only, and only for its own person. */
export function LostPage({ signed }: Shown) {
  return (
    <ImportFrame signed={signed} title="Этой загрузки больше нет">
      <h1>Этой загрузки больше нет</h1>
      <p>
        Файл ждёт не дольше двух часов и не переживает перезапуск сервера. Что успело загрузиться, сохранено.
        Выберите файл ещё раз: повторы ничего не портят.
      </p>
      <p>
        <a href="/import">Загрузить выгрузку</a>
      </p>
    </ImportFrame>
  )
}

function rowsWords(count: number): string {
  return `${count}\u00a0${plural(count, ['строка', 'строки', 'строк'])}`
}
