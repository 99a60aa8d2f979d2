/** What an executor sees on a phone: the assignment first, then the answer; the rest folded away. Works without a script. */
import type { ComponentChildren } from 'preact'
import { formatDate, formatDateTime } from '../../shared/deadlines/words.ts'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { outcomes } from '../../shared/reference/answers.ts'
import {
  answerByDate,
  answerByWords,
  assignmentLines,
  executorTitle,
} from '../../shared/reference/assignment-text.ts'
import type { FileReference } from '../../shared/ticket/commands.ts'
import { wordsOf } from '../../shared/ticket/contents.ts'
import { assignmentOf, preparedOf } from '../../shared/ticket/ticket.ts'
import type { OpenedLink } from '../links/links.ts'
import { LongTextField, Notice, TextField } from './Field.tsx'
import { emptyForm, type Form } from './form.ts'
import { Doorstep } from './layout.tsx'
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

type Open = Extract<OpenedLink, { outcome: 'open' }>

type Props = {
  token: string
  opened: Open
  now: string
  commandId: string
  typed: TypedAnswer | undefined
}

const nbsp = '\u00a0'
/** What is shown apart from the other lines. */
const shownApart: readonly string[] = ['Кому', 'Ответить', 'Что сообщили', 'Что сделать']

export function AssignmentPage(props: Props) {
  const { opened, typed } = props
  const { view, settings } = opened
  const { ticket } = view
  const lines = assignmentLines(view, settings)
  const lineOf = (label: string) => lines.find(line => line.label === label)?.words
  const title = `Поручение по сообщению №${nbsp}${ticket.number ?? ''}`
  const assignment = assignmentOf(ticket)
  return (
    <Doorstep title={title} organisation={settings.organisation.title}>
      <div class="phone stack">
        <h1>{title}</h1>
        {assignment && <p class="quiet">{executorTitle(assignment, settings)}</p>}
        {typed?.faults[''] && <Notice tone="refused">{typed.faults['']}</Notice>}
        {typed && typed.faults[''] === undefined && (
          <Notice tone="refused">Не отправлено. Исправьте отмеченное ниже: написанное сохранено.</Notice>
        )}
        <Due opened={opened} now={props.now} />
        <Standing opened={opened} />
        {lineOf('Что сделать') && (
          <section class="stack tight">
            <h2>Что сделать</h2>
            <p class="said">{lineOf('Что сделать')}</p>
          </section>
        )}
        <section class="stack tight">
          <h2>Что сообщили</h2>
          <p class="said">{lineOf('Что сообщили') ?? 'Текст сообщения удалён.'}</p>
        </section>
        <Photos {...props} />
        <dl class="facts">
          {lines
            .filter(line => !shownApart.includes(line.label))
            .map(line => (
              <div key={line.label}>
                <dt>{line.label}</dt>
                <dd>{line.words}</dd>
              </div>
            ))}
        </dl>
        {ticket.status === 'assigned' && (
          <LinkForm {...props} act="accept">
            <button type="submit">Беру в работу</button>
          </LinkForm>
        )}
        <AnswerForm {...props} />
        <Folded title="Прошу новый срок" act="date" typed={typed}>
          <DateForm {...props} />
        </Folded>
        <Folded title="Не наше" act="decline" typed={typed}>
          <DeclineForm {...props} />
        </Folded>
        <p class="help">
          Вопросы — к тому, кто дал ссылку: {opened.ask}. Ссылка действует до{' '}
          {formatDate(localDateOf(opened.expiresAt, settings.deadlines.zone))} и только для этого поручения:
          не пересылайте её посторонним.
        </p>
      </div>
    </Doorstep>
  )
}

function Due({ opened: { view, settings }, now }: { opened: Open; now: string }) {
  const date = answerByDate(view, settings)
  if (date === null) return null
  const isPast = date < localDateOf(now, settings.deadlines.zone)
  return (
    <p class={isPast ? 'due late' : 'due'}>
      Ответить {answerByWords(view, settings)}
      {isPast && (
        <>
          {' '}
          <span aria-hidden="true">▲</span> срок прошёл
        </>
      )}
    </p>
  )
}

