/** A table of one group: places, points and what they are made of; every number opens the contributions behind it. */
import type { ComponentChildren } from 'preact'
import {
  groupOf,
  type MonthRating,
  type RatingGroup,
  type RatingRow,
} from '../../../shared/reports/rating.ts'
import { groupTitles, standingTitles } from '../../../shared/reports/rating-words.ts'
import { decimal, outOfHundred, ratingAddress, workedWords } from './words.ts'

type Props = { rating: MonthRating; group: RatingGroup }

export function RatingTable({ rating, group }: Props) {
  const rows = rating.rows.filter(({ kind }) => groupOf(kind) === group)
  if (rows.length === 0) return null
  const isRanks = rating.settings.way === 'ranks'
  const id = `rating-${group}`
  return (
    <section class="sheet flush" aria-labelledby={id}>
      <table class="blocks rating">
        <caption id={id}>{groupTitles[group]}</caption>
        <thead>
          <tr>
            <th scope="col">Место</th>
            <th scope="col">Получатель</th>
            <Head title={isRanks ? 'Сумма мест' : 'R'} hint={isRanks ? ranksHint : pointsHint} />
            <Head
              title="T, срок"
              hint="Средняя своевременность карточек, из 100: в норму 1, до двух норм 0,7, до трёх 0,4, позже 0."
            />
            <Head title="Q, полнота" hint="Средняя полнота ответов, из 100. Оценивает не сам получатель." />
            <Head
              title="S, оценки авторов"
              hint="Отметки авторов, из 100; к ним прибавлены отметки по среднему району, чтобы одна не решала."
            />
            <Head title="n" hint="Карточек в рейтинге за месяц: порог и порядок при равенстве, не заслуга." />
            <Head
              title="повторы"
              hint="Повторные, первый ответ на которые дал этот получатель и отметил «решено»."
            />
            <Head
              title="среднее время"
              hint="Рабочее время получателя от «поручено» до «ответ представлен»."
            />
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.recipientId} row={row} month={rating.month} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const pointsHint = 'Баллы от 0 до 100: взвешенные T, Q и S за вычетом повторов. Больше — лучше.'
const ranksHint =
  'Места по доле в срок, по полноте и по среднему времени, сложенные. Меньше — лучше. Ответ в срок, но дольше своего среднего, может опустить место.'

function Head({ title, hint }: { title: string; hint: string }) {
  return (
    <th scope="col" class="number">
      <abbr title={hint}>{title}</abbr>
    </th>
  )
}

function Row({ row, month }: { row: RatingRow; month: string }) {
  const { t, q, s, n, repeats, ownMinutes, score, place, standing } = row
  const page = ratingAddress(month, row.recipientId)
  const href = `${page}#contributions`
  const isRated = standing !== 'none'
  return (
    <tr class={n === 0 && repeats === 0 ? 'nothing' : undefined}>
      <td data-label="Место" class={place === null ? 'quiet' : undefined}>
        {place === null ? standingTitles[standing] : <b>{place}</b>}
      </td>
      <th scope="row">
        <a href={page}>{row.title}</a>
      </th>
      <Cell label="R">{score === null ? none : <a href={href}>{decimal(score, 1)}</a>}</Cell>
      <Cell label="T, срок">{isRated ? <a href={href}>{outOfHundred(t.value)}</a> : none}</Cell>
      <Cell label="Q, полнота">
        {!isRated || n === 0 ? (
          none
        ) : q.of === 0 ? (
          <span class="quiet">не оценено</span>
        ) : (
          <>
            <a href={href}>{outOfHundred(q.value)}</a>{' '}
            <small class="quiet">{`(${q.of}\u00a0из\u00a0${n})`}</small>
          </>
        )}
      </Cell>
      <Cell label="S, оценки">
        {!isRated || s.value === null ? (
          none
        ) : (
          <>
            <a href={href}>{outOfHundred(s.value)}</a> <small class="quiet">{`(${s.of})`}</small>
          </>
        )}
      </Cell>
      <Cell label="n">
        <a class={n === 0 ? 'zero' : undefined} href={href}>
          {n}
        </a>
      </Cell>
      <Cell label="повторы">
        <a class={repeats === 0 ? 'zero' : undefined} href={`${page}#repeats`}>
          {repeats}
        </a>
      </Cell>
      <Cell label="среднее время">
        {ownMinutes.value === null ? none : <a href={href}>{workedWords(ownMinutes.value)}</a>}
      </Cell>
    </tr>
  )
}

const none = <span class="quiet">—</span>

function Cell({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <td class="number" data-label={label}>
      {children}
    </td>
  )
}
