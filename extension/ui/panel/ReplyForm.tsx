import { useState } from 'preact/hooks'
import * as z from 'zod'
import { type ReplyKindSuggestion, suggestReplyKind } from '../../../shared/classify/reply-kind.ts'
import type { Refusal } from '../../../shared/errors.ts'
import type { Actor } from '../../../shared/policy/permissions.ts'
import type { OfficialAccount, Settings } from '../../../shared/policy/settings.ts'
import { type ChannelId, channels } from '../../../shared/reference/channels.ts'
import { replyKindTitles } from '../../../shared/reference/statuses.ts'
import { replyTextLimit } from '../../../shared/ticket/contents.ts'
import { replyKinds } from '../../../shared/ticket/events.ts'
import type { NewCommand, TicketRow } from '../bridge.ts'
import { useDraft } from '../drafts.ts'
import { localDateOf } from '../due.ts'
import { Field } from '../parts/Field.tsx'
import { FormFailure } from '../parts/FormFailure.tsx'
import { savesForm } from '../parts/save-keys.ts'
import { findReply, findSource, findWebAddress } from '../source.ts'
import type { FormProps } from './forms.ts'

const replyDraftSchema = z.object({
  text: z.string(),
  /** `null`: as the text suggests. */
  kind: z.enum(replyKinds).nullable(),
  url: z.string(),
  /** Empty: not published under an official account. */
  accountId: z.string(),
  /** `null`: the day that the text names. */
  promisedDate: z.string().nullable(),
})
type ReplyDraft = z.infer<typeof replyDraftSchema>

