/** How long answers took: the half, the mean and of how many, for a mean hides its tail (DOMAIN.md §13.6). */
import { measures as dictionary, type MeasureId } from '../../../shared/reports/metrics.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { Mean } from '../../../shared/reports/statistics.ts'
import type { Measures } from '../../reports/block-statistics/measures.ts'
import { durationWords, numberWords } from '../../reports/documents/cells.ts'
import { type ListNarrowing, listAddress } from '../address.ts'

type Props = { measures: Measures; period: Period; narrowing: ListNarrowing }

const minutesOfDay = 1_440

export function Times({ measures, period, narrowing }: Props) {
  const rows: { title: string; formula: MeasureId; mean: Mean; unit: number }[] = [
    {
      title: 'Первый ответ с записи',
      formula: 'first_reply_median',
      mean: measures.firstReply,
      unit: 1,
    },
    { title: 'Решение с записи', formula: 'final_median', mean: measures.final, unit: minutesOfDay },
  ]
  return (
    <dl class="pairs times">
      {rows.map(({ title, formula, mean, unit }) => (
        <div key={formula}>
          <dt title={dictionary[formula].formula}>{title}</dt>
          <dd>
            <Time
              {...mean}
              unit={unit}
              href={listAddress(dictionary[formula].behind, period, { ...narrowing, measured: 'record' })}
            />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** `unit`: minutes in one of the values. */
function Time({ mean, median, max, of, unit, href }: Mean & { unit: number; href: string }) {
  if (mean === null || median === null || max === null) return <span class="quiet">—</span>
  const words = (value: number) => durationWords(value * unit)
  return (
    <>
      {of > 1
        ? `половина — до ${words(median)}, в среднем ${words(mean)}, дольше всего ${words(max)} `
        : `${words(mean)} `}
      <small class="quiet">
        по <a href={href}>{numberWords(of)}</a>
      </small>
    </>
  )
}
