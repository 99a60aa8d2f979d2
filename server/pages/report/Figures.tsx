/** The answer before the question: what is urgent now, then how the period went. */
import { metrics } from '../../../shared/reports/metrics.ts'
import { type Period, spanWords } from '../../../shared/reports/period.ts'
import type { Look } from '../../../shared/reports/queue-groups.ts'
import type { CountedMetric, Counts } from '../../reports/block-statistics/query.ts'
import { type ListNarrowing, listAddress } from '../address.ts'
import { shapes } from '../TicketState.tsx'
import { Change, PointsChange } from './Change.tsx'
import { Share } from './Share.tsx'

export function Figures(given: FigureProps) {
  const { total, period } = given
  const { counts } = total
  return (
    <div class="figures">
      <section aria-labelledby="figures-now">
        <h2 id="figures-now">Сейчас</h2>
        <dl>
          <Figure metric="overdue" {...given} urgency={counts.overdue > 0 ? 'overdue' : 'done'} />
          <Figure metric="due_today" {...given} urgency={counts.due_today > 0 ? 'today' : 'done'} />
          <Figure metric="not_sorted" {...given} />
          <Figure metric="to_publish" {...given} />
        </dl>
      </section>
      <section aria-labelledby="figures-period">
        <h2 id="figures-period">{capital(spanWords(period))}</h2>
        <dl>
          <Figure metric="received" {...given} />
          <Figure metric="answered" {...given} />
          <ShareFigure part="first_in_time" base="first_due" {...given} />
          <ShareFigure part="final_in_time" base="final_due" {...given} />
        </dl>
      </section>
    </div>
  )
}

/** `before`: of the previous period, `null` where it cannot be compared with. */
type FigureProps = {
  total: Counts
  before: Counts | null
  period: Period
  previous: Period
  narrowing: ListNarrowing
}

function Figure({
  metric,
  total,
  before,
  period,
  previous,
  narrowing,
  urgency,
}: FigureProps & { metric: CountedMetric; urgency?: Look }) {
  return (
    <div class={urgency ? `figure ${urgency}` : 'figure'}>
      <dt>{metrics[metric].title}</dt>
      <dd>
        <a href={listAddress(metric, period, narrowing)}>
          {urgency && (
            <span class="shape" aria-hidden="true">
              {shapes[urgency]}
            </span>
          )}
          {total.counts[metric]}
        </a>
        {metrics[metric].span === 'period' && before !== null && (
          <>
            {' '}
            <small>
              <Change
                now={total.counts[metric]}
                before={before.counts[metric]}
                withPercent
                href={listAddress(metric, previous, narrowing)}
              />
            </small>
          </>
        )}
      </dd>
    </div>
  )
}

function ShareFigure({
  part,
  base,
  total,
  before,
  period,
  previous,
  narrowing,
}: FigureProps & { part: CountedMetric; base: CountedMetric }) {
  return (
    <div class="figure">
      <dt>{metrics[part].title}</dt>
      <dd>
        <Share part={part} base={base} row={total} period={period} narrowing={narrowing} />{' '}
        {before !== null && (
          <PointsChange
            now={[total.counts[part], total.counts[base]]}
            before={[before.counts[part], before.counts[base]]}
            href={listAddress(base, previous, narrowing)}
          />
        )}
      </dd>
    </div>
  )
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
