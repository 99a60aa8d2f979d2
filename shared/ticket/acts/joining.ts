/** Many tickets, one problem (P12): declaring it, joining, parting, and the answer to each who wrote. */
import { facetsOf, inScope, readScope } from '../../policy/permissions.ts'
import type { CommandOf } from '../commands.ts'
import { accepted, type Context, type Decision, refused, textOf, whyNotOpen } from '../decision.ts'
import { endedStatuses, isOpenProblem, type TicketView } from '../ticket.ts'
import { replyContent, whyNotAccount } from './replies.ts'

export function declareProblem({ ticket }: TicketView, command: CommandOf<'declare_problem'>): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  const { since, expectedEnd, readyText } = command.data
  return accepted(
    [{ type: 'problem_declared', data: { since, expectedEnd, contentId: `${command.id}:ready` } }],
    [textOf(command, 'ready', readyText)],
  )
}

export function endProblem({ ticket }: TicketView): Decision {
  return ticket.problem === null || ticket.problem.endedAt !== null
    ? refused('not-now', { status: ticket.status })
    : accepted([{ type: 'problem_ended', data: {} }])
}

export function merge(
  { ticket }: TicketView,
  command: CommandOf<'merge'>,
  { actor, settings, related }: Context,
): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  if (ticket.joined.length > 0) return refused('has-joined')
  const into = related?.(command.data.into)?.ticket
  if (into === undefined) return refused('unknown-ticket')
  if (!inScope(facetsOf(into), readScope(actor, settings))) return refused('out-of-scope')
  // Who answers for the one would learn of the other (59-ФЗ ст. 8 ч. 6).
  if (ticket.complaint !== null || into.complaint !== null) return refused('cannot-join')
  // Only what is joined to nothing can be joined to: there are no circles and no chains.
  if (into.id === ticket.id || into.status === 'merged' || endedStatuses.includes(into.status))
    return refused('cannot-join')
  // A new post there would have no time of a solution: it repeats that one, unless the problem still goes on (P12).
  if ((into.status === 'answered' || into.status === 'under_control') && !isOpenProblem(into))
    return refused('join-answered', { number: into.number })
  return accepted(
    [{ type: 'merged', data: { into: into.id, intoNumber: into.number } }],
    [],
    [
      {
        ticketId: into.id,
        events: [{ type: 'joined', data: { ticketId: ticket.id, number: ticket.number } }],
        contents: [],
      },
    ],
  )
}

export function unmerge({ ticket }: TicketView): Decision {
  if (ticket.status !== 'merged') return refused('not-now', { status: ticket.status })
  if (ticket.merged.reply !== null) return refused('already-answered')
  return accepted(
    [{ type: 'unmerged', data: {} }],
    [],
    [
      {
        ticketId: ticket.merged.into,
        events: [{ type: 'parted', data: { ticketId: ticket.id } }],
        contents: [],
      },
    ],
  )
}

/** «Ответили здесь» / «общий ответ: адрес» / «ответ не нужен: причина». */
export function replyJoined(
  { ticket }: TicketView,
  command: CommandOf<'reply_joined'>,
  context: Context,
): Decision {
  if (ticket.status !== 'merged') return refused('not-now', { status: ticket.status })
  if (ticket.merged.reply !== null) return refused('already-answered')
  const { way, url, text, accountId } = command.data
  if (way === 'not_needed' && text === null) return refused('reason-needed')
  if (way !== 'not_needed' && url === null && text === null) return refused('address-needed')
  const wrong = whyNotAccount(accountId, context)
  if (wrong) return wrong
  const contentId = `${command.id}:reply`
  return accepted(
    [{ type: 'joined_replied', data: { way, accountId, contentId } }],
    [replyContent(contentId, { text: text ?? '', url, spoken: null })],
    [
      {
        ticketId: ticket.merged.into,
        events: [{ type: 'joined_answered', data: { ticketId: ticket.id, way } }],
        contents: [],
      },
    ],
  )
}
