import { useEffect } from 'preact/hooks'

const shownSeconds = 7

/** What happened just now; goes by itself. The live region stays, so that it is read aloud. */
export function Toast({ words, onGone }: { words: string | null; onGone: () => void }) {
  useEffect(() => {
    if (words === null) return
    const timer = setTimeout(onGone, shownSeconds * 1000)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <div class="toast-place" role="status">
      {words !== null && (
        <div class="toast">
          <span>
            <span aria-hidden="true">✓ </span>
            {words}
          </span>
          <button type="button" class="link" onClick={onGone} aria-label="Скрыть сообщение">
            ×
          </button>
        </div>
      )}
    </div>
  )
}
