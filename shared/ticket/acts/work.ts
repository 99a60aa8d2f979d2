/** From the sorted ticket to somebody who does it: assignments, questions to the author, outside organisations. */
import { localDateOf } from '../../deadlines/zone.ts'
import { aboutOf, canExecute, personKey, recipientKey } from '../../policy/permissions.ts'
import type { Settings } from '../../policy/settings.ts'
import type { CommandOf } from '../commands.ts'
import {
  accepted,
  type Context,
  type Decision,
  nothingNew,
  refused,
  textOf,
  whyNotIn,
  whyNotOpen,
} from '../decision.ts'
import { assignmentOf, type Ticket, type TicketView } from '../ticket.ts'
import { whyNotAnswerable } from './replies.ts'

export function assign({ ticket }: TicketView, command: CommandOf<'assign'>, context: Context): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  if (ticket.block === 'none' && ticket.complaint === null) return refused('not-sorted')
  const wrong = whyNotAssignable(ticket, command.data, context)
  if (wrong) return wrong
  const { recipientId, personId, coRecipientIds, note, dueOn } = command.data
  const content = textOf(command, 'note', note)
  return accepted(
    [
      {
        type: 'assigned',
        data: {
          recipientId,
          personId,
          coRecipientIds: [...new Set(coRecipientIds)].filter(each => each !== recipientId),
          noteContentId: content?.contentId ?? null,
          dueOn,
        },
      },
    ],
    [content],
  )
}

function whyNotAssignable(
  ticket: Ticket,
  { recipientId, personId, coRecipientIds, dueOn }: CommandOf<'assign'>['data'],
  { settings, now }: Context,
): Decision | null {
  if (recipientId === null && personId === null) return refused('nobody-named')
  const recipientIds = [...(recipientId === null ? [] : [recipientId]), ...coRecipientIds]
  const unknown = recipientIds.find(each => !settings.recipients.some(recipient => recipient.id === each))
  if (unknown !== undefined) return refused('unknown-recipient', { recipientId: unknown })
  if (personId !== null && !isExecutor(personId, settings)) return refused('unknown-person', { id: personId })
  const about: readonly string[] = aboutOf(ticket)
  const named = [...recipientIds.map(recipientKey), ...(personId === null ? [] : [personKey(personId)])]
  if (named.some(key => about.includes(key))) return refused('about-them')
  const today = localDateOf(now, settings.deadlines.zone)
  return dueOn !== null && dueOn < today ? refused('date-in-past') : null
}

/** Whoever could not act on an assignment is not given one: it would lie unseen. */
function isExecutor(personId: string, settings: Settings): boolean {
  return settings.people.some(person => person.id === personId && canExecute(person, settings))
}

export function acceptAssignment({ ticket }: TicketView): Decision {
  if (ticket.status === 'in_progress') return nothingNew()
  return whyNotIn(ticket, ['assigned']) ?? accepted([{ type: 'assignment_accepted', data: {} }])
}

export function declineAssignment(
  { ticket }: TicketView,
  command: CommandOf<'decline_assignment'>,
  { actor }: Context,
): Decision {
  const closed = whyNotOpen(ticket) ?? whyNotAnswerable(ticket, actor)
  if (closed) return closed
  if (assignmentOf(ticket) === null) return refused('not-now', { status: ticket.status })
  return accepted(
    [{ type: 'assignment_declined', data: { reasonContentId: `${command.id}:reason` } }],
    [textOf(command, 'reason', command.data.reason)],
  )
}

export function requestDate(
  { ticket }: TicketView,
  command: CommandOf<'request_date'>,
  { now, settings }: Context,
): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  if (assignmentOf(ticket) === null) return refused('not-now', { status: ticket.status })
  const { date, reason } = command.data
  if (date < localDateOf(now, settings.deadlines.zone)) return refused('date-in-past')
  return accepted(
    [{ type: 'date_requested', data: { date, reasonContentId: `${command.id}:reason` } }],
    [textOf(command, 'reason', reason)],
  )
}

export function askAuthor({ ticket }: TicketView, command: CommandOf<'ask_author'>): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  return accepted(
    [{ type: 'author_asked', data: { contentId: `${command.id}:question` } }],
    [textOf(command, 'question', command.data.text)],
  )
}

export function remindAuthor({ ticket }: TicketView): Decision {
  if (ticket.status !== 'asking_author') return refused('not-now', { status: ticket.status })
  // One reminder, then silence decides (P13).
  return ticket.asked.remindedAt === null ? accepted([{ type: 'author_reminded', data: {} }]) : nothingNew()
}

/** The author spoke: the work goes on; what was closed for silence is taken up again (P13). */
export function recordAuthorAnswer(
  { ticket }: TicketView,
  command: CommandOf<'record_author_answer'>,
): Decision {
  const contentId = `${command.id}:answer`
  const content = textOf(command, 'answer', command.data.text)
  if (ticket.status === 'asking_author')
    return accepted([{ type: 'author_answered', data: { contentId } }], [content])
  if (ticket.status === 'closed' && ticket.closed.reason === 'author_silent')
    return accepted([{ type: 'reopened', data: { reason: 'author_replied', contentId } }], [content])
  return refused('not-now', { status: ticket.status })
}

export function awaitOutside(
  { ticket }: TicketView,
  command: CommandOf<'await_outside'>,
  { now, settings }: Context,
): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  const { organisationId, until, text } = command.data
  if (!settings.outsideOrganisations.some(each => each.id === organisationId))
    return refused('unknown-organisation', { organisationId })
  if (until < localDateOf(now, settings.deadlines.zone)) return refused('date-in-past')
  return accepted(
    [{ type: 'outside_awaited', data: { organisationId, until, contentId: `${command.id}:request` } }],
    [textOf(command, 'request', text)],
  )
}

export function recordOutsideAnswer(
  { ticket }: TicketView,
  command: CommandOf<'record_outside_answer'>,
): Decision {
  const wrong = whyNotIn(ticket, ['waiting_outside'])
  if (wrong) return wrong
  const content = textOf(command, 'answer', command.data.text)
  return accepted([{ type: 'outside_answered', data: { contentId: content?.contentId ?? null } }], [content])
}
