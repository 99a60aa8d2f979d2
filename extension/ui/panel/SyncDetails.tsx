import { useState } from 'preact/hooks'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { RefusedRow, SyncState, TicketRow } from '../bridge.ts'
import { dateTimeWords } from '../due.ts'
import { essenceOf } from '../source.ts'
import { clockWords, commandTitle, numberWords, refusalLines, type SyncWords, typedText } from '../words.ts'

type SyncDetailsProps = {
  sync: SyncState
  words: SyncWords
  waitingRows: TicketRow[]
  refused: RefusedRow[]
  settings: Settings
  now: string
  onSend: () => Promise<void>
  onOptions: () => void
  onOpen: (ticketId: string) => void
  onRetry: (commandId: string) => Promise<void>
  onDiscard: (commandId: string) => Promise<void>
}

/** What waits on this computer, what the server did not accept, and what to do about it. */
export function SyncDetails(props: SyncDetailsProps) {
  const { sync, words, waitingRows, refused, settings, now, onSend, onOptions, onOpen } = props
  const zone = settings.deadlines.zone
  const clock = clockWords(sync.clockOffsetMinutes)
  return (
    <section class="sync-details" aria-label="Обмен с сервером">
      {words.advice !== null && (
        <p class={`notice ${words.tone === 'stopped' ? 'overdue' : 'today'}`}>{words.advice}</p>
      )}
      {clock !== null && <p class="notice today">{clock}</p>}
      <p class="quiet">
        {sync.lastContactAt === null
          ? 'С сервером ещё не связывались.'
          : `Последняя связь с сервером: ${dateTimeWords(sync.lastContactAt, now, zone)}.`}
      </p>
      <div class="buttons">
        {sync.link === 'revoked' ? (
          <button type="button" class="main" onClick={onOptions}>
            Вставить приглашение
          </button>
        ) : (
          <button type="button" disabled={sync.link === 'syncing'} onClick={() => void onSend()}>
            {sync.link === 'syncing' ? 'Отправляется…' : 'Отправить сейчас'}
          </button>
        )}
      </div>
      {waitingRows.length > 0 && (
        <>
          <h2>Ждёт отправки</h2>
          <ul class="plain">
            {waitingRows.slice(0, shownWaiting).map(row => (
              <li key={row.ticket.id}>
                <button type="button" class="link" onClick={() => onOpen(row.ticket.id)}>
                  {numberWords(row.ticket.number)}
                </button>{' '}
                · <bdi>{essenceOf(row)}</bdi>
              </li>
            ))}
            {waitingRows.length > shownWaiting && (
              <li class="quiet">и ещё {waitingRows.length - shownWaiting}</li>
            )}
          </ul>
        </>
      )}
      {refused.length > 0 && (
        <>
          <h2>Не принято: {refused.length}</h2>
          <ul class="plain">
            {refused.map(row => (
              <RefusedItem
                key={row.commandId}
                row={row}
                settings={settings}
                now={now}
                onOpen={onOpen}
                onRetry={props.onRetry}
                onDiscard={props.onDiscard}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

const shownWaiting = 50

type RefusedItemProps = Pick<SyncDetailsProps, 'settings' | 'now' | 'onOpen' | 'onRetry' | 'onDiscard'> & {
  row: RefusedRow
}

function RefusedItem({ row, settings, now, onOpen, onRetry, onDiscard }: RefusedItemProps) {
  const [asking, setAsking] = useState(false)
  const { reason, conflict } = refusalLines(row.refusal, settings)
  const text = typedText(row)
  return (
    <li class="refused">
      <p>
        <strong>{commandTitle(row)}</strong> ·{' '}
        <button type="button" class="link" onClick={() => onOpen(row.ticketId)}>
          {row.number === null ? 'карточка' : numberWords(row.number)}
        </button>{' '}
        <span class="quiet">{dateTimeWords(row.refusedAt, now, settings.deadlines.zone)}</span>
      </p>
      <p>{reason}</p>
      {conflict !== null && <p>{conflict}</p>}
      {text !== null && <blockquote dir="auto">{text}</blockquote>}
      <div class="buttons">
        <button type="button" class="small" onClick={() => void onRetry(row.commandId)}>
          Повторить
        </button>
        {asking ? (
          <>
            <button type="button" class="small danger" onClick={() => void onDiscard(row.commandId)}>
              Убрать насовсем
            </button>
            <button type="button" class="small" onClick={() => setAsking(false)}>
              Оставить
            </button>
          </>
        ) : (
          <button type="button" class="small" onClick={() => setAsking(true)}>
            Убрать…
          </button>
        )}
      </div>
    </li>
  )
}
