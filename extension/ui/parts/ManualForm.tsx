import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { momentOf } from '../../../shared/acts/fields.ts'
import { classify } from '../../../shared/classify/classify.ts'
import { kinds } from '../../../shared/deadlines/rules.ts'
import { type Refusal, refusalWords } from '../../../shared/errors.ts'
import { blockIds, blocks, isBlockId } from '../../../shared/reference/blocks.ts'
import { channels } from '../../../shared/reference/channels.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { sourceTextLimit } from '../../../shared/ticket/limits.ts'
import { lowerFirst } from '../act-words.ts'
import type { Bridge, NewCommand, TicketRow } from '../bridge.ts'
import { type Drafts, useDraft } from '../drafts.ts'
import { localDateOf } from '../due.ts'
import { type FileDesk, FilesField } from '../forms/FilesField.tsx'
import type { Viewpoint } from '../rows.ts'
import { findLikeText } from '../similar.ts'
import { essenceOf } from '../source.ts'
import { numberWords } from '../words.ts'
import { Danger } from './Danger.tsx'
import { Field } from './Field.tsx'
import { FormFailure } from './FormFailure.tsx'
import {
  captureOf,
  emptyDraft,
  faultsOf,
  type ManualDraft,
  type ManualFaults,
  manualChannels,
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
  const { channel, text, author, kind } = value
  const suggested = useMemo(() => classify(text, settings), [text, settings])
  const topic = topicOf(value, suggested)
  const [best] = suggested.suggestions
  const like = useMemo(
    () => findLikeText(text, topic, rows).slice(0, 2),
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
      <div class="two">
        <Field label="Откуда">
          {ids => (
            <select
              {...ids}
              value={channel}
              onChange={({ currentTarget: { value: chosen } }) =>
                change({ channel: manualChannels.find(each => each === chosen) ?? channel })
              }
            >
              {manualChannels.map(id => (
                <option key={id} value={id}>
                  {id === 'other' ? 'Другое' : channels[id]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Кто">
          {ids => (
            <input
              {...ids}
              value={author}
              maxLength={300}
              placeholder="если назвался"
              onInput={event => change({ author: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Когда" error={faults.at ?? null}>
        {ids => (
          <input
            {...ids}
            data-field="at"
            type="datetime-local"
            max={momentOf(now, zone)}
            value={value.at || momentOf(now, zone)}
            onInput={event => change({ at: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        label="Блок"
        hint={
          topic.isByKeywords && best !== undefined
            ? `нашли: ${best.matched.map(words => `«${words}»`).join(', ')}`
            : topic.block === 'none'
              ? 'Без блока запись разберёт оператор.'
              : null
        }
      >
        {ids => (
          <select
            {...ids}
            value={topic.block}
            onChange={({ currentTarget: { value: chosen } }) => {
              if (isBlockId(chosen)) change({ block: chosen, subtopic: null })
            }}
          >
            {blockIds.map(id => (
              <option key={id} value={id}>
                {blocks[id].title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Подтема">
        {ids => (
          <select
            {...ids}
            value={topic.subtopic ?? ''}
            onChange={({ currentTarget: { value: chosen } }) =>
              change({ subtopic: chosen, block: topic.block })
            }
          >
            <option value="">не выбрана</option>
            {settings.subtopics
              .filter(each => each.block === topic.block)
              .map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
          </select>
        )}
      </Field>
      <div class="two">
        <Field label="Населённый пункт">
          {ids => (
            <select
              {...ids}
              value={topic.settlement ?? ''}
              onChange={event => change({ settlement: event.currentTarget.value })}
            >
              <option value="">не указан</option>
              {settings.settlements.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Где">
          {ids => (
            <input
              {...ids}
              value={value.place}
              maxLength={500}
              placeholder={suggested.place ?? 'улица, дом, ориентир'}
              onInput={event => change({ place: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Вид" hint={kindInfo[kind].hint}>
        {ids => (
          <select
            {...ids}
            value={kind}
            onChange={({ currentTarget: { value: chosen } }) =>
              change({
                kind: kinds.find(each => each === chosen) ?? kind,
                registrationDate: value.registrationDate || today,
              })
            }
          >
            {kinds.map(each => (
              <option key={each} value={each}>
                {kindInfo[each].title}
              </option>
            ))}
          </select>
        )}
      </Field>
      {kind === 'appeal' && (
        <RegistrationFields value={value} faults={faults} today={today} onChange={change} />
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={topic.urgent}
          onChange={event => change({ urgent: event.currentTarget.checked })}
        />
        Срочно
      </label>
      <details class="fold" open={value.url !== '' || value.files !== ''}>
        <summary>Адрес страницы, фото</summary>
        <div class="act-form">
          <Field label="Адрес страницы" isOptional error={faults.url ?? null}>
            {ids => (
              <input
                {...ids}
                data-field="url"
                type="text"
                inputMode="url"
                maxLength={2_000}
                placeholder="https://"
                value={value.url}
                onInput={event => change({ url: event.currentTarget.value })}
              />
            )}
          </Field>
          <FilesField
            label="Фото и файлы"
            hint={null}
            fault={null}
            value={value.files}
            onChange={files => change({ files })}
            desk={bridge}
          />
        </div>
      </details>
      <div class="buttons">
        <button type="submit" class="main" aria-disabled={busy}>
          Записать
        </button>
      </div>
      <p class="hint">Ctrl + Enter — записать из любого поля.</p>
    </form>
  )
}

type RegistrationProps = {
  value: ManualDraft
  faults: ManualFaults
  today: string
  onChange: (patch: Partial<ManualDraft>) => void
}

/** Without its number and date nothing is an appeal (59-ФЗ). */
function RegistrationFields({ value, faults, today, onChange }: RegistrationProps) {
  return (
    <div class="two">
      <Field label="Номер регистрации" error={faults.number ?? null}>
        {ids => (
          <input
            {...ids}
            data-field="number"
            value={value.registrationNumber}
            maxLength={100}
            onInput={event => onChange({ registrationNumber: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Дата регистрации" error={faults.date ?? null}>
        {ids => (
          <input
            {...ids}
            data-field="date"
            type="date"
            max={today}
            value={value.registrationDate}
            onInput={event => onChange({ registrationDate: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
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
