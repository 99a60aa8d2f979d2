import { useEffect, useRef, useState } from 'preact/hooks'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import {
  type EvidencePart,
  noHtmlReasons,
  noPictureReasons,
  observedStates,
} from '../../../shared/reference/evidence.ts'
import { evidenceOf } from '../../../shared/ticket/acts/evidence.ts'
import type { Ticket } from '../../../shared/ticket/ticket.ts'
import type { Bridge, TicketRow, WaitingFiles } from '../bridge.ts'
import { dateTimeWords } from '../due.ts'
import { CopyText } from '../parts/CopyText.tsx'
import { Fold } from '../parts/Fold.tsx'
import { SnapshotChanges } from './SnapshotChanges.tsx'

type Look = Ticket['evidence'][number]
type Desk = Pick<Bridge, 'readEvidence' | 'watchFiles'>
type SnapshotProps = { row: TicketRow; settings: Settings; now: string; desk: Desk }

/** «Снимок поста»: what was kept of each post, shown on request; and what a later look found. */
export function Snapshot({ row, settings, now, desk }: SnapshotProps) {
  const { ticket } = row
  if (ticket.evidence.length === 0 && ticket.observations.length === 0) return null
  return (
    <>
      {ticket.observations.map(({ sourceId, state, at }) => (
        <p key={sourceId} class="observed">
          <span aria-hidden="true">{state === 'deleted' ? '✕' : '◆'}</span> {observedStates[state]}:{' '}
          {dateTimeWords(at, now, settings.deadlines.zone)}
        </p>
      ))}
      {ticket.evidence.length > 0 && (
        <Fold summary={`Снимок поста${ticket.evidence.length > 1 ? `: ${ticket.evidence.length}` : ''}`}>
          {() => <Looks row={row} settings={settings} now={now} desk={desk} />}
        </Fold>
      )}
    </>
  )
}

function Looks({ row, settings, now, desk }: SnapshotProps) {
  const [waiting, setWaiting] = useState<WaitingFiles | null>(null)
  useEffect(() => desk.watchFiles(setWaiting), [desk])
  const { ticket } = row
  return (
    <ul class="plain looks">
      {ticket.evidence.map(look => {
        const same = evidenceOf(ticket, look.sourceId)
        const place = same.length > 1 ? ` ${same.indexOf(look) + 1} из ${same.length}` : ''
        return (
          <li key={look.evidenceId}>
            <h4>
              Снимок{place}, {dateTimeWords(look.at, now, settings.deadlines.zone)},{' '}
              {titleOf(settings.people, look.by)}
            </h4>
            <OneLook
              row={row}
              look={look}
              before={same[same.indexOf(look) - 1]}
              waiting={waiting}
              desk={desk}
            />
          </li>
        )
      })}
    </ul>
  )
}

type OneLookProps = {
  row: TicketRow
  look: Look
  /** The look before it at the same post. */
  before: Look | undefined
  waiting: WaitingFiles | null
  desk: Desk
}

