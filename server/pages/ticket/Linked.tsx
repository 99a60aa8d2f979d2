/** Other tickets: what is joined to this one, what was split from it, what it repeats, what is like it (P12). */
import { v7 as uuid } from 'uuid'
import type { Offer } from '../../../shared/acts/contract.ts'
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { joinedReplyWays } from '../../../shared/reference/answers.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import { isOpen, isOpenProblem, type TicketView } from '../../../shared/ticket/ticket.ts'
import type { Office, Signed } from '../../office.ts'
import { findNearby, type Nearby, nearbyLabel } from '../acts/nearby.ts'

export type Links = Nearby & {
  /** Tickets that this one names, as far as they are in the person's scope. */
  named: ReadonlyMap<string, TicketView>
}

export async function readLinks(office: Office, signed: Signed, view: TicketView): Promise<Links> {
  const { ticket } = view
  const ids = [
    ...ticket.splits,
    ...(ticket.splitFrom === null ? [] : [ticket.splitFrom]),
    ...(ticket.repeatOf === null ? [] : [ticket.repeatOf]),
    ...(ticket.status === 'merged' ? [ticket.merged.into] : []),
  ]
  const named = new Map<string, TicketView>()
  for (const id of ids) {
    const other = await office.tickets.find(signed, { id })
    if (other) named.set(id, other)
  }
  // What is joined already is not to be joined again.
  const { joinable, earlier } =
    isOpen(ticket) && ticket.status !== 'merged'
      ? await findNearby(office, signed, view)
      : { joinable: [], earlier: [] }
  return { named, joinable, earlier }
}

type LinkedProps = { view: TicketView; signed: Signed; links: Links; offers: readonly Offer[] }

export function Linked({ view, signed, links, offers }: LinkedProps) {
  const { ticket } = view
  const nothing =
    ticket.joined.length === 0 &&
    ticket.splits.length === 0 &&
    ticket.splitFrom === null &&
    ticket.repeatOf === null &&
    links.joinable.length === 0
  return (
    <section class={nothing ? undefined : 'sheet stack'} aria-label="Связанные карточки" data-live="linked">
      {!nothing && <h2>Связанные карточки</h2>}
      {ticket.repeatOf !== null && (
        <p>
          Повторное: <Other id={ticket.repeatOf} links={links} signed={signed} />
        </p>
      )}
      {ticket.splitFrom !== null && (
        <p>
          Выделено из <Other id={ticket.splitFrom} links={links} signed={signed} />
        </p>
      )}
      {ticket.splits.length > 0 && (
        <div>
          <h3>Выделено отсюда</h3>
          <ul class="bare">
            {ticket.splits.map(id => (
              <li key={id}>
                <Other id={id} links={links} signed={signed} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {ticket.joined.length > 0 && (
        <div>
          <h3>{`Присоединено сообщений: ${ticket.joined.length}`}</h3>
          <ul class="bare">
            {ticket.joined.map(({ ticketId, number, replied }) => (
              <li key={ticketId}>
                {number === null ? 'Сообщение' : <a href={`/tickets/${number}`}>{`№\u00a0${number}`}</a>}
                {replied === null ? (
                  <span class="state today">
                    <span class="shape" aria-hidden="true">
                      ◆
                    </span>
                    ждёт ответа
                  </span>
                ) : (
                  <span class="state done">
                    <span class="shape" aria-hidden="true">
                      ✓
                    </span>
                    {joinedReplyWays[replied].toLowerCase()}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {links.joinable.length > 0 && (
        <div>
          <h3>Похожие</h3>
          <ul class="bare similar">
            {links.joinable.map(other => (
              <Similar key={other.ticket.id} other={other} view={view} signed={signed} offers={offers} />
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

function Other({ id, links, signed }: { id: string; links: Links; signed: Signed }) {
  const other = links.named.get(id)
  if (other === undefined) return <span class="quiet">карточка, которая сейчас не у вас</span>
  return <a href={`/tickets/${other.ticket.number}`}>{nearbyLabel(other, signed.settings)}</a>
}

/** «Похоже на № 1019 (исполняется) [Присоединить]»; a declared problem says until when and gives its answer. */
function Similar({
  other,
  view,
  signed,
  offers,
}: {
  other: TicketView
  view: TicketView
  signed: Signed
  offers: readonly Offer[]
}) {
  const problem = isOpenProblem(other.ticket) ? other.ticket.problem : null
  const ready = problem === null ? null : wordsOf(other.contents, problem.contentId)
  return (
    <li>
      <p>
        {problem === null ? 'Похоже на ' : <b>Общая проблема: </b>}
        <a href={`/tickets/${other.ticket.number}`}>{nearbyLabel(other, signed.settings)}</a>
        {problem?.expectedEnd &&
          `, обещают до ${formatDateTime(problem.expectedEnd, signed.settings.deadlines.zone)}`}
      </p>
      {ready !== null && (
        <p class="ready-text quiet" data-copy="">
          {ready}
        </p>
      )}
      {offers.some(offer => offer.act === 'merge') && (
        <form method="post" action={`/tickets/${view.ticket.number}/acts/merge`}>
          <input type="hidden" name="commandId" value={uuid()} />
          <input type="hidden" name="version" value={view.ticket.version} />
          <input type="hidden" name="into" value={other.ticket.id} />
          <button type="submit">{`Присоединить к №\u00a0${other.ticket.number}`}</button>
        </form>
      )}
    </li>
  )
}
