/** What a ticket is about: its head, the message as written, the place and essence. */

import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { channels } from '../../../shared/reference/channels.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import type { MissableField, SourceDraft, SourceKind } from '../../../shared/ticket/source.ts'
import type { TicketView } from '../../../shared/ticket/ticket.ts'
import type { Signed } from '../../office.ts'
import { sourcesOf, webAddress } from '../sources.ts'
import { TicketState } from '../TicketState.tsx'
import { counted } from '../words.ts'

export function topicOf({ ticket }: TicketView, settings: Settings): string | undefined {
  return ticket.subtopic === null ? undefined : titleOf(settings.subtopics, ticket.subtopic)
}

type HeadProps = { view: TicketView; settings: Settings; now: string }

export function TicketHead({ view, settings, now }: HeadProps) {
  const { ticket } = view
  const topic = topicOf(view, settings)
  return (
    <div class="headline" data-live="head">
      <div>
        <h1>
          <span class="ticket-number">№&nbsp;{ticket.number}</span> {topic ?? blocks[ticket.block].title}
        </h1>
        <p class="quiet">
          {topic ? `${blocks[ticket.block].title} · ` : ''}
          {ticket.kind === 'message' ? '' : `${kindInfo[ticket.kind].title} · `}
          <b class="ink">{statusTitle(ticket)}</b> {ticket.urgent && <span class="urgent">срочно</span>}
        </p>
      </div>
      <p class="headline-state">
        <TicketState ticket={ticket} settings={settings} now={now} />
      </p>
    </div>
  )
}

/** Above this a text is folded: a hundred thousand signs must not push everything else off the page. */
export const foldedAbove = 1_500

export function Sources({ view, signed }: { view: TicketView; signed: Signed }) {
  const sources = sourcesOf(view)
  return (
    <section class="sheet stack" aria-labelledby="message" data-live="message">
      <h2 id="message">Сообщение</h2>
      {sources.length === 0 && <p class="quiet">Данные удалены: текст и автор больше не хранятся.</p>}
      {sources.map(source => (
        <Source key={source.key} source={source} zone={signed.settings.deadlines.zone} />
      ))}
      <Files view={view} ids={view.ticket.fileContentIds} />
    </section>
  )
}

/** Files beside the ticket: photos from a phone, snapshots. */
export function Files({ view: { ticket, contents }, ids }: { view: TicketView; ids: readonly string[] }) {
  const files = ids.flatMap(id => {
    const body = contents[id]
    return body?.kind === 'file' ? [{ id, ...body }] : []
  })
  if (files.length === 0) return null
  return (
    <p class="links">
      {files.map(({ id, name }) => (
        <a
          key={id}
          href={`/tickets/${ticket.number}/files/${encodeURIComponent(id)}`}
          target="_blank"
          rel="noopener"
        >
          {name}
        </a>
      ))}
    </p>
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
export function PostText({ text }: { text: string }) {
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
