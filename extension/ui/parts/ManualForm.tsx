import { useMemo, useState } from 'preact/hooks'
import { v7 as uuidv7 } from 'uuid'
import * as z from 'zod'
import { classify } from '../../../shared/classify/classify.ts'
import type { Refusal } from '../../../shared/errors.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blockIds, blocks, isBlockId } from '../../../shared/reference/blocks.ts'
import { type ChannelId, channels } from '../../../shared/reference/channels.ts'
import { sourceTextLimit } from '../../../shared/ticket/limits.ts'
import type { SourceKind } from '../../../shared/ticket/source.ts'
import type { NewCommand } from '../bridge.ts'
import { type Drafts, useDraft } from '../drafts.ts'
import { Danger } from './Danger.tsx'
import { Field } from './Field.tsx'
import { FormFailure } from './FormFailure.tsx'
import { savesForm } from './save-keys.ts'

/** Ways in which a message comes past every page. */
const manualChannels = [
  'phone',
  'paper',
  'reception',
  'email',
  'vk',
  'ok',
  'telegram',
  'max',
  'other',
] as const

const manualDraftSchema = z.object({
  channel: z.enum(manualChannels),
  text: z.string(),
  author: z.string(),
  place: z.string(),
  /** `null`: as the text suggests. */
  block: z.enum(blockIds).nullable(),
})
const emptyDraft: z.infer<typeof manualDraftSchema> = {
  channel: 'phone',
  text: '',
  author: '',
  place: '',
  block: null,
}

type ManualFormProps = {
  settings: Settings
  drafts: Drafts
  onRecord: (command: NewCommand) => Promise<Refusal | null>
}

/** «Записать сообщение»: a call, a letter, a visit. Enter saves, in the text Ctrl + Enter. */
export function ManualForm({ settings, drafts, onRecord }: ManualFormProps) {
  const draft = useDraft(drafts, 'manual', manualDraftSchema, () => emptyDraft)
  const change = (patch: Partial<typeof emptyDraft>) => {
    draft.change(patch)
    const { text, author, place } = { ...draft.value, ...patch }
    if (text === '' && author === '' && place === '') draft.clear()
  }
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const { channel, text, author, place } = draft.value
  const suggested = useMemo(() => classify(text, settings), [text, settings])
  const [best] = suggested.suggestions
  const block = draft.value.block ?? best?.blockId ?? 'none'
  const byKeywords = draft.value.block === null && best !== undefined

  const submit = async (event: Event) => {
    event.preventDefault()
    setMissing(text.trim() === '')
    if (text.trim() === '' || busy) return
    setBusy(true)
    try {
      const refused = await onRecord({
        type: 'capture',
        data: {
          sourceId: uuidv7(),
          source: {
            key: `${channel}:manual:${uuidv7()}`,
            channel,
            kind: kindOf(channel),
            url: null,
            parentKey: null,
            author: { name: author.trim() || null, url: null, id: null },
            publishedAt: null,
            publishedText: null,
            precision: 'unknown',
            text: text.trim(),
            photos: [],
            truncated: false,
            missing: author.trim() === '' ? ['author'] : [],
          },
          block,
          subtopic: best?.blockId === block ? best.subtopicId : null,
          settlement: suggested.settlement?.id ?? null,
          place: place.trim() || suggested.place,
          urgent: suggested.urgent,
          suggestedBy: draft.value.block !== null ? 'person' : byKeywords ? 'keywords' : 'nobody',
        },
      })
      setRefusal(refused)
      if (refused === null) {
        change(emptyDraft)
      }
    } finally {
      setBusy(false)
    }
  }
  const saveByKey = (event: KeyboardEvent) => {
    if (savesForm(event)) void submit(event)
  }

  return (
    <form class="act-form" onSubmit={submit} onKeyDown={saveByKey} aria-label="Записать сообщение">
      <FormFailure refusal={refusal} settings={settings} />
      <Danger words={suggested.danger} />
      <Field label="Откуда">
        {ids => (
          <select
            {...ids}
            value={channel}
            onChange={({ currentTarget: { value } }) => {
              const chosen = manualChannels.find(each => each === value)
              if (chosen !== undefined) change({ channel: chosen })
            }}
          >
            {manualChannels.map(id => (
              <option key={id} value={id}>
                {channelTitle(id)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Что сообщили" error={missing ? 'Напишите, что сообщили.' : null}>
        {ids => (
          <textarea
            {...ids}
            rows={4}
            maxLength={sourceTextLimit}
            value={text}
            onInput={event => {
              setMissing(false)
              change({ text: event.currentTarget.value })
            }}
          />
        )}
      </Field>
      <div class="two">
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
        <Field
          label="Где"
          hint={
            suggested.settlement === null
              ? null
              : `Населённый пункт: ${titleOf(settings.settlements, suggested.settlement.id)}`
          }
        >
          {ids => (
            <input
              {...ids}
              value={place}
              maxLength={500}
              placeholder={suggested.place ?? 'улица, дом, ориентир'}
              onInput={event => change({ place: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Field
        label="Блок"
        hint={
          byKeywords
            ? `${titleOf(settings.subtopics, best.subtopicId)}; нашли: ${best.matched.map(words => `«${words}»`).join(', ')}`
            : null
        }
      >
        {ids => (
          <select
            {...ids}
            value={block}
            onChange={({ currentTarget: { value } }) => {
              if (isBlockId(value)) change({ block: value })
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
      <div class="buttons">
        <button type="submit" class="main" disabled={busy}>
          Записать
        </button>
        {suggested.urgent && <span class="badge overdue">▲ срочно</span>}
      </div>
    </form>
  )
}

function channelTitle(channel: (typeof manualChannels)[number]): string {
  return channel === 'other' ? 'Другое' : channels[channel]
}

function kindOf(channel: ChannelId): SourceKind {
  if (channel === 'phone') return 'call'
  return channel === 'paper' || channel === 'email' ? 'letter' : 'message'
}
