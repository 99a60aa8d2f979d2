/** What an executor can do by the link: the forms of its acts, each with what was typed and why it was not taken. */
import type { ComponentChildren } from 'preact'
import { outcomes } from '../../shared/reference/answers.ts'
import type { FileReference } from '../../shared/ticket/commands.ts'
import { wordsOf } from '../../shared/ticket/contents.ts'
import { preparedOf } from '../../shared/ticket/ticket.ts'
import type { OpenedLink } from '../links/links.ts'
import { LongTextField, TextField } from './Field.tsx'
import { emptyForm, type Form } from './form.ts'
import { PhotosField } from './phone-capture-photos.tsx'

export type LinkAct = 'accept' | 'answer' | 'date' | 'decline'

/** What was typed and why it was not taken; files that came with it are on the server already. */
export type TypedAnswer = {
  act: LinkAct
  form: Form
  /** Words by field name; `''` for the whole form. */
  faults: Readonly<Record<string, string>>
  files: readonly FileReference[]
}

export type LinkProps = {
  token: string
  opened: Extract<OpenedLink, { outcome: 'open' }>
  commandId: string
  typed: TypedAnswer | undefined
}

export function LinkForm({
  token,
  commandId,
  act,
  children,
}: Pick<LinkProps, 'token' | 'commandId'> & { act: LinkAct; children: ComponentChildren }) {
  return (
    <form
      method="post"
      action={`/l/${token}/${act}`}
      class="stack"
      enctype={act === 'answer' ? 'multipart/form-data' : undefined}
    >
      <input type="hidden" name="commandId" value={commandId} />
      {children}
    </form>
  )
}

export function Folded({
  title,
  act,
  typed,
  children,
}: {
  title: string
  act: LinkAct
  typed: TypedAnswer | undefined
  children: ComponentChildren
}) {
  return (
    <details open={typed?.act === act}>
      <summary>{title}</summary>
      {children}
    </details>
  )
}

const outcomeHelp = {
  solved: 'сделано или исправлено',
  explained: 'объяснили, почему так',
  planned: 'сделаем к дате',
} as const

export function AnswerForm(props: LinkProps) {
  const { opened, typed } = props
  const own = typed?.act === 'answer' ? typed : undefined
  const form = own?.form ?? emptyForm
  const standing = preparedOf(opened.view.ticket)
  const draft = standing === null ? '' : (wordsOf(opened.view.contents, standing.contentId) ?? '')
  return (
    <LinkForm {...props} act="answer">
      <h2>Ответ</h2>
      <LongTextField
        name="text"
        label="Что сделано"
        scope="answer"
        value={own ? form.one('text') : draft}
        rows={6}
        required
        maxLength={20_000}
        help="Простыми словами: из этого получится ответ жителю."
        problem={own?.faults.text}
      />
      <fieldset class="field">
        <legend>Чем кончилось</legend>
        {own?.faults.outcome && (
          <p class="problem">
            <span aria-hidden="true">▲ </span>
            {own.faults.outcome}
          </p>
        )}
        <div class="radios">
          {(['solved', 'explained', 'planned'] as const).map(outcome => (
            <label key={outcome} class="choice">
              <input
                type="radio"
                name="outcome"
                value={outcome}
                required
                checked={(own ? form.one('outcome') : standing?.outcome) === outcome}
              />
              <span>
                {outcomes[outcome]} <small class="quiet">— {outcomeHelp[outcome]}</small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="when-planned">
        <TextField
          name="promisedDate"
          label="К какому дню сделаете"
          scope="answer"
          type="date"
          value={form.one('promisedDate')}
          help="Для «Запланировано»: день увидит житель."
          problem={own?.faults.promisedDate}
        />
      </div>
      <PhotosField files={own?.files ?? []} problem={own?.faults.photos} />
      <button class="main" type="submit">
        Отправить ответ
      </button>
    </LinkForm>
  )
}

export function DateForm(props: LinkProps) {
  const { typed } = props
  const own = typed?.act === 'date' ? typed : undefined
  const form = own?.form ?? emptyForm
  return (
    <LinkForm {...props} act="date">
      <TextField
        name="date"
        label="Новый срок"
        scope="date"
        type="date"
        required
        value={form.one('date')}
        problem={own?.faults.date}
      />
      <LongTextField
        name="reason"
        label="Почему"
        scope="date"
        rows={3}
        required
        maxLength={4_000}
        value={form.one('reason')}
        problem={own?.faults.reason}
      />
      <button type="submit">Попросить новый срок</button>
    </LinkForm>
  )
}

export function DeclineForm(props: LinkProps) {
  const { typed } = props
  const own = typed?.act === 'decline' ? typed : undefined
  return (
    <LinkForm {...props} act="decline">
      <LongTextField
        name="reason"
        label="Почему не ваше и чьё"
        scope="decline"
        rows={3}
        required
        maxLength={4_000}
        value={own?.form.one('reason') ?? ''}
        problem={own?.faults.reason}
      />
      <button type="submit">Вернуть: не наше</button>
    </LinkForm>
  )
}
