import { useEffect, useRef, useState } from 'preact/hooks'
import { type Refusal, refusalWords } from '../../../shared/errors.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { channels } from '../../../shared/reference/channels.ts'
import { replyKindTitles, statusTitle } from '../../../shared/reference/statuses.ts'
import { placeText } from '../../../shared/ticket/decide.ts'
import type { SourceDraft } from '../../../shared/ticket/source.ts'
import { isOpen } from '../../../shared/ticket/ticket.ts'
import { type ActId, actTitle, type OfferedAct, offerActs } from '../acts.ts'
import type { Bridge, NewCommand, TicketRow } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'
import { dateTimeWords, publishedWords, stageViews } from '../due.ts'
import type { Viewpoint } from '../rows.ts'
import { findReply, findSource, findWebAddress, sourceKindTitles } from '../source.ts'
import { holderWords, isPreliminary, numberWords, placeWords, subtopicTitle } from '../words.ts'
import { AssignForm } from './AssignForm.tsx'
import { Deadlines } from './Deadlines.tsx'
import { History } from './History.tsx'
import { LongText } from './LongText.tsx'
import { ReplyForm } from './ReplyForm.tsx'
import { SortForm } from './SortForm.tsx'

type TicketPageProps = {
  row: TicketRow
  viewpoint: Viewpoint
  drafts: Drafts
  onAct: (command: NewCommand) => Promise<Refusal | null>
  onBack: () => void
  onHistory: Bridge['history']
}

/** One ticket: what was written, until when, whose turn it is, and the next act of this role as the one big button. */
export function TicketPage({ row, viewpoint, drafts, onAct, onBack, onHistory }: TicketPageProps) {
  const { ticket } = row
  const { actor, settings, now } = viewpoint
  const source = findSource(row)
  const place = placeWords(ticket, placeText(row), settings)
  const subtopic = subtopicTitle(ticket, settings)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])

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
      <p class="ticket-marks">
        {ticket.urgent && <span class="badge overdue">▲ срочно</span>}
        {ticket.sorted === null && ticket.suggestedBy === 'keywords' && ticket.block !== 'none' && (
          <span class="badge">блок предложен по словам</span>
        )}
        {row.waiting > 0 && <span class="badge today">◐ ждёт отправки</span>}
      </p>
      <section class="origin" aria-label="Сообщение">
        {source === undefined ? (
          <p class="quiet">Данные удалены.</p>
        ) : (
          <>
            <LongText text={source.text} key={ticket.id} />
            <Origin source={source} capturedAt={ticket.capturedAt} settings={settings} now={now} />
          </>
        )}
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
          Сейчас у: <strong>{holderWords(ticket, actor, settings)}</strong>
        </p>
      )}
      <Acts row={row} viewpoint={viewpoint} drafts={drafts} onAct={onAct} />
      {ticket.replies.length > 0 && (
        <section aria-label="Ответы">
          <h3>Ответы</h3>
          <ul class="replies">
            {ticket.replies.map(reply => (
              <Reply
                key={reply.replyId}
                title={replyKindTitles[reply.kind]}
                note={[
                  dateTimeWords(reply.at, now, settings.deadlines.zone),
                  reply.accountId === null
                    ? 'без официального аккаунта'
                    : titleOf(settings.officialAccounts, reply.accountId),
                ].join(' · ')}
                body={findReply(row, reply.contentId)}
              />
            ))}
          </ul>
        </section>
      )}
      {ticket.status === 'to_publish' && (
        <section aria-label="Подготовленный ответ">
          <ul class="replies">
            <Reply
              title="Ответ подготовлен, ждёт публикации"
              note={`${replyKindTitles[ticket.prepared.kind]} · ${titleOf(settings.people, ticket.prepared.by)}`}
              body={findReply(row, ticket.prepared.contentId)}
            />
          </ul>
        </section>
      )}
      <HistorySection ticketId={ticket.id} settings={settings} now={now} onHistory={onHistory} />
    </article>
  )
}

type ActsProps = Pick<TicketPageProps, 'row' | 'viewpoint' | 'drafts' | 'onAct'>

