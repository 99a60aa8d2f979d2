import { useState } from 'preact/hooks'
import * as z from 'zod'
import type { Refusal } from '../../../shared/errors.ts'
import { type Recipient, recipientKinds, titleOf } from '../../../shared/policy/settings.ts'
import { assignmentOf } from '../../../shared/ticket/ticket.ts'
import { useDraft } from '../drafts.ts'
import { Field } from '../parts/Field.tsx'
import { FormFailure } from '../parts/FormFailure.tsx'
import { savesForm } from '../parts/save-keys.ts'
import type { FormProps } from './forms.ts'

const kindTitles: Record<Recipient['kind'], string> = {
  unit: 'Подразделения администрации',
  settlement: 'Администрации поселений',
  institution: 'Учреждения',
  municipal_company: 'Муниципальные предприятия',
  outside: 'Сторонние организации',
}

/** «Поручить»: to which responsible recipient. */
export function AssignForm({ row, settings, drafts, onAct, onClose }: FormProps) {
  const draft = useDraft(drafts, `${row.ticket.id}:assign`, z.object({ recipientId: z.string() }), () => ({
    recipientId: '',
  }))
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const { recipientId } = draft.value
  const standing = assignmentOf(row.ticket)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setMissing(recipientId === '')
    if (recipientId === '') return
    setBusy(true)
    try {
      const refused = await onAct({ type: 'assign', data: { recipientId } })
      setRefusal(refused)
      if (refused === null) draft.clear()
    } finally {
      setBusy(false)
    }
  }

  const saveByKey = (event: KeyboardEvent) => {
    if (savesForm(event)) void submit(event)
  }

  return (
    <form class="act-form" onSubmit={submit} onKeyDown={saveByKey} aria-label="Поручить">
      <FormFailure refusal={refusal} settings={settings} />
      {standing !== null && (
        <p class="hint">Сейчас поручено: {titleOf(settings.recipients, standing.recipientId)}.</p>
      )}
      <Field label="Ответственный получатель" error={missing ? 'Выберите, кому поручить.' : null}>
        {ids => (
          <select
            {...ids}
            value={recipientId}
            onChange={event => {
              setMissing(false)
              draft.change({ recipientId: event.currentTarget.value })
            }}
          >
            <option value="">выберите…</option>
            {recipientKinds.map(kind => {
              const recipients = settings.recipients.filter(recipient => recipient.kind === kind)
              if (recipients.length === 0) return null
              return (
                <optgroup key={kind} label={kindTitles[kind]}>
                  {recipients.map(({ id, title }) => (
                    <option key={id} value={id} disabled={id === standing?.recipientId}>
                      {title}
                    </option>
                  ))}
                </optgroup>
              )
            })}
          </select>
        )}
      </Field>
      <div class="buttons">
        <button type="submit" class="main" disabled={busy}>
          Поручить
        </button>
        <button type="button" onClick={onClose}>
          Закрыть
        </button>
      </div>
    </form>
  )
}
