import { useMemo, useState } from 'preact/hooks'
import * as z from 'zod'
import { classify } from '../../../shared/classify/classify.ts'
import type { Refusal } from '../../../shared/errors.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blockIds, blocks, isBlockId } from '../../../shared/reference/blocks.ts'
import type { ClassifyChanges } from '../../../shared/ticket/commands.ts'
import { placeText } from '../../../shared/ticket/decide.ts'
import type { TicketRow } from '../bridge.ts'
import { useDraft } from '../drafts.ts'
import { Danger } from '../parts/Danger.tsx'
import { Field } from '../parts/Field.tsx'
import { FormFailure } from '../parts/FormFailure.tsx'
import { savesForm } from '../parts/save-keys.ts'
import { findSource } from '../source.ts'
import type { FormProps } from './forms.ts'

const topicSchema = z.object({
  block: z.enum(blockIds),
  subtopic: z.string().nullable(),
  settlement: z.string().nullable(),
  place: z.string(),
  urgent: z.boolean(),
})
type Topic = z.infer<typeof topicSchema>
/** `from`: what stood in the ticket when the form was opened, so that somebody else's change is noticed. */
const sortDraftSchema = z.object({ from: topicSchema, to: topicSchema })

/** «Разобрать»: block, subtopic, where, urgency; what the text suggests is one click. Enter saves. */
export function SortForm({ row, settings, drafts, onAct, onClose }: FormProps) {
  const standing = topicOf(row)
  const draft = useDraft(drafts, `${row.ticket.id}:classify`, sortDraftSchema, () => ({
    from: standing,
    to: { ...standing, ...suggestedWhere(row, settings) },
  }))
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const text = findSource(row)?.text ?? ''
  const suggested = useMemo(() => classify(text, settings), [text, settings])
  const { to } = draft.value
  const change = (patch: Partial<Topic>) => draft.change({ to: { ...draft.value.to, ...patch } })
  const subtopics = settings.subtopics.filter(subtopic => subtopic.block === to.block)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    try {
      const refused = await onAct({
        type: 'classify',
        data: { changes: changesOf(draft.value), sorted: true },
      })
      setRefusal(refused)
      if (refused === null) draft.clear()
      // The person has now seen what the other one wrote: saving again sets their own value over it.
      else if (refused.code === 'conflict') draft.change({ from: standing })
    } finally {
      setBusy(false)
    }
  }

  const saveByKey = (event: KeyboardEvent) => {
    if (savesForm(event)) void submit(event)
  }

  return (
    <form class="act-form" onSubmit={submit} onKeyDown={saveByKey} aria-label="Разобрать">
      <FormFailure refusal={refusal} settings={settings} />
      {refusal?.code === 'conflict' && (
        <p class="hint">Сохраните ещё раз, чтобы поставить ваше значение, или исправьте поле.</p>
      )}
      <Danger words={suggested.danger} />
      {suggested.suggestions.length > 0 && (
        <fieldset class="suggestions">
          <legend>Предлагается по словам сообщения</legend>
          {suggested.suggestions.map(({ subtopicId, blockId, matched }) => (
            <button
              type="button"
              key={subtopicId}
              class="suggestion"
              aria-pressed={to.subtopic === subtopicId}
              onClick={() => change({ block: blockId, subtopic: subtopicId })}
            >
              <span>
                <strong>{blocks[blockId].short}</strong> · {titleOf(settings.subtopics, subtopicId)}
              </span>
              <span class="quiet">нашли: {matched.map(words => `«${words}»`).join(', ')}</span>
            </button>
          ))}
        </fieldset>
      )}
      <Field label="Блок" hint={to.block === 'none' ? 'Без блока карточка уйдёт к руководителю МЦУ.' : null}>
        {ids => (
          <select
            {...ids}
            value={to.block}
            onChange={({ currentTarget: { value } }) => {
              if (isBlockId(value)) change({ block: value, subtopic: null })
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
            value={to.subtopic ?? ''}
            onChange={({ currentTarget: { value } }) => change({ subtopic: value || null })}
          >
            <option value="">не выбрана</option>
            {subtopics.map(({ id, title }) => (
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
              value={to.settlement ?? ''}
              onChange={({ currentTarget: { value } }) => change({ settlement: value || null })}
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
        <Field label="Место">
          {ids => (
            <input
              {...ids}
              value={to.place}
              maxLength={500}
              placeholder="улица, дом, ориентир"
              onInput={event => change({ place: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={to.urgent}
          onChange={event => change({ urgent: event.currentTarget.checked })}
        />
        Срочно
      </label>
      <div class="buttons">
        <button type="submit" class="main" disabled={busy}>
          {row.ticket.sorted === null ? 'Разобрано' : 'Сохранить'}
        </button>
        <button type="button" onClick={onClose}>
          Закрыть
        </button>
      </div>
    </form>
  )
}

function topicOf(row: TicketRow): Topic {
  const { block, subtopic, settlement, urgent } = row.ticket
  return { block, subtopic, settlement, place: placeText(row) ?? '', urgent }
}

/** Where the text names a place and nobody wrote one yet. Block and subtopic are offered, never filled in. */
function suggestedWhere(row: TicketRow, settings: Settings): Partial<Topic> {
  if (row.ticket.sorted !== null) return {}
  const { settlement, place } = classify(findSource(row)?.text ?? '', settings)
  return {
    ...(row.ticket.settlement === null && settlement !== null ? { settlement: settlement.id } : {}),
    ...(placeText(row) === null && place !== null ? { place } : {}),
  }
}

/** Only the fields that differ: what somebody else changed meanwhile in another field stays theirs. */
function changesOf({ from, to }: { from: Topic; to: Topic }): ClassifyChanges {
  const place = to.place.trim() || null
  const placeBefore = from.place || null
  return {
    ...(to.block === from.block ? {} : { block: { from: from.block, to: to.block } }),
    ...(to.subtopic === from.subtopic ? {} : { subtopic: { from: from.subtopic, to: to.subtopic } }),
    ...(to.settlement === from.settlement
      ? {}
      : { settlement: { from: from.settlement, to: to.settlement } }),
    ...(place === placeBefore ? {} : { place: { from: placeBefore, to: place } }),
    ...(to.urgent === from.urgent ? {} : { urgent: { from: from.urgent, to: to.urgent } }),
  }
}
