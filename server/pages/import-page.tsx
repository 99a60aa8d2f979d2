/** The pages of `/import`: the file, «было → станет», how far it is and what came of it. Tables are in import-tables.tsx. */
import type { ComponentChildren } from 'preact'
import type { ImportSystem } from '../../shared/imports/columns.ts'
import { type PlannedRow, type Tally, tallyOf } from '../../shared/imports/plan.ts'
import { importLimits } from '../../shared/imports/table.ts'
import { externalSystems } from '../../shared/reference/external.ts'
import { plural } from '../../shared/reference/plural.ts'
import type { Draft, Run, ShownPlan } from '../imports/desk.ts'
import { tooLargeWords } from '../imports/workbook.ts'
import type { Signed } from '../office.ts'
import { CheckField, Notice, SelectField } from './Field.tsx'
import {
  bound,
  Changed,
  Errors,
  Fresh,
  rowsOf,
  rowsWords,
  shortTitles,
  shownCount,
} from './import-tables.tsx'
import { Doorstep, Page } from './layout.tsx'
import { ticketForms } from './words.ts'

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
  current,
}: Shown & { system?: ImportSystem | null; problem?: string; current?: Draft | undefined }) {
  return (
    <ImportFrame signed={signed} title="Загрузить выгрузку">
      <h1>Загрузить выгрузку</h1>
      <p>
        Файл XLSX или CSV из ПОС или «Инцидент Менеджмент»; столбцы узнаём по названиям. Новые сообщения
        станут карточками, у известных обновятся номер, срок и стадия. Сначала покажем, что изменится: до
        кнопки «Загрузить» ничего не записывается. Один файл можно загружать сколько угодно раз: повторов не
        будет.
      </p>
      {problem && <Notice tone="refused">{problem}</Notice>}
      {current?.run && (
        <Notice tone="told">
          {`${current.fileName}: ${progressWords(current.run)} `}
          <a href={`/import/${current.id}`}>Открыть</a>
        </Notice>
      )}
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
            {`До ${importLimits.bytes / 1024 / 1024}\u00a0МБ и ${rowsWords(importLimits.rows)}. Старый XLS сохраните как «Книга Excel (.xlsx)».`}
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
        <CheckField
          name="finished"
          label="Записать и сообщения, которые в ПОС или ИМ уже завершены"
          checked={false}
        />
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
  const { system } = columns
  const hasFinished = tally.finished > 0 || draft.includeFinished
  const of = <Outcome extends PlannedRow['outcome']>(outcome: Outcome) =>
    plan.rows.filter((row): row is Extract<PlannedRow, { outcome: Outcome }> => row.outcome === outcome)
  return (
    <ImportFrame signed={signed} title="Выгрузка: что изменится">
      <h1>{`Выгрузка ${externalSystems[system].title}: что изменится`}</h1>
      <p class="quiet">{`${fileName} · ${rowsWords(draft.read.rows.length + draft.read.errors.length)}`}</p>
      {isChanged && (
        <Notice tone="warned">
          Пока вы смотрели, карточки изменились. Ниже — что будет теперь; проверьте и нажмите «Загрузить» ещё
          раз.
        </Notice>
      )}
      <ul class="tally">
        <li>
          Новые карточки: <b>{shownCount(tally.new)}</b>
        </li>
        <li>
          Изменятся: <b>{shownCount(tally.changed)}</b>
        </li>
        <li>
          Без изменений: <b>{shownCount(tally.same)}</b>
        </li>
        {tally.finished > 0 && (
          <li>
            {`Завершены в\u00a0${shortTitles[system]}, не загружаются: `}
            <b>{shownCount(tally.finished)}</b>
          </li>
        )}
        <li class={tally.error > 0 ? 'overdue' : undefined}>
          {tally.error > 0 && <span aria-hidden="true">▲ </span>}
          Ошибки: <b>{shownCount(tally.error)}</b>
        </li>
      </ul>
      {columns.unknown.length > 0 && (
        <p class="help">{`Эти столбцы не загружаются: ${columns.unknown.map(title => `«${title.slice(0, 60)}»`).join(', ')}.`}</p>
      )}
      {count === 0 && <p>{nothingWords(tally)}</p>}
      <form method="post" action={`/import/${draft.id}`}>
        <input type="hidden" name="print" value={print} />
        <div class="buttons">
          {count > 0 && (
            <button class="main" type="submit">
              Загрузить
            </button>
          )}
          <a href="/import">Выбрать другой файл</a>
        </div>
      </form>
      {hasFinished && (
        <form method="post" action={`/import/${draft.id}`}>
          <input type="hidden" name="finished" value={draft.includeFinished ? 'no' : 'yes'} />
          <button class="link" type="submit" name="step" value="finished">
            {`${draft.includeFinished ? 'Не записывать' : 'Записать и'} завершённые в\u00a0${shortTitles[system]}`}
          </button>
        </form>
      )}
      <Errors title="Ошибки: эти строки не загрузятся" errors={plan.errors} id={draft.id} />
      <Changed rows={of('changed')} />
      <Fresh rows={of('new')} system={system} />
      <p>
        <a href={`/import/${draft.id}/plan.csv`}>Скачать всё «было → станет» (CSV)</a>
      </p>
    </ImportFrame>
  )
}

function nothingWords({ same, finished, error }: Tally): string {
  if (same > 0) return 'Загружать нечего: всё, что можно загрузить, уже записано.'
  if (finished > 0 && error === 0) return 'Загружать нечего: все сообщения файла уже завершены.'
  return 'Загружать нечего: исправьте ошибки в файле и выберите его ещё раз.'
}

/** While it goes on the page comes back by itself. */
export function RunPage({ signed, draft, run }: Shown & { draft: Draft; run: Run }) {
  const { tally } = run
  const isWhole = run.stopped === undefined && tally.error === 0
  const ended = isWhole ? 'Выгрузка загружена' : 'Выгрузка загружена не полностью'
  const title = run.isDone ? ended : 'Выгрузка загружается'
  return (
    <ImportFrame signed={signed} title={title}>
      <h1>{title}</h1>
      <p class="quiet">{draft.fileName}</p>
      {!run.isDone && (
        <Notice tone="told">
          <p>{`${progressWords(run)} Страница обновляется сама; её можно закрыть, загрузка продолжится.`}</p>
          <progress max={run.total} value={run.done} aria-label="Загружено строк" />
        </Notice>
      )}
      {run.stopped && <Notice tone="refused">{run.stopped}</Notice>}
      {run.isDone && <Notice tone={isWhole ? 'done' : 'warned'}>{resultWords(tally)}</Notice>}
      {run.isDone && run.recorded.length > 0 && (
        <p class="links">
          {'Новые: '}
          {run.recorded.map(number => (
            <a key={number} href={`/tickets/${number}`}>{`№\u00a0${number}`}</a>
          ))}
          {tally.new > run.recorded.length && (
            <span class="quiet">{`и ещё ${shownCount(tally.new - run.recorded.length)}`}</span>
          )}
        </p>
      )}
      {run.isDone && <Errors title="Эти строки не загружены" errors={run.errors} id={draft.id} />}
      {run.isDone && (
        <p class="links">
          <a href="/tickets">К очереди</a> <a href="/import">Загрузить ещё одну выгрузку</a>
        </p>
      )}
    </ImportFrame>
  )
}

function progressWords({ done, total }: Run): string {
  return `Загружено ${shownCount(done)} из ${rowsOf(total)}.`
}

/** «Записаны 3 новые карточки. Обновлена 1 карточка. Без изменений: 5. Не загружены 2 строки.» */
function resultWords(tally: Tally): string {
  const sentences = [
    tally.new > 0 &&
      `${plural(tally.new, ['Записана', 'Записаны', 'Записано'])} ${bound(tally.new, ['новая карточка', 'новые карточки', 'новых карточек'])}.`,
    tally.changed > 0 &&
      `${plural(tally.changed, ['Обновлена', 'Обновлены', 'Обновлено'])} ${bound(tally.changed, ticketForms)}.`,
    tally.same > 0 && `Без изменений: ${shownCount(tally.same)}.`,
    tally.error > 0 &&
      `${plural(tally.error, ['Не загружена', 'Не загружены', 'Не загружено'])} ${rowsWords(tally.error)}: ниже сказано, что с ними делать.`,
  ].filter(each => each !== false)
  return sentences.join(' ') || 'Ничего не изменилось.'
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
