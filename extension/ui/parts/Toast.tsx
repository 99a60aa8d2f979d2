import { useEffect } from 'preact/hooks'

export type ToastWords = {
  words: string
  /** A way back, where there is one. */
  undo?: { title: string; onUndo: () => void }
}

const shownSeconds = 7

/** What happened just now; goes by itself. The live region stays, so that it is read aloud. */
export function Toast({ toast, onGone }: { toast: ToastWords | null; onGone: () => void }) {
  useEffect(() => {
    if (toast === null) return
    const timer = setTimeout(onGone, shownSeconds * 1000)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <div class="toast-place" role="status">
      {toast !== null && (
        <div class="toast">
          <span>
            <span aria-hidden="true">✓ </span>
            {toast.words}
          </span>
          {toast.undo !== undefined && (
            <button
              type="button"
              class="link undo"
              onClick={() => {
                toast.undo?.onUndo()
                onGone()
              }}
            >
              {toast.undo.title}
            </button>
          )}
          <button type="button" class="link" onClick={onGone} aria-label="Скрыть сообщение">
            ×
          </button>
        </div>
      )}
    </div>
  )
}
