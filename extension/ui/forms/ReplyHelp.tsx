import { useMemo, useState } from 'preact/hooks'
import type { ActContext, ActForm, Field, FormValues } from '../../../shared/acts/contract.ts'
import { type ReplyKindSuggestion, suggestReplyKind } from '../../../shared/classify/reply-kind.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { TicketRow } from '../bridge.ts'
import { findSource, findWebAddress } from '../source.ts'
import type { ActDraft } from './use-act-draft.ts'
import { textIn } from './values.ts'

export type Suggested = {
  /** Over the form's own values, under what the person chose. */
  values: FormValues
  kind: ReplyKindSuggestion | null
}

/** The kind of a reply follows its words until the person chooses one (PRACTICE P1); the promised day too. */
export function useReplySuggestion(form: ActForm, draft: ActDraft, { now, settings }: ActContext): Suggested {
  const isReply = (form.act === 'publish' || form.act === 'prepare_reply') && has(form, 'kind')
  const text = isReply && draft.touched.has('text') ? textIn(draft.values, 'text') : ''
  const today = localDateOf(now, settings.deadlines.zone)
  return useMemo(() => {
    if (text.trim() === '') return { values: {}, kind: null }
    const suggestion = suggestReplyKind(text, today)
    const values: Record<string, string> = {}
    if (!draft.touched.has('kind')) values.kind = suggestion.kind
    if (
      suggestion.promisedDate !== undefined &&
      has(form, 'interimDate') &&
      !draft.touched.has('interimDate')
    )
      values.interimDate = suggestion.promisedDate
    return { values, kind: draft.touched.has('kind') ? null : suggestion }
  }, [text, today, form, draft.touched.has('kind'), draft.touched.has('interimDate')])
}

function has(form: ActForm, name: string): boolean {
  return form.fields.some(field => field.name === name)
}

type ReplyHelpProps = {
  field: Field
  form: ActForm
  row: TicketRow
  values: FormValues
  suggested: Suggested
}

/** What stands under a field of a reply: copying under its text, the words that decided under its kind. */
export function ReplyHelp({ field, form, row, values, suggested }: ReplyHelpProps) {
  if (form.act !== 'publish' && form.act !== 'prepare_reply' && form.act !== 'reply_joined') return null
  if (field.name === 'text' && form.act !== 'prepare_reply')
    return <CopyAndOpen row={row} text={textIn(values, 'text')} />
  if (field.name !== 'kind' || suggested.kind === null || suggested.kind.matched.length === 0) return null
  return (
    <p class="hint">Предложено по словам: {suggested.kind.matched.map(words => `«${words}»`).join(', ')}.</p>
  )
}

type Copied = 'no' | 'yes' | 'failed'

/** One button: the answer into the clipboard and the post in a new tab (PRACTICE P14). */
function CopyAndOpen({ row, text }: { row: TicketRow; text: string }) {
  const [copied, setCopied] = useState<Copied>('no')
  const address = findWebAddress(findSource(row)?.url ?? null)
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