function OneLook({ row, look, before, waiting, desk }: OneLookProps) {
  const { picture, noPicture, html, noHtml, text, addressContentId, erasedAt } = look
  const address = addressContentId === null ? undefined : row.contents[addressContentId]
  const here = [picture, html, text].flatMap(
    part => waiting?.files.filter(file => file.sha256 === part?.sha256) ?? [],
  )
  const refused = [...new Set(here.flatMap(({ failedWords }) => failedWords ?? []))]
  const waits = here.some(({ failedWords }) => failedWords === null)
  const read = (part: EvidencePart) => desk.readEvidence(row.ticket.id, look.evidenceId, part)
  if (erasedAt !== null)
    return (
      <>
        <p class="quiet">Снимок удалён по требованию автора; контрольные суммы сохранены.</p>
        {picture !== null && <Hash title="картинки" sha256={picture.sha256} />}
        {text !== null && <Hash title="текста" sha256={text.sha256} />}
        {html !== null && <Hash title="разметки" sha256={html.sha256} />}
      </>
    )
  const isCompared = before?.erasedAt === null && before.text !== null && text !== null
  return (
    <>
      {waits && <p class="badge today">◐ снимок ждёт отправки</p>}
      {refused.map(words => (
        <p key={words} class="wrong">
          ▲ {words}
        </p>
      ))}
      {picture === null ? (
        <p class="quiet">Без картинки: {noPictureReasons[noPicture ?? 'failed']}.</p>
      ) : (
        <>
          <Picture read={() => read('picture')} isFragment={picture.isFragment} />
          {picture.isFragment && <p class="badge">виден фрагмент</p>}
          <Hash title="картинки" sha256={picture.sha256} />
        </>
      )}
      {isCompared && before.text?.sha256 !== text.sha256 && (
        <Fold summary="Что изменилось по сравнению с прошлым снимком">
          {() => (
            <SnapshotChanges
              readBefore={() => desk.readEvidence(row.ticket.id, before.evidenceId, 'text')}
              readAfter={() => read('text')}
            />
          )}
        </Fold>
      )}
      {text !== null && (
        <Stored title="Текст на странице" sha256={text.sha256} hashTitle="текста" read={() => read('text')} />
      )}
      {html === null ? (
        <p class="quiet">Без разметки: {noHtmlReasons[noHtml ?? 'failed']}.</p>
      ) : (
        <Stored title="Разметка (HTML)" sha256={html.sha256} hashTitle="разметки" read={() => read('html')} />
      )}
      {address?.kind === 'text' && (
        <p class="quiet">
          Адрес: <bdi>{address.text}</bdi>
        </p>
      )}
    </>
  )
}

type Shown = { state: 'loading' } | { state: 'failed'; words: string } | { state: 'here'; url: string }

function Picture({
  read,
  isFragment,
}: {
  read: () => ReturnType<Desk['readEvidence']>
  isFragment: boolean
}) {
  const [shown, setShown] = useState<Shown>({ state: 'loading' })
  const isHere = useRef(true)
  const load = async () => {
    setShown({ state: 'loading' })
    const found = await read()
    if (!isHere.current) return
    setShown(
      found.outcome === 'failed'
        ? { state: 'failed', words: found.words }
        : { state: 'here', url: URL.createObjectURL(found.file) },
    )
  }
  useEffect(() => {
    void load()
    return () => {
      isHere.current = false
    }
  }, [])
  useEffect(() => () => (shown.state === 'here' ? URL.revokeObjectURL(shown.url) : undefined), [shown])
  if (shown.state === 'loading')
    return (
      <p class="quiet" role="status">
        ◐ загружается
      </p>
    )
  if (shown.state === 'failed')
    return (
      <p class="wrong" role="status">
        ▲ {shown.words}{' '}
        <button type="button" class="link" onClick={() => void load()}>
          Повторить
        </button>
      </p>
    )
  return (
    <a href={shown.url} target="_blank" rel="noopener" title="Открыть во вкладке">
      <img class="photo" src={shown.url} alt={isFragment ? 'Снимок поста, виден фрагмент' : 'Снимок поста'} />
    </a>
  )
}

type StoredProps = {
  title: string
  sha256: string
  hashTitle: string
  read: () => ReturnType<Desk['readEvidence']>
}

/** As text, also where it is a page: nothing of it is run or followed. */
function Stored({ title, sha256, hashTitle, read }: StoredProps) {
  return (
    <Fold summary={title}>
      {() => (
        <>
          <StoredText read={read} />
          <Hash title={hashTitle} sha256={sha256} />
        </>
      )}
    </Fold>
  )
}

function StoredText({ read }: Pick<StoredProps, 'read'>) {
  const [words, setWords] = useState('◐ загружается')
  useEffect(() => {
    let isHere = true
    void read()
      .then(found => (found.outcome === 'failed' ? `▲ ${found.words}` : found.file.text()))
      .then(text => {
        if (isHere) setWords(text)
      })
    return () => {
      isHere = false
    }
  }, [])
  return (
    <p class="citizen-text" dir="auto">
      {words}
    </p>
  )
}

function Hash({ title, sha256 }: { title: string; sha256: string }) {
  return (
    <p class="quiet hash">
      SHA-256 {title}: <code title={sha256}>{sha256.slice(0, 12)}…</code>{' '}
      <CopyText title="Скопировать целиком" text={sha256} />
    </p>
  )
}
