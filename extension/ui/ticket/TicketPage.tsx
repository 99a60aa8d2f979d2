import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { whyNotEndedYet } from '../../../shared/acts/choices.ts'
import type { ActContext, ActType, FormValues } from '../../../shared/acts/contract.ts'
import type { Refusal } from '../../../shared/errors.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { plural } from '../../../shared/reference/plural.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import { placeText } from '../../../shared/ticket/decision.ts'
import { isOpen } from '../../../shared/ticket/ticket.ts'
import type { Bridge, NewCommand, TicketRow } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'
import { stageViews } from '../due.ts'
import { ActFormView } from '../forms/ActFormView.tsx'
import { draftKeyOf } from '../kept-drafts.ts'
import { Fold } from '../parts/Fold.tsx'
import type { Viewpoint } from '../rows.ts'
import { choicesFor, findNearby } from '../similar.ts'
import { holderWords, isPreliminary, numberWords, placeWords, subtopicTitle } from '../words.ts'
import { Acts } from './Acts.tsx'
import { Banners } from './Banners.tsx'
import { Deadlines } from './Deadlines.tsx'
import { Facts } from './Facts.tsx'
import { Files } from './Files.tsx'
import { History } from './History.tsx'
import { Origin } from './Origin.tsx'
import { doingOf, Presence } from './Presence.tsx'
import { Problem } from './Problem.tsx'
import { Replies } from './Replies.tsx'
import { Similar } from './Similar.tsx'
import { Snapshot } from './Snapshot.tsx'
import { useActKeys } from './use-act-keys.ts'
import { useTicketActs } from './use-ticket-acts.ts'

export type TicketPageProps = {
  row: TicketRow
  rows: readonly TicketRow[]
  viewpoint: Viewpoint
  drafts: Drafts
  /** An act chosen by its key while the card was still in the list. */
  begun: ActType | null
  onAct: (command: NewCommand) => Promise<Refusal | null>
  onUndo: (ticketId: string) => Promise<Refusal | null>
  onBack: () => void
  onOpen: (ticketId: string) => void
  desk: Pick<
    Bridge,
    | 'history'
    | 'putFile'
    | 'watchFiles'
    | 'readFile'
    | 'readEvidence'
    | 'presenceOf'
    | 'sayPresence'
    | 'noteOpened'
    | 'openReport'
  >
}

