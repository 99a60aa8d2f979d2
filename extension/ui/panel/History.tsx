import { useEffect, useState } from 'preact/hooks'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import type { Bridge, HistoryLine } from '../bridge.ts'
import { dateTimeWords } from '../due.ts'
import { Skeleton } from '../parts/Skeleton.tsx'

type HistoryProps = { ticketId: string; settings: Settings; now: string; onLoad: Bridge['history'] }

type Loaded = Awaited<ReturnType<Bridge['history']>> | { outcome: 'loading' }

/** Above this the server's time is shown beside the act's own. */
const noticedGapMinutes = 15

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
      {loaded.lines.map((line, at) => (
        <li key={at}>
          <p>{line.words}</p>
          <p class="quiet">
            {dateTimeWords(line.fact.at, now, settings.deadlines.zone)} ·{' '}
            {titleOf(settings.people, line.fact.by)}
            {isLate(line) &&
              ` · сервер получил ${dateTimeWords(line.receivedAt, now, settings.deadlines.zone)}`}
          </p>
        </li>
      ))}
    </ol>
  )
}

function isLate({ fact, receivedAt }: HistoryLine): boolean {
  return Date.parse(receivedAt) - Date.parse(fact.at) > noticedGapMinutes * 60_000
}
