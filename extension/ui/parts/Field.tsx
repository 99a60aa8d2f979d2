import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

type FieldProps = {
  label: string
  /** Said beside the label: most fields of an act must be filled in. */
  isOptional?: boolean
  hint?: string | null
  error?: string | null
  children: (ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ComponentChildren
}

/** A label over its control; hint and error are tied to it for those who listen. */
export function Field({ label, isOptional = false, hint = null, error = null, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div class="field">
      <label for={id}>
        {label}
        {isOptional && <span class="optional"> необязательно</span>}
      </label>
      {children({
        id,
        ...(note === null ? {} : { 'aria-describedby': noteId }),
        ...(error === null ? {} : { 'aria-invalid': true as const }),
      })}
      {note !== null && (
        <p id={noteId} class={error === null ? 'hint' : 'hint wrong'}>
          {error !== null && <span aria-hidden="true">▲ </span>}
          {note}
        </p>
      )}
    </div>
  )
}
