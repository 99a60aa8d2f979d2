import { useUnexpected } from '../use-bridge.ts'

/** Told once, above everything else. */
export function Unexpected() {
  const { words, dismiss } = useUnexpected()
  if (words === null) return null
  return (
    <div class="notice overdue" role="alert">
      {words}{' '}
      <button type="button" class="link" onClick={dismiss}>
        Скрыть
      </button>
    </div>
  )
}
