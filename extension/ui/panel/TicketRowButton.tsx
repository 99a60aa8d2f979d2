import { blocks } from '../../../shared/reference/blocks.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import { isBeforeHead, isOpenProblem, isOpen as isOpenTicket } from '../../../shared/ticket/ticket.ts'
import { lowerFirst } from '../act-words.ts'
import type { TicketRow } from '../bridge.ts'
import { rowDue } from '../due.ts'
import type { Viewpoint } from '../rows.ts'
import { essenceOf } from '../source.ts'
import { holderWords, numberWords } from '../words.ts'

type TicketRowButtonProps = {
  row: TicketRow
  viewpoint: Viewpoint
  isOpen: boolean
  onOpen: (ticketId: string) => void
}

/** What it is, when it is due, whose turn it is. */
export function TicketRowButton({ row, viewpoint, isOpen, onOpen }: TicketRowButtonProps) {
  const { ticket } = row
  const { actor, settings, now } = viewpoint
  const due = rowDue(ticket, settings, now)
  return (
    <button
      type="button"
      class="row"
      data-ticket={ticket.id}
      aria-current={isOpen ? 'true' : undefined}
      onClick={() => onOpen(ticket.id)}
    >
      <span class="row-first">
        <span class="row-number">{numberWords(ticket.number)}</span> ·{' '}
        <span class="row-block">{blocks[ticket.block].short}</span> · <bdi>{essenceOf(row)}</bdi>
      </span>
      <span class="row-second">
        {due !== null && <span class={due.look}>{due.words}</span>}
        {ticket.urgent && isOpenTicket(ticket) && <span class="urgent">срочно</span>}
        {isOpenTicket(ticket) ? (
          <span>
            {ticket.status === 'new'
              ? ticket.sorted === null
                ? 'не разобрано, '
                : ''
              : `${lowerFirst(statusTitle(ticket))}, `}
            сейчас у: {holderWords(ticket, actor, settings, now)}
          </span>
        ) : (
          <span>{statusTitle(ticket)}</span>
        )}
        {isBeforeHead(ticket) && <span class="urgent">вынесено на решение</span>}
        {isOpenProblem(ticket) && <span class="today">общая проблема, {ticket.joined.length + 1}</span>}
        {row.waiting > 0 && <span class="waiting">◐ ждёт отправки</span>}
      </span>
    </button>
  )
}