/** One ticket: what was written, until when, whose turn it is, and the next act of this role as the one big button. */
export function TicketPage(props: TicketPageProps) {
  const { row, rows, viewpoint, drafts, desk, onAct, onUndo, onBack, onOpen } = props
  const { ticket } = row
  const { actor, settings, now } = viewpoint
  // Not by the clock: what is near is counted in days, and a form must not be drawn again every half minute.
  const nearby = useMemo(() => findNearby(row, rows, now), [row, rows])
  const context: ActContext = { actor, settings, now, nearby: nearby.toJoin }
  const acts = useTicketActs(row, context, { act: onAct, undo: onUndo }, props.begun)
  useActKeys(acts)
  const heading = useRef<HTMLHeadingElement>(null)
  const actsPlace = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (props.begun === null) heading.current?.focus()
    void desk.noteOpened(ticket.id)
  }, [])
  const isFormOpen = acts.form !== null
  const wasOpen = useRef(isFormOpen)
  // Back to the buttons when the form closes: the keyboard never falls out of the card.
  useEffect(() => {
    if (!isFormOpen && wasOpen.current)
      (actsPlace.current?.querySelector<HTMLElement>('.acts-main button') ?? heading.current)?.focus()
    wasOpen.current = isFormOpen
  }, [isFormOpen])

  const place = placeWords(ticket, placeText(row), settings)
  const subtopic = subtopicTitle(ticket, settings)
  const draftKey = (act: ActType) => draftKeyOf(ticket.id, act)
  const begun = new Set(
    acts.offers.map(({ act }) => act).filter(act => drafts.read(draftKey(act)) !== undefined),
  )
  const banner = { row, settings, now, offers: acts.offers, onChoose: acts.choose, onOpen }
  const isWithoutOwner =
    ticket.block === 'none' && isOpen(ticket) && !acts.offers.some(({ weight }) => weight === 'main')
  const canJoin = acts.offers.some(offer => offer.act === 'merge')

  return (
    <article class="ticket" aria-labelledby="ticket-title">
      <div class="ticket-head">
        <button type="button" class="small back" onClick={onBack}>
          <span aria-hidden="true">←</span> К списку
        </button>
        <span class="quiet">{statusTitle(ticket)}</span>
      </div>
      <h2 id="ticket-title" ref={heading} tabIndex={-1}>
        {numberWords(ticket.number)} · {blocks[ticket.block].short}
        {subtopic !== null && ` · ${subtopic}`}
      </h2>
      <Marks row={row} />
      <Presence
        ticketId={ticket.id}
        doing={doingOf(acts.form?.act ?? null)}
        presenceOf={desk.presenceOf}
        sayPresence={desk.sayPresence}
      />
      <Banners {...banner} />
      <section class="origin" aria-label="Сообщение">
        <Origin row={row} settings={settings} now={now} />
        <Snapshot row={row} settings={settings} now={now} desk={desk} />
        <Files row={row} contentIds={ticket.fileContentIds} onRead={desk.readFile} />
        {place !== null && (
          <p class="place">
            Где: <bdi>{place}</bdi>
          </p>
        )}
      </section>
      {ticket.status !== 'withdrawn' && (
        <Deadlines stages={stageViews(ticket, settings, now)} isPreliminary={isPreliminary(row)} />
      )}
      {isOpen(ticket) && (
        <p class="holder">
          Сейчас у: <strong>{holderWords(ticket, actor, settings, now)}</strong>
        </p>
      )}
      {canJoin && !isFormOpen && (
        <Similar
          nearby={{ ...nearby, similar: [] }}
          settings={settings}
          onJoin={into => acts.choose('merge', { into })}
          onOpen={onOpen}
        />
      )}
      <div ref={actsPlace} class="acts-place">
        {acts.failure !== null && (
          <p class="notice overdue" role="alert">
            {acts.failure}
          </p>
        )}
        {isWithoutOwner && (
          <p class="hint">
            Блок не определён: его выбирает руководитель МЦУ. После этого карточку можно поручить и ответить.
          </p>
        )}
        {acts.form === null ? (
          <Acts
            offers={acts.offers}
            begun={begun}
            mayWithdraw={acts.mayWithdraw}
            whyNotEnded={whyNotEndedYet(ticket)}
            onChoose={offer => acts.choose(offer.act)}
            onWithdraw={acts.withdraw}
          />
        ) : (
          <FormPlace
            key={acts.form.act}
            act={acts.form.act}
            begin={acts.form.begin}
            title={acts.offers.find(offer => offer.act === acts.form?.act)?.title ?? ''}
            row={row}
            context={{ ...context, nearby: choicesFor(acts.form.act, nearby) }}
            drafts={drafts}
            draftKey={draftKey(acts.form.act)}
            onAct={async command => {
              const refusal = await onAct(command)
              if (refusal === null) acts.closeForm()
              return refusal
            }}
            onClose={acts.closeForm}
            desk={desk}
          />
        )}
      </div>
      <Problem row={row} settings={settings} onOpen={onOpen} />
      <Facts row={row} settings={settings} />
      <Replies row={row} settings={settings} now={now} onReadFile={desk.readFile} />
      <Similar
        nearby={{ ...nearby, problems: [] }}
        settings={settings}
        onJoin={canJoin ? into => acts.choose('merge', { into }) : null}
        onOpen={onOpen}
      />
      <HistorySection ticketId={ticket.id} settings={settings} now={now} onHistory={desk.history} />
      {ticket.number !== null && <OnServer number={ticket.number} onOpen={desk.openReport} />}
    </article>
  )
}

function Marks({ row }: { row: TicketRow }) {
  const { ticket, waiting } = row
  return (
    <p class="ticket-marks">
      {ticket.urgent && <span class="badge overdue">▲ срочно</span>}
      {ticket.sorted === null && ticket.suggestedBy === 'keywords' && ticket.block !== 'none' && (
        <span class="badge">блок предложен по словам</span>
      )}
      {ticket.refusals > 0 && ticket.sorted === null && (
        <span class="badge today">◆ «Не наш блок»: {ticket.refusals}</span>
      )}
      {waiting > 0 && (
        <span class="badge today">
          ◐ ждёт отправки: {waiting} {plural(waiting, ['действие', 'действия', 'действий'])}
        </span>
      )}
    </p>
  )
}

type FormPlaceProps = Parameters<typeof ActFormView>[0] & { title: string; begin: FormValues }

function FormPlace({ title, ...props }: FormPlaceProps) {
  return (
    <section class="act" aria-label={title}>
      <h3>{title}</h3>
      <ActFormView {...props} />
    </section>
  )
}

type HistorySectionProps = Pick<Viewpoint, 'settings' | 'now'> & {
  ticketId: string
  onHistory: Bridge['history']
}

function HistorySection({ ticketId, settings, now, onHistory }: HistorySectionProps) {
  return (
    <Fold summary="История">
      {() => <History ticketId={ticketId} settings={settings} now={now} onLoad={onHistory} />}
    </Fold>
  )
}

/** The printed card is on the server's page. */
function OnServer({ number, onOpen }: { number: number; onOpen: Bridge['openReport'] }) {
  const [failure, setFailure] = useState<string | null>(null)
  const open = async () => {
    const result = await onOpen(`/tickets/${number}`)
    setFailure(result.outcome === 'failed' ? result.words : null)
  }
  return (
    <p>
      <button type="button" class="link" onClick={() => void open()}>
        Открыть на странице сервера
      </button>{' '}
      <span class="quiet" role="status">
        {failure}
      </span>
    </p>
  )
}
