/** Tickets like this one: what it could be joined to, and what it repeats (DOMAIN.md §1, PRACTICE P12). */
import type { ActContext } from '../../../shared/acts/contract.ts'
import { fingerprint, likenessOf } from '../../../shared/classify/likeness.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import { endedStatuses, type TicketView } from '../../../shared/ticket/ticket.ts'
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
/** About a third of the words are the same: people who write of one outage use the same ones. */
const alike = 0.2
const dayMilliseconds = 86_400_000
const repeatedWithinDays = 90
/** Likeness by text is looked for among what came lately only. */
const recentDays = 14

const noLongerJoinable: readonly string[] = [...endedStatuses, 'merged']

export async function findNearby(office: Office, signed: Signed, view: TicketView): Promise<Nearby> {
  const { ticket } = view
  const since = (days: number) => new Date(Date.parse(office.now()) - days * dayMilliseconds).toISOString()
  const rows = await office.reader
    .selectFrom('tickets')
    .select(['id', 'state'])
    .where('organisation_id', '=', office.organisationId)
    .where(inScopeSql(office.tickets.scopeOf(signed)))
    .where('id', '!=', ticket.id)
    .where('status', 'not in', ['withdrawn', 'merged', 'no_answer_needed'])
    .where('captured_at', '>=', since(repeatedWithinDays))
    .where(tickets =>
      tickets.or([
        tickets.and([
          tickets('subtopic', 'is not', null),
          tickets('subtopic', '=', ticket.subtopic),
          ticket.settlement === null
            ? tickets('settlement', 'is', null)
            : tickets('settlement', '=', ticket.settlement),
        ]),
        tickets.and([
          tickets('captured_at', '>=', since(recentDays)),
          ...(ticket.settlement === null ? [] : [tickets('settlement', '=', ticket.settlement)]),
        ]),
      ]),
    )
    .orderBy('captured_at', 'desc')
    .limit(candidates)
    .execute()
  const own = fingerprint(textOf(view))
  const ranked = (await withContents(office.reader, office.organisationId, rows))
    .map(other => ({ other, rank: rankOf(view, other, likenessOf(own, fingerprint(textOf(other)))) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ other }) => other)
  return {
    joinable: ranked.filter(other => !noLongerJoinable.includes(other.ticket.status)).slice(0, shown),
    earlier: ranked
      .filter(({ ticket: { status } }) => status === 'answered' || status === 'closed')
      .slice(0, shown),
  }
}

/** 0: not alike. A declared problem about the same attracts before all. */
function rankOf({ ticket }: TicketView, { ticket: other }: TicketView, likeness: number): number {
  const isSame =
    ticket.subtopic !== null && other.subtopic === ticket.subtopic && other.settlement === ticket.settlement
  const isProblem =
    other.problem !== null &&
    other.problem.endedAt === null &&
    other.block === ticket.block &&
    other.settlement === ticket.settlement
  if (!isSame && !isProblem && likeness < alike) return 0
  return likeness + (isSame ? 1 : 0) + (isProblem ? 2 : 0)
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
