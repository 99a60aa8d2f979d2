import { useEffect, useState } from 'preact/hooks'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Bridge } from '../bridge.ts'
import { dateTimeWords } from '../due.ts'
import { Skeleton } from '../parts/Skeleton.tsx'

type HistoryProps = { ticketId: string; settings: Settings; now: string; onLoad: Bridge['history'] }

type Loaded = Awaited<ReturnType<Bridge['history']>> | { outcome: 'loading' }

/** Who did what and when; asked of the server only when opened. */
export function History({ ticketId, settings, now, onLoad }: HistoryProps) {
  const [loaded, setLoaded] = useState<Loaded>({ outcome: 'loading' })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let current = true
    setLoaded({ outcome: 'loading' })
    void onLoad(ticketId).then(answer => {
      if (current) setLoaded(answer)
    })
    return () => {
      current = false
    }
  }, [ticketId, attempt])

  if (loaded.outcome === 'loading') return <Skeleton lines={3} label="История загружается" />
  if (loaded.outcome === 'failed') {
    return (
      <div class="notice today" role="alert">
        <p>{loaded.words}</p>
        <button type="button" class="small" onClick={() => setAttempt(attempt + 1)}>
          Повторить
        </button>
      </div>
    )
  }
  if (loaded.lines.length === 0) return <p class="quiet">Сервер ещё ничего не знает об этой карточке.</p>
  return (
    <ol class="history">
      {loaded.lines.map(line => (
        <li key={line.seq}>
          <p>{line.what}</p>
          {line.words !== null && (
            <p class="citizen-text" dir="auto">
              {line.words}
            </p>
          )}
          {line.changes.map(({ field, before, after }) => (
            <p key={field}>
              {field}: {before === '—' ? after : `${before} → ${after}`}
            </p>
          ))}
          <p class="quiet">
            {dateTimeWords(line.at, now, settings.deadlines.zone)} · {line.by}
          </p>
          {line.arrival !== null && <p class="quiet">{line.arrival}</p>}
        </li>
      ))}
    </ol>
  )
}
