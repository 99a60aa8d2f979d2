/** «Снимок поста»: what was kept of each post, with hashes, and what later looks found. Pictures open on request. */
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { titleOf } from '../../../shared/policy/settings.ts'
import { noHtmlReasons, noPictureReasons, observedStates } from '../../../shared/reference/evidence.ts'
import { evidenceOf } from '../../../shared/ticket/acts/evidence.ts'
import type { Ticket, TicketView } from '../../../shared/ticket/ticket.ts'
import { compareTexts, type Run } from '../../evidence/compare.ts'
import type { PartState } from '../../evidence/evidence.ts'
import type { Office, Signed } from '../../office.ts'
import { webAddress } from '../sources.ts'

type Look = Ticket['evidence'][number]

export type Looks = {
  states: readonly PartState[]
  /** By evidence id: against the look before it at the same post; `null` where they cannot be told word by word. */
  changes: ReadonlyMap<string, Run[] | null>
}

/** `undefined`: the reader does not handle this ticket, and sees nothing of it. */
export async function readLooks(
  office: Office,
  signed: Signed,
  { ticket }: TicketView,
): Promise<Looks | undefined> {
  if (!office.evidence.mayOpen(signed, ticket)) return undefined
  const changes = new Map<string, Run[] | null>()
  for (const sourceId of new Set(ticket.evidence.map(look => look.sourceId))) {
    const looks = evidenceOf(ticket, sourceId)
    for (const [at, look] of looks.entries()) {
      const before = looks[at - 1]
      if (before === undefined || before.text?.sha256 === look.text?.sha256) continue
      const [was, is] = [
        await office.evidence.text(ticket, before.evidenceId),
        await office.evidence.text(ticket, look.evidenceId),
      ]
      if (was !== undefined && is !== undefined) changes.set(look.evidenceId, compareTexts(was, is))
    }
  }
  return { states: await office.evidence.states(ticket), changes }
}

type EvidenceProps = { view: TicketView; looks: Looks | undefined; signed: Signed }

export function Evidence({ view, looks, signed }: EvidenceProps) {
  const { ticket } = view
  const { zone } = signed.settings.deadlines
  const isEmpty = ticket.evidence.length === 0 && ticket.observations.length === 0
  return (
    <section class={isEmpty ? undefined : 'sheet stack'} aria-label="Снимок поста" data-live="evidence">
      {!isEmpty && <h2>Снимок поста</h2>}
      {ticket.observations.map(({ sourceId, state, at, by }) => (
        <p key={sourceId}>
          <b>{`${state === 'deleted' ? '✕' : '◆'} ${observedStates[state]}`}</b>
          {`: ${formatDateTime(at, zone)}, ${titleOf(signed.settings.people, by)}`}
        </p>
      ))}
      {looks === undefined
        ? ticket.evidence.length > 0 && <p class="quiet">Снимки открывают те, кто работает с карточкой.</p>
        : ticket.evidence.map(look => (
            <OneLook key={look.evidenceId} view={view} look={look} looks={looks} signed={signed} />
          ))}
    </section>
  )
}

type OneLookProps = { view: TicketView; look: Look; looks: Looks; signed: Signed }

