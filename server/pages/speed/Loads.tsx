/** A person's load: own, or for the head of the centre everybody's; never in a file (PRACTICE P19). */
import type { Signed } from '../../office.ts'
import { longest } from '../../reports/queue.ts'
import type { PersonLoad } from '../../reports/stages/query.ts'
import { address } from '../address.ts'

function LoadLink({
  load,
  count,
  isOwn,
  level,
}: {
  load: PersonLoad
  count: number
  isOwn: boolean
  level?: 'overdue'
}) {
  const of = isOwn ? undefined : load.person.id
  return (
    <a
      class={count === 0 ? 'zero' : undefined}
      href={address('/tickets', { tab: 'mine', person: of, level })}
    >
      {count}
    </a>
  )
}

type Props = { loads: readonly PersonLoad[]; isCut: boolean; signed: Signed }

export function Loads({ loads, isCut, signed: { person } }: Props) {
  if (loads.length === 0) return null
  const isOwn = loads.every(load => load.person.id === person.id)
  return (
    <>
      <section class="sheet flush no-print" aria-labelledby="loads">
        <table class="report-table">
          <caption id="loads">{isOwn ? 'Ваша нагрузка сейчас' : 'Нагрузка сотрудников сейчас'}</caption>
          <thead>
            <tr>
              <th scope="col">Сотрудник</th>
              <th scope="col" class="number">
                Ждёт его действия
              </th>
              <th scope="col" class="number">
                Из них просрочено
              </th>
            </tr>
          </thead>
          <tbody>
            {loads.map(load => (
              <tr key={load.person.id}>
                <th scope="row">{load.person.title}</th>
                <td class="number">
                  <LoadLink load={load} count={load.mine} isOwn={load.person.id === person.id} />
                </td>
                <td class="number">
                  <LoadLink
                    load={load}
                    count={load.overdue}
                    isOwn={load.person.id === person.id}
                    level="overdue"
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="quiet report-note no-print">
        {isOwn
          ? 'Вашу нагрузку видите вы и руководитель МЦУ.'
          : 'Нагрузку сотрудника видит он сам и руководитель МЦУ; в отчёты и на печать она не идёт. Одна карточка может ждать нескольких: операторов, руководителей одного блока, сотрудников получателя.'}
        {' Вынесенное на решение в «просрочено» не входит.'}
        {isCut && ` Посчитано по ${longest} самым срочным карточкам.`}
      </p>
    </>
  )
}
