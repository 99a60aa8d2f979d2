/** «Требует решения»: what only a head can move, and who has not handed in a summary for the note. */
import { plural } from '../../../shared/reference/plural.ts'
import { metrics } from '../../../shared/reports/metrics.ts'
import { weekTitle } from '../../../shared/reports/note/charts.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { Counts } from '../../../shared/reports/statistics.ts'
import { type ListNarrowing, listAddress } from '../address.ts'
import { notePlace } from '../reports/places.ts'
import { weekAddress } from '../reports/weeks.ts'

/** Of the week of the note; `undefined` for those who have no note. */
export type HandedIn = { week: Period; handedIn: number; expected: number; mayOpen: boolean }

type Props = {
  total: Counts
  period: Period
  narrowing: ListNarrowing
  summaries: HandedIn | undefined
}

export function Decisions({ total: { counts }, period, narrowing, summaries }: Props) {
  const asked = (['before_head', 'promises_broken', 'orders_overdue'] as const).filter(
    metric => counts[metric] > 0,
  )
  if (asked.length === 0 && summaries === undefined) return null
  return (
    <section class={`notice needs ${asked.length > 0 ? 'overdue' : ''}`} aria-label="Требует решения">
      {asked.length > 0 && (
        <p>
          <b>Требует решения:</b>{' '}
          {asked.map((metric, index) => (
            <span key={metric}>
              {index > 0 && ' · '}
              {lowerFirst(metrics[metric].title)}{' '}
              <a href={listAddress(metric, period, narrowing)}>{counts[metric]}</a>
            </span>
          ))}
        </p>
      )}
      {summaries !== undefined && <SummariesLine {...summaries} />}
    </section>
  )
}

/** «Сводки за неделю 19–25 ноября сдали 4 из 6 руководителей → открыть записку» */
function SummariesLine({ week, handedIn, expected, mayOpen }: HandedIn) {
  const heads = plural(expected, ['руководителя', 'руководителей', 'руководителей'])
  const verb = plural(handedIn, ['сдал', 'сдали', 'сдали'])
  const words = `${verb} ${handedIn}\u00a0из\u00a0${expected}\u00a0${heads}`
  return (
    <p>
      {expected > 0 && (
        <>
          {`Сводки за неделю ${weekTitle(week)} `}
          {mayOpen ? <a href={weekAddress('/summaries', week)}>{words}</a> : words}
          {' → '}
        </>
      )}
      <a href={notePlace.addressOf(week)}>открыть записку</a>
    </p>
  )
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}
