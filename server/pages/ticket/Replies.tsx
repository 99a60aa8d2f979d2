/** Answers: the one that waits, those that were given, and the word back. */
import { formatDate, formatDateTime } from '../../../shared/deadlines/words.ts'
import { holderOf, holderTitle } from '../../../shared/policy/holder.ts'
import { titleOf } from '../../../shared/policy/settings.ts'
import {
  answerWays,
  completenessQuestions,
  outcomes,
  satisfactionMarks,
} from '../../../shared/reference/answers.ts'
import { replyKindTitles } from '../../../shared/reference/statuses.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import { type PublishedReply, preparedOf, type TicketView } from '../../../shared/ticket/ticket.ts'
import type { Signed } from '../../office.ts'
import { personTitle } from '../layout.tsx'
import { sourcesOf, webAddress } from '../sources.ts'
import { responsibleTitle } from './Facts.tsx'
import { Files, foldedAbove, PostText } from './parts.tsx'

type RepliesProps = { view: TicketView; signed: Signed; now: string }

export function Replies({ view, signed, now }: RepliesProps) {
  const { ticket } = view
  const prepared = preparedOf(ticket)
  return (
    <section class="sheet stack" aria-labelledby="replies" data-live="replies">
      <h2 id="replies">Ответы</h2>
      {prepared === null && ticket.replies.length === 0 && (
        <p class="quiet">
          Ответов ещё нет. Здесь будет каждый ответ с адресом или с тем, как его дали, и подготовленный
          проект.
        </p>
      )}
      {prepared !== null && <Prepared view={view} signed={signed} now={now} />}
      {ticket.replies.toReversed().map(reply => (
        <Reply key={reply.replyId} reply={reply} view={view} signed={signed} />
      ))}
      <WordBack view={view} signed={signed} />
      <Completeness view={view} signed={signed} />
    </section>
  )
}

function Prepared({ view, signed, now }: RepliesProps) {
  const prepared = preparedOf(view.ticket)
  if (prepared === null) return null
  const { settings } = signed
  const { zone } = settings.deadlines
  const body = view.contents[prepared.contentId]
  const holder = holderTitle(holderOf(view.ticket, settings, now), settings)
  const where = {
    drafting: 'проект, готовится',
    in_approval: `проект, на согласовании: ${holder}`,
    to_publish: `ждёт публикации: ${holder}`,
  }
  const status = view.ticket.status
  return (
    <article class="stack tight reply">
      <p>
        <b>{replyKindTitles[prepared.kind]}</b>{' '}
        <span class="badge today">
          {status === 'drafting' || status === 'in_approval' || status === 'to_publish'
            ? where[status]
            : 'проект'}
        </span>
        <small class="quiet">
          {formatDateTime(prepared.at, zone)} · {personTitle(signed, prepared.by)}
          {prepared.outcome !== null && ` · ${outcomes[prepared.outcome].toLowerCase()}`}
          {prepared.promisedDate !== null && ` · обещано до ${formatDate(prepared.promisedDate)}`}
          {prepared.responsible !== null && `, ${responsibleTitle(prepared.responsible, settings)}`}
        </small>
      </p>
      {body?.kind === 'reply' ? (
        <div data-copy={status === 'to_publish' && body.text.length < foldedAbove ? '' : undefined}>
          <PostText text={body.text} />
        </div>
      ) : (
        <Erased />
      )}
      {status === 'to_publish' && <WhereToAnswer view={view} />}
      {body?.kind === 'reply' && <Spoken by={body.spokenBy} at={body.spokenAt} zone={zone} />}
      <Files view={view} ids={prepared.fileContentIds} />
    </article>
  )
}

/** «Открыть пост», with the reminder of whose voice it is (PRACTICE P14). */
function WhereToAnswer({ view }: { view: TicketView }) {
  const urls = sourcesOf(view).flatMap(source => webAddress(source.url) ?? [])
  return (
    <p class="links">
      {urls.map(url => (
        <a key={url} href={url} rel="noopener noreferrer nofollow" target="_blank">
          Открыть пост
        </a>
      ))}
      <span class="quiet">Отвечайте от имени сообщества</span>
    </p>
  )
}

function Reply({ reply, view, signed }: { reply: PublishedReply; view: TicketView; signed: Signed }) {
  const { settings } = signed
  const { zone } = settings.deadlines
  const body = view.contents[reply.contentId]
  const url = body?.kind === 'reply' ? webAddress(body.url) : undefined
  return (
    <article class="stack tight reply">
      <p>
        <b>{replyKindTitles[reply.kind]}</b>{' '}
        {reply.outcome !== null && <span class="badge done">{outcomes[reply.outcome].toLowerCase()}</span>}
        <small class="quiet">
          {formatDateTime(reply.at, zone)} · {personTitle(signed, reply.by)} ·{' '}
          {answerWays[reply.way].toLowerCase()}
          {reply.accountId !== null && `: ${titleOf(settings.officialAccounts, reply.accountId)}`}
        </small>
      </p>
      {body?.kind === 'reply' ? body.text && <PostText text={body.text} /> : <Erased />}
      {body?.kind === 'reply' && <Spoken by={body.spokenBy} at={body.spokenAt} zone={zone} />}
      {reply.promisedDate !== null && (
        <p>
          {`Обещано до ${formatDate(reply.promisedDate)}`}
          {reply.responsible !== null && `: ${responsibleTitle(reply.responsible, settings)}`}
        </p>
      )}
      {url && (
        <p>
          <a href={url} rel="noopener noreferrer nofollow" target="_blank">
            {url}
          </a>
        </p>
      )}
    </article>
  )
}

const Erased = () => <p class="quiet">Текст удалён.</p>

function Spoken({ by, at, zone }: { by: string | null; at: string | null; zone: string }) {
  if (by === null) return null
  return (
    <p class="help">
      {`Со слов исполнителя: ${by}`}
      {at !== null && `, ${formatDateTime(at, zone)}`}
    </p>
  )
}

function WordBack({ view, signed }: { view: TicketView; signed: Signed }) {
  const { satisfaction } = view.ticket
  if (satisfaction.length === 0) return null
  return (
    <ul class="bare" aria-label="Отклик автора">
      {satisfaction.map(({ mark, scale, contentId, by, at }) => (
        <li key={at}>
          <span class={mark === 'solved' ? 'state done' : 'state overdue'}>
            <span class="shape" aria-hidden="true">
              {mark === 'solved' ? '✓' : '▲'}
            </span>
            {satisfactionMarks[mark]}
          </span>
          {scale !== null && ` · оценка ${scale} из 5`}
          {contentId !== null && ` · ${wordsOf(view.contents, contentId) ?? 'данные удалены'}`}
          <small class="quiet">
            {formatDateTime(at, signed.settings.deadlines.zone)} · {personTitle(signed, by)}
          </small>
        </li>
      ))}
    </ul>
  )
}

function Completeness({ view: { ticket }, signed }: { view: TicketView; signed: Signed }) {
  const { completeness } = ticket
  if (completeness === null) return null
  const { met, templateOnly, by, at } = completeness
  return (
    <p>
      <b>{templateOnly ? 'Полнота: отписка, 0 из 4' : `Полнота: ${met.length} из 4`}</b>
      {met.length > 0 && ` · ${met.map(each => completenessQuestions[each].toLowerCase()).join('; ')}`}
      <small class="quiet">
        {formatDateTime(at, signed.settings.deadlines.zone)} · {personTitle(signed, by)}
      </small>
    </p>
  )
}
