/** The form of any act, as shared/acts describes it. On the ticket's page and on a page of its own it is the same. */
import type { ActForm, FormValues, Offer } from '../../../shared/acts/contract.ts'
import { type Conflict, openingValues, valueWords } from '../../../shared/acts/merge.ts'
import type { PresenceDoing } from '../../../shared/reference/presence.ts'
import { replyKindTitles } from '../../../shared/reference/statuses.ts'
import type { Ticket } from '../../../shared/ticket/ticket.ts'
import { Notice } from '../Field.tsx'
import { FieldView } from './FieldView.tsx'
import { chosenKind, type KindDoubt } from './reply-kind.ts'

/** What came back from the server: what was typed, and why it was not taken. */
export type ShownAgain = {
  values: FormValues
  faults: Readonly<Record<string, string>>
  /** Above the whole form. */
  words: string | undefined
  conflicts: readonly Conflict[]
  /** The words of the reply say another kind than the one that was left standing. */
  doubt?: KindDoubt
}

type ActFormProps = {
  form: ActForm
  ticket: Pick<Ticket, 'id' | 'number' | 'version'>
  /** A fresh UUID: the same form sent twice is one act. */
  commandId: string
  again?: ShownAgain | undefined
  /** The form as the ticket stands, where `form` has something chosen already. */
  opened?: ActForm
  /** On a page of its own the form takes the focus. */
  isAlone?: boolean
}

export function ActFormView({
  form,
  opened = form,
  ticket,
  commandId,
  again,
  isAlone = false,
}: ActFormProps) {
  const { act, fields } = form
  const visible = fields.filter(field => field.control !== 'hidden')
  const firstFaulty = visible.find(field => again?.faults[field.name] !== undefined)
  const focused = firstFaulty ?? (isAlone && again === undefined ? visible[0] : undefined)
  const asked = new Set(again?.conflicts.map(({ field }) => field.name))
  const seen = openingValues(opened)
  const hasFiles = fields.some(field => field.control === 'files')
  return (
    <form
      method="post"
      action={`/tickets/${ticket.number}/acts/${act}`}
      class="stack act"
      enctype={hasFiles ? 'multipart/form-data' : undefined}
      data-draft={visible.length > 0 ? `${act}:${ticket.id}` : undefined}
      data-draft-failed={again ? '' : undefined}
      data-doing={doingOf(act)}
    >
      <input type="hidden" name="commandId" value={commandId} />
      <input type="hidden" name="version" value={ticket.version} />
      {Object.keys(seen).length > 0 && <input type="hidden" name="seen" value={JSON.stringify(seen)} />}
      {form.lead && <p class="help">{form.lead}</p>}
      {again?.words && <Notice tone="refused">{again.words}</Notice>}
      {again?.faults[''] && <Notice tone="refused">{again.faults['']}</Notice>}
      {again && again.conflicts.length > 0 && <Conflicts conflicts={again.conflicts} act={act} />}
      {fields
        .filter(field => !asked.has(field.name) || field.control === 'line' || field.control === 'area')
        .map(field => (
          <FieldView
            key={field.name}
            field={field}
            scope={act}
            typed={again?.values}
            fault={again?.faults[field.name]}
            isFirst={field === focused}
          />
        ))}
      {again?.doubt ? (
        <Doubt doubt={again.doubt} />
      ) : (
        <p>
          <button class="main" type="submit">
            {form.submit}
          </button>
        </p>
      )}
    </form>
  )
}

/** «Похоже на промежуточный ответ: …»: both kinds, and the person says which it is. */
function Doubt({ doubt }: { doubt: KindDoubt }) {
  const choices = [
    { kind: doubt.suggested, look: 'main' },
    { kind: doubt.standing, look: undefined },
  ]
  return (
    <div class="notice today stack tight" role="alert">
      <p>
        <b>{doubt.words}</b> От вида ответа зависит, какие сроки он останавливает. Какой это ответ?
      </p>
      <p class="buttons">
        {choices.map(({ kind, look }) => (
          <button key={kind} class={look} type="submit" name={chosenKind} value={kind}>
            {replyKindTitles[kind]}
          </button>
        ))}
      </p>
    </div>
  )
}

/** «Пока вы правили…»: each field that both changed, with both values. */
function Conflicts({ conflicts, act }: { conflicts: readonly Conflict[]; act: string }) {
  return (
    <div class="conflicts stack" role="alert">
      <p>
        <b>Пока вы правили, карточку изменил другой человек.</b> Выберите, какое значение верно; остальное
        сохранится как вы ввели.
      </p>
      {conflicts.map(({ field, mine, theirs }) => (
        <fieldset key={field.name} class="field conflict">
          <legend>{field.label}</legend>
          <label class="choice" for={`${act}-${field.name}-mine`}>
            <input
              type="radio"
              id={`${act}-${field.name}-mine`}
              name={`pick.${field.name}`}
              value="mine"
              required
            />
            <span>
              <span class="quiet">ваше:</span> {valueWords(field, mine)}
            </span>
          </label>
          <label class="choice" for={`${act}-${field.name}-theirs`}>
            <input
              type="radio"
              id={`${act}-${field.name}-theirs`}
              name={`pick.${field.name}`}
              value="theirs"
              required
            />
            <span>
              <span class="quiet">другого человека:</span> {valueWords(field, theirs)}
            </span>
          </label>
          {field.control !== 'line' &&
            field.control !== 'area' &&
            [mine].flat().map(value => <input key={value} type="hidden" name={field.name} value={value} />)}
        </fieldset>
      ))}
    </div>
  )
}

/** An act without a form: one button. */
export function ImmediateAct({
  offer,
  form,
  ticket,
  commandId,
  look = '',
}: {
  offer: Offer
  form: ActForm
  ticket: ActFormProps['ticket']
  commandId: string
  look?: 'main' | 'link' | ''
}) {
  return (
    <form method="post" action={`/tickets/${ticket.number}/acts/${offer.act}`}>
      <input type="hidden" name="commandId" value={commandId} />
      <input type="hidden" name="version" value={ticket.version} />
      {form.fields.map(field => (
        <FieldView
          key={field.name}
          field={field}
          scope={offer.act}
          typed={undefined}
          fault={undefined}
          isFirst={false}
        />
      ))}
      <button
        type="submit"
        class={look || undefined}
        {...(offer.key === null ? {} : { 'data-key': offer.key, 'data-key-title': offer.title })}
      >
        {offer.title}
      </button>
    </form>
  )
}

function doingOf(act: ActForm['act']): PresenceDoing | undefined {
  switch (act) {
    case 'prepare_reply':
    case 'publish':
    case 'reply_joined':
    case 'transfer':
      return 'replying'
    case 'classify':
    case 'assign':
    case 'split':
    case 'merge':
    case 'reject':
      return 'sorting'
    default:
      return undefined
  }
}
