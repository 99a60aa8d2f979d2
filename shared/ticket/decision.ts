/** What a decision is made of, and the few words all acts use to say it. */
import { statutoryKinds } from '../deadlines/rules.ts'
import type { Refusal, RefusalCode } from '../errors.ts'
import type { Actor } from '../policy/actor.ts'
import type { Settings } from '../policy/settings.ts'
import type { Command } from './commands.ts'
import { type ContentBody, type Contents, wordsOf } from './contents.ts'
import type { TicketEvent } from './events.ts'
import { openStatuses, type Ticket, type TicketStatus, type TicketView, unansweredJoined } from './ticket.ts'

/** What a decision depends on besides the ticket. `now` is the act's effective time, ISO. */
export type Context = {
  actor: Actor
  now: string
  settings: Settings
  /** The number the server would give to a new ticket; `null` in the extension. */
  nextNumber: number | null
  /** Another ticket that the command names (`relatedIds`); `null` where it is not at hand. */
  related?: (ticketId: string) => TicketView | null
}

export type NewContent = { contentId: string; body: ContentBody }

/** What happens to one ticket. */
export type Change = { events: TicketEvent[]; contents: NewContent[] }

export type Decision =
  | ({
      outcome: 'events'
      /** «и. о.»: the absent person whose right was used. */
      behalf: string | null
      /** What the same act does to other tickets: the one that was joined to, the one that was split off. */
      others: (Change & { ticketId: string })[]
    } & Change)
  | { outcome: 'refused'; refusal: Refusal }

export type Accepted = Extract<Decision, { outcome: 'events' }>

export function refused(code: RefusalCode, details: Record<string, unknown> = {}): Decision {
  return { outcome: 'refused', refusal: { code, details } }
}

export function accepted(
  events: TicketEvent[],
  contents: (NewContent | null)[] = [],
  others: Accepted['others'] = [],
): Accepted {
  return {
    outcome: 'events',
    behalf: null,
    events,
    contents: contents.filter(content => content !== null),
    others,
  }
}

/** Already so: nothing happens, and the command counts as done. */
export const nothingNew = (): Accepted => accepted([])

/** A text as a content of its own, named after the command; `null` for no words. */
export function textOf(command: Pick<Command, 'id'>, part: string, text: string | null): NewContent | null {
  return text === null || text === ''
    ? null
    : { contentId: `${command.id}:${part}`, body: { kind: 'text', text } }
}

/** Why nothing can be done on the ticket in its status; `null` while somebody works on it. */
export function whyNotOpen(ticket: Ticket): Decision | null {
  if (openStatuses.includes(ticket.status)) return null
  switch (ticket.status) {
    case 'answered':
    case 'under_control':
      return refused('already-answered')
    case 'merged':
      return refused('is-joined', { into: ticket.merged.intoNumber })
    case 'withdrawn':
      return refused('already-withdrawn')
    default:
      return refused('ticket-ended')
  }
}

/** No end of any sort leaves the author of a joined post without an answer (P12). */
export function whyNotEnd(ticket: Ticket): Decision | null {
  const waiting = unansweredJoined(ticket)
  return waiting.length === 0
    ? null
    : refused('joined-unanswered', { numbers: waiting.map(each => each.number) })
}

/** An appeal and requests by law are answered, whatever the author does (59-ФЗ, 8-ФЗ, Закон о СМИ). */
export function whyNotWithoutAnswer({ kind }: Pick<Ticket, 'kind'>): Decision | null {
  return statutoryKinds.includes(kind) ? refused('statutory-answer') : null
}

/** A refusal unless the ticket is in one of these statuses. */
export function whyNotIn(ticket: Ticket, statuses: readonly TicketStatus[]): Decision | null {
  return statuses.includes(ticket.status) ? null : refused('not-now', { status: ticket.status })
}

/** Whether the first source has a page where everybody can read the answer. */
export function hasPublicPage({ ticket, contents }: TicketView): boolean {
  const [source] = ticket.sources
  const body = source === undefined ? undefined : contents[source.contentId]
  return body?.kind === 'source' && body.source.url !== null
}

/** The place as it stands; `null` where none was given or it was erased. */
export function placeText({ ticket, contents }: TicketView): string | null {
  return wordsOf(contents, ticket.placeContentId)
}

export function essenceText({ ticket, contents }: TicketView): string | null {
  return wordsOf(contents, ticket.essenceContentId)
}

export type { Contents }
