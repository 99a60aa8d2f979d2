/** One recipient's month: every ticket's contribution, the centre's own time beside it, and a way to object. */
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { periodWords } from '../../../shared/reports/period.ts'
import { groupOf, type RatingRow } from '../../../shared/reports/rating.ts'
import type { RatingItem } from '../../../shared/reports/rating-item.ts'
import {
  correctionsWords,
  endTitles,
  groupTitles,
  hiddenWords,
  standingTitles,
} from '../../../shared/reports/rating-words.ts'
import type { Signed } from '../../office.ts'
import { longestObjection, type RatingView } from '../../reports/rating/ratings.ts'
import type { Seen } from '../../reports/rating/seen.ts'
import { LongTextField, Notice, SelectField } from '../Field.tsx'
import { Page } from '../layout.tsx'
import { asOfWords } from '../words.ts'
import { FileLinks } from './FileLinks.tsx'
import { Objections } from './Objections.tsx'
import { type Attempt, Changes } from './RatingPage.tsx'
import { decimal, outOfHundred, pointWords, ratingAddress, ticketAddress, workedWords } from './words.ts'

type Props = {
  signed: Signed
  month: string
  view: RatingView
  row: RatingRow
  seen: (ticketId: string) => Seen
  /** On whose tickets' objections the reader decides. */
  decides: ReadonlySet<string>
  done: string | undefined
  attempt: Attempt | undefined
}

export function RecipientPage({ signed, month, view, row, seen, decides, done, attempt }: Props) {
  const { rating, period, life, changes } = view
  const { recipientId, title } = row
  const { zone } = signed.settings.deadlines
  const items = rating.items.filter(item => item.recipientId === recipientId)
  const repeats = rating.repeats.filter(each => each.recipientId === recipientId)
  const mayObject = life.stage === 'familiarisation' && signed.actor.recipientIds.includes(recipientId)
  return (
    <Page
      signed={signed}
      tab="report"
      section={{ current: 'rating', to: { rating: ratingAddress(month) } }}
      title={`Рейтинг: ${title}`}
      wide
      stands
    >
      <p class="back">
        <a href={ratingAddress(month)}>← К рейтингу</a>
      </p>
      <div class="headline">
        <div>
          <h1>{title}</h1>
          <p class="quiet">
            {groupTitles[groupOf(row.kind)]} · {periodWords(period)} · {asOfWords(rating.asOf, zone)}
          </p>
        </div>
      </div>
      {done === 'objected' && <Notice tone="done">Возражение подано: решит руководитель МЦУ.</Notice>}
      {attempt && <Notice tone="refused">{attempt.words}</Notice>}
      <Changes changes={changes.filter(each => each.recipientId === recipientId)} month={month} />
      <Sum row={row} />
      {items.length === 0 ? (
        <section class="sheet empty">
          <h2>Карточек в рейтинге за этот месяц нет</h2>
          <p>Появятся, когда получатель представит ответ на порученное или просрочит его.</p>
        </section>
      ) : (
        <>
          <Contributions
            items={items}
            repeats={repeats}
            changed={changes.flatMap(each => (each.recipientId === recipientId ? each.numbers : []))}
            seen={seen}
            zone={zone}
          />
          <FileLinks path={`/rating/${encodeURIComponent(recipientId)}/contributions`} query={{ month }} />
        </>
      )}
      <Repeats repeats={repeats} seen={seen} />
      <Declined declined={rating.declined.filter(each => each.recipientId === recipientId)} seen={seen} />
      {mayObject && (
        <ObjectionForm items={items} month={month} recipientId={recipientId} seen={seen} attempt={attempt} />
      )}
      <Objections
        signed={signed}
        month={month}
        view={view}
        seen={seen}
        decides={decides}
        attempt={attempt}
        recipientId={recipientId}
      />
    </Page>
  )
}

