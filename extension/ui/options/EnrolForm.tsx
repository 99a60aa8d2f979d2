import { useState } from 'preact/hooks'
import { readInvitation } from '../../../shared/sync/wire.ts'
import type { Bridge } from '../bridge.ts'
import { Field } from '../parts/Field.tsx'

/** One pasted string. A wrong one is told before the server is asked; it stays in the field until it is accepted. */
export function EnrolForm({ onEnrol }: { onEnrol: Bridge['enrol'] }) {
  const [pasted, setPasted] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const invitation = readInvitation(pasted)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (invitation === undefined) {
      setFailure(
        'Это не приглашение: строка начинается с «pult1.» и копируется целиком, без пробелов внутри.',
      )
      return
    }
    setBusy(true)
    try {
      const result = await onEnrol(pasted.trim())
      setFailure(result.outcome === 'failed' ? result.words : null)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form class="act-form" onSubmit={submit}>
      <Field
        label="Приглашение"
        error={failure}
        hint={invitation === undefined ? null : `Сервер: ${invitation.server}`}
      >
        {ids => (
          <textarea
            {...ids}
            rows={3}
            class="code"
            autocomplete="off"
            spellcheck={false}
            placeholder="pult1.…"
            value={pasted}
            onInput={event => {
              setFailure(null)
              setPasted(event.currentTarget.value)
            }}
            onKeyDown={event => {
              if (event.key === 'Enter') void submit(event)
            }}
          />
        )}
      </Field>
      <div class="buttons">
        <button type="submit" class="main" disabled={busy}>
          {busy ? 'Подключается…' : 'Подключить'}
        </button>
      </div>
    </form>
  )
}