function OneLook({ view, look, looks, signed }: OneLookProps) {
  const { ticket, contents } = view
  const { picture, noPicture, html, noHtml, text, addressContentId, erasedAt } = look
  const { people, deadlines } = signed.settings
  const same = evidenceOf(ticket, look.sourceId)
  const place = same.length > 1 ? ` ${same.indexOf(look) + 1} из ${same.length}` : ''
  const address = addressContentId === null ? undefined : contents[addressContentId]
  const url = address?.kind === 'text' ? webAddress(address.text) : undefined
  const stateOf = (part: PartState['part']) =>
    looks.states.find(each => each.evidenceId === look.evidenceId && each.part === part)?.state
  const isWaiting = looks.states.some(
    each => each.evidenceId === look.evidenceId && each.state === 'not-uploaded',
  )
  const path = (part: string) =>
    `/tickets/${ticket.number}/evidence/${encodeURIComponent(look.evidenceId)}/${part}`
  const changes = looks.changes.get(look.evidenceId)
  return (
    <article class="stack tight">
      <p>
        <b>{`Снимок${place}`}</b>
        {`, ${formatDateTime(look.at, deadlines.zone)}, ${titleOf(people, look.by)}`}
        {picture?.isFragment && <span class="badge"> виден фрагмент</span>}
      </p>
      {erasedAt !== null && (
        <p class="quiet">
          {`Удалено по требованию автора, ${formatDateTime(erasedAt, deadlines.zone)}. Контрольные суммы сохранены.`}
        </p>
      )}
      {erasedAt === null && isWaiting && (
        <p class="quiet">◐ Снимок ещё не загружен: он придёт с компьютера, на котором его сделали.</p>
      )}
      {picture === null && <p class="quiet">{`Без картинки: ${noPictureReasons[noPicture ?? 'failed']}.`}</p>}
      {picture !== null && stateOf('picture') === 'stored' && (
        <details>
          <summary>Показать картинку</summary>
          <a href={path('picture')} target="_blank" rel="noopener">
            <img
              class="snapshot"
              loading="lazy"
              src={path('picture')}
              width={picture.width}
              height={picture.height}
              alt={picture.isFragment ? 'Снимок поста, виден фрагмент' : 'Снимок поста'}
            />
          </a>
        </details>
      )}
      {changes !== undefined && <Changes changes={changes} />}
      <p class="links">
        {text !== null && stateOf('text') === 'stored' && <a href={path('text')}>Текст со страницы</a>}
        {html !== null && stateOf('html') === 'stored' && <a href={path('html')}>Разметка (как текст)</a>}
        {url !== undefined && (
          <a href={url} rel="noopener noreferrer nofollow" target="_blank">
            Адрес записи
          </a>
        )}
      </p>
      {html === null && <p class="quiet">{`Без разметки: ${noHtmlReasons[noHtml ?? 'failed']}.`}</p>}
      <ul class="bare quiet hashes">
        {picture !== null && <Hash title="Картинка" sha256={picture.sha256} />}
        {text !== null && <Hash title="Текст" sha256={text.sha256} />}
        {html !== null && <Hash title="Разметка" sha256={html.sha256} />}
      </ul>
    </article>
  )
}

/** Copied whole by the pages' script; without it the whole one stands in the title. */
function Hash({ title, sha256 }: { title: string; sha256: string }) {
  return (
    <li>
      <details>
        <summary>
          {`${title}: SHA-256 `}
          <code title={sha256}>{`${sha256.slice(0, 12)}…`}</code>
        </summary>
        <code data-copy="">{sha256}</code>
      </details>
    </li>
  )
}

/** Words beside the colours: «добавлено», «удалено» for whoever sees no colour and for a screen reader. */
function Changes({ changes }: { changes: Run[] | null }) {
  if (changes === null)
    return <p class="quiet">Текст изменился почти весь: сравните оба снимка по отдельности.</p>
  return (
    <div class="stack tight">
      <p>
        <b>Что изменилось</b> по сравнению с прошлым снимком:
      </p>
      <blockquote class="post" dir="auto">
        {changes.map(({ kind, text }, at) => {
          if (kind === 'same') return text
          // Runs of a comparison have no identity of their own; they are drawn once.
          const key = `${at}`
          return kind === 'gone' ? (
            <del key={key} title="удалено">
              <span class="unseen">[удалено: </span>
              {text}
              <span class="unseen">]</span>
            </del>
          ) : (
            <ins key={key} title="добавлено">
              <span class="unseen">[добавлено: </span>
              {text}
              <span class="unseen">]</span>
            </ins>
          )
        })}
      </blockquote>
      <p class="quiet">
        <del>зачёркнуто</del> — удалено, <ins>подчёркнуто</ins> — добавлено.
      </p>
    </div>
  )
}
