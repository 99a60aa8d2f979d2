/** Before a change of rules, hours or calendar is applied: which open tickets would move, from when to when. */
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { isEmptyScope, readScope } from '../../../shared/policy/permissions.ts'
import { stageTitles } from '../../../shared/reference/stages.ts'
import type { Signed } from '../../office.ts'
import { counted } from '../words.ts'
import { FormHead, SettingsPage } from './frame.tsx'
import type { Preview } from './saving.ts'
import type { TypedForm } from './typed.ts'
import type { Others } from './versions.ts'

const shownMoves = 50

export function PreviewPage({
  signed,
  title,
  action,
  form,
  preview,
  others,
}: {
  signed: Signed
  title: string
  action: string
  form: TypedForm
  preview: Preview
  others: Others | undefined
}) {
  const { zone } = signed.settings.deadlines
  const { moves, tickets, clocks } = preview
  const mayRead = !isEmptyScope(readScope(signed.actor, signed.settings))
  return (
    <SettingsPage signed={signed} title="Что изменится" intro={title} wide>
      <section class="sheet stack">
        <form method="post" action={action} enctype="multipart/form-data" class="stack">
          <FormHead problems={{}} others={others} version={signed.settings.version} zone={zone} />
          {form.names
            .filter(name => name !== 'version' && name !== 'step')
            .flatMap(name =>
              form
                .all(name)
                .map(value => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
            )}
          <h2>
            {tickets === 0
              ? 'Сроки открытых карточек не изменятся'
              : `Переедут сроки ${counted(tickets, openTicketForms)}`}
          </h2>
          <p class="quiet">
            {tickets === 0
              ? 'Изменение подействует на карточки, которые появятся позже.'
              : 'Остановленные сроки и закрытые карточки не меняются. Каждое изменение попадёт в историю карточки.'}
          </p>
          {tickets > 0 && (
            <ul class="tally">
              {preview.byStage.map(({ stage, count }) => (
                <li key={stage}>
                  {stageTitles[stage]}: <b>{count}</b>
                </li>
              ))}
            </ul>
          )}
          <div class="buttons">
            <button class="main" type="submit" name="step" value="apply">
              Применить
            </button>
            <button type="submit" name="step" value="edit">
              Не применять
            </button>
          </div>
        </form>
      </section>
      {moves.length > 0 && (
        <section class="sheet flush">
          <table class="list">
            <caption>
              {clocks > shownMoves
                ? `Первые ${shownMoves} из ${counted(clocks, ['срока', 'сроков', 'сроков'])}`
                : 'Какие сроки переедут'}
            </caption>
            <thead>
              <tr>
                <th scope="col">Карточка</th>
                <th scope="col">Срок</th>
                <th scope="col">Было</th>
                <th scope="col">Станет</th>
              </tr>
            </thead>
            <tbody>
              {moves.slice(0, shownMoves).map(move => (
                <tr key={`${move.number} ${move.stage} ${move.before} ${move.after}`}>
                  <th scope="row">
                    {mayRead ? (
                      <a href={`/tickets/${move.number}`}>№&nbsp;{move.number}</a>
                    ) : (
                      <>№&nbsp;{move.number}</>
                    )}
                  </th>
                  <td data-label="Срок">{stageTitles[move.stage]}</td>
                  <td data-label="Было">
                    {move.before === null ? 'не было' : formatDateTime(move.before, zone)}
                  </td>
                  <td data-label="Станет">
                    {move.after === null ? 'не будет' : formatDateTime(move.after, zone)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {clocks > shownMoves && <p class="more quiet">И ещё {clocks - shownMoves}.</p>}
        </section>
      )}
    </SettingsPage>
  )
}

const openTicketForms = ['открытой карточки', 'открытых карточек', 'открытых карточек'] as const
