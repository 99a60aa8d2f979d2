/** «Обещания: срок, выполнено, перенесено, нарушено» (PRACTICE P2, P19). */
import { metrics } from '../../../shared/reports/metrics.ts'
import { type Period, spanWords } from '../../../shared/reports/period.ts'
import type { Counts } from '../../../shared/reports/statistics.ts'
import { type ListNarrowing, listAddress } from '../address.ts'
import { promiseMetrics } from './tables.ts'

type Props = { total: Counts; period: Period; narrowing: ListNarrowing }

const words: Readonly<Record<(typeof promiseMetrics)[number], string>> = {
  promises: 'на контроле сейчас',
  promises_due: 'срок наступает',
  promises_kept: 'выполнено',
  promises_moved: 'перенесено',
  promises_failed: 'нарушено',
}

export function Promises({ total: { counts }, period, narrowing }: Props) {
  if (promiseMetrics.every(metric => counts[metric] === 0))
    return <p class="quiet">Обещаний на контроле нет, и {spanWords(period)} их срок не наступал.</p>
  return (
    <dl class="pairs">
      {promiseMetrics.map(metric => (
        <div key={metric}>
          <dt title={metrics[metric].formula}>
            {metric === 'promises' ? words[metric] : `${words[metric]} ${spanWords(period)}`}
          </dt>
          <dd>
            <a
              class={counts[metric] === 0 ? 'zero' : undefined}
              href={listAddress(metric, period, narrowing)}
            >
              {counts[metric]}
            </a>
          </dd>
        </div>
      ))}
    </dl>
  )
}
