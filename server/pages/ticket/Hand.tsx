/** The assignment for an executor who has nothing installed (P6): a text to copy. Links: ../links. */
import { assignmentText } from '../../../shared/reference/assignment-text.ts'
import { assignmentOf, isOpen, type TicketView } from '../../../shared/ticket/ticket.ts'
import type { Signed } from '../../office.ts'

export function Hand({ view, signed }: { view: TicketView; signed: Signed }) {
  const { ticket } = view
  const isAssigned = isOpen(ticket) && assignmentOf(ticket) !== null
  return (
    <section class={isAssigned ? 'sheet stack hand' : undefined} aria-label="Поручение" data-live="hand">
      {isAssigned && (
        <p>
          <a href={`/tickets/${ticket.number}/assignment`}>Поручение: печать и ссылка для телефона</a>
        </p>
      )}
      {isAssigned && (
        <details>
          <summary>Скопировать поручение</summary>
          <p class="help">
            Для мессенджера или письма: без автора и адреса поста. Ответ исполнителя запишите действием
            «Подготовить ответ», отметив «Со слов исполнителя».
          </p>
          <pre class="copy-text" data-copy="">
            {assignmentText(view, signed.settings)}
          </pre>
        </details>
      )}
    </section>
  )
}