function Acts({ row, viewpoint, drafts, onAct }: ActsProps) {
  const [form, setForm] = useState<ActId | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const place = useRef<HTMLElement | null>(null)
  const wasOpen = useRef(false)
  const keepPlace = (element: HTMLElement | null) => {
    place.current = element
  }
  // Into the form when it opens, back to the buttons when it closes: the keyboard never falls out of the card.
  useEffect(() => {
    if (form !== null) place.current?.querySelector<HTMLElement>('select, textarea, input')?.focus()
    else if (wasOpen.current) {
      const next = place.current?.querySelector<HTMLElement>('.acts-main button')
      if (next) next.focus()
      else document.getElementById('ticket-title')?.focus()
    }
    wasOpen.current = form !== null
  }, [form])
  const offer = offerActs(row, viewpoint.actor, viewpoint.settings, viewpoint.now)

  const choose = (id: ActId) => {
    if (id !== 'withdraw') {
      setForm(id)
      return
    }
    void onAct({ type: 'withdraw', data: {} }).then(refusal => {
      if (refusal !== null) setFailure(refusalWords(refusal))
    })
  }
  if (form !== null) {
    const formProps = {
      row,
      drafts,
      actor: viewpoint.actor,
      settings: viewpoint.settings,
      now: viewpoint.now,
      onAct: async (command: NewCommand) => {
        const refusal = await onAct(command)
        if (refusal === null) setForm(null)
        return refusal
      },
      onClose: () => setForm(null),
    }
    return (
      <section class="act" aria-label={actTitle(form, row.ticket)} ref={keepPlace}>
        <h3>{actTitle(form, row.ticket)}</h3>
        {form === 'classify' && <SortForm {...formProps} />}
        {form === 'assign' && <AssignForm {...formProps} />}
        {(form === 'prepare_reply' || form === 'publish') && <ReplyForm {...formProps} mode={form} />}
      </section>
    )
  }
  if (offer.next === null && offer.more.length === 0) return null
  return (
    <div class="acts" ref={keepPlace}>
      {failure !== null && (
        <p class="notice overdue" role="alert">
          {failure}
        </p>
      )}
      <div class="acts-main">
        {offer.next !== null && (
          <button type="button" class="main" onClick={() => offer.next !== null && choose(offer.next.id)}>
            {offer.next.title}
          </button>
        )}
        {offer.beside !== null && (
          <button type="button" onClick={() => offer.beside !== null && choose(offer.beside.id)}>
            {offer.beside.title}
          </button>
        )}
      </div>
      {offer.more.length > 0 && <MoreActs acts={offer.more} onChoose={choose} />}
    </div>
  )
}

/** The rarer acts; what cannot be done now stays in sight, once per reason. */
function MoreActs({ acts, onChoose }: { acts: OfferedAct[]; onChoose: (id: ActId) => void }) {
  const reasons = [...new Set(acts.map(act => act.reason))]
  return (
    <details class="more-acts">
      <summary>ещё</summary>
      {reasons.map((reason, at) => (
        <div class="more-group" key={reason}>
          {acts
            .filter(act => act.reason === reason)
            .map(({ id, title }) => (
              <button
                type="button"
                key={id}
                class={id === 'withdraw' ? 'small danger' : 'small'}
                disabled={reason !== null}
                aria-describedby={reason === null ? undefined : `why-not-${at}`}
                onClick={() => onChoose(id)}
              >
                {title}
              </button>
            ))}
          {reason !== null && (
            <p class="hint" id={`why-not-${at}`}>
              {reason}
            </p>
          )}
        </div>
      ))}
    </details>
  )
}

type OriginProps = { source: SourceDraft; capturedAt: string; settings: Settings; now: string }

const missingTitles: Record<SourceDraft['missing'][number], string> = {
  url: 'адрес',
  author: 'автора',
  publishedAt: 'дату',
  text: 'текст',
}

function Origin({ source, capturedAt, settings, now }: OriginProps) {
  const zone = settings.deadlines.zone
  const address = findWebAddress(source.url)
  const authorAddress = findWebAddress(source.author.url)
  const author = source.author.name ?? source.author.id
  return (
    <>
      <p class="quiet">
        {channels[source.channel]} · {sourceKindTitles[source.kind]} · {publishedWords(source, now, zone)}
        {address !== undefined && (
          <>
            {' · '}
            <a href={address} target="_blank" rel="noopener noreferrer">
              открыть
            </a>
          </>
        )}
      </p>
      <p class="quiet">
        {author !== null && (
          <>
            Автор:{' '}
            {authorAddress === undefined ? (
              <bdi>{author}</bdi>
            ) : (
              <a href={authorAddress} target="_blank" rel="noopener noreferrer">
                <bdi>{author}</bdi>
              </a>
            )}
            {' · '}
          </>
        )}
        записано {dateTimeWords(capturedAt, now, zone)}
      </p>
      {source.photos.length > 0 && <p class="quiet">Фото в сообщении: {source.photos.length}</p>}
      {source.truncated && <p class="quiet">Показана часть текста: целиком он на странице.</p>}
      {source.missing.length > 0 && source.kind !== 'call' && source.kind !== 'letter' && (
        <p class="quiet">
          Не удалось прочитать: {source.missing.map(field => missingTitles[field]).join(', ')}.
        </p>
      )}
    </>
  )
}

type ReplyProps = { title: string; note: string; body: { text: string; url: string | null } | undefined }

function Reply({ title, note, body }: ReplyProps) {
  const address = findWebAddress(body?.url ?? null)
  return (
    <li>
      <p>
        <strong>{title}</strong>
      </p>
      <p class="quiet">
        {note}
        {address !== undefined && (
          <>
            {' · '}
            <a href={address} target="_blank" rel="noopener noreferrer">
              открыть
            </a>
          </>
        )}
      </p>
      {body === undefined ? (
        <p class="quiet">Данные удалены.</p>
      ) : (
        body.text !== '' && <LongText text={body.text} />
      )}
    </li>
  )
}

type HistorySectionProps = { ticketId: string; settings: Settings; now: string; onHistory: Bridge['history'] }

function HistorySection({ ticketId, settings, now, onHistory }: HistorySectionProps) {
  const [open, setOpen] = useState(false)
  return (
    <details class="history-section" open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>История</summary>
      {open && <History ticketId={ticketId} settings={settings} now={now} onLoad={onHistory} />}
    </details>
  )
}
