/** Tickets like this one: what it could be joined to, and what it repeats (DOMAIN.md §1, PRACTICE P12). */
import type { ActContext } from '../../../shared/acts/contract.ts'
import { fingerprint } from '../../../shared/classify/likeness.ts'
import {
  type Alike,
  findAlike,
  joinedWithinDays,
  type Own,
  ownOf,
  repeatedWithinDays,
} from '../../../shared/classify/likeness-of-tickets.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import type { TicketView } from '../../../shared/ticket/ticket.ts'
import type { Office, Signed } from '../../office.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { withContents } from '../../tickets/view.ts'

export type Nearby = Alike<TicketView>

const shown = 5
const candidates = 300
const dayMilliseconds = 86_400_000

/** What is compared: a ticket, or a message before it is recorded (`id: null`). */
type Message = Omit<Own, 'place' | 'print'> & { text: string }

export function findNearby(office: Office, signed: Signed, view: TicketView): Promise<Nearby> {
  return findAmong(office, signed, ownOf(view))
}

export function findLike(office: Office, signed: Signed, { text, ...message }: Message): Promise<Nearby> {
  return findAmong(office, signed, { ...message, place: null, print: fingerprint(text) })
}

/** The database leaves out what the rule would never take; the rule itself is one with the panel's. */
async function findAmong(office: Office, signed: Signed, own: Own): Promise<Nearby> {
  const now = office.now()
  const since = (days: number) => new Date(Date.parse(now) - days * dayMilliseconds).toISOString()
  const rows = await office.reader
    .selectFrom('tickets')
    .select(['id', 'state'])
    .where('organisation_id', '=', office.organisationId)
    .where(inScopeSql(office.tickets.scopeOf(signed)))
    .where('id', '!=', own.id ?? '')
    .where('status', 'not in', ['withdrawn', 'merged', 'no_answer_needed'])
    .where(tickets =>
      tickets.or([
        tickets('is_open_problem', '=', 1),
        tickets.and([
          tickets('captured_at', '>=', since(repeatedWithinDays)),
          tickets('subtopic', 'is not', null),
          tickets('subtopic', '=', own.subtopic),
          tickets('settlement', own.settlement === null ? 'is' : '=', own.settlement),
        ]),
        tickets.and([
          tickets('captured_at', '>=', since(joinedWithinDays)),
          ...(own.settlement === null ? [] : [tickets('settlement', '=', own.settlement)]),
        ]),
      ]),
    )
    .orderBy('is_open_problem', 'desc')
    .orderBy('captured_at', 'desc')
    .limit(candidates)
    .execute()
  const { joinable, earlier } = findAlike(
    own,
    await withContents(office.reader, office.organisationId, rows),
    now,
  )
  return { joinable: joinable.slice(0, shown), earlier: earlier.slice(0, shown) }
}

/** «№ 1019 · Нет холодной воды, Большое Нагаткино · исполняется». */
export function nearbyLabel({ ticket }: TicketView, settings: Settings): string {
  const topic =
    ticket.subtopic === null ? blocks[ticket.block].short : titleOf(settings.subtopics, ticket.subtopic)
  const where = ticket.settlement === null ? '' : `, ${titleOf(settings.settlements, ticket.settlement)}`
  return `№\u00a0${ticket.number} · ${topic}${where} · ${statusTitle(ticket).toLowerCase()}`
}

/** What the form of an act offers to choose from. */
export function nearbyFor(
  act: string,
  { joinable, earlier }: Nearby,
  settings: Settings,
): NonNullable<ActContext['nearby']> {
  return (act === 'merge' ? joinable : earlier).map(view => ({
    ticketId: view.ticket.id,
    label: nearbyLabel(view, settings),
  }))
}
