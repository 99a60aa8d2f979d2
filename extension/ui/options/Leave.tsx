import { useState } from 'preact/hooks'
import type { Bridge } from '../bridge.ts'

/** It cannot be undone without a new invitation, so it asks once. Refused while something waits to be sent. */
export function Leave({ onLeave }: { onLeave: Bridge['leave'] }) {
  const [asking, setAsking] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const leave = async () => {
    const result = await onLeave()
    setAsking(false)
    if (result.outcome === 'refused') setFailure(result.words)
  }
  return (
    <>
      <p>
        Карточки на этом компьютере будут удалены; на сервере они останутся. Подключиться снова можно только
        по новому приглашению.
      </p>
      {failure !== null && (
        <p class="notice overdue" role="alert">
          {failure}
        </p>
      )}
      <div class="buttons">
        {asking ? (
          <>
            <button type="button" class="danger" onClick={() => void leave()}>
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
              setFailure(null)
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
