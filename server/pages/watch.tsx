/** `/watch`, «Наблюдение»: the watch list with what is late first, and «Просмотрено, нового нет» in one click (PRACTICE P16). */
import type { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { dueWords, formatDateTime } from '../../shared/deadlines/words.ts'
import { mayManagePeople } from '../../shared/policy/permissions.ts'
import { titleOf } from '../../shared/policy/settings.ts'
import { channels } from '../../shared/reference/channels.ts'
import { everyWords, mayLook, type WatchState, watchStates } from '../../shared/watch/looks.ts'
import type { Office, Signed } from '../office.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { Page, personTitle } from './layout.tsx'
import { asOfWords } from './words.ts'

const forbiddenWords = 'Наблюдают операторы, дежурные, руководители блоков, пресс-служба и руководитель МЦУ.'

export function mountWatch(app: Hono, office: Office): void {
  app.get(
    '/watch',
    signedIn(office, async (context, signed) => {
      if (!mayLook(signed.actor)) return forbiddenPage(context, signed, forbiddenWords)
      const { watchList, deadlines } = signed.settings
      const now = office.now()
      const states = watchStates(watchList, await office.watch.last(signed.settings), deadlines, now)
      return answerPage(context, <WatchPage signed={signed} states={states} now={now} />)
    }),
  )

  app.post(
    '/watch/:id/look',
    signedIn(office, async (context, signed) => {
      if (!mayLook(signed.actor)) return forbiddenPage(context, signed, forbiddenWords)
      const watchId = context.req.param('id') ?? ''
      const look = { id: uuid(), watchId, at: office.now(), how: 'button' as const }
      await office.watch.take(signed.person.id, signed.settings, [look])
      return context.redirect('/watch', 303)
    }),
  )
}

type WatchProps = { signed: Signed; states: readonly WatchState[]; now: string }

function WatchPage({ signed, states, now }: WatchProps) {
  const { zone } = signed.settings.deadlines
  const late = states.filter(({ isLate }) => isLate).length
  return (
    <Page signed={signed} tab="watch" title="Наблюдение" wide>
      <div class="headline">
        <div>
          <h1>Наблюдение</h1>
          <p class="quiet">{asOfWords(now, zone)}</p>
        </div>
      </div>
      {states.length === 0 ? (
        <section class="sheet empty">
          <h2>Список наблюдения пуст</h2>
          <p>
            Здесь будут сообщества, чаты и страницы, которые смотрят по очереди.{' '}
            {mayManagePeople(signed.actor) ? (
              <a href="/settings/watch">Добавить место</a>
            ) : (
              'Список ведут руководитель МЦУ и администратор.'
            )}
          </p>
        </section>
      ) : (
        <>
          <p>{`Под наблюдением ${states.length}, просрочено ${late}.`}</p>
          <div class="sheet flush">
            <table class="list">
              <thead>
                <tr>
                  <th scope="col">Место</th>
                  <th scope="col">Как часто</th>
                  <th scope="col">Смотрели</th>
                  <th scope="col">Срок</th>
                  <th scope="col">
                    <span class="unseen">Отметить</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {states.map(state => (
                  <WatchRow key={state.entry.id} state={state} signed={signed} now={now} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <p class="quiet">
        Открытая страница из списка отмечается сама, если расширение видит её адрес. Записываются только дата
        и сотрудник, а не то, какие записи он видел.
      </p>
    </Page>
  )
}

function WatchRow({ state, signed, now }: { state: WatchState; signed: Signed; now: string }) {
  const { entry, last, dueAt, isLate } = state
  const { deadlines, people, settlements } = signed.settings
  return (
    <tr>
      <th scope="row">
        <a href={entry.url} target="_blank" rel="noreferrer">
          {entry.title}
        </a>
        <small class="quiet">
          {[
            channels[entry.channel],
            entry.settlementId === null ? null : titleOf(settlements, entry.settlementId),
            entry.responsiblePersonId === null ? null : titleOf(people, entry.responsiblePersonId),
          ]
            .filter(words => words !== null)
            .join(' · ')}
        </small>
      </th>
      <td data-label="Как часто">{everyWords(entry.every)}</td>
      <td data-label="Смотрели">
        {last === null
          ? 'ещё ни разу'
          : `${formatDateTime(last.at, deadlines.zone)}, ${personTitle(signed, last.personId)}`}
      </td>
      <td data-label="Срок">
        <span class={isLate ? 'state overdue' : 'state'}>
          <span class="shape" aria-hidden="true">
            {isLate ? '▲' : '●'}
          </span>
          {dueWords(dueAt, now, deadlines.zone)}
        </span>
      </td>
      <td class="acts-cell">
        <form method="post" action={`/watch/${encodeURIComponent(entry.id)}/look`}>
          <button type="submit" aria-label={`Просмотрено, нового нет: ${entry.title}`}>
            Просмотрено, нового нет
          </button>
        </form>
      </td>
    </tr>
  )
}
