import { useState } from 'preact/hooks'
import type { Settings } from '../../../shared/policy/settings.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import type { TicketRow } from '../bridge.ts'
import { expectedEndWords, type Nearby } from '../similar.ts'
import { essenceOf } from '../source.ts'
import { numberWords } from '../words.ts'

type SimilarProps = {
  nearby: Nearby
  settings: Settings
  /** `null` where this person may not join the ticket to another. */
  onJoin: ((ticketId: string) => void) | null
  onOpen: (ticketId: string) => void
}

/** An open general problem stands in sight; tickets like this one are folded. */
export function Similar({ nearby, settings, onJoin, onOpen }: SimilarProps) {
  return (
    <>
      {nearby.problems.map(row => (
        <ProblemNear key={row.ticket.id} row={row} settings={settings} onJoin={onJoin} onOpen={onOpen} />
      ))}
      {nearby.similar.length > 0 && (
        <details class="fold">
          <summary>Похожие: {nearby.similar.length}</summary>
          <ul class="plain similar">
            {nearby.similar.map(row => (
              <li key={row.ticket.id}>
                <p>
                  <button type="button" class="link" onClick={() => onOpen(row.ticket.id)}>
                    {numberWords(row.ticket.number)}
                  </button>{' '}
                  <span class="quiet">{statusTitle(row.ticket)}</span>
                </p>
                <p>
                  <bdi>{essenceOf(row)}</bdi>
                </p>
                {onJoin !== null && <Join row={row} onJoin={onJoin} />}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Join({ row, onJoin }: { row: TicketRow; onJoin: (ticketId: string) => void }) {
  return (
    <button
      type="button"
      class="small"
      aria-label={`Присоединить к ${numberWords(row.ticket.number)}`}
      onClick={() => onJoin(row.ticket.id)}
    >
      Присоединить
    </button>
  )
}

function ProblemNear({ row, settings, onJoin, onOpen }: Omit<SimilarProps, 'nearby'> & { row: TicketRow }) {
  const [copied, setCopied] = useState<'' | '✓ Скопировано.' | 'Браузер не дал скопировать.'>('')
  const text = wordsOf(row.contents, row.ticket.problem?.contentId ?? null)
  const end = expectedEndWords(row, settings)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text ?? '')
      setCopied('✓ Скопировано.')
    } catch {
      setCopied('Браузер не дал скопировать.')
    }
  }
  return (
    <section class="notice today" aria-label="Похоже на общую проблему">
      <p>
        Похоже, это{' '}
        <button type="button" class="link" onClick={() => onOpen(row.ticket.id)}>
          {numberWords(row.ticket.number)}
        </button>
        : <bdi>{essenceOf(row)}</bdi>
        {end !== null && `, ${end}`}
      </p>
      <div class="buttons">
        {onJoin !== null && <Join row={row} onJoin={onJoin} />}
        {text !== null && (
          <button type="button" class="small" onClick={() => void copy()}>
            Скопировать ответ
          </button>
        )}
        <span class="quiet" role="status">
          {copied}
        </span>
      </div>
    </section>
  )
}
