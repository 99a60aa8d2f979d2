import { useEffect } from 'preact/hooks'

export type ToastWords = {
  words: string
  /** A way back, or another choice, while the words are shown. */
  ways?: readonly ToastWay[]
  seconds?: number
}

export type ToastWay = { title: string; onChoose: () => void }

const shownSeconds = 7

type ToastProps = {
  toast: ToastWords | null
  /** Ways that are known only once the act has come back from the store. */
  moreWays: readonly ToastWay[]
  onGone: () => void
}

/** What happened just now; goes by itself. The live region stays, so that it is read aloud. */
export function Toast({ toast, moreWays, onGone }: ToastProps) {
  useEffect(() => {
    if (toast === null) return
    const timer = setTimeout(onGone, (toast.seconds ?? shownSeconds) * 1000)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <div class="toast-place" role="status">
      {toast !== null && (
        <div class="toast">
          <span class="toast-words">
            <span aria-hidden="true">✓ </span>
            {toast.words}
          </span>
          {[...(toast.ways ?? []), ...moreWays].map(({ title, onChoose }) => (
            <button
              type="button"
              key={title}
              class="link way"
              onClick={() => {
                onGone()
                onChoose()
              }}
            >
              {title}
            </button>
          ))}
          <button type="button" class="link" onClick={onGone} aria-label="Скрыть сообщение">
            ×
          </button>
        </div>
      )}
    </div>
  )
}
