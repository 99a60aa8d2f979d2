import { useState } from 'preact/hooks'
import type { Bridge, LeaveResult } from '../bridge.ts'

type LeaveProps = Pick<Bridge, 'leave' | 'exportCommands'>
type Stopped = Extract<LeaveResult, { outcome: 'refused' }>

/**
 * It cannot be undone without a new invitation, so it asks once. While something waits it is refused; what waits can
 * be saved to a file first, and only then be left behind.
 */
export function Leave({ leave, exportCommands }: LeaveProps) {
  const [asking, setAsking] = useState(false)
  const [stopped, setStopped] = useState<Stopped | null>(null)
  const [fileName, setFileName] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const doing = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
    } finally {
      setBusy(false)
    }
  }
  const tryToLeave = () =>
    doing(async () => {
      const result = await leave()
      setAsking(false)
      if (result.outcome === 'refused') setStopped(result)
    })
  const save = () =>
    doing(async () => {
      const saved = await exportCommands(null)
      setFileName(saved.fileName)
    })
  const leaveAnyway = () =>
    doing(async () => {
      const result = await leave({ force: true })
      if (result.outcome === 'refused') setStopped(result)
    })

  return (
    <>
      <p>
        Карточки на этом компьютере будут удалены; на сервере они останутся. Подключиться снова можно только
        по новому приглашению.
      </p>
      {stopped !== null && (
        <div class="notice overdue" role="alert">
          <p>{stopped.words}</p>
          {stopped.mayForce && (
            <div class="buttons">
              <button type="button" disabled={busy} onClick={() => void save()}>
                Сохранить в файл
              </button>
              {fileName !== null && (
                <button type="button" class="danger" disabled={busy} onClick={() => void leaveAnyway()}>
                  Отключить, файл сохранён
                </button>
              )}
            </div>
          )}
          {fileName !== null && (
            <p>
              ✓ Сохранено в файл {fileName}. Храните файл у себя; он понадобится, чтобы записать это заново.
            </p>
          )}
        </div>
      )}
      <div class="buttons">
        {asking ? (
          <>
            <button type="button" class="danger" disabled={busy} onClick={() => void tryToLeave()}>
              Да, отключить
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              Оставить
            </button>
          </>
        ) : (
          <button
            type="button"
            onClick={() => {
              setStopped(null)
              setFileName(null)
              setAsking(true)
            }}
          >
            Отключить…
          </button>
        )}
      </div>
    </>
  )
}