function Sum({ row }: { row: RatingRow }) {
  const { t, q, s, n, inTime, place, standing, score, repeats } = row
  const own = n === 0 ? undefined : '#contributions'
  const figures: [label: string, value: string, note?: string | undefined, to?: string | undefined][] = [
    ['Место', place === null ? standingTitles[standing] : String(place)],
    ['R', decimal(score, 1)],
    ['T, срок', outOfHundred(t.value), `в срок ${inTime} из ${n}`, own],
    ['Q, полнота', q.of === 0 ? 'не оценено' : outOfHundred(q.value), `оценено ${q.of} из ${n}`, own],
    ['S, оценки авторов', outOfHundred(s.value), `отметок ${s.of}, своя средняя ${outOfHundred(s.own)}`, own],
    ['n', String(n), undefined, own],
    ['Повторы', String(repeats), undefined, repeats === 0 ? undefined : '#repeats'],
  ]
  return (
    <dl class="facts across sheet">
      {figures.map(([label, value, note, to]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <b>{to === undefined ? value : <a href={to}>{value}</a>}</b>{' '}
            {note && n > 0 && <small class="quiet">{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

type Repeats = RatingView['rating']['repeats']

function Contributions({
  items: all,
  repeats,
  changed,
  seen,
  zone,
}: {
  items: readonly RatingItem[]
  repeats: Repeats
  /** Numbers of those that are otherwise now than when the rating was approved. */
  changed: readonly number[]
  seen: Props['seen']
  zone: string
}) {
  const items = all.filter(({ ticketId }) => seen(ticketId) !== 'hidden')
  const hidden = hiddenWords(all.length - items.length)
  return (
    <section class="sheet flush" aria-labelledby="contributions">
      <table class="blocks rating contributions">
        <caption id="contributions">Вклад карточек</caption>
        <thead>
          <tr class="spans">
            <td colSpan={2} />
            <th scope="colgroup" colSpan={2}>
              время получателя, рабочее
            </th>
            <th scope="colgroup" colSpan={4}>
              вклад
            </th>
            <th scope="colgroup" colSpan={3}>
              время центра, в рейтинг не входит
            </th>
          </tr>
          <tr>
            <th scope="col">№</th>
            <th scope="col">Поручено → чем кончилось</th>
            {['у получателя', 'норма', 't', 'q', 'отметка', 'повторы'].map(title => (
              <th key={title} scope="col" class="number">
                {title}
              </th>
            ))}
            {['до поручения', 'согласование', 'до публикации'].map(title => (
              <th key={title} scope="col" class="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={item.ticketId}>
              <th scope="row">
                <TicketNumber number={item.number} seen={seen(item.ticketId)} />
              </th>
              <td data-label="Поручено">
                {formatDateTime(item.assignedAt, zone)} → {endTitles[item.end]}
                {item.endedAt !== null && ` ${formatDateTime(item.endedAt, zone)}`}
                {changed.includes(item.number) && <small class="quiet"> изменилась после утверждения</small>}
                {item.correction !== null && (
                  <small class="quiet">{` по возражению: ${correctionsWords[item.correction]}`}</small>
                )}
              </td>
              <td class="number" data-label="у получателя">
                {workedWords(item.ownMinutes)}
                {item.waitedMinutes > 0 && (
                  <small class="quiet">{` и ждали ${workedWords(item.waitedMinutes)}`}</small>
                )}
              </td>
              <td class="number" data-label="норма">
                {item.normMinutes === null
                  ? `до ${item.dueAt === null ? '—' : formatDateTime(item.dueAt, zone)}`
                  : workedWords(item.normMinutes)}
              </td>
              <td class="number" data-label="t">
                {pointWords(item.t)}
              </td>
              <td class="number" data-label="q">
                {item.q === null ? <span class="quiet">не оценено</span> : pointWords(item.q)}
              </td>
              <td class="number" data-label="отметка">
                {item.mark === null ? <span class="quiet">нет</span> : pointWords(item.mark)}
              </td>
              <td class="number" data-label="повторы">
                {repeats.filter(each => each.ofTicketId === item.ticketId).length}
              </td>
              {[item.centre.sorting, item.centre.approval, item.centre.publication].map((minutes, index) => (
                <td
                  key={centreLabels[index]}
                  class="number quiet"
                  data-label={`центр: ${centreLabels[index]}`}
                >
                  {workedWords(minutes)}
                </td>
              ))}
            </tr>
          ))}
          {hidden && (
            <tr>
              <td class="quiet" colSpan={11}>
                {hidden}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  )
}

const centreLabels = ['до поручения', 'согласование', 'до публикации'] as const

function Repeats({ repeats, seen }: { repeats: Repeats; seen: Props['seen'] }) {
  if (repeats.length === 0) return null
  const shown = repeats.filter(({ ticketId }) => seen(ticketId) !== 'hidden')
  const hidden = hiddenWords(repeats.length - shown.length)
  return (
    <section class="sheet stack" aria-labelledby="repeats">
      <h2 id="repeats">Повторы</h2>
      <p class="quiet">Первый ответ дал этот получатель и отметил «решено», а проблема повторилась.</p>
      <ul>
        {shown.map(each => (
          <li key={each.ticketId}>
            <TicketNumber number={each.number} seen={seen(each.ticketId)} /> — повтор карточки{' '}
            <TicketNumber number={each.ofNumber} seen={seen(each.ofTicketId)} />
          </li>
        ))}
        {hidden && <li class="quiet">{hidden}</li>}
      </ul>
    </section>
  )
}

function Declined({ declined, seen }: { declined: RatingView['rating']['declined']; seen: Props['seen'] }) {
  if (declined.length === 0) return null
  const shown = declined.filter(({ ticketId }) => seen(ticketId) !== 'hidden')
  const hidden = hiddenWords(declined.length - shown.length)
  return (
    <section class="sheet stack" aria-labelledby="declined">
      <h2 id="declined">{`Возвращено как «не наше» в срок: ${declined.length}`}</h2>
      <p class="quiet">В рейтинг не входит: ни за, ни против.</p>
      <ul>
        {shown.map(({ ticketId, number }) => (
          <li key={ticketId}>
            <TicketNumber number={number} seen={seen(ticketId)} />
          </li>
        ))}
        {hidden && <li class="quiet">{hidden}</li>}
      </ul>
    </section>
  )
}

function TicketNumber({ number, seen }: { number: number; seen: Seen }) {
  const words = `№\u00a0${number}`
  if (seen === 'link') return <a href={ticketAddress(number)}>{words}</a>
  return seen === 'number' ? <span>{words}</span> : <span class="quiet">не в вашем доступе</span>
}

function ObjectionForm({
  items,
  month,
  recipientId,
  seen,
  attempt,
}: {
  items: readonly RatingItem[]
  month: string
  recipientId: string
  seen: Props['seen']
  attempt: Attempt | undefined
}) {
  const choices = items.filter(item => seen(item.ticketId) !== 'hidden')
  if (choices.length === 0) return null
  const path = `/rating/${encodeURIComponent(recipientId)}/object?month=${month}`
  return (
    <section class="sheet stack medium" aria-labelledby="object">
      <h2 id="object">Возразить по карточке</h2>
      <form method="post" action={path} class="stack" data-draft={`rating:${month}:${recipientId}`}>
        <SelectField
          name="number"
          label="Карточка"
          required
          value={attempt?.form.one('number') ?? ''}
          choices={[
            { value: '', title: 'Выберите' },
            ...choices.map(({ number, end, t }) => ({
              value: String(number),
              title: `№\u00a0${number}: ${endTitles[end]}, t = ${pointWords(t)}`,
            })),
          ]}
        />
        <LongTextField
          name="text"
          label="С чем не согласны и почему"
          rows={4}
          required
          maxLength={longestObjection}
          value={attempt?.form.one('text') ?? ''}
          help="Без имён и адресов граждан."
        />
        <div class="buttons">
          <button class="main" type="submit">
            Подать возражение
          </button>
        </div>
      </form>
    </section>
  )
}