/** What stands already: an asked date, an answer that came back. */
function Standing({ opened: { view, settings } }: { opened: Open }) {
  const { ticket, contents } = view
  const asked = assignmentOf(ticket)?.dateRequest ?? null
  const returned = ticket.status === 'drafting' ? ticket.returned : null
  return (
    <>
      {asked && (
        <Notice tone="done">
          Вы попросили новый срок: {formatDate(asked.date)}. Просьба записана{' '}
          {formatDateTime(asked.at, settings.deadlines.zone)}; пока её не приняли, срок прежний.
        </Notice>
      )}
      {returned && (
        <Notice tone="warned">
          Ответ вернули на доработку: {wordsOf(contents, returned.contentId) ?? 'причина удалена'}
        </Notice>
      )}
    </>
  )
}

/** What was recorded with the message; never pictures of the site they came from. */
function Photos({ token, opened: { view } }: Props) {
  const files = view.ticket.fileContentIds.flatMap(contentId => {
    const body = view.contents[contentId]
    return body?.kind === 'file' ? [{ contentId, ...body }] : []
  })
  if (files.length === 0) return null
  return (
    <section class="photos" aria-label="Фото к сообщению">
      {files.map(({ contentId, name, mime }) => {
        const path = `/l/${token}/files/${encodeURIComponent(contentId)}`
        return (
          <a key={contentId} href={path}>
            {/^image\/(?:jpeg|png|webp)$/.test(mime) ? <img src={path} alt={name} loading="lazy" /> : name}
          </a>
        )
      })}
    </section>
  )
}

function LinkForm({
  token,
  commandId,
  act,
  children,
}: Pick<Props, 'token' | 'commandId'> & { act: LinkAct; children: ComponentChildren }) {
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

function Folded({
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

function AnswerForm(props: Props) {
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

function DateForm(props: Props) {
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

function DeclineForm(props: Props) {
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

const endedWords = {
  expired: 'Срок ссылки вышел.',
  revoked: 'Ссылку отозвали.',
  moved: 'Поручение больше не у вас: его передали другому, на него уже отвечают или работа закончена.',
} as const

/** Why the link shows nothing more, and whom to ask. Never anything of the ticket. */
export function EndedPage({ opened }: { opened: Exclude<OpenedLink, Open> }) {
  switch (opened.outcome) {
    case 'answered':
      return (
        <Plain title="Ответ принят">
          <Notice tone="done">
            Спасибо. Ответ принят {formatDateTime(opened.at, opened.zone)}. Больше ничего делать не нужно.
          </Notice>
          <p>Если ответ понадобится доработать, вам пришлют новую ссылку. Вопросы — {opened.ask}.</p>
        </Plain>
      )
    case 'ended':
      return (
        <Plain title="Ссылка больше не действует">
          <p>{endedWords[opened.why]}</p>
          <p>Новую ссылку даёт: {opened.ask}. Попросите её там, откуда пришло поручение.</p>
        </Plain>
      )
    case 'unknown':
      return (
        <Plain title="Ссылка не подошла">
          <p>
            Такой ссылки нет. Возможно, она скопирована не полностью: откройте её из сообщения, в котором она
            пришла, или попросите прислать ещё раз.
          </p>
        </Plain>
      )
    case 'throttled':
      return (
        <Plain title="Слишком много попыток">
          <p>Подождите 15 минут и откройте ссылку из сообщения, в котором она пришла.</p>
        </Plain>
      )
    default: {
      const never: never = opened
      return never
    }
  }
}

/** The form was larger than six full files: the browser still has it. */
export function TooLargeUploadPage() {
  return (
    <Plain title="Файлы слишком большие">
      <p>
        Ничего не отправлено. Вернитесь назад: написанное осталось в форме. Приложите меньше фото за один раз,
        до 6 файлов по 10 МБ.
      </p>
    </Plain>
  )
}

function Plain({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <Doorstep title={title}>
      <div class="phone stack">
        <h1>{title}</h1>
        {children}
      </div>
    </Doorstep>
  )
}
