import type { Refusal } from '../../../shared/errors.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { refusalLines } from '../words.ts'

/** Why the act was refused; what was typed stays in the form below. */
export function FormFailure({ refusal, settings }: { refusal: Refusal | null; settings: Settings }) {
  if (refusal === null) return null
  const { reason, conflict } = refusalLines(refusal, settings)
  return (
    <div class="notice overdue" role="alert">
      <strong>Не принято.</strong> {reason}
      {conflict !== null && <p>{conflict}</p>}
    </div>
  )
}
