import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { v7 as uuidv7 } from 'uuid'
import type {
  ActContext,
  ActForm,
  ActType,
  CommandBody,
  Field,
  FormValues,
} from '../../../shared/acts/contract.ts'
import { formFor, readForm } from '../../../shared/acts/forms.ts'
import type { Value } from '../../../shared/acts/merge.ts'
import { isShown } from '../../../shared/acts/reading.ts'
import type { Refusal } from '../../../shared/errors.ts'
import type { TicketRow } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'
import { FormFailure } from '../parts/FormFailure.tsx'
import { savesForm } from '../parts/save-keys.ts'
import { Conflicts } from './Conflicts.tsx'
import { FieldView } from './FieldView.tsx'
import type { FileDesk } from './FilesField.tsx'
import { foldedFields } from './folded.ts'
import { linkedChange } from './linked.ts'
import { ReplyHelp, useReplySuggestion } from './ReplyHelp.tsx'
import { SortHelp } from './SortHelp.tsx'
import { useActDraft } from './use-act-draft.ts'
import { sentValues } from './values.ts'

type ActFormViewProps = {
  act: ActType
  row: TicketRow
  context: ActContext
  drafts: Drafts
  /** Under which the unfinished form is kept. */
  draftKey: string
  /** Values to open with: those of a refused command. */
  begin?: FormValues
  /** `null`: done, the form is closed by its owner; a refusal stays in the form with what was typed. */
  onAct: (command: CommandBody) => Promise<Refusal | null>
  onClose: () => void
  desk: FileDesk
}

type Faults = Readonly<Record<string, string>>

/** The form of any act, as shared/acts describes it: the same fields, words and checks as on the server's pages. */
export function ActFormView(props: ActFormViewProps) {
  const { act, row, context, drafts, draftKey, begin, onAct, onClose, desk } = props
  const form = useMemo(
    () => formFor(act, row, context),
    [act, row, context.actor, context.settings, context.nearby],
  )
  const draft = useActDraft(drafts, draftKey, form, begin)
  const suggested = useReplySuggestion(form, draft, context)
  const newTicketId = useRef(uuidv7())
  const values = withNewId(form, { ...draft.values, ...suggested.values }, newTicketId.current)
  const [faults, setFaults] = useState<Faults>({})
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const element = useRef<HTMLFormElement>(null)
  useEffect(() => focusFirst(element.current), [])

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy || draft.conflicts.length > 0) return
    const read = readForm(act, sentValues(form, values), row, context)
    if (read.outcome === 'faults') {
      setFaults(read.faults)
      focusFault(element.current, form, read.faults)
      return
    }
    setFaults({})
    setBusy(true)
    try {
      const refused = await onAct(read.command)
      setRefusal(refused)
      if (refused === null) draft.clear()
    } finally {
      setBusy(false)
    }
  }
  const saveByKey = (event: KeyboardEvent) => {
    if (savesForm(event)) void submit(event)
  }
  const asked = new Set(draft.conflicts.map(({ field }) => field.name))
  const shown = form.fields.filter(field => isShown(field, form, values) && !asked.has(field.name))
  const folded = shown.filter(({ name }) => foldedFields(act).includes(name))
  const isFilled = ({ name }: Field) => draft.touched.has(name) || faults[name] !== undefined
  const change = (name: string, value: Value) => {
    setFaults(standing => without(standing, name))
    draft.change(linkedChange(form, values, name, value, context.settings))
  }
  const place = (field: Field) => (
    <div class="field-place" key={field.name}>
      <FieldView
        field={field}
        values={values}
        fault={faults[field.name] ?? null}
        onChange={value => change(field.name, value)}
        desk={desk}
      />
      <ReplyHelp field={field} form={form} row={row} values={values} suggested={suggested} />
    </div>
  )

  return (
    <form
      class="act-form"
      noValidate
      onSubmit={submit}
      onKeyDown={saveByKey}
      aria-label={form.title}
      ref={element}
    >
      {form.lead !== null && <p class="lead">{form.lead}</p>}
      <FormFailure refusal={refusal} settings={context.settings} />
      {faults[''] !== undefined && (
        <p class="notice overdue" role="alert">
          {faults['']}
        </p>
      )}
      {draft.conflicts.length > 0 && <Conflicts conflicts={draft.conflicts} onSettle={draft.settle} />}
      <SortHelp form={form} row={row} values={values} settings={context.settings} onChange={draft.change} />
      {shown.filter(field => !folded.includes(field)).map(place)}
      {folded.length > 0 && (
        <details class="fold" open={folded.some(isFilled)}>
          <summary>Дополнительно</summary>
          <div class="act-form">{folded.map(place)}</div>
        </details>
      )}
      <div class="buttons">
        <button type="submit" class="main" aria-disabled={busy} disabled={draft.conflicts.length > 0}>
          {form.submit}
        </button>
        <button type="button" onClick={onClose}>
          Закрыть
        </button>
      </div>
    </form>
  )
}

/** A split begins a ticket whose id this computer makes, as every id. */
function withNewId(form: ActForm, values: FormValues, id: string): FormValues {
  return form.act === 'split' ? { ...values, newTicketId: id } : values
}

function without(faults: Faults, name: string): Faults {
  const { [name]: _, ...others } = faults
  return others
}

/** Into the form as it opens: the person has chosen the act, the next key belongs to it. */
function focusFirst(form: HTMLFormElement | null): void {
  const first = form?.querySelector<HTMLElement>('[data-field]') ?? form?.querySelector('button')
  first?.focus()
}

function focusFault(element: HTMLFormElement | null, form: ActForm, faults: Faults): void {
  const first = form.fields.find(field => faults[field.name] !== undefined)
  if (first === undefined) return
  element?.querySelector<HTMLElement>(`[data-field="${CSS.escape(first.name)}"]`)?.focus()
}
