/** Where the rating stands on its way, and what the reader can do about it (PRACTICE P9). */
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import {
  type RatingLife,
  ratingStages,
  ratingStageTitles,
  whyNotApproved,
} from '../../../shared/reports/rating-life.ts'
import type { Signed } from '../../office.ts'
import type { RatingView } from '../../reports/rating/ratings.ts'
import { personTitle } from '../layout.tsx'
import { daysWords, ratingAddress } from './words.ts'

export function isRatingHead({ actor }: Signed): boolean {
  return actor.roles.includes('center_head')
}

/** The four steps, the present one marked by word and shape. */
export function StageLine({ life }: { life: RatingLife }) {
  const at = ratingStages.indexOf(life.stage)
  return (
    <ol class="rating-stages" aria-label="Стадия">
      {ratingStages.map((stage, index) => (
        <li key={stage} aria-current={index === at ? 'step' : undefined}>
          <span aria-hidden="true">{index < at ? '✓' : index === at ? '●' : '○'}</span>{' '}
          {ratingStageTitles[stage]}
        </li>
      ))}
    </ol>
  )
}

export function StageAct({
  signed,
  month,
  view: { life, approved, period },
  decides,
  now,
}: {
  signed: Signed
  month: string
  view: RatingView
  decides: ReadonlySet<string>
  now: string
}) {
  const { zone } = signed.settings.deadlines
  const isHead = isRatingHead(signed)
  const whyWaits = whyNotApproved(life, id => decides.has(id))
  switch (life.stage) {
    case 'draft':
      return (
        <>
          <p>
            Это проект: числа меняются вместе с карточками.
            {now < period.to && ' Месяц ещё не кончился.'}
          </p>
          {isHead && now >= period.to && (
            <Act
              path="/rating/show"
              month={month}
              label="Представить для ознакомления"
              help={`Получатели увидят проект и смогут возразить: ${daysWords(signed.settings.rating.objectionDays)}.`}
            />
          )}
        </>
      )
    case 'familiarisation':
      return (
        <p>
          Возражения по карточкам принимаются до {life.until && formatDateTime(life.until, zone)}. Получатель
          возражает на своей странице, по номеру карточки.
        </p>
      )
    case 'decision':
      return (
        <>
          <p>Срок ознакомления кончился {life.until && formatDateTime(life.until, zone)}.</p>
          {isHead && whyWaits === undefined && (
            <Act
              path="/rating/approve"
              month={month}
              label="Утвердить"
              help="Документ сохранится с контрольной суммой. Позднейшие изменения карточек будут показаны отдельно."
            />
          )}
          {isHead && whyWaits !== undefined && <p>{whyWaits}</p>}
          {!isHead && <p>Решает руководитель МЦУ.</p>}
        </>
      )
    case 'approved':
      return (
        <>
          <p>
            Утверждён {approved && formatDateTime(approved.approvedAt, zone)},{' '}
            {approved && personTitle(signed, approved.approvedBy)}. Контрольная сумма (SHA-256):{' '}
            <code class="hash">{approved?.sha256}</code>
          </p>
          {approved?.isWhole === false && (
            <p class="state overdue">
              ▲ Сохранённый документ не сходится с контрольной суммой: сообщите администратору.
            </p>
          )}
        </>
      )
    default: {
      const never: never = life.stage
      return never
    }
  }
}

function Act({ path, month, label, help }: { path: string; month: string; label: string; help: string }) {
  return (
    <form method="post" action={ratingAddress(month).replace('/rating', path)}>
      <button class="main" type="submit">
        {label}
      </button>{' '}
      <span class="quiet">{help}</span>
    </form>
  )
}
