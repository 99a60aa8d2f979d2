/** Tickets like this one: what it could be joined to, and what it repeats (DOMAIN.md §1, PRACTICE P12). */
import type { ActContext } from '../../../shared/acts/contract.ts'
import { fingerprint } from '../../../shared/classify/likeness.ts'
import { type Matter as Compared, similarityOf } from '../../../shared/classify/likeness-of-tickets.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import { placeText } from '../../../shared/ticket/decision.ts'
import { isOpenProblem, openStatuses, type Ticket, type TicketView } from '../../../shared/ticket/ticket.ts'
import type { Office, Signed } from '../../office.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { withContents } from '../../tickets/view.ts'
import { sourcesOf } from '../sources.ts'

export type Nearby = {
  /** Open: this one could be joined to it. Best first; general problems before all. */
  joinable: readonly TicketView[]
  /** Answered or closed within 90 days: this one may repeat it. */
  earlier: readonly TicketView[]
}

const shown = 5
const candidates = 300
const dayMilliseconds = 86_400_000
const repeatedWithinDays = 90
/** Likeness by text is looked for among what came lately only. */
const recentDays = 14

/** What is compared: a ticket, or a message before it is recorded (`id: null`). */
type Matter = Pick<Ticket, 'block' | 'subtopic' | 'settlement'> & {
  id: string | null
  text: string
  place?: string | null
}

export function findNearby(office: Office, signed: Signed, view: TicketView): Promise<Nearby> {
  return findLike(office, signed, { ...view.ticket, text: textOf(view), place: placeText(view) })
}

export async function findLike(office: Office, signed: Signed, matter: Matter): Promise<Nearby> {
  const since = (days: number) => new Date(Date.parse(office.now()) - days * dayMilliseconds).toISOString()
  const rows = await office.reader
    .selectFrom('tickets')
    .select(['id', 'state'])
    .where('organisation_id', '=', office.organisationId)
    .where(inScopeSql(office.tickets.scopeOf(signed)))
    .where('id', '!=', matter.id ?? '')
    .where('status', 'not in', ['withdrawn', 'merged', 'no_answer_needed'])
    .where('captured_at', '>=', since(repeatedWithinDays))
    .where(tickets =>
      tickets.or([
        tickets.and([
          tickets('subtopic', 'is not', null),
          tickets('subtopic', '=', matter.subtopic),
          matter.settlement === null
            ? tickets('settlement', 'is', null)
            : tickets('settlement', '=', matter.settlement),
        ]),
        tickets.and([
          tickets('captured_at', '>=', since(recentDays)),
          ...(matter.settlement === null ? [] : [tickets('settlement', '=', matter.settlement)]),
        ]),
      ]),
    )
    .orderBy('captured_at', 'desc')
    .limit(candidates)
    .execute()
  const own = { ...matter, place: matter.place ?? null, print: fingerprint(matter.text) }
  const ranked = (await withContents(office.reader, office.organisationId, rows))
    .map(other => ({ other, rank: similarityOf(own, comparedOf(other)) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ other }) => other)
  return {
    joinable: ranked
      .filter(({ ticket }) => openStatuses.includes(ticket.status) || isOpenProblem(ticket))
      .slice(0, shown),
    earlier: ranked
      .filter(({ ticket: { status } }) => ['answered', 'under_control', 'closed'].includes(status))
      .slice(0, shown),
  }
}

function comparedOf(view: TicketView): Compared & { isProblem: boolean } {
  const { block, subtopic, settlement } = view.ticket
  const print = fingerprint(textOf(view))
  return { block, subtopic, settlement, place: placeText(view), print, isProblem: isOpenProblem(view.ticket) }
}

function textOf(view: TicketView): string {
  return sourcesOf(view)
    .map(source => source.text)
    .join('\n')
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
