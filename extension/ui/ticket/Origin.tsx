import type { Settings } from '../../../shared/policy/settings.ts'
import { channels } from '../../../shared/reference/channels.ts'
import type { SourceDraft } from '../../../shared/ticket/source.ts'
import type { TicketRow } from '../bridge.ts'
import { dateTimeWords, publishedWords } from '../due.ts'
import { findSources, findWebAddress, sourceKindTitles } from '../source.ts'
import { LongText } from './LongText.tsx'

type OriginProps = { row: TicketRow; settings: Settings; now: string }

/** What the citizen wrote, as written; where from; and the same for every further post of the ticket. */
export function Origin({ row, settings, now }: OriginProps) {
  const sources = findSources(row)
  if (sources.length === 0) return <p class="quiet">Данные удалены.</p>
  return (
    <>
      {sources.map((source, at) => (
        <div class="source" key={source.key}>
          <LongText text={source.text} />
          <SourceLine source={source} settings={settings} now={now} />
          {at === 0 && (
            <p class="quiet">записано {dateTimeWords(row.ticket.capturedAt, now, settings.deadlines.zone)}</p>
          )}
        </div>
      ))}
    </>
  )
}

const missingTitles: Record<SourceDraft['missing'][number], string> = {
  url: 'адрес',
  author: 'автора',
  publishedAt: 'дату',
  text: 'текст',
}

function SourceLine({ source, settings, now }: { source: SourceDraft; settings: Settings; now: string }) {
  const address = findWebAddress(source.url)
  const isByHand = source.kind === 'call' || source.kind === 'letter' || source.key.includes(':manual:')
  return (
    <>
      <p class="quiet">
        {channels[source.channel]} · {sourceKindTitles[source.kind]}
        {isByHand && source.publishedAt === null
          ? ''
          : ` · ${publishedWords(source, now, settings.deadlines.zone)}`}
        {address !== undefined && (
          <>
            {' · '}
            <Outside address={address}>открыть</Outside>
          </>
        )}
      </p>
      <Author author={source.author} />
      <Photos photos={source.photos} />
      {source.truncated && <p class="quiet">Показана часть текста: целиком он на странице.</p>}
      {source.missing.length > 0 && !isByHand && (
        <p class="quiet">
          Не удалось прочитать: {source.missing.map(field => missingTitles[field]).join(', ')}.
        </p>
      )}
    </>
  )
}

function Author({ author }: { author: SourceDraft['author'] }) {
  const name = author.name ?? author.id
  const address = findWebAddress(author.url)
  if (name === null) return null
  return (
    <p class="quiet">
      Автор:{' '}
      {address === undefined ? (
        <bdi>{name}</bdi>
      ) : (
        <Outside address={address}>
          <bdi>{name}</bdi>
        </Outside>
      )}
    </p>
  )
}

/** Shown on request: nothing is asked of a social network by opening a card. */
function Photos({ photos }: { photos: readonly string[] }) {
  const addresses = photos.flatMap(photo => findWebAddress(photo) ?? [])
  if (photos.length === 0) return null
  if (addresses.length === 0) return <p class="quiet">Фото в сообщении: {photos.length}</p>
  return (
    <p class="quiet">
      Фото в сообщении:{' '}
      {addresses.map((address, at) => (
        <span key={address}>
          {at > 0 && ', '}
          <Outside address={address}>фото {at + 1}</Outside>
        </span>
      ))}
    </p>
  )
}

type OutsideProps = { address: string; children: preact.ComponentChildren }

/** A new tab that knows nothing of the panel. */
export function Outside({ address, children }: OutsideProps) {
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}
