/** «Растёт»: where more people than usual wrote of one thing (PRACTICE P19: authors, not posts). */
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { plural } from '../../../shared/reference/plural.ts'
import { weekTitle } from '../../../shared/reports/note/charts.ts'
import type { Period } from '../../../shared/reports/period.ts'
import { cellWords } from '../../reports/documents/cells.ts'
import type { Signals } from '../../reports/signals/query.ts'
import { leastAuthors, weeksBefore } from '../../reports/signals/signals.ts'
import { type ListNarrowing, listAddress } from '../address.ts'
import { authorForms, counted, ticketForms } from '../words.ts'

type Props = { signals: Signals; settings: Settings; narrowing: ListNarrowing }

const how = `Сигнал — не меньше ${leastAuthors} разных авторов об одной подтеме в одном населённом пункте за неделю и вдвое больше, чем в среднем за ${weeksBefore} недели до неё. Считаются люди, а не посты: десять постов одного автора — один человек.`

export function SignalList({ signals: { week, before, signals, more }, settings, narrowing }: Props) {
  return (
    <section class="sheet stack tight" aria-labelledby="signals">
      <h2 id="signals">
        Растёт <small class="quiet">{`неделя ${weekTitle(week)}`}</small>
      </h2>
      {signals === null && (
        <p class="quiet">
          {`Пока мало данных: сравнивать можно, когда записи ведутся дольше ${weeksBefore} недель.`}
        </p>
      )}
      {signals?.length === 0 && <p class="quiet">Ничего не растёт заметнее обычного.</p>}
      {signals !== null && signals.length > 0 && (
        <ul class="signals">
          {signals.map(({ subtopic, settlement, authors, usual, tickets }) => {
            const to = (period: Period) =>
              listAddress('received', period, { ...narrowing, subtopic, settlement })
            return (
              <li key={`${subtopic} ${settlement}`}>
                <b>{`«${titleOf(settings.subtopics, subtopic)}»`}</b>
                {`, ${titleOf(settings.settlements, settlement)}: `}
                <a href={to(week)}>{counted(authors, authorForms)}</a>
                {usual === 0 ? (
                  `, за ${weeksBefore} недели до этого никто не писал → `
                ) : (
                  <>
                    {' за неделю против '}
                    <a href={to(before)}>{usualWords(usual)}</a>
                    {' в среднем → '}
                  </>
                )}
                <a href={to(week)}>{counted(tickets, ticketForms)}</a>
              </li>
            )
          })}
        </ul>
      )}
      {more > 0 && <p class="quiet">{`И ещё ${more} ${plural(more, ['сигнал', 'сигнала', 'сигналов'])}.`}</p>}
      <details class="how">
        <summary>Как находятся</summary>
        <p class="quiet">{how}</p>
      </details>
    </section>
  )
}

const usualWords = (usual: number) =>
  cellWords({ kind: 'number', value: usual, decimals: Number.isInteger(usual) ? 0 : 1 }).main
