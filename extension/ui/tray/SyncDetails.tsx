import type { LiveState, RefusedRow, SyncState, TicketRow } from '../bridge.ts'
import { dateTimeWords } from '../due.ts'
import type { KeptDraft } from '../kept-drafts.ts'
import { KeptDrafts } from '../parts/KeptDrafts.tsx'
import type { Viewpoint } from '../rows.ts'
import { essenceOf } from '../source.ts'
import { clockWords, numberWords, type SyncWords } from '../words.ts'
import { RefusedItem, type TrayActs } from './RefusedItem.tsx'
import type { Repeats } from './use-repeats.ts'

type SyncDetailsProps = {
  sync: SyncState
  words: SyncWords
  live: LiveState | null
  /** `null` while they load. */
  rows: readonly TicketRow[] | null
  refused: readonly RefusedRow[]
  repeats: Repeats
  /** Begun on cards that are out of reach. */
  kept: readonly KeptDraft[]
  onDrop: (draft: KeptDraft) => void
  viewpoint: Viewpoint
  acts: TrayActs
  onSend: () => Promise<void>
  onOptions: () => void
  onExport: (commandIds: readonly string[] | null) => Promise<void>
}

const shownWaiting = 50

/** What waits on this computer, what the server did not accept, and what to do about it. */
export function SyncDetails(props: SyncDetailsProps) {
  const { sync, words, live, rows, refused, repeats, viewpoint, acts, onSend, onOptions, onExport } = props
  const { zone } = viewpoint.settings.deadlines
  const clock = clockWords(sync.clockOffsetMinutes)
  const waiting = rows?.filter(row => row.waiting > 0) ?? []
  return (
    <section class="sync-details" aria-label="Обмен с сервером">
      {words.advice !== null && (
        <p class={`notice ${words.tone === 'stopped' ? 'overdue' : 'today'}`}>{words.advice}</p>
      )}
      {clock !== null && <p class="notice today">{clock}</p>}
      <p class="quiet">
        {sync.lastContactAt === null
          ? 'С сервером ещё не связывались.'
          : `Последняя связь с сервером: ${dateTimeWords(sync.lastContactAt, viewpoint.now, zone)}.`}{' '}
        {live !== null && liveWords[live]}
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
        {(sync.waiting > 0 || refused.length > 0) && (
          <button type="button" onClick={() => void onExport(null)}>
            Сохранить всё в файл
          </button>
        )}
      </div>
      {sync.filesWaiting > 0 && <p>Файлы ждут отправки: {sync.filesWaiting}.</p>}
      {sync.filesRefused.map(({ name, words: why }) => (
        <p class="notice overdue" key={name}>
          Файл «<bdi>{name}</bdi>» не принят: {why}
        </p>
      ))}
      {waiting.length > 0 && (
        <>
          <h2>Ждёт отправки: {waiting.length}</h2>
          <ul class="plain">
            {waiting.slice(0, shownWaiting).map(row => (
              <li key={row.ticket.id}>
                <button type="button" class="link" onClick={() => acts.onOpen(row.ticket.id)}>
                  {numberWords(row.ticket.number)}
                </button>{' '}
                · <bdi>{essenceOf(row)}</bdi>
              </li>
            ))}
            {waiting.length > shownWaiting && <li class="quiet">и ещё {waiting.length - shownWaiting}</li>}
          </ul>
        </>
      )}
      {props.kept.length > 0 && (
        <>
          <h2>Начато на карточках, которые больше не у вас: {props.kept.length}</h2>
          <KeptDrafts kept={props.kept} onDrop={props.onDrop} />
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
                isAnew={repeats.isAnew(row)}
                ticket={rows?.find(each => each.ticket.id === row.ticketId) ?? null}
                rows={rows ?? []}
                viewpoint={viewpoint}
                acts={acts}
                onExport={() => onExport([row.commandId])}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

const liveWords: Record<LiveState, string> = {
  live: 'Изменения коллег видны сразу.',
  polling: 'Изменения коллег видны через несколько секунд.',
  off: 'Изменения коллег сейчас не приходят.',
}
