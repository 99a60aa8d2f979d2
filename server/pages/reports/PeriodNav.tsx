import type { Settings } from '../../../shared/policy/settings.ts'
import { type Period, periodWords } from '../../../shared/reports/period.ts'
import { periodsAround } from './weeks.ts'

type Props = { period: Period; settings: Settings; addressOf(period: Period): string }

/** The periods before and after; each is an address. */
export function PeriodNav({ period, settings, addressOf }: Props) {
  const { before, after } = periodsAround(period, settings)
  return (
    <nav class="period no-print" aria-label="Период">
      <a class="step" href={addressOf(before)} title={periodWords(before)}>
        <span aria-hidden="true">←</span>
        <span class="unseen">{`Раньше: ${periodWords(before)}`}</span>
      </a>
      <a class="step" href={addressOf(after)} title={periodWords(after)}>
        <span aria-hidden="true">→</span>
        <span class="unseen">{`Позже: ${periodWords(after)}`}</span>
      </a>
    </nav>
  )
}
