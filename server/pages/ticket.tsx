/** One ticket: what was written, until when, whose turn, what was answered, what happened; and the acts on it. */
import type { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import type { ActContext, ActType, Offer } from '../../shared/acts/contract.ts'
import { formFor } from '../../shared/acts/forms.ts'
import { offersFor } from '../../shared/acts/offers.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import type { TicketHistory } from '../../shared/ticket/history.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Office, Signed } from '../office.ts'
import { ImmediateAct } from './acts/ActFormView.tsx'
import { nearbyFor } from './acts/nearby.ts'
import { findTicket, unseen } from './acts/routes.tsx'
import { doneSentence, isActType } from './acts/words.ts'
import { answerPage, signedIn } from './answer.tsx'
import { Notice } from './Field.tsx'
import { Page } from './layout.tsx'
import { Acts } from './TicketActs.tsx'
import { Banners } from './ticket/Banners.tsx'
import { Evidence, type Looks, readLooks } from './ticket/Evidence.tsx'
import { Facts } from './ticket/Facts.tsx'
import { Hand } from './ticket/Hand.tsx'
import { History, type Opening, Openings } from './ticket/History.tsx'
import { Linked, type Links, readLinks } from './ticket/Linked.tsx'
import { Notes, Orders } from './ticket/Notes.tsx'
import { Sources, TicketHead, topicOf } from './ticket/parts.tsx'
import { Replies } from './ticket/Replies.tsx'

export function mountTicket(app: Hono, office: Office): void {
  app.get(
    '/tickets/:number',
    signedIn(office, async (context, signed) => {
      const number = context.req.param('number') ?? ''
      // A page that reads itself again is nobody's opening.
      const isOpened = context.req.header('x-pult-refresh') === undefined
      const view = await findTicket(office, signed, number, isOpened ? 'page' : undefined)
      if (view === undefined) return unseen(context, office, signed, number)
      const now = office.now()
      const act = context.req.query('done') ?? ''
      return answerPage(
        context,
        <TicketPage
          signed={signed}
          view={view}
          history={await office.tickets.history(signed, view.ticket.id)}
          openings={await openingsOf(office, signed, view)}
          looks={await readLooks(office, signed, view)}
          links={await readLinks(office, signed, view)}
          now={now}
          done={isActType(act) ? doneSentence(act, view.ticket, signed.settings) : undefined}
        />,
      )
    }),
  )
}

/** Only the head of the centre sees them. */
async function openingsOf(office: Office, signed: Signed, view: TicketView): Promise<readonly Opening[]> {
  if (!signed.actor.roles.includes('center_head')) return []
  return (await office.tickets.openings(signed, view.ticket.id)) ?? []
}

type TicketProps = {
  signed: Signed
  view: TicketView
  history: TicketHistory
  openings: readonly Opening[]
  looks: Looks | undefined
  links: Links
  now: string
  done: string | undefined
}

function TicketPage({ signed, view, history, openings, looks, links, now, done }: TicketProps) {
  const { ticket } = view
  const { actor, settings } = signed
  const contextFor = (act: ActType): ActContext => ({
    actor,
    settings,
    now,
    nearby: nearbyFor(act, links, settings),
  })
  const offers = offersFor(view, contextFor('merge'))
  const parent = ticket.status === 'merged' ? links.named.get(ticket.merged.into) : undefined
  const title = topicOf(view, settings) ?? blocks[ticket.block].title
  return (
    <Page signed={signed} tab="queue" title={`№\u00a0${ticket.number} · ${title}`} wide ticketId={ticket.id}>
      <p class="back">
        <a href="/tickets">← К очереди</a>
      </p>
      <TicketHead view={view} settings={settings} now={now} />
      {done !== undefined && <Done words={done} view={view} offers={offers} context={contextFor('undo')} />}
      <Banners view={view} signed={signed} now={now} offers={offers} />
      <div class="two">
        <div class="stack">
          <Sources view={view} signed={signed} />
          <Evidence view={view} looks={looks} signed={signed} />
        </div>
        <div class="stack side">
          <Acts view={view} offers={offers} contextFor={contextFor} undoElsewhere={done !== undefined} />
          <Facts view={view} signed={signed} now={now} parent={parent} />
          <Hand view={view} signed={signed} />
        </div>
        <div class="stack">
          <Linked view={view} signed={signed} links={links} offers={offers} />
          <Replies view={view} signed={signed} now={now} />
          <Orders view={view} signed={signed} now={now} />
          <Notes view={view} signed={signed} />
          <History ticketId={view.ticket.id} history={history} signed={signed} />
          <Openings openings={openings} signed={signed} />
        </div>
      </div>
    </Page>
  )
}

type DoneProps = { words: string; view: TicketView; offers: readonly Offer[]; context: ActContext }

/** «Поручено: …» and «Отменить», as long as nobody acted after it. */
function Done({ words, view, offers, context }: DoneProps) {
  const undo = offers.find(offer => offer.act === 'undo')
  return (
    <Notice tone="done">
      <div class="done-line">
        <span>{words}</span>
        {undo && (
          <ImmediateAct
            offer={{ ...undo, title: 'Отменить' }}
            form={formFor('undo', view, context)}
            ticket={view.ticket}
            commandId={uuid()}
            look="link"
          />
        )}
      </div>
    </Notice>
  )
}