/** «Подготовить ответ» and «Ответить сразу» / «Отметить опубликованным»: one form, the second with where it stands. */
export function ReplyForm({ mode, ...props }: FormProps & { mode: 'prepare_reply' | 'publish' }) {
  const { row, actor, settings, now, drafts, onAct, onClose } = props
  const accounts = accountsOf(actor, settings)
  const draft = useDraft(drafts, `${row.ticket.id}:${mode}`, replyDraftSchema, () => begin(row, accounts))
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [errors, setErrors] = useState<Errors>({})
  const [busy, setBusy] = useState(false)
  const today = localDateOf(now, settings.deadlines.zone)
  const suggested = suggestReplyKind(draft.value.text, today)
  const kind = draft.value.kind ?? suggested.kind
  const promisedDate = draft.value.promisedDate ?? suggested.promisedDate ?? ''

  const change = (patch: Partial<ReplyDraft>) => {
    setErrors({})
    draft.change(patch)
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const wrong = check(draft.value, mode)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setBusy(true)
    try {
      const refused = await onAct(commandOf(mode, draft.value, kind, promisedDate))
      setRefusal(refused)
      if (refused === null) draft.clear()
    } finally {
      setBusy(false)
    }
  }
  const saveByKey = (event: KeyboardEvent) => {
    if (savesForm(event)) void submit(event)
  }
  const isMarking = mode === 'publish' && row.ticket.status === 'to_publish'

  return (
    <form
      class="act-form"
      onSubmit={submit}
      onKeyDown={saveByKey}
      aria-label={mode === 'publish' ? 'Ответ опубликован' : 'Подготовить ответ'}
    >
      <FormFailure refusal={refusal} settings={settings} />
      <Field label="Текст ответа" error={errors.text ?? null}>
        {ids => (
          <textarea
            {...ids}
            rows={6}
            maxLength={replyTextLimit}
            value={draft.value.text}
            onInput={event => change({ text: event.currentTarget.value })}
          />
        )}
      </Field>
      {mode === 'publish' && <CopyAndOpen row={row} text={draft.value.text} />}
      <KindChoice
        kind={kind}
        suggested={suggested}
        isSuggested={draft.value.kind === null}
        onChoose={chosen => change({ kind: chosen })}
      />
      {kind === 'interim' && (
        <Field
          label="Обещали ответить до"
          hint={
            suggested.promisedDate !== undefined && draft.value.promisedDate === null
              ? 'День взят из текста ответа.'
              : 'Если день не назван, срок назначится по правилам.'
          }
        >
          {ids => (
            <input
              {...ids}
              type="date"
              min={today}
              value={promisedDate}
              onInput={event => change({ promisedDate: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {mode === 'publish' && (
        <>
          <Field
            label="Адрес опубликованного ответа"
            error={errors.url ?? null}
            hint="Вставьте ссылку на ответ. Если ответили по телефону, письмом или на приёме, оставьте пустым."
          >
            {ids => (
              <input
                {...ids}
                type="text"
                inputMode="url"
                maxLength={2000}
                placeholder="https://"
                value={draft.value.url}
                onInput={event => change({ url: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="От чьего имени">
            {ids => (
              <select
                {...ids}
                value={draft.value.accountId}
                onChange={event => change({ accountId: event.currentTarget.value })}
              >
                {accounts.map(({ id, title, network }) => (
                  <option key={id} value={id}>
                    {title} · {channels[network]}
                  </option>
                ))}
                <option value="">без официального аккаунта</option>
              </select>
            )}
          </Field>
        </>
      )}
      <div class="buttons">
        <button type="submit" class="main" disabled={busy}>
          {mode === 'prepare_reply'
            ? 'На публикацию'
            : isMarking
              ? 'Отметить опубликованным'
              : 'Ответ опубликован'}
        </button>
        <button type="button" onClick={onClose}>
          Закрыть
        </button>
      </div>
    </form>
  )
}

type KindChoiceProps = {
  kind: (typeof replyKinds)[number]
  suggested: ReplyKindSuggestion
  isSuggested: boolean
  onChoose: (kind: (typeof replyKinds)[number]) => void
}

function KindChoice({ kind, suggested, isSuggested, onChoose }: KindChoiceProps) {
  return (
    <fieldset class="kinds">
      <legend>Какой это ответ</legend>
      {replyKinds.map(each => (
        <label class="check" key={each}>
          <input type="radio" name="reply-kind" checked={each === kind} onChange={() => onChoose(each)} />
          {replyKindTitles[each]}
        </label>
      ))}
      {isSuggested && suggested.matched.length > 0 && (
        <p class="hint">Предложено по словам: {suggested.matched.map(word => `«${word}»`).join(', ')}.</p>
      )}
    </fieldset>
  )
}

type Copied = 'no' | 'yes' | 'failed'

/** One button: the answer into the clipboard and the post in a new tab (PRACTICE P14). */
function CopyAndOpen({ row, text }: { row: TicketRow; text: string }) {
  const [copied, setCopied] = useState<Copied>('no')
  const source = findSource(row)
  const address = findWebAddress(source?.url ?? null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied('yes')
      if (address !== undefined) open(address, '_blank', 'noopener,noreferrer')
    } catch {
      // The browser may forbid the clipboard by policy: the person can still copy by hand.
      setCopied('failed')
    }
  }
  return (
    <div class="copy">
      <button type="button" disabled={text.trim() === ''} onClick={() => void copy()}>
        {address === undefined ? 'Скопировать ответ' : 'Скопировать ответ и открыть пост'}
      </button>
      <p class="hint" role="status">
        {copied === 'failed' && 'Браузер не дал скопировать: выделите текст и нажмите Ctrl + C. '}
        {copied === 'yes' && '✓ Скопировано. '}
        {address !== undefined && 'Отвечайте от имени сообщества, не с личной страницы.'}
      </p>
    </div>
  )
}

function accountsOf(actor: Actor, settings: Settings): OfficialAccount[] {
  return settings.officialAccounts.filter(account => account.publisherIds.includes(actor.personId))
}

/** A prepared answer is what gets published; the account is that of the network where the citizen wrote. */
function begin(row: TicketRow, accounts: OfficialAccount[]): ReplyDraft {
  const { ticket } = row
  const prepared = ticket.status === 'to_publish' ? ticket.prepared : null
  const channel: ChannelId | undefined = ticket.sources[0]?.channel
  return {
    text: prepared === null ? '' : (findReply(row, prepared.contentId)?.text ?? ''),
    kind: prepared?.kind ?? null,
    url: '',
    accountId: accounts.find(account => account.network === channel)?.id ?? '',
    promisedDate: null,
  }
}

type Errors = { text?: string; url?: string }

function check({ text, url }: ReplyDraft, mode: 'prepare_reply' | 'publish'): Errors {
  const errors: Errors = {}
  if (mode === 'prepare_reply' && text.trim() === '') errors.text = 'Напишите ответ.'
  if (mode === 'publish' && url.trim() === '' && text.trim() === '') {
    errors.url = 'Укажите адрес ответа. Если ответ дан без публикации, напишите его суть выше.'
  }
  if (mode === 'publish' && url.trim() !== '' && findWebAddress(url.trim()) === undefined) {
    errors.url = 'Это не адрес страницы: он начинается с https:// или http://.'
  }
  return errors
}

function commandOf(
  mode: 'prepare_reply' | 'publish',
  draft: ReplyDraft,
  kind: (typeof replyKinds)[number],
  promisedDate: string,
): NewCommand {
  const text = draft.text.trim()
  if (mode === 'prepare_reply') return { type: 'prepare_reply', data: { kind, text } }
  return {
    type: 'publish',
    data: {
      kind,
      url: findWebAddress(draft.url.trim()) ?? null,
      text,
      accountId: draft.accountId || null,
      promisedDate: kind === 'interim' && promisedDate !== '' ? promisedDate : null,
    },
  }
}
