import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { classify } from '../../../shared/classify/classify.ts'
import { type Refusal, refusalWords } from '../../../shared/errors.ts'
import { sourceTextLimit } from '../../../shared/ticket/limits.ts'
import { lowerFirst } from '../act-words.ts'
import type { Bridge, NewCommand, TicketRow } from '../bridge.ts'
import { type Drafts, useDraft } from '../drafts.ts'
import { localDateOf } from '../due.ts'
import type { FileDesk } from '../forms/FilesField.tsx'
import type { Viewpoint } from '../rows.ts'
import { findLikeText } from '../similar.ts'
import { essenceOf } from '../source.ts'
import { numberWords } from '../words.ts'
import { Danger } from './Danger.tsx'
import { Field } from './Field.tsx'
import { FormFailure } from './FormFailure.tsx'
import { Attachments, KindFields, OriginFields, TopicFields } from './ManualFields.tsx'
import {
  captureOf,
  emptyDraft,
  faultsOf,
  type ManualDraft,
  type ManualFaults,
  manualDraftSchema,
  registrationOf,
  topicOf,
} from './manual-draft.ts'
import { savesForm } from './save-keys.ts'

export type Recorded = {
  ticketId: string
  command: NewCommand
  isAppeal: boolean
  /** Why the record did not become an appeal; `null` where it did or was none. */
  notRegistered: string | null
}

type ManualFormProps = {
  viewpoint: Viewpoint
  rows: readonly TicketRow[]
  drafts: Drafts
  bridge: Pick<Bridge, 'act'> & FileDesk
  onRecorded: (recorded: Recorded) => void
  onOpen: (ticketId: string) => void
}

/** «Записать сообщение»: a call, a letter, a visit. Enter saves, in the text Ctrl + Enter. */
export function ManualForm({ viewpoint, rows, drafts, bridge, onRecorded, onOpen }: ManualFormProps) {
  const { settings, now } = viewpoint
  const draft = useDraft(drafts, 'manual', manualDraftSchema, () => emptyDraft)
  const [faults, setFaults] = useState<ManualFaults>({})
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('textarea')?.focus(), [])
  const { value } = draft
  const { text } = value
  const suggested = useMemo(() => classify(text, settings), [text, settings])
  const topic = topicOf(value, suggested)
  const like = useMemo(
    () => findLikeText(text, topic, rows, now).slice(0, 2),
    [text, topic.block, topic.subtopic, topic.settlement, rows],
  )
  const { zone } = settings.deadlines
  const today = localDateOf(now, zone)

  const change = (patch: Partial<ManualDraft>) => {
    setFaults({})
    draft.change(patch)
    const { text: words, author: who, place } = { ...value, ...patch }
    if (words === '' && who === '' && place === '') draft.clear()
  }
  const record = async () => {
    const command = captureOf(value, suggested, zone)
    const captured = await bridge.act(null, command)
    if (captured.outcome === 'refused') {
      setRefusal(captured.refusal)
      return
    }
    const registration = registrationOf(value)
    const registered = registration === null ? null : await bridge.act(captured.ticketId, registration)
    draft.change(emptyDraft)
    draft.clear()
    const { ticketId } = captured
    const notRegistered =
      registered?.outcome === 'refused'
        ? `Но обращением не зарегистрировано: ${lowerFirst(refusalWords(registered.refusal))}`
        : null
    onRecorded({ ticketId, command, isAppeal: registered?.outcome === 'queued', notRegistered })
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const found = faultsOf(value, now, zone)
    setFaults(found)
    if (Object.keys(found).length > 0) {
      form.current?.querySelector<HTMLElement>(`[data-field="${Object.keys(found)[0]}"]`)?.focus()
      return
    }
    setBusy(true)
    try {
      await record()
    } finally {
      setBusy(false)
    }
  }
  const saveByKey = (event: KeyboardEvent) => {
    if (savesForm(event)) void submit(event)
  }

  return (
    <form
      class="act-form"
      noValidate
      ref={form}
      onSubmit={submit}
      onKeyDown={saveByKey}
      aria-label="Записать сообщение"
    >
      <FormFailure refusal={refusal} settings={settings} />
      <Danger words={suggested.danger} />
      <Field label="Что сообщили" error={faults.text ?? null}>
        {ids => (
          <textarea
            {...ids}
            data-field="text"
            rows={4}
            maxLength={sourceTextLimit}
            value={text}
            onInput={event => change({ text: event.currentTarget.value })}
          />
        )}
      </Field>
      <LikeIt rows={like} onOpen={onOpen} />
      <OriginFields value={value} faults={faults} settings={settings} now={now} onChange={change} />
      <TopicFields value={value} suggested={suggested} settings={settings} onChange={change} />
      <KindFields value={value} faults={faults} today={today} onChange={change} />
      <label class="check">
        <input
          type="checkbox"
          checked={topic.urgent}
          onChange={event => change({ urgent: event.currentTarget.checked })}
        />
        Срочно
      </label>
      <Attachments value={value} faults={faults} desk={bridge} onChange={change} />
      <div class="buttons">
        <button type="submit" class="main" aria-disabled={busy}>
          Записать
        </button>
      </div>
      <p class="hint">Ctrl + Enter — записать из любого поля.</p>
    </form>
  )
}

type LikeItProps = { rows: readonly TicketRow[]; onOpen: (ticketId: string) => void }

/** The same may have been recorded already. */
function LikeIt({ rows, onOpen }: LikeItProps) {
  if (rows.length === 0) return null
  return (
    <ul class="plain like" aria-label="Похоже на уже записанное">
      {rows.map(row => (
        <li key={row.ticket.id} class="quiet">
          Похоже на{' '}
          <button type="button" class="link" onClick={() => onOpen(row.ticket.id)}>
            {numberWords(row.ticket.number)}
          </button>
          : <bdi>{essenceOf(row).slice(0, 80)}</bdi>
        </li>
      ))}
    </ul>
  )
}
