/** Notes of colleagues and orders of the chief (P19). */
import { formatDate, formatDateTime } from '../../../shared/deadlines/words.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import type { TicketView } from '../../../shared/ticket/ticket.ts'
import type { Signed } from '../../office.ts'
import { personTitle } from '../layout.tsx'
import { responsibleTitle } from './Facts.tsx'

type NotesProps = { view: TicketView; signed: Signed; now: string }

export function Orders({ view, signed, now }: NotesProps) {
  const { orders } = view.ticket
  const { settings } = signed
  const { zone } = settings.deadlines
  return (
    <section
      class={orders.length === 0 ? undefined : 'sheet stack'}
      aria-label="Поручения Главы"
      data-live="orders"
    >
      {orders.length > 0 && <h2>Поручения Главы</h2>}
      {orders.map(({ orderId, to, dueOn, contentId, done, at, by }) => (
        <article key={orderId} class="stack tight">
          <p>{wordsOf(view.contents, contentId) ?? 'данные удалены'}</p>
          <p>
            <b>{responsibleTitle(to, settings)}</b>,{' '}
            <span class={done === null && dueOn < localDateOf(now, zone) ? 'overdue' : undefined}>
              {`до ${formatDate(dueOn)}`}
            </span>
            <small class="quiet">
              {formatDateTime(at, zone)} · {personTitle(signed, by)}
            </small>
          </p>
          {done === null ? (
            <p class="today">Доклада ещё нет</p>
          ) : (
            <p>
              <span class="done">Доложено:</span> {wordsOf(view.contents, done.contentId) ?? 'данные удалены'}
              <small class="quiet">
                {formatDateTime(done.at, zone)} · {personTitle(signed, done.by)}
              </small>
            </p>
          )}
        </article>
      ))}
    </section>
  )
}

export function Notes({ view, signed }: Omit<NotesProps, 'now'>) {
  const { notes } = view.ticket
  return (
    <section class={notes.length === 0 ? undefined : 'sheet stack'} aria-label="Заметки" data-live="notes">
      {notes.length > 0 && <h2>Заметки</h2>}
      {notes.length > 0 && (
        <ul class="bare">
          {notes.toReversed().map(({ contentId, by, at }) => (
            <li key={contentId}>
              {wordsOf(view.contents, contentId) ?? 'данные удалены'}
              <small class="quiet">
                {formatDateTime(at, signed.settings.deadlines.zone)} · {personTitle(signed, by)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
