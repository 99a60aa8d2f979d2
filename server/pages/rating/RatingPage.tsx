/** The month's rating: its stage, what changed since it was approved, objections, and a table for each group. */
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { periodWords, periodWordsInside } from '../../../shared/reports/period.ts'
import { type MonthRating, ratingGroups } from '../../../shared/reports/rating.ts'
import type { RatingChange } from '../../../shared/reports/rating-changes.ts'
import { ratingNote } from '../../../shared/reports/rating-words.ts'
import type { Signed } from '../../office.ts'
import type { RatingView } from '../../reports/rating/ratings.ts'
import type { Seen } from '../../reports/rating/seen.ts'
import { Notice } from '../Field.tsx'
import type { Form } from '../form.ts'
import { Page } from '../layout.tsx'
import { asOfWords } from '../words.ts'
import { FileLinks } from './FileLinks.tsx'
import { Objections } from './Objections.tsx'
import { RatingTable } from './RatingTable.tsx'
import { StageAct, StageLine } from './Stage.tsx'
import { decimal, monthAfter, monthBefore, ratingAddress } from './words.ts'

/** What was refused, with what was typed. */
export type Attempt = { words: string; form: Form }

type Props = {
  signed: Signed
  month: string
  view: RatingView
  seen: (ticketId: string) => Seen
  /** On whose tickets' objections the reader decides. */
  decides: ReadonlySet<string>
  now: string
  done: string | undefined
  attempt: Attempt | undefined
}

const doneWords: Readonly<Record<string, string>> = {
  shown: 'Проект представлен для ознакомления.',
  approved: 'Рейтинг утверждён и сохранён.',
  decided: 'Решение записано, рейтинг пересчитан.',
}

export function RatingPage({ signed, month, view, seen, decides, now, done, attempt }: Props) {
  const { rating, life, changes, period } = view
  const { zone } = signed.settings.deadlines
  const isEmpty = rating.items.length === 0 && rating.repeats.length === 0
  const current = localDateOf(now, zone).slice(0, 7)
  return (
    <Page
      signed={signed}
      tab="report"
      section={{ current: 'rating' }}
      title={`Рейтинг: ${periodWordsInside(period)}`}
      liveUrl={ratingAddress(month)}
      wide
      stands
    >
      <div class="headline">
        <div>
          <h1>Рейтинг ответственных получателей</h1>
          <p class="quiet">
            {periodWords(period)} · {asOfWords(rating.asOf, zone)}
          </p>
        </div>
        <nav class="period" aria-label="Месяц">
          <a class="step" href={ratingAddress(monthBefore(month))}>
            <span aria-hidden="true">←</span>
            <span class="unseen">Месяцем раньше</span>
          </a>
          {month < current && (
            <a class="step" href={ratingAddress(monthAfter(month))}>
              <span aria-hidden="true">→</span>
              <span class="unseen">Месяцем позже</span>
            </a>
          )}
        </nav>
      </div>
      {done !== undefined && doneWords[done] && <Notice tone="done">{doneWords[done]}</Notice>}
      {attempt && <Notice tone="refused">{attempt.words}</Notice>}
      <section class="sheet stack" aria-label="Стадия рейтинга">
        <StageLine life={life} />
        <StageAct signed={signed} month={month} view={view} decides={decides} now={now} />
      </section>
      <Changes changes={changes} month={month} />
      <Objections signed={signed} month={month} view={view} seen={seen} decides={decides} attempt={attempt} />
      {isEmpty ? (
        <section class="sheet empty">
          <h2>За этот месяц рейтинг считать не из чего</h2>
          <p>
            Здесь будет строка на каждого получателя. Карточка попадает в рейтинг, когда её поручили
            получателю и он представил ответ или просрочил его.
          </p>
        </section>
      ) : (
        ratingGroups.map(group => <RatingTable key={group} rating={rating} group={group} />)
      )}
      {!isEmpty && <FileLinks path="/rating" query={{ month }} />}
      <HowRated rating={rating} />
    </Page>
  )
}

/** Never a silent change: what the tickets say now against what was approved. */
export function Changes({ changes, month }: { changes: readonly RatingChange[]; month: string }) {
  if (changes.length === 0) return null
  return (
    <section class="notice today" aria-labelledby="changed">
      <h2 id="changed">После утверждения изменилось</h2>
      <p>Утверждённый рейтинг ниже не изменён. По карточкам сейчас было бы так:</p>
      <ul>
        {changes.map(({ recipientId, title, was, is, numbers }) => (
          <li key={recipientId}>
            <a href={ratingAddress(month, recipientId)}>{title}</a>
            {`: R ${decimal(was.score, 1)} → ${decimal(is.score, 1)}, n ${was.n} → ${is.n}`}
            {numbers.length > 0 && (
              <>
                {', карточек с изменениями: '}
                <a href={`${ratingAddress(month, recipientId)}#contributions`}>{numbers.length}</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function HowRated({ rating }: { rating: MonthRating }) {
  return (
    <details class="how">
      <summary>Как считается рейтинг</summary>
      <p>{ratingNote(rating.settings)}</p>
      <p class="quiet">
        Карточка учитывается в месяце, когда ответ представлен или карточка передана по компетенции;
        возвращённая как «не наше» или порученная другому — только если уже была просрочена, с нулём за срок;
        просроченная без ответа — в каждом месяце, на конец которого она просрочена. Ответ, вместо которого
        опубликован ответ другого, не учитывается. Обращение передают по компетенции за 7 дней (59-ФЗ, ст. 8
        ч. 3). Промежуточный ответ с датой останавливает время до этой даты. Считается первый ответ:
        возобновление его не меняет. Присоединённые сообщения учитываются один раз, в общей карточке.
        Постановление № 697-П, п. 4.4 б.
      </p>
    </details>
  )
}
