import {
  monthOf,
  nextPeriod,
  type Period,
  type PeriodKind,
  type PeriodSettings,
  periodWords,
  previousPeriod,
  quarterOf,
  regionalWeekOf,
  weekOf,
  yearOf,
} from '../../shared/reports/period.ts'
import { TextField } from './Field.tsx'

type Props = {
  period: Period
  /** Local date. */
  today: string
  settings: PeriodSettings
  /** Where the form of free dates leads. */
  path: string
  /** What else the address of the page carries. */
  kept: Readonly<Record<string, string | undefined>>
  addressOf(period: Period): string
}

const kinds: readonly {
  kind: Exclude<PeriodKind, 'any'>
  title: string
  help?: string
  around(date: string, settings: PeriodSettings): Period
}[] = [
  { kind: 'week', title: 'Неделя', help: 'Неделя записки к планёрке', around: weekOf },
  {
    kind: 'regional_week',
    title: 'Неделя ЦУР',
    help: 'Неделя Центра управления регионом',
    around: regionalWeekOf,
  },
  { kind: 'month', title: 'Месяц', around: monthOf },
  { kind: 'quarter', title: 'Квартал', around: quarterOf },
  { kind: 'year', title: 'Год', around: yearOf },
]

/** Kinds of periods around the one that is shown, and any dates; each is an address, so «назад» of the browser works and a link can be sent. */
export function PeriodPicker({ period, today, settings, path, kept, addressOf }: Props) {
  const before = previousPeriod(period, settings)
  const after = nextPeriod(period, settings)
  const isNow = period.firstDate <= today && today <= period.lastDate
  const current = kinds.find(({ kind }) => kind === period.kind)?.around ?? weekOf
  return (
    <nav class="period" aria-label="Период">
      <a class="step" href={addressOf(before)} title={periodWords(before)}>
        <span aria-hidden="true">←</span>
        <span class="unseen">{`Раньше: ${periodWords(before)}`}</span>
      </a>
      {kinds.map(({ kind, title, help, around }) => (
        <a
          key={kind}
          class="kind"
          href={addressOf(around(isNow ? today : period.lastDate, settings))}
          aria-current={kind === period.kind ? 'true' : undefined}
          title={help}
        >
          {title}
        </a>
      ))}
      <details class="kind-any" open={period.kind === 'any'}>
        <summary class="kind">Другие даты</summary>
        <form action={path} method="get" class="dates">
          <input type="hidden" name="period" value="any" />
          {Object.entries(kept).map(([name, value]) =>
            value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
          )}
          <TextField name="from" label="С" type="date" value={period.firstDate} required />
          <TextField name="to" label="По" type="date" value={period.lastDate} required />
          <button type="submit">Показать</button>
        </form>
      </details>
      {!isNow && (
        <a class="kind" href={addressOf(current(today, settings))}>
          Сейчас
        </a>
      )}
      <a class="step" href={addressOf(after)} title={periodWords(after)}>
        <span aria-hidden="true">→</span>
        <span class="unseen">{`Позже: ${periodWords(after)}`}</span>
      </a>
    </nav>
  )
}
