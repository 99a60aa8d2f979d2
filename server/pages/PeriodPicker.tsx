import {
  monthOf,
  nextPeriod,
  type Period,
  type PeriodSettings,
  periodQuery,
  periodWords,
  previousPeriod,
  weekOf,
} from '../../shared/reports/period.ts'
import { address } from './address.ts'
import { TextField } from './Field.tsx'

/** Week, month or any dates; each is an address, so «назад» of the browser works and a link can be sent. */
export function PeriodPicker({
  period,
  today,
  settings,
}: {
  period: Period
  today: string
  settings: PeriodSettings
}) {
  const to = (other: Period) => address('/', periodQuery(other))
  const before = previousPeriod(period, settings)
  const after = nextPeriod(period, settings)
  const kinds = [
    { title: 'Неделя', period: weekOf(today, settings), isCurrent: period.kind === 'week' },
    { title: 'Месяц', period: monthOf(today, settings), isCurrent: period.kind === 'month' },
  ]
  return (
    <nav class="period" aria-label="Период">
      <a class="step" href={to(before)} title={periodWords(before)}>
        <span aria-hidden="true">←</span>
        <span class="unseen">{`Раньше: ${periodWords(before)}`}</span>
      </a>
      {kinds.map(kind => (
        <a
          key={kind.title}
          class="kind"
          href={to(kind.period)}
          aria-current={kind.isCurrent ? 'true' : undefined}
        >
          {kind.title}
        </a>
      ))}
      <details class="kind-any" open={period.kind === 'any'}>
        <summary class="kind">Другие даты</summary>
        <form action="/" method="get" class="dates">
          <input type="hidden" name="period" value="any" />
          <TextField name="from" label="С" type="date" value={period.firstDate} required />
          <TextField name="to" label="По" type="date" value={period.lastDate} required />
          <button type="submit">Показать</button>
        </form>
      </details>
      <a class="step" href={to(after)} title={periodWords(after)}>
        <span aria-hidden="true">→</span>
        <span class="unseen">{`Позже: ${periodWords(after)}`}</span>
      </a>
    </nav>
  )
}
