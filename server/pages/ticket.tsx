/** One ticket: what was written, until when, whose turn, what was answered, what happened; and the acts as forms. */
import type { Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import type { Stage } from '../../shared/deadlines/deadline.ts'
import { describeTrace, dueWords, formatDateTime, overdueWords } from '../../shared/deadlines/words.ts'
import { refusalWords } from '../../shared/errors.ts'
import { facetsOf, mayDo, mayPublishAs, readScope } from '../../shared/policy/permissions.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import { channels } from '../../shared/reference/channels.ts'
import { stageTitles } from '../../shared/reference/stages.ts'
import { replyKindTitles, statusTitle } from '../../shared/reference/statuses.ts'
import { dateWords } from '../../shared/reports/period.ts'
import { placeText } from '../../shared/ticket/decide.ts'
import { type HistoryEntry, historyLines } from '../../shared/ticket/history.ts'
import type { MissableField, SourceDraft, SourceKind } from '../../shared/ticket/source.ts'
import { assignmentOf, isOpen, type TicketView } from '../../shared/ticket/ticket.ts'
import type { Office, Signed } from '../office.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage, unseenTicketPage } from './errors.tsx'
import { Notice } from './Field.tsx'
import { emptyForm, type Form, readForm } from './form.ts'
import { Page, personTitle } from './layout.tsx'
import { noTicketsWords } from './report.tsx'
import { sourcesOf, webAddress } from './sources.ts'
import { Acts } from './TicketActs.tsx'
import { holderWords, State, TicketState, urgencyOf } from './TicketState.tsx'
import { commandOf, isTicketAct, type TicketAct } from './ticket-commands.ts'
import { asOfWords, counted } from './words.ts'

export function mountTicket(app: Hono, office: Office): void {
  app.get(
    '/tickets/:number',
    signedIn(office, async (context, signed) => {
      const number = context.req.param('number') ?? ''
      const view = await findTicket(office, signed, number)
      if (!view) return unseen(context, signed, number)
      return show(office, context, signed, view, { done: doneWords(context.req.query('done') ?? '') })
    }),
  )

  app.post(
    '/tickets/:number/:act',
    signedIn(office, async (context, signed) => {
      const number = context.req.param('number') ?? ''
      const act = context.req.param('act') ?? ''
      const view = await findTicket(office, signed, number)
      if (!view || !isTicketAct(act)) return unseen(context, signed, number)
      const form = await readForm(context)
      const read = commandOf(act, form, view, signed.settings, office.now())
      if (read.outcome === 'failed') {
        return show(office, context, signed, view, { typed: { act, form, words: read.words } })
      }
      const outcome = await office.tickets.submit(signed, read.command)
      if (outcome.outcome === 'refused') {
        const words = refusalWords(outcome.refusal)
        return show(office, context, signed, (await findTicket(office, signed, number)) ?? view, {
          typed: { act, form, words },
        })
      }
      // The act may have taken the ticket out of the person's scope: then they see so, in words.
      return context.redirect(`/tickets/${number}?done=${act}`, 303)
    }),
  )
}

/** What a person typed and why it was not taken: the form is shown again as it was. */
export type Typed = { act: TicketAct; form: Form; words: string }

async function findTicket(office: Office, signed: Signed, number: string): Promise<TicketView | undefined> {
  if (!/^\d{1,9}$/.test(number)) return undefined
  return office.tickets.find(signed, { number: Number(number) })
}

function unseen(context: Context, signed: Signed, number: string): Response {
  if (readScope(signed.actor).length === 0) return forbiddenPage(context, signed, noTicketsWords)
  return unseenTicketPage(context, signed, number.slice(0, 20))
}

async function show(
  office: Office,
  context: Context,
  signed: Signed,
  view: TicketView,
  { typed, done }: { typed?: Typed; done?: string | undefined },
): Promise<Response> {
  const history = await office.tickets.history(signed, view.ticket.id)
  const page = (
    <TicketPage
      signed={signed}
      view={view}
      history={history}
      now={office.now()}
      typed={typed}
      done={done}
      commandId={uuid()}
    />
  )
  return answerPage(context, page, typed ? 422 : 200)
}

function doneWords(act: string): string | undefined {
  if (!isTicketAct(act)) return undefined
  return {
    classify: 'Карточка уточнена.',
    assign: 'Поручено.',
    prepare_reply: 'Ответ подготовлен и ждёт публикации.',
    publish: 'Ответ отмечен опубликованным.',
  }[act]
}

type TicketProps = {
  signed: Signed
  view: TicketView
  history: HistoryEntry[]
  now: string
  typed: Typed | undefined
  done: string | undefined
  commandId: string
}

function TicketPage({ signed, view, history, now, typed, done, commandId }: TicketProps) {
  const { ticket } = view
  const { settings } = signed
  const topic = ticket.subtopic === null ? undefined : titleOf(settings.subtopics, ticket.subtopic)
  return (
    <Page
      signed={signed}
      tab="queue"
      title={`№\u00a0${ticket.number} · ${topic ?? blocks[ticket.block].title}`}
      wide
    >
      <p class="back">
        <a href="/tickets">← К очереди</a>
      </p>
      <div class="headline">
        <div>
          <h1>
            <span class="ticket-number">№&nbsp;{ticket.number}</span> {topic ?? blocks[ticket.block].title}
          </h1>
          <p class="quiet">
            {topic ? `${blocks[ticket.block].title} · ` : ''}
            {statusTitle(ticket)}
            {ticket.urgent && <span class="urgent">срочно</span>}
          </p>
        </div>
        <p class="headline-state">
          <TicketState ticket={ticket} settings={settings} now={now} />
        </p>
      </div>
      {done && <Notice tone="done">{done}</Notice>}
      <div class="two">
        <Sources view={view} signed={signed} />
        <div class="stack side">
          <Facts view={view} settings={settings} now={now} />
          <Acts
            view={view}
            settings={settings}
            accounts={settings.officialAccounts.filter(account => mayPublishAs(signed.actor, account))}
            may={act => isOpen(ticket) && mayDo(signed.actor, act, settings, facetsOf(ticket))}
            typed={typed}
            commandId={commandId}
            form={typed?.form ?? emptyForm}
          />
        </div>
        <div class="stack">
          <Replies view={view} signed={signed} />
          <History ticketId={ticket.id} history={history} settings={settings} />
        </div>
      </div>
    </Page>
  )
}

function Facts({ view, settings, now }: { view: TicketView; settings: Settings; now: string }) {
  const { ticket } = view
  const holder = holderWords(ticket, settings)
  const assignment = assignmentOf(ticket)
  const place = [titleOf(settings.settlements, ticket.settlement), placeText(view)].filter(
    each => each && each !== '—',
  )
  return (
    <section class="sheet stack" aria-label="Сроки и ответственные">
      <dl class="facts">
        <div>
          <dt>Сейчас у</dt>
          <dd>
            <b>{holder.who}</b>
            <small class="quiet">{holder.act}</small>
          </dd>
        </div>
        {ticket.stages.map(stage => (
          <Deadline key={`${stage.stage}${stage.startedAt}`} stage={stage} settings={settings} now={now} />
        ))}
        {ticket.stages.length === 0 && (
          <div>
            <dt>Сроки</dt>
            <dd>ещё не рассчитаны</dd>
          </div>
        )}
        <div>
          <dt>Где</dt>
          <dd>{place.length > 0 ? place.join(', ') : <span class="quiet">не указано</span>}</dd>
        </div>
        {assignment && (
          <div>
            <dt>Поручено</dt>
            <dd>
              {titleOf(settings.recipients, assignment.recipientId)}
              <small class="quiet">{formatDateTime(assignment.at, settings.deadlines.zone)}</small>
            </dd>
          </div>
        )}
        <div>
          <dt>Записано</dt>
          <dd>
            {formatDateTime(ticket.capturedAt, settings.deadlines.zone)}
            <small class="quiet">{ticket.capturers.map(id => titleOf(settings.people, id)).join(', ')}</small>
          </dd>
        </div>
      </dl>
      <p class="help">{asOfWords(now, settings.deadlines.zone)}</p>
    </section>
  )
}

function Deadline({ stage, settings, now }: { stage: Stage; settings: Settings; now: string }) {
  const { deadlines } = settings
  const { zone } = deadlines
  return (
    <div>
      <dt>{stageTitles[stage.stage]}</dt>
      <dd>
        {stage.stoppedAt === null ? (
          <RunningWords stage={stage} settings={settings} now={now} />
        ) : Date.parse(stage.stoppedAt) < Date.parse(stage.dueAt) ? (
          <State urgency="done" words={`в срок, ${formatDateTime(stage.stoppedAt, zone)}`} />
        ) : (
          <State urgency="overdue" words={`с опозданием, ${formatDateTime(stage.stoppedAt, zone)}`} />
        )}
        <details>
          <summary>Почему такой срок</summary>
          <ol class="why">
            {describeTrace(stage, deadlines).map(line => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          {stage.provisional && (
            <p class="help">Предварительно: производственный календарь этого года ещё не утверждён.</p>
          )}
        </details>
      </dd>
    </div>
  )
}

function RunningWords({ stage, settings, now }: { stage: Stage; settings: Settings; now: string }) {
  const { deadlines } = settings
  const urgency = urgencyOf(stage.dueAt, now, deadlines.zone)
  return (
    <>
      <State
        urgency={urgency}
        words={
          urgency === 'overdue' ? overdueWords(stage.dueAt, now) : dueWords(stage.dueAt, now, deadlines.zone)
        }
      />
      <small class="quiet">{`срок: ${formatDateTime(stage.dueAt, deadlines.zone)}`}</small>
    </>
  )
}

/** Above this a text is folded: a hundred thousand signs must not push everything else off the page. */
const foldedAbove = 1_500

function Sources({ view, signed }: { view: TicketView; signed: Signed }) {
  const sources = sourcesOf(view)
  return (
    <section class="sheet stack" aria-labelledby="message">
      <h2 id="message">Сообщение</h2>
      {sources.length === 0 && <p class="quiet">Данные удалены: текст и автор больше не хранятся.</p>}
      {sources.map(source => (
        <Source key={source.key} source={source} zone={signed.settings.deadlines.zone} />
      ))}
    </section>
  )
}

function Source({ source, zone }: { source: SourceDraft; zone: string }) {
  const url = webAddress(source.url)
  const authorUrl = webAddress(source.author.url)
  const author = source.author.name ?? 'автор не указан'
  return (
    <article class="stack tight">
      <p class="quiet">
        {channels[source.channel]}, {sourceKindWords[source.kind]} ·{' '}
        {authorUrl ? (
          <a href={authorUrl} rel="noopener noreferrer nofollow" target="_blank">
            <bdi>{author}</bdi>
          </a>
        ) : (
          <bdi>{author}</bdi>
        )}{' '}
        ·{' '}
        {source.publishedAt === null
          ? (source.publishedText ?? 'дата не указана')
          : formatDateTime(source.publishedAt, zone)}
      </p>
      <PostText text={source.text} />
      {source.truncated && <p class="help">На странице была видна только часть текста.</p>}
      {source.missing.length > 0 && (
        <p class="help">
          Страница не показала: {source.missing.map(field => missingWords[field]).join(', ')}.
        </p>
      )}
      <p class="links">
        {url ? (
          <a href={url} rel="noopener noreferrer nofollow" target="_blank">
            Открыть на странице
          </a>
        ) : (
          <span class="quiet">Адреса у сообщения нет</span>
        )}
        {source.photos.flatMap((photo, index) => {
          const address = webAddress(photo)
          return address
            ? [
                <a key={photo} href={address} rel="noopener noreferrer nofollow" target="_blank">
                  {`Фото ${index + 1}`}
                </a>,
              ]
            : []
        })}
      </p>
    </article>
  )
}

/** As written, signs and all; folded where it is long. */
function PostText({ text }: { text: string }) {
  if (text.trim() === '') return <p class="quiet">Без текста</p>
  if (text.length <= foldedAbove) {
    return (
      <blockquote class="post" dir="auto">
        {text}
      </blockquote>
    )
  }
  const start = Array.from(text.slice(0, 800)).slice(0, -1).join('')
  return (
    <>
      <blockquote class="post" dir="auto">
        {`${start}…`}
      </blockquote>
      <details>
        <summary>{`Показать весь текст: ${counted(text.length, ['знак', 'знака', 'знаков'])}`}</summary>
        <blockquote class="post" dir="auto">
          {text}
        </blockquote>
      </details>
    </>
  )
}

const sourceKindWords: Record<SourceKind, string> = {
  post: 'пост',
  comment: 'комментарий',
  message: 'сообщение',
  page: 'страница',
  selection: 'выделенный текст',
  call: 'звонок',
  letter: 'письмо',
}

const missingWords: Record<MissableField, string> = {
  url: 'адрес',
  author: 'автора',
  publishedAt: 'дату',
  text: 'текст',
}

function Replies({ view, signed }: { view: TicketView; signed: Signed }) {
  const { ticket, contents } = view
  const { settings } = signed
  const prepared = 'prepared' in ticket ? ticket.prepared : undefined
  const replies = [
    ...(prepared ? [{ ...prepared, published: false, accountId: null, promisedDate: null }] : []),
    ...ticket.replies.map(reply => ({ ...reply, published: true })).reverse(),
  ]
  return (
    <section class="sheet stack" aria-labelledby="replies">
      <h2 id="replies">Ответы</h2>
      {replies.length === 0 && (
        <p class="quiet">
          Ответов ещё нет. Здесь будет каждый опубликованный ответ с адресом и подготовленный проект.
        </p>
      )}
      {replies.map(reply => {
        const body = contents[reply.contentId]
        const url = body?.kind === 'reply' ? webAddress(body.url) : undefined
        return (
          <article key={reply.contentId} class="stack tight reply">
            <p>
              <b>{replyKindTitles[reply.kind]}</b>
              {!reply.published && <span class="badge today">проект, не опубликован</span>}
              <small class="quiet">
                {formatDateTime(reply.at, settings.deadlines.zone)} · {personTitle(signed, reply.by)}
                {reply.accountId && ` · от имени: ${titleOf(settings.officialAccounts, reply.accountId)}`}
              </small>
            </p>
            {body?.kind === 'reply' ? (
              body.text && <PostText text={body.text} />
            ) : (
              <p class="quiet">Текст удалён</p>
            )}
            {reply.promisedDate && <p>{`Обещан ответ до ${dateWords(reply.promisedDate)}`}</p>}
            {url && (
              <p class="links">
                <a href={url} rel="noopener noreferrer nofollow" target="_blank">
                  Открыть ответ
                </a>
              </p>
            )}
          </article>
        )
      })}
    </section>
  )
}

function History({
  ticketId,
  history,
  settings,
}: {
  ticketId: string
  history: HistoryEntry[]
  settings: Settings
}) {
  const { zone } = settings.deadlines
  return (
    <section class="sheet stack" aria-labelledby="history">
      <h2 id="history">История</h2>
      <ol class="history">
        {historyLines(ticketId, history, settings).map(line => (
          <li key={line.seq}>
            <time dateTime={line.at}>{formatDateTime(line.at, zone)}</time>
            <div>
              <b>{line.what}</b>
              <small class="quiet">{line.by}</small>
              {line.changes.length > 0 && (
                <ul class="changes">
                  {line.changes.map(change => (
                    <li key={change.field}>
                      {change.field}: {change.before !== '—' && <span class="quiet">{change.before} → </span>}
                      {change.after}
                    </li>
                  ))}
                </ul>
              )}
              {line.arrival !== null && <small class="today">{line.arrival}</small>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
