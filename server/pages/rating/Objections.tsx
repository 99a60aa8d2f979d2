/**
 * Objections with the head's decisions. Who sees one: the head, the recipient's own people, and who decides on it instead of the
 * head; but on a complaint that is hidden from them nobody does (PRACTICE P8).
 */
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { titleOf } from '../../../shared/policy/settings.ts'
import {
  type Objection,
  objectionDecisions,
  objectionDecisionTitles,
} from '../../../shared/reports/rating-life.ts'
import type { Signed } from '../../office.ts'
import { longestObjection, type RatingView } from '../../reports/rating/ratings.ts'
import type { Seen } from '../../reports/rating/seen.ts'
import { LongTextField, SelectField } from '../Field.tsx'
import { personTitle } from '../layout.tsx'
import type { Attempt } from './RatingPage.tsx'
import { isRatingHead } from './Stage.tsx'
import { ticketAddress } from './words.ts'

type Props = {
  signed: Signed
  month: string
  view: RatingView
  seen: (ticketId: string) => Seen
  /** On whose tickets' objections the reader decides. */
  decides: ReadonlySet<string>
  attempt: Attempt | undefined
  /** Only of this recipient. */
  recipientId?: string
}

export function Objections({ signed, month, view, seen, decides, attempt, recipientId }: Props) {
  const mayRead = (objection: Objection) =>
    isRatingHead(signed) ||
    decides.has(objection.ticketId) ||
    signed.actor.recipientIds.includes(objection.recipientId)
  const all = view.life.objections.filter(
    each =>
      (recipientId === undefined || each.recipientId === recipientId) && seen(each.ticketId) !== 'hidden',
  )
  if (all.length === 0) return null
  const shown = all.filter(mayRead)
  return (
    <section class="sheet stack" aria-labelledby="objections">
      <h2 id="objections">{`Возражения: ${all.length}`}</h2>
      {shown.length < all.length && (
        <p class="quiet">Тексты возражений видят руководитель МЦУ и сам получатель.</p>
      )}
      <ul class="bare">
        {shown.map(objection => (
          <li key={objection.id} class="stack tight">
            <p>
              <TicketName objection={objection} seen={seen} />
              {` · ${titleOf(signed.settings.recipients, objection.recipientId)} · ${personTitle(signed, objection.by)}, ${formatDateTime(objection.at, signed.settings.deadlines.zone)}`}
            </p>
            <blockquote class="post">{objection.text}</blockquote>
            {objection.decided !== null && (
              <p>
                <b>{objectionDecisionTitles[objection.decided.decision]}</b>
                {objection.decided.text !== '' && `: ${objection.decided.text}`}
                <span class="quiet">
                  {` — ${personTitle(signed, objection.decided.by)}, ${formatDateTime(objection.decided.at, signed.settings.deadlines.zone)}`}
                </span>
              </p>
            )}
            {decides.has(objection.ticketId) &&
              view.life.stage !== 'approved' &&
              objection.decided === null && (
                <Decision objection={objection} month={month} attempt={attempt} />
              )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function TicketName({ objection, seen }: { objection: Objection; seen: Props['seen'] }) {
  const words = `№\u00a0${objection.number}`
  return seen(objection.ticketId) === 'link' ? (
    <a href={ticketAddress(objection.number)}>{words}</a>
  ) : (
    <b>{words}</b>
  )
}

function Decision({
  objection,
  month,
  attempt,
}: {
  objection: Objection
  month: string
  attempt: Attempt | undefined
}) {
  const typed = attempt?.form.one('id') === objection.id ? attempt.form : undefined
  return (
    <form method="post" action={`/rating/decide?month=${month}`} class="stack tight">
      <input type="hidden" name="id" value={objection.id} />
      <SelectField
        name="decision"
        label="Решение"
        scope={objection.id}
        value={typed?.one('decision') ?? ''}
        required
        choices={[
          { value: '', title: 'Выберите' },
          ...objectionDecisions.map(value => ({ value, title: objectionDecisionTitles[value] })),
        ]}
      />
      <LongTextField
        name="text"
        label="Почему"
        scope={objection.id}
        rows={2}
        maxLength={longestObjection}
        value={typed?.one('text') ?? ''}
        help="При отклонении обязательно."
      />
      <div class="buttons">
        <button type="submit">Решить</button>
      </div>
    </form>
  )
}
