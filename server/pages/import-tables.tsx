/** Tables of an import: errors, «было → станет» and new tickets, and how their numbers are written. */
import { formatDate } from '../../shared/deadlines/words.ts'
import type { ImportSystem } from '../../shared/imports/columns.ts'
import type { PlannedRow } from '../../shared/imports/plan.ts'
import type { ImportRow, RowError } from '../../shared/imports/rows.ts'
import { externalSystems } from '../../shared/reference/external.ts'
import { plural } from '../../shared/reference/plural.ts'

const shownRows = 100

/** As people call them in a sentence. */
export const shortTitles: Record<ImportSystem, string> = { pos: 'ПОС', incident: 'ИМ' }

/** «1 500». */
export function shownCount(count: number): string {
  return count.toLocaleString('ru')
}

export function bound(count: number, forms: readonly [string, string, string]): string {
  return `${shownCount(count)}\u00a0${plural(count, forms)}`
}

export function rowsWords(count: number): string {
  return bound(count, ['строка', 'строки', 'строк'])
}

/** After «из»: «из 1 строки», «из 40 строк». */
export function rowsOf(count: number): string {
  return bound(count, ['строки', 'строк', 'строк'])
}

export function Errors({ title, errors, id }: { title: string; errors: readonly RowError[]; id: string }) {
  if (errors.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
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

export function Changed({ rows }: { rows: readonly Extract<PlannedRow, { outcome: 'changed' }>[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <h2>Изменятся: было → станет</h2>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Строка</th>
            <th scope="col">Карточка</th>
            <th scope="col">Было → станет</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownRows).map(({ row, ticket, changes }) => (
            <tr key={row.line}>
              <td data-label="Строка">{row.line}</td>
              <td data-label="Карточка">
                <a href={`/tickets/${ticket.number}`}>{`№\u00a0${ticket.number}`}</a>{' '}
                <span class="quiet">{about(row, 100)}</span>
              </td>
              <td>
                {changes.map(({ field, before, after }) => (
                  <div key={field}>
                    <span class="quiet">{`${field}: `}</span>
                    {`${before} → ${after}`}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest count={rows.length - shownRows} />
    </>
  )
}

export function Fresh({
  rows,
  system,
}: {
  rows: readonly Extract<PlannedRow, { outcome: 'new' }>[]
  system: ImportSystem
}) {
  if (rows.length === 0) return null
  const { number: numberTitle, dueOn: dueTitle, stage: stageTitle } = externalSystems[system]
  return (
    <>
      <h2>Новые карточки</h2>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Строка</th>
            <th scope="col">{numberTitle}</th>
            <th scope="col">О чём</th>
            <th scope="col">{dueTitle}</th>
            <th scope="col">{stageTitle}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownRows).map(({ row }) => (
            <tr key={row.line}>
              <td data-label="Строка">{row.line}</td>
              <td data-label={numberTitle}>{row.external.number ?? '—'}</td>
              <td data-label="О чём">{about(row)}</td>
              <td data-label={dueTitle}>
                {row.external.dueOn === null ? '—' : formatDate(row.external.dueOn)}
              </td>
              <td data-label={stageTitle}>{row.external.stage ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest count={rows.length - shownRows} />
    </>
  )
}

/** The row in words, cut to `length`. */
function about({ text, topic, identity }: ImportRow, length = 160): string {
  const line = (text || topic || identity.url || '').replaceAll(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length).trimEnd()}…` : line || '—'
}

function Rest({ count }: { count: number }) {
  return count > 0 ? <p class="quiet">{`И ещё ${rowsWords(count)}: они есть в файле CSV.`}</p> : null
}
