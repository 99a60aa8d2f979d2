/** The answer before the question: what is urgent now, then how the period went. */
import { metrics } from '../../../shared/reports/metrics.ts'
import { type Period, spanWords } from '../../../shared/reports/period.ts'
import type { Look } from '../../../shared/reports/queue-groups.ts'
import type { CountedMetric, Counts } from '../../reports/block-statistics/query.ts'
import { listAddress } from '../address.ts'
import { shapes } from '../TicketState.tsx'
import { Share } from './Share.tsx'

export function Figures({ total, period }: { total: Counts; period: Period }) {
  const { counts } = total
  return (
    <div class="figures">
      <section aria-labelledby="figures-now">
        <h2 id="figures-now">Сейчас</h2>
        <dl>
          <Figure
            metric="overdue"
            total={total}
            period={period}
            urgency={counts.overdue > 0 ? 'overdue' : 'done'}
          />
          <Figure
            metric="due_today"
            total={total}
            period={period}
            urgency={counts.due_today > 0 ? 'today' : 'done'}
          />
          <Figure metric="not_sorted" total={total} period={period} />
          <Figure metric="to_publish" total={total} period={period} />
        </dl>
      </section>
      <section aria-labelledby="figures-period">
        <h2 id="figures-period">{capital(spanWords(period))}</h2>
        <dl>
          <Figure metric="received" total={total} period={period} />
          <Figure metric="answered" total={total} period={period} />
          <ShareFigure part="first_in_time" base="first_due" total={total} period={period} />
          <ShareFigure part="final_in_time" base="final_due" total={total} period={period} />
        </dl>
      </section>
    </div>
  )
}

type FigureProps = { total: Counts; period: Period }

function Figure({ metric, total, period, urgency }: FigureProps & { metric: CountedMetric; urgency?: Look }) {
  return (
    <div class={urgency ? `figure ${urgency}` : 'figure'}>
      <dt>{metrics[metric].title}</dt>
      <dd>
        <a href={listAddress(metric, period)}>
          {urgency && (
            <span class="shape" aria-hidden="true">
              {shapes[urgency]}
            </span>
          )}
          {total.counts[metric]}
        </a>
      </dd>
    </div>
  )
}

function ShareFigure({
  part,
  base,
  total,
  period,
}: FigureProps & { part: CountedMetric; base: CountedMetric }) {
  return (
    <div class="figure">
      <dt>{metrics[part].title}</dt>
      <dd>
        <Share part={part} base={base} row={total} period={period} />
      </dd>
    </div>
  )
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
