/** Tickets as rows: one look for the queue, the lists behind numbers and the page of the one on duty. */
import type { ComponentChildren } from 'preact'
import { titleOf } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import { groupMarks, type QueueGroup } from '../../../shared/reports/queue-groups.ts'
import { essenceText } from '../../../shared/ticket/decision.ts'
import { isOpen, type TicketView } from '../../../shared/ticket/ticket.ts'
import type { Signed } from '../../office.ts'
import { sourcesOf } from '../sources.ts'
import { holderWords, State, TicketState } from '../TicketState.tsx'

export function TicketTable({ children }: { children: ComponentChildren }) {
  return (
    <section class="sheet flush">
      <table class="tickets">
        <thead>
          <tr>
            <th scope="col" class="number">
              №
            </th>
            <th scope="col">Сообщение</th>
            <th scope="col">Блок</th>
            <th scope="col">Где</th>
            <th scope="col">Сейчас у</th>
            <th scope="col">Срок</th>
          </tr>
        </thead>
        {children}
      </table>
    </section>
  )
}

export function GroupHead({ group, total }: { group: QueueGroup; total: number }) {
  const { shape, title, look } = groupMarks[group]
  return (
    <tr class="group">
      <th colSpan={6} scope="rowgroup">
        <State urgency={look} shape={shape} words={`${title} ${total}`} />
      </th>
    </tr>
  )
}

export function TicketRow({ view, signed, now }: { view: TicketView; signed: Signed; now: string }) {
  const { ticket } = view
  const { settings } = signed
  const [source] = sourcesOf(view)
  const topic = ticket.subtopic === null ? null : titleOf(settings.subtopics, ticket.subtopic)
  const holder = holderWords(ticket, signed, now)
  return (
    <tr data-row="">
      <td class="number">
        <a class="row-link" href={`/tickets/${ticket.number}`}>
          {ticket.number}
        </a>
      </td>
      <td class="message">
        {topic && <b>{topic}</b>}{' '}
        {ticket.kind !== 'message' && <span class="badge kind">{kindInfo[ticket.kind].title}</span>}{' '}
        {ticket.urgent && <span class="urgent">срочно</span>}
        <span class="excerpt quiet" dir="auto">
          {excerpt(essenceText(view) ?? source?.text ?? 'Данные удалены')}
        </span>
      </td>
      <td data-label="Блок">{blocks[ticket.block].short}</td>
      <td data-label="Где">
        {ticket.settlement === null ? (
          <span class="quiet">—</span>
        ) : (
          titleOf(settings.settlements, ticket.settlement)
        )}
      </td>
      <td data-label="Сейчас у">
        {isOpen(ticket) ? (
          <>
            {holder.who}
            <small class="quiet">{statusTitle(ticket)}</small>
          </>
        ) : (
          <span class="quiet">{statusTitle(ticket)}</span>
        )}
      </td>
      <td class="due">
        <TicketState ticket={ticket} settings={settings} now={now} />
      </td>
    </tr>
  )
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 220 ? `${line.slice(0, 220).trimEnd()}…` : line || 'Без текста'
}
