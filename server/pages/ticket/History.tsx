/** What happened, and who opened the citizen's data. */
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { titleOf } from '../../../shared/policy/settings.ts'
import { evidenceParts, evidencePartTitles } from '../../../shared/reference/evidence.ts'
import { historyLines, type TicketHistory } from '../../../shared/ticket/history.ts'
import type { Signed } from '../../office.ts'

type HistoryProps = { ticketId: string; history: TicketHistory; signed: Signed }

export function History({ ticketId, history, signed }: HistoryProps) {
  const { settings } = signed
  const { zone } = settings.deadlines
  return (
    <section class="sheet stack" aria-labelledby="history" data-live="history">
      <h2 id="history">История</h2>
      <ol class="history">
        {historyLines(ticketId, history.entries, settings, history.contents)
          .toReversed()
          .map(({ seq, at, by, what, words, changes, arrival }) => (
            <li key={seq}>
              <time dateTime={at}>{formatDateTime(at, zone)}</time>
              <div>
                <b>{what}</b>
                <small class="quiet">{by}</small>
                {words !== null && <p class="history-words">{words}</p>}
                {changes.length > 0 && (
                  <ul class="changes">
                    {changes.map(({ field, before, after }) => (
                      <li key={field}>
                        {`${field}: `}
                        <span class="quiet">{before === '—' ? '' : `${before} → `}</span>
                        {after}
                      </li>
                    ))}
                  </ul>
                )}
                {arrival && <small class="quiet">{arrival}</small>}
              </div>
            </li>
          ))}
      </ol>
    </section>
  )
}

export type Opening = { personId: string; at: string; way: string; what?: string | null }

const ways: Readonly<Record<string, string>> = {
  page: 'на странице',
  panel: 'в пульте',
  link: 'по ссылке поручения',
  print: 'печать',
  export: 'выгрузка',
  evidence: 'снимок поста',
}

/** Which part of a look: «: картинка». */
function whatWords(what: string | null | undefined): string {
  const part = evidenceParts.find(each => what?.endsWith(`:${each}`))
  return part === undefined ? '' : `: ${evidencePartTitles[part]}`
}

/** For the head of the centre: who opened a citizen's data, when and how. */
export function Openings({ openings, signed }: { openings: readonly Opening[]; signed: Signed }) {
  if (!signed.actor.roles.includes('center_head')) return null
  const { settings } = signed
  return (
    <section class="sheet stack openings" aria-label="Кто открывал" data-live="openings">
      <details>
        <summary>{`Кто открывал: ${openings.length}`}</summary>
        {openings.length === 0 && <p class="quiet">Карточку ещё никто не открывал.</p>}
        <ul class="bare">
          {openings.map(({ personId, at, way, what }) => (
            <li key={`${personId}${at}${what ?? ''}`}>
              {titleOf(settings.people, personId)}
              <small class="quiet">{`${formatDateTime(at, settings.deadlines.zone)} · ${ways[way] ?? way}${whatWords(what)}`}</small>
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}
